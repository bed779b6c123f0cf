"""Les cas dans les pages : ``{annuaire-cas}``, ``{image-cas}`` et ``{recit-cas}``.

L'annuaire les montre tous, et les filtre si le script est là ; l'image les compte par région, sans fond de
carte ; le récit en raconte un, sous une adresse qui ne change pas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.util.nodes import make_refnode

from kit.documents.symbol_rows import SymbolRow, build_symbol_rows
from kit.domain.errors import suggest
from kit.domain.typography import join_list, typeset
from kit.domain.values import TerritoryKind
from kit.knowledge.catalogue import CaseStudy, load_catalogue, split_figure
from kit.knowledge.territories import load_territories
from kit.sphinxext.directives.catalogue import CatalogueDirective
from kit.sphinxext.directives.catalogue_nodes import (
    anchor_of,
    build_source_note,
    build_statement,
)
from kit.sphinxext.directives.charts import Drawing
from kit.sphinxext.directives.filters import build_panel, build_select, join_words
from kit.sphinxext.directives.html_elements import (
    HtmlElement,
    Paper,
    build_element,
    build_identifier,
    build_paragraph,
)
from kit.sphinxext.directives.tables import build_table

_FAMILY: Final = "cas"
_EVERYWHERE: Final = {"national": "À l’échelle du pays", "international": "Dans d’autres pays"}
_UNPLACED: Final = "Sans code de territoire dans nos données"
_LEGEND: Final = {
    "disque": "une commune",
    "carré": "un groupement de communes",
    "losange": "un département",
    "triangle": "une région",
    "anneau": "un groupe, un pays ou plusieurs",
}
_SHAPES: Final = {
    TerritoryKind.COMMUNE.value: "disque",
    TerritoryKind.EPCI.value: "carré",
    TerritoryKind.EPT.value: "carré",
    TerritoryKind.DEPARTMENT.value: "losange",
    TerritoryKind.REGION.value: "triangle",
}
Read = Callable[[CaseStudy], Sequence[object]]
# Le nom de l'attribut, l'étiquette du filtre, et ce qu'il lit dans un cas.
_FACETS: Final[tuple[tuple[str, str, Read], ...]] = (
    ("kind", "Nature du territoire", lambda case: (case.kind,)),
    ("theme", "Thème", lambda case: case.facets.themes),
    ("stage", "Étape", lambda case: [stage.value for stage in case.facets.stages]),
    ("actor", "Acteur", lambda case: [actor.value for actor in case.facets.actors]),
)


class StoryLink(nodes.Inline, nodes.TextElement):
    """Le renvoi vers le récit d'un cas, si une page du livre le raconte ; sinon, rien."""


class DirectoryDirective(CatalogueDirective):
    """L'annuaire : tous les cas, en cartes, avec des filtres."""

    def run(self) -> list[nodes.Node]:
        """Le panneau de filtres, puis la liste."""
        self.note_files(_FAMILY)
        cases = list_cases()
        rank = self.env.new_serialno("kit-annuaire")
        target = build_identifier(self.env.docname, "annuaire", rank)
        panel = build_panel("Choisir des cas", build_filters(cases, target), target, {"noun": "cas"})
        listing = build_element("ul", class_="kit-cards", id=target)
        listing.extend(build_card(case) for case in cases)
        return [panel, listing]


class PictureDirective(CatalogueDirective):
    """Où sont les cas : par région, puis ceux qui n'en ont pas."""

    def run(self) -> list[nodes.Node]:
        """Le dessin, son tableau, et ce que l'on ne sait pas placer."""
        self.note_files(_FAMILY)
        cases = list_cases()
        places = group_by_place(cases)
        key = build_identifier(self.env.docname, "image-cas", self.env.new_serialno("kit-image-cas"))
        rows = [
            SymbolRow(label=typeset(place), shapes=tuple(_SHAPES.get(case.kind, "anneau") for case in found))
            for place, found in places
        ]
        title = "Où sont les cas, région par région"
        legend = {shape: typeset(name) for shape, name in _LEGEND.items()}
        fluid, fixed = (
            build_symbol_rows(rows, legend, title=typeset(title), key=key, is_fluid=is_fluid).svg
            for is_fluid in (True, False)
        )
        figure = build_element("figure", class_="kit-chart")
        figure += build_element("figcaption", title)
        figure += Drawing(fluid=fluid, fixed=fixed)
        details = build_element("details", class_="kit-figures", paper=Paper.UNWRAPPED)
        details += build_element("summary", "Voir les cas de chaque ligne", paper=Paper.DROPPED)
        lines = [(place, str(len(found)), join_list(case.title for case in found)) for place, found in places]
        details += build_table(title, ("Où", "Cas", "Lesquels"), lines)
        return [figure, details]


