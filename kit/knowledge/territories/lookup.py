"""Les territoires de 2026 : les trouver, les réunir, dire leur évolution.

Un texte désigne un territoire, plusieurs, ou aucun ; le kit ne choisit jamais à la place de la
personne. Les règles, de la plus fidèle à la plus souple, sont celles de
:meth:`kit.knowledge.territories.search.NameTable.list_exact` ; une commune de 2026 passe avant un ancien nom,
et une même collectivité sous deux codes (Paris, la Martinique, la Guyane, Mayotte) n'est comptée
qu'une fois.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import fold
from kit.domain.values import Place, Population, Problem, Territory, TerritoryKind
from kit.knowledge.territories.search import (
    ALL_KINDS,
    QUERY_LIMIT,
    Hit,
    NameTable,
    Request,
    fold_query,
    list_by_code,
    list_by_postcode,
    list_requests,
)
from kit.knowledge.territories.tables import Reference, TerritoryIndex, build_index, read_territory_file

_SUGGESTIONS: Final = 5
_QUALIFIED: Final = (
    re.compile(r"(?P<name>.+)\((?P<hint>[^()]+)\)"),
    re.compile(r"(?P<name>.+),(?P<hint>[^,]+)"),
    re.compile(r"(?P<hint>\d{5})[\s-]+(?P<name>\D.*)"),
    re.compile(r"(?P<name>.*\D)[\s-]+(?P<hint>\d{5}|\d{2,3}|2[ABab])"),
)
_LABELLED_CODE: Final = re.compile(r"(?:code )?(?P<label>insee|postal|cp|siren) (?P<code>[0-9ab ]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Un territoire trouvé ; ``note`` dit, s'il y a lieu, par quel ancien nom."""

    territory: Territory
    note: str = ""

    @property
    def entry(self) -> str:
        """Le texte à écrire dans un dossier pour désigner ce territoire et lui seul."""
        plain = f"{self.territory.name} ({self.territory.code})"
        wide = self.territory.kind in {TerritoryKind.DEPARTMENT, TerritoryKind.REGION}
        return f"{self.territory.kind.value} {plain}" if wide and not self.territory.legal_form else plain

    @property
    def label(self) -> str:
        """Une ligne pour choisir : nom, code, nature, département."""
        where = next((name for kind, _, name in self.territory.parents if kind is _DEPARTMENT), "")
        what = self.territory.legal_form or self.territory.kind.value
        said = "" if self.entry.startswith(f"{what} ") else what
        return ", ".join(part for part in (self.entry, said, where) if part)


_DEPARTMENT: Final = TerritoryKind.DEPARTMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Ce qu'un texte désigne : un territoire, ou des choix, ou des noms proches à proposer.

    ``choices`` s'affichent ; ``suggestions`` peuvent s'écrire telles quelles dans un dossier.
    ``note`` n'est pas vide quand un ancien nom a mené à une commune, ou en désigne une autre aussi.
    """

    query: str
    territory: Territory | None = None
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Deux territoires d'un groupe qui ont des communes en commun."""

    first: Territory
    second: Territory
    communes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """L'évolution entre la première et la dernière année connues.

    ``annual_rate`` est le taux annuel moyen (0,01 pour 1 %) :
    (dernière / première) puissance (1 / nombre d'années), moins 1.
    """

    first: Population
    last: Population
    annual_rate: float


@cache
def load_territories() -> TerritoryIndex:
    """Les territoires livrés, lus une seule fois."""
    return build_index(read_territory_file())


@cache
def _load_names() -> NameTable:
    return NameTable(index=load_territories())


# --- Chercher -------------------------------------------------------------------------------


def find_territories(
    query: str, *, kinds: Iterable[TerritoryKind] | None = None, limit: int = 10
) -> tuple[Match, ...]:
    """Les territoires à proposer pour ce texte : les exacts, puis les commencements, puis les proches.

    À égalité, le plus peuplé d'abord.
    """
    wanted = ALL_KINDS if kinds is None else frozenset(kinds)
    if len(query) > QUERY_LIMIT or not fold_query(query) or limit < 1:
        return ()
    exact = sorted(_list_hits(query, wanted), key=_most_populated)
    request = list_requests(query)[-1]
    kept = request.kinds & wanted
    near = _list_alike(Request(key=request.key, kinds=kept), limit)
    ordered = dict.fromkeys(hit.reference for hit in (*exact, *near))
    by_reference: dict[Reference, Hit] = {}
    for hit in (*exact, *near):
        by_reference.setdefault(hit.reference, hit)
    return tuple(_build_match(by_reference[place]) for place in list(ordered)[:limit])


