"""Le fichier livré des territoires, lu une fois et décodé par morceaux, à la demande.

Le fichier est fait par ``tools/rebuild_territories.py`` : les communes y sont rangées par
département, une colonne de texte par sujet ; rien n'est découpé tant que personne n'en a besoin.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from kit.domain.locations import DATA
from kit.domain.typography import fold
from kit.domain.values import Population, Source, Territory, TerritoryKind

DATA_FILE: Final = DATA / "territoires.json.gz"
Reference = tuple[TerritoryKind, str]

LEGAL_FORMS: Final = {
    "CC": "communauté de communes",
    "CA": "communauté d'agglomération",
    "CU": "communauté urbaine",
    "METRO": "métropole",
    "MET69": "métropole de Lyon",
    "EPT": "établissement public territorial",
}
_STATUSES: Final = {
    "d": "commune déléguée",
    "a": "commune associée",
    "f": "ancienne commune",
    "m": "arrondissement municipal",
    "n": "ancien nom",
}


def read_territory_file(path: Path = DATA_FILE) -> dict[str, Any]:
    """Le contenu du fichier livré."""
    content: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return content


def compute_check_digit(digits: str) -> str:
    """La clé de Luhn qui termine un SIREN.

    >>> compute_check_digit("21780440")
    '0'
    """
    doubled = [int(char) * (1 + place % 2) for place, char in enumerate(reversed(digits), start=1)]
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)


@dataclass(frozen=True, kw_only=True)
class Former:
    """Un nom d'autrefois ou d'une partie de commune, et la commune de 2026 où il mène."""

    name: str
    code: str
    target: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """Un EPCI ou un EPT, tel que le fichier l'écrit."""

    code: str
    nature: str
    name: str
    exact_keys: tuple[str, ...]
    loose_keys: tuple[str, ...]
    departments: tuple[str, ...]
    series: str

    @property
    def kind(self) -> TerritoryKind:
        """EPT ou EPCI."""
        return TerritoryKind.EPT if self.nature == "EPT" else TerritoryKind.EPCI


@dataclass(frozen=True, kw_only=True)
class Block:
    """Les communes d'un département : des colonnes, décodées au premier usage."""

    department: str
    columns: dict[str, str]

    @cached_property
    def count(self) -> int:
        """Le nombre de communes."""
        return self.columns["noms"].count("\n") + 1

    @cached_property
    def names(self) -> list[str]:
        """Les noms."""
        return self.columns["noms"].split("\n")

    @cached_property
    def numbers(self) -> list[int]:
        """Le code de chaque commune, sans celui du département."""
        return list(accumulate(map(int, self.columns["codes"].split())))

    @cached_property
    def codes(self) -> list[str]:
        """Les codes Insee."""
        width = 5 - len(self.department)
        return [f"{self.department}{number:0{width}d}" for number in self.numbers]

    @cached_property
    def positions(self) -> dict[str, int]:
        """Le rang de chaque code."""
        return {code: rank for rank, code in enumerate(self.codes)}

    @cached_property
    def groups(self) -> list[tuple[int, ...]]:
        """Les rangs des EPCI et EPT de chaque commune."""
        return [tuple(map(int, line.split())) for line in self.columns["groupes"].split("\n")]

    @cached_property
    def postcodes(self) -> list[tuple[str, ...]]:
        """Les codes postaux de chaque commune."""
        lead = self.department[:2]
        lines = self.columns["postes"].split("\n")
        return [tuple(lead + word if len(word) == 3 else word for word in line.split()) for line in lines]

    @cached_property
    def siren_bases(self) -> list[int]:
        """Les SIREN sans leur clé ; 0 quand la source n'en donne pas."""
        found, gap = [], 0
        for word, number in zip(self.columns["sirens"].split(), self.numbers, strict=True):
            gap += 0 if word == "x" else int(word)
            found.append(0 if word == "x" else gap + number)
        return found

    def siren(self, rank: int) -> str:
        """Le SIREN de la commune de ce rang ; vide quand la source n'en donne pas."""
        base = str(self.siren_bases[rank])
        return base + compute_check_digit(base) if len(base) == 8 else ""

    @cached_property
    def series(self) -> list[str]:
        """La série de populations de chaque commune, encore codée."""
        return self.columns["populations"].split("\n")


