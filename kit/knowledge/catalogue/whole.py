"""Le catalogue entier : lire tous les fichiers d'un dossier, tout contrôler, tout figer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from kit.domain.errors import suggest
from kit.domain.values import Criterion, Grid, Problem
from kit.knowledge.catalogue.coherence import COURSES, GRIDS, Records, check_records, list_families
from kit.knowledge.catalogue.course_rules import COURSE
from kit.knowledge.catalogue.courses import Course
from kit.knowledge.catalogue.deriving import build_value
from kit.knowledge.catalogue.entries import Detail, Entry, Facets, FactEntry, FamilyText
from kit.knowledge.catalogue.families import FAMILIES, build_entry
from kit.knowledge.catalogue.readers import (
    References,
    build_arguments,
    build_facts,
    build_grid,
    build_odd,
    build_sources,
)
from kit.knowledge.catalogue.records import CatalogueError, Record, Shape, raise_problems, read_record
from kit.knowledge.catalogue.shapes import ARGUMENTS, FACTS, GRID, ODD, SOURCES
from kit.knowledge.catalogue.values import Argument, Fact, Odd

BASICS: Final[Mapping[str, Shape]] = MappingProxyType(
    {"sources": SOURCES, "faits": FACTS, "odd": ODD, "arguments": ARGUMENTS}
)
Kind = TypeVar("Kind", bound=Entry)
_NAME_WORDS: Final = 8


# Les fichiers antérieurs aux familles n'ont pas de clé « presentation ».
_BASIC_TEXTS: Final = (
    FamilyText(
        name="faits",
        title="Les faits qui servent de preuves",
        introduction="Des énoncés d’une phrase, que la fiche argumentaire cite.",
    ),
    FamilyText(
        name="odd",
        title="Les dix-sept objectifs de développement durable",
        introduction="Titres courts et intitulés officiels en français.",
    ),
    FamilyText(
        name="arguments",
        title="Les argumentaires",
        introduction="Message, preuves, objection, réponse et demande, par public et par but.",
    ),
    FamilyText(
        name="grilles",
        title="Les critères des grilles d’évaluation",
        introduction="Des questions et, pour chacune, trois situations décrites ; écrites pour ce guide.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Tout ce que le guide sait, figé ; ``by_key`` connaît aussi les clés des éléments de fiche."""

    sources: References
    facts: Mapping[str, Fact]
    arguments: tuple[Argument, ...]
    odd: Mapping[int, Odd]
    grids: Mapping[str, Grid]
    courses: Mapping[str, Course]
    families: Mapping[str, FamilyText]
    entries: tuple[Entry, ...]
    by_key: Mapping[str, Entry] = field(repr=False)

    def list_entries(self, family: str) -> tuple[Entry, ...]:
        """Les fiches d'une famille, dans l'ordre de son fichier."""
        return tuple(entry for entry in self.entries if entry.family == family)

    def list_typed(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Les fiches d'une sorte particulière : ``list_typed(Programme)``."""
        return tuple(entry for entry in self.entries if isinstance(entry, kind))

    def get_entry(self, key: str) -> Entry:
        """La fiche de cette clé.

        :raises LookupError: avec une proposition, si la clé n'existe pas.
        """
        if key not in self.by_key:
            raise LookupError(f"aucune fiche ne porte la clé « {key} »{suggest(key, self.by_key)}")
        return self.by_key[key]

    def get_title(self, key: str) -> str:
        """Le titre de cette clé : une source, une fiche, ou la fiche de cet élément.

        :raises LookupError: avec une proposition, si la clé n'existe pas.
        """
        return self.sources[key].title if key in self.sources else self.get_entry(key).title

    def get_statement(self, key: str) -> str:
        """L'énoncé de cette clé : celui de la fiche, ou celui de son élément.

        :raises LookupError: si la clé n'existe pas.
        """
        entry = self.get_entry(key)
        details: tuple[Detail, ...] = entry.details
        return next((item.statement for item in details if item.key == key), entry.statement)

    def count_families(self) -> Mapping[str, int]:
        """Le nombre de fiches de chaque famille présente, par nom de famille."""
        counts = dict.fromkeys(self.families, 0)
        for entry in self.entries:
            counts[entry.family] += 1
        return MappingProxyType(counts)


def read_catalogue(folder: Path) -> Catalogue:
    """Le catalogue des fichiers de ce dossier.

    :raises CatalogueError: avec tous les défauts de tous les fichiers.
    """
    records = read_records(folder)
    raise_problems(check_records(records))
    return build_catalogue(records)


def list_files(folder: Path) -> Iterator[tuple[str, Path, Shape]]:
    """Chaque fichier du catalogue : son nom, son chemin, sa forme. Une famille pas encore écrite manque."""
    yield from ((name, folder / f"{name}.yaml", shape) for name, shape in BASICS.items())
    for name, family in FAMILIES.items():
        path = folder / f"{name}.yaml"
        if path.is_file():
            yield name, path, family.shape
    grids = sorted((folder / "grilles").glob("*.yaml"))
    yield from ((f"{GRIDS}{path.stem}", path, GRID) for path in grids)
    courses = sorted((folder / "formations").glob("*.yaml"))
    yield from ((f"{COURSES}{path.stem}", path, COURSE) for path in courses)


def read_records(folder: Path) -> Records:
    """Tous les fichiers lus selon leur forme ; les défauts de tous les fichiers sont dits ensemble.

    :raises CatalogueError: si un fichier au moins n'est pas conforme.
    """
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    for name, path, shape in list_files(folder):
        try:
            records[name] = read_record(path, shape)
        except CatalogueError as error:
            problems += error.problems
    raise_problems(problems)
    return records


def build_catalogue(records: Records) -> Catalogue:
    """Le catalogue d'enregistrements déjà contrôlés."""
    sources = build_sources(records["sources"])
    facts = build_facts(records["faits"], sources)
    arguments = build_arguments(records["arguments"])
    odd = build_odd(records["odd"], sources)
    grids = {
        name.removeprefix(GRIDS): build_grid(record, sources)
        for name, record in records.items()
        if name.startswith(GRIDS)
    }
    texts = {text.name: text for text in _BASIC_TEXTS}
    entries = [*_list_fact_entries(facts)]
    for family, root in list_families(records):
        texts[family.name] = build_value(FamilyText, root)
        entries += [build_entry(record, family, sources) for record in root["fiches"]]
    entries += [_build_odd_entry(goal, records) for goal in odd.values()]
    entries += [_build_argument_entry(argument) for argument in arguments]
    entries += [entry for grid in grids.values() for entry in _list_criteria(grid)]
    return Catalogue(
        sources=sources,
        facts=facts,
        arguments=arguments,
        odd=odd,
        grids=MappingProxyType(grids),
        courses=MappingProxyType(
            {
                name.removeprefix(COURSES): build_value(Course, record)
                for name, record in records.items()
                if name.startswith(COURSES)
            }
        ),
        families=MappingProxyType(texts),
        entries=tuple(entries),
        by_key=MappingProxyType(_index(entries)),
    )


def _index(entries: list[Entry]) -> dict[str, Entry]:
    by_key = {detail.key: entry for entry in entries for detail in entry.details}
    return by_key | {entry.key: entry for entry in entries}


def _list_fact_entries(facts: Mapping[str, Fact]) -> Iterator[Entry]:
    for fact in facts.values():
        case = fact.case
        yield FactEntry(
            key=fact.key,
            family="faits",
            title=fact.title or name_statement(fact.statement),
            statement=fact.statement,
            source=fact.source,
            reference=fact.reference,
            figures=fact.figures,
            facets=Facets(
                themes=fact.themes,
                audiences=fact.audiences,
                territory_kinds=(case.kind,) if case else (),
            ),
            remark=fact.remark,
            lesson=case.lesson if case else "",
        )


def name_statement(statement: str) -> str:
    """Les premiers mots d'un énoncé, pour nommer une fiche qui n'a pas de titre.

    >>> name_statement("Une alliance ne dure que si elle est animée avec méthode")
    'Une alliance ne dure que si elle est…'
    """
    words = statement.split()
    return statement if len(words) <= _NAME_WORDS else f"{' '.join(words[:_NAME_WORDS]).rstrip(',;: ')}…"


def _build_odd_entry(goal: Odd, records: Records) -> Entry:
    return Entry(
        key=f"ODD-{goal.number}",
        family="odd",
        title=f"ODD {goal.number} : {goal.title}",
        statement=goal.long_title,
        source=goal.source,
        reference=records["odd"]["source"],
        facets=Facets(themes=("ODD",), odd=(goal.number,)),
    )


def _build_argument_entry(argument: Argument) -> Entry:
    parts = (argument.objection, argument.answer, argument.ask, argument.unknown)
    key = argument.key
    names = ("OBJECTION", "REPONSE", "DEMANDE", "LIMITE")
    return Entry(
        key=key,
        family="arguments",
        title=f"Pour convaincre : {argument.audience.value}, {argument.purpose}",
        statement=argument.message,
        details=tuple(
            Detail(key=f"{key}-{name}", statement=text) for name, text in zip(names, parts, strict=True)
        ),
        facets=Facets(audiences=(argument.audience,)),
    )


def _list_criteria(grid: Grid) -> Iterator[Entry]:
    for dimension in grid.dimensions:
        for criterion in dimension.criteria:
            title = f"{grid.title} : {dimension.label}"
            yield _build_criterion_entry(criterion, title=title, reference=grid.reference)


def _build_criterion_entry(criterion: Criterion, *, title: str, reference: str) -> Entry:
    return Entry(
        key=criterion.key,
        family="grilles",
        title=title,
        statement=criterion.label,
        reference=reference,
        remark=criterion.suggestion,
        details=tuple(
            Detail(key=f"{criterion.key}-{level}", statement=text) for level, text in criterion.situations
        ),
        facets=Facets(themes=("évaluation",)),
    )
