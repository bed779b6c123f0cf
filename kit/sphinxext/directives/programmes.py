"""La directive ``{programmes}`` : les programmes d'aide d'un volet en un tableau, et leur compte par statut.

Chaque ligne porte la date de la preuve de son statut : une aide d'hier n'est pas un droit ouvert aujourd'hui.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.util.typing import OptionSpec

from kit.domain.errors import end_sentence, suggest
from kit.domain.typography import count_noun, format_number, format_partial_date
from kit.knowledge.catalogue import Catalogue, Programme, load_catalogue
from kit.sphinxext.directives.catalogue import CatalogueDirective, find_statable, note_data_files
from kit.sphinxext.directives.catalogue_nodes import build_source_link
from kit.sphinxext.directives.tables import Cell, build_table

_LOGGER = logging.getLogger(__name__)
_FAMILY: Final = "programmes"
_STRANDS: Final = "volets-covid"
# Le volet des programmes d'aménagement n'est pas de ceux de la sortie de crise : son libellé est de ce guide.
_STRUCTURAL: Final = ("T", "Appuyer les territoires dans la durée")
_STATUSES: Final = ("actif", "à vérifier", "en extinction", "clos")
_DATE: Final = re.compile(r"\d{4}(-\d{2}){0,2}")


class ProgrammesDirective(CatalogueDirective):
    """Un tableau de programmes, choisis par volet, par statut ou par date de preuve ; ou leur compte."""

    option_spec: ClassVar[OptionSpec] = {
        "volet": directives.unchanged_required,
        "statut": directives.unchanged_required,
        "date": directives.unchanged_required,
        "compte": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Le tableau demandé ; rien, et un avertissement, si une option ne désigne rien."""
        self.note_files(_FAMILY, _STRANDS)
        catalogue = load_catalogue()
        strands = name_strands(catalogue)
        if not self._check_options(strands):
            return []
        programmes = select_programmes(catalogue, **self._read_choices())
        if not programmes:
            self.warn("aucun programme ne répond à ces options")
            return []
        if "compte" in self.options:
            return [_build_count_table(programmes, strands)]
        return [_build_programme_table(_describe_choice(self.options, strands), programmes, catalogue)]

    def _read_choices(self) -> dict[str, str]:
        names = {"strand": "volet", "status": "statut", "proven_since": "date"}
        return {name: self.options.get(option, "") for name, option in names.items()}

    def _check_options(self, strands: dict[str, str]) -> bool:
        known = {"volet": tuple(strands), "statut": _STATUSES}
        wrong = [
            f"{name} inconnu : « {self.options[name]} »{suggest(self.options[name], choices)}"
            for name, choices in known.items()
            if name in self.options and self.options[name] not in choices
        ]
        date = self.options.get("date", "2020")
        if not _DATE.fullmatch(date):
            wrong.append(f"date illisible : « {date} » ; écrire AAAA, AAAA-MM ou AAAA-MM-JJ")
        for message in wrong:
            self.warn(message)
        return not wrong


class StatementRole(SphinxRole):
    """L'énoncé d'une fiche ou d'un de ses éléments, dans la phrase : ``{enonce}`VIT1```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """L'énoncé, sans note de source : la page la donne une fois, par la fiche entière."""
        catalogue = load_catalogue()
        entry = find_statable(catalogue, self.text, self._warn)
        if entry is None:
            return [], []
        note_data_files(self.env, (entry.family,))
        return [
            nodes.inline("", end_sentence(catalogue.get_statement(self.text)), classes=["kit-statement"])
        ], []

    def _warn(self, message: str) -> None:
        _LOGGER.warning(message, location=self.get_location(), type="kit", subtype="catalogue")


def name_strands(catalogue: Catalogue) -> dict[str, str]:
    """Les volets, dans l'ordre : la clé et le libellé.

    >>> name_strands(load_catalogue())["R2"]
    'Jouer collectif'
    """
    details = (detail for entry in catalogue.list_entries(_STRANDS) for detail in entry.details)
    return {**{detail.key: detail.statement for detail in details}, _STRUCTURAL[0]: _STRUCTURAL[1]}


def select_programmes(
    catalogue: Catalogue, *, strand: str = "", status: str = "", proven_since: str = ""
) -> tuple[Programme, ...]:
    """Les programmes de ce volet et de ce statut, dont la preuve n'est pas plus ancienne que cette date.

    Une date incomplète se compare telle qu'elle est écrite : « 2023 » précède « 2023-05 ».

    >>> [entry.key for entry in select_programmes(load_catalogue(), strand="R3", status="clos")]
    ['A18']
    """
    return tuple(
        entry
        for entry in catalogue.list_typed(Programme)
        if entry.is_statable
        and (not strand or strand in entry.strands)
        and (not status or status == entry.status)
        and entry.status_checked_on >= proven_since
    )


def _describe_choice(options: dict[str, str], strands: dict[str, str]) -> str:
    parts = [f"{strands[options['volet']]} ({options['volet']})" if "volet" in options else "Programmes"]
    if "statut" in options:
        parts.append(f"statut « {options['statut']} »")
    if "date" in options:
        parts.append(f"preuve datant de {format_partial_date(options['date'])} au plus tôt")
    return ", ".join(parts)


def _build_programme_table(
    caption: str, programmes: Sequence[Programme], catalogue: Catalogue
) -> nodes.table:
    rows: list[tuple[Cell, ...]] = [
        (
            entry.title,
            end_sentence(entry.statement),
            f"{entry.status} ({format_partial_date(entry.status_checked_on)})",
            build_source_link(entry.status_reference, catalogue.sources[entry.status_reference].title),
        )
        for entry in programmes
    ]
    headers = ("Programme", "Ce qu’en dit la source", "Statut (date de la preuve)", "Source du statut")
    table = build_table(f"{caption} : {count_noun(len(programmes), 'programme')}", headers, rows)
    table["classes"].append("kit-programmes")
    return table


def _build_count_table(programmes: Iterable[Programme], strands: dict[str, str]) -> nodes.table:
    """Un programme de deux volets compte dans chacun ; la dernière ligne le compte une fois."""
    kept = tuple(programmes)
    rows = [
        _build_count_row(f"{label} ({key})", [entry for entry in kept if key in entry.strands])
        for key, label in strands.items()
    ]
    rows.append(_build_count_row("Programmes distincts", kept))
    headers = ("Volet", *(f"{status[:1].upper()}{status[1:]}" for status in _STATUSES), "Total")
    return build_table("Les programmes de chaque volet, par statut", headers, rows)


def _build_count_row(label: str, programmes: Sequence[Programme]) -> tuple[str, ...]:
    counts = Counter(entry.status for entry in programmes)
    return (label, *(format_number(counts[status]) for status in _STATUSES), format_number(len(programmes)))


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_directive("programmes", ProgrammesDirective)
    app.add_role("enonce", StatementRole())
