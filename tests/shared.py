"""Ce que les processus d'une série de contrôles font une seule fois, et ce qu'ils font chacun à leur tour.

``make test`` en ouvre deux. Les verrous sont ceux du système : un processus interrompu rend les siens.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Rend ce que la fonction a fait, ou ce qu'un autre processus en avait gardé sous ce nom.
Once = Callable[[str, Callable[[], Any]], Any]


@contextmanager
def hold(lock: Path) -> Iterator[None]:
    """Attend son tour, le garde le temps du bloc."""
    with lock.open("w", encoding="ascii") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def keep_once(folder: Path, name: str, make: Callable[[], Any]) -> Any:
    """Ce que ``make`` rend (du JSON), appelé par le premier processus venu et gardé pour les autres."""
    kept = folder / f"{name}.json"
    with hold(folder / f"{name}.verrou"):
        if not kept.is_file():
            kept.write_text(json.dumps(make()), encoding="utf-8")
        return json.loads(kept.read_text(encoding="utf-8"))
