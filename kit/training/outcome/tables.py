"""Les classeurs du bilan : l'annexe sans nom, le suivi par repère, les réponses libres à relire."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Final

from kit.documents.readme_sheet import build_readme
from kit.documents.table_sheet import Column, TableSheet
from kit.documents.workbook import Cell, CellStyle, CellValue, Row, Sheet, Workbook
from kit.domain.errors import format_place
from kit.reading.tables.raw import write_plain
from kit.training.outcome.counting import count_lines, judge_answer, list_traced_sheets
from kit.training.outcome.gathering import Gathered, Participant
from kit.training.outcome.tally import SHEETS, EvaluationCount, Tally
from kit.training.outcome.works import WorkKind
from kit.training.questionnaires import SCALE, list_questions

Line = tuple[CellValue, ...]
_SUBJECT: Final = "Jouer collectif en territoire"
_LINE_HEIGHT: Final = 13.0
# Au-delà, ce n'est plus une réponse, et un tableur la refuse.
_MOST: Final = 10_000
_PERSONAL: Final = "Données personnelles : à garder sous clé, à effacer quand plus rien ne le demande."


def build_annex(tally: Tally, *, overrides: Path | None = None) -> Workbook:
    """L'annexe du bilan : les mêmes comptes, à trier et à reprendre."""
    sheets = [build_readme("bilan-formation", overrides=overrides)]
    sheets += [build_table(title, heads, rows) for title, heads, rows in _list_tables(tally)]
    return Workbook(title="Bilan de la formation", subject=_SUBJECT, sheets=tuple(sheets))


def _list_tables(tally: Tally) -> Iterator[tuple[str, Sequence[str], list[Line]]]:
    rows: list[Line] = [(one.label, one.count, one.expected) for one in tally.returned]
    yield "Rendus", ("Pièce", "Remplie", "Sur"), rows
    rows = [
        (one.objective.key, one.objective.statement, clue.text, clue.count, clue.total)
        for one in tally.objectives
        for clue in one.clues
    ]
    yield "Objectifs", ("Objectif", "Énoncé", "Trace", "Compte", "Sur"), rows
    yield "Quiz", _QUIZ_TITLES, list(_list_questions(tally))
    rows = [(one.label, one.lines, one.done, one.begun, one.blank) for one in tally.sheets]
    yield "Dossiers", ("Feuille", "Lignes attendues", "Finie", "Commencée", "Vide"), rows
    if tally.exercises:
        yield "Carnets", _EXERCISE_TITLES, list(_list_exercises(tally))
    for title, evaluation in (("À chaud", tally.hot), ("À froid", tally.cold)):
        if evaluation.scales:
            yield title, ("Repère", "Question", *SCALE, "Sans réponse"), list(_list_scales(evaluation))


_ANSWERS: Final = ("justes", "faux", "ne sait pas", "vides")
_QUIZ_TITLES: Final = (
    "Repère",
    "Question",
    "Personnes",
    *(f"{when}, {what}" for when in ("Entrée", "Sortie") for what in _ANSWERS),
    "Gagnées",
    "Perdues",
)
_EXERCISE_TITLES: Final = (
    "Carnet",
    "Exercice",
    "Rendus",
    "Remplis",
    "Justes",
    "Vides",
    "Illisibles",
    "Effacés",
)


def _list_questions(tally: Tally) -> Iterator[Line]:
    for one in tally.quiz.questions:
        sides = [
            count
            for side in (one.before, one.after)
            for count in (side.right, side.wrong, side.unknown, side.silent)
        ]
        yield (one.question.key, one.question.question, tally.quiz.people, *sides, one.gained, one.lost)


def _list_exercises(tally: Tally) -> Iterator[Line]:
    for one in tally.exercises:
        counts = (one.returned, one.filled, one.right, one.empty, one.unreadable, one.missing)
        yield (one.notebook, one.exercise.title, *counts)


def _list_scales(evaluation: EvaluationCount) -> Iterator[Line]:
    for one in evaluation.scales:
        yield (one.item.key, one.item.text, *one.counts, one.silent)


