"""Le registre des familles : chaque fichier, et la sorte de fiche qu'il porte.

Une famille nouvelle s'ajoute ici, en une ligne ; ses clés propres sont les champs de sa fiche.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from kit.knowledge.catalogue.deriving import build_shape, build_value, once_per_type
from kit.knowledge.catalogue.entries import (
    CaseStudy,
    Entry,
    FamilyText,
    Lever,
    Method,
    Programme,
    Question,
    Quiz,
    Survey,
    Target,
    Uncertainty,
)
from kit.knowledge.catalogue.readers import References, build_source
from kit.knowledge.catalogue.records import Key, Record, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Une famille : son nom, qui est celui de son fichier, et la sorte de ses fiches."""

    name: str
    kind: type[Entry] = Entry

    @property
    def shape(self) -> Shape:
        """La forme de son fichier."""
        return _build_file_shape(self.kind)

    @property
    def is_sourced(self) -> bool:
        """Vrai si ses fiches citent une source ; faux si ce guide les a écrites."""
        return self.kind.is_sourced


@once_per_type
def _build_file_shape(kind: type[Entry]) -> Shape:
    entry = build_shape(kind, without=() if kind.is_sourced else ("reference", "source"))
    return Shape(keys=(*build_shape(FamilyText).keys, Key(name="fiches", many=True, shape=entry)))


def build_entry(record: Record, family: Family, sources: References) -> Entry:
    """La fiche figée d'un enregistrement sans défaut."""
    source = build_source(record, sources) if family.is_sourced else None
    entry = build_value(family.kind, record, family=family.name, source=source)
    return replace(entry, figures=(*entry.figures, *entry.amounts)) if isinstance(entry, Programme) else entry


_DECLARED: Final = (
    Family(name="anpp"),
    Family(name="ateliers"),
    Family(name="besoins"),
    Family(name="cgedd"),
    Family(name="comite21"),
    Family(name="echelons"),
    Family(name="enseignements"),
    Family(name="etapes-fonda"),
    Family(name="formation"),
    Family(name="global-compact"),
    Family(name="indice-fragilite"),
    Family(name="ingenieries"),
    Family(name="metiers"),
    Family(name="outils-covid"),
    Family(name="portes"),
    Family(name="prismes"),
    Family(name="profils"),
    Family(name="programme-rencontre"),
    Family(name="themes-leviers"),
    Family(name="volets-covid"),
    Family(name="enquetes", kind=Survey),
    Family(name="quiz", kind=Quiz),
    Family(name="questions", kind=Question),
    Family(name="cas", kind=CaseStudy),
    Family(name="cibles", kind=Target),
    Family(name="programmes", kind=Programme),
    Family(name="methodes", kind=Method),
    Family(name="leviers", kind=Lever),
    Family(name="incertitudes", kind=Uncertainty),
)
FAMILIES: Final[Mapping[str, Family]] = MappingProxyType({family.name: family for family in _DECLARED})
UNCERTAIN: Final = "incertitudes"
