"""La liste des stagiaires : d'un .ods, .xlsx ou .csv reçu à des lignes sûres, tous les défauts d'un coup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.typography import fold, remove_controls
from kit.domain.values import Place, Problem, Territory
from kit.knowledge.territories import (
    Resolution,
    build_group,
    build_territory_problem,
    list_overlaps,
    resolve_territory,
)
from kit.reading.parsing import write_plain
from kit.reading.tables import RawValue, read_content
from kit.reading.tables.csv_rows import read_csv
from kit.reading.tables.raw import RawSheet
from kit.reading.tables.workbook_rows import read_workbook
from kit.training._forms import ALIASES, FIRST_NAME, ROSTER
from kit.training.layout import MAX_TRAINEES
from kit.writers.formats import SHEET_SUFFIXES

_HEADER_SEARCH: Final = 20
# Marques qui retournent l'ordre des lettres : elles fausseraient tout ce qui suit un nom.
_BIDI: Final = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES: Final = re.compile(r"[ \t\r\n\u00a0]+")
_IGNORED: Final = frozenset({"lisez moi", "listes"})
_TITLES: Final = {title: key for key, titles in ALIASES.items() for title in titles}
_LABELS: Final = {field.key: field.label for field in ROSTER.fields}
_LIMITS: Final = {field.key: field.max_length for field in ROSTER.fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainee:
    """Une personne de la liste. ``query`` : ce que la liste dit de son territoire."""

    name: str
    function: str
    organisation: str
    territory: Territory
    query: str
    where: Place

    @property
    def identity(self) -> tuple[str, str, str]:
        """Ce qui distingue deux personnes : le nom, la fonction et le territoire, repliés."""
        return (fold_name(self.name), fold_name(self.function), name_territory(self.territory))


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Les stagiaires d'une liste, et ce qui mérite attention."""

    trainees: tuple[Trainee, ...]
    problems: tuple[Problem, ...]


def fold_name(name: str) -> str:
    """Un nom réduit pour comparer ; celui qui n'a aucune lettre se compare tel quel.

    >>> fold_name("Élise  Dupont"), fold_name("★")
    ('elise dupont', '★')
    """
    return fold(name) or name.strip().casefold()


def name_territory(territory: Territory) -> str:
    """Ce qui désigne un territoire sans ambiguïté : son code, ou ceux des membres d'un groupe."""
    return territory.code or "+".join(code for code, _ in territory.members)


def read_roster(path: Path) -> Roster:
    """Les stagiaires du fichier.

    :raises InputError: avec toutes les lignes à corriger, si une au moins l'est.
    """
    where = Place(file=path.name)
    sheet, header, columns = _find_table(_read_sheets(path, where), where)
    problems = _check_columns(sheet, header, columns)
    rows = [
        (at, row)
        for at, row in enumerate(sheet.rows[header + 1 :], start=header + 2)
        if any(_read_cell(row, column) for column in columns.values())
    ]
    if not rows:
        problems.append(build_problem("liste-vide", sheet.where))
    if len(rows) > MAX_TRAINEES:
        values = {"count": len(rows), "limit": MAX_TRAINEES}
        raise InputError([*problems, build_problem("liste-trop-longue", sheet.where, **values)])
    problems += _check_untitled(sheet, header, rows)
    trainees = []
    for line, row in rows:
        trainee, found = _read_trainee(row, columns, replace(sheet.where, line=line))
        problems += found
        trainees += [trainee] if trainee else []
    problems += _check_names(trainees)
    blocking = [problem for problem in problems if problem.blocking]
    if blocking:
        raise InputError(blocking)
    return Roster(trainees=tuple(trainees), problems=tuple(problems))


# --- Trouver le tableau ---------------------------------------------------------------------


def _read_sheets(path: Path, where: Place) -> Sequence[RawSheet]:
    suffix = path.suffix.lower()
    if suffix == ".xls":
        raise InputError([build_problem("format-xls", where)])
    if suffix == ".csv":
        return (read_csv(read_content(path, where), where, title=path.stem, count_known=_count_known),)
    if suffix not in SHEET_SUFFIXES:
        raise InputError([build_problem("liste-format", where, suffix=suffix or path.name)])
    sheets = read_workbook(read_content(path, where), where)
    return [sheet for sheet in sheets if fold(sheet.title) not in _IGNORED] or sheets


def _count_known(rows: Sequence[Sequence[RawValue]]) -> int:
    return max((len(_match_titles(row)) for row in rows[:_HEADER_SEARCH]), default=0)


def _match_titles(row: Sequence[RawValue]) -> dict[str, int]:
    """La colonne de chaque champ que cette ligne nomme ; la première l'emporte."""
    columns: dict[str, int] = {}
    for at, cell in enumerate(row):
        key = _TITLES.get(fold(cell.replace("*", ""))) if isinstance(cell, str) else None
        if key:
            columns.setdefault(key, at)
    return columns


def _find_table(sheets: Sequence[RawSheet], where: Place) -> tuple[RawSheet, int, dict[str, int]]:
    """La feuille, le rang de ses titres, et la colonne de chaque champ."""
    best: tuple[int, RawSheet | None, int, dict[str, int]] = (0, None, 0, {})
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:_HEADER_SEARCH]):
            columns = _match_titles(row)
            if len(columns) > best[0]:
                best = (len(columns), sheet, at, columns)
    _, found, header, columns = best
    if found is None:
        expected = ", ".join(_LABELS.values())
        raise InputError([build_problem("liste-sans-titres", where, expected=expected)])
    return found, header, columns


