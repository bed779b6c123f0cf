"""Retrouver les travaux dans un dossier de session, même renommés ou déplacés.

À qui est un fichier se lit d'abord dedans (la première feuille d'un questionnaire, le chemin que suit un
carnet), puis dans son nom, puis dans celui du dossier qui le contient. Deux indices qui se contredisent
sont dits. Un fichier sans repère n'est attribué à personne.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kit.catalogue.courses import Course
from kit.dossier import Reading
from kit.editions import AnswerState, parse_exercises, read_answers, read_parameters
from kit.errors import InputError, build_problem
from kit.model import Place, Problem
from kit.session import check_file
from kit.tables import read_content
from kit.tables._raw import RawSheet
from kit.tables._sheet_rows import find_form
from kit.tables._workbook_rows import read_workbook
from kit.training.carnets import find_notebook_folder
from kit.training.layout import PERSONAL, TRAINER, Manifest, find_mark
from kit.training.outcome.answering import find_questionnaire, read_items
from kit.training.outcome.works import Intake, Piece, Work
from kit.training.questionnaires import Item, Moment, build_cold_items, build_hot_items, build_quiz

OUTCOME: Final = "bilan"
_READ: Final = frozenset({".ods", ".xlsx", ".xls", ".ipynb"})
_OURS: Final = frozenset({PERSONAL, TRAINER, OUTCOME})
# Ce que Jupyter et les carnets écrivent en passant.
_TRANSIENT: Final = frozenset({".ipynb_checkpoints", "sortie"})
_PIECES: Final = {
    Moment.BEFORE: Piece.BEFORE,
    Moment.AFTER: Piece.AFTER,
    Moment.HOT: Piece.HOT,
    Moment.COLD: Piece.COLD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """De quoi lire un fichier rendu : la fiche suivie, et les repères de la session."""

    course: Course
    marks: frozenset[str]
    root: Path

    @classmethod
    def build(cls, course: Course, manifest: Manifest, root: Path) -> Reader:
        """Le lecteur de cette session."""
        return cls(course=course, marks=frozenset(seat.mark for seat in manifest.seats), root=root)


def list_files(root: Path) -> tuple[Path, ...]:
    """Les classeurs et carnets du dossier, hors de ceux du formateur, des noms et d'un bilan déjà fait."""
    return tuple(_walk(root, root))


