"""De quoi parle un texte : ses sujets et ses mots, prêts à être comparés à ceux d'un autre.

Les sujets et leurs mots sont dans ``kit/data/aides-sujets.yaml`` ; les racines viennent de snowballstemmer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from kit.domain.locations import DATA
from kit.domain.typography import fold
from kit.products.aids.aid import Destination

FILE: Final = DATA / "aides-sujets.yaml"
PORTAL: Final = "une page qui rassemble des aides, non une aide"
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_LONGEST_PHRASE: Final = 4
_SHORTEST: Final = 3
# Un indice (« voiture ») pèse moins qu'un mot du sujet (« covoiturage »).
_HINT: Final = 0.4
# … davantage, si un mot sûr le confirme ailleurs dans le texte.
_CONFIRMED_HINT: Final = 0.7
# Plusieurs indices différents valent un mot sûr.
_ENOUGH_HINTS: Final = 3
# Un second mot du même sujet le confirme, sans le doubler.
_CONFIRMS: Final = 0.25
_FULL: Final = 1.3
_MAIN: Final = 0.6
_NEAR: Final = 0.85
_STOP: Final = frozenset(
    fold(
        "à afin ai alors après au aucun aussi auquel aux avec c car ce ceci cela celle celles celui "
        "ces cet cette ceux chez ci comme comment contre d dans de depuis des donc dont du elle elles "
        "en encore entre es est et étaient était été être eu eux font hors il ils j je l la laquelle "
        "le lequel les lesquels leur leurs lors m mais me même mêmes n ne ni non nos notre nous on "
        "ont or ou où par parmi pas pendant peu peut plusieurs pour pourquoi près puis qu quand que "
        "quel quelle quels qui quoi s sa sans sauf se selon ses si soit son sont sous sur t ta te tel "
        "telle tels tes toi ton tous toute toutes très tu un une via vos votre vous y "
    ).split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thesaurus:
    """Les mots des sujets, par racines ; ``True`` : le mot suffit, ``False`` : ce n'est qu'un indice.

    ``broad`` : les sujets larges, qui appuient sans décider.
    """

    names: Mapping[str, str]
    broad: frozenset[str]
    words: Mapping[tuple[str, ...], Mapping[str, bool]]
    common: frozenset[str]
    spending: Mapping[Destination, frozenset[str]]
    portals: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Un mot du texte : sa racine, et où il se lit."""

    root: str
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class Topic:
    """Un sujet d'un texte : le poids de chacun de ses mots, par racines, et comment ils sont écrits.

    ``hints`` : ceux de ses mots qui ne sont que des indices ; ``is_sure`` : un au moins ne l'est pas.
    ``strength`` : le poids du sujet, celui de son mot le plus fort, confirmé par les autres.
    """

    weights: dict[tuple[str, ...], float] = field(default_factory=dict)
    written: dict[tuple[str, ...], str] = field(default_factory=dict)
    hints: set[tuple[str, ...]] = field(default_factory=set)
    is_sure: bool = False
    strength: float = 0.0

    def measure(self) -> None:
        """Calcule ``strength``."""
        self.is_sure = self.is_sure or len(self.hints) >= _ENOUGH_HINTS
        if self.is_sure:
            for roots in self.hints:
                self.weights[roots] *= _CONFIRMED_HINT / _HINT
        best = max(self.weights.values())
        self.strength = min(_FULL, best + _CONFIRMS * (sum(self.weights.values()) - best))

    def list_words(self, among: Topic | None = None, limit: int = 3) -> tuple[str, ...]:
        """Ses mots tels qu'ils sont écrits, les plus forts d'abord ; ``among`` : ceux que l'autre a aussi."""
        kept = [roots for roots in self.weights if among is None or roots in among.weights]
        ranked = sorted(kept, key=lambda roots: -self.weights[roots])
        return tuple(dict.fromkeys(self.written[roots].lower() for roots in ranked))[:limit]


@dataclass(slots=True, kw_only=True)
class Subject:
    """Ce dont parle un texte ; ``roots`` : (poids, mot écrit) de chaque racine qui dit quelque chose.

    ``main`` : les sujets qu'il met en avant, le plus fort et ceux qui s'en approchent, hors sujets larges.
    """

    topics: dict[str, Topic] = field(default_factory=dict)
    roots: dict[str, tuple[float, str]] = field(default_factory=dict)
    main: frozenset[str] = frozenset()


