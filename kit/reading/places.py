"""Les communes que le dossier cite hors de son territoire.

Un nom de commune est aussi un mot, un patronyme ou le nom d'une autre commune : n'est relevée qu'une
commune des départements du territoire, au nom porté par elle seule en France, écrit tel quel et amené
comme un lieu (« à Salviac », « l'EHPAD de Salviac », « Salviac et Payrac »).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kit.domain.typography import fold
from kit.domain.values import Dossier, PartnerKind, Place, TerritoryKind
from kit.knowledge.territories import cover_communes, list_named, load_territories

_FIRST_WORD: Final = re.compile(r"[^\W\d_a-zà-ÿ]\w*")
_SHORTEST: Final = 4
# Ce qui amène un lieu, ou le second d'une énumération.
_LEADS: Final = re.compile(
    r"(?:\b(?:à|a|de|du|des|en|vers|entre|depuis|jusqu'à|sur|et|ou|commune|ville|mairie)\s+"
    r"|\b[dl]'|[(,&/–]\s*)$",
    re.IGNORECASE,
)
# Le nom ne doit pas continuer : ni « Salviac-le-Haut », ni « Gourdonnais ».
_FOLLOWS: Final = re.compile(r"[\w-]")
_ALL: Final = frozenset(TerritoryKind)

Names = Mapping[str, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsidePlace:
    """Une commune citée hors du territoire : la première fois qu'elle l'est, et par quoi."""

    code: str
    name: str
    where: Place
    cited_by: str


def list_outside_places(dossier: Dossier) -> tuple[OutsidePlace, ...]:
    """Les communes citées hors du territoire, chacune une fois, dans l'ordre des lignes."""
    names = _list_neighbours(dossier)
    found: dict[str, OutsidePlace] = {}
    for text, where, cited_by in _list_texts(dossier) if names else ():
        for code, name in _find_names(text.replace("’", "'"), names):
            if code not in found:
                found[code] = OutsidePlace(code=code, name=name, where=where, cited_by=cited_by)
    return tuple(place for place in found.values() if _is_alone(place))


def _list_neighbours(dossier: Dossier) -> Names:
    """Les communes des mêmes départements, hors du territoire, par leur premier mot."""
    territory, index = dossier.territory, load_territories()
    departments = [code for kind, code, _ in territory.parents if kind is TerritoryKind.DEPARTMENT]
    if not departments:
        return {}
    inside = cover_communes(territory)
    names: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for department in departments:
        block = index.block_by_department[department]
        for code, name in zip(block.codes, block.names, strict=True):
            first = _FIRST_WORD.match(name)
            if code not in inside and len(name) >= _SHORTEST and first:
                names[first[0]].append((name.replace("’", "'"), code))
    return names


def _list_texts(dossier: Dossier) -> Iterator[tuple[str, Place, str]]:
    """Ce qui dit où l'alliance agit : les actions, leurs sous-actions, les communes partenaires."""
    for action in dossier.actions:
        cited_by = f"l’action {action.number}"
        yield action.title, action.where, cited_by
        yield action.description, action.where, cited_by
    for part in dossier.sub_actions:
        yield part.title, part.where, f"l’action {part.action}"
    for partner in dossier.partners:
        if partner.kind is PartnerKind.MUNICIPALITY:
            yield f"commune {partner.name}", partner.where, "la feuille Partenaires"


def _find_names(text: str, names: Names) -> Iterator[tuple[str, str]]:
    for word in _FIRST_WORD.finditer(text):
        start = word.start()
        for name, code in names.get(word[0], ()):
            end = start + len(name)
            is_whole = text.startswith(name, start) and not _FOLLOWS.match(text[end : end + 1])
            if is_whole and _LEADS.search(text[:start]):
                yield code, name


def _is_alone(place: OutsidePlace) -> bool:
    """Vrai si ce nom ne désigne qu'elle, communes d'autrefois comprises."""
    key = fold(place.name)
    former = [item for item in load_territories().former if item.target != place.code]
    same = list_named(place.name, _ALL)
    return [one.code for one in same] == [place.code] and all(fold(item.name) != key for item in former)
