"""Livre en une page : rend à « singlehtml » les visiteurs que d'autres extensions lui cachent.

Dès qu'une extension déclare un visiteur propre à ce constructeur, Sphinx oublie pour lui tous les
visiteurs « html » des autres, et la construction échoue.
"""

from __future__ import annotations

from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.connect("builder-inited", _share_visitors)


def _share_visitors(app: Sphinx) -> None:
    handlers = app.registry.translation_handlers
    if app.builder.name != "singlehtml" or "singlehtml" not in handlers:
        return
    for node, visitors in handlers.get("html", {}).items():
        handlers["singlehtml"].setdefault(node, visitors)