def resolve_territory(query: str) -> Resolution:
    """Le territoire que ce texte désigne, ou les choix, ou des noms proches.

    Textes compris : un nom, « nom (département ou code) », « nom, département », un code Insee, un
    SIREN, un code postal, avec ou sans « commune de », « CC », « métropole », « département »…
    """
    if len(query) > QUERY_LIMIT:
        return Resolution(query=query[:QUERY_LIMIT])
    hits = _list_hits(query, ALL_KINDS)
    matches = tuple(_build_match(hit) for hit in hits)
    if len(matches) == 1:
        note = matches[0].note or _note_homonym(query, hits[0])
        return Resolution(query=query, territory=matches[0].territory, note=note)
    if matches:
        return Resolution(query=query, choices=tuple(match.label for match in matches))
    near = _list_suggestions(query)
    return Resolution(query=query, suggestions=tuple(_build_match(hit).entry for hit in near))


def list_named(query: str, kinds: frozenset[TerritoryKind]) -> tuple[Territory, ...]:
    """Les territoires de ces natures que ce texte désigne exactement, homonymes compris."""
    return tuple(_build_match(hit).territory for hit in _list_hits(query[:QUERY_LIMIT], kinds))


def build_territory_problem(resolution: Resolution, where: Place) -> Problem | None:
    """Le problème à signaler pour une recherche qui n'a pas donné un seul territoire."""
    if resolution.territory is not None:
        return None
    if resolution.choices:
        listed = " ; ".join(resolution.choices)
        return build_problem("territoire-ambigu", where, found=resolution.query, choices=listed)
    near = resolution.suggestions[:1]
    hint = f" ; vouliez-vous dire « {near[0]} » ?" if near else ""
    return build_problem("territoire-inconnu", where, found=resolution.query, suggestion=hint)


def _list_hits(text: str, kinds: frozenset[TerritoryKind]) -> list[Hit]:
    """Tout ce que le texte désigne exactement : d'abord en entier, puis « nom + précision »."""
    found = _list_coded(text, kinds) or _list_named(text, kinds)
    if found:
        return found
    for pattern in _QUALIFIED:
        parts = pattern.fullmatch(text.strip())
        if parts:
            named = _list_named(parts["name"], kinds)
            found = [hit for hit in named if _has_hint(hit, parts["hint"])]
            announced = list_requests(f"{parts['hint']} {parts['name']}")[1:]
            found = found or [hit for item in announced for hit in _list_kept(item, kinds)]
            if found:
                return found
    return []


def _list_named(text: str, kinds: frozenset[TerritoryKind]) -> list[Hit]:
    for request in list_requests(text):
        found = _list_kept(request, kinds)
        if found:
            return found
    return []


def _list_kept(request: Request, kinds: frozenset[TerritoryKind]) -> list[Hit]:
    return _load_names().list_exact(replace(request, kinds=request.kinds & kinds))


def _list_coded(text: str, kinds: frozenset[TerritoryKind]) -> list[Hit]:
    """Ce que désigne un code, seul ou annoncé (« INSEE 78440 », « code postal 44000 », « région 04 »)."""
    index = load_territories()
    direct = list_by_code(index, text, kinds)
    if direct:
        return direct
    labelled = _LABELLED_CODE.fullmatch(fold(text))
    if labelled:
        code = labelled["code"].replace(" ", "").upper()
        if labelled["label"] in {"postal", "cp"}:
            return [Hit(reference=place) for place in list_by_postcode(index, code) if place[0] in kinds]
        return _narrow(list_by_code(index, code, kinds), code)
    announced = list_requests(text)[1:]
    for request in announced:
        found = _narrow(list_by_code(index, request.key, request.kinds & kinds), request.key.upper())
        if found:
            return found
    return []


def _narrow(hits: list[Hit], code: str) -> list[Hit]:
    """Un code annoncé comme code Insee l'emporte sur le même nombre lu comme code postal."""
    return [hit for hit in hits if hit.reference[1] == code] or hits


def _has_hint(hit: Hit, hint: str) -> bool:
    """Vrai si la précision (département, région, EPCI, code, nature) convient à ce territoire."""
    territory = load_territories().territory(hit.reference)
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


def _list_alike(request: Request, limit: int) -> list[Hit]:
    """Les noms très proches, puis ceux qui contiennent le texte, puis les autres proches."""
    names = _load_names()
    groups = names.list_containing(request.key, request.kinds)
    inside = [hit for group in groups for hit in sorted(group, key=_most_populated)]
    near = names.list_near(request.key, request.kinds, cutoff=0.75) if len(inside) < limit else []
    close = names.list_near(request.key, request.kinds, cutoff=0.9)
    return [*close, *inside[:limit], *near][: 2 * limit]


def _list_suggestions(text: str) -> list[Hit]:
    index = load_territories()
    if re.fullmatch(r"\s*\d{4}\s*", text):
        return list_by_code(index, f"0{text.strip()}", ALL_KINDS)[:_SUGGESTIONS]
    names = [parts["name"] for pattern in _QUALIFIED if (parts := pattern.fullmatch(text.strip()))]
    for name in (text, *names):
        for request in reversed(list_requests(name)):
            found = dict.fromkeys(_list_alike(request, _SUGGESTIONS))
            if found:
                return list(found)[:_SUGGESTIONS]
    return []


