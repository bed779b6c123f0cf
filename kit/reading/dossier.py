"""Des lignes brutes au dossier : chaque case devient une valeur, tous les problèmes sont relevés."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.values import (
    Action,
    Alliance,
    Answer,
    Budget,
    Dossier,
    Grid,
    Partner,
    Place,
    Problem,
    Role,
    SubAction,
    Territory,
    TerritoryKind,
)
from kit.knowledge.territories import (
    Resolution,
    build_group,
    build_territory_problem,
    list_overlaps,
    resolve_territory,
)
from kit.reading.forms import (
    ACTIONS,
    ALLIANCE,
    BUDGETS,
    EVALUATION,
    FORMS,
    PARTNERS,
    ROLES,
    SUB_ACTIONS,
    Form,
)
from kit.reading.parsing import parse_record
from kit.reading.tables import read_tables
from kit.reading.tables.raw import RawDossier

_UNKNOWN: Final = Territory(kind=TerritoryKind.GROUP, code="", name="")

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Les lignes d'une feuille, en valeurs, et les problèmes de leurs cases."""

    values: tuple[Values, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Ce qui a pu être lu, et tous les problèmes. ``draft`` peut être partiel."""

    draft: Dossier
    problems: tuple[Problem, ...]

    @property
    def is_blocked(self) -> bool:
        """Vrai si un problème empêche de produire des documents."""
        return any(problem.blocking for problem in self.problems)

    @property
    def dossier(self) -> Dossier:
        """Le dossier complet.

        :raises InputError: si un problème bloque, avec tous les problèmes bloquants.
        """
        if self.is_blocked:
            raise InputError(problem for problem in self.problems if problem.blocking)
        return self.draft


def read_dossier(path: Path, grid: Grid) -> Reading:
    """Le dossier d'un fichier .ods, .xlsx, .yaml ou d'un dossier de .csv.

    :raises InputError: si rien ne peut être lu (fichier absent, protégé, abîmé…).
    """
    return parse_dossier(read_tables(path), grid)


def parse_dossier(raw: RawDossier, grid: Grid) -> Reading:
    """Le dossier de lignes déjà lues."""
    alliance, place, named = _parse_alliance(raw)
    rows = {form.key: _parse_rows(form, raw) for form in FORMS if form is not ALLIANCE}
    answers, unknown = _keep_known([Answer(**values) for values in rows[EVALUATION.key].values], grid)
    group_name = alliance.group_name or alliance.name
    territory, unresolved = resolve_all(alliance.territory_names, group_name, place)
    draft = Dossier(
        alliance=alliance,
        territory=territory,
        partners=tuple(Partner(**values) for values in rows[PARTNERS.key].values),
        actions=tuple(Action(**values) for values in rows[ACTIONS.key].values),
        sub_actions=tuple(SubAction(**values) for values in rows[SUB_ACTIONS.key].values),
        budgets=tuple(Budget(**values) for values in rows[BUDGETS.key].values),
        roles=tuple(Role(**values) for values in rows[ROLES.key].values),
        answers=answers,
    )
    first, last = (PARTNERS, ACTIONS, EVALUATION), (SUB_ACTIONS, BUDGETS, ROLES)
    problems = (
        *raw.problems,
        *named,
        *(problem for form in first for problem in rows[form.key].problems),
        *unknown,
        *unresolved,
        *(problem for form in last for problem in rows[form.key].problems),
    )
    return Reading(draft=draft, problems=problems)


def _parse_alliance(raw: RawDossier) -> tuple[Alliance, Place, tuple[Problem, ...]]:
    """Ce que le groupe dit de lui, l'endroit où il nomme son territoire, et les problèmes de la fiche."""
    table = raw.tables.get(ALLIANCE.key)
    blank = {"name": "", "territory_names": (), "purpose": ""}
    if table is None or not table.records:
        problems: tuple[Problem, ...] = ()
        if table is not None or not _is_reported_absent(raw.problems):
            where = table.where if table else Place(file=raw.file)
            problems = (build_problem("feuille-absente", where, expected=ALLIANCE.title),)
        return Alliance(name="", territory_names=(), purpose=""), Place(file=raw.file), problems
    record = table.records[0]
    values, problems = parse_record(ALLIANCE, record)
    cell = record.cells.get("territory_names")
    alliance = Alliance(**blank | values, where=record.where)
    return alliance, cell.where if cell else record.where, problems


def _is_reported_absent(problems: tuple[Problem, ...]) -> bool:
    return any(problem.code in {"feuille-absente", "entete-absent"} for problem in problems)


def _parse_rows(form: Form, raw: RawDossier) -> _Rows:
    """Les lignes complètes ; une ligne à qui manque un champ obligatoire est signalée et laissée de côté."""
    table = raw.tables.get(form.key)
    rows: list[Values] = []
    problems: list[Problem] = []
    required = {field.key for field in form.required_fields}
    for record in table.records if table else ():
        values, found = parse_record(form, record)
        problems += found
        if required <= values.keys():
            rows.append({**values, "where": record.where})
    return _Rows(values=tuple(rows), problems=tuple(problems))


def _keep_known(answers: Iterable[Answer], grid: Grid) -> tuple[tuple[Answer, ...], tuple[Problem, ...]]:
    """Les réponses aux critères de cette grille, une par critère."""
    keys = {
        criterion.key.casefold(): criterion.key for part in grid.dimensions for criterion in part.criteria
    }
    kept: dict[str, Answer] = {}
    problems: list[Problem] = []
    for answer in answers:
        key = keys.get(answer.criterion.casefold())
        if key is None:
            hint = suggest(answer.criterion, keys.values())
            problems.append(
                build_problem("critere-inconnu", answer.where, found=answer.criterion, suggestion=hint)
            )
        elif key in kept:
            problems.append(build_problem("critere-double", answer.where, found=key))
        elif answer.level is not None or answer.evidence:
            kept[key] = replace(answer, criterion=key)
    return tuple(kept.values()), tuple(problems)


def resolve_names(text: str, *, group_name: str = "") -> Territory:
    """Le territoire de ce nom, ou le groupe des noms séparés par des points-virgules.

    :raises InputError: si un nom est inconnu ou désigne plusieurs territoires.
    """
    names = split_names(text) or (text.strip(),)
    territory, problems = resolve_all(names, group_name or " et ".join(names), Place())
    blocking = [problem for problem in problems if problem.blocking]
    if blocking:
        raise InputError(blocking)
    return territory


def split_names(text: str) -> tuple[str, ...]:
    """Les noms séparés par des points-virgules."""
    return tuple(name.strip() for name in text.split(";") if name.strip())


def resolve_all(names: Sequence[str], group_name: str, where: Place) -> tuple[Territory, tuple[Problem, ...]]:
    """Le territoire de ces noms, ou leur groupe, et tous les problèmes ; sans aucun nom connu, un vide.

    Sans ``group_name``, le groupe porte les noms officiels de ses territoires.
    """
    found: list[Territory] = []
    problems: list[Problem] = []
    for name in names:
        resolution = _resolve_once(name)
        if resolution.territory is not None:
            found.append(resolution.territory)
            if resolution.note:
                problems.append(build_problem("territoire-precise", where, note=resolution.note))
        elif (problem := build_territory_problem(resolution, where)) is not None:
            problems.append(problem)
    if len(found) < 2:
        return found[0] if found else _UNKNOWN, tuple(problems)
    problems += [
        build_problem("territoire-recouvert", where, first=overlap.first.name, second=overlap.second.name)
        for overlap in list_overlaps(found)
    ]
    name = group_name or " et ".join(one.name for one in found)
    return build_group(name, found), tuple(problems)


@lru_cache(maxsize=1_024)
def _resolve_once(name: str) -> Resolution:
    """Un même nom, répété sur trente lignes, ne se cherche qu'une fois."""
    return resolve_territory(name)
