"""Les directives du catalogue : ``{fait}``, ``{fiche}``, ``{famille}``, ``{incertitudes}``, ``{sources}``,
``{index-catalogue}``, et le rôle ``{chiffre}``.

Une clé inconnue est un avertissement avec fichier et ligne, comme une clé H ou X donnée pour un fait.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import ClassVar, Final
from urllib.parse import urlsplit

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import OptionSpec

from kit.domain.errors import suggest
from kit.domain.locations import DATA
from kit.domain.typography import count_noun, format_number
from kit.domain.values import Reliability
from kit.knowledge.catalogue import (
    Catalogue,
    Entry,
    Reference,
    Uncertainty,
    format_figure,
    load_catalogue,
)
from kit.sphinxext.directives.catalogue_nodes import (
    anchor_of,
    build_body,
    build_entry,
    build_source_note,
    build_statement,
    describe_source,
)
from kit.sphinxext.directives.tables import build_table

_LOGGER = logging.getLogger(__name__)
_UNCERTAIN: Final = "incertitudes"
_DOUBTS: Final = {
    "Ce qui se contredit ou paraît faux": Reliability.SUSPECT,
    "Ce qui se lit mal": Reliability.HYPOTHESIS,
}


class CatalogueDirective(SphinxDirective):
    """Ce que les directives du catalogue ont en commun."""

    def note_files(self, *families: str) -> None:
        """Refait la page quand l'un de ces fichiers, ou les sources, change."""
        note_data_files(self.env, families)

    def find_statable(self, key: str) -> Entry | None:
        """La fiche qui peut s'imprimer comme un fait ; sinon un avertissement et rien."""
        return find_statable(load_catalogue(), key, self.warn)

    def warn(self, message: str) -> None:
        """Un avertissement, à la ligne de la directive."""
        _LOGGER.warning(message, location=self.get_location(), type="kit", subtype="catalogue")


class FactDirective(CatalogueDirective):
    """Un énoncé et sa source."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """L'énoncé de la fiche, ou de son élément, puis la note de source."""
        key = self.arguments[0]
        entry = self.find_statable(key)
        if entry is None:
            return []
        self.note_files(entry.family)
        box = nodes.container(classes=["kit-fact"])
        box += build_statement(load_catalogue().get_statement(key))
        box += build_source_note(entry, load_catalogue(), key=key)
        return [box]


class EntryDirective(CatalogueDirective):
    """Une fiche entière : titre, énoncé, rubriques, chiffres, source."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """La fiche, en liste de définition d'une entrée."""
        entry = self.find_statable(self.arguments[0])
        if entry is None:
            return []
        self.note_files(entry.family)
        listing = nodes.definition_list(classes=["kit-entry"])
        listing += build_entry(entry, load_catalogue())
        return [listing]


