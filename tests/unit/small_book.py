"""De vrais petits livres, construits pour l'essai d'une directive, dans le processus de l'essai."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup
from sphinx.cmd.build import build_main

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
    write_bare_pages(folder, {"sources": SOURCES, **pages}, CONF + more)


def write_bare_pages(folder: Path, pages: Mapping[str, str], conf: str) -> None:
    """Pose ces pages et ces réglages, sans rien y ajouter."""
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    for name, text in pages.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run_sphinx(folder: Path, builder: str = "html", *options: str) -> SmallBook:
    """Construit le livre de ce dossier, tout avertissement étant une erreur."""
    said = io.StringIO()
    here = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stderr(said):
            status = build_main(_list_words(builder, *options))
    finally:
        os.chdir(here)
    return SmallBook(status=status, said=said.getvalue(), folder=folder / f"sortie-{builder}")


def run_sphinx_apart(folder: Path, *options: str, builder: str = "html") -> SmallBook:
    """Le même, dans son processus : ce que demandent une lecture en parallèle et un autre jour."""
    command = [sys.executable, "-m", "sphinx", *_list_words(builder, *options)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return SmallBook(status=done.returncode, said=done.stderr, folder=folder / f"sortie-{builder}")


def _list_words(builder: str, *options: str) -> list[str]:
    return ["-q", "--no-color", "-n", "-W", "--keep-going", *options, "-b", builder, ".", f"sortie-{builder}"]


def build_book(folder: Path, pages: Mapping[str, str], builder: str = "html") -> SmallBook:
    """Le petit livre de ces pages ; l'accueil doit nommer les autres."""
    write_pages(folder, pages)
    return run_sphinx(folder, builder)


def build_bare_book(folder: Path, pages: Mapping[str, str], *extensions: str) -> SmallBook:
    """Le petit livre de ces pages, avec ces seules composantes."""
    names = ", ".join(f'"kit.sphinxext.directives.{name}"' for name in extensions)
    write_bare_pages(folder, pages, f'extensions = ["myst_parser", {names}]\nlanguage = "fr"\n')
    return run_sphinx(folder)
