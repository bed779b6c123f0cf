"""Le plan du site : toutes les pages du livre, par partie, dans l'ordre du sommaire."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from kit.sphinxext.directives.late_content import add_late_directive
from kit.sphinxext.theme import navigation


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    add_late_directive(app, "plan-du-site", build_site_map)


def build_site_map(app: Sphinx, page: str) -> list[nodes.Node]:
    """Une liste par partie, les sous-pages sous leur page."""
    box = nodes.container(classes=["site-map"])
    listing = nodes.bullet_list()
    for part in navigation.list_parts(app.env):
        item = nodes.list_item("", nodes.paragraph("", "", nodes.strong("", part.title)))
        item += _build_branch(app, page, part.pages)
        listing += item
    box += listing
    return [box]


def build_page_link(app: Sphinx, here: str, page: str) -> nodes.reference:
    """Le lien vers une page, depuis une autre, avec son titre."""
    address = app.builder.get_relative_uri(here, page)
    return nodes.reference("", navigation.title_of(app.env, page), internal=True, refuri=address)


def _build_branch(app: Sphinx, here: str, pages: tuple[str, ...]) -> nodes.bullet_list:
    listing = nodes.bullet_list()
    for page in pages:
        item = nodes.list_item("", nodes.paragraph("", "", build_page_link(app, here, page)))
        children = navigation.list_children(app.env, page)
        if children:
            item += _build_branch(app, here, children)
        listing += item
    return listing
