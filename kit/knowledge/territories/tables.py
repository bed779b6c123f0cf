"""Le fichier livré des territoires, lu une fois et décodé par morceaux, à la demande.

Le fichier est fait par ``tools/rebuild_territories.py`` : les communes y sont rangées par
département, une colonne de texte par sujet ; rien n'est découpé tant que personne n'en a besoin.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from kit.domain.locations import DATA
from kit.domain.values import Population, TerritoryKind

DATA_FILE: Final = DATA / "territoires.json.gz"

LEGAL_FORMS: Final = {
    "CC": "communauté de communes",
    "CA": "communauté d'agglomération",
    "CU": "communauté urbaine",
    "METRO": "métropole",
    "MET69": "métropole de Lyon",
    "EPT": "établissement public territorial",
}
# La nature d'une intercommunalité qui, sur son territoire, tient aussi lieu de département
# (article L3611-1 du code général des collectivités territoriales).
DEPARTMENT_NATURE: Final = "MET69"
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


def build_groupings(rows: Iterable[list[str]]) -> tuple[Grouping, ...]:
    """Les EPCI et les EPT, tels que le fichier les écrit."""
    return tuple(_build_grouping(row) for row in rows)


def _build_grouping(row: list[str]) -> Grouping:
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


def list_former(columns: dict[str, str]) -> tuple[Former, ...]:
    """Les noms d'autrefois, tels que le fichier les écrit."""
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
