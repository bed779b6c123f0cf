"""Les dates, telles qu'elles sont écrites."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from kit.reading.tables.raw import RawValue

_FRENCH: Final = re.compile(r"(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})")
# Les exports ajoutent une heure au jour.
_ISO: Final = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]\d{1,2}:\d{2}\S*)?")


def read_day(value: RawValue) -> dt.date | None:
    """Le jour d'une case ; ``None`` si ce n'en est pas un.

    >>> read_day("01/09/2026"), read_day("2026-09-01T00:00:00"), read_day("31/02/2026")
    (datetime.date(2026, 9, 1), datetime.date(2026, 9, 1), None)
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = value.strip() if isinstance(value, str) else ""
    match = _FRENCH.fullmatch(text) or _ISO.fullmatch(text)
    if match is None:
        return None
    try:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
