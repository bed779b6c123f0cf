"""Le cas d'usage des écrits d'alliance : charte, convention, contrat de réciprocité, projet de territoire."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kit.products.agreements.product import DOCUMENTS
from kit.products.making import Production, produce_documents
from kit.products.options import Options
from kit.products.product import DossierDocument, find_document
from kit.writers.formats import TEXT_FORMATS

NAMES: Final = tuple(one.name for one in DOCUMENTS)


def produce_agreement(
    name: str, source: Path, destination: Path, *, options: Options | None = None
) -> Production:
    """L'écrit de ce nom, fait du dossier, dans ``destination/<nom du dossier>/``.

    :raises UsageError: si aucun modèle ne porte ce nom.
    :raises InputError: si un problème du dossier bloque ; rien n'est alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    options = options or Options(formats=TEXT_FORMATS)
    return produce_documents([find_agreement(name)], source, destination, options=options)


def find_agreement(name: str) -> DossierDocument:
    """L'écrit de ce nom.

    :raises UsageError: si aucun modèle ne porte ce nom.
    """
    return find_document(name, DOCUMENTS, "modèle")
