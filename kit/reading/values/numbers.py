"""Les nombres, tels qu'ils sont écrits : espaces entre les milliers, virgule ou point, unité derrière."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from kit.reading.tables.raw import RawValue

_SPACES: Final = re.compile(r"\s")
_NUMBER: Final = re.compile(
    r"(?P<number>[-+−]?\d+(?:[.,]\d{1,12})?)(?P<unit>%|€|euros?)?(?:ht)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Un nombre lu. ``unit`` : « % », « € », ou rien si l'écriture n'en porte pas."""

    value: float
    unit: str = ""

    @property
    def whole(self) -> int | None:
        """Le nombre entier que c'est, s'il l'est et ne porte pas d'unité."""
        return int(self.value) if self.value.is_integer() and not self.unit else None


def read_number(value: RawValue) -> Number | None:
    """Le nombre d'une case ; ``None`` si ce n'en est pas un, ou s'il n'est pas fini.

    >>> read_number("12 500,50 €")
    Number(value=12500.5, unit='€')
    >>> read_number("3 %"), read_number("environ 3")
    (Number(value=3.0, unit='%'), None)
    """
    if isinstance(value, str):
        return _read_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            return None
        return Number(value=number) if math.isfinite(number) else None
    return None


def _read_text(text: str) -> Number | None:
    match = _NUMBER.fullmatch(_SPACES.sub("", text))
    if match is None:
        return None
    number = float(match["number"].replace(",", ".").replace("−", "-"))
    unit = "%" if match["unit"] == "%" else "€" if match["unit"] else ""
    return Number(value=number, unit=unit) if math.isfinite(number) else None


def read_whole(value: RawValue) -> int | None:
    """Le nombre entier d'une case, sans unité ; ``None`` si ce n'en est pas un.

    >>> read_whole("1 200"), read_whole(4.0), read_whole("4,8")
    (1200, 4, None)
    """
    number = read_number(value)
    return number.whole if number else None
