"""Le classeur des aides : le financement, toutes les aides comparées, et d'où elles viennent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from kit.documents.workbook import Cell, CellStyle, CellValue, Row, Sheet, Workbook
from kit.domain.typography import NBSP, remove_controls, typeset
from kit.products.aids.aid import AidSet
from kit.products.aids.matching import DUPLICATES, RULE, AidMatch, Need, Selection
from kit.products.aids.perimeters import Verdict
from kit.products.aids.sheet import describe_amounts, describe_first, describe_source
from kit.products.context import Context

MAX_ROWS: Final = 6_000
_LIMIT: Final = 2_000
_FUNDING: Final = (
    ("N°", 8.0),
    ("Action", 44.0),
    ("Budget, € HT", 15.0),
    ("Acquis, € HT", 15.0),
    ("Reste à financer, € HT", 18.0),
    ("Aides à étudier", 12.0),
    ("Premières aides et montants annoncés (ne s'additionnent pas)", 70.0),
)
_AIDS: Final = (
    ("N°", 8.0),
    ("Aide", 44.0),
    ("Porteurs", 28.0),
    ("Suite", 16.0),
    ("Ouverture", 20.0),
    ("Clôture", 13.0),
    ("Avant le début de l'action", 14.0),
    ("Montants annoncés", 34.0),
    ("Ce qui convient", 50.0),
    ("Ce qui ne convient pas", 40.0),
    ("À vérifier", 50.0),
    ("Adresse", 40.0),
    ("Fiche mise à jour le", 13.0),
    ("Autres fiches de la même aide", 30.0),
    ("Champs mis de côté", 40.0),
)

# Les aides à étudier d'abord : si la feuille déborde, ce sont des aides écartées qui manquent.
_GROUPS: Final[tuple[tuple[str, Callable[[Selection], tuple[AidMatch, ...]]], ...]] = (
    ("à étudier", attrgetter("candidates")),
    ("fermée", attrgetter("closed")),
    ("historique", attrgetter("history")),
    ("écartée", attrgetter("rejected")),
)


def build_aid_workbook(context: Context, aids: AidSet, selections: Sequence[Selection]) -> Workbook:
    """Le classeur des aides de ces actions ; au-delà de 6 000 lignes, la coupe est annoncée."""
    name = context.dossier.alliance.name
    lines = [
        (selection.need, match, label)
        for label, pick in _GROUPS
        for selection in selections
        for match in pick(selection)
    ]
    left = len(lines) - MAX_ROWS
    notes = (describe_source(aids), RULE, DUPLICATES)
    more = f"{left} aides, les plus éloignées, ne tiennent pas dans la feuille : relancez avec « --action »."
    cut = (more,) if left > 0 else ()
    return Workbook(
        title=f"{name}{NBSP}: aides à étudier",
        sheets=(
            _build_sheet(
                "Financement",
                "Aucun montant d’aide n’est acquis ; vérifiez sur Aides-territoires et auprès du financeur.",
                _FUNDING,
                [_build_funding(selection) for selection in selections],
            ),
            replace(
                _build_sheet(
                    "Aides",
                    "Toutes les aides comparées, avec la raison de chaque suite.",
                    _AIDS,
                    [_build_line(need, match, label) for need, match, label in lines[:MAX_ROWS]],
                ),
                header_columns=2,
                pages_wide=3,
            ),
            _build_notes((*cut, *notes)),
        ),
    )


def _build_sheet(title: str, intro: str, columns: Sequence[tuple[str, float]], rows: Iterable[Row]) -> Sheet:
    headings = tuple(Cell(value=typeset(label), style=CellStyle.HEADING) for label, _ in columns)
    return Sheet(
        title=title,
        widths=tuple(width for _, width in columns),
        rows=(
            Row(cells=(Cell(value=title, style=CellStyle.TITLE),)),
            Row(cells=(Cell(value=typeset(intro), style=CellStyle.INTRO),)),
            Row(cells=headings),
            *rows,
        ),
        frozen=(3, 2),
        header_rows=(3, 3),
    )


def _build_funding(selection: Selection) -> Row:
    need = selection.need
    return Row(
        cells=(
            _text(need.number),
            _text(need.title),
            *(
                Cell(value=value, style=CellStyle.DECIMAL)
                for value in (need.budget, need.funding, need.missing)
            ),
            Cell(value=len(selection.candidates), style=CellStyle.NUMBER),
            _text(describe_first(selection)),
        )
    )


def _build_line(need: Need, match: AidMatch, label: str) -> Row:
    aid = match.aid
    values: tuple[CellValue, ...] = (
        need.number,
        aid.name,
        ", ".join(aid.operators),
        label,
        match.opening.value,
        aid.deadline,
        "oui" if match.is_before_start else "",
        describe_amounts(aid),
        *(" ; ".join(match.list_reasons(v)) for v in (Verdict.FITS, Verdict.FAILS, Verdict.UNKNOWN)),
        aid.url,
        aid.updated_on,
        " ; ".join(other.name for other in match.others),
        " ; ".join(f"{name} : {value}" for name, value in aid.aside),
    )
    return Row(cells=tuple(_text(value) if isinstance(value, str) else _date(value) for value in values))


def _text(text: str) -> Cell:
    return Cell(value=typeset(remove_controls(text)[:_LIMIT]), style=CellStyle.PLAIN)


def _date(value: CellValue) -> Cell:
    return Cell(value=value, style=CellStyle.DATE)


def _build_notes(notes: Iterable[str]) -> Sheet:
    rows = (
        Row(cells=(Cell(value="Lisez-moi", style=CellStyle.TITLE),)),
        *(Row(cells=(Cell(value=typeset(note), style=CellStyle.PARAGRAPH),)) for note in notes),
    )
    return Sheet(title="Lisez-moi", widths=(90.0,), rows=rows)
