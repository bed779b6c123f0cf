"""De quoi jouer une session : préparer, remplir comme des stagiaires, sans jamais toucher à un vrai nom."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kit.documents.workbook import Row, Workbook
from kit.knowledge.catalogue import load_course, load_grid
from kit.knowledge.catalogue.courses import Course
from kit.products.dossier.blank import build_dossier_workbook
from kit.training.preparing import Preparation, prepare
from kit.training.questionnaires import (
    Moment,
    build_cold_items,
    build_hot_items,
    build_questionnaire,
    build_quiz,
    list_questions,
    list_right_answers,
)
from kit.writers.sheet import WRITERS

SESSION = """\
session:
  formation: {course}
  organisme: Organisme imaginé
  jours: [11/03/2027]
  lieu: Salle 2
  formateurs: [Andrea Fictif-Formateur]
  contact: formation@exemple.example
  liste: liste.csv
"""
COURSE = load_course("agents-une-journee")
_ITEMS = {
    Moment.BEFORE: build_quiz,
    Moment.AFTER: build_quiz,
    Moment.HOT: build_hot_items,
    Moment.COLD: build_cold_items,
}


def prepare_session(folder: Path, rows: Sequence[tuple[str, str]], *, course: Course = COURSE) -> Preparation:
    """Une session préparée dans ``folder/pret`` ; ``rows`` : le nom et le territoire de chacun."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["Nom;Fonction;Territoire", *(f"{name};agent;{territory}" for name, territory in rows)]
    (folder / "liste.csv").write_text("\n".join(lines), encoding="utf-8")
    path = folder / "session.yaml"
    path.write_text(SESSION.format(course=course.key), encoding="utf-8")
    return prepare(path, folder / "pret")


def fill_questionnaire(
    moment: Moment, answers: Mapping[str, str], *, mark: str = "", course: Course = COURSE
) -> Workbook:
    """Le questionnaire préparé, ces réponses écrites à droite de leur question."""
    items = _ITEMS[moment](course)
    workbook = build_questionnaire(course, moment, items, mark=mark)
    sheet = workbook.sheets[0]
    rows = tuple(_answer(row, answers) for row in sheet.rows)
    return replace(workbook, sheets=(replace(sheet, rows=rows), *workbook.sheets[1:]))


def _answer(row: Row, answers: Mapping[str, str]) -> Row:
    key = row.cells[0].value if row.cells else None
    if key not in answers:
        return row
    return replace(row, cells=(*row.cells[:-1], replace(row.cells[-1], value=answers[str(key)])))


def list_answers(given: str, *, course: Course = COURSE) -> dict[str, str]:
    """Une lettre par question : « j » juste, « f » faux, « ? » ne sait pas, « . » rien."""
    answers = {}
    for question, letter in zip(list_questions(course), given, strict=True):
        right = list_right_answers(question)
        wrong = next(one for one in "ABC" if one not in right)
        told = {"j": " ; ".join(right), "f": wrong, "?": "Je ne sais pas", ".": ""}[letter]
        if told:
            answers[question.key] = told
    return answers


def fill_dossier(
    territory: str, *, cause: str = "", partners: int = 0, actions: int = 0, criteria: int = 0
) -> Workbook:
    """Un dossier d'alliance rempli à ce point ; sans cause, seul le constat est écrit."""
    keys = [one.key for dimension in load_grid().dimensions for one in dimension.criteria]
    alliance: dict[str, object] = {"territory_names": territory, "situation": "Un constat daté."}
    if cause:
        alliance |= {"name": "Alliance d'essai", "purpose": cause}
    values = {
        "alliance": [alliance],
        "partners": [
            {
                "name": f"Structure {rank}",
                "kind": "association" if rank % 2 else "réseau économique",
                "commitment": "engagé",
            }
            for rank in range(1, partners + 1)
        ],
        "actions": [
            {
                "number": f"A{rank}",
                "title": f"Action {rank}",
                "lead": "Structure 1",
                "end": "30/06/2028",
                "indicator": "Rencontres tenues",
            }
            for rank in range(1, actions + 1)
        ],
        "answers": [
            {"criterion": key, "level": "B", "evidence": "Un compte rendu"} for key in keys[:criteria]
        ],
    }
    return build_dossier_workbook(values, grid=load_grid())  # type: ignore[arg-type]


def save(path: Path, workbook: Workbook) -> Path:
    """Le classeur, écrit à cet endroit dans le format de son nom."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(WRITERS[path.suffix](workbook))
    return path


def fill_notebook(path: Path, answers: Mapping[str, str | None]) -> None:
    """Le carnet du stagiaire, ces cellules de réponse récrites ; ``None`` en efface une."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    kept = []
    for cell in notebook["cells"]:
        key = cell["metadata"].get("cle")
        if "reponse" in cell["metadata"].get("tags", ()) and key in answers:
            told = answers[key]
            if told is None:
                continue
            cell["source"] = [told]
        kept.append(cell)
    notebook["cells"] = kept
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
