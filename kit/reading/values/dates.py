"""Les dates, telles qu'elles sont écrites : en chiffres, en toutes lettres, ou par leur période."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kit.domain.typography import fold
from kit.reading.values.raw_value import RawValue
from kit.reading.values.writings import load_writings

_FRENCH: Final = re.compile(r"(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})")
# Les exports ajoutent une heure au jour.
_ISO: Final = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]\d{1,2}:\d{2}\S*)?")
_COMPACT: Final = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_COMPACT_FRENCH: Final = re.compile(r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>(?:19|20)\d{2})")
# Le jour que compte un tableur depuis 1900, de 1990 à 2100.
_SERIAL: Final = re.compile(r"(?:3[3-9]|[4-6]\d|7[0-2])\d{3}")
_ORIGIN: Final = dt.date(1899, 12, 30)
# Ce qu'Excel affiche d'un mois : « mars-27 » ; avec une espace, « mars 27 » serait aussi un jour.
_SHORT_MONTH: Final = re.compile(r"(?P<month>[^\W\d_]{3,9})\.?[-/'’](?P<y>\d{2})")
# Sur le texte replié : « jeudi 21 janvier 2027 a 18h30 ».
_TIME: Final = re.compile(r" (?:a )?\d{1,2} ?(?:h|heures?)(?: ?\d{2})?(?: ?min)?$")
_CLOCK: Final = re.compile(r"\s+(?:à\s+)?\d{1,2}:\d{2}(?::\d{2})?$")
_YEAR: Final = r"(?P<y>\d{4})"
_DAY: Final = re.compile(r"(?P<d>\d{1,2})(?: ?er)? (?P<month>[a-z]+|\d{1,2}) (?P<y>\d{4}|\d{2})")
_YEAR_FIRST: Final = re.compile(rf"{_YEAR} (?P<month>\d{{1,2}}) (?P<d>\d{{1,2}})")
_MONTH: Final = re.compile(rf"(?:(?P<lead>[a-z].*?) )?(?P<month>[a-z]+|\d{{1,2}}) {_YEAR}")
_MONTH_LAST: Final = re.compile(rf"{_YEAR} (?P<month>\d{{1,2}})")
_ORDINALS: Final = {
    word: rank
    for rank, words in enumerate(
        ("premier 1er 1", "deuxieme second 2e 2eme 2nd 2", "troisieme 3e 3eme 3", "quatrieme 4e 4eme 4"), 1
    )
    for word in words.split()
}
_PART: Final = re.compile(
    r"(?:(?P<lead>[a-z].*?) )?(?:(?P<kind>[tsq]) ?(?P<rank>[1-4])|(?P<before>[1-4]) ?(?P<letter>[tsq])"
    r"|(?P<word>trimestre|semestre|trim) (?P<after>[1-4])"
    r"|(?P<ordinal>\w+)(?: er)? (?P<name>trimestre|semestre|trim|sem)(?: de)?) (?P<y>\d{4}|\d{2})"
)
_PART_LAST: Final = re.compile(rf"{_YEAR} (?P<kind>[tsq]) ?(?P<rank>[1-4])")
_WEEK: Final = re.compile(
    rf"(?:(?P<lead>[a-z].*?) )?(?:semaine (?P<week>\d{{1,2}})|(?:s|sem) ?(?P<short>[3-9]|\d{{2}})) {_YEAR}"
)
_WHOLE: Final = re.compile(rf"(?:(?P<lead>[a-z].*?) )?{_YEAR}")
_RANGE: Final = re.compile(
    r".*\b(?:19|20)\d{2}\b.+\b(?:19|20)\d{2}\b.*|(?:de|du|entre) .* (?:a|au|et) .*"
    r"|(?P<first>[a-z]+) (?:(?:a|au|et|ou) )?(?P<second>[a-z]+) (?:19|20)\d{2}"
)
_CENTURY: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDate:
    """Une date lue. ``is_literal`` : écrite en chiffres, année entière.

    ``first`` : le premier jour de la période dont c'est le dernier, un mois, un trimestre…
    C'est le même jour si « fin » l'annonce.
    ``is_opening`` : « à partir de » ; la fin n'en est pas connue.
    """

    day: dt.date
    is_literal: bool = True
    first: dt.date | None = None
    is_opening: bool = False


def read_date(value: RawValue) -> WrittenDate | None:
    """La date d'une case ; ``None`` si ce n'en est pas une, ou si le jour n'en est pas sûr.

    >>> read_date("lundi 1er mars 2027").day, read_date("T1 2027").day, read_date("printemps 2027")
    (datetime.date(2027, 3, 1), datetime.date(2027, 3, 31), None)
    >>> read_date("46000").day, read_date("mars-27").first
    (datetime.date(2025, 12, 9), datetime.date(2027, 3, 1))
    """
    if isinstance(value, dt.datetime):
        return WrittenDate(day=value.date())
    if isinstance(value, dt.date):
        return WrittenDate(day=value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:.10g}"
    if not isinstance(value, str):
        return None
    text = value.strip()
    match = _FRENCH.fullmatch(text) or _ISO.fullmatch(text)
    if match is not None:
        day = _build_day(int(match["y"]), int(match["m"]), int(match["d"]))
        return WrittenDate(day=day) if day else None
    return _read_digits(text) or _read_words(_TIME.sub("", fold(_CLOCK.sub("", text))))


def read_day(value: RawValue) -> dt.date | None:
    """Le jour écrit en chiffres dans une case ; ``None`` si ce n'en est pas un.

    >>> read_day("01/09/2026"), read_day("2026-09-01T00:00:00"), read_day("31/02/2026"), read_day("mars 2027")
    (datetime.date(2026, 9, 1), datetime.date(2026, 9, 1), None, None)
    """
    written = read_date(value)
    return written.day if written and written.is_literal else None


def count_days(day: dt.date) -> int:
    """Le nombre qu'un tableur garde d'un jour.

    >>> count_days(dt.date(2025, 12, 9))
    46000
    """
    return (day - _ORIGIN).days


def read_swapped(text: str) -> dt.date | None:
    """Le jour de « 04/13/2027 », où le mois est écrit d'abord ; ``None`` s'il n'y en a pas."""
    match = _FRENCH.fullmatch(text.strip())
    return _build_day(int(match["y"]), int(match["d"]), int(match["m"])) if match else None


