"""Un document en morceau de page, pour un carnet ou une page du livre."""

from __future__ import annotations

import re
from typing import Final

from kit.documents.document import Document
from kit.writers.formats import PAGE_FORMAT
from kit.writers.pandoc import WriterError, write_documents

# Les titres que pandoc numérote : rien n'y renvoie, et deux documents d'une page auraient les mêmes.
_NUMBERED: Final = re.compile(r'(<h[1-6]) id="section-\d+"')
_BODY: Final = re.compile(r"<main\b[^>]*>(?P<body>.*)</main>", re.DOTALL)


def write_fragment(document: Document) -> str:
    """Le corps HTML du document, sans entête ni titre principal.

    :raises WriterError: si le modèle de page n'a pas d'élément ``main``.
    """
    page = write_documents((document,), (PAGE_FORMAT,))[(document.name, PAGE_FORMAT)].decode()
    match = _BODY.search(page)
    if match is None:
        raise WriterError("le modèle de page « document.html » n’a pas d’élément main")
    body = _NUMBERED.sub(r"\1", match["body"].strip())
    return f'<div class="kit-document">{body}</div>'
