"""La liste des stagiaires : d'un .ods, .xlsx ou .csv reçu à des lignes sûres, tous les défauts d'un coup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import fold
from kit.domain.values import Place, Problem, Territory
from kit.reading.dossier import resolve_all, split_names
from kit.reading.parsing import parse_record
from kit.reading.tables.files import open_sheets
from kit.reading.tables.raw import RawCell, RawRecord, RawSheet, write_plain
from kit.reading.tables.sheet_rows import FormReading, read_form
from kit.reading.tables.titles import find_rival, find_sheet, find_untitled
from kit.training._forms import FIRST_NAME, RECEIVED_ROSTER, ROSTER
from kit.training.layout import MAX_TRAINEES

# Marques qui retournent l'ordre des lettres : elles fausseraient tout ce qui suit un nom.
_BIDI: Final = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES: Final = re.compile(r"[ \t\r\n\u00a0]+")


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
    sheet, reading = _find_roster(path)
    records = [record for record in map(_clean, reading.table.records) if _is_filled(record)]
    problems = [*_soften_doubles(reading.problems)]
    if not records:
        problems.append(build_problem("liste-vide", sheet.where))
    if len(records) > MAX_TRAINEES:
        values = {"count": len(records), "limit": MAX_TRAINEES}
        raise InputError([*problems, build_problem("liste-trop-longue", sheet.where, **values)])
    problems += _check_untitled(sheet, reading)
    trainees = []
    for record in records:
        trainee, found = _read_trainee(record)
        problems += found
        trainees += [trainee] if trainee else []
    problems += _check_names(trainees)
    if _is_blocked(problems):
        raise InputError(problem for problem in problems if problem.blocking)
    return Roster(trainees=tuple(trainees), problems=tuple(problems))


def _find_roster(path: Path) -> tuple[RawSheet, FormReading]:
    """La feuille de la liste, et ses lignes.

    :raises InputError: si aucune feuille ne porte un titre de liste.
    """
    sheets = open_sheets(path, RECEIVED_ROSTER, refusal="liste-format").sheets
    sheet = find_sheet(RECEIVED_ROSTER, sheets)
    rival = find_rival(RECEIVED_ROSTER, sheets, sheet) if sheet is not None else None
    if sheet is not None and rival is not None:
        values = {"first": sheet.title, "second": rival.title, "expected": RECEIVED_ROSTER.title}
        raise InputError([build_problem("feuille-ambigue", Place(file=path.name), **values)])
    if sheet is None:
        expected = ", ".join(field.label for field in ROSTER.fields)
        raise InputError([build_problem("liste-sans-titres", Place(file=path.name), expected=expected)])
    return sheet, read_form(RECEIVED_ROSTER, sheet)


def _soften_doubles(problems: Sequence[Problem]) -> list[Problem]:
    """La première de deux colonnes d'un même champ (« Commune » et « Code INSEE ») suffit à le lire."""
    return [replace(one, blocking=one.blocking and one.code != "colonne-double") for one in problems]


def _check_untitled(sheet: RawSheet, reading: FormReading) -> list[Problem]:
    """Le premier texte de chaque colonne sans titre : un point-virgule y a peut-être coupé un territoire."""
    found = find_untitled(sheet, reading.header) if reading.header else {}
    return [
        build_problem("liste-case-sans-titre", replace(sheet.where, line=line), found=write_plain(cell))
        for line, cell in found.values()
    ]


# --- Lire une ligne -------------------------------------------------------------------------


def _clean(record: RawRecord) -> RawRecord:
    """La ligne aux espaces ramenées à une, le prénom devant le nom."""
    cells = {key: replace(cell, value=_clean_text(cell)) for key, cell in record.cells.items()}
    first = cells.pop(FIRST_NAME, None)
    if first is not None and first.value:
        name = cells.get("name", first)
        cells["name"] = replace(name, value=f"{first.value} {name.value or ''}".strip())
    return RawRecord(where=record.where, cells=cells)


def _clean_text(cell: RawCell) -> str | None:
    return _SPACES.sub(" ", _BIDI.sub("", write_plain(cell.value))).strip() or None


def _is_filled(record: RawRecord) -> bool:
    return any(cell.value or cell.problems for cell in record.cells.values())


def _read_trainee(record: RawRecord) -> tuple[Trainee | None, list[Problem]]:
    values, found = parse_record(ROSTER, record)
    problems = list(found)
    territory = None
    if "territory" in values and not _is_blocked(problems):
        where = record.cells["territory"].where
        query = values["territory"]
        territory, unresolved = resolve_all(split_names(query) or (query,), "", where)
        problems += unresolved
    if territory is None or "name" not in values or _is_blocked(problems):
        return None, problems
    trainee = Trainee(
        name=values["name"],
        function=values.get("function", ""),
        organisation=values.get("organisation", ""),
        territory=territory,
        query=values["territory"],
        where=record.where,
    )
    return trainee, problems


def _is_blocked(problems: Sequence[Problem]) -> bool:
    return any(problem.blocking for problem in problems)


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
