"""Le pied de chaque page : signaler une erreur, lire hors ligne, état d'accessibilité, licence, mentions."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

from sphinx.application import Sphinx

from kit.domain.typography import typeset

_LINKS: Final = (
    ("signaler-une-erreur", "Signaler une erreur dans cette page"),
    ("lire-hors-ligne", "Lire hors ligne (PDF, EPUB)"),
    ("plan-du-site", "Plan du site"),
    ("accessibilite", "Accessibilité : non conforme"),
    ("mentions", "Mentions légales"),
    ("vie-privee", "Vie privée : rien n’est gardé"),
    ("reference/sources", "Sources et fiabilité"),
    ("comment-citer", "Comment citer"),
)
# Le script de la page complète ce lien-là.
_COMPLETED: Final = "signaler-une-erreur"
_LICENCE: Final = "Textes sous licence CC BY 4.0, code sous licence MIT."
_INDEPENDENCE: Final = "Un guide indépendant de l’État, du RAMEAU, du CNFPT et de l’ANCT."


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.connect("html-page-context", _add_footer)


def build_footer(path_to: Callable[[str], str], known: Collection[str] | None = None) -> str:
    """Le pied de page en HTML ; ``path_to`` donne l'adresse d'une page depuis celle-ci.

    ``known`` est l'ensemble des pages du livre ; une page absente n'a pas de lien.
    """
    items = "".join(
        f'<li><a{_class_of(page)} href="{path_to(page)}">{typeset(label)}</a></li>'
        for page, label in _LINKS
        if known is None or page in known
    )
    sentences = f"<p>{typeset(_INDEPENDENCE)}</p><p>{_LICENCE}</p>"
    return f'<nav class="footer-links" aria-label="Le livre et vous"><ul>{items}</ul>{sentences}</nav>'


def _class_of(page: str) -> str:
    return ' class="report-link"' if page == _COMPLETED else ""


def _add_footer(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    if app.builder.name == "html":
        context["theme_extra_footer"] = build_footer(context["pathto"], app.env.found_docs)