def is_vague_period(text: str) -> bool:
    """Vrai si le jour ou l'année n'est pas sûr : « printemps 2027 », « début mars », « 31 mars »."""
    words = fold(text).split()
    last = _read_month(words[-1]) if words and words[-1].isalpha() else None
    if words and words[0] == "avant":
        return True
    is_day = len(words) == 2 and words[0].removesuffix("er").isdecimal() and _read_month(words[1]) is not None
    return bool(last or is_day) or any(word in load_writings().vague_periods for word in words[:2])


def is_range(text: str) -> bool:
    """Vrai pour deux dates ou deux périodes dans la même case : « 2027-2028 », « mars à juin 2027 »."""
    match = _RANGE.fullmatch(fold(text))
    return match is not None and all(word is None or _read_month(word) for word in match.groups())


def is_endless(text: str) -> bool:
    """Vrai si la personne écrit qu'il n'y a pas de date : « permanent », « toute l'année »."""
    return fold(text) in load_writings().endless


def _build_day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _read_digits(text: str) -> WrittenDate | None:
    """La date que des chiffres seuls, ou un mois abrégé d'Excel, ne peuvent dire que d'une façon."""
    if _SERIAL.fullmatch(text):
        return WrittenDate(day=_ORIGIN + dt.timedelta(days=int(text)), is_literal=False)
    match = _COMPACT.fullmatch(text) or _COMPACT_FRENCH.fullmatch(text)
    day = _build_day(int(match["y"]), int(match["m"]), int(match["d"])) if match else None
    if day is not None:
        return WrittenDate(day=day, is_literal=False)
    short = _SHORT_MONTH.fullmatch(text)
    month = _read_month(fold(short["month"])) if short else None
    return _build_period(_CENTURY + int(short["y"]), month, 1) if short and month else None


