"""Des fichiers aux grilles remplies : ce qui se lit est lu, le reste est nommé, rien n'arrête le lot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.typography import fold, join_list
from kit.domain.values import Place, Problem
from kit.products.grids._answers import Person, fold_problems, read_people, read_person
from kit.products.grids._forms import ANSWERS, PERSON_KEYS
from kit.products.grids.filled import FilledGrid
from kit.products.grids.form_answers import find_form_people, list_all_asked, refuse_export
from kit.reading.form_exports import is_tool_export
from kit.reading.form_files import EXPORT_FILES, open_export
from kit.reading.forms import EVALUATION, RESPONDENT
from kit.reading.tables.files import TABLE_FILES, OpenedFile, open_sheets
from kit.reading.tables.raw import RawSheet
from kit.reading.tables.sheet_rows import FormReading, read_form
from kit.reading.tables.titles import Header

MERGED_SHEETS: Final = ("Par critère", "Réponses")
_LISTED: Final = TABLE_FILES | {".xls", ".tsv"}
# En dessous, lancer des processus coûte plus qu'ils ne font gagner (benchmarks/grilles.py).
_FEW: Final = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedGrids:
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


def read_filled_grids(paths: Sequence[Path], *, workers: int = 1) -> tuple[ReceivedGrids, ...]:
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


def read_filled_file(path: Path) -> ReceivedGrids:
    """Les grilles d'un fichier ; ne s'arrête jamais : un fichier illisible donne un défaut bloquant."""
    where = Place(file=path.name)
    try:
        opened, people, problems = _read_file(path, where)
    except InputError as error:
        return ReceivedGrids(file=path.name, problems=error.problems)
    modified = path.stat().st_mtime
    grids = tuple(
        FilledGrid(
            respondent=person.respondent,
            answers=tuple(person.answers),
            criteria=frozenset(person.criteria),
            digest=f"{opened.digest}-{rank}",
            modified=modified,
            where=person.where,
        )
        for rank, person in enumerate(people)
        if any(answer.level is not None for answer in person.answers)
    )
    found = [replace(problem, blocking=False) for problem in fold_problems((*opened.problems, *problems))]
    if not grids and not any(problem.code == "grille-deja-reunie" for problem in found):
        found.append(build_problem("grille-sans-reponse", where))
    return ReceivedGrids(file=path.name, grids=grids, problems=tuple(found))


def _read_file(path: Path, where: Place) -> tuple[OpenedFile, list[Person], list[Problem]]:
    """Le fichier et ses personnes : une grille du kit, sinon l'export d'un formulaire en ligne.

    :raises InputError: si ce n'est ni l'une, ni l'autre.
    """
    try:
        opened = _open(path)
        people, problems = _read_people(opened.sheets, where)
    except InputError:
        if path.is_dir() or path.suffix.lower() not in EXPORT_FILES:
            raise
        export = open_export(path, list_all_asked())
        found = find_form_people(export.sheets)
        if found is None and is_tool_export(export.sheets):
            raise InputError([refuse_export(export.sheets)]) from None
        if found is None:
            raise
        return export, list(found.people), [*export.problems, *found.problems]
    return opened, people, problems


def _open(path: Path) -> OpenedFile:
    """Les feuilles du fichier, ou des deux .csv d'un dossier, et leur empreinte.

    :raises InputError: si rien ne peut être lu.
    """
    if not path.is_dir():
        opened = open_sheets(path, ANSWERS, refusal="format-inconnu", formulas=True)
        if path.suffix.lower() != ".csv":
            return opened
        return replace(opened, sheets=tuple(replace(one, title=EVALUATION.title) for one in opened.sheets))
    files = [(form, path / f"{form.name}.csv") for form in (RESPONDENT, EVALUATION)]
    opened_files = [
        open_sheets(file, form, refusal="format-inconnu", name=f"{path.name}/{file.name}")
        for form, file in files
        if file.is_file()
    ]
    return OpenedFile(
        sheets=tuple(sheet for one in opened_files for sheet in one.sheets),
        digest="".join(one.digest for one in opened_files),
    )


def _read_people(sheets: Sequence[RawSheet], where: Place) -> tuple[list[Person], list[Problem]]:
    """Les personnes du fichier.

    :raises InputError: si aucune feuille ne porte de réponses.
    """
    by_title = {fold(sheet.title): sheet for sheet in sheets}
    wanted = fold(EVALUATION.title)
    if wanted not in by_title and all(fold(title) in by_title for title in MERGED_SHEETS):
        return [], [build_problem("grille-deja-reunie", where)]
    person_sheet = by_title.get(fold(RESPONDENT.title))
    values, problems = read_person(person_sheet) if person_sheet is not None else ({}, ())
    candidates = [by_title[wanted]] if wanted in by_title else [s for s in sheets if s is not person_sheet]
    refused: list[Problem] = []
    for sheet in candidates:
        reading = read_form(ANSWERS, sheet)
        if reading.header is None or not _has_answers(reading.header):
            refused += _list_refusals(reading)
            continue
        renamed = [] if fold(sheet.title) == wanted else [_report_renamed(sheet)]
        people, found = read_people(sheet, reading, values)
        return people, [*problems, *renamed, *reading.problems, *found]
    if not candidates:
        raise InputError([build_problem("feuille-absente", where, expected=EVALUATION.title)])
    raise InputError(refused or [_report_headless(candidates[0])])


def _has_answers(header: Header) -> bool:
    return header.find("criterion") is not None and header.find("level") is not None


def _list_refusals(reading: FormReading) -> tuple[Problem, ...]:
    """Ce qui manque à une feuille qui porte au moins un titre de réponse."""
    keys = {field.key for field in reading.header.columns.values()} if reading.header else set()
    return reading.problems if keys - PERSON_KEYS else ()


def _report_renamed(sheet: RawSheet) -> Problem:
    hint = suggest(sheet.title, [EVALUATION.title])
    return build_problem("feuille-inconnue", sheet.where, found=sheet.title, suggestion=hint)


def _report_headless(sheet: RawSheet) -> Problem:
    expected = join_list([f"« {field.label} »" for field in ANSWERS.required_fields])
    return build_problem("entete-absent", sheet.where, expected=expected)
