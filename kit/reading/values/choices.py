"""Les choix d'une liste, tels qu'ils sont écrits : casse, accents, ponctuation, plusieurs dans une case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import fold
from kit.domain.values import Place, Problem
from kit.reading.values.raw_value import RawValue
from kit.reading.values.writings import fold_agreed, load_writings

# Le paquet des tables importe celui-ci : à l'exécution, l'annotation seule ne doit pas le rappeler.

_PARTS: Final = re.compile(r"[;|\n]")
# Une virgule entre parenthèses fait partie du choix.
_FINER: Final = re.compile(r"(,(?![^(]*\))|/|\bet\b)")
# « B – consultés » : la lettre, puis ce que la personne en dit.
_LETTERED: Final = re.compile(r"([A-Za-z]{1,2})\s*[-–—:.)(]\s*\S")
_LONGEST_LETTER: Final = 2
# Un choix de la liste ne porte pas plus de séparateurs.
_LONGEST_RUN: Final = 9
_YES: Final = frozenset({"true", "1", "oui", "vrai", "yes"})
_NO: Final = frozenset({"false", "0", "non", "faux", "no"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Les choix d'une liste : tels qu'elle les écrit, et sous leurs autres écritures admises."""

    literal: Mapping[str, str]
    admitted: Mapping[str, str]
    is_lettered: bool = False

    def find(self, text: str) -> str | None:
        """Le choix que ce texte désigne ; ``None`` s'il n'en désigne aucun."""
        found = self.literal.get(fold(text))
        if found is not None:
            return found
        if not self.is_lettered:
            return self.admitted.get(fold_agreed(text))
        match = _LETTERED.match(text.strip())
        # « Informée » est I ; « R/A » n'est ni R ni A.
        if fold(text).isalpha() and len(text) > _LONGEST_LETTER:
            found = self.admitted.get(fold_agreed(text))
        if found is not None:
            return found
        return self.admitted.get(fold(text)) or (self.literal.get(fold(match[1])) if match else None)

    def is_literal(self, text: str) -> bool:
        """Vrai si ce texte est un choix tel que la liste l'écrit."""
        return fold(text) in self.literal


@lru_cache(maxsize=256)
def index_choices(choices: tuple[str, ...]) -> Choices:
    """Les choix d'une liste, prêts à être cherchés ; une écriture qui en désigne deux n'en désigne aucun."""
    is_lettered = all(len(choice) <= _LONGEST_LETTER for choice in choices)
    reduce = fold if is_lettered else fold_agreed
    meant: dict[str, set[str]] = {}
    for choice in choices:
        for writing in (choice, *load_writings().choices.get(choice, ())):
            agreed = fold_agreed(writing) if len(writing) > _LONGEST_LETTER else reduce(writing)
            for written in {reduce(writing), agreed}:
                meant.setdefault(written, set()).add(choice)
    sure = {writing: next(iter(found)) for writing, found in meant.items() if len(found) == 1}
    return Choices(
        literal={fold(choice): choice for choice in choices},
        admitted=sure | {reduce(choice): choice for choice in choices},
        is_lettered=is_lettered,
    )


def split_choices(text: str, find: Callable[[str], object]) -> Iterator[str]:
    """Les choix d'une case qui peut en porter plusieurs ; ``find`` : ce qui reconnaît un choix.

    Un point-virgule, une barre ou une fin de ligne séparent ; une virgule, « / » ou « et », seulement si ce
    qu'elles séparent se reconnaît mieux que l'ensemble.

    >>> known = index_choices(("culture", "sport", "santé et social"))
    >>> list(split_choices("Culture, sport et santé et social ; chant et danse", known.find))
    ['Culture', 'sport', 'santé et social', 'chant et danse']
    """
    for part in filter(None, map(str.strip, _PARTS.split(text))):
        finer = [part] if find(part) else list(_split_finer(part, find))
        yield from finer if any(map(find, finer)) else (part,)


def _split_finer(text: str, find: Callable[[str], object]) -> Iterator[str]:
    """Les morceaux les plus longs qui se reconnaissent, et ce qui reste entre eux."""
    tokens = _FINER.split(text)
    start = 0
    while start < len(tokens):
        ends = range(min(len(tokens), start + _LONGEST_RUN), start, -2)
        end = next((end for end in ends if find("".join(tokens[start:end]))), start + 1)
        if piece := "".join(tokens[start:end]).strip():
            yield piece
        start = end + 1


def is_blank_answer(text: str) -> bool:
    """Vrai si la personne écrit qu'elle ne sait pas, ou pas encore.

    >>> is_blank_answer("À définir"), is_blank_answer("?"), is_blank_answer("à discuter")
    (True, True, False)
    """
    return fold(text) in load_writings().blanks or not fold(text)


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
