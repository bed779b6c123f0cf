"""D'une case brute à une valeur typée : une fonction par type de champ, sans entrée-sortie.

Chaque lecteur rend la valeur (``None`` si elle n'a pas pu être lue) et les problèmes relevés.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, Final

from kit.domain.errors import build_problem
from kit.domain.typography import format_euros, format_number, format_short_date
from kit.domain.values import Place, Problem
from kit.reading.fields import Field, FieldKind, Form
from kit.reading.tables.raw import RawRecord, write_plain
from kit.reading.values.choices import index_choices, is_blank_answer, refuse_choice, split_choices
from kit.reading.values.dates import (
    count_days,
    is_endless,
    is_range,
    is_vague_period,
    read_date,
    read_swapped,
)
from kit.reading.values.numbers import TTC, Number, read_number, read_whole
from kit.reading.values.raw_value import RawValue

Parsed = tuple[Any, tuple[Problem, ...]]

_SPLIT: Final = re.compile(r"\s*[;\n]\s*")
_ODD_SPLIT: Final = re.compile(r"[;,\n/]|\bet\b|\s+")
# « 3 – Bonne santé et bien-être », tel que la liste déroulante l'écrit.
_ODD_NAME: Final = re.compile(r"(\d{1,2})[ \u00a0]*[–-][ \u00a0]*[^\d\W][^;\n]*")
_SAID_YEAR: Final = re.compile(
    r"(?:l[’']\s*)?(?:année|annee|an|exercice|en)\s+((?:19|20)\d{2})", re.IGNORECASE
)
_COMMA_NUMBER: Final = re.compile(r"\d{1,3},\d{1,3}")
_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2100
_MAX_AMOUNT: Final = 1e12
_LAST_ODD: Final = 17
_SHOWN: Final = 80
_MAX_COUNT: Final = 1_000_000


def parse_value(field: Field, value: RawValue, where: Place) -> Parsed:
    """La valeur typée du champ et les problèmes relevés ; une case vide rend ``None`` sans problème."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, ()
    return _PARSERS[field.kind](field, value, where)


def parse_record(form: Form, record: RawRecord) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Les valeurs d'une ligne ou d'une fiche, par clé de champ, et tous les problèmes de ses cases.

    Une case qui ne se lit pas n'a pas de valeur. Une colonne absente n'est pas redite à chaque ligne.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in form.fields:
        cell = record.cells.get(field.key)
        if cell is None:
            continue
        value, found = parse_value(field, cell.value, cell.where)
        problems += (*cell.problems, *found)
        if value is not None:
            values[field.key] = value
        elif field.required and not any(problem.blocking for problem in (*cell.problems, *found)):
            help_text = field.help.rstrip(".")
            problems.append(build_problem("champ-vide", cell.where, field=field.label, help=help_text))
    return values, tuple(problems)


def _parse_text(field: Field, value: RawValue, where: Place) -> Parsed:
    text = write_plain(value)
    if field.is_reference:
        return _parse_reference(field, value, text, where)
    return text, _check_length(field, text, where)


def _parse_reference(field: Field, value: RawValue, text: str, where: Place) -> Parsed:
    """Un numéro : le tableur a pu faire un nombre de « 1.1 », ou une date de « 1.2 », et cela se dit."""
    read = text
    if isinstance(value, dt.date):
        read = f"{value.day}.{value.month}"
    elif _COMMA_NUMBER.fullmatch(text):
        read = text.replace(",", ".")
    if read == text:
        return text, _check_length(field, text, where)
    code = "numero-date" if isinstance(value, dt.date) else "numero-nombre"
    return read, (build_problem(code, where, found=text, read=read, longer=f"{read}0"),)


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
    text, choices = write_plain(value), index_choices(field.choices)
    found = choices.find(text)
    if found is not None:
        return found, () if choices.is_literal(text) else (_tell(text, found, where),)
    if is_blank_answer(text):
        return None, (_tell_blank(field, text, where),)
    return None, (refuse_choice(text, field.label, field.choices, where, ", ".join(field.choices)),)


def _tell(text: str, read: str, where: Place) -> Problem:
    return build_problem("lu-comme", where, found=text, read=read)


def _tell_blank(field: Field, text: str, where: Place) -> Problem:
    return build_problem("laisse-vide", where, found=text, field=field.label)


def _parse_choices(field: Field, value: RawValue, where: Place) -> Parsed:
    names = dict.fromkeys(split_choices(write_plain(value), index_choices(field.choices).find))
    parsed = [_parse_choice(field, name, where) for name in names]
    choices = dict.fromkeys(choice for choice, _ in parsed if choice is not None)
    return tuple(choices), tuple(problem for _, problems in parsed for problem in problems)


def _parse_amount(field: Field, value: RawValue, where: Place) -> Parsed:
    text, number = write_plain(value), read_number(value)
    if isinstance(value, dt.date):
        number_text = format_number(count_days(value))
        values = {"found": text, "field": field.label, "number": number_text}
        return None, (build_problem("date-pour-nombre", where, **values),)
    if number is None or number.unit == "%" or number.noun:
        return None, (_refuse_number(field, text, where),)
    if number.other is not None:
        return None, (_ask_number(field, text, number, where),)
    if not 0 <= number.value < _MAX_AMOUNT:
        return None, (_report_bounds(field, text, where, (0, "mille milliards")),)
    if number.is_literal:
        return number.value, ()
    note = " TTC : la TVA n’est pas retirée" if number.note == TTC else ""
    return number.value, (_tell(text, f"{format_euros(number.value)}{note}", where),)


