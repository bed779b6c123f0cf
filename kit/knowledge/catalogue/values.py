"""Les valeurs que portent les fichiers propres aux documents : source, fait, argumentaire, ODD."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal

from kit.domain.declaring import flat, keyed
from kit.domain.typography import slugify
from kit.domain.values import Audience, Reliability, Source, Territory, TerritoryKind

BLACK: Final = "#000000"
WHITE: Final = "#FFFFFF"

Purpose = Literal["rejoindre", "soutenir", "financer", "continuer"]


class Cited(StrEnum):
    """Ce qu'une clé cite.

    ``ORIGIN`` : la source d'où vient l'énoncé ; ``PROOF`` : une fiche qui n'est ni une hypothèse ni un doute.
    """

    ORIGIN = "provenance"
    SOURCE = "source"
    THEME = "thème"
    ENTRY = "fiche"
    CASE = "cas"
    CRAFT = "métier"
    PROOF = "preuve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Un document source. ``reading`` dit comment il a été lu ; ``paged``, si ses pages se citent.

    ``url`` est vide quand aucune adresse n'a été relevée : ``author`` nomme alors qui publie.
    """

    key: str = field(metadata=keyed("cle", "Clé", about="Identifiant de la source.", is_promised=True))
    title: str = field(metadata=keyed("titre", "Titre", about="Titre du document.", is_promised=True))
    author: str = field(metadata=keyed("auteur", "Auteur", about="Auteur ou éditeur.", is_promised=True))
    published: str = field(
        metadata=keyed("date", "Date", about="Date de publication, telle qu’elle est connue.")
    )
    url: str = field(
        default="",
        metadata=keyed(
            "adresse",
            "Adresse",
            about="Lue en copie, non vérifiée en ligne, ou vide.",
            pattern=r"https?://\S+",
        ),
    )
    licence: str = field(
        metadata=keyed("licence", "Licence", about="Ce que la source permet, ou ce qui en est repris.")
    )
    reading: str = field(metadata=keyed("lecture", "Lecture", about="Comment la source a été lue."))
    paged: bool = field(default=False, metadata=keyed("paginee"))

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

    value: float = field(metadata=keyed("valeur", "Valeur", about="Le nombre.", is_promised=True))
    unit: str = field(
        metadata=keyed(
            "unite", "Unité", about="Ce que compte le nombre.", is_searched=False, is_promised=True
        )
    )
    label: str = field(
        metadata=keyed("libelle", "Libellé", about="Ce que mesure le nombre.", is_promised=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Le territoire d'un cas, et ce qu'il apprend."""

    territory: str = field(metadata=keyed("territoire"))
    kind: TerritoryKind = field(metadata=keyed("nature"))
    lesson: str = field(metadata=keyed("lecon"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Un énoncé sourcé, en une phrase qui se comprend seule. ``reference`` est la clé de sa source.

    Sans ``title``, les premiers mots de l'énoncé le nomment.
    """

    key: str = field(metadata=keyed("id", pattern=r"[A-Z0-9-]+"))
    title: str = field(default="", metadata=keyed("titre"))
    statement: str = field(metadata=keyed("enonce"))
    figures: tuple[Figure, ...] = field(default=(), metadata=keyed("chiffres"))
    reference: str = field(metadata=keyed("source", is_required=False))
    source: Source = field(metadata=flat())
    themes: tuple[str, ...] = field(metadata=keyed("themes", cites=Cited.THEME))
    audiences: tuple[Audience, ...] = field(metadata=keyed("publics"))
    case: Case | None = field(default=None, metadata=keyed("cas"))
    remark: str = field(default="", metadata=keyed("remarque"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Une objection que certains territoires seulement entendent, et ce que l'on y répond.

    ``kinds`` : les natures de territoire où elle se dit ; ``fewest`` et ``most`` : sa population, bornes
    comprises, quand elle y change quelque chose.
    """

    kinds: tuple[TerritoryKind, ...] = field(metadata=keyed("natures"))
    fewest: int | None = field(default=None, metadata=keyed("habitants_min"))
    most: int | None = field(default=None, metadata=keyed("habitants_max"))
    objection: str = field(metadata=keyed("objection"))
    answer: str = field(metadata=keyed("reponse"))

    def fits(self, territory: Territory) -> bool:
        """Vrai si elle se dit sur ce territoire ; une population inconnue ne convient à aucune borne."""
        if territory.kind not in self.kinds:
            return False
        if self.fewest is None and self.most is None:
            return True
        people = territory.population
        return people is not None and (self.fewest or 0) <= people <= (self.most or people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """Ce que l'on dit à un public, pour une fin (``purpose``).

    ``proofs`` : clés d'énoncés du catalogue ; ``unknown`` : ce que nous ne savons pas.
    """

    audience: Audience = field(metadata=keyed("public"))
    purpose: Purpose = field(metadata=keyed("but"))
    message: str = field(metadata=keyed("message"))
    proofs: tuple[str, ...] = field(metadata=keyed("preuves", cites=Cited.PROOF))
    objection: str = field(metadata=keyed("objection"))
    answer: str = field(metadata=keyed("reponse"))
    ask: str = field(metadata=keyed("demande"))
    unknown: str = field(metadata=keyed("limite"))
    local: tuple[Objection, ...] = field(default=(), metadata=keyed("selon_territoire"))

    def list_objections(self, territory: Territory) -> tuple[tuple[str, str], ...]:
        """Les objections à prévoir ici, chacune avec sa réponse : celles du lieu, puis celle de tous."""
        fitting = ((one.objection, one.answer) for one in self.local if one.fits(territory))
        return (*fitting, (self.objection, self.answer))

    @property
    def key(self) -> str:
        """La clé du catalogue : le public et la fin."""
        return f"ARG-{slugify(self.audience.value)}-{self.purpose}".upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Un objectif de développement durable. ``color`` est vide sans source ; ``ink`` se lit dessus."""

    number: int = field(metadata=keyed("numero"))
    title: str = field(metadata=keyed("titre"))
    long_title: str = field(metadata=keyed("intitule"))
    color: str = field(default="", metadata=keyed("couleur", pattern="#[0-9A-F]{6}"))
    source: Source
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
