"""Ce qui n'est là que le temps d'écrire : un arrêt brutal le laisse en clair, la fois suivante l'efface."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

PREFIX: Final = "kit-travail-"
# Le numéro du processus qui s'en sert : mort, personne ne s'en sert plus.
_OWNED: Final = re.compile(rf"{PREFIX}(\d+)-.+")
_PARTIAL: Final = ".kit-partiel-"
_PARTIAL_OWNED: Final = re.compile(rf"{re.escape(_PARTIAL)}(\d+)-.+")


@contextmanager
def open_workspace() -> Iterator[Path]:
    """Un dossier à soi, effacé en sortant ; ceux qu'un processus tué a laissés le sont d'abord."""
    sweep_workspaces(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def sweep_workspaces(folder: Path) -> None:
    """Efface les dossiers de travail dont le processus n'existe plus ; ceux des autres restent."""
    with suppress(OSError):
        for path in folder.glob(f"{PREFIX}*"):
            owner = _OWNED.fullmatch(path.name)
            if owner and not path.is_symlink() and not is_alive(int(owner[1])):
                shutil.rmtree(path, ignore_errors=True)


def open_partial(path: Path) -> tuple[int, Path]:
    """De quoi écrire ``path`` à côté de son nom final : un descripteur et le fichier partiel.

    Les fichiers partiels qu'un processus tué a laissés dans ce dossier sont effacés d'abord.
    """
    sweep_partials(path.parent)
    prefix = f"{_PARTIAL}{os.getpid()}-"
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix)
    return handle, Path(name)


@cache
def sweep_partials(folder: Path) -> None:
    """Efface, une fois par dossier, les fichiers partiels dont le processus n'existe plus."""
    with suppress(OSError):
        for path in folder.glob(f"{_PARTIAL}*"):
            owner = _PARTIAL_OWNED.fullmatch(path.name)
            if owner and not is_alive(int(owner[1])):
                path.unlink(missing_ok=True)


def is_alive(process: int) -> bool:
    """Vrai si ce processus existe, ou si l'on ne peut pas le savoir."""
    if os.name == "nt":
        # « os.kill » y arrêterait le processus : on demande au système s'il le connaît.
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, process)  # type: ignore[attr-defined]  # noqa: FBT003 — la signature de Windows
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)  # type: ignore[attr-defined]
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