def _refuse_number(field: Field, text: str, where: Place) -> Problem:
    if is_blank_answer(text):
        return _tell_blank(field, text, where)
    found = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return build_problem("nombre-attendu", where, found=found, field=field.label, example=field.example)


def _ask_number(field: Field, text: str, number: Number, where: Place) -> Problem:
    """La question que pose « 12.500 »."""
    decimals = 0 if number.value.is_integer() else 2 if round(number.value, 2) == number.value else 3
    first, second = format_number(number.other or 0), format_number(number.value, decimals)
    return build_problem("nombre-ambigu", where, found=text, field=field.label, first=first, second=second)


def _report_bounds(field: Field, found: str, where: Place, bounds: tuple[object, object]) -> Problem:
    low, high = bounds
    return build_problem("nombre-hors-bornes", where, found=found, field=field.label, low=low, high=high)


def _parse_date(field: Field, value: RawValue, where: Place) -> Parsed:
    text, written = write_plain(value), read_date(value)
    if written is None or not _FIRST_YEAR <= written.day.year <= _LAST_YEAR:
        return None, (_refuse_date(field, text, where),)
    if written.is_literal:
        return written.day, ()
    if written.is_opening and not field.opens:
        return None, (_refuse_date(field, text, where),)
    if written.first is None:
        return written.day, (_tell(text, format_short_date(written.day), where),)
    # « mars 2027 » commence le premier et finit le trente et un.
    is_first = field.opens and written.first < written.day
    day, note = (written.first, "premier") if is_first else (written.day, "dernier")
    return day, (_tell(text, f"{format_short_date(day)}, son {note} jour", where),)


def _refuse_date(field: Field, text: str, where: Place) -> Problem:
    if is_blank_answer(text):
        return _tell_blank(field, text, where)
    if is_endless(text):
        return _tell_blank(field, text, where)
    swapped = read_swapped(text)
    if swapped is not None and _FIRST_YEAR <= swapped.year <= _LAST_YEAR:
        read = format_short_date(swapped)
        return build_problem("date-inversee", where, found=text, field=field.label, read=read)
    written = read_date(text)
    is_vague = is_vague_period(text) or (written is not None and written.is_opening)
    code = "date-plage" if is_range(text) else "date-vague" if is_vague else "date-attendue"
    return build_problem(code, where, found=text, field=field.label, example=field.example)


def _parse_year(field: Field, value: RawValue, where: Place) -> Parsed:
    said = _SAID_YEAR.fullmatch(value.strip()) if isinstance(value, str) else None
    if said is not None:
        return int(said[1]), (_tell(write_plain(value), said[1], where),)
    year = value.year if isinstance(value, dt.date) else read_whole(value)
    if isinstance(value, dt.date) and year is not None and year < _FIRST_YEAR:
        # « 2027 » dans une case au format Date s'affiche comme un jour de 1905.
        days = count_days(value)
        if _FIRST_YEAR <= days <= _LAST_YEAR:
            return days, (_tell(write_plain(value), str(days), where),)
    if year is not None and _FIRST_YEAR <= year <= _LAST_YEAR:
        return year, ()
    found = str(year) if isinstance(value, dt.date) else write_plain(value)
    if is_range(found):
        return None, (build_problem("annees-plage", where, found=found, field=field.label),)
    return None, (_report_bounds(field, found, where, (_FIRST_YEAR, _LAST_YEAR)),)


def _parse_count(field: Field, value: RawValue, where: Place) -> Parsed:
    text, number = write_plain(value), read_number(value)
    if number is not None and number.other is not None and number.other.is_integer():
        # « 1.250 » adhérents ne peut être que mille deux cent cinquante.
        number = Number(value=number.other, is_literal=False)
    count = number.whole if number else None
    if number is None or count is None:
        return None, (_refuse_number(field, text, where),)
    if not 0 <= count <= _MAX_COUNT:
        found = format_number(count)
        return None, (_report_bounds(field, found, where, (0, format_number(_MAX_COUNT))),)
    return count, () if number.is_literal else (_tell(text, format_number(count), where),)


def _parse_odd(field: Field, value: RawValue, where: Place) -> Parsed:
    text = re.sub(r"\bodd\b|n°", " ", write_plain(value), flags=re.IGNORECASE)
    text = _ODD_NAME.sub(r"\1", text)
    # « 4,8 » devenu 4.8 dans un tableur n'est pas deux numéros.
    words = [text] if isinstance(value, float) else [word for word in _ODD_SPLIT.split(text) if word]
    numbers = {word: read_whole(word) for word in words}
    known = {number for number in numbers.values() if number is not None and 1 <= number <= _LAST_ODD}
    problems = tuple(
        _report_bounds(field, word, where, (1, _LAST_ODD))
        for word, number in numbers.items()
        if number not in known
    )
    return tuple(sorted(known)), problems


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
    FieldKind.COUNT: _parse_count,
}