def _most_populated(hit: Hit) -> int:
    return -load_territories().latest_population(hit.reference)


def _build_match(hit: Hit) -> Match:
    territory = load_territories().territory(hit.reference)
    if hit.former is None:
        return Match(territory=territory)
    former = f"« {hit.former.name} » ({hit.former.status})"
    return Match(
        territory=territory,
        note=f"{former} mène à {territory.name} ({territory.code}), commune retenue en entier",
    )


def _note_homonym(query: str, hit: Hit) -> str:
    """Dit qu'une ancienne commune, ailleurs, porte aussi ce nom."""
    others = _load_names().list_former(list_requests(query)[-1])
    named = [item for item in others if item.target != hit.reference[1]]
    if not named or hit.reference[0] is not TerritoryKind.COMMUNE:
        return ""
    index = load_territories()
    places = dict.fromkeys(index.territory((TerritoryKind.COMMUNE, item.target)).name for item in named)
    return f"« {named[0].name} » est aussi un ancien nom dans : {', '.join(places)}"


# --- Réunir ---------------------------------------------------------------------------------


def list_overlaps(territories: Sequence[Territory]) -> tuple[Overlap, ...]:
    """Les couples de territoires qui se recouvrent, pour le dire à la personne."""
    covers = [cover_communes(territory) for territory in territories]
    pairs = [(left, right) for right in range(len(covers)) for left in range(right)]
    return tuple(
        Overlap(first=territories[left], second=territories[right], communes=len(shared))
        for left, right in pairs
        if (shared := covers[left] & covers[right])
    )


def build_group(name: str, territories: Sequence[Territory]) -> Territory:
    """Le groupe de ces territoires ; aucune commune n'y est comptée deux fois.

    Un territoire contenu dans les autres n'est pas gardé comme membre. Une année n'est donnée que
    si tout le monde l'a. Des territoires qui se recouvrent en partie sont additionnés commune par commune.
    """
    flat = [item for territory in territories for item in _expand(territory)]
    kept = _list_distinct(flat)
    communes = frozenset[str]().union(*(cover_communes(item) for item in kept))
    parts = kept
    if sum(len(cover_communes(item)) for item in kept) > len(communes):
        index = load_territories()
        parts = [index.territory((TerritoryKind.COMMUNE, code)) for code in sorted(communes)]
    return Territory(
        kind=TerritoryKind.GROUP,
        code="",
        name=name,
        populations=_sum_populations(parts),
        parents=load_territories().list_wider(communes),
        members=tuple((item.code, item.name) for item in kept),
    )


def _expand(territory: Territory) -> Iterator[Territory]:
    """Les territoires réels d'un groupe ; un territoire réel se rend lui-même."""
    if territory.kind is not TerritoryKind.GROUP:
        yield territory
        return
    index = load_territories()
    for code, name in territory.members:
        places = [(kind, code) for kind in TerritoryKind if index.has((kind, code))]
        yield from (item for place in places if (item := index.territory(place)).name == name)


def _list_distinct(territories: Sequence[Territory]) -> list[Territory]:
    """Les territoires qui apportent au moins une commune, dans l'ordre donné."""
    largest = sorted(territories, key=lambda item: -len(cover_communes(item)))
    kept, seen = [], set[str]()
    for territory in largest:
        if not cover_communes(territory) <= seen:
            kept.append(territory)
            seen |= cover_communes(territory)
    return [item for item in dict.fromkeys(territories) if item in kept]


def cover_communes(territory: Territory) -> frozenset[str]:
    """Les codes des communes d'un territoire réel ou d'un groupe."""
    index = load_territories()
    return frozenset[str]().union(
        *(index.list_communes((item.kind, item.code)) for item in _expand(territory))
    )


def _sum_populations(parts: Sequence[Territory]) -> tuple[Population, ...]:
    series = [{item.year: item.inhabitants for item in part.populations} for part in parts]
    if not parts:
        return ()
    years = [year for year in load_territories().years if all(year in known for known in series)]
    return tuple(Population(year=year, inhabitants=sum(known[year] for known in series)) for year in years)


def describe_trend(territory: Territory) -> Trend | None:
    """L'évolution de la population ; ``None`` s'il y a moins de deux années, ou personne au départ."""
    if len(territory.populations) < 2 or territory.populations[0].inhabitants == 0:
        return None
    first, last = territory.populations[0], territory.populations[-1]
    growth = last.inhabitants / first.inhabitants
    return Trend(first=first, last=last, annual_rate=growth ** (1 / (last.year - first.year)) - 1)
