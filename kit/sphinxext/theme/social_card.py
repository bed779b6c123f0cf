"""Ce qu'un moteur de recherche ou une messagerie montre d'une page : titre, description, image."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from docutils import nodes

IMAGE: Final = "social-card.png"
IMAGE_ALT: Final = "Jouer collectif en territoire : un dossier rempli, trois documents pour agir à plusieurs"
_LONGEST: Final = 200
_SPACES: Final = re.compile(r"\s+")
# Un paragraphe de ces blocs présente un fichier ou un encadré, pas la page.
_ASIDE: Final = (nodes.Admonition, nodes.table, nodes.figure, nodes.list_item, nodes.definition, nodes.topic)


def describe_page(document: nodes.document | None) -> str:
    """La première phrase utile d'une page, en deux cents signes au plus ; vide pour une page sans texte."""
    if document is None:
        return ""
    for paragraph in document.findall(nodes.paragraph):
        if not _is_aside(paragraph):
            return shorten(paragraph.astext())
    return ""


def shorten(text: str) -> str:
    """Un texte sur une ligne, coupé entre deux mots.

    >>> shorten("Une  phrase.")
    'Une phrase.'
    >>> len(shorten("mot " * 100)) <= 200
    True
    """
    line = _SPACES.sub(" ", text).strip()
    if len(line) <= _LONGEST:
        return line
    return f"{line[: _LONGEST - 1].rsplit(' ', 1)[0]}…"


def build_tags(*, title: str, description: str, page: str, base: str, site: str) -> str:
    """Les balises de la page ; ``base`` est l'adresse du livre, vide tant qu'il n'est pas publié.

    Sans adresse, ni l'image ni l'adresse de la page ne se disent : les messageries les veulent complètes.
    """
    plain = re.sub(r"<[^>]+>", "", title)
    tags = [
        ("property", "og:type", "website" if page == "index" else "article"),
        ("property", "og:locale", "fr_FR"),
        ("property", "og:site_name", site),
        ("property", "og:title", plain),
    ]
    if description:
        tags += [("name", "description", description), ("property", "og:description", description)]
    if base:
        root = base.rstrip("/")
        tags += [
            ("property", "og:url", f"{root}/{page}.html"),
            ("property", "og:image", f"{root}/_static/{IMAGE}"),
            ("property", "og:image:width", "1200"),
            ("property", "og:image:height", "630"),
            ("property", "og:image:alt", IMAGE_ALT),
            ("name", "twitter:card", "summary_large_image"),
        ]
    return "\n  ".join(f'<meta {kind}="{name}" content="{escape(value)}">' for kind, name, value in tags)


def _is_aside(node: nodes.Node) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, _ASIDE) or parent.__class__.__name__ in {"HtmlElement", "container"}:
            return True
        parent = parent.parent
    return False
