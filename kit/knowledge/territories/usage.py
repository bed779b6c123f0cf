"""Ce que les gens écrivent d'un territoire : noms d'usage, sigles, services, SIRET."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kit.domain.values import TerritoryKind
from kit.knowledge.territories.index import Reference
from kit.knowledge.territories.names import fold_query

_FILE: Final = Path(__file__).parents[2] / "data" / "territoires-usages.json"
_SPACES: Final = re.compile(r"[\s.\u00a0\u202f]")
_CODE: Final = r"(?:0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-6])"
# Le service annonce la collectivité qui le porte.
_SERVICES: Final = (
    (re.compile(rf"(?:cd|dept) ?(?P<rest>{_CODE})"), "departement"),
    (re.compile(r"(?:cd|dept|conseil general) (?:de la |de l |des |du |de |d )?(?P<rest>.+)"), "departement"),
    (re.compile(r"cr (?:de la |de l |des |du |de |d )?(?P<rest>.+)"), "region"),
    (re.compile(r"(?:ccas|caisse des ecoles) (?:de la |de l |des |du |de |d )(?P<rest>.+)"), "commune de"),
    (re.compile(r"cias (?:de la |de l |des |du |de |d )(?P<rest>.+)"), "intercommunalite"),
)


# « Paris 12e » : sans « e », le nombre peut être un département (« Marseille 13 »).
_DISTRICT: Final = re.compile(r"(?P<city>paris|lyon|marseille) (?P<rank>\d{1,2})(?:er|eme|e)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Les noms d'usage repliés : sûrs, ils sont pris ; les autres sont proposés, jamais choisis."""

    sure: dict[str, tuple[Reference, ...]]
    asked: dict[str, tuple[Reference, ...]]


@cache
def load_usage() -> Usage:
    """Les noms d'usage livrés, lus une fois."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))["noms"]
    tables: dict[str, dict[str, tuple[Reference, ...]]] = {"surs": {}, "a-demander": {}}
    kinds = {
        "EPCI": TerritoryKind.EPCI,
        "EPT": TerritoryKind.EPT,
        "COMMUNE": TerritoryKind.COMMUNE,
        "DEPARTEMENT": TerritoryKind.DEPARTMENT,
        "REGION": TerritoryKind.REGION,
    }
    for row in rows:
        place = (kinds[row["nature"]], row["code"])
        for column, table in tables.items():
            for name in row[column]:
                key = fold_query(name)
                table[key] = tuple(dict.fromkeys((*table.get(key, ()), place)))
    return Usage(sure=tables["surs"], asked=tables["a-demander"])


def rewrite_writing(text: str) -> str:
    """Le texte, un SIRET ramené à son SIREN et un service à la collectivité qui le porte.

    >>> rewrite_writing("CD44"), rewrite_writing("213 502 388 00019")
    ('departement 44', '213502388')
    """
    digits = _SPACES.sub("", text)
    if re.fullmatch(r"[0-9]{14}", digits) and _has_luhn(digits):
        return digits[:9]
    key = fold_query(text)
    for pattern, word in _SERVICES:
        found = pattern.fullmatch(key)
        if found:
            return f"{word} {found['rest']}"
    district = _DISTRICT.fullmatch(key)
    if district:
        rank = int(district["rank"])
        return f"{district['city']} {rank}{'er' if rank == 1 else 'e'} arrondissement"
    return text


def _has_luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