def _read_words(text: str) -> WrittenDate | None:
    words = load_writings()
    text = _strip_tail(text, words.date_tails)
    opening = _strip_lead(text, words.opening_leads)
    text, is_opening = (opening, True) if opening is not None else (text, False)
    plain = _strip_lead(text, words.day_leads) or text
    first, _, rest = plain.partition(" ")
    weekday = words.weekdays.get(first)
    day = _read_exact(rest if weekday is not None else plain)
    if day is not None:
        # « lundi 2 mars 2027 » est un mardi : l'un des deux est faux.
        is_sure = weekday is None or day.weekday() == weekday
        return WrittenDate(day=day, is_literal=False, is_opening=is_opening) if is_sure else None
    period = _read_period(text) if weekday is None else None
    return replace(period, is_opening=is_opening) if period else None


def _strip_tail(text: str, tails: Iterable[str]) -> str:
    return next((text.removesuffix(f" {tail}") for tail in tails if text.endswith(f" {tail}")), text)


def _strip_lead(text: str, leads: Iterable[str]) -> str | None:
    """Le texte sans ce qui l'annonce ; ``None`` si rien ne l'annonce."""
    return next((text.removeprefix(f"{lead} ") for lead in leads if text.startswith(f"{lead} ")), None)


def _read_exact(text: str) -> dt.date | None:
    match = _DAY.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    month = _read_month(match["month"]) if match else None
    return _build_day(_read_year(match["y"]), month, int(match["d"])) if match and month else None


def _read_year(digits: str) -> int:
    return int(digits) + (_CENTURY if len(digits) == 2 else 0)


def _read_month(word: str) -> int | None:
    number = int(word) if word.isdecimal() else load_writings().months.get(word)
    return number if number and 1 <= number <= 12 else None


def _read_period(text: str) -> WrittenDate | None:
    match = _PART.fullmatch(text) or _PART_LAST.fullmatch(text)
    if match is not None:
        return _read_part(match)
    match = _WEEK.fullmatch(text)
    if match is not None:
        return _read_week(match)
    match = _MONTH.fullmatch(text) or _MONTH_LAST.fullmatch(text)
    month = _read_month(match["month"]) if match else None
    if match is not None and month is not None and _is_lead(match):
        return _close(match, _build_period(int(match["y"]), month, 1))
    match = _WHOLE.fullmatch(text)
    return _close(match, _build_period(int(match["y"]), 1, 12)) if match and _is_lead(match) else None


def _close(match: re.Match[str], period: WrittenDate | None) -> WrittenDate | None:
    """La période, réduite à son dernier jour si « fin » l'annonce."""
    is_end = "fin" in (match.groupdict().get("lead") or "").split()
    return replace(period, first=period.day) if period and is_end else period


def _is_lead(match: re.Match[str]) -> bool:
    lead = match.groupdict().get("lead") or ""
    return not lead or lead in load_writings().period_leads


def _read_part(match: re.Match[str]) -> WrittenDate | None:
    groups = match.groupdict()
    name = next(filter(None, map(groups.get, ("kind", "letter", "word", "name"))), "")
    rank = next(filter(None, map(groups.get, ("rank", "before", "after", "ordinal"))), "")
    number, length = _ORDINALS.get(rank, 0), 6 if name.startswith("s") else 3
    if not 1 <= number <= 12 // length or not _is_lead(match):
        return None
    return _close(match, _build_period(_read_year(match["y"]), (number - 1) * length + 1, length))


def _read_week(match: re.Match[str]) -> WrittenDate | None:
    try:
        first = dt.date.fromisocalendar(int(match["y"]), int(match["week"] or match["short"]), 1)
    except ValueError:
        return None
    last = first + dt.timedelta(days=6)
    return WrittenDate(day=last, is_literal=False, first=first) if _is_lead(match) else None


def _build_period(year: int, month: int, length: int) -> WrittenDate | None:
    """La période de ``length`` mois qui commence à celui-ci."""
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    end = month + length - 1
    last = dt.date(year, end, calendar.monthrange(year, end)[1])
    return WrittenDate(day=last, is_literal=False, first=dt.date(year, month, 1))
