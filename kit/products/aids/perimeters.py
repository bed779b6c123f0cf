"""Le périmètre d'une aide contient-il le territoire ? On compare des communes, jamais des noms seuls."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kit.domain.typography import fold
from kit.domain.values import Territory, TerritoryKind
from kit.knowledge.territories import cover_communes, list_named
from kit.products.aids.aid import Perimeter, Scale

_KINDS: Final = {
    Scale.COMMUNE: frozenset({TerritoryKind.COMMUNE}),
    Scale.EPCI: frozenset({TerritoryKind.EPCI, TerritoryKind.EPT}),
    Scale.DEPARTMENT: frozenset({TerritoryKind.DEPARTMENT}),
    Scale.REGION: frozenset({TerritoryKind.REGION}),
}
_EVERYWHERE: Final = frozenset({"france", "france entiere", "toute la france", "europe", "union europeenne"})
_OVERSEAS: Final = ("97", "98")


class Verdict(StrEnum):
    """Ce que l'on sait d'un critère ; « inconnu » n'écarte rien."""

    FITS = "convient"
    FAILS = "ne convient pas"
    UNKNOWN = "inconnu"


Judgement = tuple[Verdict, str]


@dataclass(slots=True, kw_only=True, eq=False)
class Reach:
    """Le territoire d'un dossier, et les périmètres déjà jugés pour lui."""

    territory: Territory
    communes: frozenset[str]
    judged: dict[Perimeter, Judgement] = field(default_factory=dict)


def build_reach(territory: Territory) -> Reach:
    """Le territoire, prêt à être comparé."""
    return Reach(territory=territory, communes=cover_communes(territory))


def judge_perimeter(perimeter: Perimeter | None, reach: Reach) -> Judgement:
    """Le verdict et sa raison ; un même périmètre n'est jugé qu'une fois."""
    if perimeter is None:
        return Verdict.UNKNOWN, "périmètre non dit"
    if perimeter not in reach.judged:
        reach.judged[perimeter] = _judge(perimeter, reach)
    return reach.judged[perimeter]


def _judge(perimeter: Perimeter, reach: Reach) -> Judgement:
    name, scale = perimeter.name, perimeter.scale
    shown = f"« {name} »" if scale is None else f"« {name} » ({scale.label})"
    if not reach.communes:
        return Verdict.UNKNOWN, f"vaut pour {shown} ; le territoire du dossier n’est pas connu"
    if fold(name) in _EVERYWHERE:
        return Verdict.FITS, f"vaut pour {shown}"
    if scale in {Scale.MAINLAND, Scale.OVERSEAS}:
        return _judge_sea(shown, reach, is_overseas=scale is Scale.OVERSEAS)
    if scale is None:
        return _judge_unscaled(perimeter, reach, shown)
    if scale not in _KINDS:
        return Verdict.UNKNOWN, f"vaut pour {shown} : votre territoire en fait-il partie ?"
    return _judge_named(perimeter, _KINDS[scale], reach, shown)


def _judge_unscaled(perimeter: Perimeter, reach: Reach, shown: str) -> Judgement:
    """Sans échelle, comme dans les tableaux : un nom se juge si tous ceux qui le portent s'accordent."""
    borne = (kinds for kinds in _KINDS.values() if list_named(perimeter.name, kinds))
    judged = [_judge_named(perimeter, kinds, reach, shown) for kinds in borne]
    if not judged or len({verdict for verdict, _ in judged}) > 1:
        return Verdict.UNKNOWN, f"vaut pour {shown} : votre territoire en fait-il partie ?"
    return judged[0]


def _judge_named(
    perimeter: Perimeter, kinds: frozenset[TerritoryKind], reach: Reach, shown: str
) -> Judgement:
    """Un territoire officiel : contient-il toutes les communes du dossier, ou quelques-unes ?"""
    named = list_named(perimeter.code, kinds) if perimeter.code else ()
    named = named or list_named(perimeter.name, kinds)
    if not named:
        return Verdict.UNKNOWN, f"vaut pour {shown}, hors de la liste officielle"
    covers = [cover_communes(territory) for territory in named]
    if any(reach.communes <= cover for cover in covers):
        return Verdict.FITS, f"vaut pour {shown}"
    if any(reach.communes & cover for cover in covers):
        return Verdict.UNKNOWN, f"vaut pour {shown}, une partie seulement de {reach.territory.name}"
    return Verdict.FAILS, f"vaut pour {shown}, qui ne contient pas {reach.territory.name}"


def _judge_sea(shown: str, reach: Reach, *, is_overseas: bool) -> Judgement:
    """L'outre-mer ou la métropole, d'après les codes des communes."""
    inside = [code.startswith(_OVERSEAS) is is_overseas for code in reach.communes]
    if all(inside):
        return Verdict.FITS, f"vaut pour {shown}"
    if any(inside):
        return Verdict.UNKNOWN, f"vaut pour {shown}, une partie seulement de {reach.territory.name}"
    return Verdict.FAILS, f"vaut pour {shown}, où {reach.territory.name} ne se trouve pas"
