"""Des réponses d'un formulaire en ligne aux grilles remplies : une personne par ligne."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import fold, join_list
from kit.domain.values import Answer, Criterion, Grid, Problem
from kit.knowledge.catalogue import list_grids, load_grid
from kit.products.form_sheet import FormQuestion
from kit.products.grids._answers import Person, fold_problems
from kit.products.grids._forms import PERSON, PERSON_QUESTIONS
from kit.products.grids.filled import name_version
from kit.reading.form_exports import Asked, FormExport, Given, Response, list_titles, read_form_export
from kit.reading.parsing import parse_value
from kit.reading.tables.raw import RawSheet, write_plain
from kit.reading.values.choices import is_blank_answer

PERSON_CODES: Final[Mapping[str, str]] = {code: key for code, key, _ in PERSON_QUESTIONS}
_LETTER: Final = re.compile(r"\s*(?:situation\s+)?(A|B|C|NC)\s*(?:[.:)(–—-].*)?", re.IGNORECASE | re.DOTALL)
_RANK: Final = re.compile(r"\s*AO?0*([1-4])\s*", re.IGNORECASE)
_NEAR: Final = 0.85
_EXAMPLE: Final = "Q1-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPeople:
    """Les personnes d'un export, et tout ce que la lecture a relevé."""

    people: tuple[Person, ...]
    problems: tuple[Problem, ...]


@cache
def list_asked(key: str) -> tuple[Asked, ...]:
    """Les questions du formulaire de cette grille : qui répond, puis un critère après l'autre."""
    person = [Asked(code=code, label=label) for code, _, label in PERSON_QUESTIONS]
    criteria = [Asked(code=one.key, label=one.label) for one in _index_criteria(key).values()]
    return (*person, *criteria)


@cache
def list_all_asked() -> tuple[Asked, ...]:
    """Les questions de toutes les grilles livrées : un export dit lui-même à laquelle il répond."""
    found = {asked.code: asked for key in list_grids() for asked in list_asked(key)}
    return tuple(found.values())


@cache
def _index_criteria(key: str) -> Mapping[str, Criterion]:
    return {c.key: c for dimension in load_grid(key).dimensions for c in dimension.criteria}


def find_form_people(sheets: Sequence[RawSheet]) -> FormPeople | None:
    """Les personnes d'un export de formulaire ; ``None`` si ces feuilles n'en sont pas un."""
    export = read_form_export(sheets, list_all_asked())
    if export is None:
        return None
    counts = {key: len(export.codes & _index_criteria(key).keys()) for key in list_grids()}
    key = max(counts, key=lambda one: counts[one])
    if not counts[key]:
        return None
    return _build_people(export, load_grid(key))


def _build_people(export: FormExport, grid: Grid) -> FormPeople:
    criteria = _index_criteria(grid.key)
    problems = list(export.problems)
    missing = [key for key in criteria if key not in export.codes]
    first = export.responses[0].where if export.responses else None
    if missing and first is not None:
        problems.append(build_problem("export-colonnes-absentes", first, missing=", ".join(missing)))
    version = name_version(grid)
    people: list[Person] = []
    for response in export.responses:
        values, found = _read_respondent(response)
        problems += found
        values |= {"grid": grid.key, "version": version}
        answers: list[Answer] = []
        for code, given in response.given.items():
            if code in PERSON_CODES:
                continue
            level, refused = _read_level(grid, code, given) if code in criteria else (None, ())
            problems += refused
            answers.append(Answer(criterion=code, level=level, where=given.where))
        people.append(Person(values, answers, set(criteria), response.where))
    return FormPeople(people=tuple(people), problems=fold_problems(problems))


def _read_respondent(response: Response) -> tuple[dict[str, object], list[Problem]]:
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for field in PERSON.fields:
        code = next((code for code, key in PERSON_CODES.items() if key == field.key), "")
        if code not in response.given:
            continue
        given = response.given[code]
        value, found = parse_value(field, given.value, given.where)
        problems += found
        if value is not None:
            values[field.key] = value
    return values, problems


def _read_level(grid: Grid, code: str, given: Given) -> tuple[str | None, tuple[Problem, ...]]:
    text = write_plain(given.value)
    level = _find_level(grid.key, code, text)
    if level:
        return level, ()
    if is_blank_answer(text):
        return None, ()
    rank = _RANK.fullmatch(text)
    if rank and int(rank[1]) <= len(grid.levels):
        level = grid.levels[int(rank[1]) - 1].key
        return level, (
            build_problem("reponse-par-rang", given.where, found=text, expected=level, question=code),
        )
    return None, (build_problem("reponse-non-lue", given.where, found=text, question=code),)


@cache
def _find_level(key: str, code: str, text: str) -> str:
    """Le niveau que dit cette réponse : sa lettre, son nom, ou sa situation, à peu près."""
    writings = _index_writings(key, code)
    folded = fold(text)
    if folded in writings:
        return writings[folded]
    match = _LETTER.fullmatch(text)
    if match:
        return match[1].upper()
    near = difflib.get_close_matches(folded, [one for one in writings if len(one) > 20], n=1, cutoff=_NEAR)
    return writings[near[0]] if near else ""


@cache
def _index_writings(key: str, code: str) -> Mapping[str, str]:
    return dict(_list_writings(load_grid(key), _index_criteria(key)[code]))


def _list_writings(grid: Grid, criterion: Criterion) -> Iterator[tuple[str, str]]:
    situations = dict(criterion.situations)
    for level in grid.levels:
        yield fold(level.key), level.key
        yield fold(level.label), level.key
        yield fold(level.label.split("(")[-1]), level.key
        if level.key in situations:
            yield fold(situations[level.key]), level.key
            yield fold(f"{level.key} {situations[level.key]}"), level.key


def refuse_export(sheets: Sequence[RawSheet]) -> Problem:
    """Ce qu'il manque à un export dont aucune colonne n'est une question."""
    sheet = sheets[0]
    found = join_list([f"« {title} »" for title in list_titles(sheet)]) or "aucun"
    return build_problem("export-sans-question", sheet.where, found=found, example=_EXAMPLE)


def list_form_questions(key: str) -> tuple[FormQuestion, ...]:
    """Ce qui se colle dans un outil de formulaire pour cette grille : des choix que le kit relit."""
    fields = {field.key: field for field in PERSON.fields}
    criteria, grid = _index_criteria(key), load_grid(key)
    return tuple(
        FormQuestion(
            title=asked.title,
            kind="Un seul choix." if asked.code != "P2" else "Une réponse courte.",
            choices=_list_levels(grid, criteria[asked.code])
            if asked.code in criteria
            else fields[PERSON_CODES[asked.code]].choices,
        )
        for asked in list_asked(key)
    )


def _list_levels(grid: Grid, criterion: Criterion) -> tuple[str, ...]:
    situations = dict(criterion.situations)
    return tuple(f"{level.key}. {situations.get(level.key, level.label)}" for level in grid.levels)
