"""Poser des fichiers : chacun d'un seul coup, dans le dossier qui leur revient, sans rien écraser en silence.

Un fichier est écrit à côté de son nom final puis renommé : un arrêt au milieu laisse l'ancien ou le nouveau,
jamais un fichier déchiré.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kit.domain.errors import KitError, UsageError, explain_os_error
from kit.domain.typography import name_file
from kit.writers.workspace import open_partial


class WriteError(KitError):
    """Un fichier ne peut pas être écrit (droits, disque plein, fichier ouvert ailleurs)."""

    exit_status = 1


def name_after(source: Path) -> str:
    """Le nom, sûr partout, de ce qui est tiré de ce fichier ou de ce dossier."""
    return name_file(source.stem if source.is_file() else source.name)


def save_new(contents: Mapping[Path, bytes], *, replace_files: bool) -> tuple[Path, ...]:
    """Les fichiers écrits ; rien ne l'est si l'un est déjà là et que personne n'a demandé de l'écraser.

    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux.
    :raises WriteError: au premier fichier que le système refuse, avec sa raison.
    """
    refuse_existing(contents, replace_files=replace_files)
    return save_files(contents)


def refuse_existing(paths: Iterable[Path], *, replace_files: bool) -> None:
    """Refuse d'écraser ce qui est déjà là, sauf demande.

    :raises UsageError: au premier fichier déjà là.
    """
    taken = next((path for path in paths if path.exists()), None)
    if taken and not replace_files:
        raise UsageError(f"« {taken} » existe déjà. Ajoutez --remplacer pour l’écraser")


def save_files(contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Les fichiers écrits, chacun d'un seul coup.

    :raises WriteError: au premier fichier que le système refuse, avec sa raison.
    """
    for path, content in contents.items():
        with refuse_write(path):
            _save(path, content)
    return tuple(contents)


@contextmanager
def refuse_write(path: Path) -> Iterator[None]:
    """Ce que le système refuse en écrivant ``path``, dit en une phrase.

    :raises WriteError: avec la raison du système.
    """
    try:
        yield
    except OSError as error:
        reason = explain_os_error(error)
        raise WriteError(
            f"« {path} » ne peut pas être écrit ({reason}). Fermez-le s’il est ouvert, "
            "vérifiez la place et les droits, puis recommencez"
        ) from error


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = open_partial(path)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        partial.chmod(0o644)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
