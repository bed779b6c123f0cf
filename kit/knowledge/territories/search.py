"""Ce qu'un texte désigne : par un nom, un code, un SIREN, un code postal, avec ou sans précision.

Les règles, de la plus fidèle à la plus souple, sont celles de
:meth:`kit.knowledge.territories.names.NameTable.list_exact` ; aucune ne choisit entre deux territoires.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final

from kit.domain.typography import fold
from kit.domain.values import TerritoryKind
from kit.knowledge.territories.index import Reference, TerritoryIndex, load_territories
from kit.knowledge.territories.names import ALL_KINDS, Hit, NameTable, Request, fold_query, list_requests
from kit.knowledge.territories.tables import Former
from kit.knowledge.territories.usage import load_usage, rewrite_writing

_SUGGESTIONS: Final = 5
# Une ville d'au moins tant d'habitants, et tant de fois plus peuplée que la commune du nom exact.
_CITY: Final = 20_000
_OVERSHADOWS: Final = 50
# Celles que l'on cite à côté d'elle.
OVERSHADOWING: Final = 3
_QUALIFIED: Final = (
    re.compile(r"(?P<name>.+)\((?P<hint>[^()]+)\)"),
    re.compile(r"(?P<name>.+),(?P<hint>[^,]+)"),
    re.compile(r"(?P<hint>\d{5})[\s-]+(?P<name>\D.*)"),
    re.compile(r"(?P<name>.*\D)[\s-]+(?P<hint>\d{5}|\d{2,3}|2[ABab])"),
)
_LABELLED_CODE: Final = re.compile(r"(?:code )?(?P<label>insee|postal|cp|siren) (?P<code>[0-9ab ]+)")
_DEPARTMENT: Final = TerritoryKind.DEPARTMENT


@dataclass(frozen=True, kw_only=True)
class Search:
    """Chercher parmi tous les territoires, noms et codes, sans jamais choisir."""

    index: TerritoryIndex

    @cached_property
    def names(self) -> NameTable:
        """Tous les noms, repliés à la première recherche."""
        return NameTable(index=self.index)

    def list_hits(self, text: str, kinds: frozenset[TerritoryKind] = ALL_KINDS) -> list[Hit]:
        """Tout ce que le texte désigne exactement : d'abord en entier, puis « nom + précision »."""
        usual = [
            Hit(reference=item)
            for request in list_requests(text)
            for item in load_usage().sure.get(request.key, ())
            if item[0] in request.kinds & kinds
        ]
        text = rewrite_writing(text)
        found = self._list_coded(text, kinds) or self._list_named(text, kinds)
        if found or usual:
            return list({hit.reference: hit for hit in (*usual, *found)}.values())
        for pattern in _QUALIFIED:
            parts = pattern.fullmatch(text.strip())
            if parts:
                named = self._list_named(parts["name"], kinds)
                found = [hit for hit in named if self._has_hint(hit, parts["hint"])]
                announced = list_requests(f"{parts['hint']} {parts['name']}")[1:]
                found = found or [hit for item in announced for hit in self._list_kept(item, kinds)]
                if found:
                    return found
        return []

    def list_proposed(self, text: str, kinds: frozenset[TerritoryKind], limit: int) -> list[Hit]:
        """Les exacts, puis les commencements, puis les proches, sans double ; le plus peuplé d'abord."""
        hits = self.list_hits(text, kinds)
        larger = self.list_overshadowing(text, hits[0])[:OVERSHADOWING] if len(hits) == 1 else []
        exact = [*sorted(hits, key=self._most_populated), *larger]
        usual = load_usage().asked.get(fold_query(text), ())
        exact += [Hit(reference=item) for item in usual if item[0] in kinds]
        request = list_requests(text)[-1]
        near = self._list_alike(Request(key=request.key, kinds=request.kinds & kinds), limit)
        by_reference: dict[Reference, Hit] = {}
        for hit in (*exact, *near):
            by_reference.setdefault(hit.reference, hit)
        return list(by_reference.values())[:limit]

    def list_suggestions(self, text: str) -> list[Hit]:
        """Les noms proches d'un texte qui ne désigne rien."""
        asked = load_usage().asked.get(fold_query(text), ())
        if asked:
            return [Hit(reference=item) for item in asked]
        if re.fullmatch(r"\s*\d{4}\s*", text):
            return list_by_code(self.index, f"0{text.strip()}", ALL_KINDS)[:_SUGGESTIONS]
        names = [parts["name"] for pattern in _QUALIFIED if (parts := pattern.fullmatch(text.strip()))]
        for name in (text, *names):
            for request in reversed(list_requests(name)):
                found = dict.fromkeys(self._list_alike(request, _SUGGESTIONS))
                if found:
                    return list(found)[:_SUGGESTIONS]
        return []

    def list_homonyms(self, text: str, hit: Hit) -> list[Former]:
        """Les anciennes communes d'ailleurs qui portaient aussi le nom de cette commune."""
        if hit.reference[0] is not TerritoryKind.COMMUNE:
            return []
        others = self.names.list_former(list_requests(text)[-1])
        return [item for item in others if item.target != hit.reference[1]]

    def list_overshadowing(self, text: str, hit: Hit) -> list[Hit]:
        """Les villes bien plus peuplées dont le nom commence par celui, seul, de cette petite commune.

        « Évry » est une commune de l'Yonne, et le nom d'usage d'Évry-Courcouronnes : cela se demande.
        D'une ancienne commune (« Boulogne », en Vendée), la population n'est pas connue.
        """
        key = fold_query(text)
        commune = TerritoryKind.COMMUNE
        own = 0 if hit.former else self.index.latest_population(hit.reference)
        name = hit.former.name if hit.former else self.index.territory(hit.reference).name
        if hit.reference[0] is not commune or fold(name) != key:
            return []
        starting, _ = self.names.list_containing(f"{key} ", frozenset({commune}))
        least = max(_CITY, _OVERSHADOWS * own)
        larger = [item for item in starting if self.index.latest_population(item.reference) >= least]
        found = [item for item in larger if item.former is None and item.reference != hit.reference]
        return sorted(found, key=self._most_populated)

    def _list_named(self, text: str, kinds: frozenset[TerritoryKind]) -> list[Hit]:
        for request in list_requests(text):
            found = self._list_kept(request, kinds)
            if found:
                return found
        return []

    def _list_kept(self, request: Request, kinds: frozenset[TerritoryKind]) -> list[Hit]:
        return self.names.list_exact(replace(request, kinds=request.kinds & kinds))

    def _list_coded(self, text: str, kinds: frozenset[TerritoryKind]) -> list[Hit]:
        """Ce que désigne un code, seul ou annoncé (« INSEE 78440 », « code postal 44000 », « région 04 »)."""
        direct = list_by_code(self.index, text, kinds)
        if direct:
            return direct
        labelled = _LABELLED_CODE.fullmatch(fold(text))
        if labelled:
            code = labelled["code"].replace(" ", "").upper()
            if labelled["label"] in {"postal", "cp"}:
                return [
                    Hit(reference=place) for place in list_by_postcode(self.index, code) if place[0] in kinds
                ]
            return _narrow(list_by_code(self.index, code, kinds), code)
        announced = list_requests(text)[1:]
        for request in announced:
            found = _narrow(list_by_code(self.index, request.key, request.kinds & kinds), request.key.upper())
            if found:
                return found
        return []

    def _has_hint(self, hit: Hit, hint: str) -> bool:
        """Vrai si la précision (département, région, EPCI, code, nature) convient à ce territoire."""
        territory = self.index.territory(hit.reference)
        code = hint.strip().upper()
        departments = {parent for kind, parent, _ in territory.parents if kind is _DEPARTMENT}
        if re.fullmatch(r"[0-9][0-9AB]?[0-9 ]*", code):
            plain = code.replace(" ", "")
            own = {territory.code, territory.siren, *territory.postcodes}
            return plain in own or plain in departments
        key = fold_query(hint)
        names = {fold(name) for _, _, name in territory.parents}
        shorter = {name.removeprefix("la ") for name in names}
        return key in names | shorter | {fold(territory.kind.value), fold(territory.legal_form)}

    def _list_alike(self, request: Request, limit: int) -> list[Hit]:
        """Les noms très proches, puis ceux qui contiennent le texte, puis les autres proches."""
        names = self.names
        groups = names.list_containing(request.key, request.kinds)
        inside = [hit for group in groups for hit in sorted(group, key=self._most_populated)]
        near = names.list_near(request.key, request.kinds, cutoff=0.75) if len(inside) < limit else []
        close = names.list_near(request.key, request.kinds, cutoff=0.9)
        return [*close, *inside[:limit], *near][: 2 * limit]

    def _most_populated(self, hit: Hit) -> int:
        return -self.index.latest_population(hit.reference)


