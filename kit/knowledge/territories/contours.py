"""Les contours livrés des communes : leurs limites, chacune une fois, lues par département à la demande.

Le fichier est fait par ``tools/rebuild_contours.py`` ; ``tools/_contour_blocks.py`` décrit sa forme. Une
limite connaît les communes de ses deux côtés : le contour d'un territoire est fait des limites dont un
seul côté est à lui, sans rien calculer. Le navigateur prend ce fichier à part, quand une carte le demande.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from struct import calcsize, unpack_from
from typing import TYPE_CHECKING, Any, Final

from kit.domain.locations import DATA
from kit.knowledge.territories.lines import Spot

if TYPE_CHECKING:
    from zipfile import ZipFile

CONTOUR_FILE: Final = DATA / "contours.zip"
OVERVIEW: Final = "departements"
OUTLINE: Final = "france"
_HEAD: Final = "<HHIHii"
_CODE_WIDTH: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Une limite : les codes de ses deux côtés, le second vide au bord du pays, et ses points en degrés."""

    first: str
    second: str
    points: tuple[Spot, ...]


@dataclass(frozen=True, kw_only=True)
class Contours:
    """L'archive des contours, dont on ne lit que les départements demandés."""

    path: Path

    @cached_property
    def _archive(self) -> ZipFile:
        from zipfile import ZipFile

        return ZipFile(self.path)

    @cached_property
    def about(self) -> dict[str, Any]:
        """Ce que l'archive dit d'elle-même."""
        content: dict[str, Any] = json.loads(self._archive.read("index.json"))
        return content

    @property
    def credit(self) -> str:
        """La mention à imprimer sous une carte."""
        source = self.about["source"]
        return f"Contours : {source['titre']} (repris du paquet {source['paquet']}), {source['licence']}"

    @cached_property
    def inside(self) -> dict[str, str]:
        """Les communes que la source dessine encore dans une autre, et laquelle."""
        return dict(self.about["dans_une_autre"])

    @property
    def rebuilt(self) -> tuple[str, ...]:
        """Les communes sans contour dans la source, recomposées de leurs communes déléguées."""
        return tuple(self.about["recomposees"])

    @property
    def completed(self) -> tuple[str, ...]:
        """Les communes nouvelles à qui un vide de la source a été rendu."""
        return tuple(self.about["completees"])

    @cached_property
    def missing(self) -> frozenset[str]:
        """Les communes que la source ne dessine pas du tout."""
        return frozenset(self.about["sans_contour"])

    @cached_property
    def areas(self) -> dict[str, float]:
        """La surface de chaque commune dessinée, en km²."""
        return {
            code: int(surface) / 100
            for name, block in self.about["blocs"].items()
            if "surfaces" in block
            for code, surface in zip(self._list_codes(name), block["surfaces"].split(), strict=True)
        }

    def has(self, code: str) -> bool:
        """Vrai si cette commune a un contour à elle."""
        name = find_department(code)
        return name in self.about["blocs"] and code in self._list_codes(name)

    def list_limits(self, codes: Collection[str]) -> tuple[Limit, ...]:
        """Les limites qui bordent au moins une de ces communes, chacune une fois, dans un ordre stable."""
        wanted = frozenset(codes)
        names = sorted({find_department(code) for code in wanted} & self.about["blocs"].keys())
        found: list[Limit] = []
        for name in names:
            earlier = frozenset(names[: names.index(name)])
            found += self._read_block(name, wanted, earlier)
        return tuple(found)

    def list_departments(self, codes: Collection[str]) -> tuple[Limit, ...]:
        """Les limites, très simplifiées, qui bordent au moins un de ces départements de la métropole."""
        return tuple(self._read_block(OVERVIEW, frozenset(codes), frozenset()))

    def list_outline(self) -> tuple[Limit, ...]:
        """Le contour de la métropole, à l'échelle d'une vignette."""
        return tuple(self._read_block(OUTLINE, frozenset({"FR"}), frozenset()))

    @cache  # noqa: B019 -- l'archive livrée est unique et vit aussi longtemps que le programme
    def _list_codes(self, name: str) -> tuple[str, ...]:
        block = self.about["blocs"][name]
        if "codes" in block:
            return tuple(block["codes"].split())
        width = _CODE_WIDTH - len(name)
        return tuple(
            f"{name}{number:0{width}d}" for number in accumulate(map(int, block["communes"].split()))
        )

    def _read_block(self, name: str, wanted: frozenset[str], earlier: frozenset[str]) -> Iterator[Limit]:
        """Les limites voulues d'un bloc, sauf celles qu'un bloc déjà lu a données."""
        raw = self._archive.read(f"{name}.bin")
        foreign, lines, points, step, x, y = unpack_from(_HEAD, raw)
        at = calcsize(_HEAD) + _CODE_WIDTH * foreign
        strangers = [raw[start : start + _CODE_WIDTH].decode() for start in range(calcsize(_HEAD), at, 5)]
        codes = (*self._list_codes(name), *strangers, "")
        columns = [
            _read_column(raw, at + 2 * before, size)
            for before, size in ((0, lines), (lines, lines), (2 * lines, lines))
        ]
        at += 6 * lines
        scale = step / self.about["unites_par_degre"]
        xs, ys = (
            _accumulate(_read_column(raw, start, points), origin)
            for start, origin in ((at, x), (at + 2 * points, y))
        )
        ends = list(accumulate(columns[2], initial=0))
        for rank, (first, second) in enumerate(zip(accumulate(columns[0]), columns[1], strict=True)):
            owners = codes[first], codes[second]
            is_known = owners[1] and find_department(owners[1]) in earlier
            if not is_known and not wanted.isdisjoint(owners):
                span = slice(ends[rank], ends[rank + 1])
                spots = tuple((a * scale, b * scale) for a, b in zip(xs[span], ys[span], strict=True))
                yield Limit(first=owners[0], second=owners[1], points=spots)


def _read_column(raw: bytes, at: int, count: int) -> array[int]:
    """Une colonne à 16 bits, ses deux plans réunis."""
    both = bytearray(2 * count)
    both[0::2] = raw[at : at + count]
    both[1::2] = raw[at + count : at + 2 * count]
    column = array("H", bytes(both))
    if sys.byteorder == "big":
        column.byteswap()
    return column


def _accumulate(column: Iterable[int], origin: int) -> list[int]:
    return list(accumulate(((value >> 1) ^ -(value & 1) for value in column), initial=origin))[1:]


def find_department(code: str) -> str:
    """Le département d'une commune, d'après son code.

    >>> find_department("46127"), find_department("97411"), find_department("2A004")
    ('46', '974', '2A')
    """
    return code[:3] if code.startswith(("97", "98")) else code[:2]


@cache
def load_contours() -> Contours:
    """Les contours livrés, ouverts une seule fois."""
    return Contours(path=CONTOUR_FILE)


def has_contours() -> bool:
    """Vrai si le fichier des contours est là : le navigateur ne le prend qu'au besoin."""
    return CONTOUR_FILE.is_file()
