"""Signaler une erreur sans compte ni tiers : un message à copier, que la page d'où l'on vient remplit."""

from __future__ import annotations

from html import escape
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx

from kit.domain.typography import typeset
from kit.sphinxext.directives.late_content import add_late_directive
from kit.sphinxext.theme.book_settings import read_repository

MESSAGE: Final = typeset("""\
Page : (son titre)
Adresse : (son adresse, ou sa place dans le PDF)

Ce qui est écrit :

Ce qui me paraît faux, ou obscur :

Ce que j’écrirais à la place, et d’où je le tiens :
""")
_FORM: Final = """\
<div class="report-form">
<label for="report-message">Le message à copier</label>
<textarea class="report-message" id="report-message" rows="11">{message}</textarea>
<p><button type="button" class="button copy-button" hidden>Copier le message</button>
<span class="copy-state" role="status"></span></p>
</div>"""


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    add_late_directive(app, "message-d-erreur", build_form)
    add_late_directive(app, "adresse-du-depot", build_repository)


def build_form(app: Sphinx, _page: str) -> list[nodes.Node]:
    """Le message, dans une zone que l'on modifie ; en texte, dans un livre sans script."""
    if app.builder.name == "html":
        return [nodes.raw("", _FORM.format(message=escape(MESSAGE)), format="html")]
    return [nodes.literal_block("", MESSAGE, language="none")]


def build_repository(app: Sphinx, _page: str) -> list[nodes.Node]:
    """Où envoyer le message : l'adresse du dépôt, ou l'aveu qu'il n'y en a pas encore."""
    address = read_repository(app)
    if not address:
        text = (
            "Ce livre n’a pas encore d’adresse publique : ni dépôt ouvert, ni boîte commune. "
            "Remettez votre message à la personne ou à la structure qui vous l’a fait connaître."
        )
        return [nodes.paragraph("", typeset(text))]
    link = nodes.reference("", address, refuri=address)
    return [
        nodes.paragraph(
            "", "", nodes.Text("Le dépôt du projet reçoit les messages : "), link, nodes.Text(".")
        )
    ]
