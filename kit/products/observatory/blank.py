"""Le questionnaire vierge de l'observatoire : une question par ligne, deux colonnes, et de l'aide."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kit.documents.readme_sheet import build_readme
from kit.documents.table_sheet import Column, Line, TableSheet
from kit.documents.workbook import Cell, CellStyle, ChoiceList, Sheet, Workbook, build_range
from kit.domain.typography import NBSP, typeset
from kit.products.observatory.questions import QUESTIONNAIRE, QUESTIONS
from kit.products.observatory.reading import ANSWER, QUESTION
from kit.reading.fields import Field, FieldKind

SHEET: Final = QUESTIONNAIRE.title
_FIRST: Final = 4
_COLUMNS: Final = (
    Column(QUESTION, 36.0, CellStyle.LABEL),
    Column(ANSWER, 44.0),
    Column("Ce qui est attendu", 62.0, CellStyle.HELP),
)
_ASKED: Final = {
    FieldKind.CHOICE: ("Un choix", CellStyle.INPUT_CHOICE),
    FieldKind.CHOICES: ("Un ou plusieurs choix", CellStyle.INPUT_LONG),
    FieldKind.COUNT: ("Un nombre", CellStyle.INPUT_AMOUNT),
    FieldKind.LONG_TEXT: ("Un texte", CellStyle.INPUT_LONG),
}
KINDS: Final = {kind: told for kind, (told, _) in _ASKED.items()}
"""Ce que chaque sorte de question attend, en mots."""


def build_blank_questionnaire(territory: str, *, overrides: Path | None = None) -> Workbook:
    """Le questionnaire vierge des associations de ce territoire."""
    values = {"territoire": territory}
    readme = build_readme("questionnaire-associations", values, overrides=overrides, protected=True)
    return Workbook(
        title=typeset(f"{territory}{NBSP}: questionnaire aux associations"),
        subject="Jouer collectif en territoire",
        sheets=(readme, _build_questions(territory)),
    )


def _build_questions(territory: str) -> Sheet:
    return TableSheet(
        title=SHEET,
        heading=f"Votre association, {territory}",
        intro=QUESTIONNAIRE.intro,
        columns=_COLUMNS,
        lines=[_list_cells(question) for question in QUESTIONS],
        choice_lists=tuple(
            ChoiceList(cells=build_range(2, _FIRST + at, _FIRST + at), choices=question.choices)
            for at, question in enumerate(QUESTIONS)
            if question.kind is FieldKind.CHOICE
        ),
        protected=True,
    ).build()


def _list_cells(question: Field) -> Line:
    kind, style = _ASKED[question.kind]
    expected = f"{kind}. {question.help}"
    if question.choices:
        expected += f" Choix : {' ; '.join(question.choices)}."
    return (question.label, Cell(style=style), typeset(expected))
