"""L'annexe de l'observatoire : les comptes, les nombres et les attentes, sans le nom d'un fichier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kit.documents.workbook import Cell, CellStyle, CellValue, Row, Sheet, Workbook
from kit.domain.typography import typeset
from kit.products.dossier.readme import README_TITLE, WIDTHS, build_section
from kit.products.observatory import Summary
from kit.products.observatory.summary import RULES
from kit.reading.fields import FieldKind

_WHAT = """\
Les réponses des associations, comptées ensemble. Aucune ligne n'est celle d'une association, et aucun nom \
de fichier n'y figure. Un compte d'une ou deux réponses peut désigner une association : regroupez avant de \
diffuser. Relisez les attentes une à une avant de les montrer."""


def build_observatory_workbook(summary: Summary) -> Workbook:
    """Le classeur de cet observatoire."""
    return Workbook(
        title=typeset("Observatoire local de la vie associative"),
        subject="Jouer collectif en territoire",
        sheets=(
            _build_readme(),
            _build_table("À débattre", ("Question à débattre", "D'où elle vient"), _list_debates(summary)),
            _build_table("Choix", ("Question", "Réponse", "Citée", "Sans réponse"), _list_counts(summary)),
            _build_table(
                "Nombres",
                ("Question", "Médiane", "Plus petit", "Plus grand", "Réponses", "Sans réponse"),
                _list_numbers(summary),
            ),
            _build_table("Attentes", ("Attente",), _list_texts(summary)),
        ),
    )


def _build_readme() -> Sheet:
    title = "Observatoire local de la vie associative"
    rows = [Row(cells=(Cell(value=title, style=CellStyle.TITLE),))]
    rows += build_section("Ce que contient ce classeur", _WHAT)
    rows += build_section("Les règles", "\n".join(RULES))
    return Sheet(title=README_TITLE, widths=WIDTHS, rows=tuple(rows))


def _build_table(title: str, headings: Sequence[str], lines: Iterable[tuple[CellValue, ...]]) -> Sheet:
    rows = [
        Row(cells=(Cell(value=title, style=CellStyle.TITLE),)),
        Row(cells=tuple(Cell(value=typeset(text), style=CellStyle.HEADING) for text in headings)),
        *(Row(cells=tuple(_build_cell(value) for value in line)) for line in lines),
    ]
    first = 60.0 if len(headings) < 3 else 36.0
    widths: tuple[float, ...] = (
        (90.0,) if len(headings) == 1 else (first, 48.0 if len(headings) < 5 else 14.0)
    )
    widths += (14.0,) * (len(headings) - len(widths))
    return Sheet(title=title, widths=widths, rows=tuple(rows), frozen=(2, 0), header_rows=(2, 2))


def _build_cell(value: CellValue) -> Cell:
    if isinstance(value, str):
        return Cell(value=typeset(value))
    return Cell(value=value, style=CellStyle.DECIMAL if isinstance(value, float) else CellStyle.NUMBER)


def _list_debates(summary: Summary) -> list[tuple[CellValue, ...]]:
    return [(one.question, one.reason) for one in summary.debates]


def _list_counts(summary: Summary) -> list[tuple[CellValue, ...]]:
    return [
        (one.question.label, choice, count, one.missing)
        for one in summary.questions
        for choice, count in one.counts
    ]


def _list_numbers(summary: Summary) -> list[tuple[CellValue, ...]]:
    return [
        (one.question.label, one.median, one.low, one.high, one.answered, one.missing)
        for one in summary.questions
        if one.question.kind is FieldKind.COUNT
    ]


def _list_texts(summary: Summary) -> list[tuple[CellValue, ...]]:
    return [(text,) for one in summary.questions for text in one.texts]