@cache
def load_search() -> Search:
    """La recherche parmi les territoires livrés."""
    return Search(index=load_territories())


def _narrow(hits: list[Hit], code: str) -> list[Hit]:
    """Un code annoncé comme code Insee l'emporte sur le même nombre lu comme code postal."""
    return [hit for hit in hits if hit.reference[1] == code] or hits


def list_by_code(index: TerritoryIndex, text: str, kinds: frozenset[TerritoryKind]) -> list[Hit]:
    """Les territoires de ce code : SIREN, code Insee, code postal, département ou région."""
    code = re.sub(r"[\s.\u00a0\u202f]", "", text).upper()
    if re.fullmatch(r"[0-9]{9}", code):
        found = _list_by_siren(index, code)
    elif re.fullmatch(r"[0-9][0-9AB][0-9]{3}", code):
        own = (TerritoryKind.COMMUNE, code)
        found = [own] if index.has(own) else []
        found += [item for item in list_by_postcode(index, code) if item != own]
    elif re.fullmatch(r"[0-9][0-9AB][0-9]?", code):
        places = ((kind, code) for kind in (TerritoryKind.DEPARTMENT, TerritoryKind.REGION))
        found = [item for item in places if index.has(item)]
    else:
        found = []
    hits = [Hit(reference=item) for item in found]
    if not hits:
        old = (item for item in index.former if item.code == code)
        hits = [Hit(reference=(TerritoryKind.COMMUNE, item.target), former=item) for item in old]
    return [hit for hit in hits if hit.reference[0] in kinds]


def list_by_postcode(index: TerritoryIndex, code: str) -> list[Reference]:
    """Les communes que ce code postal dessert."""
    found: list[Reference] = []
    for block in index.blocks:
        needle = code[2:] if code[:2] == block.department[:2] else code
        if needle in block.columns["postes"]:
            served = (rank for rank, codes in enumerate(block.postcodes) if code in codes)
            found.extend((TerritoryKind.COMMUNE, block.codes[rank]) for rank in served)
    return found


def _list_by_siren(index: TerritoryIndex, siren: str) -> list[Reference]:
    rank = index.rank_by_siren.get(siren)
    if rank is not None:
        return [(index.groupings[rank].kind, siren)]
    base = int(siren[:8])
    for block in index.blocks:
        if base in block.siren_bases:
            rank = block.siren_bases.index(base)
            return [(TerritoryKind.COMMUNE, block.codes[rank])] if block.siren(rank) == siren else []
    return []
