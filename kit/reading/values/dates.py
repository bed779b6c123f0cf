"""Les dates, telles qu'elles sont écrites : en chiffres, en toutes lettres, ou par leur période."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from kit.domain.typography import fold
from kit.reading.tables.raw import RawValue
from kit.reading.values.writings import load_writings

_FRENCH: Final = re.compile(r"(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})")
# Les exports ajoutent une heure au jour.
_ISO: Final = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]\d{1,2}:\d{2}\S*)?")
# Sur le texte replié : « jeudi 21 janvier 2027 a 18h30 ».
_TIME: Final = re.compile(r" (?:a )?\d{1,2} ?(?:h|heures?)(?: ?\d{2})?(?: ?min)?$")
_CLOCK: Final = re.compile(r"\s+(?:à\s+)?\d{1,2}:\d{2}(?::\d{2})?$")
_YEAR: Final = r"(?P<y>\d{4})"
_DAY: Final = re.compile(r"(?P<d>\d{1,2})(?:er)? (?P<month>[a-z]+|\d{1,2}) (?P<y>\d{4}|\d{2})")
_YEAR_FIRST: Final = re.compile(rf"{_YEAR} (?P<month>\d{{1,2}}) (?P<d>\d{{1,2}})")
_MONTH: Final = re.compile(rf"(?:(?P<lead>[a-z].*?) )?(?P<month>[a-z]+|\d{{1,2}}) {_YEAR}")
_MONTH_LAST: Final = re.compile(rf"{_YEAR} (?P<month>\d{{1,2}})")
_ORDINALS: Final = {
    word: rank
    for rank, words in enumerate(
        ("premier 1er", "deuxieme second 2e 2eme 2nd", "troisieme 3e 3eme", "quatrieme 4e 4eme"), 1
    )
    for word in words.split()
}
_PART: Final = re.compile(
    rf"(?:(?P<lead>[a-z].*?) )?(?:(?P<kind>[tsq]) ?(?P<rank>[1-4])"
    r"|(?P<word>trimestre|semestre) (?P<after>[1-4])"
    rf"|(?P<ordinal>\w+) (?P<name>trimestre|semestre)(?: de)?) {_YEAR}"
)
_PART_LAST: Final = re.compile(rf"{_YEAR} (?P<kind>[tsq]) ?(?P<rank>[1-4])")
_WHOLE: Final = re.compile(rf"(?:(?P<lead>[a-z].*?) )?{_YEAR}")
_CENTURY: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDate:
    """Une date lue. ``is_literal`` : écrite en chiffres, année entière.

    ``is_period`` : c'est le dernier jour d'un mois, d'un trimestre ou d'une année.
    """

    day: dt.date
    is_literal: bool = True
    is_period: bool = False


def read_date(value: RawValue) -> WrittenDate | None:
    """La date d'une case ; ``None`` si ce n'en est pas une, ou si le jour n'en est pas sûr.

    >>> read_date("lundi 1er mars 2027").day, read_date("T1 2027").day, read_date("printemps 2027")
    (datetime.date(2027, 3, 1), datetime.date(2027, 3, 31), None)
    """
    if isinstance(value, dt.datetime):
        return WrittenDate(day=value.date())
    if isinstance(value, dt.date):
        return WrittenDate(day=value)
    if not isinstance(value, str):
        return None
    match = _FRENCH.fullmatch(value.strip()) or _ISO.fullmatch(value.strip())
    if match is not None:
        day = _build_day(int(match["y"]), int(match["m"]), int(match["d"]))
        return WrittenDate(day=day) if day else None
    return _read_words(_TIME.sub("", fold(_CLOCK.sub("", value.strip()))))


def read_day(value: RawValue) -> dt.date | None:
    """Le jour écrit en chiffres dans une case ; ``None`` si ce n'en est pas un.

    >>> read_day("01/09/2026"), read_day("2026-09-01T00:00:00"), read_day("31/02/2026"), read_day("mars 2027")
    (datetime.date(2026, 9, 1), datetime.date(2026, 9, 1), None, None)
    """
    written = read_date(value)
    return written.day if written and written.is_literal else None


def is_vague_period(text: str) -> bool:
    """Vrai pour une partie de l'année dont le jour n'est pas sûr : « printemps 2027 », « début mars »."""
    words = fold(text).split()
    return any(word in load_writings().vague_periods for word in words[:2])


def _build_day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _read_words(text: str) -> WrittenDate | None:
    words = load_writings()
    first, _, rest = text.removeprefix("le ").partition(" ")
    weekday = words.weekdays.get(first)
    plain = rest if weekday is not None else text.removeprefix("le ")
    day = _read_exact(plain)
    if day is not None:
        # « lundi 2 mars 2027 » est un mardi : l'un des deux est faux.
        is_sure = weekday is None or day.weekday() == weekday
        return WrittenDate(day=day, is_literal=False) if is_sure else None
    last = _read_period(plain) if weekday is None else None
    return WrittenDate(day=last, is_literal=False, is_period=True) if last else None


def _read_exact(text: str) -> dt.date | None:
    match = _DAY.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    month = _read_month(match["month"]) if match else None
    if match is None or month is None:
        return None
    century = _CENTURY if len(match["y"]) == 2 else 0
    return _build_day(century + int(match["y"]), month, int(match["d"]))


def _read_month(word: str) -> int | None:
    number = int(word) if word.isdecimal() else load_writings().months.get(word)
    return number if number and 1 <= number <= 12 else None


def _read_period(text: str) -> dt.date | None:
    """Le dernier jour d'une période."""
    match = _PART.fullmatch(text) or _PART_LAST.fullmatch(text)
    if match is not None:
        return _end_part(match)
    match = _MONTH.fullmatch(text) or _MONTH_LAST.fullmatch(text)
    month = _read_month(match["month"]) if match else None
    if match is not None and month is not None and _is_lead(match):
        return _end_month(int(match["y"]), month)
    match = _WHOLE.fullmatch(text)
    return dt.date(int(match["y"]), 12, 31) if match and int(match["y"]) and _is_lead(match) else None


def _is_lead(match: re.Match[str]) -> bool:
    lead = match.groupdict().get("lead") or ""
    return not lead or lead in load_writings().period_leads


def _end_part(match: re.Match[str]) -> dt.date | None:
    groups = match.groupdict()
    name = groups.get("kind") or groups.get("word") or groups.get("name") or ""
    rank = int(groups.get("rank") or groups.get("after") or _ORDINALS.get(groups.get("ordinal") or "", 0))
    length = 6 if name.startswith("s") else 3
    if not 1 <= rank <= 12 // length or not _is_lead(match):
        return None
    return _end_month(int(match["y"]), rank * length)


def _end_month(year: int, month: int) -> dt.date | None:
    return _build_day(year, month, calendar.monthrange(year, month)[1]) if year >= dt.MINYEAR else None
