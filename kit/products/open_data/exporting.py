"""Le catalogue en données ouvertes : un tableau CSV par famille, décrits par un Data Package.

Le contenu ne dépend que des données : deux exports des mêmes fichiers sont identiques octet pour octet.
Aucune donnée personnelle n'y figure : le catalogue ne nomme que des structures et des territoires.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit import __version__
from kit.knowledge.catalogue import (
    Catalogue,
    Entry,
    Programme,
    Question,
    Quiz,
    Reference,
    Survey,
    load_catalogue,
)
from kit.products.open_data.columns import (
    CELLS,
    CHOICES,
    COMMON,
    DETAILS,
    EXTRAS,
    FIGURES,
    OPTIONS,
    SOURCES,
    Column,
    Row,
    Value,
    join_values,
)
from kit.products.saving import save_new

LICENCE: Final[Mapping[str, str]] = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/deed.fr",
    "title": "Creative Commons Attribution 4.0 International",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Un tableau à écrire. ``links`` : colonne → tableau dont elle cite la clé."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    links: tuple[tuple[str, str], ...] = ()
    key: str = ""


# --- Les tableaux -------------------------------------------------------------------------


def list_resources(catalogue: Catalogue) -> tuple[Resource, ...]:
    """Tous les tableaux du catalogue : les sources, une famille chacun, puis leurs éléments."""
    families = (_build_family(catalogue, name) for name in catalogue.families)
    tables = (_build_sources(catalogue.sources.values()), *families, *_list_parts(catalogue))
    return tuple(table for table in tables if table.rows)


def _build_sources(references: Iterable[Reference]) -> Resource:
    return Resource(
        name="sources",
        title="Les sources",
        description="Les documents d’où viennent les énoncés.",
        columns=SOURCES,
        rows=tuple(
            (item.key, item.title, item.author, item.published, item.url, item.licence, item.reading)
            for item in references
        ),
        key="cle",
    )


def _build_family(catalogue: Catalogue, name: str) -> Resource:
    text = catalogue.families[name]
    entries = catalogue.list_entries(name)
    extras = EXTRAS.get(type(entries[0]), ()) if entries else ()
    is_programme = any(isinstance(entry, Programme) for entry in entries)
    return Resource(
        name=name,
        title=text.title,
        description=text.introduction,
        columns=(*COMMON, *(extra.column for extra in extras)),
        rows=tuple((*_build_row(entry), *(extra.read(entry) for extra in extras)) for entry in entries),
        links=(("source", "sources"), *((("statut_source", "sources"),) if is_programme else ())),
        key="cle",
    )


def _build_row(entry: Entry) -> Row:
    facets = entry.facets
    return (
        entry.key,
        entry.title,
        entry.statement,
        entry.reference,
        entry.source.page if entry.source else "",
        entry.reliability.value if entry.reliability else "",
        entry.checked_on,
        entry.remark,
        *(
            join_values(values)
            for values in (
                facets.themes,
                facets.audiences,
                facets.stages,
                facets.odd,
                facets.territory_kinds,
                facets.actors,
            )
        ),
    )


def _list_parts(catalogue: Catalogue) -> tuple[Resource, ...]:
    return (
        _build_details(catalogue.entries),
        _build_figures(catalogue.entries),
        _build_cells(catalogue.list_typed(Survey)),
        _build_choices(catalogue.list_typed(Quiz)),
        _build_options(catalogue.list_typed(Question)),
    )


def _build_details(entries: Iterable[Entry]) -> Resource:
    return Resource(
        name="elements",
        title="Les éléments des fiches",
        description="Tâches, sous-étapes, questions, exigences et situations.",
        columns=DETAILS,
        rows=tuple((e.family, e.key, item.key, item.statement) for e in entries for item in e.details),
        key="cle",
    )


def _build_figures(entries: Iterable[Entry]) -> Resource:
    return Resource(
        name="chiffres",
        title="Les chiffres",
        description="Chaque chiffre, avec la fiche qui le porte.",
        columns=FIGURES,
        rows=tuple(
            (e.family, e.key, item.value, item.unit, item.label) for e in entries for item in e.figures
        ),
    )


def _build_cells(surveys: Iterable[Survey]) -> Resource:
    return Resource(
        name="tableaux",
        title="Les tableaux des enquêtes",
        description="Une ligne par case.",
        columns=CELLS,
        rows=tuple(
            (survey.key, row.label, column, value, survey.table.base)
            for survey in surveys
            if survey.table
            for row in survey.table.rows
            for column, value in zip(survey.table.columns, row.values, strict=True)
        ),
        links=(("fiche", "enquetes"),),
    )


def _build_choices(questions: Iterable[Quiz]) -> Resource:
    return Resource(
        name="reponses",
        title="Les réponses aux questions posées à la salle",
        description="Une ligne par réponse.",
        columns=CHOICES,
        rows=tuple(
            (quiz.key, item.key, item.label, item.share, item.is_right)
            for quiz in questions
            for item in quiz.choices
        ),
        links=(("fiche", "quiz"),),
        key="cle",
    )


def _build_options(questions: Iterable[Question]) -> Resource:
    return Resource(
        name="choix",
        title="Les réponses proposées à qui s’entraîne",
        description="Une ligne par réponse, avec ce que l’on en dit.",
        columns=OPTIONS,
        rows=tuple(
            (question.key, option.label, option.is_right, option.feedback)
            for question in questions
            for option in question.options
        ),
        links=(("fiche", "questions"),),
    )


# --- Les octets ---------------------------------------------------------------------------


def build_package(catalogue: Catalogue) -> Mapping[str, bytes]:
    """Les fichiers de l'export, par nom : les CSV et ``datapackage.json``."""
    resources = list_resources(catalogue)
    files = {f"{resource.name}.csv": write_table(resource) for resource in resources}
    described = [_describe(item, files[f"{item.name}.csv"]) for item in resources]
    checked = [entry.checked_on for entry in catalogue.entries if entry.checked_on]
    content = {
        "profile": "tabular-data-package",
        "name": "jouer-collectif-en-territoire",
        "title": "Jouer collectif en territoire : le catalogue",
        "description": (
            "Faits, cas, enquêtes, méthodes, programmes et leviers sur les alliances en territoire, "
            "chacun avec sa source et sa fiabilité. Chiffres d’enquête déclaratifs ; montants historiques."
        ),
        "version": __version__,
        # La date de la dernière relecture, non celle de l'export : le fichier ne dépend que des données.
        "created": f"{max(checked).isoformat()}T00:00:00Z",
        "licenses": [dict(LICENCE)],
        "sources": [_describe_source(item) for item in catalogue.sources.values()],
        "resources": described,
    }
    files["datapackage.json"] = f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()
    return files


