"""Mettre en page beaucoup de pièces : par lots, un pandoc par lot, deux lots à la fois."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.documents.document import Document
from kit.domain.values import Problem
from kit.products.outputs import check_characters
from kit.writers.pandoc import Look, load_look, write_each

BATCH: Final = 12
WORKERS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Une pièce à écrire : son document, et le fichier de chaque format voulu."""

    document: Document
    files: Mapping[str, Path]


def print_pieces(
    pieces: Sequence[Piece], *, dated: dt.date, overrides: Path | None = None
) -> Iterator[dict[Path, bytes]]:
    """Les octets de chaque fichier, lot après lot.

    Les lots avancent à deux : pandoc est un processus à part, et typst rend la main pendant qu'il compose.
    L'aspect est trouvé une fois pour tous.

    :raises WriterError: si pandoc ou typst échoue.
    """
    look = load_look(overrides)
    batches = _split(pieces)
    with ThreadPoolExecutor(WORKERS) as pool:
        yield from pool.map(lambda batch: _write_batch(batch, look, dated), batches)


def check_pieces(pieces: Iterable[Piece], overrides: Path | None, *, also: str = "") -> tuple[Problem, ...]:
    """Les caractères qu'un PDF de ces pièces ne dessine pas ; ils restent dans les docx et les odt."""
    printed = [piece.document for piece in pieces if "pdf" in piece.files]
    return check_characters(printed, overrides, also=also)


def _split(pieces: Sequence[Piece]) -> list[Sequence[Piece]]:
    """Des lots de pièces aux mêmes formats, assez petits pour que l'on voie avancer."""
    groups: dict[tuple[str, ...], list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(tuple(piece.files), []).append(piece)
    return [
        group[start : start + BATCH] for group in groups.values() for start in range(0, len(group), BATCH)
    ]


def _write_batch(batch: Sequence[Piece], look: Look, dated: dt.date) -> dict[Path, bytes]:
    formats = tuple(batch[0].files)
    written = write_each([piece.document for piece in batch], formats, look=look, dated=dated)
    return {
        piece.files[name]: content
        for piece, contents in zip(batch, written, strict=True)
        for name, content in contents.items()
    }
