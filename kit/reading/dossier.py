"""Des lignes brutes au dossier : chaque case devient une valeur, tous les problèmes sont relevés."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.values import (
    Action,
    Alliance,
    Answer,
    Audience,
    Budget,
    BudgetKind,
    Commitment,
    Dossier,
    Grid,
    Partner,
    PartnerKind,
    PartnerRole,
    Place,
    Priority,
    Problem,
    RaciRole,
    Role,
    Stage,
    Status,
    SubAction,
    Territory,
    TerritoryKind,
)
from kit.knowledge.territories import build_group, build_territory_problem, list_overlaps, resolve_territory
from kit.reading.forms import ACTIONS, ALLIANCE, BUDGETS, EVALUATION, PARTNERS, ROLES, SUB_ACTIONS, Form
from kit.reading.parsing import parse_value
from kit.reading.tables import read_tables
from kit.reading.tables.raw import RawDossier, RawRecord, RawTable

_ENUMS: Final[dict[tuple[str, str], type[StrEnum]]] = {
    ("alliance", "stage"): Stage,
    ("alliance", "audiences"): Audience,
    ("partners", "kind"): PartnerKind,
    ("partners", "role"): PartnerRole,
    ("partners", "commitment"): Commitment,
    ("actions", "status"): Status,
    ("actions", "priority"): Priority,
    ("sub_actions", "status"): Status,
    ("budgets", "kind"): BudgetKind,
    ("roles", "role"): RaciRole,
}
_UNKNOWN: Final = Territory(kind=TerritoryKind.GROUP, code="", name="")

Values = dict[str, Any]


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
    problems = list(raw.problems)
    alliance, place = _parse_alliance(raw, problems)
    partners = tuple(Partner(**values) for values in _parse_rows(PARTNERS, raw, problems))
    actions = tuple(Action(**values) for values in _parse_rows(ACTIONS, raw, problems))
    answers = tuple(Answer(**values) for values in _parse_rows(EVALUATION, raw, problems))
    known = _keep_known(answers, grid, problems)
    draft = Dossier(
        alliance=alliance,
        territory=_resolve_all(
            alliance.territory_names, alliance.group_name or alliance.name, place, problems
        ),
        partners=partners,
        actions=actions,
        sub_actions=tuple(SubAction(**values) for values in _parse_rows(SUB_ACTIONS, raw, problems)),
        budgets=tuple(Budget(**values) for values in _parse_rows(BUDGETS, raw, problems)),
        roles=tuple(Role(**values) for values in _parse_rows(ROLES, raw, problems)),
        answers=known,
    )
    return Reading(draft=draft, problems=tuple(problems))


def _parse_alliance(raw: RawDossier, problems: list[Problem]) -> tuple[Alliance, Place]:
    table = raw.tables.get(ALLIANCE.key)
    if table is None or not table.records:
        if table is not None or not _is_reported_absent(problems):
            where = table.where if table else Place(file=raw.file)
            problems.append(build_problem("feuille-absente", where, expected=ALLIANCE.title))
        return Alliance(name="", territory_names=(), purpose=""), Place(file=raw.file)
    record = table.records[0]
    values: Values = {"name": "", "territory_names": (), "purpose": ""}
    values |= _parse_record(ALLIANCE, record, problems)
    cell = record.cells.get("territory_names")
    return Alliance(**values), cell.where if cell else record.where


def _is_reported_absent(problems: list[Problem]) -> bool:
    return any(problem.code in {"feuille-absente", "entete-absent"} for problem in problems)


def _parse_rows(form: Form, raw: RawDossier, problems: list[Problem]) -> list[Values]:
    """Les lignes complètes ; une ligne à qui manque un champ obligatoire est signalée et laissée de côté."""
    table: RawTable | None = raw.tables.get(form.key)
    rows = [_parse_record(form, record, problems) for record in table.records] if table else []
    required = {field.key for field in form.required_fields}
    return [row for row in rows if required <= row.keys()]


def _parse_record(form: Form, record: RawRecord, problems: list[Problem]) -> Values:
    values: Values = {"where": record.where}
    for field in form.fields:
        cell = record.cells.get(field.key)
        where = cell.where if cell else record.where
        value, found = parse_value(field, cell.value if cell else None, where)
        problems.extend(found)
        if value is not None:
            values[field.key] = _convert(form.key, field.key, value)
        elif field.required and not found:
            problems.append(
                build_problem("champ-vide", where, field=field.label, help=field.help.rstrip("."))
            )
    return values


def _convert(form_key: str, field_key: str, value: Any) -> Any:  # noqa: ANN401 - le type du champ en décide
    enum = _ENUMS.get((form_key, field_key))
    if enum is None:
        return value
    if isinstance(value, tuple):
        return tuple(enum(item) for item in value)
    return enum(value)


def _keep_known(answers: tuple[Answer, ...], grid: Grid, problems: list[Problem]) -> tuple[Answer, ...]:
    keys = {
        criterion.key.casefold(): criterion.key for part in grid.dimensions for criterion in part.criteria
    }
    kept: dict[str, Answer] = {}
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
            kept[key] = Answer(
                criterion=key, level=answer.level, evidence=answer.evidence, where=answer.where
            )
    return tuple(kept.values())


def resolve_names(text: str, *, group_name: str = "") -> Territory:
    """Le territoire de ce nom, ou le groupe des noms séparés par des points-virgules.

    :raises InputError: si un nom est inconnu ou désigne plusieurs territoires.
    """
    names = tuple(name.strip() for name in text.split(";") if name.strip()) or (text.strip(),)
    problems: list[Problem] = []
    territory = _resolve_all(names, group_name or " et ".join(names), Place(), problems)
    blocking = [problem for problem in problems if problem.blocking]
    if blocking:
        raise InputError(blocking)
    return territory


def _resolve_all(names: tuple[str, ...], group_name: str, where: Place, problems: list[Problem]) -> Territory:
    found: list[Territory] = []
    for name in names:
        resolution = resolve_territory(name)
        if resolution.territory is not None:
            found.append(resolution.territory)
            if resolution.note:
                problems.append(build_problem("territoire-precise", where, note=resolution.note))
        elif (problem := build_territory_problem(resolution, where)) is not None:
            problems.append(problem)
    if not found:
        return _UNKNOWN
    if len(found) == 1:
        return found[0]
    problems.extend(
        build_problem("territoire-recouvert", where, first=overlap.first.name, second=overlap.second.name)
        for overlap in list_overlaps(found)
    )
    return build_group(group_name, found)
