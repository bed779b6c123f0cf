"""Le cas d'usage des écrits d'alliance : charte, convention, contrat de réciprocité, projet de territoire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.documents.agreements import MODELS, build_agreement
from kit.documents.document import DocumentKind
from kit.errors import UsageError, suggest
from kit.model import Problem
from kit.session import TEXT_FORMATS, Options, build_context, check_characters, check_file, save_files
from kit.typography import slugify


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Ce qui a été écrit, et ce qui mérite attention."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


NAMES: Final = tuple(kind.value for kind in MODELS)


def produce_agreement(
    name: str,
    source: Path,
    destination: Path,
    *,
    options: Options | None = None,
    formats: Sequence[str] = TEXT_FORMATS,
) -> Agreement:
    """L'écrit de ce nom, fait du dossier, dans ``destination/<nom du dossier>/``.

    :raises UsageError: si aucun modèle ne porte ce nom.
    :raises InputError: si un problème du dossier bloque ; rien n'est alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    from kit.writers.pandoc import load_look, write_documents

    kind = find_agreement(name)
    options = options or Options()
    context = build_context(check_file(source, today=options.today), options)
    document = build_agreement(kind, context)
    written = write_documents(
        (document,), tuple(formats), look=load_look(options.overrides), dated=options.today
    )
    folder = destination / slugify(source.stem if source.is_file() else source.name)
    files = save_files({folder / f"{name}.{target}": content for (_, target), content in written.items()})
    problems = check_characters((document,), options) if "pdf" in formats else ()
    return Agreement(files=files, problems=problems)


def find_agreement(name: str) -> DocumentKind:
    """Le modèle d'écrit de ce nom.

    :raises UsageError: si aucun modèle ne porte ce nom.
    """
    if name not in NAMES:
        raise UsageError(f"le modèle « {name} » n’existe pas{suggest(name, NAMES)} ({', '.join(NAMES)})")
    return DocumentKind(name)
