"""Les nombres, tels qu'ils sont écrits : espaces entre les milliers, virgule ou point, unité, « environ »."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from kit.domain.typography import fold
from kit.reading.values.raw_value import RawValue
from kit.reading.values.writings import load_writings

TTC: Final = "TTC"
_SPACES: Final = re.compile(r"\s")
_GAP: Final = re.compile(r"\d\s\d")
_NUMBER: Final = re.compile(
    r"(?P<number>[-+−]?\d+(?:[.,]\d{1,12})?)(?P<unit>%|€|euros?)?(?:ht)?", re.IGNORECASE
)
# « 12.500 » : douze mille cinq cents, ou douze et demi.
_AMBIGUOUS: Final = re.compile(r"[-+−]?[1-9]\d{0,2}[.,]\d{3}")
_GROUPED: Final = re.compile(r"[-+−]?\d{1,3}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})")
_BOTH_MARKS: Final = re.compile(r"[-+−]?\d{1,3}(?:(?:\.\d{3})+,|(?:,\d{3})+\.)\d{1,12}")
_LEADING: Final = re.compile(r"(?P<number>[-+−]?\d(?:[\d\s.,'’]*\d)?)\s*(?P<tail>.*)", re.DOTALL)
_UNIT: Final = r"(?:€|euros?|eur|d['’]\s*euros?)"
_TAX: Final = r"(?P<tax>h\.?\s?t\.?|hors taxes?|t\.?\s?t\.?\s?c\.?|toutes taxes comprises)"
_NOUN: Final = re.compile(r"[^\W\d_][^\d%€]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Un nombre lu. ``unit`` : « % », « € », ou rien si l'écriture n'en porte pas.

    ``is_literal`` : faux si l'écriture a demandé une interprétation, à redire. ``note`` : « TTC ».
    ``noun`` : ce que le nombre compte. ``other`` : l'autre lecture d'une écriture ambiguë.
    """

    value: float
    unit: str = ""
    is_literal: bool = True
    note: str = ""
    noun: str = ""
    other: float | None = None

    @property
    def whole(self) -> int | None:
        """Le nombre entier que c'est, s'il l'est et ne porte pas d'unité."""
        return int(self.value) if self.value.is_integer() and not self.unit else None


def read_number(value: RawValue) -> Number | None:
    """Le nombre d'une case ; ``None`` si ce n'en est pas un, ou s'il n'est pas fini.

    >>> read_number("12 500,50 €").value, read_number("1,2 M€").value, read_number("environ 120").value
    (12500.5, 1200000.0, 120.0)
    >>> read_number("12.500").other, read_number("deux ou trois")
    (12500.0, None)
    """
    if isinstance(value, str):
        number = _read_literal(value) or _read_words(value)
        return number if number and math.isfinite(number.value) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            plain = float(value)
        except OverflowError:
            return None
        return Number(value=plain) if math.isfinite(plain) else None
    return None


def read_whole(value: RawValue) -> int | None:
    """Le nombre entier d'une case, écrit en chiffres et sans unité ; ``None`` si ce n'en est pas un.

    >>> read_whole("1 200"), read_whole(4.0), read_whole("4,8"), read_whole("dix")
    (1200, 4, None, None)
    """
    number = read_number(value)
    return number.whole if number and number.is_literal else None


def _read_literal(text: str) -> Number | None:
    match = _NUMBER.fullmatch(_SPACES.sub("", text))
    if match is None:
        return None
    unit = "%" if match["unit"] == "%" else "€" if match["unit"] else ""
    is_unsure = _AMBIGUOUS.fullmatch(match["number"]) and not _GAP.search(text)
    other = _join(match["number"]) if is_unsure else None
    return Number(value=_to_float(match["number"]), unit=unit, other=other)


def _to_float(digits: str) -> float:
    return float(digits.replace(",", ".").replace("−", "-"))


def _join(digits: str) -> float:
    return float(re.sub(r"[.,]", "", digits).replace("−", "-"))


def _read_words(text: str) -> Number | None:
    """Le nombre d'une écriture qui n'est pas faite que de chiffres."""
    said = load_writings().numbers.get(fold(text))
    if said is not None:
        return Number(value=float(said), is_literal=False)
    match = _LEADING.fullmatch(_about().sub("", text.strip()))
    number = _read_digits(match["number"]) if match else None
    if match is None or number is None:
        return None
    return _read_tail(replace(number, is_literal=False), match["tail"].strip())


@cache
def _about() -> re.Pattern[str]:
    """Ce qui, devant un nombre, dit qu'il n'est pas compté exactement."""
    words = (word for about in load_writings().about for word in {about, fold(about)})
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"^(?:(?:{listed})\.?\s+|[~≈±]\s*)", re.IGNORECASE)


def _read_digits(text: str) -> Number | None:
    digits = re.sub(r"[\s'’]", "", text)
    if _GROUPED.fullmatch(digits):
        return Number(value=_join(digits))
    if _BOTH_MARKS.fullmatch(digits):
        mark = max(digits.rfind("."), digits.rfind(","))
        return Number(value=_to_float(re.sub(r"[.,]", "", digits[:mark]) + "." + digits[mark + 1 :]))
    return _read_literal(text) or _read_literal(digits)


def _read_tail(number: Number, tail: str) -> Number | None:
    """Le nombre et ce qui le suit : un multiple, l'euro, la taxe, ou ce qu'il compte."""
    match = _tail().fullmatch(tail)
    if match is not None:
        factor = _factors().get((match["multiple"] or "").casefold(), 1.0)
        note = TTC if (match["tax"] or "").casefold().startswith("t") else ""
        other = None if number.other is None else number.other * factor
        unit = "€" if tail else number.unit
        return replace(number, value=number.value * factor, other=other, unit=unit, note=note)
    return replace(number, noun=tail) if _NOUN.fullmatch(tail) and not number.unit else None


@cache
def _factors() -> dict[str, float]:
    return {word.casefold(): factor for word, factor in load_writings().multiples.items()}


@cache
def _tail() -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in sorted(_factors(), key=len, reverse=True))
    return re.compile(rf"(?P<multiple>(?:{listed})(?!\w))?\s*{_UNIT}?\s*{_TAX}?\.?", re.IGNORECASE)
