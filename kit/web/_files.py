"""Les fichiers d'un dossier : documents, aperçus, dossier à garder, dossier à reprendre."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from kit.documents.document import Document
from kit.domain.errors import InputError, UsageError, build_problem
from kit.domain.typography import remove_controls, slugify
from kit.domain.values import Audience, Place
from kit.products.context import Context, build_context
from kit.products.dossier.drafting import draft_values
from kit.products.dossier.producing import write_dossier
from kit.products.options import Options
from kit.products.product import DossierDocument, find_document
from kit.reading.checks import check_rows
from kit.reading.dossier import resolve_names
from kit.reading.forms import FORMS
from kit.reading.tables import MAX_BYTES, read_tables, read_values
from kit.reading.tables.raw import write_plain
from kit.web._checking import read_reading, show_values
from kit.web._form import DOCUMENTS
from kit.web._values import Download, Json, show_problem
from kit.writers.formats import DOSSIER_FORMATS, PAGE_FORMAT

# Un nom de fichier plus long serait refusé par le système.
_NAME_BYTES: Final = 200


def build_page_context(values: object, today: dt.date, *, public: bool = False) -> Context:
    """Le contexte des documents.

    :raises InputError: si un problème bloque.
    """
    return build_context(read_reading(values, today), Options(today=today, public=public))


def find_kind(text: str) -> DossierDocument:
    """Le document que la page nomme ainsi.

    :raises UsageError: si elle n'en propose aucun de ce nom.
    """
    return find_document(text, DOCUMENTS)


def build_page_document(kind: DossierDocument, context: Context, audience: str = "") -> Document:
    """Ce document ; le diaporama s'adresse à ``audience``, sinon au premier public du dossier.

    :raises UsageError: si ce public n'existe pas.
    """
    known = {one.value: one for one in Audience}
    if audience and audience not in known:
        raise UsageError(f"le public « {audience} » n’existe pas ({', '.join(known)})")
    return kind.build(replace(context, audience=known.get(audience)))


def preview(context: Context, kind: DossierDocument, audience: str = "") -> Json:
    """La page HTML du document, entière."""
    from kit.writers.page import write_page

    return {"page": write_page(build_page_document(kind, context, audience)).decode()}


def produce(context: Context, kind: DossierDocument, name: str) -> Download:
    """Le document dans un format que la page fait seule : html, xlsx, ods, ics.

    :raises UsageError: si ce format ne se fait pas ainsi.
    """
    makers = kind.list_makers(context)
    if name == PAGE_FORMAT and name in kind.formats:
        from kit.writers.page import write_page

        content = write_page(kind.build(context))
    elif name in makers:
        content = makers[name](None)
    else:
        raise UsageError(f"le format « {name} » ne se fait pas ainsi pour ce document")
    return Download(name=name_download(context, kind, name), content=content)


def name_download(context: Context, kind: DossierDocument, name: str) -> str:
    """Le nom du fichier : celui de l'alliance, puis celui du document."""
    return f"{slugify(context.dossier.alliance.name, 40)}-{kind.name}.{name}"


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


def prefill(query: str, today: dt.date) -> Json:
    """Les valeurs d'un dossier vierge pour ce territoire, celles de « kit nouveau ».

    :raises InputError: si le territoire est inconnu ou désigne plusieurs territoires.
    """
    from kit.products.dossier.choice_lists import PROPOSALS
    from kit.products.dossier.prefill import build_blank_values

    known = build_blank_values(resolve_names(query), query=query, today=today)
    # La page montre chaque proposition en une ligne, que l'on garde, change ou retire.
    known["partners"] = known.pop(PROPOSALS)
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


def annotate_file(name: str, content: bytes, today: dt.date) -> tuple[Download, ...]:
    """La copie annotée d'un classeur de la personne ; aucune, s'il n'y a rien à y dire.

    :raises InputError: si ce n'est pas un classeur, s'il ne se lit pas ou s'il est déjà annoté.
    """
    from kit.products.dossier.annotating import annotate

    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        path = Path(folder) / name_file(name, "dossier")
        path.write_bytes(content)
        copy = annotate(path, today)
    return (Download(name=copy.name, content=copy.content),) if copy else ()


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