class FamilyDirective(CatalogueDirective):
    """Toutes les fiches d'une famille : en liste, ou en tableau avec l'option ``tableau``."""

    required_arguments: ClassVar[int] = 1
    option_spec: ClassVar[OptionSpec] = {"tableau": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Les fiches de la famille qui peuvent s'imprimer comme des faits."""
        name = self.arguments[0]
        catalogue = load_catalogue()
        if name not in catalogue.families or name == _UNCERTAIN:
            known = [family for family in catalogue.families if family != _UNCERTAIN]
            self.warn(f"famille inconnue : « {name} »{suggest(name, known)}")
            return []
        self.note_files(name)
        entries = [entry for entry in catalogue.list_entries(name) if entry.is_statable]
        if "tableau" in self.options:
            return [_build_family_table(catalogue.families[name].title, entries, catalogue)]
        listing = nodes.definition_list(classes=["kit-family"])
        listing.extend(build_entry(entry, catalogue) for entry in entries)
        return [listing]


class UncertaintyDirective(CatalogueDirective):
    """Ce qui est incertain dans les sources : pourquoi, et ce que le guide retient."""

    def run(self) -> list[nodes.Node]:
        """Une section pour les contradictions, une pour les hypothèses ; une entrée de liste par fiche."""
        self.note_files(_UNCERTAIN)
        return [_build_uncertain_section(title, level) for title, level in _DOUBTS.items()]


class SourcesDirective(CatalogueDirective):
    """La liste des sources : auteur, date, licence, lecture, et combien de fiches les citent."""

    def run(self) -> list[nodes.Node]:
        """Une entrée de liste par source, que les notes des autres pages visent."""
        catalogue = load_catalogue()
        self.note_files(*catalogue.families)
        cited = Counter(entry.reference for entry in catalogue.entries)
        listing = nodes.definition_list(classes=["kit-sources"])
        for source in catalogue.sources.values():
            listing += self._build_source(source, cited[source.key])
        return [listing]

    def _build_source(self, source: Reference, count: int) -> nodes.definition_list_item:
        label = anchor_of(f"source-{source.key}")
        item = nodes.definition_list_item()
        item += nodes.term("", source.title, ids=[label])
        body = nodes.definition()
        body += nodes.paragraph("", f"{source.author}, {source.published}.")
        body += _build_address(source.url)
        used = "Aucune fiche ne la cite encore" if count == 0 else f"{count_noun(count, 'fiche')} la citent"
        used = "1 fiche la cite" if count == 1 else used
        body += nodes.paragraph("", f"{source.licence} {source.reading.capitalize()}. {used}.")
        item += body
        _note_label(self.env, label, source.title)
        return item


class IndexDirective(CatalogueDirective):
    """L'index du catalogue : le compte de chaque famille, puis la clé et le titre de chaque fiche."""

    def run(self) -> list[nodes.Node]:
        """Un tableau des familles, dont chaque nom mène à la liste de ses fiches."""
        catalogue = load_catalogue()
        self.note_files(*catalogue.families)
        counts = {name: count for name, count in catalogue.count_families().items() if count}
        rows = [
            (
                nodes.reference("", catalogue.families[name].title, refid=anchor_of(f"famille-{name}")),
                nodes.literal("", name),
                format_number(count),
            )
            for name, count in counts.items()
        ]
        total = f"Le catalogue : {count_noun(sum(counts.values()), 'fiche')}"
        sections = [_build_family_section(name, catalogue) for name in counts]
        return [build_table(total, ("Famille", "Nom du fichier", "Fiches"), rows), *sections]


class FigureRole(SphinxRole):
    """Un chiffre de fiche, avec son unité : ``{chiffre}`SUR01``` ou, pour le deuxième, ``SUR02.2``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Le nombre et son unité ; un avertissement si la fiche ou le rang n'existe pas."""
        key, _, rank = self.text.partition(".")
        entry = find_statable(load_catalogue(), key, self._warn)
        if entry is None:
            return [], []
        note_data_files(self.env, (entry.family,))
        position = int(rank) if rank.isdigit() else (0 if rank else 1)
        if not 1 <= position <= len(entry.figures):
            self._warn(f"« {self.text} » ne désigne aucun des {len(entry.figures)} chiffres de la fiche")
            return [], []
        return [nodes.Text(format_figure(entry.figures[position - 1]))], []

    def _warn(self, message: str) -> None:
        _LOGGER.warning(message, location=self.get_location(), type="kit", subtype="catalogue")


def find_statable(catalogue: Catalogue, key: str, warn: Callable[[str], None]) -> Entry | None:
    """La fiche de cette clé si elle peut s'imprimer comme un fait ; sinon ``warn`` dit pourquoi."""
    try:
        entry = catalogue.get_entry(key)
    except LookupError as missing:
        warn(str(missing))
        return None
    if not entry.is_statable:
        warn(f"« {key} » est incertain : il ne s’imprime que par la directive {{incertitudes}}")
        return None
    return entry


def note_data_files(env: BuildEnvironment, families: Iterable[str]) -> None:
    """Inscrit les fichiers de ces familles, et celui des sources, parmi ce dont la page dépend."""
    for name in (*families, "sources"):
        folder = DATA / name
        files = folder.glob("*.yaml") if folder.is_dir() else (DATA / f"{name}.yaml",)
        for path in files:
            env.note_dependency(str(path))


def _build_address(url: str) -> nodes.paragraph:
    """L'adresse telle qu'elle a été notée ; son domaine seul, car entière elle déborderait à l'écran."""
    if not url:
        return nodes.paragraph("", "Adresse non relevée.")
    address = nodes.paragraph("", "Adresse notée, non vérifiée en ligne : ")
    address += nodes.reference("", urlsplit(url).netloc, refuri=url)
    return address


def _note_label(env: BuildEnvironment, label: str, title: str) -> None:
    domain = env.get_domain("std")
    assert isinstance(domain, StandardDomain)  # noqa: S101 — Sphinx type ses domaines par leur nom
    domain.note_hyperlink_target(label, env.docname, label, title)


def _build_uncertain_section(title: str, level: Reliability) -> nodes.section:
    catalogue = load_catalogue()
    entries = [entry for entry in catalogue.list_typed(Uncertainty) if entry.reliability is level]
    section = nodes.section(ids=[anchor_of(f"incertitudes-{level.value}")])
    section += nodes.title("", f"{title} : {count_noun(len(entries), 'point')}")
    listing = nodes.definition_list(classes=["kit-family"])
    for entry in entries:
        item = nodes.definition_list_item()
        item += nodes.term("", f"{entry.key} : {entry.title}")
        body = nodes.definition()
        body.extend(build_body(entry, catalogue))
        item += body
        listing += item
    section += listing
    return section


def _build_family_table(title: str, entries: list[Entry], catalogue: Catalogue) -> nodes.table:
    rows = [(entry.title, entry.statement, _build_short_source(entry, catalogue)) for entry in entries]
    return build_table(f"{title} : {count_noun(len(entries), 'fiche')}", ("Fiche", "Énoncé", "Source"), rows)


def _build_short_source(entry: Entry, catalogue: Catalogue) -> str:
    if entry.source is None:
        return "Ce guide"
    return f"{catalogue.sources[entry.reference].title}{describe_source(entry.source)}"


def _build_family_section(name: str, catalogue: Catalogue) -> nodes.section:
    text = catalogue.families[name]
    section = nodes.section(ids=[anchor_of(f"famille-{name}")])
    section += nodes.title("", text.title)
    section += build_statement(text.introduction)
    listing = nodes.bullet_list(classes=["kit-index"])
    for entry in catalogue.list_entries(name):
        line = nodes.paragraph()
        line += [nodes.literal("", entry.key), nodes.Text(f" {entry.title}")]
        item = nodes.list_item()
        item += line
        listing += item
    section += listing
    return section


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_directive("fait", FactDirective)
    app.add_directive("fiche", EntryDirective)
    app.add_directive("famille", FamilyDirective)
    app.add_directive("incertitudes", UncertaintyDirective)
    app.add_directive("sources", SourcesDirective)
    app.add_directive("index-catalogue", IndexDirective)
    app.add_role("chiffre", FigureRole())
