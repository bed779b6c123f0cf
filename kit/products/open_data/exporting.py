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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Final

from kit import __version__
from kit.knowledge.catalogue import (
    Catalogue,
    Choice,
    Detail,
    Entry,
    Figure,
    Option,
    Question,
    Quiz,
    Reference,
    Survey,
    load_catalogue,
)
from kit.products.open_data.columns import CsvColumn, Row, Value, list_columns
from kit.products.saving import save_new

_DELIMITER: Final = ";"
_DECIMAL: Final = ","
LICENCE: Final[Mapping[str, str]] = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/deed.fr",
    "title": "Creative Commons Attribution 4.0 International",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Un tableau à écrire ; ``key`` est la colonne qui n'a pas deux fois la même valeur, s'il y en a une."""

    name: str
    title: str
    description: str
    columns: tuple[CsvColumn, ...]
    rows: tuple[Row, ...]
    key: str = ""


# --- Les tableaux -------------------------------------------------------------------------


def list_resources(catalogue: Catalogue) -> tuple[Resource, ...]:
    """Tous les tableaux du catalogue : les sources, une famille chacun, puis leurs éléments."""
    families = (_build_family(catalogue, name) for name in catalogue.families)
    tables = (_build_sources(catalogue.sources.values()), *families, *_list_parts(catalogue))
    return tuple(table for table in tables if table.rows)


def _build_sources(references: Iterable[Reference]) -> Resource:
    columns = list_columns(Reference)
    return Resource(
        name="sources",
        title="Les sources",
        description="Les documents d’où viennent les énoncés.",
        columns=columns,
        rows=tuple(_read_row(columns, item) for item in references),
        key="cle",
    )


def _read_row(columns: Iterable[CsvColumn], value: object) -> Row:
    return tuple(column.read(value) for column in columns)


def _build_family(catalogue: Catalogue, name: str) -> Resource:
    text = catalogue.families[name]
    entries = catalogue.list_entries(name)
    columns = list_columns(type(entries[0]) if entries else Entry)
    return Resource(
        name=name,
        title=text.title,
        description=text.introduction,
        columns=columns,
        rows=tuple(_read_row(columns, entry) for entry in entries),
        key="cle",
    )


# Ce qu'une fiche porte en plusieurs exemplaires a son tableau, où sa clé la désigne.
_FAMILY: Final = CsvColumn(
    name="famille",
    title="Famille",
    description="Famille de la fiche.",
    read=attrgetter("family"),
    required=True,
)
_ENTRY: Final = CsvColumn(
    name="fiche", title="Fiche", description="Clé de la fiche.", read=attrgetter("key"), required=True
)
_CELLS: Final = (
    CsvColumn(
        name="ligne", title="Ligne", description="Libellé de la ligne.", read=itemgetter(0), required=True
    ),
    CsvColumn(
        name="colonne",
        title="Colonne",
        description="Libellé de la colonne.",
        read=itemgetter(1),
        required=True,
    ),
    CsvColumn(
        name="valeur",
        title="Valeur",
        description="En pour cent ; vide : illisible.",
        read=itemgetter(2),
        kind="number",
    ),
    CsvColumn(
        name="base",
        title="Base",
        description="Nombre de réponses, s’il est connu.",
        read=itemgetter(3),
        kind="integer",
    ),
)
Part = tuple[Entry, object]


def _list_parts(catalogue: Catalogue) -> Iterator[Resource]:
    entries = catalogue.entries
    yield _build_part(
        "elements",
        "Les éléments des fiches",
        "Tâches, sous-étapes, questions, points et situations.",
        columns=((_FAMILY, _ENTRY), list_columns(Detail)),
        parts=((entry, item) for entry in entries for item in entry.details),
        key="cle",
    )
    yield _build_part(
        "chiffres",
        "Les chiffres",
        "Chaque chiffre, avec la fiche qui le porte.",
        columns=((_FAMILY, _ENTRY), list_columns(Figure)),
        parts=((entry, item) for entry in entries for item in entry.figures),
    )
    yield _build_part(
        "tableaux",
        "Les tableaux des enquêtes",
        "Une ligne par case.",
        columns=((replace(_ENTRY, target="enquetes"),), _CELLS),
        parts=((one, cell) for one in catalogue.list_typed(Survey) for cell in _list_cells(one)),
    )
    yield _build_part(
        "reponses",
        "Les réponses aux questions posées aux participants",
        "Une ligne par réponse.",
        columns=((replace(_ENTRY, target="quiz"),), list_columns(Choice)),
        parts=((one, item) for one in catalogue.list_typed(Quiz) for item in one.choices),
        key="cle",
    )
    yield _build_part(
        "choix",
        "Les réponses proposées à qui s’entraîne",
        "Une ligne par réponse, avec ce que l’on en dit.",
        columns=((replace(_ENTRY, target="questions"),), list_columns(Option)),
        parts=((one, item) for one in catalogue.list_typed(Question) for item in one.options),
    )


def _build_part(  # noqa: PLR0913 — tout ce qu'un tableau dit de lui
    name: str,
    title: str,
    description: str,
    *,
    columns: tuple[tuple[CsvColumn, ...], tuple[CsvColumn, ...]],
    parts: Iterable[Part],
    key: str = "",
) -> Resource:
    """Le tableau de ce que portent des fiches : les colonnes de la fiche, puis celles de ce qu'elle porte."""
    lead, own = columns
    rows = tuple((*_read_row(lead, entry), *_read_row(own, item)) for entry, item in parts)
    return Resource(
        name=name, title=title, description=description, columns=(*lead, *own), rows=rows, key=key
    )


def _list_cells(survey: Survey) -> Iterator[tuple[Value, ...]]:
    if survey.table:
        for row in survey.table.rows:
            for column, value in zip(survey.table.columns, row.values, strict=True):
                yield row.label, column, value, survey.table.base


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
    """Le tableau en CSV, tel qu'Excel français l'ouvre : marque UTF-8, point-virgule, virgule décimale."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=_DELIMITER, lineterminator="\r\n")
    writer.writerow([column.name for column in resource.columns])
    writer.writerows([_format(value) for value in row] for row in resource.rows)
    return stream.getvalue().encode("utf-8-sig")


def _format(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float():
            return f"{value:.10g}".replace(".", _DECIMAL)
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
        "dialect": {"delimiter": _DELIMITER, "lineTerminator": "\r\n", "header": True},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _build_schema(resource),
    }


def _build_schema(resource: Resource) -> dict[str, object]:
    fields = [_build_field(column, is_key=column.name == resource.key) for column in resource.columns]
    schema: dict[str, object] = {"fields": fields, "missingValues": [""]}
    if resource.key:
        schema["primaryKey"] = [resource.key]
    links = [
        {"fields": [column.name], "reference": {"resource": column.target, "fields": ["cle"]}}
        for column in resource.columns
        if column.target
    ]
    if links:
        schema["foreignKeys"] = links
    return schema


def _build_field(column: CsvColumn, *, is_key: bool) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "type": column.kind,
        "title": column.title,
        "description": column.description,
    }
    if column.kind == "boolean":
        field |= {"trueValues": ["oui"], "falseValues": ["non"]}
    if column.kind == "number":
        field["decimalChar"] = _DECIMAL
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
