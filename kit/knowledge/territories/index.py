"""Tous les territoires de 2026, en un seul objet : qui existe, ce qui le contient, ce qu'il contient."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import Any

from kit.domain.typography import fold
from kit.domain.values import Source, Territory, TerritoryKind
from kit.knowledge.territories.tables import (
    LEGAL_FORMS,
    Block,
    Former,
    Grouping,
    build_groupings,
    decode_series,
    list_former,
    read_territory_file,
)

Reference = tuple[TerritoryKind, str]


@dataclass(frozen=True, kw_only=True)
class TerritoryIndex:
    """Tous les territoires de 2026 ; rien n'y change une fois lu.

    ``licence``, ``package`` et ``population_note`` disent d'où viennent les chiffres et ce qu'ils sont.
    """

    source: Source
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
        licence=origin["licence"],
        package=f"{origin['paquet']} {origin['version']}",
        population_note=origin["populations"],
        years=tuple(content["annees"]),
        regions={code: (name, series) for code, name, series in content["regions"]},
        departments={code: tuple(rest) for code, *rest in content["departements"]},
        groupings=build_groupings(content["intercommunalites"]),
        blocks=tuple(Block(department=code, columns=item) for code, item in content["communes"].items()),
        former=list_former(content["anciens"]),
    )


@cache
def load_territories() -> TerritoryIndex:
    """Les territoires livrés, lus une seule fois."""
    return build_index(read_territory_file())
