"""Une page d'EPUB que toute liseuse accepte : du XHTML bien formé, sans script, sans fichier joint."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection
from typing import Final
from urllib.parse import unquote, urldefrag

from bs4 import BeautifulSoup

from kit.sphinxext.downloads.paper_pages import DROPPED, open_folds, show_tabs
from kit.sphinxext.repairs.accessibility import repair

SHEET: Final = "_static/liseuse.css"
# La lecture en HTML met tout en minuscules ; le dessin en XML distingue.
_SVG_NAMES: Final = (
    *("viewBox", "preserveAspectRatio", "textLength", "lengthAdjust"),
    *("markerWidth", "markerHeight", "markerUnits", "refX", "refY"),
    *("patternUnits", "patternContentUnits", "patternTransform"),
    *("gradientUnits", "gradientTransform", "clipPathUnits"),
)
_SVG_TAGS: Final = ("linearGradient", "radialGradient", "clipPath", "textPath")
_ONLINE: Final = ("_static/", "_downloads/", "_sources/")
_KEPT_FILES: Final = re.compile(r"^(?:_images/|[\w./-]+\.(?:xhtml|ncx|opf)$|META-INF/)")
_REMOTE: Final = re.compile(r"^[a-z]+:", re.IGNORECASE)
_ITEM: Final = re.compile(r'\s*<item [^>]*href="([^"]+)"[^>]*/>')
_ACCESS: Final = """\
    <meta property="schema:accessMode">textual</meta>
    <meta property="schema:accessMode">visual</meta>
    <meta property="schema:accessModeSufficient">textual</meta>
    <meta property="schema:accessibilityFeature">alternativeText</meta>
    <meta property="schema:accessibilityFeature">readingOrder</meta>
    <meta property="schema:accessibilityFeature">structuralNavigation</meta>
    <meta property="schema:accessibilityFeature">tableOfContents</meta>
    <meta property="schema:accessibilityHazard">none</meta>
    <meta property="schema:accessibilitySummary">Titres, tableaux à entêtes et images décrites, relus par \
machine ; aucune relecture avec une liseuse adaptée n’a été faite.</meta>
"""


def is_kept(name: str) -> bool:
    """Vrai pour une page, une image, la feuille et ce que le format exige.

    >>> is_kept("_images/a.png"), is_kept("_static/book.js"), is_kept("_downloads/a/b.docx")
    (True, False, False)
    """
    return name == SHEET or (_KEPT_FILES.match(name) is not None and not name.startswith(_ONLINE))


def clean_page(page: str, name: str, known: Collection[str]) -> str:
    """La page, sans ce qu'une liseuse refuse ; ``known`` : tous les fichiers du livre."""
    soup = BeautifulSoup(page, "html.parser")
    for tag in soup.select(f"{DROPPED}, link, meta[http-equiv]"):
        tag.decompose()
    open_folds(soup)
    show_tabs(soup)
    repair(soup)
    _restore_case(soup)
    _separate_identifiers(soup)
    for link in soup.select("a[href]"):
        if not _leads_somewhere(str(link["href"]), name, known):
            link.unwrap()
    for zone in soup.select("[tabindex], [role=region]"):
        for attribute in ("tabindex", "role", "aria-label"):
            zone.attrs.pop(attribute, None)
    if soup.html:
        soup.html["lang"] = soup.html["xml:lang"] = "fr"
    sheet = posixpath.relpath(SHEET, posixpath.dirname(name) or ".")
    if soup.head:
        soup.head.append(soup.new_tag("link", attrs={"rel": "stylesheet", "type": "text/css", "href": sheet}))
    return str(soup)


def clean_package(package: str, drawn: Collection[str]) -> str:
    """La description du livre : ses fichiers vraiment là, et ce qu'il a d'accessible.

    ``drawn`` : les pages qui portent un dessin, que le format veut voir nommées.
    """

    def keep(found: re.Match[str]) -> str:
        item, name = found.group(0), found.group(1)
        if not is_kept(name):
            return ""
        return item.replace("<item ", '<item properties="svg" ', 1) if name in drawn else item

    sheet = f'    <item href="{SHEET}" id="feuille" media-type="text/css" />\n  '
    listed = _ITEM.sub(keep, package).replace("</manifest>", f"{sheet}</manifest>")
    return listed.replace("</metadata>", f"{_ACCESS}  </metadata>")


def _leads_somewhere(address: str, name: str, known: Collection[str]) -> bool:
    path = urldefrag(address).url
    if not path or _REMOTE.match(path):
        return True
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
    return target in known and is_kept(target)


def _separate_identifiers(soup: BeautifulSoup) -> None:
    """Deux documents montrés dans une page ont les mêmes identifiants : le second reçoit un rang."""
    seen: Counter[str] = Counter()
    for tag in soup.select("[id]"):
        name = str(tag["id"])
        seen[name] += 1
        if seen[name] > 1:
            tag["id"] = f"{name}-{seen[name]}"


def _restore_case(soup: BeautifulSoup) -> None:
    for tag in soup.select("svg, svg *"):
        # Un réglage de tracé que la norme de l'EPUB ne connaît pas.
        tag.attrs.pop("paint-order", None)
        for name in _SVG_NAMES:
            if name.lower() in tag.attrs:
                tag[name] = tag.attrs.pop(name.lower())
        for name in _SVG_TAGS:
            if tag.name == name.lower():
                tag.name = name