def _describe_source(item: Reference) -> dict[str, str]:
    """La source dans la description ; sans adresse relevée, elle n'a pas de chemin."""
    path = {"path": item.url} if item.url else {}
    return {"title": f"{item.title}, {item.author}", **path, "licence": item.licence}


def write_table(resource: Resource) -> bytes:
    """Le tableau en CSV : UTF-8, virgule, une ligne d'entête."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.name for column in resource.columns])
    writer.writerows([_format(value) for value in row] for row in resource.rows)
    return stream.getvalue().encode()


def _format(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float():
            return f"{value:.10g}"
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def _describe(resource: Resource, content: bytes) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "path": f"{resource.name}.csv",
        "title": resource.title,
        "description": resource.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _build_schema(resource),
    }


def _build_schema(resource: Resource) -> dict[str, object]:
    fields = [_build_field(column, is_key=column.name == resource.key) for column in resource.columns]
    schema: dict[str, object] = {"fields": fields, "missingValues": [""]}
    if resource.key:
        schema["primaryKey"] = [resource.key]
    if resource.links:
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": target, "fields": ["cle"]}}
            for name, target in resource.links
        ]
    return schema


def _build_field(column: Column, *, is_key: bool) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "type": column.kind,
        "title": column.title,
        "description": column.description,
    }
    if column.kind == "boolean":
        field |= {"trueValues": ["oui"], "falseValues": ["non"]}
    rules = {"required": column.required, "unique": is_key}
    if any(rules.values()):
        field["constraints"] = {name: True for name, holds in rules.items() if holds}
    return field


def export_catalogue(folder: Path, *, replace_files: bool = False) -> tuple[Path, ...]:
    """Le catalogue livré, écrit dans ce dossier en données ouvertes.

    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    contents = {folder / name: content for name, content in build_package(load_catalogue()).items()}
    return save_new(contents, replace_files=replace_files)
