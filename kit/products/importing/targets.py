"""Où va une colonne : les champs du dossier, et les titres auxquels ils se reconnaissent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from kit.domain.locations import DATA
from kit.domain.typography import fold
from kit.reading.fields import Field, FieldKind
from kit.reading.forms import ACTIONS

FILE: Final = DATA / "colonnes.yaml"
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SMALL: Final = frozenset(fold("a au aux d de des du en et l la le les ou par pour sur").split())
_UNITS: Final = frozenset(fold("k ke keur m meur eur euro euros ht ttc hors taxe taxes jj mm aaaa").split())
_SHORTEST: Final = 3
# Sous la moitié du titre, un mot reconnu n'en dit pas le sujet : « Commentaires sur le budget ».
_LEAST_COVER: Final = 0.5
_PLATFORM_LEAST: Final = 5
CHOICES: Final = {one.name: one.choices for one in ACTIONS.fields if one.choices}
"""Les choix de chaque champ à choix, par clé de cible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Où va une colonne. ``several`` : plusieurs colonnes peuvent y aller."""

    key: str
    label: str
    kind: FieldKind
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """Les titres connus, repliés, et la clé de leur cible."""

    by_words: Mapping[tuple[str, ...], str]
    platform: Mapping[str, str]
    people: frozenset[str]
    axis_words: frozenset[str]
    place_words: tuple[str, ...]
    place_labels: frozenset[str]
    labels: Mapping[str, str]


@cache
def load_titles() -> Titles:
    """La table livrée, lue une fois."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw: Mapping[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - les deux sont sûrs
    words = {split_title(title): key for key, titles in raw["titres"].items() for title in titles}
    return Titles(
        by_words=words | {split_title(one.label): one.name for one in ACTIONS.fields},
        platform={fold(title): key for title, key in raw["plateforme"].items()},
        people=_fold_all(raw["personnes"]),
        axis_words=_fold_all(raw["axes"]),
        place_words=tuple(raw["territoire"]),
        place_labels=_fold_all(raw["etiquettes"]),
        labels=raw["cibles"],
    )


def _fold_all(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


@cache
def list_targets() -> tuple[Target, ...]:
    """Tout ce qu'une colonne peut donner, dans l'ordre où on le propose."""
    more = {
        "sous_axe": FieldKind.TEXT,
        "sous_sous_axe": FieldKind.TEXT,
        "sous_action": FieldKind.TEXT,
        "financeur": FieldKind.TEXT,
        "montant": FieldKind.AMOUNT,
        "budget_annee": FieldKind.AMOUNT,
        "annee_cochee": FieldKind.TEXT,
        "garder": FieldKind.LONG_TEXT,
    }
    shared = {"financeur", "montant", "budget_annee", "annee_cochee", "garder", "descriptif"}
    labels = load_titles().labels
    return (
        *(_target(one, several=one.name in shared) for one in ACTIONS.fields),
        *(Target(key=key, label=labels[key], kind=kind, several=key in shared) for key, kind in more.items()),
    )


def _target(field: Field, *, several: bool) -> Target:
    return Target(key=field.name, label=field.label, kind=field.kind, several=several)


@cache
def index_targets() -> Mapping[str, Target]:
    """Les cibles par clé."""
    return {one.key: one for one in list_targets()}


def find_label(label: str) -> Target | None:
    """La cible que ce libellé nomme, casse et accents pardonnés."""
    return next((one for one in list_targets() if fold(label) in {fold(one.label), fold(one.key)}), None)


@lru_cache(maxsize=2_048)
def split_title(title: str) -> tuple[str, ...]:
    """Les mots qui comptent d'un titre, au singulier, sans unité.

    >>> split_title("Coût prévisionnel (k€ TTC)"), split_title("Élu·e référent·e")
    (('cout', 'previsionnel'), ('elu', 'e', 'referent', 'e'))
    """
    words = fold(_BRACKETS.sub(" ", title)).split() or fold(title).split()
    kept = [word for word in words if word not in _SMALL and word not in _UNITS]
    return tuple(
        word[:-1] if len(word) > _SHORTEST and word[-1] in "sx" else word for word in (kept or words)
    )


def is_platform(titles: Iterable[str]) -> bool:
    """Vrai si ces titres sont ceux de Territoires en Transitions : modèle d'import, ou export."""
    folded = [fold(title) for title in titles]
    known = load_titles().platform
    has_title = any(title in {"titre de l action", "titre de la fiche action"} for title in folded)
    return has_title and (
        any(title.startswith("axe x") for title in folded)
        or sum(title in known for title in folded) >= _PLATFORM_LEAST
    )


def is_personal(title: str) -> bool:
    """Vrai pour une colonne qui dit qui a écrit, ou comment joindre quelqu'un."""
    folded = fold(title)
    return any(folded == word or folded.startswith(f"{word} ") for word in load_titles().people)


@lru_cache(maxsize=2_048)
def find_target(title: str) -> tuple[str, float]:
    """La clé de la cible que ce titre désigne, et à quel point ; vide s'il n'en désigne aucune."""
    words, known = split_title(title), load_titles().by_words
    if words in known:
        return known[words], 2.0
    best, rank = "", 0.0
    for size in range(len(words) - 1, 0, -1):
        cover = size / len(words)
        for start in range(len(words) - size + 1):
            key = known.get(words[start : start + size], "")
            # Le premier mot d'un titre en dit le sujet ; ailleurs, il en faut plus de la moitié.
            score = cover + (0.25 if start == 0 else 0.0)
            if key and cover >= _LEAST_COVER and score > max(rank, _LEAST_COVER):
                best, rank = key, score
    return best, rank