def _check_columns(sheet: RawSheet, header: int, columns: Mapping[str, int]) -> list[Problem]:
    """Les titres inconnus, signalés, et les colonnes obligatoires qui manquent."""
    place = replace(sheet.where, line=header + 1)
    problems = [
        build_problem("colonne-absente", place, expected=field.label)
        for field in ROSTER.required_fields
        if field.key not in columns
    ]
    for at, cell in enumerate(sheet.rows[header]):
        if cell is None or at in columns.values():
            continue
        where = replace(place, column=str(cell))
        hint = suggest(str(cell), _LABELS.values())
        problems.append(build_problem("colonne-inconnue", where, found=cell, suggestion=hint))
    return problems


def _check_untitled(
    sheet: RawSheet, header: int, rows: Sequence[tuple[int, Sequence[RawValue]]]
) -> list[Problem]:
    """Le premier texte de chaque colonne sans titre : un point-virgule y a peut-être coupé un territoire."""
    titles = sheet.rows[header]
    found: dict[int, Problem] = {}
    for line, row in rows:
        for at, cell in enumerate(row):
            untitled = at >= len(titles) or titles[at] is None
            if untitled and cell is not None and str(cell).strip() and at not in found:
                where = replace(sheet.where, line=line)
                found[at] = build_problem("liste-case-sans-titre", where, found=write_plain(cell))
    return list(found.values())


# --- Lire une ligne -------------------------------------------------------------------------


def _read_cell(row: Sequence[RawValue], column: int | None) -> str:
    value = row[column] if column is not None and column < len(row) else None
    if isinstance(value, float) and value.is_integer():
        value = str(int(value))
    text = _BIDI.sub("", remove_controls(write_plain(value)))
    return _SPACES.sub(" ", text).strip()


def _read_trainee(
    row: Sequence[RawValue], columns: Mapping[str, int], where: Place
) -> tuple[Trainee | None, list[Problem]]:
    values = {key: _read_cell(row, columns.get(key)) for key in (*_LABELS, FIRST_NAME)}
    if values[FIRST_NAME]:
        values["name"] = f"{values[FIRST_NAME]} {values['name']}".strip()
    problems = [
        build_problem("champ-vide", replace(where, column=field.label), field=field.label, help=field.help)
        for field in ROSTER.required_fields
        if not values[field.key] and field.key in columns
    ]
    problems += [
        build_problem(
            "texte-trop-long",
            replace(where, column=_LABELS[key]),
            field=_LABELS[key],
            length=len(values[key]),
            limit=limit,
        )
        for key, limit in _LIMITS.items()
        if len(values[key]) > limit
    ]
    territory: Territory | None = None
    found: list[Problem] = []
    if values["territory"] and not problems:
        territory, found = _resolve(values["territory"], replace(where, column=_LABELS["territory"]))
    problems += found
    if territory is None or any(problem.blocking for problem in problems):
        return None, problems
    return (
        Trainee(
            name=values["name"],
            function=values["function"],
            organisation=values["organisation"],
            territory=territory,
            query=values["territory"],
            where=where,
        ),
        problems,
    )


def _resolve(text: str, where: Place) -> tuple[Territory | None, list[Problem]]:
    """Le territoire, ou le groupe des territoires séparés par des points-virgules."""
    names = [name.strip() for name in text.split(";") if name.strip()]
    resolutions = [_resolve_once(name) for name in names]
    problems = [
        problem for one in resolutions if (problem := build_territory_problem(one, where)) is not None
    ]
    problems += [
        build_problem("territoire-precise", where, note=one.note)
        for one in resolutions
        if one.territory is not None and one.note
    ]
    found = [one.territory for one in resolutions if one.territory is not None]
    if not found or len(found) < len(names):
        return None, problems
    if len(found) == 1:
        return found[0], problems
    problems += [
        build_problem("territoire-recouvert", where, first=pair.first.name, second=pair.second.name)
        for pair in list_overlaps(found)
    ]
    return build_group(" et ".join(one.name for one in found), found), problems


@cache
def _resolve_once(name: str) -> Resolution:
    """Un même nom, répété sur trente lignes, ne se cherche qu'une fois."""
    return resolve_territory(name)


def _check_names(trainees: Sequence[Trainee]) -> list[Problem]:
    """Une même personne deux fois bloque ; deux homonymes se distinguent, et se signalent."""
    problems = []
    seen: dict[tuple[str, str, str], Trainee] = {}
    names: dict[str, Trainee] = {}
    for trainee in trainees:
        first = seen.setdefault(trainee.identity, trainee)
        namesake = names.setdefault(fold_name(trainee.name), trainee)
        if first is not trainee:
            values = {"found": trainee.name, "first": first.where.line}
            problems.append(build_problem("stagiaire-double", trainee.where, **values))
        elif namesake is not trainee:
            lines = {"first": namesake.where.line, "second": trainee.where.line}
            problems.append(build_problem("stagiaire-homonyme", trainee.where, found=trainee.name, **lines))
    return problems
