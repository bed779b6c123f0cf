"""Construit le livre à emporter : le PDF et l'EPUB partagent une seule lecture des pages."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
READING = ROOT / "_build" / ".doctrees-papier"


def build_from_reading(builder: str, output: Path, *options: str) -> None:
    """Écrit toutes les pages ; elles ne sont relues que si le livre a changé depuis la dernière lecture.

    :raises subprocess.CalledProcessError: si le livre ne se construit pas.
    """
    from kit.sphinxext.downloads.book_files import read_book_fingerprint

    # Le jour compte aussi : l'agenda range les dates à venir pendant la lecture.
    stamp, state = READING / "empreinte.txt", f"{read_book_fingerprint()} {dt.date.today()}"
    known = stamp.is_file() and stamp.read_text(encoding="ascii") == state
    stamp.unlink(missing_ok=True)
    strict = ["-q", "-W", "-n", "--keep-going", "-a" if known else "-E"]
    folders = ["-d", str(READING), "-c", ".", "book", str(output)]
    command = [sys.executable, "-m", "sphinx", *strict, "-b", builder, *options, *folders]
    subprocess.run(command, cwd=ROOT, check=True)
    stamp.write_text(state, encoding="ascii")
