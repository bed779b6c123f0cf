"""Les fichiers d'un dossier : documents, aperçus, dossier à garder, dossier à reprendre."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path, PurePosixPath
from typing import Final

from kit.documents.document import Document, DocumentKind
from kit.documents.workbook import CellValue
from kit.domain.errors import InputError, UsageError, build_problem
from kit.domain.typography import remove_controls, slugify
from kit.domain.values import Audience, Place
from kit.products.dossier.blank import SEPARATOR, DossierValues
from kit.products.dossier.context import Context
from kit.products.dossier.kinds import build_document
from kit.products.dossier.producing import build_context, list_makers, write_dossier
from kit.products.options import Options
from kit.reading.checks import check_rows
from kit.reading.dossier import resolve_names
from kit.reading.forms import FORMS, Form
from kit.reading.parsing import parse_value
from kit.reading.tables import MAX_BYTES, RawCell, RawDossier, RawRecord, read_tables, read_values
from kit.reading.tables.raw import write_plain
from kit.web._checking import read_reading, show_values
from kit.web._form import PAGE_FORMATS
from kit.web._values import Download, Json, show_problem
from kit.writers.formats import DOSSIER_FORMATS

# Un nom de fichier plus long serait refusé par le système.
_NAME_BYTES: Final = 200


def build_page_context(values: object, today: dt.date, *, public: bool = False) -> Context:
    """Le contexte des documents.

    :raises InputError: si un problème bloque.
    """
    return build_context(read_reading(values, today), Options(today=today, public=public))


def name_kind(text: str) -> DocumentKind:
    """Le document de cette clé.

    :raises UsageError: si ce n'est pas l'un des trois, ni le diaporama.
    """
    known = {kind.value: kind for kind in PAGE_FORMATS}
    if text not in known:
        raise UsageError(f"le document « {text} » n’existe pas ({', '.join(known)})")
    return known[text]


def build_page_document(kind: DocumentKind, context: Context, audience: str = "") -> Document:
    """Le document de cette sorte ; le diaporama s'adresse à ``audience``, sinon au premier public du dossier.

    :raises UsageError: si ce public n'existe pas.
    """
    if kind is not DocumentKind.ARGUMENT_SLIDES:
        return build_document(kind, context)
    from kit.products.arguments.slides import build_argument_slides

    known = {one.value: one for one in Audience}
    if audience and audience not in known:
        raise UsageError(f"le public « {audience} » n’existe pas ({', '.join(known)})")
    chosen = (*context.dossier.alliance.audiences, Audience.ELECTED)[0]
    return build_argument_slides(context, known.get(audience, chosen))


def preview(context: Context, kind: DocumentKind, audience: str = "") -> Json:
    """La page HTML du document, entière (``page``) et sans son entête (``body``)."""
    from kit.writers.page import render_body, write_page

    document = build_page_document(kind, context, audience)
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "body": render_body(document),
        "page": write_page(document).decode(),
    }


def produce(context: Context, kind: DocumentKind, name: str) -> Download:
    """Le document dans un format que la page fait seule : html, xlsx, ods, ics.

    :raises UsageError: si ce format ne se fait pas ainsi.
    """
    if name == "html" and name in PAGE_FORMATS[kind]:
        from kit.writers.page import write_page

        content = write_page(build_document(kind, context))
    elif name in PAGE_FORMATS[kind] and name in {"xlsx", "ods", "ics"}:
        content = list_makers(kind, context)[name]()
    else:
        raise UsageError(f"le format « {name} » ne se fait pas ainsi pour ce document")
    return Download(name=name_download(context, kind, name), content=content)


def name_download(context: Context, kind: DocumentKind, name: str) -> str:
    """Le nom du fichier : celui de l'alliance, puis celui du document."""
    return f"{slugify(context.dossier.alliance.name, 40)}-{kind.value}.{name}"


