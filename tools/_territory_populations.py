"""Les populations en vigueur de 2021 à 2026, au périmètre de 2026, et le contrôle de leurs années.

Le raisonnement est dans ``book/developpement/adr/adr-0003-populations.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from _territory_packages import LATEST, Package, RebuildError

Series = list[int | None]
YEARS: Final = (2021, 2022, 2023, 2024, 2025, 2026)
# Où lire la population en vigueur chaque année : d'abord les membres des EPCI, puis les communes.
YEAR_SOURCES: Final[dict[int, tuple[str, str | None]]] = {
    2021: ("1.1.1", None),
    2022: ("2.3.1", "1.1.1"),
    2023: ("3.1.1", "2.3.1"),
    2024: ("4.1.0", None),
    2025: ("5.3.0", "4.1.0"),
}
# Mayotte et les collectivités d'outre-mer n'ont pas de série annuelle vérifiable : voir l'ADR.
LATEST_ONLY: Final = {"975", "976", "977", "978", "984", "986", "987", "988", "989"}


def check_vintages(packages: dict[str, Package]) -> None:
    """Prouve le décalage des années : un même recensement paraît dans deux fichiers décalés d'un an.

    :raises RebuildError: si moins de 99 % des communes concordent.
    """
    by_members = {version: package.list_member_populations() for version, package in packages.items()}
    by_communes = {version: package.list_populations() for version, package in packages.items()}
    for label, left, right in (
        ("membres 2022 = communes 2021", by_members["2.3.1"], by_communes["1.1.1"]),
        ("membres 2023 = communes 2022", by_members["3.1.1"], by_communes["2.3.1"]),
        ("communes 2023 = communes 2022", by_communes["3.1.1"], by_communes["2.3.1"]),
        ("membres 2025 = communes 2024", by_members["5.3.0"], by_communes["4.1.0"]),
        ("membres 2026 = membres 2025", by_members["6.0.0"], by_members["5.3.0"]),
        ("communes 2026 = communes 2025", by_communes["6.0.0"], by_communes["5.3.0"]),
    ):
        shared = left.keys() & right.keys()
        share = sum(left[code] == right[code] for code in shared) / len(shared)
        print(f"{label} : {share:.2%} de {len(shared)} communes")
        if share < 0.99:
            raise RebuildError(f"les années ne se correspondent plus : {label}")


def build_successors(packages: dict[str, Package]) -> dict[str, str]:
    """Le code 2026 de chaque code disparu depuis 2021."""
    current = packages[LATEST].list_current()
    successors: dict[str, str] = {}
    for item in current.values():
        successors |= dict.fromkeys(item.get("anciensCodes", ()), item["code"])
    for item in packages[LATEST].communes:
        if item.get("chefLieu"):
            successors[item["code"]] = item["chefLieu"]
    return {old: new for old, new in successors.items() if old not in current}


def list_blocks(packages: dict[str, Package], year: int) -> list[tuple[frozenset[str], int]]:
    """Des blocs de communes de 2026 et leur population de l'année.

    Un bloc tient en une commune, sauf là où une commune de l'année s'est depuis divisée.
    """
    main, fallback = YEAR_SOURCES[year]
    current = packages[LATEST].list_current()
    successors = build_successors(packages)
    values: dict[str, int] = {}
    for code, count in packages[main].list_member_populations().items():
        root = code if code in current else successors[code]
        values[root] = values.get(root, 0) + count
    members = {root: {root} for root in values}
    for item in packages[main].communes:
        split = item["code"] in current and item["code"] not in values
        if split and item.get("chefLieu"):
            chief = item["chefLieu"]
            members[chief if chief in current else successors[chief]].add(item["code"])
    covered = set().union(*members.values())
    spare = packages[fallback].list_populations() if fallback else {}
    extra = [(frozenset({code}), spare[code]) for code in current if code not in covered and code in spare]
    return [(frozenset(members[root]), values[root]) for root in values] + extra


class Ledger:
    """Additionne les populations, et se tait quand l'addition ne serait pas exacte."""

    def __init__(self, packages: dict[str, Package]) -> None:
        current = packages[LATEST].list_current()
        self._latest = packages[LATEST].list_populations()
        self._alone = {code for code, item in current.items() if item["departement"] in LATEST_ONLY}
        self._blocks: dict[int, dict[str, tuple[frozenset[str], int]]] = {}
        for year in YEAR_SOURCES:
            blocks = list_blocks(packages, year)
            self._blocks[year] = {code: block for block in blocks for code in block[0]}

    def sum_series(self, codes: Iterable[str]) -> Series:
        """La série 2021-2026 d'un ensemble de communes ; ``None`` pour une année incomplète."""
        inhabited = frozenset(code for code in codes if code in self._latest)
        if not inhabited:
            return [None] * len(YEARS)
        past = [self._sum_year(inhabited, year) for year in YEAR_SOURCES]
        return [*past, sum(self._latest[code] for code in inhabited)]

    def _sum_year(self, codes: frozenset[str], year: int) -> int | None:
        known = self._blocks[year]
        if codes & self._alone or not codes <= known.keys():
            return None
        blocks = {known[code] for code in codes}
        return sum(count for _, count in blocks) if all(block <= codes for block, _ in blocks) else None


def encode_series(series: Series) -> str:
    """La dernière année en clair, puis l'écart à l'année suivante connue ; ``x`` si inconnue.

    >>> encode_series([90, None, 95, 100])
    '100 -5 x -5'
    """
    words, last = [], 0
    for count in reversed(series):
        words.append("x" if count is None else str(count - last))
        last = last if count is None else count
    return " ".join(words)
