"""Ce qu'une personne obtient quand elle écrit un territoire : lui, des choix, ou des noms proches.

Un texte désigne un territoire, plusieurs, ou aucun ; le kit ne choisit jamais à la place de la
personne. Les règles sont celles de :mod:`kit.knowledge.territories.search` ; une commune de 2026 passe avant
un ancien nom, et une même collectivité sous deux codes (Paris, la Martinique, la Guyane, Mayotte) n'est
comptée qu'une fois.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import count_noun, format_number, join_list
from kit.domain.values import Place, Problem, Territory, TerritoryKind
from kit.knowledge.territories.index import load_territories
from kit.knowledge.territories.names import ALL_KINDS, QUERY_LIMIT, Hit, fold_query
from kit.knowledge.territories.search import OVERSHADOWING, load_search
from kit.knowledge.territories.tables import DEPARTMENT_NATURE

_DEPARTMENT: Final = TerritoryKind.DEPARTMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Un territoire trouvé ; ``note`` dit, s'il y a lieu, par quel ancien nom, ou ce qu'il comprend."""

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


def describe_territory(territory: Territory) -> str:
    """Une ligne qui dit quel territoire a été pris : nom, code, nature, département, population.

    >>> describe_territory(find_territories("78440")[0].territory)
    'Les Mureaux (78440), commune, Yvelines, 34\\u202f632 habitants'
    """
    if territory.kind is TerritoryKind.GROUP:
        where = join_list([name for kind, _, name in territory.parents if kind is _DEPARTMENT])
        what = [territory.name, count_noun(len(territory.members), "membre") * bool(territory.members), where]
    else:
        what = [Match(territory=territory).label]
    people = f"{format_number(territory.population)} habitants" if territory.population else ""
    return ", ".join(part for part in (*what, people) if part)


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


def find_territories(
    query: str, *, kinds: Iterable[TerritoryKind] | None = None, limit: int = 10
) -> tuple[Match, ...]:
    """Les territoires à proposer pour ce texte : les exacts, puis les commencements, puis les proches.

    À égalité, le plus peuplé d'abord.
    """
    wanted = ALL_KINDS if kinds is None else frozenset(kinds)
    if len(query) > QUERY_LIMIT or not fold_query(query) or limit < 1:
        return ()
    hits = load_search().list_proposed(query, wanted, limit)
    return tuple(map(_build_match, hits))


def resolve_territory(query: str) -> Resolution:
    """Le territoire que ce texte désigne, ou les choix, ou des noms proches.

    Textes compris : un nom, « nom (département ou code) », « nom, département », un code Insee, un
    SIREN, un code postal, avec ou sans « commune de », « CC », « métropole », « département »…
    """
    if len(query) > QUERY_LIMIT:
        return Resolution(query=query[:QUERY_LIMIT])
    search = load_search()
    hits = search.list_hits(query)
    matches = tuple(_build_match(hit) for hit in hits)
    if len(hits) == 1 and (larger := search.list_overshadowing(query, hits[0])):
        matches = (*matches, *map(_build_match, larger[:OVERSHADOWING]))
    if len(matches) == 1:
        note = matches[0].note or _note_homonym(query, hits[0])
        return Resolution(query=query, territory=matches[0].territory, note=note)
    if matches:
        return Resolution(query=query, choices=tuple(match.label for match in matches))
    near = search.list_suggestions(query)
    return Resolution(query=query, suggestions=tuple(_build_match(hit).entry for hit in near))


def list_named(query: str, kinds: frozenset[TerritoryKind]) -> tuple[Territory, ...]:
    """Les territoires de ces natures que ce texte désigne exactement, homonymes compris."""
    return tuple(_build_match(hit).territory for hit in load_search().list_hits(query[:QUERY_LIMIT], kinds))


def build_territory_problem(resolution: Resolution, where: Place) -> Problem | None:
    """Le problème à signaler pour une recherche qui n'a pas donné un seul territoire."""
    if resolution.territory is not None:
        return None
    if resolution.choices:
        listed = " ; ".join(resolution.choices)
        values = {"found": resolution.query, "choices": listed, "options": resolution.choices}
        return build_problem("territoire-ambigu", where, **values)
    near = resolution.suggestions[:1]
    hint = f" ; vouliez-vous dire « {near[0]} » ?" if near else ""
    return build_problem("territoire-inconnu", where, found=resolution.query, suggestion=hint)


def _build_match(hit: Hit) -> Match:
    territory = load_territories().territory(hit.reference)
    if hit.former is None:
        return Match(territory=territory, note=_note_inner_department(territory))
    former = f"« {hit.former.name} » ({hit.former.status})"
    return Match(
        territory=territory,
        note=f"{former} mène à {territory.name} ({territory.code}), commune retenue en entier",
    )


def _note_inner_department(territory: Territory) -> str:
    """Dit qu'un département de l'Insee contient une métropole qui y tient lieu de conseil départemental."""
    if territory.kind is not _DEPARTMENT:
        return ""
    index = load_territories()
    inside = (
        index.territory((item.kind, item.code))
        for item in index.groupings
        if item.nature == DEPARTMENT_NATURE and territory.code in item.departments
    )
    metropolis = next(inside, None)
    if metropolis is None or not metropolis.population or not territory.population:
        return ""
    rest = format_number(territory.population - metropolis.population)
    return (
        f"« {territory.name} » est ici le département au sens de l’Insee : {metropolis.name} "
        f"({format_number(metropolis.population)} habitants) y est comprise ; "
        f"le conseil départemental n’administre que le reste ({rest} habitants)"
    )


def _note_homonym(query: str, hit: Hit) -> str:
    """Dit qu'une ancienne commune, ailleurs, porte aussi ce nom."""
    named = load_search().list_homonyms(query, hit)
    if not named:
        return ""
    index = load_territories()
    places = dict.fromkeys(index.territory((TerritoryKind.COMMUNE, item.target)).name for item in named)
    return f"« {named[0].name} » est aussi un ancien nom dans : {', '.join(places)}"