def decode_series(text: str, years: Iterable[int]) -> tuple[Population, ...]:
    """La série d'un territoire, de la plus ancienne année à la plus récente, sans les inconnues.

    >>> [item.inhabitants for item in decode_series("100 -5 x -5", (2023, 2024, 2025, 2026))]
    [90, 95, 100]
    """
    found, last = [], 0
    for year, word in zip(sorted(years, reverse=True), text.split(), strict=True):
        if word != "x":
            last += int(word)
            found.append(Population(year=year, inhabitants=last))
    return tuple(reversed(found))


@dataclass(frozen=True, kw_only=True)
class TerritoryIndex:
    """Tous les territoires de 2026 ; rien n'y change une fois lu.

    ``licence``, ``package`` et ``population_note`` disent d'où viennent les chiffres et ce qu'ils sont.
    """

    source: Source
    vintage: int
    licence: str
    package: str
    population_note: str
    years: tuple[int, ...]
    regions: dict[str, tuple[str, str]]
    departments: dict[str, tuple[str, str, str, str]]
    groupings: tuple[Grouping, ...]
    blocks: tuple[Block, ...]
    former: tuple[Former, ...]

    @cached_property
    def offsets(self) -> list[int]:
        """Le rang de la première commune de chaque département."""
        return list(accumulate((block.count for block in self.blocks), initial=0))

    @cached_property
    def block_by_department(self) -> dict[str, Block]:
        """Le bloc de chaque département."""
        return {block.department: block for block in self.blocks}

    @cached_property
    def rank_by_siren(self) -> dict[str, int]:
        """Le rang de chaque EPCI et EPT."""
        return {item.code: rank for rank, item in enumerate(self.groupings)}

    def commune_at(self, rank: int) -> Reference:
        """La commune de ce rang dans l'ordre du fichier."""
        place = bisect_right(self.offsets, rank) - 1
        return TerritoryKind.COMMUNE, self.blocks[place].codes[rank - self.offsets[place]]

    def has(self, reference: Reference) -> bool:
        """Vrai si ce code existe en 2026 dans cette nature."""
        kind, code = reference
        if kind is TerritoryKind.COMMUNE:
            block = self._block_of(code)
            return block is not None and code in block.positions
        if kind is TerritoryKind.DEPARTMENT:
            return code in self.departments
        if kind is TerritoryKind.REGION:
            return code in self.regions
        rank = self.rank_by_siren.get(code)
        return rank is not None and self.groupings[rank].kind is kind

    def territory(self, reference: Reference) -> Territory:
        """Le territoire de cette nature et de ce code.

        :raises KeyError: s'il n'existe pas.
        """
        kind, code = reference
        if not self.has(reference):
            raise KeyError(reference)
        if kind is TerritoryKind.COMMUNE:
            return self._build_commune(code)
        if kind is TerritoryKind.DEPARTMENT:
            name, region, form, series = self.departments[code]
            return Territory(
                kind=kind,
                code=code,
                name=name,
                legal_form=form,
                populations=decode_series(series, self.years),
                parents=self._list_regions([region]),
            )
        if kind is TerritoryKind.REGION:
            name, series = self.regions[code]
            return Territory(kind=kind, code=code, name=name, populations=decode_series(series, self.years))
        return self._build_grouping(self.rank_by_siren[code])

    def latest_population(self, reference: Reference) -> int:
        """La population de la dernière année, 0 si elle est inconnue ; sans bâtir le territoire."""
        kind, code = reference
        if kind is TerritoryKind.COMMUNE:
            block = self._block_of(code)
            series = block.series[block.positions[code]] if block else "x"
        elif kind is TerritoryKind.DEPARTMENT:
            series = self.departments[code][3]
        elif kind is TerritoryKind.REGION:
            series = self.regions[code][1]
        else:
            series = self.groupings[self.rank_by_siren[code]].series
        latest = series.split(" ", 1)[0]
        return 0 if latest == "x" else int(latest)

    def list_communes(self, reference: Reference) -> frozenset[str]:
        """Les codes des communes qu'un territoire couvre."""
        kind, code = reference
        if kind is TerritoryKind.COMMUNE:
            return frozenset([code])
        if kind is TerritoryKind.DEPARTMENT:
            return frozenset(self.block_by_department[code].codes)
        if kind is TerritoryKind.REGION:
            inside = [dep for dep, (_, region, _, _) in self.departments.items() if region == code]
            return frozenset(item for dep in inside for item in self.block_by_department[dep].codes)
        return frozenset(item for item, _ in self._list_members(self.rank_by_siren[code]))

    def list_wider(self, communes: Iterable[str]) -> tuple[tuple[TerritoryKind, str, str], ...]:
        """Les départements puis les régions de ces communes, le plus représenté d'abord."""
        counts: dict[str, int] = {}
        for code in communes:
            block = self._block_of(code)
            if block is not None:
                counts[block.department] = counts.get(block.department, 0) + 1
        return self._list_departments(sorted(counts, key=lambda code: (-counts[code], code)))

    def _block_of(self, code: str) -> Block | None:
        return self.block_by_department.get(code[:3] if code[:2] in {"97", "98"} else code[:2])

    def _build_commune(self, code: str) -> Territory:
        block = self._block_of(code)
        assert block is not None  # noqa: S101 -- ``has`` vient de le vérifier
        rank = block.positions[code]
        around = sorted((self.groupings[number] for number in block.groups[rank]), key=_narrow_first)
        return Territory(
            kind=TerritoryKind.COMMUNE,
            code=code,
            name=block.names[rank],
            siren=block.siren(rank),
            postcodes=block.postcodes[rank],
            populations=decode_series(block.series[rank], self.years),
            parents=(
                *((item.kind, item.code, item.name) for item in around),
                *self._list_departments([block.department]),
            ),
        )

    def _build_grouping(self, rank: int) -> Territory:
        item = self.groupings[rank]
        members = self._list_members(rank)
        around: tuple[tuple[TerritoryKind, str, str], ...] = ()
        if item.kind is TerritoryKind.EPT:
            first = self._build_commune(members[0][0])
            around = tuple(parent for parent in first.parents if parent[0] is TerritoryKind.EPCI)
        return Territory(
            kind=item.kind,
            code=item.code,
            name=item.name,
            siren=item.code,
            legal_form=LEGAL_FORMS[item.nature],
            populations=decode_series(item.series, self.years),
            parents=(*around, *self._list_departments(item.departments)),
            members=tuple(members),
        )

    def _list_members(self, rank: int) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for department in self.groupings[rank].departments:
            block = self.block_by_department[department]
            inside = [place for place, groups in enumerate(block.groups) if rank in groups]
            found.extend((block.codes[place], block.names[place]) for place in inside)
        return sorted(found, key=lambda member: (fold(member[1]), member[0]))

    def _list_departments(self, codes: Iterable[str]) -> tuple[tuple[TerritoryKind, str, str], ...]:
        listed = list(codes)
        regions = dict.fromkeys(self.departments[code][1] for code in listed)
        return (
            *((TerritoryKind.DEPARTMENT, code, self.departments[code][0]) for code in listed),
            *self._list_regions(regions),
        )

    def _list_regions(self, codes: Iterable[str]) -> tuple[tuple[TerritoryKind, str, str], ...]:
        return tuple((TerritoryKind.REGION, code, self.regions[code][0]) for code in codes if code)


