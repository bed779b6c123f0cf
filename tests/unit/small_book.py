"""De vrais petits livres, construits pour l'essai d'une directive."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup

COMPONENTS = (
    "repairs.page_repairs",
    "repairs.french_typography",
    "directives.catalogue",
    "directives.html_elements",
    "directives.page_landmarks",
    "directives.quiz",
    "directives.charts",
    "directives.cases",
    "directives.method_chooser",
    "directives.agenda",
    "repairs.filler_words",
    "directives.book_count",
)
CONF = f"""\
extensions = ["myst_parser", {", ".join(f'"kit.sphinxext.{name}"' for name in COMPONENTS)}]
language = "fr"
project, author, version, copyright = "Essai", "Essai", "1", "2026"
epub_copyright = "2026"
exclude_patterns = ["sortie-*"]
myst_enable_extensions = ["colon_fence"]
"""
SOURCES = "# Sources\n\n```{sources}\n```\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallBook:
    """Un petit livre construit : l'état de sortie, ce qui a été dit, ses pages."""

    status: int
    said: str
    folder: Path

    def read(self, name: str = "index", suffix: str = "html") -> BeautifulSoup:
        """La page de ce nom."""
        return BeautifulSoup((self.folder / f"{name}.{suffix}").read_text(encoding="utf-8"), "html.parser")


def write_pages(folder: Path, pages: Mapping[str, str], more: str = "") -> None:
    """Pose les pages, leur source et leurs réglages ; ``more`` : d'autres lignes de réglages."""
    (folder / "conf.py").write_text(CONF + more, encoding="utf-8")
    for name, text in {"sources": SOURCES, **pages}.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run_sphinx(folder: Path, builder: str = "html", *options: str) -> SmallBook:
    """Construit le livre de ce dossier, tout avertissement étant une erreur."""
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", *options]
    command += ["-b", builder, ".", f"sortie-{builder}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return SmallBook(status=done.returncode, said=done.stderr, folder=folder / f"sortie-{builder}")


def build_book(folder: Path, pages: Mapping[str, str], builder: str = "html") -> SmallBook:
    """Le petit livre de ces pages ; l'accueil doit nommer les autres."""
    write_pages(folder, pages)
    return run_sphinx(folder, builder)
