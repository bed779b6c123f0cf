"""Des lignes brutes au dossier : chaque case devient une valeur, tous les problèmes sont relevés."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.typography import fold, join_list
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
    is_group_name,
    list_overlaps,
    resolve_territory,
    split_group_name,
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
from kit.reading.tables.raw import RawDossier, RawRecord, RawSheet
from kit.reading.unread import Spot, Unread, find_unread, name_line, stop_all
from kit.reading.values.choices import index_choices, split_choices
from kit.reading.values.raw_value import RawValue

_UNKNOWN: Final = Territory(kind=TerritoryKind.GROUP, code="", name="")

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Les lignes d'une feuille, en valeurs, les problèmes de leurs cases, et ce qui n'a pas pu être lu."""

    values: tuple[Values, ...]
    problems: tuple[Problem, ...]
    unread: frozenset[Spot]
    aside: frozenset[str]
    extra: Mapping[Place, Mapping[str, RawValue]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Ce qui a pu être lu ; ``draft`` peut être partiel.

    ``remarks`` : ce qui concerne le fichier, pour qui l'a rempli et personne d'autre. ``findings`` : ce que
    les règles de cohérence disent du dossier. ``unread`` : ce qui est écrit et n'a pas pu être lu. ``extra``
    et ``extra_sheets`` : les colonnes, par ligne, et les feuilles que la personne a ajoutées ; elles
    n'entrent dans aucun document.
    """

    draft: Dossier
    remarks: tuple[Problem, ...]
    findings: tuple[Problem, ...] = ()
    unread: Unread = field(default_factory=Unread)
    extra: Mapping[Place, Mapping[str, RawValue]] = field(default_factory=dict)
    extra_sheets: tuple[RawSheet, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Tous les problèmes, de lecture puis de cohérence."""
        return (*self.remarks, *self.findings)

    @property
    def is_blocked(self) -> bool:
        """Vrai s'il manque de quoi faire un document : un nom, un territoire, une cause."""
        return any(problem.stops for problem in self.problems)

    @property
    def dossier(self) -> Dossier:
        """Le dossier, dont on peut faire des documents ; une case qui n'a pas pu être lue y est vide.

        :raises InputError: s'il manque un nom, un territoire ou une cause ; avec tout ce qui est à corriger.
        """
        return self._release(is_refused=self.is_blocked)

    @property
    def complete(self) -> Dossier:
        """Le dossier, si tout ce qui y est écrit a été lu : celui que l'on peut récrire sans rien perdre.

        :raises InputError: sinon, avec tout ce qui est à corriger.
        """
        return self._release(is_refused=any(problem.blocking for problem in self.problems))

    def _release(self, *, is_refused: bool) -> Dossier:
        if is_refused:
            raise InputError(problem for problem in self.problems if problem.blocking)
        return self.draft


def read_dossier(path: Path, grid: Grid) -> Reading:
    """Le dossier d'un fichier .ods, .xlsx, .yaml ou d'un dossier de .csv.

    :raises InputError: si rien ne peut être lu (fichier absent, protégé, abîmé…).
    """
    return parse_dossier(read_tables(path), grid)


def parse_dossier(raw: RawDossier, grid: Grid) -> Reading:
    """Le dossier de lignes déjà lues."""
    alliance, record, named = _parse_alliance(raw)
    rows = {form.key: _parse_rows(form, raw) for form in FORMS if form is not ALLIANCE}
    answers, unknown = _keep_known([Answer(**values) for values in rows[EVALUATION.key].values], grid)
    territory, unresolved = _resolve_alliance(alliance, record)
    partners = tuple(Partner(**values) for values in rows[PARTNERS.key].values)
    actions, split = _split_partners([Action(**values) for values in rows[ACTIONS.key].values], partners)
    draft = Dossier(
        alliance=alliance,
        territory=territory,
        partners=partners,
        actions=actions,
        sub_actions=tuple(SubAction(**values) for values in rows[SUB_ACTIONS.key].values),
        budgets=tuple(Budget(**values) for values in rows[BUDGETS.key].values),
        roles=tuple(Role(**values) for values in rows[ROLES.key].values),
        answers=answers,
    )
    first, last = (PARTNERS, ACTIONS, EVALUATION), (SUB_ACTIONS, BUDGETS, ROLES)
    # Sans fiche lisible, ce qui ne va pas dans le fichier est ce qui empêche tout.
    is_named = bool(alliance.name and alliance.territory_names and alliance.purpose)
    remarks = (
        *(raw.problems if is_named else stop_all(raw.problems)),
        *named,
        *(problem for form in first for problem in rows[form.key].problems),
        *unknown,
        *unresolved,
        *split,
        *(problem for form in last for problem in rows[form.key].problems),
    )
    unread = Unread(
        cells=frozenset(spot for one in rows.values() for spot in one.unread),
        aside={key: one.aside for key, one in rows.items()},
    )
    extra = {place: cells for one in rows.values() for place, cells in one.extra.items()}
    return Reading(draft=draft, remarks=remarks, unread=unread, extra=extra, extra_sheets=raw.extra_sheets)


def _parse_alliance(raw: RawDossier) -> tuple[Alliance, RawRecord, tuple[Problem, ...]]:
    """Ce que le groupe dit de lui, la fiche brute, et ses problèmes."""
    table = raw.tables.get(ALLIANCE.key)
    blank: Values = {"name": "", "territory_names": (), "purpose": ""}
    if table is None or not table.records:
        problems: tuple[Problem, ...] = ()
        where = table.where if table else Place(file=raw.file)
        if table is not None or not _is_reported_absent(raw.problems):
            problems = stop_all([build_problem("feuille-absente", where, expected=ALLIANCE.title)])
        return Alliance(**blank), RawRecord(where=where, cells={}), problems
    record = table.records[0]
    values, problems = parse_record(ALLIANCE, record)
    needed = {
        cell.where
        for one in ALLIANCE.required_fields
        if one.key not in values and (cell := record.cells.get(one.key)) is not None
    }
    problems = tuple(replace(one, stops=one.blocking and one.where in needed) for one in problems)
    return Alliance(**blank | values, where=record.where), record, problems


def _resolve_alliance(alliance: Alliance, record: RawRecord) -> tuple[Territory, tuple[Problem, ...]]:
    cell = record.cells.get("territory_names")
    where = cell.where if cell else record.where
    territory, problems = resolve_all(
        alliance.territory_names, alliance.group_name, where, otherwise=alliance.name
    )
    # Un membre inconnu ne prive pas le groupe de ses documents : les autres, ou son nom, suffisent.
    return territory, problems if territory.name else stop_all(problems)


def _is_reported_absent(problems: tuple[Problem, ...]) -> bool:
    return any(problem.code in {"feuille-absente", "entete-absent"} for problem in problems)


def _parse_rows(form: Form, raw: RawDossier) -> _Rows:
    """Les lignes complètes ; une ligne à qui manque un champ obligatoire est signalée et mise de côté."""
    table = raw.tables.get(form.key)
    rows: list[Values] = []
    problems: list[Problem] = []
    unread: set[Spot] = set()
    aside: set[str] = set()
    required = {one.key for one in form.required_fields}
    records = (one for record in (table.records if table else ()) for one in _repeat_record(form, record))
    for record, said in records:
        values, found = parse_record(form, record)
        problems += (*said, *found)
        unread |= find_unread(record, values)
        if required <= values.keys():
            rows.append({**values, "where": record.where})
        else:
            aside.add(name_line(form, values))
    return _Rows(
        values=tuple(rows),
        problems=tuple(problems),
        unread=frozenset(unread),
        aside=frozenset(aside),
        extra={one.where: one.extra for one in (table.records if table else ()) if one.extra},
    )


def _repeat_record(form: Form, record: RawRecord) -> Iterator[tuple[RawRecord, tuple[Problem, ...]]]:
    """Cette ligne, ou une par choix si une case en porte plusieurs (« R/A ») ; la première le dit."""
    for key, choices in ((one.key, index_choices(one.choices)) for one in form.fields if one.repeats):
        cell = record.cells.get(key)
        text = cell.value if cell else None
        parts = list(split_choices(text, choices.find)) if isinstance(text, str) else []
        if cell is not None and len(parts) > 1:
            said = build_problem("lu-comme", cell.where, found=text, read=join_list(parts))
            is_literal = text == " ; ".join(parts)
            for rank, part in enumerate(parts):
                cells = {**record.cells, key: replace(cell, value=part)}
                yield replace(record, cells=cells), () if rank or is_literal else (said,)
            return
    yield record, ()


def _split_partners(
    actions: Iterable[Action], partners: Iterable[Partner]
) -> tuple[tuple[Action, ...], tuple[Problem, ...]]:
    """Les actions, où des noms joints par des virgules ou « et » sont ceux de la feuille Partenaires."""
    names = {key: partner.name for partner in partners if (key := fold(partner.name))}
    kept: list[Action] = []
    problems: list[Problem] = []
    for action in actions:
        listed: list[str] = []
        for name in action.partners:
            parts = _split_known(name, names)
            listed += parts
            if len(parts) > 1:
                where = replace(action.where, column="Partenaires")
                problems.append(build_problem("lu-comme", where, found=name, read=" ; ".join(parts)))
        kept.append(replace(action, partners=tuple(dict.fromkeys(listed))))
    return tuple(kept), tuple(problems)


def _split_known(name: str, names: Mapping[str, str]) -> list[str]:
    """Les noms joints dans celui-ci, si l'un d'eux est connu ; une barre fait souvent partie d'un nom."""

    def find(text: str) -> str | None:
        return names.get(fold(text))

    parts = [name] if find(name) else list(split_choices(name, find))
    return parts if any(map(find, parts)) else [name]


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
    territory, problems = find_territory(text, group_name=group_name)
    blocking = [problem for problem in problems if problem.blocking]
    if blocking:
        raise InputError(blocking)
    return territory


def find_territory(text: str, *, group_name: str = "") -> tuple[Territory, tuple[Problem, ...]]:
    """Le territoire de ce texte, et tout ce qu'il y a à en dire."""
    names = split_names(text) or (text.strip(),)
    return resolve_all(names, group_name, Place(), otherwise=" et ".join(names))


def split_names(text: str) -> tuple[str, ...]:
    """Les noms séparés par des points-virgules ; un deux-points sans rien d'un côté n'annonce rien."""
    names = (name.strip().strip(":").strip() for name in text.split(";"))
    return tuple(name for name in names if name)


def resolve_all(
    names: Sequence[str], group_name: str, where: Place, *, otherwise: str = ""
) -> tuple[Territory, tuple[Problem, ...]]:
    """Le territoire de ces noms, ou leur groupe, et tous les problèmes ; sans aucun nom connu, un vide.

    Un groupement (PETR, syndicat, pôle…) porte le nom que la personne écrit, même sans membre connu. Sans
    ``group_name`` ni ce nom, un groupe porte ``otherwise``, sinon les noms officiels de ses territoires.
    """
    free, members = split_group_name(names)
    found: list[Territory] = []
    problems: list[Problem] = []
    for name in members:
        resolution = _resolve_once(name)
        if resolution.territory is not None:
            found.append(resolution.territory)
            if resolution.note:
                problems.append(build_problem("territoire-precise", where, note=resolution.note))
        elif (problem := build_territory_problem(resolution, where)) is not None:
            problems.append(problem)
    named = group_name or free
    free = free or (group_name if group_name and is_group_name(group_name) else "")
    if not found and free:
        problems.append(build_problem("groupe-sans-membres", where, found=named))
        return replace(_UNKNOWN, name=named), tuple(problems)
    if not found or (len(members) == 1 and not free):
        return found[0] if found else _UNKNOWN, tuple(problems)
    distinct = tuple(dict.fromkeys(found))
    name = named or otherwise or " et ".join(one.name for one in distinct)
    problems += _check_members(found, name if free and len(found) == len(members) else "", where)
    return build_group(name, distinct), tuple(problems)


def _check_members(found: Sequence[Territory], free: str, where: Place) -> list[Problem]:
    """Un membre répété, deux qui se recouvrent, un groupement (``free``) qui n'en a qu'un."""
    counts = Counter(found)
    problems = [
        build_problem("territoire-double", where, found=one.name, count=count)
        for one, count in counts.items()
        if count > 1
    ]
    problems += [
        build_problem("territoire-recouvert", where, first=overlap.first.name, second=overlap.second.name)
        for overlap in list_overlaps(tuple(counts))
    ]
    if free and len(counts) == 1:
        problems.append(build_problem("groupe-un-membre", where, found=free, member=found[0].name))
    return problems


@lru_cache(maxsize=1_024)
def _resolve_once(name: str) -> Resolution:
    """Un même nom, répété sur trente lignes, ne se cherche qu'une fois."""
    return resolve_territory(name)