def write_csv(tally: Tally) -> bytes:
    """Les mêmes comptes en un seul tableau long, point-virgule et UTF-8 avec marque."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(("tableau", "repere", "libelle", "mesure", "valeur"))
    for title, heads, rows in _list_tables(tally):
        words = [at for at in range(len(heads)) if all(isinstance(row[at], str) for row in rows)]
        for row in rows:
            told = [str(row[at]) for at in words]
            label = (told[0], " – ".join(told[1:]))
            for at, head in enumerate(heads):
                if at not in words and row[at] is not None:
                    writer.writerow((title, *label, head, write_plain(row[at])))
    return stream.getvalue().encode("utf-8-sig")


# --- Les pièces à garder sous clé -----------------------------------------------------------


def build_follow_up(gathered: Gathered, names: Mapping[str, str]) -> Workbook:
    """Le suivi : une ligne par repère, et tous les fichiers à regarder ; ``names`` est vide sans nom."""
    course = gathered.course
    traces = list_traced_sheets(course)
    heads = [
        "Repère",
        *(("Nom",) if names else ()),
        "Territoire",
        *(f"{SHEETS[trace]}, sur {lines}" for trace, lines in traces.items()),
        "Justes à l'entrée",
        "Justes à la sortie",
        *course.notebooks,
    ]
    rows: list[Line] = []
    for one in gathered.participants:
        who = (one.seat.mark, *((names.get(one.seat.mark, ""),) if names else ()), one.seat.territory_name)
        rows.append((*who, *_follow(gathered, one)))
    looked = [(format_place(problem.where), problem.message, problem.remedy) for problem in gathered.problems]
    return Workbook(
        title="Suivi des stagiaires",
        subject=_SUBJECT,
        sheets=(
            build_table("Suivi", heads, rows, intro=_PERSONAL),
            build_table("À regarder", ("Endroit", "Constat", "Que faire"), looked, intro=_PERSONAL),
        ),
    )


def _follow(gathered: Gathered, one: Participant) -> Iterator[CellValue]:
    course = gathered.course
    dossier = one.find(WorkKind.DOSSIER)
    for trace in list_traced_sheets(course):
        yield count_lines(dossier.dossier, trace)[0] if dossier and dossier.dossier else None
    for piece in (WorkKind.BEFORE, WorkKind.AFTER):
        work = one.find(piece)
        questions = list_questions(course)
        yield sum(1 for each in questions if judge_answer(each, work) == "right") if work else None
    for name in course.notebooks:
        notebook = one.find(WorkKind.NOTEBOOK, name)
        yield notebook.weight if notebook else None


def build_verbatims(tally: Tally) -> Workbook | None:
    """Les réponses libres, par ordre alphabétique et sans repère ; rien s'il n'y en a pas."""
    rows: list[Line] = [
        (moment, item.text, text[:_MOST])
        for moment, evaluation in (("à chaud", tally.hot), ("à froid", tally.cold))
        for item, texts in evaluation.texts
        for text in texts
    ]
    if not rows:
        return None
    intro = "À relire une à une avant de diffuser : une phrase, un nom ou un lieu peut désigner quelqu'un."
    table = build_table("Réponses libres", ("Moment", "Question", "Réponse"), rows, intro=intro)
    return Workbook(title="Réponses libres", subject=_SUBJECT, sheets=(table,))


def build_table(title: str, heads: Sequence[str], rows: Sequence[Line], *, intro: str = "") -> Sheet:
    """Une feuille à un tableau : titre, chapeau, titres de colonnes, lignes."""
    widths = [_choose_width(heads[at], [row[at] for row in rows]) for at in range(len(heads))]
    return TableSheet(
        title=title,
        intro=intro,
        columns=tuple(map(Column, heads, widths)),
        lines=[_build_row(row, widths) for row in rows],
    ).build()


def _build_row(row: Line, widths: Sequence[float]) -> Row:
    """La ligne, assez haute pour son texte le plus long."""
    pairs = zip(row, widths, strict=True)
    lines = max(ceil(len(value) / (width - 4)) if isinstance(value, str) else 1 for value, width in pairs)
    return Row(cells=tuple(map(_build_cell, row)), height=_LINE_HEIGHT * lines + 3 if lines > 1 else None)


def _choose_width(head: str, values: Sequence[CellValue]) -> float:
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    return float(min(60, max(13, longest + 4, len(head) / 2 + 4)))


def _build_cell(value: CellValue) -> Cell:
    return Cell(value=value) if isinstance(value, str) else Cell(value=value, style=CellStyle.NUMBER)
