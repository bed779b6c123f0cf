"""Les valeurs que portent les fichiers propres aux documents : source, fait, argumentaire, ODD."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from kit.domain.typography import slugify
from kit.domain.values import Audience, Reliability, Source, TerritoryKind

BLACK: Final = "#000000"
WHITE: Final = "#FFFFFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Un document source. ``reading`` dit comment il a été lu ; ``paged``, si ses pages se citent.

    ``url`` est vide quand aucune adresse n'a été relevée : ``author`` nomme alors qui publie.
    """

    key: str
    title: str
    author: str
    published: str
    url: str
    licence: str
    reading: str
    paged: bool = False

    def cite(
        self,
        *,
        page: str = "",
        reliability: Reliability = Reliability.READ,
        checked_on: dt.date | None = None,
    ) -> Source:
        """La source à imprimer près d'un énoncé."""
        return Source(
            title=f"{self.title}, {self.author}, {self.published}",
            page=page,
            url=self.url,
            reliability=reliability,
            checked_on=checked_on,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Un chiffre d'un fait : sa valeur, son unité, ce qu'il compte."""

    value: float
    unit: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Le territoire d'un cas, et ce qu'il apprend."""

    territory: str
    kind: TerritoryKind
    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Un énoncé sourcé, en une phrase qui se comprend seule. ``reference`` est la clé de sa source."""

    key: str
    statement: str
    source: Source
    reference: str
    themes: tuple[str, ...]
    audiences: tuple[Audience, ...]
    figures: tuple[Figure, ...] = ()
    case: Case | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """Ce que l'on dit à un public, pour une fin (``purpose``).

    ``proofs`` : clés d'énoncés du catalogue ; ``unknown`` : ce que nous ne savons pas.
    """

    audience: Audience
    purpose: str
    message: str
    proofs: tuple[str, ...]
    objection: str
    answer: str
    ask: str
    unknown: str

    @property
    def key(self) -> str:
        """La clé du catalogue : le public et la fin."""
        return f"ARG-{slugify(self.audience.value)}-{self.purpose}".upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Un objectif de développement durable. ``color`` est vide sans source ; ``ink`` se lit dessus."""

    number: int
    title: str
    long_title: str
    source: Source
    color: str = ""
    ink: str = BLACK


def choose_ink(background: str) -> str:
    """L'encre, noire ou blanche, la plus lisible sur ce fond (contraste des WCAG).

    >>> choose_ink("#FCC30B"), choose_ink("#19486A")
    ('#000000', '#FFFFFF')
    """
    channels = (int(background[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    light = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return WHITE if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else BLACK
