"""Lire les fichiers propres aux documents : sources, faits, argumentaires, grilles, ODD.

``read_`` lit un fichier et contrôle ; ``check_`` relève les défauts d'un enregistrement déjà lu ;
``build_`` en fait des valeurs figées, sans rien contrôler.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from kit.domain.errors import build_problem
from kit.domain.values import Audience, Grid, Problem, Reliability, Source
from kit.knowledge.catalogue.deriving import build_value
from kit.knowledge.catalogue.records import (
    Record,
    check_references,
    check_unique,
    raise_problems,
    read_record,
)
from kit.knowledge.catalogue.shapes import ARGUMENTS, FACTS, GRID, ODD, SOURCES
from kit.knowledge.catalogue.values import BLACK, Argument, Fact, Odd, Reference, choose_ink

References = Mapping[str, Reference]


# --- Les sources et la provenance ---------------------------------------------------------


def read_sources(path: Path) -> References:
    """Les sources du fichier, par clé."""
    root = read_record(path, SOURCES)
    raise_problems(check_sources(root))
    return build_sources(root)


def check_sources(root: Record) -> list[Problem]:
    """Les sources déclarées deux fois."""
    return check_unique(root["sources"], "cle")


def build_sources(root: Record) -> References:
    """Les sources, par clé."""
    return MappingProxyType({record["cle"]: build_value(Reference, record) for record in root["sources"]})


def check_provenance(record: Record, name: str, sources: References) -> list[Problem]:
    """Les défauts de provenance d'un énoncé nommé : source absente ou inconnue, page, fiabilité."""
    problems = check_origin(record, name, sources)
    level = Reliability(record["fiabilite"])
    if not level.is_statable:
        where = record.place("fiabilite")
        problems.append(build_problem("catalogue-fiabilite", where, found=name, level=level.value))
    return problems


def check_origin(record: Record, name: str, sources: References) -> list[Problem]:
    """Les défauts de source et de page d'un énoncé nommé."""
    problems = check_references(record, "source", sources)
    if "source" not in record.values:
        problems.append(build_problem("catalogue-sans-source", record.where, found=name))
    source = sources.get(record.find("source", ""))
    if source and source.paged and not record.find("page", ""):
        problems.append(build_problem("catalogue-sans-page", record.where, found=name))
    return problems


def build_source(record: Record, sources: References) -> Source:
    """La source d'un enregistrement, telle qu'elle s'imprime."""
    return sources[record["source"]].cite(
        page=record.find("page", ""),
        reliability=Reliability(record["fiabilite"]),
        checked_on=record["verifie_le"],
    )


# --- Les faits ----------------------------------------------------------------------------


def read_facts(path: Path, sources: References) -> Mapping[str, Fact]:
    """Les faits du fichier, par identifiant, dans l'ordre du fichier."""
    root = read_record(path, FACTS)
    raise_problems(check_facts(root, sources))
    return build_facts(root, sources)


def check_facts(root: Record, sources: References) -> list[Problem]:
    """Les défauts des faits : doubles, provenance, thèmes."""
    problems = check_unique(root["faits"], "id")
    for record in root["faits"]:
        problems += check_provenance(record, record["id"], sources)
        problems += check_references(record, "themes", root["themes"])
    return problems


def build_facts(root: Record, sources: References) -> Mapping[str, Fact]:
    """Les faits, par identifiant."""
    return MappingProxyType(
        {
            record["id"]: build_value(Fact, record, source=build_source(record, sources))
            for record in root["faits"]
        }
    )


# --- Les argumentaires --------------------------------------------------------------------


def read_arguments(path: Path, facts: Mapping[str, Fact]) -> Mapping[Audience, Argument]:
    """L'argumentaire par défaut de chaque public : le premier du fichier ; aucun public ne manque.

    Ses preuves sont des faits, que la fiche argumentaire imprime.
    """
    root = read_record(path, ARGUMENTS)
    defaults = _list_defaults(root)
    problems = check_arguments(root)
    for record in defaults:
        problems += check_references(record, "preuves", facts)
    raise_problems(problems)
    return MappingProxyType(
        {Audience(record["public"]): build_value(Argument, record) for record in defaults}
    )


def check_arguments(root: Record) -> list[Problem]:
    """Les publics sans argumentaire, et les fins traitées deux fois pour un même public."""
    problems = []
    seen = set()
    for record in root["arguments"]:
        found = (record["public"], record["but"])
        if found in seen:
            problems.append(build_problem("catalogue-double", record.where, found=", ".join(found)))
        seen.add(found)
    present = {audience for audience, _ in seen}
    problems += [
        build_problem("catalogue-cle-absente", root.place("arguments"), expected=f"public: {audience}")
        for audience in Audience
        if audience not in present
    ]
    return problems


def build_arguments(root: Record) -> tuple[Argument, ...]:
    """Tous les argumentaires, dans l'ordre du fichier."""
    return tuple(build_value(Argument, record) for record in root["arguments"])


def _list_defaults(root: Record) -> list[Record]:
    first: dict[str, Record] = {}
    for record in root["arguments"]:
        first.setdefault(record["public"], record)
    return list(first.values())


# --- Les grilles --------------------------------------------------------------------------


def read_grid(path: Path, sources: References) -> Grid:
    """La grille du fichier."""
    root = read_record(path, GRID)
    raise_problems(check_grid(root, sources))
    return build_grid(root, sources)


def check_grid(root: Record, sources: Collection[str]) -> list[Problem]:
    """Les défauts d'une grille : source inconnue, niveau, dimension ou critère en double."""
    criteria = [record for dimension in root["dimensions"] for record in dimension["criteres"]]
    return [
        *check_references(root, "source", sources),
        *check_unique(root["niveaux"], "cle"),
        *check_unique(root["dimensions"], "cle"),
        *check_unique(criteria, "cle"),
    ]


def build_grid(root: Record, sources: References) -> Grid:
    """La grille."""
    return build_value(Grid, root, source=sources[root["source"]].cite())


# --- Les objectifs de développement durable -----------------------------------------------


def read_odd(path: Path, sources: References) -> Mapping[int, Odd]:
    """Les objectifs de développement durable du fichier, par numéro."""
    root = read_record(path, ODD)
    raise_problems(check_odd(root, sources))
    return build_odd(root, sources)


def check_odd(root: Record, sources: References) -> list[Problem]:
    """Les défauts des objectifs : provenance, numéros en double."""
    return [*check_provenance(root, "odd", sources), *check_unique(root["odd"], "numero")]


def build_odd(root: Record, sources: References) -> Mapping[int, Odd]:
    """Les objectifs, par numéro."""
    source = build_source(root, sources)
    return MappingProxyType({record["numero"]: _build_goal(record, source) for record in root["odd"]})


def _build_goal(record: Record, source: Source) -> Odd:
    color = record.find("couleur", "")
    return build_value(Odd, record, source=source, ink=choose_ink(color) if color else BLACK)
