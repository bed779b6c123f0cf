"""Le savoir livré avec le kit : sources, faits, argumentaires, grille, ODD, lus dans ``kit/data``.

``load_`` donne les données livrées, lues une seule fois ; ``read_`` lit le fichier qu'on lui donne.
Toute donnée fausse arrête la lecture par une :class:`kit._records.CatalogueError` qui dit où.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kit._records import (
    DATA,
    CatalogueError,
    Record,
    check_references,
    check_unique,
    raise_problems,
    read_record,
)
from kit._shapes import ARGUMENTS, AUDIENCES, FACTS, GRID, ODD, SITUATIONS, SOURCES
from kit.errors import build_problem
from kit.model import (
    Audience,
    Criterion,
    Dimension,
    Grid,
    Level,
    Problem,
    Reliability,
    Source,
    TerritoryKind,
)

__all__ = [
    "Argument",
    "Case",
    "CatalogueError",
    "Fact",
    "Figure",
    "Odd",
    "Reference",
    "load_arguments",
    "load_facts",
    "load_grid",
    "load_odd",
    "load_sources",
    "read_arguments",
    "read_facts",
    "read_grid",
    "read_odd",
    "read_sources",
]

BLACK: Final = "#000000"
WHITE: Final = "#FFFFFF"


# --- Les valeurs --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Un document source. ``reading`` dit comment il a été lu ; ``paged``, si ses pages se citent."""

    key: str
    title: str
    author: str
    published: str
    url: str
    licence: str
    reading: str
    paged: bool = False

    def cite(
        self,
        *,
        page: str = "",
        reliability: Reliability = Reliability.READ,
        checked_on: dt.date | None = None,
    ) -> Source:
        """La source à imprimer près d'un énoncé."""
        return Source(
            title=f"{self.title}, {self.author}, {self.published}",
            page=page,
            url=self.url,
            reliability=reliability,
            checked_on=checked_on,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Un chiffre d'un fait : sa valeur, son unité, ce qu'il compte."""

    value: float
    unit: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Le territoire d'un cas, et ce qu'il apprend."""

    territory: str
    kind: TerritoryKind
    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Un énoncé sourcé, en une phrase qui se comprend seule. ``reference`` est la clé de sa source."""

    key: str
    statement: str
    source: Source
    reference: str
    themes: tuple[str, ...]
    audiences: tuple[Audience, ...]
    figures: tuple[Figure, ...] = ()
    case: Case | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """Ce que l'on dit à un public. ``proofs`` : clés de faits ; ``unknown`` : ce que nous ne savons pas."""

    audience: Audience
    message: str
    proofs: tuple[str, ...]
    objection: str
    answer: str
    ask: str
    unknown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Un objectif de développement durable. ``color`` est vide sans source ; ``ink`` se lit dessus."""

    number: int
    title: str
    long_title: str
    source: Source
    color: str = ""
    ink: str = BLACK


# --- La lecture ---------------------------------------------------------------------------


def read_sources(path: Path) -> Mapping[str, Reference]:
    """Les sources du fichier, par clé."""
    records = read_record(path, SOURCES)["sources"]
    raise_problems(check_unique(records, "cle"))
    return MappingProxyType({record["cle"]: _build_reference(record) for record in records})


def _build_reference(record: Record) -> Reference:
    return Reference(
        key=record["cle"],
        title=record["titre"],
        author=record["auteur"],
        published=record["date"],
        url=record["adresse"],
        licence=record["licence"],
        reading=record["lecture"],
        paged=record.find("paginee", default=False),
    )


def check_provenance(record: Record, name: str, sources: Mapping[str, Reference]) -> list[Problem]:
    """Les défauts de provenance d'un énoncé nommé : source absente ou inconnue, page, fiabilité."""
    problems = check_references(record, "source", sources)
    if "source" not in record.values:
        problems.append(build_problem("catalogue-sans-source", record.where, found=name))
    source = sources.get(record.find("source", ""))
    if source and source.paged and not record.find("page", ""):
        problems.append(build_problem("catalogue-sans-page", record.where, found=name))
    level = Reliability(record["fiabilite"])
    if not level.is_statable:
        where = record.place("fiabilite")
        problems.append(build_problem("catalogue-fiabilite", where, found=name, level=level.value))
    return problems


def _cite(record: Record, sources: Mapping[str, Reference]) -> Source:
    return sources[record["source"]].cite(
        page=record.find("page", ""),
        reliability=Reliability(record["fiabilite"]),
        checked_on=record["verifie_le"],
    )


def read_facts(path: Path, sources: Mapping[str, Reference]) -> Mapping[str, Fact]:
    """Les faits du fichier, par identifiant, dans l'ordre du fichier."""
    root = read_record(path, FACTS)
    records = root["faits"]
    problems = check_unique(records, "id")
    for record in records:
        problems += check_provenance(record, record["id"], sources)
        problems += check_references(record, "themes", root["themes"])
    raise_problems(problems)
    return MappingProxyType({record["id"]: _build_fact(record, sources) for record in records})


def _build_fact(record: Record, sources: Mapping[str, Reference]) -> Fact:
    case = record.find("cas", None)
    return Fact(
        key=record["id"],
        statement=record["enonce"],
        source=_cite(record, sources),
        reference=record["source"],
        themes=record["themes"],
        audiences=tuple(Audience(value) for value in record["publics"]),
        figures=tuple(
            Figure(value=figure["valeur"], unit=figure["unite"], label=figure["libelle"])
            for figure in record.find("chiffres", ())
        ),
        case=case
        and Case(territory=case["territoire"], kind=TerritoryKind(case["nature"]), lesson=case["lecon"]),
    )


def read_arguments(path: Path, facts: Mapping[str, Fact]) -> Mapping[Audience, Argument]:
    """L'argumentaire de chaque public ; aucun ne manque."""
    root = read_record(path, ARGUMENTS)
    records = root["arguments"]
    problems = check_unique(records, "public")
    for record in records:
        problems += check_references(record, "preuves", facts)
    present = {record["public"] for record in records}
    problems += [
        build_problem("catalogue-cle-absente", root.place("arguments"), expected=f"public: {audience}")
        for audience in AUDIENCES
        if audience not in present
    ]
    raise_problems(problems)
    return MappingProxyType({Audience(record["public"]): _build_argument(record) for record in records})


def _build_argument(record: Record) -> Argument:
    return Argument(
        audience=Audience(record["public"]),
        message=record["message"],
        proofs=record["preuves"],
        objection=record["objection"],
        answer=record["reponse"],
        ask=record["demande"],
        unknown=record["limite"],
    )


def read_grid(path: Path, sources: Mapping[str, Reference]) -> Grid:
    """La grille du fichier."""
    root = read_record(path, GRID)
    criteria = [record for dimension in root["dimensions"] for record in dimension["criteres"]]
    raise_problems(
        [
            *check_references(root, "source", sources),
            *check_unique(root["niveaux"], "cle"),
            *check_unique(root["dimensions"], "cle"),
            *check_unique(criteria, "cle"),
        ]
    )
    return Grid(
        key=root["cle"],
        title=root["titre"],
        purpose=root["but"],
        source=sources[root["source"]].cite(),
        levels=tuple(
            Level(key=level["cle"], label=level["libelle"], value=level["valeur"])
            for level in root["niveaux"]
        ),
        notes=root.find("notes", ()),
        dimensions=tuple(_build_dimension(record) for record in root["dimensions"]),
    )


def _build_dimension(record: Record) -> Dimension:
    return Dimension(
        key=record["cle"],
        label=record["titre"],
        aim=record["visee"],
        criteria=tuple(_build_criterion(criterion) for criterion in record["criteres"]),
    )


def _build_criterion(record: Record) -> Criterion:
    situations = record["situations"]
    return Criterion(
        key=record["cle"],
        label=record["question"],
        situations=tuple((level, situations[level]) for level in SITUATIONS),
        evidence=record["preuves"],
        suggestion=record["suggestion"],
    )


def read_odd(path: Path, sources: Mapping[str, Reference]) -> Mapping[int, Odd]:
    """Les objectifs de développement durable du fichier, par numéro."""
    root = read_record(path, ODD)
    raise_problems([*check_provenance(root, "odd", sources), *check_unique(root["odd"], "numero")])
    source = _cite(root, sources)
    return MappingProxyType({record["numero"]: _build_odd(record, source) for record in root["odd"]})


def _build_odd(record: Record, source: Source) -> Odd:
    color = record.find("couleur", "")
    return Odd(
        number=record["numero"],
        title=record["titre"],
        long_title=record["intitule"],
        source=source,
        color=color,
        ink=choose_ink(color) if color else BLACK,
    )


def choose_ink(background: str) -> str:
    """L'encre, noire ou blanche, la plus lisible sur ce fond (contraste des WCAG).

    >>> choose_ink("#FCC30B"), choose_ink("#19486A")
    ('#000000', '#FFFFFF')
    """
    channels = (int(background[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    light = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return WHITE if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else BLACK


# --- Les données livrées ------------------------------------------------------------------


@cache
def load_sources() -> Mapping[str, Reference]:
    """Les sources livrées, par clé."""
    return read_sources(DATA / "sources.yaml")


@cache
def load_facts() -> Mapping[str, Fact]:
    """Les faits livrés, par identifiant."""
    return read_facts(DATA / "faits.yaml", load_sources())


@cache
def load_arguments() -> Mapping[Audience, Argument]:
    """Les argumentaires livrés, un par public."""
    return read_arguments(DATA / "arguments.yaml", load_facts())


def list_grids() -> tuple[str, ...]:
    """Les clés des grilles livrées."""
    return tuple(sorted(path.stem for path in (DATA / "grilles").glob("*.yaml")))


@cache
def load_grid(key: str = "qualite-alliance") -> Grid:
    """La grille livrée de cette clé."""
    return read_grid(DATA / "grilles" / f"{key}.yaml", load_sources())


@cache
def load_odd() -> Mapping[int, Odd]:
    """Les dix-sept objectifs de développement durable, par numéro."""
    return read_odd(DATA / "odd.yaml", load_sources())


def list_facts(audience: Audience, facts: Iterable[Fact] | None = None) -> tuple[Fact, ...]:
    """Les faits qui parlent à ce public (par défaut parmi ceux que le kit livre)."""
    chosen = load_facts().values() if facts is None else facts
    return tuple(fact for fact in chosen if audience in fact.audiences)
