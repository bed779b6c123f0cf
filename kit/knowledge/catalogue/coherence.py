"""Les règles entre les fichiers du catalogue : clés uniques, renvois, sommes, statuts datés."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import fold, format_number
from kit.domain.values import Problem
from kit.knowledge.catalogue.course_rules import Citable, check_course
from kit.knowledge.catalogue.deriving import list_citations
from kit.knowledge.catalogue.families import FAMILIES, UNCERTAIN, Family
from kit.knowledge.catalogue.readers import (
    References,
    build_sources,
    check_arguments,
    check_facts,
    check_grid,
    check_odd,
    check_origin,
    check_provenance,
    check_sources,
)
from kit.knowledge.catalogue.records import Record, check_references, check_unique
from kit.knowledge.catalogue.values import Argument, Cited

GRIDS: Final = "grilles/"
COURSES: Final = "formations/"
Records = Mapping[str, Record]
KeyPlace = tuple[str, Record]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Ce que l'on peut citer, relevé une fois pour tous les contrôles. ``doubts`` : clé → fiabilité."""

    citable: Mapping[str, Collection[str]]
    doubts: Mapping[str, str]
    sources: References


def check_records(records: Records) -> list[Problem]:
    """Tous les défauts de l'ensemble des fichiers, chacun déjà conforme à sa forme."""
    sources = build_sources(records["sources"])
    problems = [
        *check_sources(records["sources"]),
        *check_facts(records["faits"], sources),
        *check_odd(records["odd"], sources),
        *check_arguments(records["arguments"]),
        *_check_unique_keys(records),
    ]
    for name, record in records.items():
        if name.startswith(GRIDS):
            problems += check_grid(record, sources)
    known = _build_known(records, sources)
    for family, root in list_families(records):
        problems += _check_family(family, root, known)
    for record in records["arguments"]["arguments"]:
        problems += _check_citations(record, Argument, known)
    methods = {record["cle"]: record for record in _list_fiches(records, "methodes")}
    citable = Citable(keys=frozenset(known.citable[Cited.ENTRY]) - known.doubts.keys(), methods=methods)
    for name, record in records.items():
        if name.startswith(COURSES):
            problems += check_course(record, citable)
    return problems


def _build_known(records: Records, sources: References) -> Known:
    keys = frozenset(key for key, _ in _list_keys(records))
    return Known(
        citable={
            Cited.SOURCE: sources,
            Cited.THEME: records["faits"]["themes"],
            Cited.ENTRY: keys,
            Cited.PROOF: keys,
            Cited.CASE: [record["cle"] for record in _list_fiches(records, "cas")],
            Cited.CRAFT: [record["cle"] for record in _list_fiches(records, "metiers")],
        },
        doubts={record["cle"]: record["fiabilite"] for record in _list_fiches(records, UNCERTAIN)},
        sources=sources,
    )


def _list_fiches(records: Records, family: str) -> tuple[Record, ...]:
    fiches: tuple[Record, ...] = records[family]["fiches"] if family in records else ()
    return fiches


def list_families(records: Records) -> Iterator[tuple[Family, Record]]:
    """Les familles dont le fichier a été lu."""
    return ((family, records[name]) for name, family in FAMILIES.items() if name in records)


def _list_keys(records: Records) -> Iterator[KeyPlace]:
    """Toutes les clés que l'on peut citer, fiches et éléments de fiche, avec leur place."""
    yield from ((record["id"], record) for record in records["faits"]["faits"])
    for name, root in records.items():
        if name.startswith(GRIDS):
            criteria = (item for dimension in root["dimensions"] for item in dimension["criteres"])
            yield from ((record["cle"], record) for record in criteria)
    for _, root in list_families(records):
        for record in root["fiches"]:
            yield record["cle"], record
            parts = (*record.find("details", ()), *record.find("reponses", ()))
            yield from ((part["cle"], part) for part in parts)


def _check_unique_keys(records: Records) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for key, record in _list_keys(records):
        if key in seen:
            place = record.place("cle" if "cle" in record.values else "id")
            problems.append(build_problem("catalogue-double", place, found=key))
        seen.add(key)
    return problems


def _check_family(family: Family, root: Record, known: Known) -> list[Problem]:
    problems = []
    if root["famille"] != family.name:
        place = root.place("famille")
        expected = f"le nom du fichier, {family.name}"
        problems.append(
            build_problem(
                "catalogue-valeur", place, found=root["famille"], field="famille", expected=expected
            )
        )
    for record in root["fiches"]:
        problems += _check_citations(record, family.kind, known)
        if family.is_sourced:
            check = check_origin if family.name == UNCERTAIN else check_provenance
            problems += check(record, record["cle"], known.sources)
        for rule in _RULES.get(family.name, ()):
            problems += rule(record)
    return problems


