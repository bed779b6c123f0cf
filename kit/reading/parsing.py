"""D'une case brute à une valeur typée : une fonction par type de champ, sans entrée-sortie.

Chaque lecteur rend la valeur (``None`` si elle n'a pas pu être lue) et les problèmes relevés.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any, Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import fold, format_short_date
from kit.domain.values import Place, Problem
from kit.reading.forms import Field, FieldKind
from kit.reading.tables.raw import RawValue

Parsed = tuple[Any, tuple[Problem, ...]]

_SPLIT: Final = re.compile(r"\s*[;\n]\s*")
_ODD_SPLIT: Final = re.compile(r"[;,\n/]|\bet\b|\s+")
_AMOUNT: Final = re.compile(r"(?P<sign>-?)(?P<whole>\d+|\d{1,3}(?:\d{3})+)(?:[.,](?P<cents>\d{1,4}))?")
_DAY: Final = re.compile(r"(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})")
_ISO: Final = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?")
_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2100
_MAX_AMOUNT: Final = 1e12


def parse_value(field: Field, value: RawValue, where: Place) -> Parsed:
    """La valeur typée du champ et les problèmes relevés ; une case vide rend ``None`` sans problème."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, ()
    return _PARSERS[field.kind](field, value, where)


def write_plain(value: RawValue) -> str:
    """La case en texte, comme la personne l'a vue.

    >>> write_plain(2.0), write_plain(2.5), write_plain(True)
    ('2', '2,5', 'VRAI')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, dt.date):
        return format_short_date(value)
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return str(value).strip()


def _parse_text(field: Field, value: RawValue, where: Place) -> Parsed:
    text = write_plain(value)
    return text, _check_length(field, text, where)


def _check_length(field: Field, text: str, where: Place) -> tuple[Problem, ...]:
    if len(text) <= field.max_length:
        return ()
    return (
        build_problem("texte-trop-long", where, field=field.label, length=len(text), limit=field.max_length),
    )


def _parse_names(field: Field, value: RawValue, where: Place) -> Parsed:
    text = write_plain(value)
    names = dict.fromkeys(name for name in _SPLIT.split(text) if name.strip())
    return tuple(names), _check_length(field, text, where)


def _parse_choice(field: Field, value: RawValue, where: Place) -> Parsed:
    text = write_plain(value)
    by_folded = {fold(choice): choice for choice in field.choices}
    found = by_folded.get(fold(text))
    if found is not None:
        return found, ()
    problem = build_problem(
        "choix-inconnu",
        where,
        found=text,
        field=field.label,
        suggestion=suggest(text, field.choices),
        expected=", ".join(field.choices),
    )
    return None, (problem,)


def _parse_choices(field: Field, value: RawValue, where: Place) -> Parsed:
    parsed = [_parse_choice(field, name, where) for name in _parse_names(field, value, where)[0]]
    choices = dict.fromkeys(choice for choice, _ in parsed if choice is not None)
    return tuple(choices), tuple(problem for _, problems in parsed for problem in problems)


def _parse_amount(field: Field, value: RawValue, where: Place) -> Parsed:
    amount = _read_amount(value)
    if amount is None or not math.isfinite(amount):
        problem = build_problem(
            "nombre-attendu", where, found=write_plain(value), field=field.label, example=field.example
        )
        return None, (problem,)
    if 0 <= amount < _MAX_AMOUNT:
        return amount, ()
    problem = build_problem(
        "nombre-hors-bornes",
        where,
        found=write_plain(value),
        field=field.label,
        low=0,
        high="mille milliards",
    )
    return None, (problem,)


def _read_amount(value: RawValue) -> float | None:
    if isinstance(value, bool | dt.date) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    text = re.sub(r"(?:€|euros?)?\s*(?:ht)?\s*$", "", value.strip(), flags=re.IGNORECASE)
    match = _AMOUNT.fullmatch(re.sub(r"[\s\u00a0\u202f]", "", text))
    if match is None:
        return None
    return float(f"{match['sign']}{match['whole']}.{match['cents'] or 0}")


def _parse_date(field: Field, value: RawValue, where: Place) -> Parsed:
    day = value if isinstance(value, dt.date) else _read_date(write_plain(value))
    if isinstance(day, dt.datetime):
        day = day.date()
    if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return day, ()
    problem = build_problem(
        "date-attendue", where, found=write_plain(value), field=field.label, example=field.example
    )
    return None, (problem,)


def _parse_year(field: Field, value: RawValue, where: Place) -> Parsed:
    text = str(value.year) if isinstance(value, dt.date) else write_plain(value)
    if text.isdecimal() and _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        return int(text), ()
    problem = build_problem(
        "nombre-hors-bornes", where, found=text, field=field.label, low=_FIRST_YEAR, high=_LAST_YEAR
    )
    return None, (problem,)


def _read_date(text: str) -> dt.date | None:
    match = _DAY.fullmatch(text) or _ISO.fullmatch(text)
    if match is None:
        return None
    try:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _parse_odd(field: Field, value: RawValue, where: Place) -> Parsed:
    text = re.sub(r"\bodd\b|n°", " ", write_plain(value), flags=re.IGNORECASE)
    if isinstance(value, float) and not value.is_integer():
        words = [write_plain(value)]
    else:
        words = [word for word in _ODD_SPLIT.split(text) if word]
    wrong = [word for word in words if not (word.isdecimal() and 1 <= int(word) <= 17)]
    problems = tuple(
        build_problem("nombre-hors-bornes", where, found=word, field=field.label, low=1, high=17)
        for word in wrong
    )
    return tuple(sorted({int(word) for word in words if word not in wrong})), problems


_PARSERS: Final[dict[FieldKind, Callable[[Field, RawValue, Place], Parsed]]] = {
    FieldKind.TEXT: _parse_text,
    FieldKind.LONG_TEXT: _parse_text,
    FieldKind.AMOUNT: _parse_amount,
    FieldKind.DATE: _parse_date,
    FieldKind.YEAR: _parse_year,
    FieldKind.CHOICE: _parse_choice,
    FieldKind.CHOICES: _parse_choices,
    FieldKind.ODD: _parse_odd,
    FieldKind.NAMES: _parse_names,
}
