"""Le sujet d'une aide est-il celui d'une action ? Un poids, un seuil déclaré, et les mots qui l'ont fait."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from kit.domain.typography import join_list
from kit.knowledge.catalogue import load_catalogue
from kit.products.aids.aid import Aid
from kit.products.aids.subjects import Subject, Topic, build_subject, load_thesaurus

# Un mot sûr dans les deux titres vaut 1 ; au-dessous du seuil, l'aide n'est pas proposée.
THRESHOLD: Final = 0.75
# Un mot que les sujets ne connaissent pas pèse selon sa rareté ; un mot connu a déjà compté par son sujet.
_FREE: Final = 0.6
_KNOWN: Final = 0.35
_HINT_WORD: Final = 0.2
# Un sujet large, ou que seuls des indices disent d'un côté.
_BROAD: Final = 0.4
_HINTED: Final = 0.3
# Un sujet dont l'action, ou l'aide, ne parle qu'en passant.
_ASIDE: Final = 0.5
_ALSO: Final = 2
_FIELDS: Final = (1.0, 0.8, 0.5, 0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Ce que deux textes ont en commun : un poids, et la phrase qui l'explique."""

    weight: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """Dans combien de textes se trouve chaque racine : ceux de l'export et ceux du catalogue livré."""

    counts: Counter[str]
    total: int

    def weigh(self, root: str) -> float:
        """De 1, pour une racine que nul n'emploie, à 0 pour celle que tous emploient."""
        return max(0.0, 1.0 - math.log1p(self.counts[root]) / math.log1p(self.total))


def read_aid(aid: Aid) -> Subject:
    """Ce dont parle une aide : son nom d'abord, ses thématiques, sa description, puis ses exemples."""
    name, themes, description, rest = _FIELDS
    return build_subject(
        (
            (aid.name, name),
            *(part for theme in aid.themes for part in _split_theme(theme, themes)),
            (" ; ".join(aid.programs), description),
            (aid.description, description),
            (f"{aid.examples}\n{aid.eligibility}", rest),
        )
    )


def _split_theme(theme: str, weight: float) -> tuple[tuple[str, float], ...]:
    """« Culture / sports / Spectacle vivant » : la sous-thématique compte, la thématique qui la range peu."""
    broad, _, fine = theme.rpartition(" / ")
    return (fine, weight), (broad, _FIELDS[-1])


def build_rarity(subjects: Iterable[Subject]) -> Rarity:
    """La rareté des mots dans ces aides, jointes aux textes du catalogue."""
    background, total = _load_background()
    counts, listed = background.copy(), 0
    for subject in subjects:
        counts.update(subject.roots.keys())
        listed += 1
    return Rarity(counts=counts, total=total + listed)


@cache
def _load_background() -> tuple[Counter[str], int]:
    entries = load_catalogue().entries
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update(build_subject(((f"{entry.title} {entry.statement}", 1.0),)).roots.keys())
    return counts, len(entries)


def compare_subjects(action: Subject, aid: Subject, rarity: Rarity) -> Likeness:
    """Le poids de ce que l'action et l'aide ont en commun, et les mots qui l'ont fait."""
    shared = {
        key: _weigh_topic(key, topic, aid.topics[key])
        for key, topic in action.topics.items()
        if key in aid.topics
    }
    words = {
        root: _weigh_root(root, rarity) * weight * aid.roots[root][0]
        for root, (weight, _) in action.roots.items()
        if root in aid.roots
    }
    weight = sum(shared.values()) + sum(words.values())
    sure = {key for key in shared if action.topics[key].is_sure and aid.topics[key].is_sure}
    for mine in (action, aid):
        if mine.main and not mine.main & sure:
            weight *= _ASIDE
    is_worth_saying = weight >= THRESHOLD / 2
    return Likeness(weight=weight, reason=_explain(action, aid, shared, words) if is_worth_saying else "")


def _weigh_topic(key: str, mine: Topic, theirs: Topic) -> float:
    weight = mine.strength * theirs.strength
    if not (mine.is_sure and theirs.is_sure):
        weight *= _HINTED
    return weight * _BROAD if key in load_thesaurus().broad else weight


def _weigh_root(root: str, rarity: Rarity) -> float:
    topics = load_thesaurus().words.get((root,))
    if topics is None:
        return _FREE * rarity.weigh(root)
    return _KNOWN if any(topics.values()) else _HINT_WORD


def _explain(action: Subject, aid: Subject, shared: dict[str, float], words: dict[str, float]) -> str:
    """« le covoiturage (« arrêts » dans l'action, « covoiturage » dans l'aide), aussi « trajets » »."""
    parts = []
    told: tuple[str, ...] = ()
    if shared:
        key = max(shared, key=lambda one: shared[one])
        topic, other = action.topics[key], aid.topics[key]
        mine, theirs, same = topic.list_words(), other.list_words(), topic.list_words(among=other)
        said = _quote(same) if same else f"{_quote(mine[:2])} dans l’action, {_quote(theirs[:2])} dans l’aide"
        parts.append(f"{load_thesaurus().names[key]} ({said})")
        told = (*mine, *theirs)
    roots = sorted(words, key=lambda one: -words[one])
    listed = (action.roots[root][1].lower() for root in roots)
    also = [word for word in listed if not any(word in one for one in told)][:_ALSO]
    if also:
        parts.append(f"{'aussi ' if parts else 'mots communs : '}{_quote(also)}")
    return ", ".join(parts)


def _quote(words: Iterable[str]) -> str:
    return join_list(f"« {word} »" for word in words)