@cache
def load_thesaurus() -> Thesaurus:
    """Les sujets livrés, lus une fois."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw: Mapping[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - les deux sont sûrs
    words: dict[tuple[str, ...], dict[str, bool]] = {}
    for topic in raw["sujets"]:
        for texts, is_sure in ((topic["indices"], False), (topic["mots"], True)):
            for text in texts:
                roots = tuple(token.root for token in list_tokens(text))
                words.setdefault(roots, {})[topic["cle"]] = is_sure
    return Thesaurus(
        names={topic["cle"]: topic["nom"] for topic in raw["sujets"]},
        broad=frozenset(topic["cle"] for topic in raw["sujets"] if topic.get("large")),
        words=words,
        common=_root_all(raw["passe-partout"]),
        spending={Destination(kind): _root_all(listed) for kind, listed in raw["depenses"].items()},
        portals=tuple(re.compile(pattern) for pattern in raw["portails"]),
    )


def _root_all(text: str) -> frozenset[str]:
    return frozenset(find_root(word) for word in text.split())


@cache
def _load_stemmer() -> Any:  # noqa: ANN401 - snowballstemmer n'est pas typé
    import snowballstemmer

    return snowballstemmer.stemmer("french")


@cache
def find_root(word: str) -> str:
    """La racine d'un mot, repliée.

    >>> find_root("cantines") == find_root("cantine"), find_root("Rénové") == find_root("rénover")
    (True, True)
    """
    return fold(_load_stemmer().stemWord(word.lower()))


def list_tokens(text: str) -> tuple[Token, ...]:
    """Les mots d'un texte, sans les petits mots."""
    return tuple(
        Token(root=find_root(found[0]), start=found.start(), end=found.end())
        for found in _TOKEN.finditer(text)
        if len(found[0]) > 1 and fold(found[0]) not in _STOP
    )


def build_subject(texts: Iterable[tuple[str, float]]) -> Subject:
    """Ce dont parlent ces textes, chacun avec son poids : un mot garde le plus fort des siens."""
    subject = Subject()
    for text, weight in texts:
        tokens = list_tokens(text)
        for roots, written, topics in _list_hits(tokens, text):
            for key, is_sure in topics.items():
                topic = subject.topics.setdefault(key, Topic())
                topic.is_sure = topic.is_sure or is_sure
                found = weight if is_sure else weight * _HINT
                if not is_sure:
                    topic.hints.add(roots)
                if found > topic.weights.get(roots, 0.0):
                    topic.weights[roots], topic.written[roots] = found, written
        for token in tokens:
            if _says_something(token.root) and weight > subject.roots.get(token.root, (0.0, ""))[0]:
                subject.roots[token.root] = (weight, text[token.start : token.end])
    for topic in subject.topics.values():
        topic.measure()
    subject.main = _list_main(subject.topics)
    return subject


def _list_main(topics: Mapping[str, Topic]) -> frozenset[str]:
    broad = load_thesaurus().broad
    found = {key: topic.strength for key, topic in topics.items() if key not in broad}
    least = max(_MAIN, _NEAR * min(1.0, max(found.values(), default=0.0)))
    return frozenset(key for key, strength in found.items() if strength >= least)


def _list_hits(
    tokens: Sequence[Token], text: str
) -> Iterator[tuple[tuple[str, ...], str, Mapping[str, bool]]]:
    """Les mots des sujets, les plus longues suites d'abord : « restauration collective » avant ses mots."""
    words, at = load_thesaurus().words, 0
    while at < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1):
            roots = tuple(token.root for token in tokens[at : at + length])
            if topics := words.get(roots):
                yield roots, text[tokens[at].start : tokens[at + length - 1].end], topics
                break
        else:
            length = 1
        at += length


def _says_something(root: str) -> bool:
    return len(root) >= _SHORTEST and root not in load_thesaurus().common


def find_spending(*texts: str) -> tuple[Destination | None, str]:
    """La dépense que disent les mots du premier texte qui en dit une seule, et le mot qui l'a dite."""
    spending = load_thesaurus().spending
    for text in texts:
        found: dict[Destination, str] = {}
        for token in list_tokens(text):
            for kind, roots in spending.items():
                if token.root in roots:
                    found.setdefault(kind, text[token.start : token.end].lower())
        if len(found) == 1:
            return next(iter(found.items()))
        if found:
            return None, ""
    return None, ""


def is_portal(name: str, description: str) -> bool:
    """Vrai si la fiche présente une page qui rassemble des aides, et n'en est pas une."""
    texts = (fold(name), fold(description[:400]))
    return any(pattern.search(text) for pattern in load_thesaurus().portals for text in texts)
