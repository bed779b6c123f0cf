"""Le pied de chaque page : état d'accessibilité, licence, mentions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sphinx.application import Sphinx

from kit.typography import typeset

_LINKS: Final = (
    ("accessibilite", "Accessibilité : non conforme"),
    ("mentions", "Mentions et données personnelles"),
    ("reference/sources", "Sources et fiabilité"),
)
_LICENCE: Final = "Textes sous licence CC BY 4.0, code sous licence MIT."


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.connect("html-page-context", _add_footer)


def build_footer(path_to: Callable[[str], str]) -> str:
    """Le pied de page en HTML ; ``path_to`` donne l'adresse d'une page depuis celle-ci."""
    links = " · ".join(f'<a href="{path_to(page)}">{typeset(label)}</a>' for page, label in _LINKS)
    return f'<div class="pied-livre"><p>{links}</p><p>{_LICENCE}</p></div>'


def _add_footer(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    if app.builder.format == "html" and "pathto" in context:
        context["theme_extra_footer"] = build_footer(context["pathto"])
