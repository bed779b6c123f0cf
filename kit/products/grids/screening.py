"""Le tri avant de réunir : la bonne grille, les critères connus, une seule fois chaque personne."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import count_noun, fold, format_short_date
from kit.domain.values import Answer, College, Grid, Place, Problem
from kit.products.grids._answers import fold_problems
from kit.products.grids.filled import FilledGrid, name_version
from kit.products.grids.reading import ReceivedGrids

_COLLEGES: Final = {college: rank for rank, college in enumerate(College)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Les grilles retenues, dans un ordre qui ne dit rien des personnes, et tous les défauts.

    ``set_aside`` : noms des fichiers qui ne comptent pas du tout.
    """

    grids: tuple[FilledGrid, ...]
    problems: tuple[Problem, ...]
    set_aside: tuple[str, ...]


def choose_grid_key(intakes: Iterable[ReceivedGrids], default: str) -> str:
    """La grille à laquelle le plus de fichiers répondent ; à égalité, la première par ordre de clé."""
    counts = Counter(
        grid.respondent.grid for intake in intakes for grid in intake.grids if grid.respondent.grid
    )
    return min(counts, key=lambda key: (-counts[key], key)) if counts else default


def screen_grids(intakes: Sequence[ReceivedGrids], grid: Grid) -> Screening:
    """Les grilles à réunir : celles de ``grid``, une par personne, réponses inconnues écartées."""
    problems: list[Problem] = []
    kept: list[FilledGrid] = []
    version = name_version(grid)
    for intake in intakes:
        found = list(intake.problems)
        for filled in intake.grids:
            checked, more = _check_grid(filled, grid, version)
            found += more
            if checked is not None:
                kept.append(checked)
        problems += fold_problems(found)
    chosen, doubles = _keep_one_each(kept)
    counted = {filled.digest for filled in chosen}
    return Screening(
        grids=tuple(sorted(chosen, key=_order)),
        problems=(*problems, *doubles),
        set_aside=tuple(intake.file for intake in intakes if not _is_counted(intake, counted)),
    )


def _is_counted(intake: ReceivedGrids, counted: set[str]) -> bool:
    return any(filled.digest in counted for filled in intake.grids)


def _order(filled: FilledGrid) -> tuple[int, str]:
    """Par collège, puis par une empreinte : ni l'ordre des noms ni celui des fichiers ne se devine."""
    person = filled.respondent
    rank = _COLLEGES[person.college] if person.college else len(_COLLEGES)
    told = f"{fold(person.name)}|{person.dated}|{filled.given}|{filled.answers}"
    return rank, hashlib.sha256(told.encode()).hexdigest()


def _check_grid(filled: FilledGrid, grid: Grid, version: str) -> tuple[FilledGrid | None, list[Problem]]:
    person, where = filled.respondent, filled.where
    if person.grid and person.grid.casefold() != grid.key:
        return None, [build_problem("grille-autre", where, found=person.grid, expected=grid.key)]
    problems: list[Problem] = []
    if person.version and person.version != version:
        problems.append(build_problem("grille-autre-version", where, found=person.version, expected=version))
    if person.college is None:
        expected = ", ".join(college.value for college in College)
        problems.append(build_problem("college-non-precise", where, expected=expected))
    keys = {c.key.casefold(): c.key for dimension in grid.dimensions for c in dimension.criteria}
    answers, found = _keep_known(filled.answers, keys)
    missing = [key for folded, key in keys.items() if folded not in _casefold(filled.criteria)]
    problems += found
    if missing:
        count = count_noun(len(missing), "critère")
        problems.append(build_problem("criteres-absents", where, count=count, missing=", ".join(missing)))
    if not any(answer.level is not None for answer in answers):
        return None, [*problems, build_problem("grille-sans-reponse", where)]
    return replace(filled, answers=answers), problems


def _casefold(keys: Iterable[str]) -> set[str]:
    return {key.casefold() for key in keys}


def _keep_known(answers: Iterable[Answer], keys: dict[str, str]) -> tuple[tuple[Answer, ...], list[Problem]]:
    """Une réponse par critère de la grille ; la première donnée l'emporte."""
    kept: dict[str, Answer] = {}
    problems: list[Problem] = []
    for answer in answers:
        key = keys.get(answer.criterion.casefold())
        if key is None:
            hint = suggest(answer.criterion, keys.values())
            problem = build_problem("critere-inconnu", answer.where, found=answer.criterion, suggestion=hint)
            problems.append(replace(problem, blocking=False))
            continue
        if key in kept:
            problems.append(build_problem("critere-repete", answer.where, found=key))
        if key not in kept or kept[key].level is None:
            kept[key] = replace(answer, criterion=key)
    return tuple(kept.values()), problems


def _keep_one_each(grids: Sequence[FilledGrid]) -> tuple[list[FilledGrid], list[Problem]]:
    """Une grille par personne : la plus récente par sa date, sinon par son fichier."""
    kept: list[FilledGrid] = []
    places: dict[object, int] = {}
    problems: list[Problem] = []
    for filled in grids:
        marks = list(_list_marks(filled))
        at = next((places[mark] for mark in marks if mark in places), None)
        if at is None:
            at = len(kept)
            kept.append(filled)
        else:
            problems.append(_report_double(kept[at], filled))
            kept[at] = _choose(kept[at], filled)[0]
        places.update(dict.fromkeys(marks, at))
    return kept, problems


def _list_marks(filled: FilledGrid) -> Iterator[object]:
    """Ce à quoi on reconnaît une personne : nom et collège, nom et réponses, ou le fichier lui-même."""
    name = fold(filled.respondent.name)
    if name:
        yield "nom", name, filled.respondent.college
        yield "réponses", name, filled.given
    if filled.digest:
        yield "fichier", filled.digest


def _choose(first: FilledGrid, second: FilledGrid) -> tuple[FilledGrid, str]:
    """La grille à garder des deux, et pourquoi."""
    before, after = first.respondent.dated, second.respondent.dated
    if before and after and before != after:
        kept = max((first, second), key=lambda one: str(one.respondent.dated))
        return kept, f"sa date est la plus récente : {format_short_date(max(before, after))}"
    if first.modified != second.modified:
        return max((first, second), key=lambda one: one.modified), "son fichier a été modifié en dernier"
    kept = max((first, second), key=lambda one: (one.where.file, one.where.line or 0))
    return kept, "même date ; le dernier par ordre de nom"


def _report_double(first: FilledGrid, second: FilledGrid) -> Problem:
    kept, reason = _choose(first, second)
    return build_problem(
        "repondant-double",
        Place(),
        first=_name_place(first.where),
        second=_name_place(second.where),
        found=_name_place(kept.where),
        reason=reason,
    )


def _name_place(where: Place) -> str:
    return f"{where.file}, ligne {where.line}" if where.line else where.file