def save(values: object, name: str) -> Download:
    """Le dossier à garder, même incomplet : le fichier de « kit nouveau » et de « kit convertir ».

    :raises InputError: si les valeurs n'ont pas la forme d'un dossier.
    :raises UsageError: si le format n'est pas connu.
    """
    if name not in DOSSIER_FORMATS:
        raise UsageError(f"un dossier ne s’enregistre pas en « {name} » ({', '.join(DOSSIER_FORMATS)})")
    raw = read_values(values)
    content = write_dossier(draft_values(raw), name)
    alliance = raw.tables.get("alliance")
    cell = alliance.records[0].cells.get("name") if alliance and alliance.records else None
    stem = slugify(str(cell.value), 40) if cell and cell.value else "dossier"
    return Download(name=f"{stem}.{name}", content=content)


def draft_values(raw: RawDossier) -> DossierValues:
    """Les valeurs d'un dossier en cours : typées quand elles se lisent, sinon telles quelles."""
    return {form.key: [_draft_record(form, record) for record in _list_records(form, raw)] for form in FORMS}


def _list_records(form: Form, raw: RawDossier) -> tuple[RawRecord, ...]:
    table = raw.tables.get(form.key)
    return table.records if table else ()


def _draft_record(form: Form, record: RawRecord) -> dict[str, CellValue]:
    cells = {field: record.cells[field.key] for field in form.fields if field.key in record.cells}
    return {
        field.key: _settle(parse_value(field, cell.value, cell.where)[0], cell)
        for field, cell in cells.items()
    }


def _settle(parsed: object, cell: RawCell) -> CellValue:
    if isinstance(parsed, tuple) and parsed:
        return SEPARATOR.join(map(str, parsed))
    if isinstance(parsed, str | int | float | dt.date):
        return parsed
    return cell.value


def prefill(query: str, today: dt.date) -> Json:
    """Les valeurs d'un dossier vierge pour ce territoire, celles de « kit nouveau ».

    :raises InputError: si le territoire est inconnu ou désigne plusieurs territoires.
    """
    from kit.products.dossier.prefill import build_blank_values

    known = build_blank_values(resolve_names(query), query=query, today=today)
    names = {form.key: {field.key: field.name for field in form.fields} for form in FORMS}
    shown = {
        form.name: [
            {names[form.key][key]: write_plain(value) for key, value in record.items()}
            for record in known.get(form.key, ())
        ]
        for form in FORMS
    }
    return {**shown, "alliance": shown["alliance"][0]}


def refuse_size(name: str, size: int) -> None:
    """Refuse, avec la phrase de la commande, un fichier que la page n'a pas chargé parce qu'il est trop gros.

    :raises InputError: s'il dépasse la limite.
    """
    if size > MAX_BYTES:
        values = {"size": size // 1_000_000, "limit": MAX_BYTES // 1_000_000}
        raise InputError([build_problem("fichier-trop-gros", Place(file=name), **values)])


def name_file(name: str, default: str) -> str:
    r"""Le nom sous lequel poser un fichier reçu : ni chemin, ni caractère invisible, ni longueur démesurée.

    >>> name_file("..\\grille.ods", "x"), name_file("..", "x"), len(name_file("é" * 300 + ".ods", "x"))
    ('grille.ods', 'x', 102)
    """
    last = PurePosixPath(remove_controls(name).replace("\\", "/")).name
    short = last.encode("utf-8", "ignore")[-_NAME_BYTES:].decode("utf-8", "ignore")
    return default if short in {"", ".", ".."} else short


def open_file(name: str, content: bytes, today: dt.date) -> Json:
    """Les valeurs d'un fichier de la personne (ods, xlsx, yaml), et tous ses problèmes.

    Le fichier passe par un dossier de passage, en mémoire dans un navigateur : c'est la lecture de la
    commande.

    :raises InputError: si rien ne peut être lu.
    """
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        path = Path(folder) / name_file(name, "dossier")
        path.write_bytes(content)
        raw = read_tables(path)
    reading = check_rows(raw, today=today)
    return {
        "name": raw.file,
        "values": show_values(raw),
        "problems": [show_problem(problem) for problem in reading.problems],
    }
