"""La table des écritures admises (``kit/data/ecritures.yaml``), repliée une fois pour toutes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from kit.domain.locations import DATA
from kit.domain.typography import fold

FILE: Final = DATA / "ecritures.yaml"
# « élu·e·s », « agent(e)s » : la marque du féminin et du pluriel, attachée au mot.
_INCLUSIVE: Final = re.compile(r"(?<=\w)[·•‧(](?:e|ne|le|se|s|es|rice|trice|euse)(?:[·•‧]?s)?\)?s?\b")
_SMALL: Final = frozenset(("de", "d", "du", "des", "la", "le", "les", "l", "un", "une", "en", "a", "au"))
# En dessous, une lettre finale fait partie du mot.
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Writings:
    """Ce que l'on peut écrire, replié, et ce que cela veut dire."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    period_leads: frozenset[str]
    vague_periods: frozenset[str]
    opening_leads: tuple[str, ...]
    day_leads: tuple[str, ...]
    date_tails: tuple[str, ...]
    endless: frozenset[str]
    numbers: Mapping[str, float]
    multiples: Mapping[str, float]
    about: tuple[str, ...]
    blanks: frozenset[str]
    choices: Mapping[str, tuple[str, ...]]
    address_columns: frozenset[str]
    tool_columns: frozenset[str]


@cache
def load_writings() -> Writings:
    """La table livrée, lue une fois."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw: Mapping[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - les deux sont sûrs
    return Writings(
        months=_invert(raw["mois"]),
        weekdays=_invert(raw["jours"]),
        period_leads=_fold_all(raw["avant-une-periode"]),
        vague_periods=_fold_all(raw["periodes-vagues"]),
        opening_leads=_sort_all(raw["a-partir"]),
        day_leads=_sort_all(raw["avant-un-jour"]),
        date_tails=_sort_all(raw["apres-une-date"]),
        endless=_fold_all(raw["sans-fin"]),
        numbers=_invert(raw["nombres-en-mots"]),
        multiples={word: float(factor) for factor, words in raw["multiples"].items() for word in words},
        about=tuple(raw["a-peu-pres"]),
        blanks=_fold_all(raw["sans-reponse"]),
        choices={choice: tuple(words) for choice, words in raw["choix"].items()},
        address_columns=_fold_all(raw["colonnes-d-adresse"]),
        tool_columns=_fold_all((*raw["colonnes-d-adresse"], *raw["colonnes-d-outil"])),
    )


def _invert(table: Mapping[int, Iterable[str]]) -> dict[str, int]:
    return {fold(word): value for value, words in table.items() for word in words}


def _fold_all(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _sort_all(words: Iterable[str]) -> tuple[str, ...]:
    """Les mots repliés, le plus long d'abord."""
    return tuple(sorted(_fold_all(words), key=len, reverse=True))


@lru_cache(maxsize=4_096)
def fold_agreed(text: str) -> str:
    """Le texte replié, sans accords ni petits mots.

    >>> fold_agreed("Élu·e·s") == fold_agreed("élu"), fold_agreed("Réalisées") == fold_agreed("réalisé")
    (True, True)
    """
    words = fold(_INCLUSIVE.sub("", text)).split()
    kept = [_strip_agreement(word) for word in words if word not in _SMALL]
    return " ".join(kept or words)


def _strip_agreement(word: str) -> str:
    stem = word
    for ending in ("s", "x", "e", "e"):
        if len(stem) > _SHORTEST and stem.endswith(ending):
            stem = stem[:-1]
    # « moyenne » et « moyen », « professionnelle » et « professionnel ».
    is_doubled = stem != word and stem[-1] == stem[-2:-1] and stem[-1] in "lnst"
    return stem[:-1] if is_doubled and len(stem) > _SHORTEST else stem
