"""Des fichiers aux grilles remplies : ce qui se lit est lu, le reste est nommé, rien n'arrête le lot."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.values import Place, Problem
from kit.products.grids._answers import Person, Values, fold_problems, read_answers, read_person
from kit.products.grids._layout import ANSWER_FIELDS, PERSON_FIELDS, find_layout, folded, title_of, titles_of
from kit.products.grids.filled import FilledGrid
from kit.reading.forms import EVALUATION, RESPONDENT
from kit.reading.tables import read_content
from kit.reading.tables.csv_rows import Rows, read_csv
from kit.reading.tables.raw import RawSheet
from kit.reading.tables.workbook_rows import read_workbook

MERGED_SHEETS: Final = ("Par critère", "Réponses")
_WORKBOOKS: Final = frozenset({".ods", ".xlsx"})
_LISTED: Final = frozenset({*_WORKBOOKS, ".csv", ".xls"})
_SKIPPED: Final = frozenset({"lisez moi", "listes", "resultats"})
_TITLES: Final = titles_of(PERSON_FIELDS | ANSWER_FIELDS).keys()
# En dessous, lancer des processus coûte plus qu'ils ne font gagner (benchmarks/grilles.py).
_FEW: Final = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Un fichier reçu : les grilles qu'il porte et ses défauts ; un défaut bloquant l'écarte."""

    file: str
    grids: tuple[FilledGrid, ...] = ()
    problems: tuple[Problem, ...] = ()


def list_grid_files(sources: Iterable[Path]) -> tuple[Path, ...]:
    """Les fichiers de grilles de ces chemins, un dossier étant parcouru en entier, sans doublon.

    Un dossier qui contient « repondant.csv » compte pour une grille. Les fichiers d'une autre sorte et
    les fichiers de passage des tableurs (« .~lock… », « ~$… ») sont laissés.
    """
    found: dict[Path, None] = {}
    for source in sources:
        for path in _walk(source) if source.is_dir() else (source,):
            found.setdefault(path)
    unique = {path.resolve(): path for path in reversed(found)}
    return tuple(path for path in found if unique[path.resolve()] is path)


def _walk(folder: Path) -> list[Path]:
    if (folder / f"{RESPONDENT.name}.csv").is_file():
        return [folder]
    paths: list[Path] = []
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir():
            paths += _walk(path)
        elif path.suffix.lower() in _LISTED:
            paths.append(path)
    return paths


def read_filled_grids(paths: Sequence[Path], *, workers: int = 1) -> tuple[Intake, ...]:
    """Ce que chaque fichier porte, dans l'ordre donné.

    ``workers`` : nombre de processus ; au-delà d'un, il faut que le programme appelant se protège par
    ``if __name__ == "__main__"``, comme tout programme qui lance des processus.
    """
    if workers < 2 or len(paths) < _FEW:
        return tuple(map(read_filled_file, paths))
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        size = max(1, len(paths) // (workers * 4))
        return tuple(pool.map(read_filled_file, paths, chunksize=size))


def read_filled_file(path: Path) -> Intake:
    """Les grilles d'un fichier ; ne s'arrête jamais : un fichier illisible donne un défaut bloquant."""
    where = Place(file=path.name)
    try:
        sheets, digest = _read_sheets(path, where)
        people, problems = _read_people(sheets, where)
    except InputError as error:
        return Intake(file=path.name, problems=error.problems)
    modified = path.stat().st_mtime
    grids = tuple(
        FilledGrid(
            respondent=person.respondent,
            answers=tuple(person.answers),
            criteria=frozenset(person.criteria),
            digest=f"{digest}-{rank}",
            modified=modified,
            where=person.where,
        )
        for rank, person in enumerate(people)
        if any(answer.level is not None for answer in person.answers)
    )
    found = [replace(problem, blocking=False) for problem in fold_problems(problems)]
    if not grids and not any(problem.code == "grille-deja-reunie" for problem in found):
        found.append(build_problem("grille-sans-reponse", where))
    return Intake(file=path.name, grids=grids, problems=tuple(found))


def _read_sheets(path: Path, where: Place) -> tuple[tuple[RawSheet, ...], str]:
    """Les feuilles du fichier et son empreinte.

    :raises InputError: si rien ne peut être lu.
    """
    if path.is_dir():
        files = [path / f"{form.name}.csv" for form in (RESPONDENT, EVALUATION)]
        pairs = [
            _read_csv_sheet(file, Place(file=f"{path.name}/{file.name}")) for file in files if file.is_file()
        ]
        return tuple(sheet for sheet, _ in pairs), "".join(digest for _, digest in pairs)
    suffix = path.suffix.lower()
    if suffix == ".csv":
        sheet, digest = _read_csv_sheet(path, where)
        return (replace(sheet, title=EVALUATION.title),), digest
    if suffix == ".xls":
        raise InputError([build_problem("format-xls", where)])
    if suffix not in _WORKBOOKS:
        raise InputError([build_problem("format-inconnu", where, suffix=suffix or path.name)])
    content = read_content(path, where)
    sheets = read_workbook(content, where, skipped=_SKIPPED, traps=True)
    return sheets, hashlib.sha256(content).hexdigest()


def _read_csv_sheet(path: Path, where: Place) -> tuple[RawSheet, str]:
    content = read_content(path, where)
    sheet = read_csv(content, where, title=path.stem, count_known=_count_titles)
    return sheet, hashlib.sha256(content).hexdigest()


def _count_titles(rows: Rows) -> int:
    across = max((len({title_of(cell) for cell in row} & _TITLES) for row in rows[:15]), default=0)
    down = sum(1 for row in rows[:30] if len(row) > 1 and title_of(row[0]) in _TITLES)
    return max(across, down)


def _read_people(sheets: Sequence[RawSheet], where: Place) -> tuple[list[Person], list[Problem]]:
    """Les personnes du fichier.

    :raises InputError: si aucune feuille ne porte de réponses.
    """
    by_title = {folded(sheet.title): sheet for sheet in sheets}
    wanted = folded(EVALUATION.title)
    if wanted not in by_title and all(folded(title) in by_title for title in MERGED_SHEETS):
        return [], [build_problem("grille-deja-reunie", where)]
    values: Values = {}
    problems: list[Problem] = []
    person_sheet = by_title.get(folded(RESPONDENT.title))
    if person_sheet is not None:
        values, problems = read_person(person_sheet)
    candidates = [by_title[wanted]] if wanted in by_title else [s for s in sheets if s is not person_sheet]
    refused: list[Problem] = []
    for sheet in candidates:
        layout, found = find_layout(sheet)
        if layout is None:
            refused += found
            continue
        if folded(sheet.title) != wanted:
            hint = suggest(sheet.title, [EVALUATION.title])
            problems.append(
                build_problem("feuille-inconnue", sheet.where, found=sheet.title, suggestion=hint)
            )
        people, more = read_answers(sheet, layout, values)
        return people, [*problems, *found, *more]
    if not candidates:
        raise InputError([build_problem("feuille-absente", where, expected=EVALUATION.title)])
    raise InputError(refused or [_report_headless(candidates[0])])


def _report_headless(sheet: RawSheet) -> Problem:
    expected = f"« {ANSWER_FIELDS['criterion'].label} » et « {ANSWER_FIELDS['level'].label} »"
    return build_problem("entete-absent", sheet.where, expected=expected)
