"""Le questionnaire vierge de l'observatoire : une question par ligne, deux colonnes, et de l'aide."""

from __future__ import annotations

from typing import Final

from kit.documents.workbook import Cell, CellStyle, ChoiceList, Row, Sheet, Workbook, build_range
from kit.domain.typography import NBSP, typeset
from kit.products.dossier.readme import README_TITLE, WIDTHS, build_section
from kit.products.observatory.questions import QUESTIONNAIRE, QUESTIONS
from kit.products.observatory.reading import ANSWER, QUESTION
from kit.reading.fields import Field, FieldKind

SHEET: Final = QUESTIONNAIRE.title
_FIRST: Final = 4
_WHAT: Final = """\
Douze questions sur votre association, pour tenir un observatoire local de la vie associative : les réponses \
sont comptées ensemble, mises en débat sur place, et le débat mène à un plan. Le questionnaire ne demande \
pas le nom de l'association."""
_HOW: Final = """\
1. Feuille « Questionnaire » : une réponse par ligne, dans la colonne « Votre réponse ».
2. Pour un choix, prenez une réponse de la liste. Pour plusieurs choix, recopiez-les de la colonne d'aide, \
séparés par des points-virgules.
3. Laissez vide ce que vous ne savez pas : une absence de réponse est comptée comme telle, jamais comme zéro.
N'écrivez aucun nom de personne."""
_SEND: Final = """\
Enregistrez en .ods ou .xlsx, sans mot de passe, et remettez le fichier à la structure qui tient \
l'observatoire. Elle réunit les fichiers avec : kit observatoire reunir FICHIERS. Une association seule \
dans son domaine peut être reconnue à ses réponses : parlez-en avant."""
_ASKED: Final = {
    FieldKind.CHOICE: ("Un choix", CellStyle.INPUT_CHOICE),
    FieldKind.CHOICES: ("Un ou plusieurs choix", CellStyle.INPUT_LONG),
    FieldKind.COUNT: ("Un nombre", CellStyle.INPUT_AMOUNT),
    FieldKind.LONG_TEXT: ("Un texte", CellStyle.INPUT_LONG),
}


def build_blank_questionnaire(territory: str) -> Workbook:
    """Le questionnaire vierge des associations de ce territoire."""
    return Workbook(
        title=typeset(f"{territory}{NBSP}: questionnaire aux associations"),
        subject="Jouer collectif en territoire",
        sheets=(_build_readme(territory), _build_questions(territory)),
    )


def _build_readme(territory: str) -> Sheet:
    title = typeset(f"Questionnaire aux associations : {territory}")
    rows = [Row(cells=(Cell(value=title, style=CellStyle.TITLE),))]
    for heading, text in (
        ("À quoi sert ce questionnaire", _WHAT),
        ("Comment le remplir", _HOW),
        ("Comment le rendre", _SEND),
    ):
        rows += build_section(heading, text)
    return Sheet(title=README_TITLE, widths=WIDTHS, rows=tuple(rows), protected=True)


def _build_questions(territory: str) -> Sheet:
    headings = (QUESTION, ANSWER, "Ce qui est attendu")
    rows = (
        Row(cells=(Cell(value=typeset(f"Votre association, {territory}"), style=CellStyle.TITLE),)),
        Row(cells=(Cell(value=typeset(QUESTIONNAIRE.intro), style=CellStyle.INTRO),)),
        Row(cells=tuple(Cell(value=title, style=CellStyle.HEADING) for title in headings)),
        *(_build_question(question) for question in QUESTIONS),
    )
    return Sheet(
        title=SHEET,
        widths=(36.0, 44.0, 62.0),
        rows=rows,
        choice_lists=tuple(
            ChoiceList(cells=build_range(2, _FIRST + at, _FIRST + at), choices=question.choices)
            for at, question in enumerate(QUESTIONS)
            if question.kind is FieldKind.CHOICE
        ),
        frozen=(3, 1),
        header_rows=(3, 3),
        protected=True,
    )


def _build_question(question: Field) -> Row:
    kind, style = _ASKED[question.kind]
    expected = f"{kind}. {question.help}"
    if question.choices:
        expected += f" Choix : {' ; '.join(question.choices)}."
    return Row(
        cells=(
            Cell(value=question.label, style=CellStyle.LABEL),
            Cell(style=style),
            Cell(value=typeset(expected), style=CellStyle.HELP),
        )
    )
