"""Le lecteur de classeurs, tenu dans un processus fils : s'il meurt, seul ce fichier est refusé.

Un même fils sert tous les fichiers et n'est relancé qu'après une panne. Là où un processus ne peut pas être
lancé (dans une page), le lecteur travaille ici même, protégé par le seul contrôle fait avant lui.
"""

from __future__ import annotations

import atexit
import datetime as dt
import io
import os
import pickle
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any, Final

from kit.reading.tables._native_child import open_workbook

# Un classeur à la limite de ce qui est admis s'ouvre en quelques secondes.
MAX_SECONDS: Final = 20.0
_LENGTH: Final = struct.Struct("<Q")
_CHILD: Final = Path(__file__).with_name("_native_child.py")
_KNOWN: Final = {one.__name__: one for one in (dt.date, dt.datetime, dt.time, dt.timedelta)}

Opened = list[tuple[str, list[list[Any]]]]


class NativeError(Exception):
    """Le classeur ne s'ouvre pas ; son texte est le code du problème, vide si le lecteur est mort."""


class _NoChildError(Exception):
    """Aucun processus fils ne se lance ici."""


class _Unpickler(pickle.Unpickler):
    """Ne construit que des valeurs simples et des dates."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - le type que la réponse nomme
        if module == "datetime" and name in _KNOWN:
            return _KNOWN[name]
        raise pickle.UnpicklingError(name)


class _Reader:
    """Un processus fils, lancé au premier besoin."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0
        self.is_possible = _is_python()
        self.lock = threading.Lock()

    def open(self, content: bytes, kept: frozenset[str]) -> Opened:
        with self.lock:
            process = self._start()
            watch = threading.Timer(MAX_SECONDS, process.kill)
            watch.start()
            try:
                answer = _ask(process, pickle.dumps((content, kept), protocol=5))
            except (OSError, EOFError, pickle.UnpicklingError) as error:
                self.stop()
                raise NativeError from error
            finally:
                watch.cancel()
        if isinstance(answer, str):
            raise NativeError("" if answer == "memoire" else answer)
        opened: Opened = answer
        return opened

    def _start(self) -> subprocess.Popen[bytes]:
        # Après un fork, le fils du processus parent n'est pas le nôtre.
        if self.process is None or self.owner != os.getpid() or self.process.poll() is not None:
            self.process = _launch()
            self.owner = os.getpid()
            if self.process.stdout is None or len(self.process.stdout.read(_LENGTH.size)) < _LENGTH.size:
                self.stop()
                raise _NoChildError
        return self.process

    def stop(self) -> None:
        """Arrête le fils, s'il est à nous."""
        process, self.process = self.process, None
        if process is None or self.owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _is_python() -> bool:
    """Vrai si le programme en cours est un Python que l'on peut relancer."""
    is_page = sys.platform in {"emscripten", "wasi"}
    is_embedded = getattr(sys, "frozen", False) or "py" not in Path(sys.executable or "").name.lower()
    return not is_page and not is_embedded and _CHILD.is_file()


def _launch() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - notre propre fichier
            [sys.executable, "-I", "-S", str(_CHILD), *filter(None, sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Sous Windows, aucune fenêtre ne clignote.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise _NoChildError from error


def _ask(process: subprocess.Popen[bytes], question: bytes) -> Any:  # noqa: ANN401 - ce que le fils rend
    source, target = process.stdout, process.stdin
    if source is None or target is None:
        raise EOFError
    target.write(_LENGTH.pack(len(question)))
    target.write(question)
    target.flush()
    size = _LENGTH.unpack(_read(source, _LENGTH.size))[0]
    return _Unpickler(io.BytesIO(_read(source, size))).load()


def _read(source: IO[bytes], size: int) -> bytes:
    content = source.read(size)
    if len(content) < size:
        raise EOFError
    return content


_READER: Final = _Reader()
atexit.register(_READER.stop)


def open_native(content: bytes, kept: frozenset[str]) -> Opened:
    """Les feuilles d'un classeur vérifié, de ces titres, et leurs valeurs.

    :raises NativeError: si le lecteur le refuse, ou s'il en meurt.
    """
    if _READER.is_possible:
        try:
            return _READER.open(content, kept)
        except _NoChildError:
            _READER.is_possible = False
    return _open_here(content, kept)


def _open_here(content: bytes, kept: frozenset[str]) -> Opened:
    from python_calamine import CalamineError, PasswordError

    try:
        return open_workbook(content, kept)
    except PasswordError as error:
        raise NativeError("classeur-protege") from error
    except (CalamineError, ValueError, OSError) as error:
        raise NativeError("classeur-illisible") from error
