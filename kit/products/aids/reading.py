"""Un export d'Aides-territoires donné par la personne (JSON, CSV ou XLSX) → des aides."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import fold, join_list
from kit.domain.values import Place, Problem
from kit.products.aids._record import SITE, list_unused, read_record
from kit.products.aids.aid import Aid, AidSet
from kit.reading.fields import Field, Form, Layout
from kit.reading.tables.csv_rows import read_csv
from kit.reading.tables.encodings import decode_text
from kit.reading.tables.files import WORKBOOK_FILES
from kit.reading.tables.raw import RawSheet, write_plain
from kit.reading.tables.titles import cell_at, find_header, find_sheet, is_filled
from kit.reading.tables.workbook_rows import read_workbook
from kit.reading.values.dates import read_day

MAX_BYTES: Final = 100_000_000
LICENCE: Final = "Licence Ouverte 2.0 (Etalab)"
_ENVELOPE_DAYS: Final = ("extrait_le", "date_extraction", "extracted_on")
# Ce que les tableaux d'aides portent en titre, par clé de l'API.
_TITLES: Final = {
    "id": ("id", "identifiant"),
    "slug": ("slug",),
    "name": ("name", "nom", "titre", "nom de l'aide"),
    "programs": ("programs", "programmes"),
    "financers": ("financers", "financeurs", "porteurs", "porteurs d'aide", "porteurs d'aides"),
    "instructors": ("instructors", "instructeurs", "instructeurs de l'aide"),
    "targeted_audiences": ("targeted_audiences", "publics", "bénéficiaires de l'aide", "bénéficiaires"),
    "perimeter": (
        *("perimeter", "périmètre", "périmètre de l'aide", "périmètre géographique"),
        "zone géographique couverte par l'aide",
    ),
    "perimeter_scale": ("perimeter_scale", "échelle"),
    "mobilization_steps": (
        *("mobilization_steps", "étapes", "état d'avancement"),
        "état d'avancement du projet pour bénéficier du dispositif",
    ),
    "destinations": (
        *("destinations", "dépenses", "types de dépenses"),
        "types de dépenses / actions couvertes",
    ),
    "aid_types": ("aid_types", "nature de l'aide", "types d'aide"),
    "categories": ("categories", "thématiques", "thèmes", "sous-thématiques"),
    "description": ("description", "description complète de l'aide et de ses objectifs"),
    "project_examples": ("project_examples", "exemples d'applications", "exemples de projets réalisables"),
    "eligibility": ("eligibility", "éligibilité", "conditions d'éligibilité"),
    "start_date": ("start_date", "date d'ouverture"),
    "submission_deadline": ("submission_deadline", "échéance", "date de clôture"),
    "subvention_rate_lower_bound": ("subvention_rate_lower_bound", "taux minimum"),
    "subvention_rate_upper_bound": ("subvention_rate_upper_bound", "taux maximum"),
    "subvention_rates": (
        *("subvention_rates", "taux de subvention"),
        "taux de subvention, min. et max. (en %, nombre entier)",
    ),
    "subvention_comment": ("subvention_comment", "taux de subvention (commentaire optionnel)"),
    "other_comment": ("other_comment", "autre aide financière (commentaire optionnel)"),
    "loan_amount": ("loan_amount", "montant du prêt maximum"),
    "recoverable_advance_amount": ("recoverable_advance_amount", "montant de l'avance récupérable"),
    "recurrence": ("recurrence", "récurrence"),
    "is_call_for_project": (
        *("is_call_for_project", "appel à projet"),
        "appel à projet / manifestation d'intérêt",
    ),
    "is_live": ("is_live", "en ligne"),
    "status": ("status", "statut"),
    "contact": ("contact", "contact(s) pour candidater"),
    "url": ("url", "lien", "adresse", "adresse de la fiche aide"),
    "origin_url": ("origin_url", "url d'origine", "lien vers le descriptif complet"),
    "application_url": (
        *("application_url", "lien vers une démarche en ligne"),
        "lien vers la démarche en ligne",
    ),
    "date_updated": ("date_updated", "date de mise à jour"),
    "generic_aid": ("generic_aid",),
}
# Ce que portent d'autres listes de la même interface : des périmètres, des porteurs, des thématiques.
_OTHER_LISTS: Final = frozenset({"zipcodes", "text", "scale"})
_AID_KEYS: Final = frozenset({"financers", "targeted_audiences", "aid_types", "description", "slug", "url"})
# Ce que porte le tableau des consultations d'une aide, et lui seul.
_STATISTICS: Final = ("nombre de vues", "actuellement publiee")
_BLANK: Final[Mapping[str, str]] = {}
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
    """Les aides d'un fichier .json, .csv ou .xlsx, et tous les défauts relevés, qui n'arrêtent pas.

    :raises InputError: si rien ne peut être lu, ou si aucune aide n'est lisible.
    """
    where, suffix = Place(file=path.name), path.suffix.lower()
    content, saved_on = _read_content(path, where)
    envelope: Mapping[str, Any] = {}
    if suffix == ".json":
        records, envelope = _parse_json(decode_text(content, where), where)
        unit = "results"
    elif suffix == ".csv" or suffix in WORKBOOK_FILES:
        records, unit = _parse_table(content, where, suffix), "ligne"
    else:
        raise InputError([build_problem("aides-format", where, suffix=path.suffix or path.name)])
    aids, problems = _read_records(records, where, unit)
    if not aids:
        raise InputError([*problems, build_problem("aides-aucune", where)])
    if unused := list_unused(records):
        problems.insert(0, build_problem("aides-colonnes-laissees", where, found=join_list(unused)))
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
    return _open_envelope(loaded, where)


def _open_envelope(loaded: object, where: Place) -> tuple[Sequence[object], Mapping[str, Any]]:
    """Une liste nue, une page de résultats, ou une seule aide.

    :raises InputError: si c'est autre chose : un refus d'Aides-territoires, une liste de périmètres.
    """
    envelope = loaded if isinstance(loaded, Mapping) else {}
    records = envelope.get("results") if envelope else loaded
    if envelope and records is None and "name" in envelope and _AID_KEYS & envelope.keys():
        return [envelope], {}
    if envelope and isinstance(envelope.get("detail"), str):
        raise InputError([build_problem("aides-refus", where, reason=envelope["detail"][:200])])
    if not isinstance(records, list):
        raise InputError([build_problem("aides-forme", where)])
    keys = {str(key) for raw in records if isinstance(raw, Mapping) for key in raw}
    if _OTHER_LISTS & keys and not _AID_KEYS & keys:
        raise InputError([build_problem("aides-autre-liste", where, found=join_list(sorted(keys)[:8]))])
    return records, envelope


def _parse_table(content: bytes, where: Place, suffix: str) -> Sequence[object]:
    """Les lignes du tableau, chacune par clé de l'API.

    :raises InputError: si la colonne du nom manque, si le fichier ne se lit pas, ou si ce ne sont pas des
        aides.
    """
    sheet = _open_sheet(content, where, suffix)
    header = find_header(TABLE, sheet)
    line = header.line if header else 0
    titles = [title for title in map(write_plain, sheet.rows[line] if sheet.rows else ()) if title]
    place = replace(sheet.where, line=line + 1)
    if any(fold(title).startswith(_STATISTICS) for title in titles):
        raise InputError([build_problem("aides-statistiques", place)])
    if header is None or header.find("name") is None:
        raise InputError([build_problem("aides-colonnes", place, found=", ".join(titles)[:120])])
    keys = {at: title.strip() for at, title in header.unknown.items()}
    keys |= {at: f"{write_plain(sheet.rows[line][at])} (répétée)" for at in header.doubles}
    keys |= {at: field.key for at, field in header.columns.items()}
    # Une ligne vide garde sa place : le numéro d'une aide mal lue est celui de la feuille.
    return [
        {key: write_plain(cell_at(row, at)) for at, key in keys.items()}
        if any(map(is_filled, row))
        else _BLANK
        for row in (*[()] * line, *sheet.rows[line + 1 :])
    ]


def _open_sheet(content: bytes, where: Place, suffix: str) -> RawSheet:
    """La feuille des aides : celle qui en porte le plus de titres.

    :raises InputError: si le fichier ne se lit pas.
    """
    if suffix == ".csv":
        return read_csv(content, where, TABLE)
    sheets = read_workbook(content, where)
    return find_sheet(TABLE, sheets) or sheets[0]


def _read_records(
    records: Sequence[object], where: Place, unit: str
) -> tuple[tuple[Aid, ...], list[Problem]]:
    aids: list[Aid] = []
    problems: list[Problem] = []
    for rank, raw in enumerate(records):
        if raw is _BLANK:
            continue
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
