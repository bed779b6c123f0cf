"""Une page du livre en ligne, rendue au papier : rien à cliquer, des identifiants uniques."""

from __future__ import annotations

import posixpath
import re
from typing import Final
from urllib.parse import unquote, urldefrag

from bs4 import BeautifulSoup, Tag

from kit.domain.typography import slugify

DROPPED: Final = (
    "script, style, noscript, template, button, form, input, select, textarea, dialog, iframe, .headerlink,"
    " .toggle-button, [hidden]"
)
_REFERRING: Final = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")
_SVG_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
_HEADING: Final = re.compile(r"^h([1-6])$")
_REMOTE: Final = re.compile(r"^[a-z]+:", re.IGNORECASE)


def mark_of(page: str) -> str:
    """L'identifiant d'une page dans le livre en un document.

    >>> mark_of("qui/index")
    'page-qui-index'
    """
    return f"page-{slugify(page, limit=200)}"


def convert(body: str, *, page: str, pages: frozenset[str], level: int) -> str:
    """Le corps d'une page, prêt à rejoindre les autres ; son titre prend le niveau ``level``."""
    soup = BeautifulSoup(body, "html.parser")
    for tag in soup.select(DROPPED):
        tag.decompose()
    open_folds(soup)
    show_tabs(soup)
    _lower_headings(soup, level)
    _prefix_identifiers(soup, page)
    for link in soup.select("a[href]"):
        _rewrite_link(link, page, pages)
    for image in soup.select("img[src]"):
        image["src"] = posixpath.normpath(posixpath.join(posixpath.dirname(page), str(image["src"])))
    return str(soup)


def resolve(address: str, page: str, pages: frozenset[str]) -> str | None:
    """L'ancre du livre papier où mène un lien ; ``None`` s'il mène à un fichier.

    >>> resolve("../comment/index.html#but", "qui/index", frozenset({"comment/index"}))
    '#page-comment-index--but'
    """
    path, anchor = urldefrag(address)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) if path else page
    name = target.removesuffix(".html")
    if name not in pages:
        return None
    return f"#{mark_of(name)}--{unquote(anchor)}" if anchor else f"#{mark_of(name)}"


def _rewrite_link(link: Tag, page: str, pages: frozenset[str]) -> None:
    address = str(link["href"])
    if _REMOTE.match(address):
        return
    found = resolve(address, page, pages)
    if found:
        link["href"] = found
    else:
        # Un fichier à télécharger reste en ligne : sur papier, son nom suffit.
        link.unwrap()


def open_folds(soup: BeautifulSoup) -> None:
    """Ce qui se dépliait est ouvert, sous son titre."""
    for summary in soup.select("details > summary"):
        summary.name = "p"
        summary["class"] = "unfolded"
    for fold in soup.find_all("details"):
        fold.name = "div"
        fold.attrs.pop("open", None)


def show_tabs(soup: BeautifulSoup) -> None:
    """Des onglets se suivent, chacun sous son nom."""
    for label in soup.select(".sd-tab-set > label"):
        label.name = "p"
        label["class"] = "unfolded"
        label.attrs.pop("for", None)


def _lower_headings(soup: BeautifulSoup, level: int) -> None:
    for heading in soup.find_all(_HEADING):
        depth = int(heading.name[1]) + level - 1
        heading.name = f"h{min(depth, 6)}"


def _prefix_identifiers(soup: BeautifulSoup, page: str) -> None:
    """Deux pages ont souvent le même titre de section : chacune garde le sien."""

    def prefix(name: str) -> str:
        return f"{mark_of(page)}--{name}"

    for tag in soup.select("*"):
        if tag.get("id"):
            tag["id"] = prefix(str(tag["id"]))
        for name in _REFERRING:
            if tag.get(name):
                tag[name] = " ".join(prefix(word) for word in str(tag[name]).split())
        for name, value in tag.attrs.items():
            if isinstance(value, str) and "url(#" in value:
                tag[name] = _SVG_REFERENCE.sub(lambda found: f"url(#{prefix(found.group(1))})", value)
