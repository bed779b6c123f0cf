"""Un export d'Aides-territoires donné par la personne (JSON ou CSV) → des aides."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kit.domain.errors import InputError, build_problem
from kit.domain.values import Place, Problem
from kit.products.aids._record import SITE, read_record
from kit.products.aids.aid import Aid, AidSet
from kit.reading.fields import Field, Form, Layout
from kit.reading.tables.csv_rows import read_csv
from kit.reading.tables.encodings import decode_text
from kit.reading.tables.raw import write_plain
from kit.reading.tables.titles import cell_at, find_header, is_filled
from kit.reading.values.dates import read_day

MAX_BYTES: Final = 100_000_000
LICENCE: Final = "Licence Ouverte 2.0 (Etalab)"
_ENVELOPE_DAYS: Final = ("extrait_le", "date_extraction", "extracted_on")
# Ce que les tableaux d'aides portent en titre, par clé de l'API.
_TITLES: Final = {
    "id": ("id", "identifiant"),
    "name": ("name", "nom", "nom de l'aide", "titre"),
    "financers": ("financers", "financeurs", "porteurs d'aide", "porteurs"),
    "targeted_audiences": ("targeted_audiences", "bénéficiaires", "publics"),
    "perimeter": ("perimeter", "périmètre"),
    "perimeter_scale": ("perimeter_scale", "échelle"),
    "mobilization_steps": ("mobilization_steps", "étapes", "état d'avancement"),
    "destinations": ("destinations", "dépenses", "types de dépenses"),
    "aid_types": ("aid_types", "types d'aide", "nature de l'aide"),
    "categories": ("categories", "thématiques", "thèmes"),
    "description": ("description",),
    "eligibility": ("eligibility", "conditions d'éligibilité", "éligibilité"),
    "start_date": ("start_date", "date d'ouverture"),
    "submission_deadline": ("submission_deadline", "date de clôture", "échéance"),
    "recurrence": ("recurrence", "récurrence"),
    "is_call_for_project": ("is_call_for_project", "appel à projet"),
    "url": ("url", "lien", "adresse"),
    "date_updated": ("date_updated", "date de mise à jour"),
}
TABLE: Final = Form(
    key="aids",
    name="aides",
    title="Aides",
    intro="Une ligne par aide.",
    layout=Layout.TABLE,
    fields=tuple(
        Field(key=key, name=key, label=titles[-1], help="", aliases=titles) for key, titles in _TITLES.items()
    ),
    is_open=True,
)


def read_aids(path: Path, *, extracted_on: dt.date | None = None) -> tuple[AidSet, tuple[Problem, ...]]:
    """Les aides d'un fichier .json ou .csv, et tous les défauts relevés, qui n'arrêtent pas.

    :raises InputError: si rien ne peut être lu, ou si aucune aide n'est lisible.
    """
    where = Place(file=path.name)
    content, saved_on = _read_content(path, where)
    if path.suffix.lower() == ".json":
        records, envelope = _parse_json(decode_text(content, where), where)
        unit = "results"
    elif path.suffix.lower() == ".csv":
        records, envelope, unit = _parse_csv(content, where), {}, "ligne"
    else:
        raise InputError([build_problem("aides-format", where, suffix=path.suffix or path.name)])
    aids, problems = _read_records(records, where, unit)
    if not aids:
        raise InputError([*problems, build_problem("aides-aucune", where)])
    announced = envelope.get("count")
    if isinstance(announced, int) and announced > len(records):
        problems.append(build_problem("aides-incomplet", where, count=len(records), total=announced))
    day, note = _find_extraction(extracted_on, envelope, saved_on)
    return (
        AidSet(
            aids=aids,
            origin=f"Aides-territoires, export « {path.name} »",
            licence=LICENCE,
            url=SITE,
            extracted_on=day,
            extraction_note=note,
            announced=announced if isinstance(announced, int) else None,
        ),
        tuple(problems),
    )


def _read_content(path: Path, where: Place) -> tuple[bytes, dt.date]:
    """Les octets et le jour d'enregistrement du fichier.

    :raises InputError: s'il est absent, vide ou trop gros.
    """
    try:
        details = path.stat()
        if details.st_size > MAX_BYTES:
            size, limit = details.st_size // 1_000_000, MAX_BYTES // 1_000_000
            raise InputError([build_problem("aides-trop-gros", where, size=size, limit=limit)])
        content = path.read_bytes()
    except OSError as error:
        raise InputError([build_problem("aides-absent", where, file=path.name)]) from error
    return content, dt.datetime.fromtimestamp(details.st_mtime, dt.UTC).date()


def _parse_json(text: str, where: Place) -> tuple[Sequence[object], Mapping[str, Any]]:
    """Les enregistrements et l'enveloppe : une liste nue, ou un objet à clé « results ».

    :raises InputError: si ce n'est pas du JSON, ou d'une autre forme.
    """
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(file=where.file, line=error.lineno)
        raise InputError([build_problem("aides-json", place, reason="le texte s’arrête ou dévie")]) from error
    except (RecursionError, ValueError) as error:
        raise InputError([build_problem("aides-json", where, reason="il est trop imbriqué")]) from error
    if isinstance(loaded, list):
        return loaded, {}
    if isinstance(loaded, Mapping) and isinstance(loaded.get("results"), list):
        return loaded["results"], loaded
    raise InputError([build_problem("aides-forme", where)])


def _parse_csv(content: bytes, where: Place) -> Sequence[object]:
    """Les lignes du tableau, chacune par clé de l'API.

    :raises InputError: si la colonne du nom manque, ou si les guillemets sont mal fermés.
    """
    sheet = read_csv(content, where, TABLE)
    header = find_header(TABLE, replace(sheet, rows=sheet.rows[:1]))
    if header is None or header.find("name") is None:
        found = ", ".join(title for title in map(write_plain, sheet.rows[0]) if title)[:120]
        raise InputError([build_problem("aides-colonnes", Place(file=where.file, line=1), found=found)])
    keys = {at: title.strip() for at, title in header.unknown.items()}
    keys |= {at: field.key for at, field in header.columns.items()}
    return [
        {key: cell_at(row, at) or "" for at, key in keys.items()}
        for row in sheet.rows[1:]
        if any(map(is_filled, row))
    ]


def _read_records(
    records: Sequence[object], where: Place, unit: str
) -> tuple[tuple[Aid, ...], list[Problem]]:
    aids: list[Aid] = []
    problems: list[Problem] = []
    for rank, raw in enumerate(records):
        place = (
            Place(file=where.file, line=rank + 2)
            if unit == "ligne"
            else Place(file=where.file, path=f"{unit}[{rank}]")
        )
        aid, found = read_record(raw, place)
        problems += found
        if aid is not None:
            aids.append(aid)
    return tuple(aids), problems


def _find_extraction(
    given: dt.date | None, envelope: Mapping[str, Any], saved_on: dt.date
) -> tuple[dt.date, str]:
    if given is not None:
        return given, "date donnée à la commande"
    for key in _ENVELOPE_DAYS:
        day = read_day(str(envelope.get(key, "")))
        if day is not None:
            return day, "date écrite dans le fichier"
    return saved_on, "date d’enregistrement du fichier"