def _narrow_first(item: Grouping) -> int:
    return 0 if item.kind is TerritoryKind.EPT else 1


def build_index(content: dict[str, Any]) -> TerritoryIndex:
    """Le contenu du fichier, mis en ordre sans rien décoder."""
    origin = content["source"]
    return TerritoryIndex(
        source=Source(
            title=f"{origin['titre']}, millésime {origin['millesime']}",
            url=origin["adresse"],
            checked_on=dt.date.fromisoformat(origin["verifie_le"]),
        ),
        vintage=origin["millesime"],
        licence=origin["licence"],
        package=f"{origin['paquet']} {origin['version']}",
        population_note=origin["populations"],
        years=tuple(content["annees"]),
        regions={code: (name, series) for code, name, series in content["regions"]},
        departments={code: tuple(rest) for code, *rest in content["departements"]},
        groupings=tuple(_build_raw_grouping(row) for row in content["intercommunalites"]),
        blocks=tuple(Block(department=code, columns=item) for code, item in content["communes"].items()),
        former=_list_former(content["anciens"]),
    )


def _build_raw_grouping(row: list[str]) -> Grouping:
    code, nature, name, exact, loose, departments, series = row
    return Grouping(
        code=code,
        nature=nature,
        name=name,
        exact_keys=tuple(exact.split("|")),
        loose_keys=tuple(loose.split("|")) if loose else (),
        departments=tuple(departments.split()),
        series=series,
    )


def _list_former(columns: dict[str, str]) -> tuple[Former, ...]:
    rows = zip(
        columns["noms"].split("\n"),
        columns["codes"].split(),
        columns["cibles"].split(),
        columns["statuts"],
        strict=True,
    )
    return tuple(
        Former(name=name, code=code, target=target, status=_STATUSES[status])
        for name, code, target, status in rows
    )