def _check_citations(record: Record, kind: type, known: Known) -> list[Problem]:
    """Ce que les clés citent existe, et aucune preuve n'est un doute ; la provenance a ses propres règles."""
    problems = []
    for name, cited in list_citations(kind):
        if cited == Cited.ORIGIN:
            continue
        problems += check_references(record, name, known.citable[cited])
        if cited == Cited.PROOF:
            problems += [
                build_problem("catalogue-fiabilite", record.place(name), found=key, level=known.doubts[key])
                for key in record[name]
                if key in known.doubts
            ]
    return problems


# --- Les règles propres à une famille -----------------------------------------------------


def _check_table(record: Record) -> list[Problem]:
    table = record.find("tableau", None)
    if not table:
        return []
    columns = table["colonnes"]
    problems = []
    for row in table["lignes"]:
        if len(row["valeurs"]) != len(columns):
            expected = f"{len(columns)} valeurs, une par colonne"
            problems.append(
                build_problem(
                    "catalogue-valeur",
                    row.place("valeurs"),
                    found=row["libelle"],
                    field="valeurs",
                    expected=expected,
                )
            )
    rule = table.find("sommes", None)
    return problems or (_check_row_sums(table, rule) if rule else [])


def _check_row_sums(table: Record, rule: Record) -> list[Problem]:
    parts, _, total = rule["lignes"].partition("=")
    names = [*parts.split("+"), total]
    ranks = [_find_column(name, table["colonnes"]) for name in names]
    if None in ranks:
        return [
            build_problem(
                "catalogue-valeur",
                rule.place("lignes"),
                found=rule["lignes"],
                field="sommes",
                expected=f"une règle entre les colonnes {', '.join(table['colonnes'])}",
            )
        ]
    problems = []
    for row in table["lignes"]:
        values = [row["valeurs"][rank] for rank in ranks if rank is not None]
        if None not in values and sum(values[:-1]) != values[-1]:
            problems.append(_build_sum_problem(row, row["libelle"], sum(values[:-1]), values[-1]))
    return problems


def _find_column(name: str, columns: tuple[str, ...]) -> int | None:
    """Le rang de la seule colonne dont le nom commence ainsi."""
    found = [rank for rank, column in enumerate(columns) if fold(column).startswith(fold(name))]
    return found[0] if len(found) == 1 else None


def _build_sum_problem(record: Record, found: str, total: float, expected: float) -> Problem:
    return build_problem(
        "catalogue-somme",
        record.where,
        found=found,
        total=format_number(total),
        expected=format_number(expected),
    )


def _check_shares(record: Record) -> list[Problem]:
    expected = record.find("somme", None)
    shares = [choice.find("part", None) for choice in record["reponses"]]
    if expected is None:
        return []
    total = sum(share or 0 for share in shares)
    return [] if total == expected else [_build_sum_problem(record, record["cle"], total, expected)]


def _check_question(record: Record) -> list[Problem]:
    """Une réponse juste au moins, une fausse au moins, des réponses distinctes."""
    choices = record["choix"]
    problems = check_unique(choices, "libelle")
    if {choice["juste"] for choice in choices} != {True, False}:
        place = record.place("choix")
        expected = "une réponse juste au moins, et une fausse au moins"
        problems.append(
            build_problem("catalogue-valeur", place, found=record["cle"], field="choix", expected=expected)
        )
    return problems


def _check_status(record: Record) -> list[Problem]:
    if "statut_verifie_le" in record.values and "statut_source" in record.values:
        return []
    return [build_problem("catalogue-statut", record.place("statut"), found=record["cle"])]


def _check_lever(record: Record) -> list[Problem]:
    if record["question"].startswith(f"{record['theme']}-"):
        return []
    place, expected = record.place("question"), f"une question du thème {record['theme']}"
    return [
        build_problem(
            "catalogue-valeur", place, found=record["question"], field="question", expected=expected
        )
    ]


def _check_method(record: Record) -> list[Problem]:
    problems = []
    for low, high in (("groupe_min", "groupe_max"), ("duree_min", "duree_max")):
        least, most = record.find(low, None), record.find(high, None)
        if least is not None and most is not None and least > most:
            expected = f"un nombre qui ne dépasse pas « {high} »"
            place = record.place(low)
            problems.append(
                build_problem("catalogue-valeur", place, found=least, field=low, expected=expected)
            )
    return problems


Rule = Callable[[Record], list[Problem]]
_RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "enquetes": (_check_table,),
    "quiz": (_check_shares,),
    "questions": (_check_question,),
    "programmes": (_check_status,),
    "leviers": (_check_lever,),
    "methodes": (_check_method,),
}
