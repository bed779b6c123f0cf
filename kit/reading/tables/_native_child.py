"""Ouvre des classeurs vérifiés, un par un, dans un processus à part dont la mémoire est bornée.

Ce fichier se lance seul, sans le reste du kit : il démarre ainsi en quelques centièmes de seconde.
Une longueur nulle dit d'abord qu'il est prêt. Il reçoit ensuite sur son entrée la longueur d'un classeur,
puis ses octets, et rend de même ses feuilles, ou un mot d'erreur.
"""

from __future__ import annotations

import contextlib
import io
import pickle
import struct
import sys
from typing import Any, BinaryIO

_LENGTH = struct.Struct("<Q")
_MEMORY = 1 << 30


def open_workbook(content: bytes, kept: frozenset[str]) -> list[tuple[str, list[list[Any]]]]:
    """Les feuilles de ces titres et leurs valeurs."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        return [
            (name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in workbook.sheet_names
            if name in kept
        ]


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Sert les classeurs l'un après l'autre, jusqu'à la fin de l'entrée."""
    from python_calamine import CalamineError, PasswordError

    target.write(_LENGTH.pack(0))
    target.flush()
    while len(head := source.read(_LENGTH.size)) == _LENGTH.size:
        content = source.read(_LENGTH.unpack(head)[0])
        answer: object
        try:
            answer = open_workbook(*pickle.loads(content))  # noqa: S301 - écrit par le processus parent
        except PasswordError:
            answer = "classeur-protege"
        except (CalamineError, ValueError, OSError):
            answer = "classeur-illisible"
        except MemoryError:
            answer = "memoire"
        reply = pickle.dumps(answer, protocol=5)
        target.write(_LENGTH.pack(len(reply)))
        target.write(reply)
        target.flush()


def main() -> None:
    """Borne la mémoire, là où le système le permet, puis sert."""
    sys.path[:] = sys.argv[1:]
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
