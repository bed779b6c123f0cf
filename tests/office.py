"""LibreOffice, ouvert sans écran : un seul profil par processus de contrôle, fait une fois."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

# Convertit des fichiers dans un format, les pose dans un dossier et rend leurs chemins.
Convert = Callable[[Sequence[Path], str, Path], tuple[Path, ...]]


def convert_files(files: Sequence[Path], suffix: str, folder: Path, *, profile: Path) -> tuple[Path, ...]:
    """Les mêmes fichiers, enregistrés par LibreOffice dans ce format, en un seul lot."""
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", suffix]
    command += ["--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return tuple(folder / f"{file.stem}.{suffix}" for file in files)


def read_pdf(path: Path) -> str:
    """Le texte d'un PDF."""
    return subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout
