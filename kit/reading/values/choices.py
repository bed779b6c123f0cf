"""Les choix d'une liste, tels qu'ils sont écrits : casse, accents, ponctuation, plusieurs dans une case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeVar

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import fold
from kit.domain.values import Place, Problem
from kit.reading.tables.raw import RawValue

Choice = TypeVar("Choice")

_PARTS: Final = re.compile(r"[;|\n]")
# Une virgule entre parenthèses fait partie du choix.
_FINER: Final = re.compile(r"(,(?![^(]*\))|/|\bet\b)")
# Un choix de la liste ne porte pas plus de séparateurs.
_LONGEST_RUN: Final = 9
_YES: Final = frozenset({"true", "1", "oui", "vrai", "yes"})
_NO: Final = frozenset({"false", "0", "non", "faux", "no"})


@lru_cache(maxsize=256)
def index_choices(choices: tuple[str, ...]) -> Mapping[str, str]:
    """Les choix d'une liste, par leur texte replié."""
    return {fold(choice): choice for choice in choices}


def split_choices(text: str, known: Mapping[str, object]) -> Iterator[str]:
    """Les choix d'une case qui peut en porter plusieurs ; ``known`` : les choix par texte replié.

    Un point-virgule, une barre ou une fin de ligne séparent ; une virgule, « / » ou « et », seulement si ce
    qu'elles séparent se reconnaît mieux que l'ensemble.

    >>> known = index_choices(("culture", "sport", "santé et social"))
    >>> list(split_choices("Culture, sport et santé et social ; chant et danse", known))
    ['Culture', 'sport', 'santé et social', 'chant et danse']
    """
    for part in filter(None, map(str.strip, _PARTS.split(text))):
        finer = [part] if fold(part) in known else list(_split_finer(part, known))
        yield from finer if any(fold(piece) in known for piece in finer) else (part,)


def _split_finer(text: str, known: Mapping[str, object]) -> Iterator[str]:
    """Les morceaux les plus longs qui se reconnaissent, et ce qui reste entre eux."""
    tokens = _FINER.split(text)
    start = 0
    while start < len(tokens):
        ends = range(min(len(tokens), start + _LONGEST_RUN), start, -2)
        end = next((end for end in ends if fold("".join(tokens[start:end])) in known), start + 1)
        if piece := "".join(tokens[start:end]).strip():
            yield piece
        start = end + 1


def refuse_choice(found: str, field: str, choices: Iterable[str], where: Place, expected: str) -> Problem:
    """Le problème d'un texte qui n'est aucun des choix ; ``expected`` : comment les énumérer."""
    hint = suggest(found, choices)
    return build_problem("choix-inconnu", where, found=found, field=field, suggestion=hint, expected=expected)


def read_flag(value: RawValue) -> bool | None:
    """Oui, non, ou ``None`` si la case ne dit ni l'un ni l'autre.

    >>> read_flag("Oui"), read_flag(False), read_flag("peut-être")
    (True, False, None)
    """
    if isinstance(value, bool) or value is None:
        return value
    text = fold(str(value))
    return True if text in _YES else False if text in _NO else None
