"""L'empreinte de ce dont dépendent les carnets et les fichiers produits : code, gabarits, exemples."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kit.domain.locations import REPOSITORY

WATCHED: Final = ("kit", "templates", "exemples")
_IGNORED: Final = frozenset({"__pycache__", "sphinxext", "sortie"})


def list_watched_files(root: Path = REPOSITORY) -> tuple[Path, ...]:
    """Les fichiers dont un changement périme l'exécution, dans un ordre stable."""
    found = (path for folder in WATCHED for path in (root / folder).rglob("*"))
    return tuple(sorted(path for path in found if path.is_file() and not _IGNORED & set(path.parts)))


def compute_fingerprint(contents: Iterable[tuple[str, bytes]]) -> str:
    """L'empreinte de couples (nom, contenu) ; un nom ou un octet changé la change.

    >>> compute_fingerprint([("a", b"1")]) == compute_fingerprint([("a", b"2")])
    False
    """
    digest = hashlib.sha256()
    for name, content in contents:
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def read_fingerprint(root: Path = REPOSITORY) -> str:
    """L'empreinte du dépôt tel qu'il est sur le disque."""
    files = list_watched_files(root)
    return compute_fingerprint((str(path.relative_to(root)), path.read_bytes()) for path in files)
