"""Un élément HTML comme nœud de page : ce que docutils ne sait pas dire (aside, fieldset, button, details).

Ses enfants restent des nœuds ordinaires : la typographie, les renvois et la recherche les voient.
Un autre format que le HTML ne garde que ses enfants.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from html import escape
from types import MappingProxyType
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder

from kit.domain.typography import slugify

_VOID: Final = frozenset({"input", "br", "hr"})
# Les constructeurs dont les pages s'ouvrent dans un navigateur, une par une, avec leurs scripts.
_INTERACTIVE: Final = frozenset({"html", "dirhtml"})


class Paper(StrEnum):
    """Ce que devient un élément dans un livre imprimé ou numérique, où rien ne réagit."""

    SAME = "tel quel"
    UNWRAPPED = "ses enfants seuls"
    DROPPED = "retiré"
    ONLY = "là seulement"


class HtmlElement(nodes.General, nodes.Element):
    """Un élément : sa balise (``tag``), ses attributs (``attributes_html``), son sort sur papier."""


def build_element(
    tag: str,
    *children: nodes.Node | str,
    paper: Paper = Paper.SAME,
    data: Mapping[str, str] = MappingProxyType({}),
    **attributes: str | bool,
) -> HtmlElement:
    """Un élément HTML ; ``class_`` donne « class », et un tiret bas donne un tiret.

    Un attribut vrai s'écrit sans valeur, un attribut faux ne s'écrit pas. ``data`` : ce que le script relit.
    """
    named = {**attributes, **{f"data_{name}": value for name, value in data.items()}}
    element = HtmlElement(tag=tag, attributes_html=_name_attributes(named), paper=paper)
    element.extend(nodes.Text(child) if isinstance(child, str) else child for child in children)
    return element


def is_interactive(builder: Builder) -> bool:
    """Vrai si les pages s'ouvrent une par une dans un navigateur ; faux sur papier ou sur liseuse."""
    return builder.name in _INTERACTIVE


def build_identifier(docname: str, name: str, rank: int) -> str:
    """Un identifiant unique dans la page, et dans le livre en une seule page.

    >>> build_identifier("qui/index", "quiz", 2)
    'qui-index-quiz-2'
    """
    return f"{slugify(docname)}-{name}-{rank}"


def build_paragraph(label: str, *content: nodes.Node | str, classes: Iterable[str] = ()) -> nodes.paragraph:
    """Un paragraphe qui commence par un mot en gras."""
    paragraph = nodes.paragraph(classes=list(classes))
    paragraph += nodes.strong("", label)
    paragraph.extend(nodes.Text(part) if isinstance(part, str) else part for part in content)
    return paragraph


def _name_attributes(attributes: dict[str, str | bool]) -> dict[str, str | bool]:
    return {
        name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value is not False
    }


def _is_written(translator: Any, node: HtmlElement) -> bool:  # noqa: ANN401 — un traducteur de Sphinx
    """Vrai si la balise s'écrit, faux si seuls ses enfants s'écrivent.

    :raises nodes.SkipNode: si l'élément n'est pas de ce livre-là.
    """
    on_screen = is_interactive(translator.builder)
    if node["paper"] is (Paper.ONLY if on_screen else Paper.DROPPED):
        raise nodes.SkipNode
    return on_screen or node["paper"] is not Paper.UNWRAPPED


def _visit_html(translator: Any, node: HtmlElement) -> None:  # noqa: ANN401 — un traducteur de Sphinx
    if not _is_written(translator, node):
        return
    written = "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in node["attributes_html"].items()
    )
    translator.body.append(f"<{node['tag']}{written}>")


def _depart_html(translator: Any, node: HtmlElement) -> None:  # noqa: ANN401 — un traducteur de Sphinx
    if node["tag"] not in _VOID and _is_written(translator, node):
        translator.body.append(f"</{node['tag']}>")


def _visit_other(translator: Any, node: HtmlElement) -> None:  # noqa: ANN401 — un traducteur de Sphinx
    _is_written(translator, node)


def _depart_other(_translator: object, _node: HtmlElement) -> None:
    """Les enfants sont écrits ; l'élément n'a pas de signe de fin."""


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    other = (_visit_other, _depart_other)
    app.add_node(
        HtmlElement, html=(_visit_html, _depart_html), latex=other, text=other, man=other, texinfo=other
    )
