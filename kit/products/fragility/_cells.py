"""Une case → une commune, ou un nombre."""

from __future__ import annotations

import re
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import fold, format_number
from kit.domain.values import Place, Problem, Territory, TerritoryKind
from kit.knowledge.territories import (
    Match,
    Resolution,
    build_territory_problem,
    list_named,
    load_territories,
    resolve_territory,
)
from kit.reading.tables.raw import write_plain
from kit.reading.values.numbers import Number, read_number
from kit.reading.values.raw_value import RawValue

_COMMUNES: Final = frozenset({TerritoryKind.COMMUNE})
_CODE: Final = re.compile(r"(?:.*\()?(\d{5}|2[ABab]\d{3})\)?")
_MOST: Final = 1e15
# Ce que les tableaux publics écrivent quand une valeur manque ou relève du secret statistique.
MISSING: Final = frozenset({"", "-", "–", "—", "…", "...", "s", "nd", "n.d.", "ns", "n.s.", "na", "n/a"})


def find_commune(value: RawValue, where: Place) -> tuple[Territory | None, list[Problem]]:
    """La commune d'un nom ou d'un code INSEE ; inconnue, ambiguë ou d'autrefois : un problème le dit."""
    text = _write_code(value)
    if not text:
        return None, [build_problem("commune-absente", where)]
    index = load_territories()
    coded = _CODE.fullmatch(text)
    if coded and index.has((TerritoryKind.COMMUNE, coded[1].upper())):
        return index.territory((TerritoryKind.COMMUNE, coded[1].upper())), []
    found = list_named(text, _COMMUNES)
    if len(found) == 1:
        return found[0], _note_other_name(text, found[0], where)
    choices = tuple(Match(territory=one).label for one in found)
    near = () if found else resolve_territory(text).suggestions
    resolution = Resolution(query=text, choices=choices, suggestions=near)
    problem = build_territory_problem(resolution, where)
    return None, [problem] if problem else []


def _write_code(value: RawValue) -> str:
    """Le texte d'une case ; un code INSEE que le tableur a pris pour un nombre retrouve son zéro."""
    text = write_plain(value)
    return f"0{text}" if re.fullmatch(r"\d{4}", text) else text


def _note_other_name(text: str, territory: Territory, where: Place) -> list[Problem]:
    """Dit qu'un ancien nom, un code postal ou une abréviation a mené à cette commune."""
    if fold(territory.name) in fold(text):
        return []
    note = f"« {text} » est lu comme {territory.name} ({territory.code}), commune entière"
    return [build_problem("territoire-precise", where, note=note)]


def parse_number(value: RawValue, field: str, where: Place) -> tuple[Number | None, list[Problem]]:
    """Le nombre d'une case, et ce qui ne va pas ou n'est pas à la lettre ; une case vide est manquante."""
    text = write_plain(value)
    if text.casefold() in MISSING:
        return None, []
    number = read_number(value)
    if number is None or number.noun or abs(number.value) >= _MOST:
        return None, [_refuse(text, field, where)]
    if number.is_literal:
        return number, []
    return number, [
        build_problem("lu-comme", where, found=text, read=f"{number.value:.10g}".replace(".", ","))
    ]


def _refuse(found: str, field: str, where: Place) -> Problem:
    example = format_number(12.5, 1)
    return build_problem("nombre-attendu", where, found=found[:80], field=field, example=example)
