"""Les noms des territoires de 2026, prêts à chercher, et ce qu'une personne en écrit.

Aucune règle ne choisit entre deux territoires : une recherche rend tous ceux que le texte désigne.
Les noms sont tous repliés d'un coup dans un seul texte, où l'on cherche ensuite ligne à ligne.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from kit.domain.typography import fold
from kit.domain.values import TerritoryKind
from kit.knowledge.territories.index import Reference, TerritoryIndex
from kit.knowledge.territories.tables import Former

QUERY_LIMIT: Final = 200
_SCAN_LIMIT: Final = 4000
_LOWER: Final = bytes(
    ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 10 if code == 10 else 32
    for code in range(256)
)
_ARTICLES: Final = ("le ", "la ", "les ", "l ")
_PARTICLE: Final = re.compile(r"^(?:de la|de l|des|du|de|d) ")
_SHORTHANDS: Final = ((re.compile(r"\bst\b"), "saint"), (re.compile(r"\bste\b"), "sainte"))
_INTERCOMMUNAL: Final = frozenset({TerritoryKind.EPCI, TerritoryKind.EPT})
# Le mot qui annonce une nature, la nature qu'il annonce et, s'il la précise, la sorte d'EPCI.
_KIND_WORDS: Final[tuple[tuple[str, frozenset[TerritoryKind], frozenset[str]], ...]] = (
    ("communaute de communes", _INTERCOMMUNAL, frozenset({"CC"})),
    ("communaute d agglomeration", _INTERCOMMUNAL, frozenset({"CA"})),
    ("communaute urbaine", _INTERCOMMUNAL, frozenset({"CU"})),
    ("etablissement public territorial", frozenset({TerritoryKind.EPT}), frozenset({"EPT"})),
    ("agglomeration", _INTERCOMMUNAL, frozenset({"CA"})),
    ("intercommunalite", _INTERCOMMUNAL, frozenset()),
    ("eurometropole", _INTERCOMMUNAL, frozenset({"METRO"})),
    ("metropole", _INTERCOMMUNAL, frozenset({"METRO", "MET69"})),
    ("interco", _INTERCOMMUNAL, frozenset()),
    ("comcom", _INTERCOMMUNAL, frozenset({"CC"})),
    ("agglo", _INTERCOMMUNAL, frozenset({"CA"})),
    ("cdc", _INTERCOMMUNAL, frozenset({"CC"})),
    ("epci", _INTERCOMMUNAL, frozenset()),
    ("ept", frozenset({TerritoryKind.EPT}), frozenset({"EPT"})),
    ("cc", _INTERCOMMUNAL, frozenset({"CC"})),
    ("ca", _INTERCOMMUNAL, frozenset({"CA"})),
    ("cu", _INTERCOMMUNAL, frozenset({"CU"})),
    ("conseil departemental", frozenset({TerritoryKind.DEPARTMENT}), frozenset()),
    ("departement", frozenset({TerritoryKind.DEPARTMENT}), frozenset()),
    ("conseil regional", frozenset({TerritoryKind.REGION}), frozenset()),
    ("region", frozenset({TerritoryKind.REGION}), frozenset()),
    ("commune", frozenset({TerritoryKind.COMMUNE}), frozenset()),
    ("mairie", frozenset({TerritoryKind.COMMUNE}), frozenset()),
    ("ville", frozenset({TerritoryKind.COMMUNE}), frozenset()),
)
ALL_KINDS: Final = frozenset(TerritoryKind)
# Une seule collectivité sous deux codes : le second n'est pas un autre choix.
_SAME: Final[dict[Reference, Reference]] = {
    (TerritoryKind.DEPARTMENT, "75"): (TerritoryKind.COMMUNE, "75056"),
    (TerritoryKind.DEPARTMENT, "977"): (TerritoryKind.COMMUNE, "97701"),
    (TerritoryKind.DEPARTMENT, "978"): (TerritoryKind.COMMUNE, "97801"),
    (TerritoryKind.DEPARTMENT, "989"): (TerritoryKind.COMMUNE, "98901"),
    (TerritoryKind.REGION, "02"): (TerritoryKind.DEPARTMENT, "972"),
    (TerritoryKind.REGION, "03"): (TerritoryKind.DEPARTMENT, "973"),
    (TerritoryKind.REGION, "06"): (TerritoryKind.DEPARTMENT, "976"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Un territoire désigné, et le nom d'autrefois par lequel on y est venu."""

    reference: Reference
    former: Former | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Un texte compris : le nom replié et les natures que ses premiers mots annoncent."""

    key: str
    kinds: frozenset[TerritoryKind] = ALL_KINDS
    natures: frozenset[str] = field(default=frozenset())


def fold_names(names: str) -> bytes:
    """Beaucoup de noms, un par ligne, repliés comme par ``fold`` mais en une fois.

    >>> fold_names("L’Haÿ-les-Roses\\nŒuf-en-Ternois")
    b'l hay les roses\\noeuf en ternois'
    """
    text = names.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE").replace("’", "'")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").translate(_LOWER)
    for doubled, single in ((b"  ", b" "), (b"  ", b" "), (b" \n", b"\n"), (b"\n ", b"\n")):
        plain = plain.replace(doubled, single)
    return plain.strip(b" ")


def fold_query(text: str) -> str:
    """Le texte d'une personne, replié, « st », « ste », « s/ » et « & » écrits en entier.

    >>> fold_query("ST-Cyr s/ Loire"), fold_query("Marne & Bois")
    ('saint cyr sur loire', 'marne et bois')
    """
    key = fold(re.sub(r"(?i)\bs/", "sur ", text.replace("&", " et ")))
    for pattern, whole in _SHORTHANDS:
        key = pattern.sub(whole, key)
    return key


def list_requests(text: str) -> list[Request]:
    """Les lectures d'un nom, dans l'ordre où les essayer : tel quel, puis sans le mot de nature."""
    key = fold_query(text)
    found = [Request(key=key)]
    for word, kinds, natures in _KIND_WORDS:
        if key.startswith(f"{word} "):
            rest = key[len(word) + 1 :]
            short = _PARTICLE.sub("", rest)
            keys = dict.fromkeys((rest, short))
            found.extend(Request(key=item, kinds=kinds, natures=natures) for item in keys)
            break
    return found


@dataclass(frozen=True, kw_only=True)
class NameTable:
    """Tous les noms, prêts à chercher."""

    index: TerritoryIndex

    @cached_property
    def extras(self) -> list[tuple[str, Hit]]:
        """Ce qui n'est pas une commune de 2026 : (nom ou clé, où il mène)."""
        index = self.index
        regions = [(name, (TerritoryKind.REGION, code)) for code, (name, _) in index.regions.items()]
        departments = [(row[0], (TerritoryKind.DEPARTMENT, code)) for code, row in index.departments.items()]
        groupings = [(key, (item.kind, item.code)) for item in index.groupings for key in item.exact_keys]
        current = [(name, Hit(reference=where)) for name, where in (*departments, *regions, *groupings)]
        former = [
            (item.name, Hit(reference=(TerritoryKind.COMMUNE, item.target), former=item))
            for item in index.former
        ]
        return [*current, *former]

    @cached_property
    def text(self) -> bytes:
        """Une ligne par nom : les communes, puis le reste."""
        names = [block.columns["noms"] for block in self.index.blocks]
        names.extend(name for name, _ in self.extras)
        return b"\n" + fold_names("\n".join(names)) + b"\n"

    @cached_property
    def loose(self) -> dict[str, list[Hit]]:
        """Les clés approchées des intercommunalités : sans particule, sans « Communauté » final."""
        found: dict[str, list[Hit]] = {}
        for item in self.index.groupings:
            for key in item.loose_keys:
                found.setdefault(key, []).append(Hit(reference=(item.kind, item.code)))
        return found

    def list_exact(self, request: Request) -> list[Hit]:
        """Les territoires qui portent ce nom : le nom, puis l'article, puis l'approché, puis l'ancien."""
        if not request.key:
            return []
        same = self._keep(self._list_lines(request.key), request)
        loose = self._keep(self.loose.get(request.key, ()), request)
        current = [hit for hit in same if hit.former is None]
        if request.kinds and request.kinds <= _INTERCOMMUNAL:
            current += loose
        if not current:
            varied = [hit for key in _vary_article(request.key) for hit in self._list_lines(key)]
            same += self._keep(varied, request)
            current = [hit for hit in same if hit.former is None] or loose
        return _merge(self._prefer(current, request) or [hit for hit in same if hit.former])

    def list_former(self, request: Request) -> list[Former]:
        """Les anciens noms égaux à celui-ci, où qu'ils mènent."""
        hits = self._list_lines(request.key) if request.key else []
        return [hit.former for hit in hits if hit.former is not None]

    def list_containing(self, key: str, kinds: frozenset[TerritoryKind]) -> tuple[list[Hit], list[Hit]]:
        """Les territoires dont le nom commence par ce texte, et ceux dont un autre mot commence par lui."""
        if len(key) < 2:
            return [], []
        request = Request(key=key, kinds=kinds)
        needle = key.encode("ascii", "ignore")
        first = [self._hit_at(rank) for rank in _scan(self.text, b"\n" + needle)]
        later = [self._hit_at(rank) for rank in _scan(self.text, b" " + needle)]
        return _merge(self._keep(first, request)), _merge(self._keep(later, request))

    def list_near(self, key: str, kinds: frozenset[TerritoryKind], *, cutoff: float) -> list[Hit]:
        """Les noms les plus ressemblants : une faute laisse intact au moins un morceau du nom."""
        if len(key) < 3:
            return []
        size = max(2, len(key) // 3)
        pieces = [key[start : start + size] for start in range(0, len(key) - size + 1, size)]
        ranks = {rank for piece in pieces for rank in _scan(self.text, piece.encode("ascii", "ignore"))}
        lines = self._lines
        matcher = difflib.SequenceMatcher(b=key)
        scored = []
        for rank in ranks:
            if abs(len(lines[rank]) - len(key)) > max(2, len(key) // 4):
                continue
            matcher.set_seq1(lines[rank])
            if matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff:
                scored.append((-matcher.ratio(), lines[rank], rank))
        best = [self._hit_at(rank) for score, _, rank in sorted(scored) if -score >= cutoff]
        return _merge(self._keep(best, Request(key=key, kinds=kinds)))

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.decode("ascii").strip("\n").split("\n")

    def _list_lines(self, key: str) -> list[Hit]:
        needle = b"\n" + key.encode("ascii", "ignore") + b"\n"
        return [self._hit_at(rank) for rank in _scan(self.text, needle)]

    def _hit_at(self, rank: int) -> Hit:
        count = self.index.offsets[-1]
        if rank < count:
            return Hit(reference=self.index.commune_at(rank))
        return self.extras[rank - count][1]

    def _keep(self, hits: Iterable[Hit], request: Request) -> list[Hit]:
        return [hit for hit in hits if hit.reference[0] in request.kinds]

    def _prefer(self, hits: list[Hit], request: Request) -> list[Hit]:
        """Entre plusieurs EPCI de même nom, ceux de la sorte écrite (CC, CA…) s'il y en a."""
        ranks = self.index.rank_by_siren
        exact = [
            hit
            for hit in hits
            if hit.reference[1] in ranks
            and self.index.groupings[ranks[hit.reference[1]]].nature in request.natures
        ]
        return exact or hits


def _vary_article(key: str) -> Iterator[str]:
    for article in _ARTICLES:
        yield key.removeprefix(article) if key.startswith(article) else article + key


def _scan(text: bytes, needle: bytes) -> list[int]:
    """Les rangs des lignes qui contiennent ce texte (au plus ``_SCAN_LIMIT`` occurrences)."""
    found: list[int] = []
    line, seen, start = -1, 0, text.find(needle)
    while start >= 0 and len(found) < _SCAN_LIMIT:
        first = start + 1 if needle.startswith(b"\n") else start
        line += text.count(b"\n", seen, first)
        seen = first
        if not found or found[-1] != line:
            found.append(line)
        start = text.find(needle, start + 1)
    return found


def _merge(hits: Iterable[Hit]) -> list[Hit]:
    """Les mêmes sans double, ni second code d'une même collectivité."""
    by_reference: dict[Reference, Hit] = {}
    for hit in hits:
        by_reference.setdefault(hit.reference, hit)
    return [hit for place, hit in by_reference.items() if _SAME.get(place) not in by_reference]
