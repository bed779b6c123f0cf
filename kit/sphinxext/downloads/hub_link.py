"""La directive ``{lien-carnets}`` : composer le lien qui ouvre un carnet sur un serveur, sans rien envoyer.

Sans script, la page ne montre que la forme du lien, écrite dans son texte.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kit.domain.typography import typeset
from kit.sphinxext.directives.html_elements import HtmlElement, Paper, build_element, build_identifier
from kit.sphinxext.downloads.workshops import list_workshops

_SCRIPT: Final = "hub-link.js"
_MARK: Final = "hub-link"
# Le nom du champ, son étiquette, son exemple.
_FIELDS: Final = (
    ("server", "Adresse du serveur", "https://carnets.exemple.fr"),
    ("repository", "Adresse du dépôt", "https://forge.exemple.fr/equipe/jouer-collectif.git"),
    ("branch", "Branche", "main"),
)


class HubLink(SphinxDirective):
    """Un formulaire : le serveur, le dépôt, la branche, le carnet ; et le lien qui en résulte."""

    def run(self) -> list[nodes.Node]:
        """Le formulaire, caché tant que le script n'a pas répondu."""
        form = build_element("form", class_=_MARK, hidden=True, paper=Paper.DROPPED)
        for rank, (name, label, example) in enumerate(_FIELDS):
            key = build_identifier(self.env.docname, _MARK, rank)
            kind = "text" if name == "branch" else "url"
            form += build_element("label", typeset(label), for_=key)
            field = build_element(
                "input", id=key, name=name, type=kind, placeholder=example, autocomplete="off"
            )
            form += field
        form += self._build_choice(len(_FIELDS))
        form += build_element("p", class_=f"{_MARK}-answer", role="status")
        return [form]

    def _build_choice(self, rank: int) -> list[HtmlElement]:
        key = build_identifier(self.env.docname, _MARK, rank)
        options = [
            build_element("option", one.title, value=f"book/carnets/{one.name}.ipynb")
            for one in list_workshops(Path(self.env.srcdir))
        ]
        return [
            build_element("label", "Carnet", for_=key),
            build_element("select", *options, id=key, name="notebook"),
        ]


def setup(app: Sphinx) -> None:
    """Branche la composante ; le script n'est chargé que là où il sert."""
    app.add_directive("lien-carnets", HubLink)
    app.connect("html-page-context", _load_script)


def _load_script(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    if f'class="{_MARK}"' in context.get("body", ""):
        app.add_js_file(_SCRIPT, loading_method="defer")
