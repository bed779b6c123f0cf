"""Le travail de pandoc préparé pour la page : le même que celui de la commande, lu par le même script."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import kit.writers
from kit.documents.document import Document
from kit.domain.errors import UsageError
from kit.domain.typography import slugify
from kit.products.context import Context
from kit.products.product import DossierDocument
from kit.web._files import build_page_document, find_kind, name_download, produce
from kit.web._values import Download, Json, pack
from kit.writers.formats import PANDOC_FORMATS
from kit.writers.job import (
    PPI,
    Job,
    describe_job,
    finish_office,
    list_charts,
    measure_chart,
    name_output,
    name_png,
)
from kit.writers.look import load_look

_SCRIPTS: Final = ("ecrire.lua", "formats.lua", "nettoyer.lua")
_FILTERS: Final = Path(kit.writers.__file__).parent / "filtres"
_CM_PER_INCH: Final = 2.54


def prepare_pandoc(
    context: Context, kinds: Sequence[DossierDocument], formats: Sequence[str], audience: str = ""
) -> tuple[Json, list[Download]]:
    """Ce que la page donne à pandoc : options, fichiers à poser, figures à dessiner, fichiers à reprendre.

    Les fichiers à poser sont rendus à côté ; ``charts`` : pour chaque PNG, son dessin SVG et sa taille
    en points ; ``outputs`` : où pandoc écrit, et de quel document il s'agit.

    :raises UsageError: si un format ne passe pas par pandoc.
    """
    documents = tuple(build_page_document(kind, context, audience) for kind in kinds)
    return prepare_documents(documents, formats, context.dossier.alliance.dated or context.today)


def prepare_documents(
    documents: Sequence[Document], formats: Sequence[str], day: dt.date
) -> tuple[Json, list[Download]]:
    """La même préparation, pour des documents déjà bâtis ; ``day`` : le jour dont ils sont datés.

    :raises UsageError: si un format ne passe pas par pandoc.
    """
    unknown = [name for name in formats if name not in PANDOC_FORMATS]
    if unknown:
        raise UsageError(f"le format « {unknown[0]} » ne passe pas par pandoc ({', '.join(PANDOC_FORMATS)})")
    look = load_look()
    references = {name: getattr(look, name).name for name in formats}
    job = Job(documents=tuple(documents), formats=tuple(formats), look=references, day=day)
    files = {name: (_FILTERS / name).read_bytes() for name in _SCRIPTS}
    files |= {references[name]: getattr(look, name).read_bytes() for name in formats}
    files["travail.json"] = json.dumps(describe_job(job)).encode()
    description = {
        "options": {"from": "markdown", "to": "ecrire.lua"},
        "charts": _list_drawings(documents),
        "outputs": [
            {"file": name_output(index, name), "kind": document.name, "format": name}
            for index, document in enumerate(documents)
            for name in formats
        ],
    }
    return description, [Download(name=name, content=content) for name, content in files.items()]


def _list_drawings(documents: Sequence[Document]) -> list[Json]:
    drawings = []
    for index, chart in list_charts(documents):
        width = chart.width_cm / _CM_PER_INCH * PPI
        box = measure_chart(chart)
        height = width * box[1] / box[0] if box else width
        drawings.append(
            {
                "file": name_png(index, chart),
                "svg": chart.svg,
                "width": max(1, round(width)),
                "height": max(1, round(height)),
            }
        )
    return drawings


def bundle_documents(
    context: Context, wanted: Sequence[Mapping[str, str]], contents: Sequence[bytes]
) -> Download:
    """Une archive des documents demandés (``kind``, ``format``), nommés comme la ligne de commande les nomme.

    ``contents`` : ceux que pandoc a faits, dans l'ordre de la demande ; les autres sont faits ici.

    :raises UsageError: si un document de pandoc n'a pas son contenu, ou si un format n'existe pas.
    """
    made = iter(contents)
    if len(contents) != sum(one["format"] in PANDOC_FORMATS for one in wanted):
        raise UsageError("chaque fichier doit venir avec son contenu")
    files = []
    for one in wanted:
        kind, name = find_kind(one["kind"]), one["format"]
        content = next(made) if name in PANDOC_FORMATS else produce(context, kind, name).content
        files.append((f"{kind.name}.{name}", content))
    return pack(f"{slugify(context.dossier.alliance.name, 40)}-documents.zip", files)


def finish_pandoc(
    context: Context, outputs: Sequence[Mapping[str, str]], contents: Sequence[bytes], audience: str = ""
) -> list[Download]:
    """Les fichiers que pandoc a écrits (``outputs`` de la préparation), avec nos retouches.

    :raises UsageError: si un fichier n'a pas son contenu.
    """
    if len(outputs) != len(contents):
        raise UsageError("chaque fichier doit venir avec son contenu")
    downloads = []
    for output, content in zip(outputs, contents, strict=True):
        kind = find_kind(output["kind"])
        document = build_page_document(kind, context, audience)
        finished = finish_office(content, document, output["format"])
        downloads.append(Download(name=name_download(context, kind, output["format"]), content=finished))
    return downloads
