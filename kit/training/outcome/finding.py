"""Retrouver les travaux dans un dossier de session, même renommés ou déplacés.

À qui est un fichier se lit d'abord dedans (la première feuille d'un questionnaire, le chemin que suit un
carnet), puis dans son nom, puis dans celui du dossier qui le contient. Deux indices qui se contredisent
sont dits. Un fichier sans repère n'est attribué à personne.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem
from kit.domain.values import Commitment, Partner, PartnerKind, Place, Problem
from kit.knowledge.catalogue.courses import Course
from kit.reading.checks import check_rows
from kit.reading.dossier import Reading
from kit.reading.tables import RawDossier, read_content
from kit.reading.tables.naming import find_form
from kit.reading.tables.raw import RawSheet
from kit.reading.tables.sheet_rows import build_tables
from kit.reading.tables.workbook_rows import read_workbook
from kit.training.carnets import find_notebook_folder
from kit.training.exercises import (
    AnswerState,
    Exercise,
    list_answer_keys,
    parse_exercises,
    read_answers,
    read_parameters,
)
from kit.training.layout import OUTCOME, PERSONAL, TRAINER, Manifest, find_mark
from kit.training.outcome.answering import find_questionnaire, read_items
from kit.training.outcome.works import ReceivedWork, Work, WorkKind
from kit.training.questionnaires import Item, Moment, build_cold_items, build_hot_items, build_quiz
from kit.training.rosters import name_territory
from kit.writers.formats import SHEET_SUFFIXES

_READ: Final = SHEET_SUFFIXES | {".xls", ".ipynb"}
_OURS: Final = frozenset({PERSONAL, TRAINER, OUTCOME})
# Ce que Jupyter et les carnets écrivent en passant.
_TRANSIENT: Final = frozenset({".ipynb_checkpoints", "sortie"})
UNSIGNED: Final = (WorkKind.HOT, WorkKind.COLD)
PREFILLED_KINDS: Final = (PartnerKind.INTERCOMMUNAL, PartnerKind.COUNTY_OR_REGION)
_WRITTEN: Final = (AnswerState.FILLED, AnswerState.UNREADABLE)
_PIECES: Final = {
    Moment.BEFORE: WorkKind.BEFORE,
    Moment.AFTER: WorkKind.AFTER,
    Moment.HOT: WorkKind.HOT,
    Moment.COLD: WorkKind.COLD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """De quoi lire un fichier rendu : la fiche suivie, le territoire de chaque repère, la date du jour."""

    course: Course
    territories: Mapping[str, str]
    root: Path
    today: dt.date

    @classmethod
    def build(cls, course: Course, manifest: Manifest, root: Path, today: dt.date) -> Reader:
        """Le lecteur de cette session."""
        territories = {seat.mark: seat.territory_code for seat in manifest.seats if not seat.erased}
        return cls(course=course, territories=territories, root=root, today=today)


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


def read_file(path: Path, reader: Reader) -> ReceivedWork:
    """Ce que le fichier porte ; ne s'arrête jamais : un fichier illisible est un défaut nommé."""
    where = Place(file=path.relative_to(reader.root).as_posix())
    try:
        if path.suffix.lower() == ".ipynb":
            return _read_notebook(path, reader, where)
        return _read_workbook(path, reader, where)
    except InputError as error:
        # Un travail écarté n'arrête pas le bilan des autres : il est dit, et laissé.
        problems = tuple(
            replace(problem, where=replace(problem.where, file=where.file), blocking=False)
            for problem in error.problems
        )
        mark, _ = _choose_mark(path, reader, "", where)
        return ReceivedWork(path=path, mark=mark, problems=problems)


def _read_workbook(path: Path, reader: Reader, where: Place) -> ReceivedWork:
    if path.suffix.lower() == ".xls":
        raise InputError([build_problem("format-xls", where)])
    content = read_content(path, where)
    sheets = read_workbook(content, where)
    found = find_questionnaire(sheets)
    if found is None:
        return _read_dossier(path, reader, where, sheets)
    sheet, heading = found
    if heading.course and heading.course != reader.course.key:
        problem = build_problem("travail-autre-formation", where, found=heading.course)
        return ReceivedWork(path=path, problems=(problem,))
    answers, misread = read_items(sheet, build_items(reader.course, heading.moment))
    piece = _PIECES[heading.moment]
    mark, problems = _choose_mark(path, reader, heading.mark, where)
    # Une évaluation est sans nom : où qu'elle soit rangée, aucun compte ne dit de qui elle vient.
    is_unsigned = piece in UNSIGNED
    if is_unsigned:
        problems = []
    if not mark and not is_unsigned:
        return ReceivedWork(path=path, problems=(*problems, *misread))
    work = Work(
        path=path,
        piece=piece,
        mark="" if is_unsigned else mark,
        weight=len(answers),
        modified=path.stat().st_mtime,
        digest=(mark or hashlib.sha256(content).hexdigest()) if is_unsigned else "",
        answers=answers,
    )
    return ReceivedWork(path=path, mark=mark, work=work, problems=(*problems, *misread))


def build_items(course: Course, moment: Moment) -> tuple[Item, ...]:
    """Les questions de ce moment."""
    if moment is Moment.HOT:
        return build_hot_items(course)
    return build_cold_items(course) if moment is Moment.COLD else build_quiz(course)


