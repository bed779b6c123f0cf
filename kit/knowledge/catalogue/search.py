"""Chercher dans le catalogue, et choisir des fiches par leurs facettes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from kit.domain.typography import fold
from kit.domain.values import Audience, Stage
from kit.knowledge.catalogue.entries import CaseStudy, Entry
from kit.knowledge.catalogue.lines import list_texts
from kit.knowledge.catalogue.loading import load_catalogue

_TITLE: Final = 8.0
_STATEMENT: Final = 4.0
_DETAIL: Final = 1.0
_PREFIX: Final = 4  # un mot d'au moins quatre lettres trouve aussi ceux qui commencent par lui
_EMPTY: Final = frozenset(
    fold(
        "à au aux avec c ce ces d dans de des du elle en est et il j l la le les leur leurs m mais n ne nos "
        "notre ou par pas pour qu que qui s sa se ses son sur t un une vos votre y"
    ).split()
)
_WORD: Final = re.compile(r"\w+")
# Du plus particulier au plus général : la première terminaison reconnue est la bonne.
_ENDINGS: Final = (
    (re.compile(r"eaux$"), "eau"),
    (re.compile(r"aux$"), "al"),
    (re.compile(r"(?<=[a-z]{2})ees$"), "e"),
    (re.compile(r"(?<=[a-z]{2}e)es?$"), ""),
    (re.compile(r"(?<=[a-z]{3})es?$"), ""),
    (re.compile(r"(?<=[a-z]{2})[sx]$"), ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Les racines d'une fiche : chacune avec le meilleur poids des endroits où elle se trouve."""

    entry: Entry
    weights: Mapping[str, float]


def stem(word: str) -> str:
    """La racine d'un mot déjà replié (:func:`kit.domain.typography.fold`) : singulier, sans ``e`` final.

    >>> stem("locaux") == stem("local"), stem("elues") == stem("elu"), stem("reseaux") == stem("reseau")
    (True, True, True)
    """
    for pattern, replacement in _ENDINGS:
        if pattern.search(word):
            return pattern.sub(replacement, word)
    return word


def list_stems(text: str) -> tuple[str, ...]:
    """Les racines d'un texte, sans les mots vides ni les élisions.

    >>> list_stems("l’élue et les Associations")
    ('elu', 'association')
    """
    return tuple(root for word in _WORD.findall(text) for root in _list_roots(word))


@cache
def _list_roots(word: str) -> tuple[str, ...]:
    """Les racines d'un mot tel qu'il est écrit ; gardées, car le catalogue répète ses mots."""
    return tuple(stem(part) for part in fold(word).split() if part not in _EMPTY)


def search_catalogue(
    words: str, *, limit: int = 20, entries: Iterable[Entry] | None = None
) -> tuple[Entry, ...]:
    """Les fiches où tous les mots se trouvent, les meilleures d'abord (par défaut dans tout le catalogue).

    Un mot du titre pèse plus qu'un mot de l'énoncé, et lui plus qu'un mot des détails. Accents, pluriels
    et élisions sont pardonnés. La clé d'une fiche la donne en premier.
    """
    indexed = _load_index() if entries is None else tuple(_index(entry) for entry in entries)
    asked = words.strip().casefold()
    exact = tuple(item.entry for item in indexed if asked in _list_keys(item.entry))
    stems = list_stems(words)
    scored = [(score, item.entry) for item in indexed if (score := _score(item, stems)) > 0]
    # Le tri est stable : à égalité, l'ordre du catalogue.
    ranked = [entry for _, entry in sorted(scored, key=lambda pair: -pair[0]) if entry not in exact]
    return (*exact, *ranked)[:limit]


def _list_keys(entry: Entry) -> frozenset[str]:
    return frozenset(key.casefold() for key in (entry.key, *(detail.key for detail in entry.details)))


@cache
def _load_index() -> tuple[_Words, ...]:
    return tuple(_index(entry) for entry in load_catalogue().entries)


def _index(entry: Entry) -> _Words:
    weights = dict.fromkeys(list_stems(" ".join((*list_texts(entry), *entry.facets.themes))), _DETAIL)
    weights |= dict.fromkeys(list_stems(entry.statement), _STATEMENT)
    weights |= dict.fromkeys(list_stems(entry.title), _TITLE)
    return _Words(entry=entry, weights=MappingProxyType(weights))


def _score(item: _Words, stems: tuple[str, ...]) -> float:
    """La somme des poids des mots ; zéro dès qu'un mot manque."""
    parts = [_weigh(item.weights, asked) for asked in stems]
    return sum(parts) if all(parts) else 0


def _weigh(weights: Mapping[str, float], asked: str) -> float:
    if asked in weights:
        return weights[asked]
    if len(asked) < _PREFIX:
        return 0
    return max((weight / 2 for word, weight in weights.items() if word.startswith(asked)), default=0)


def select_entries(  # noqa: PLR0913 — une facette par argument, toutes nommées
    entries: Iterable[Entry] | None = None,
    *,
    theme: str = "",
    stage: Stage | None = None,
    audience: Audience | None = None,
    odd: int | None = None,
    territory_kind: str = "",
    family: str = "",
) -> tuple[Entry, ...]:
    """Les fiches qui portent toutes les facettes demandées, dans l'ordre du catalogue.

    Une facette qu'une fiche ne porte pas du tout ne la retient pas : « sans étape » n'est pas « toutes ».
    """
    chosen = load_catalogue().entries if entries is None else entries
    return tuple(
        entry
        for entry in chosen
        if (not family or entry.family == family)
        and (not theme or fold(theme) in {fold(name) for name in entry.facets.themes})
        and (stage is None or stage in entry.facets.stages)
        and (audience is None or audience in entry.facets.audiences)
        and (odd is None or odd in entry.facets.odd)
        and (not territory_kind or territory_kind in _list_territory_kinds(entry))
    )


def _list_territory_kinds(entry: Entry) -> tuple[str, ...]:
    own = (entry.kind,) if isinstance(entry, CaseStudy) else ()
    return (*entry.facets.territory_kinds, *own)