def _walk(folder: Path, root: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name.startswith((".", "~$")) or path.is_symlink():
            continue
        if path.is_dir():
            is_ours = folder == root and path.name in _OURS
            if not is_ours and path.name not in _TRANSIENT:
                yield from _walk(path, root)
        elif path.suffix.lower() in _READ:
            yield path


def read_file(path: Path, reader: Reader) -> Intake:
    """Ce que le fichier porte ; ne s'arrête jamais : un fichier illisible est un défaut nommé."""
    where = Place(file=path.relative_to(reader.root).as_posix())
    try:
        if path.suffix.lower() == ".ipynb":
            return _read_notebook(path, reader, where)
        return _read_workbook(path, reader, where)
    except InputError as error:
        problems = tuple(
            replace(problem, where=replace(problem.where, file=where.file)) for problem in error.problems
        )
        return Intake(path=path, problems=problems)


def _read_workbook(path: Path, reader: Reader, where: Place) -> Intake:
    if path.suffix.lower() == ".xls":
        raise InputError([build_problem("format-xls", where)])
    sheets = read_workbook(read_content(path, where), where)
    found = find_questionnaire(sheets)
    if found is None:
        return _read_dossier(path, reader, where, sheets)
    sheet, heading = found
    mark, problems = _choose_mark(path, reader, heading.mark, where)
    if heading.course and heading.course != reader.course.key:
        problems.append(build_problem("travail-autre-formation", where, found=heading.course))
        return Intake(path=path, problems=tuple(problems))
    answers, more = read_items(sheet, build_items(reader.course, heading.moment))
    problems += more
    if not mark:
        return Intake(path=path, problems=tuple(problems))
    work = Work(
        path=path,
        piece=_PIECES[heading.moment],
        mark=mark,
        weight=len(answers),
        modified=path.stat().st_mtime,
        answers=answers,
    )
    return Intake(path=path, work=work, problems=tuple(problems))


def build_items(course: Course, moment: Moment) -> tuple[Item, ...]:
    """Les questions de ce moment."""
    if moment is Moment.HOT:
        return build_hot_items(course)
    return build_cold_items(course) if moment is Moment.COLD else build_quiz(course)


def _read_dossier(path: Path, reader: Reader, where: Place, sheets: Sequence[RawSheet]) -> Intake:
    forms = {form.key for sheet in sheets if (form := find_form(sheet.title))}
    # Une grille à remplir seul n'a pas de feuille d'alliance : elle n'est pas du bilan.
    if "alliance" not in forms:
        if forms:
            return Intake(path=path)
        return Intake(path=path, problems=(build_problem("travail-inconnu", where),))
    mark, problems = _choose_mark(path, reader, "", where)
    if not mark:
        return Intake(path=path, problems=tuple(problems))
    reading = check_file(path)
    work = Work(
        path=path,
        piece=Piece.DOSSIER,
        mark=mark,
        weight=count_filled(reading),
        modified=path.stat().st_mtime,
        dossier=reading,
    )
    return Intake(path=path, work=work, problems=tuple(problems))


def count_filled(reading: Reading) -> int:
    """Combien de lignes et de réponses le dossier porte : de quoi comparer deux versions."""
    draft = reading.draft
    texts = (draft.alliance.name, draft.alliance.purpose, draft.alliance.situation, draft.alliance.ask)
    rows = (draft.partners, draft.actions, draft.sub_actions, draft.budgets, draft.roles)
    answered = sum(1 for answer in draft.answers if answer.level is not None)
    return sum(1 for text in texts if text) + sum(len(row) for row in rows) + answered


def _read_notebook(path: Path, reader: Reader, where: Place) -> Intake:
    content = read_content(path, where)
    parameters = read_parameters(content, name=where.file)
    inside = find_mark(str(parameters.get("chemin", "")))
    mark, problems = _choose_mark(path, reader, inside, where)
    name = _find_notebook(content, path, reader, where)
    if not name:
        problems.append(build_problem("travail-inconnu", where))
    if not mark or not name:
        return Intake(path=path, problems=tuple(problems))
    answers = read_answers(content, parse_exercises(_read_shipped(name), name=name), name=where.file)
    work = Work(
        path=path,
        piece=Piece.NOTEBOOK,
        mark=mark,
        weight=sum(1 for answer in answers if answer.state is AnswerState.FILLED),
        modified=path.stat().st_mtime,
        notebook=name,
        exercises=answers,
    )
    return Intake(path=path, work=work, problems=tuple(problems))


def _read_shipped(name: str) -> bytes:
    return (find_notebook_folder() / f"{name}.ipynb").read_bytes()


def _find_notebook(content: bytes, path: Path, reader: Reader, where: Place) -> str:
    """Le carnet de la formation dont celui-ci porte le plus de réponses ; à défaut, celui de son nom."""
    best, most = "", 0
    for name in reader.course.notebooks:
        exercises = parse_exercises(_read_shipped(name), name=name)
        answers = read_answers(content, exercises, name=where.file)
        present = sum(1 for answer in answers if answer.state is not AnswerState.MISSING)
        if present > most:
            best, most = name, present
    named = next((name for name in reader.course.notebooks if path.stem.lower().startswith(name)), "")
    return best or named


def _choose_mark(path: Path, reader: Reader, inside: str, where: Place) -> tuple[str, list[Problem]]:
    """Le repère du fichier : le sien, celui de son nom, celui d'un dossier qui le contient."""
    relative = path.relative_to(reader.root)
    by_name = find_mark(relative.name)
    by_folder = next((mark for part in reversed(relative.parts[:-1]) if (mark := find_mark(part))), "")
    clues = [mark for mark in (inside, by_name, by_folder) if mark]
    if not clues:
        return "", [build_problem("travail-sans-repere", where)]
    chosen = clues[0]
    if chosen not in reader.marks:
        return "", [build_problem("travail-repere-inconnu", where, found=chosen)]
    others = sorted({mark for mark in clues if mark != chosen})
    if others:
        return chosen, [build_problem("travail-repere-double", where, found=chosen, other=", ".join(others))]
    return chosen, []
