"""Lire les fichiers propres aux documents : sources, faits, argumentaires, grilles, ODD.

``read_`` lit un fichier et contrôle ; ``check_`` relève les défauts d'un enregistrement déjà lu ;
``build_`` en fait des valeurs figées, sans rien contrôler.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from kit.domain.errors import build_problem
from kit.domain.values import (
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
from kit.knowledge.catalogue.records import (
    Record,
    check_references,
    check_unique,
    raise_problems,
    read_record,
)
from kit.knowledge.catalogue.shapes import ARGUMENTS, AUDIENCES, FACTS, GRID, ODD, SITUATIONS, SOURCES
from kit.knowledge.catalogue.values import BLACK, Argument, Case, Fact, Figure, Odd, Reference, choose_ink

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
    return MappingProxyType({record["cle"]: _build_reference(record) for record in root["sources"]})


def _build_reference(record: Record) -> Reference:
    return Reference(
        key=record["cle"],
        title=record["titre"],
        author=record["auteur"],
        published=record["date"],
        url=record.find("adresse", ""),
        licence=record["licence"],
        reading=record["lecture"],
        paged=record.find("paginee", default=False),
    )


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


def build_figures(record: Record, name: str = "chiffres") -> tuple[Figure, ...]:
    """Les chiffres d'un enregistrement."""
    return tuple(
        Figure(value=figure["valeur"], unit=figure["unite"], label=figure["libelle"])
        for figure in record.find(name, ())
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
    return MappingProxyType({record["id"]: _build_fact(record, sources) for record in root["faits"]})


def _build_fact(record: Record, sources: References) -> Fact:
    case = record.find("cas", None)
    return Fact(
        key=record["id"],
        statement=record["enonce"],
        source=build_source(record, sources),
        reference=record["source"],
        themes=record["themes"],
        audiences=tuple(Audience(value) for value in record["publics"]),
        figures=build_figures(record),
        case=case
        and Case(territory=case["territoire"], kind=TerritoryKind(case["nature"]), lesson=case["lecon"]),
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
    return MappingProxyType({Audience(record["public"]): _build_argument(record) for record in defaults})


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
        for audience in AUDIENCES
        if audience not in present
    ]
    return problems


def read_all_arguments(path: Path) -> tuple[Argument, ...]:
    """Tous les argumentaires du fichier. Leurs preuves sont contrôlées avec le catalogue entier."""
    root = read_record(path, ARGUMENTS)
    raise_problems(check_arguments(root))
    return build_arguments(root)


def build_arguments(root: Record) -> tuple[Argument, ...]:
    """Tous les argumentaires, dans l'ordre du fichier."""
    return tuple(_build_argument(record) for record in root["arguments"])


def _list_defaults(root: Record) -> list[Record]:
    first: dict[str, Record] = {}
    for record in root["arguments"]:
        first.setdefault(record["public"], record)
    return list(first.values())


def _build_argument(record: Record) -> Argument:
    return Argument(
        audience=Audience(record["public"]),
        purpose=record["but"],
        message=record["message"],
        proofs=record["preuves"],
        objection=record["objection"],
        answer=record["reponse"],
        ask=record["demande"],
        unknown=record["limite"],
    )


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
        weight=float(record.find("poids", 1)),
    )


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
    return Odd(
        number=record["numero"],
        title=record["titre"],
        long_title=record["intitule"],
        source=source,
        color=color,
        ink=choose_ink(color) if color else BLACK,
    )
