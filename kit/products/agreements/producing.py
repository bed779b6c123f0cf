"""Le cas d'usage des écrits d'alliance : charte, convention, contrat de réciprocité, projet de territoire."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kit.documents.document import DocumentKind
from kit.domain.errors import UsageError, suggest
from kit.products.agreements.texts import MODELS, build_agreement
from kit.products.dossier.producing import build_context
from kit.products.options import Options
from kit.products.outputs import Output, Saved, save_outputs
from kit.products.saving import name_folder
from kit.reading.checks import check_file
from kit.writers.formats import TEXT_FORMATS

NAMES: Final = tuple(kind.value for kind in MODELS)


def produce_agreement(name: str, source: Path, destination: Path, *, options: Options | None = None) -> Saved:
    """L'écrit de ce nom, fait du dossier, dans ``destination/<nom du dossier>/``.

    :raises UsageError: si aucun modèle ne porte ce nom.
    :raises InputError: si un problème du dossier bloque ; rien n'est alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    kind = find_agreement(name)
    options = options or Options(formats=TEXT_FORMATS)
    context = build_context(check_file(source, today=options.today), options)
    output = Output(name=name, document=build_agreement(kind, context))
    return save_outputs([output], name_folder(source, destination), options=options, dated=context.dated)


def find_agreement(name: str) -> DocumentKind:
    """Le modèle d'écrit de ce nom.

    :raises UsageError: si aucun modèle ne porte ce nom.
    """
    if name not in NAMES:
        raise UsageError(f"le modèle « {name} » n’existe pas{suggest(name, NAMES)} ({', '.join(NAMES)})")
    return DocumentKind(name)
