"""Les constructions du livre, chacune faite une fois pour tous les contrôles, et jamais deux à la fois."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from shared import Once, hold

ROOT = Path(__file__).parents[2]
BUILDS = ROOT / "_build"
STRICT = ("-W", "-n", "--keep-going")
# Sphinx seul vit dans son environnement : ses versions ne vont pas avec celles de Jupyter Book 1.
SPHINX_ALONE = Path(os.environ.get("SPHINX_SEUL", ROOT / ".venv-sphinx" / "bin" / "sphinx-build"))


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltBook:
    """Un livre construit : l'état de sortie, ce qui a été dit, et le dossier des pages."""

    status: int
    output: str
    folder: Path

    @property
    def pages(self) -> tuple[Path, ...]:
        """Les pages écrites, sans les fichiers à télécharger."""
        return tuple(
            path
            for path in sorted(self.folder.rglob("*.html"))
            if not any(part.startswith("_") for part in path.relative_to(self.folder).parts)
        )


RunBuild = Callable[[list[str], Path], BuiltBook]


@pytest.fixture(scope="session")
def run_build(once: Once) -> RunBuild:
    """Lance une construction dans ``_build``, si aucun processus de contrôle ne l'a déjà faite."""

    def build(command: list[str]) -> tuple[int, str]:
        BUILDS.mkdir(exist_ok=True)
        with hold(BUILDS / ".verrou"):
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=1800
            )
        return done.returncode, done.stdout + done.stderr

    def _run_build(command: list[str], folder: Path) -> BuiltBook:
        status, output = once(f"livre-{folder.name}", lambda: build(command))
        return BuiltBook(status=status, output=output, folder=folder)

    return _run_build


@pytest.fixture(scope="session")
def jupyter_book(run_build: RunBuild) -> BuiltBook:
    """Le livre construit par Jupyter Book 1."""
    tool = Path(sys.executable).with_name("jupyter-book")
    return run_build([str(tool), "build", "book", "--all", *STRICT], BUILDS / "html")


@pytest.fixture(scope="session")
def sphinx_book(jupyter_book: BuiltBook, run_build: RunBuild) -> BuiltBook:
    """Le livre construit par Sphinx seul ; après l'autre, dont il reprend l'exécution des carnets."""
    assert jupyter_book.folder.is_dir()
    assert SPHINX_ALONE.is_file(), (
        "l'environnement de Sphinx seul manque : python -m venv .venv-sphinx, puis "
        ".venv-sphinx/bin/pip install --require-hashes -r requirements/livre-sphinx.txt, puis "
        ".venv-sphinx/bin/pip install --no-deps -e ."
    )
    folder = BUILDS / "sphinx"
    return run_build(
        [str(SPHINX_ALONE), "-E", "-a", *STRICT, "-b", "html", "-c", ".", "book", str(folder)], folder
    )


@pytest.fixture(scope="session", params=["jupyter_book", "sphinx_book"])
def book(request: pytest.FixtureRequest) -> BuiltBook:
    """Chacun des deux livres tour à tour."""
    built: BuiltBook = request.getfixturevalue(request.param)
    return built
