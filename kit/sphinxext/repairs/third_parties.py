"""Aucune requête vers un tiers : le livre construit est relu, et toute ressource distante est signalée."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util import logging

_LOGGER = logging.getLogger(__name__)
_LOADED: Final = (
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "src"),
    ("source", "srcset"),
    ("video", "src"),
    ("audio", "src"),
    ("iframe", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("form", "action"),
)
# Ces liens-là sont suivis par le navigateur sans qu'on clique.
_FETCHED_LINKS: Final = frozenset(
    {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest"}
)
_REMOTE: Final = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
_REMOTE_IN_CODE: Final = re.compile(
    r"""(?:url\(|@import|import\(|fetch\()\s*["']?((?:https?:)?//[^"')\s]+)"""
)
# Ce qu'une page suspecte contient forcément : les autres ne méritent pas d'être relues balise par balise.
_SUSPECT: Final = re.compile(
    r"""\b(?:src|data|action)\s*=\s*["']?\s*(?:https?:)?//|\bsrcset\s*=\s*["'][^"']*//|<link\b[^>]*//""",
    re.IGNORECASE,
)


def setup(app: Sphinx) -> None:
    """Branche la composante, après toutes celles qui écrivent des pages."""
    app.connect("build-finished", _warn_remote_resources, priority=900)


def has_remote_tools(page: str) -> bool:
    """Vrai si la page porte peut-être l'un des outils que retire :func:`remove_remote_tools`."""
    return "mathjax" in page or "thebe" in page.lower()


def remove_remote_tools(soup: BeautifulSoup) -> None:
    """Retire ce qui est chargé sans servir : l'exécution à distance, les formules d'une page sans formule."""
    if soup.select_one(".math") is None:
        for script in soup.select("script[src*=mathjax]"):
            script.decompose()
    for script in soup.find_all("script"):
        if "thebe" in f"{script.get('src', '')} {script.string or ''}".lower():
            script.decompose()
    for link in soup.select("link[href*=thebe]"):
        link.decompose()


def list_remote_resources(page: str) -> tuple[str, ...]:
    """Les adresses qu'un navigateur irait chercher ailleurs en ouvrant cette page.

    >>> list_remote_resources('<a href="https://exemple.fr">lien</a><img src="//exemple.fr/a.png">')
    ('//exemple.fr/a.png',)
    """
    # La plupart des pages n'ont aucune adresse complète : le savoir ne coûte presque rien.
    if "//" not in page or not (_SUSPECT.search(page) or _REMOTE_IN_CODE.search(page)):
        return ()
    soup = BeautifulSoup(page, "html.parser")
    found = [str(tag[key]) for name, key in _LOADED for tag in soup.find_all(name, attrs={key: True})]
    found += [
        str(link["href"])
        for link in soup.find_all("link", href=True)
        if _FETCHED_LINKS & {word.lower() for word in link.get_attribute_list("rel") if word}
    ]
    for block in soup.find_all(["style", "script"]):
        found += _REMOTE_IN_CODE.findall(block.string or "")
    return tuple(address for address in found if _REMOTE.match(address))


def _warn_remote_resources(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.format != "html":
        return
    for path in sorted(Path(app.outdir).rglob("*.html")):
        for address in list_remote_resources(path.read_text(encoding="utf-8")):
            _LOGGER.warning("%s : ressource distante interdite : %s", path, address, type="kit")
