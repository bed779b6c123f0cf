"""Typographie française des pages : espaces insécables et apostrophes, hors code et textes littéraux."""

from __future__ import annotations

from typing import ClassVar, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from kit.domain.typography import typeset

_VERBATIM: Final = (
    nodes.literal,
    nodes.FixedTextElement,
    nodes.raw,
    nodes.math,
    nodes.Invisible,
    nodes.image,
)
# Tient lieu de la fin du nœud précédent, pour qu'un « : » après un mot en gras soit vu en contexte.
_JOINER: Final = "\u2060"


class FrenchTypography(SphinxTransform):
    """Passe chaque texte lu par :func:`kit.domain.typography.typeset`."""

    default_priority: ClassVar[int] = 800

    def apply(self, **_options: object) -> None:
        """Remplace les textes sur place ; les identifiants, déjà posés, ne changent pas."""
        for text in list(self.document.findall(nodes.Text)):
            if not _is_verbatim(text):
                text.parent.replace(text, nodes.Text(_typeset_in_context(text)))


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_transform(FrenchTypography)


def _is_verbatim(text: nodes.Text) -> bool:
    parent = text.parent
    while parent is not None:
        if isinstance(parent, _VERBATIM):
            return True
        parent = parent.parent
    return False


def _typeset_in_context(text: nodes.Text) -> str:
    follows = text.parent.index(text) > 0
    done = typeset(f"{_JOINER}{text.astext()}" if follows else text.astext())
    return done.removeprefix(_JOINER) if follows else done