class StoryDirective(CatalogueDirective):
    """Le récit d'un cas."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Le récit, avec son adresse ; un avertissement si la clé n'est pas celle d'un cas."""
        key = self.arguments[0]
        catalogue = load_catalogue()
        case = catalogue.by_key.get(key)
        if not isinstance(case, CaseStudy):
            known = suggest(key, (found.key for found in catalogue.list_typed(CaseStudy)))
            self.warn(f"aucun cas ne porte la clé « {key} »{known}")
            return []
        self.note_files(_FAMILY)
        label = anchor_of(case.key)
        domain = self.env.get_domain("std")
        assert isinstance(domain, StandardDomain)  # noqa: S101 — Sphinx type ses domaines par leur nom
        domain.note_hyperlink_target(label, self.env.docname, label, case.title)
        story = build_element("div", class_="kit-story", id=label)
        story += _build_story_title(case, label)
        story += build_statement(case.statement)
        story += build_paragraph("Ce qui a été fait", f" : {case.deed}")
        if case.figures:
            story += build_paragraph("En chiffres", " :")
            story += _build_figures(case)
        story += build_paragraph("Ce que l’on en retient", f" : {case.lesson}")
        if case.remark:
            story += build_paragraph("À savoir", f" : {case.remark}")
        story += build_source_note(case, catalogue)
        return [story]


def list_cases() -> tuple[CaseStudy, ...]:
    """Les cas qui peuvent s'imprimer comme des faits."""
    return tuple(case for case in load_catalogue().list_typed(CaseStudy) if case.is_statable)


def build_filters(cases: Sequence[CaseStudy], target: str) -> tuple[HtmlElement, ...]:
    """Une liste par facette ; chaque choix dit combien de cas il garde."""
    selects = []
    for name, label, read in _FACETS:
        values = sorted({str(value) for case in cases for value in read(case)})
        counts = {value: sum(value in read(case) for case in cases) for value in values}
        choices = [("", "Tous"), *((value, f"{value} ({counts[value]})") for value in values)]
        selects.append(build_select(f"{target}-{name}", name, label, choices))
    return tuple(selects)


def build_card(case: CaseStudy) -> HtmlElement:
    """La carte d'un cas, avec les mots que les filtres lisent."""
    words = {name: join_words(read(case)) for name, _, read in _FACETS}
    card = build_element("li", class_="kit-card", data=words)
    title = nodes.paragraph(classes=["card-title"])
    title += nodes.strong("", case.title)
    card += title
    card += nodes.paragraph("", f"{case.territory} ({case.kind})", classes=["card-place"])
    card += build_statement(case.statement)
    card += build_paragraph("Ce que l’on en retient", f" : {case.lesson}")
    facets = join_list(case.facets.themes)
    line = build_paragraph("Thèmes", f" : {facets}", classes=["card-words"]) if facets else nodes.paragraph()
    line += StoryLink(key=case.key)
    card += line
    return card


def find_region(case: CaseStudy) -> str:
    """La région d'un cas, d'après le code de son territoire ; vide s'il n'en a pas."""
    if not case.code:
        return ""
    territory = load_territories().territory((TerritoryKind(case.kind), case.code))
    if territory.kind is TerritoryKind.REGION:
        return territory.name
    return next((name for kind, _, name in territory.parents if kind is TerritoryKind.REGION), "")


def group_by_place(cases: Iterable[CaseStudy]) -> tuple[tuple[str, tuple[CaseStudy, ...]], ...]:
    """Les cas par région, les plus nombreux d'abord ; puis le pays, l'étranger, et ceux que rien ne situe."""
    found: dict[str, list[CaseStudy]] = {}
    for case in cases:
        place = _EVERYWHERE.get(case.kind) or find_region(case) or _UNPLACED
        found.setdefault(place, []).append(case)
    last = (*_EVERYWHERE.values(), _UNPLACED)
    regions = sorted(found.keys() - set(last), key=lambda name: (-len(found[name]), name))
    return tuple((place, tuple(found[place])) for place in (*regions, *last) if place in found)


def _build_story_title(case: CaseStudy, label: str) -> nodes.paragraph:
    title = nodes.paragraph(classes=["story-title"])
    title += nodes.strong("", case.title)
    title += nodes.Text(f" – {case.territory} ({case.kind}) ")
    name = f"Lien permanent vers le cas : {case.title}"
    title += build_element(
        "a", "#", class_="headerlink", href=f"#{label}", aria_label=name, paper=Paper.DROPPED
    )
    return title


def _build_figures(case: CaseStudy) -> nodes.bullet_list:
    listing = nodes.bullet_list()
    for figure in case.figures:
        item = nodes.list_item()
        item += build_paragraph(*split_figure(figure))
        listing += item
    return listing


def _resolve_links(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Relie chaque carte au récit du cas, où qu'il soit dans le livre."""
    labels = app.env.get_domain("std").data["anonlabels"]
    for place in list(document.findall(StoryLink)):
        target = labels.get(anchor_of(place["key"]))
        place.replace_self(list(_build_story_link(app, docname, target)) if target else [])


def _build_story_link(app: Sphinx, docname: str, target: tuple[str, str]) -> Iterator[nodes.Node]:
    page, label = target
    yield nodes.Text(" ")
    yield make_refnode(app.builder, docname, page, label, nodes.Text("Lire le récit"))


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_node(StoryLink)
    app.add_directive("annuaire-cas", DirectoryDirective)
    app.add_directive("image-cas", PictureDirective)
    app.add_directive("recit-cas", StoryDirective)
    app.add_js_file("filters.js", loading_method="defer")
    app.connect("doctree-resolved", _resolve_links)
