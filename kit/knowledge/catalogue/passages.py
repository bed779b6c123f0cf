"""Où lire ce qu'un énoncé affirme, qui le dit, et les mots forts que le passage porte.

``kit/data/passages.yaml`` donne des lignes du texte numérisé, jamais ce texte, qui n'est pas livré.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from kit.domain.declaring import keyed
from kit.domain.errors import build_problem, suggest
from kit.domain.locations import DATA
from kit.domain.values import Problem, Reliability
from kit.knowledge.catalogue.coherence import Records, check_records, list_families
from kit.knowledge.catalogue.deriving import build_shape, build_value
from kit.knowledge.catalogue.records import (
    Record,
    check_references,
    check_unique,
    raise_problems,
    read_record,
)
from kit.knowledge.catalogue.whole import Catalogue, build_catalogue, read_records

FILE: Final = "passages.yaml"
SPANS: Final = r"\d+(-\d+)?(, \d+(-\d+)?)*"
Span = tuple[int, int]
WordKind = Literal["exclusif", "cause", "durée", "opposition"]
# Ce qui exclut, explique, dure ou oppose : à déclarer, avec les mots du passage qui le portent.
STRONG: Final[Mapping[WordKind, re.Pattern[str]]] = MappingProxyType(
    {
        "exclusif": re.compile(
            r"""\b(?:vrai(?:e|s|es|ment)?|premi(?:er|ers|ère|ères)|seul(?:e|s|es|ement)?|tous|toutes|jamais
            |toujours|aucune?|uniquement|surtout|nul|ne[ ]\w+[ ]que)\b
            |\btout(?:e[ ]la|[ ]le)\b|\btoute?[ ]l’""",
            re.VERBOSE,
        ),
        "cause": re.compile(
            r"""\b(?:parce[ ]qu[e’]|puisqu[e’]|faute[ ]d[e’]|grâce[ ](?:à|aux?)\b|donc\b|car\b|d’où\b
            |en[ ]raison\b|à[ ]cause\b|comme[ ]ils\b)""",
            re.VERBOSE,
        ),
        "durée": re.compile(
            r"""\b(?:depuis|pendant|dès|durant)\b
            |\b(?:\d+|deux|trois|cinq|six|sept|dix|douze|trente|vingt|dizaine[ ]d’)
            [ \u00a0]?(?:ans?|mois|jours|semaines|années)\b""",
            re.VERBOSE,
        ),
        "opposition": re.compile(
            r"""\bpas\b[^.;]*\bmais\b|\bet[ ]non\b|\bplutôt[ ]qu[e’]|\bau[ ]lieu[ ]d[e’]|\bpas[ ]seulement\b
            |,[ ]non[ ](?:la|le|les|pas)\b""",
            re.VERBOSE,
        ),
    }
)
_FAR: Final = re.compile(r"^pas\b.*\bmais$")
# Là où des gens ont répondu ; les parts des participants au quiz, d’effectif inconnu, sont dans « reponses ».
_SURVEYS: Final = ("enquetes", "global-compact", "quiz")
_SHARE: Final = re.compile(r"%|sur \d")
_BASE: Final = re.compile(r"\bbases?\b|\bcombien\b|\b\d[\d \u00a0]*(?:entreprises|associations|personnes)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Qui parle : sa fonction de ce jour-là ; ``is_impersonal`` pour un texte ou une animation."""

    key: str = field(metadata=keyed("cle"))
    name: str = field(default="", metadata=keyed("nom"))
    role: str = field(metadata=keyed("fonction"))
    is_impersonal: bool = field(default=False, metadata=keyed("impersonnel"))
    lines: str = field(metadata=keyed("lignes", pattern=SPANS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Les lignes où lire ce qu'un énoncé affirme, et qui y parle."""

    key: str = field(metadata=keyed("cle"))
    lines: str = field(metadata=keyed("lignes", pattern=SPANS))
    voices: tuple[str, ...] = field(metadata=keyed("voix"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StrongWord:
    """Un mot fort d'un énoncé, et les quelques mots qui le portent : un renvoi, jamais une phrase."""

    key: str = field(metadata=keyed("cle"))
    word: str = field(metadata=keyed("mot"))
    kind: WordKind = field(metadata=keyed("genre"))
    support: str = field(metadata=keyed("appui", pattern=r"\S+( \S+){0,3}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """Le fichier des passages : la source, sa dernière ligne, où commence chaque page, et le reste."""

    reference: str = field(metadata=keyed("source"))
    last_line: int = field(metadata=keyed("lignes"))
    first_page: int = field(metadata=keyed("premiere_page"))
    pages: tuple[int, ...] = field(metadata=keyed("pages"))
    voices: tuple[Voice, ...] = field(metadata=keyed("voix"))
    passages: tuple[Passage, ...] = field(metadata=keyed("passages"))
    words: tuple[StrongWord, ...] = field(metadata=keyed("mots"))

    def find_page(self, line: int) -> int:
        """La page de la source où se trouve cette ligne."""
        return self.first_page + bisect_right(self.pages, line) - 1

    def find_passage(self, key: str) -> Passage | None:
        """Le passage de cet énoncé, s'il en a un."""
        return next((passage for passage in self.passages if passage.key == key), None)

    def list_voices(self, key: str) -> tuple[Voice, ...]:
        """Les voix de cet énoncé, dans l'ordre de son passage ; aucune s'il n'en a pas."""
        by_key = {voice.key: voice for voice in self.voices}
        passage = self.find_passage(key)
        return tuple(by_key[name] for name in passage.voices) if passage else ()


SHAPE: Final = build_shape(Passages)


@cache
def load_passages() -> Passages:
    """Les passages livrés."""
    return build_value(Passages, read_record(DATA / FILE, SHAPE))


def list_spans(text: str) -> tuple[Span, ...]:
    """Les intervalles d'une suite de lignes ou de pages.

    >>> list_spans("8-10, 470")
    ((8, 10), (470, 470))
    """
    bounds = (part.partition("-") for part in text.split(", "))
    return tuple((int(first), int(last or first)) for first, _, last in bounds)


def tell_voices(voices: tuple[Voice, ...]) -> tuple[str, ...]:
    """Qui parle, par fonction et sans nom : « Dit par : … », puis « D’après : … » pour un texte."""
    said = [_lower(voice.role) for voice in voices if not voice.is_impersonal]
    written = [_lower(voice.role) for voice in voices if voice.is_impersonal]
    labelled = (("Dit par", said), ("D’après", written))
    return tuple(f"{label} : {' ; '.join(roles)}" for label, roles in labelled if roles)


def _lower(role: str) -> str:
    """La fonction au fil de la phrase ; un titre composé (« Haut-Commissaire ») garde sa majuscule."""
    first = role.split(maxsplit=1)[0]
    return role if first[1:].lower() != first[1:] else f"{role[:1].lower()}{role[1:]}"


# --- Les contrôles ------------------------------------------------------------------------


def reread_catalogue(folder: Path) -> Catalogue:
    """Le catalogue des fichiers de ce dossier, chaque énoncé mis face à son passage.

    :raises CatalogueError: avec tous les défauts, ceux du catalogue et ceux des passages.
    """
    records = read_records(folder)
    root = read_record(folder / FILE, SHAPE)
    raise_problems([*check_records(records), *check_passages(records, root)])
    return build_catalogue(records)


def check_passages(records: Records, root: Record) -> list[Problem]:
    """Les énoncés sans passage, les passages et les voix qui se trompent, les mots que rien ne porte."""
    passages = build_value(Passages, root)
    statable = tuple(_list_statable(records))
    keys = frozenset(key for record in statable for key, _ in _list_statements(record))
    problems = [*check_unique(root["passages"], "cle"), *check_unique(root["voix"], "cle")]
    for record in root["passages"]:
        problems += check_references(record, "cle", keys)
    problems += _check_absent(statable, passages)
    problems += _check_lines(root, passages, _list_pages(statable, passages.reference))
    problems += _check_voices(root, passages)
    problems += _check_words(statable, root)
    problems += _check_bases(records)
    return problems


def _list_statable(records: Records) -> Iterator[Record]:
    """Les fiches sourcées que l'on peut affirmer, faits compris."""
    fiches = (record for _, root in list_families(records) for record in root["fiches"])
    for record in (*records["faits"]["faits"], *fiches):
        if record.find("source", "") and Reliability(record["fiabilite"]).is_statable:
            yield record


def _get_key(record: Record) -> str:
    key: str = record.find("cle", "") or record["id"]
    return key


def _list_statements(record: Record) -> Iterator[tuple[str, str]]:
    """Ce qu'une fiche affirme, clé et texte : sa phrase, ce qu'un cas raconte, ses éléments."""
    key = _get_key(record)
    yield key, record["enonce"]
    if told := record.find("fait", ""):
        yield key, told
    yield from ((part["cle"], part["enonce"]) for part in record.find("details", ()))


def _check_absent(statable: tuple[Record, ...], passages: Passages) -> Iterator[Problem]:
    pointed = {passage.key for passage in passages.passages}
    for record in statable:
        if record["source"] == passages.reference:
            absent = dict.fromkeys(key for key, _ in _list_statements(record) if key not in pointed)
            yield from (
                build_problem("catalogue-passage-absent", record.place("enonce"), found=key) for key in absent
            )


def _list_pages(statable: tuple[Record, ...], reference: str) -> Mapping[str, str]:
    """Les pages imprimées près de chaque énoncé de cette source."""
    return {
        key: record.find("page", "")
        for record in statable
        if record["source"] == reference
        for key, _ in _list_statements(record)
    }


def _check_lines(root: Record, passages: Passages, printed: Mapping[str, str]) -> Iterator[Problem]:
    for record in root["passages"]:
        spans = list_spans(record["lignes"])
        where, key = record.place("lignes"), record["cle"]
        if not all(1 <= first <= last <= passages.last_line for first, last in spans):
            expected = f"des lignes entre 1 et {passages.last_line}, dans l’ordre"
        elif key in printed and not _is_printed(spans, passages, printed[key]):
            expected = f"des lignes des pages imprimées : {printed[key]}"
        else:
            continue
        yield build_problem("catalogue-passage", where, found=record["lignes"], field=key, expected=expected)


def _is_printed(spans: tuple[Span, ...], passages: Passages, pages: str) -> bool:
    known = {page for low, high in list_spans(pages) for page in range(low, high + 1)}
    return {passages.find_page(line) for span in spans for line in span} <= known


def _check_voices(root: Record, passages: Passages) -> Iterator[Problem]:
    spoken = {voice.key: list_spans(voice.lines) for voice in passages.voices}
    for record in root["passages"]:
        spans = list_spans(record["lignes"])
        for key in record["voix"]:
            heard = spoken.get(key, ())
            if not any(first <= high and low <= last for first, last in spans for low, high in heard):
                near = "" if key in spoken else suggest(key, spoken)
                yield build_problem(
                    "catalogue-voix",
                    record.place("voix"),
                    found=key,
                    field=record["cle"],
                    suggestion=near,
                )


def list_strong_words(text: str) -> Iterator[tuple[WordKind, str]]:
    """Les mots forts d'une phrase, chacun avec son genre.

    >>> list(list_strong_words("Un seul maire, grâce à elle"))
    [('exclusif', 'seul'), ('cause', 'grâce à')]
    """
    for kind, pattern in STRONG.items():
        for found in pattern.finditer(text.lower()):
            yield kind, _FAR.sub("pas … mais", found[0])


def _check_words(statable: tuple[Record, ...], root: Record) -> Iterator[Problem]:
    declared = {(word["cle"], word["genre"], word["mot"]): word for word in root["mots"]}
    used = set()
    for record in statable:
        for key, text in _list_statements(record):
            for kind, word in list_strong_words(text):
                used.add((key, kind, word))
                if (key, kind, word) not in declared:
                    where = record.place("enonce")
                    yield build_problem("catalogue-mot", where, found=word, field=key, kind=kind)
    for found, record in declared.items():
        if found not in used:
            where = record.place("mot")
            yield build_problem("catalogue-mot-inutile", where, found=record["mot"], field=record["cle"])


def _check_bases(records: Records) -> Iterator[Problem]:
    """Une enquête qui donne des parts dit sur combien de réponses, ou que la source ne le dit pas."""
    surveys = (record for name in _SURVEYS if name in records for record in records[name]["fiches"])
    for record in (*records["faits"]["faits"], *surveys):
        table = record.find("tableau", None)
        is_counted = table or any(_SHARE.match(figure["unite"]) for figure in record.find("chiffres", ()))
        told = f"{record['enonce']} {record.find('remarque', '')}"
        if is_counted and not (table and table.find("base", None)) and not _BASE.search(told):
            yield build_problem("catalogue-base", record.place("enonce"), found=_get_key(record))
