"""Lecture en parallèle : déclare sûres des extensions qui le sont sans l'avoir dit."""

from __future__ import annotations

from typing import Final

from sphinx.application import Sphinx

# Ces extensions ne gardent rien d'une page à l'autre ; sans la déclaration, « -j auto -W » échoue.
_SAFE: Final = ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex", "jupyter_book", "sphinx_comments")


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.connect("builder-inited", _declare_safe)


def _declare_safe(app: Sphinx) -> None:
    for name in _SAFE:
        extension = app.extensions.get(name)
        if extension is not None:
            extension.parallel_read_safe = True
            extension.parallel_write_safe = True
