"""L'annexe de l'observatoire : les comptes, les nombres et les attentes, sans le nom d'un fichier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kit.documents.readme_sheet import build_readme
from kit.documents.table_sheet import Column, TableSheet
from kit.documents.workbook import CellValue, Sheet, Workbook
from kit.domain.typography import typeset
from kit.products.observatory.summary import RULES, Summary
from kit.reading.fields import FieldKind


def build_observatory_workbook(summary: Summary, *, overrides: Path | None = None) -> Workbook:
    """Le classeur de cet observatoire."""
    return Workbook(
        title=typeset("Observatoire local de la vie associative"),
        subject="Jouer collectif en territoire",
        sheets=(
            build_readme("observatoire", {"regles": RULES}, overrides=overrides),
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


def _build_table(title: str, headings: Sequence[str], lines: Iterable[tuple[CellValue, ...]]) -> Sheet:
    first = 60.0 if len(headings) < 3 else 36.0
    widths: tuple[float, ...] = (
        (90.0,) if len(headings) == 1 else (first, 48.0 if len(headings) < 5 else 14.0)
    )
    widths += (14.0,) * (len(headings) - len(widths))
    return TableSheet(
        title=title,
        columns=tuple(map(Column, headings, widths)),
        lines=[
            tuple(typeset(value) if isinstance(value, str) else value for value in line) for line in lines
        ],
        frozen=0,
    ).build()


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