def _read_dossier(path: Path, reader: Reader, where: Place, sheets: Sequence[RawSheet]) -> ReceivedWork:
    forms = {form.key for sheet in sheets if (form := find_form(sheet.title))}
    # Une grille à remplir seul n'a pas de feuille d'alliance : elle n'est pas du bilan.
    if "alliance" not in forms:
        known = () if forms else (build_problem("travail-inconnu", where),)
        return ReceivedWork(path=path, problems=known)
    mark, problems = _choose_mark(path, reader, "", where)
    if not mark:
        return ReceivedWork(path=path, problems=tuple(problems))
    tables, found = build_tables(sheets)
    reading = check_rows(RawDossier(file=path.name, tables=tables, problems=found), today=reader.today)
    code = name_territory(reading.draft.territory)
    owner = _find_owner(code, reader)
    if owner and owner != mark and code != reader.territories[mark]:
        problems.append(build_problem("travail-d-un-autre", where, found=mark, other=owner))
        return ReceivedWork(path=path, mark=mark, problems=tuple(problems))
    work = Work(
        path=path,
        piece=WorkKind.DOSSIER,
        mark=mark,
        weight=count_filled(reading),
        modified=path.stat().st_mtime,
        dossier=reading,
    )
    return ReceivedWork(path=path, mark=mark, work=work, problems=tuple(problems))


def _find_owner(code: str, reader: Reader) -> str:
    """Le seul repère dont c'est le territoire ; vide s'il n'y en a pas un seul."""
    owners = [mark for mark, known in reader.territories.items() if code and known == code]
    return owners[0] if len(owners) == 1 else ""


def count_filled(reading: Reading) -> int:
    """Combien de textes et de lignes la personne a écrits, hors de ce qui était prérempli."""
    draft = reading.draft
    texts = (draft.alliance.name, draft.alliance.purpose, draft.alliance.situation, draft.alliance.ask)
    rows = (draft.actions, draft.sub_actions, draft.budgets, draft.roles)
    partners = sum(map(is_described, draft.partners))
    answered = sum(1 for answer in draft.answers if answer.level is not None)
    return sum(map(bool, texts)) + sum(map(len, rows)) + partners + answered


def is_described(partner: Partner) -> bool:
    """Faux pour un échelon public prérempli auquel personne n'a touché."""
    is_prefilled = partner.kind in PREFILLED_KINDS and partner.commitment is Commitment.TO_CONTACT
    return not is_prefilled or bool(partner.brings or partner.expects or partner.role)


def _read_notebook(path: Path, reader: Reader, where: Place) -> ReceivedWork:
    content = read_content(path, where)
    inside = find_mark(str(read_parameters(content, name=where.file).get("chemin", "")))
    mark, problems = _choose_mark(path, reader, inside, where)
    name = _find_notebook(content, path, reader, where)
    if not name:
        problem = build_problem("travail-inconnu", where)
        return ReceivedWork(path=path, mark=mark, problems=(*problems, problem))
    if not mark:
        return ReceivedWork(path=path, problems=tuple(problems))
    answers = read_answers(content, read_shipped(name), name=where.file)
    work = Work(
        path=path,
        piece=WorkKind.NOTEBOOK,
        mark=mark,
        weight=sum(1 for answer in answers if answer.state in _WRITTEN),
        modified=path.stat().st_mtime,
        notebook=name,
        exercises=answers,
    )
    return ReceivedWork(path=path, mark=mark, work=work, problems=tuple(problems))


@cache
def read_shipped(name: str) -> tuple[Exercise, ...]:
    """Les exercices du carnet livré de ce nom, avec leurs solutions."""
    content = (find_notebook_folder() / f"{name}.ipynb").read_bytes()
    return parse_exercises(content, name=f"{name}.ipynb")


def _find_notebook(content: bytes, path: Path, reader: Reader, where: Place) -> str:
    """Le carnet de la formation dont celui-ci porte le plus de réponses ; à défaut, celui de son nom."""
    present = list_answer_keys(content, name=where.file)
    counts = {
        name: sum(1 for exercise in read_shipped(name) if exercise.key in present)
        for name in reader.course.notebooks
    }
    best = max(counts, key=lambda name: counts[name], default="")
    if best and counts[best]:
        return best
    return next((name for name in reader.course.notebooks if path.stem.lower().startswith(name)), "")


def _choose_mark(path: Path, reader: Reader, inside: str, where: Place) -> tuple[str, list[Problem]]:
    """Le repère du fichier : le sien, celui de son nom, celui d'un dossier qui le contient."""
    relative = path.relative_to(reader.root)
    by_name = find_mark(relative.name)
    by_folder = next((mark for part in reversed(relative.parts[:-1]) if (mark := find_mark(part))), "")
    clues = [mark for mark in (inside, by_name, by_folder) if mark]
    if not clues:
        return "", [build_problem("travail-sans-repere", where)]
    chosen = clues[0]
    if chosen not in reader.territories:
        return "", [build_problem("travail-repere-inconnu", where, found=chosen)]
    others = sorted({mark for mark in clues if mark != chosen})
    if others:
        return chosen, [build_problem("travail-repere-double", where, found=chosen, other=", ".join(others))]
    return chosen, []
