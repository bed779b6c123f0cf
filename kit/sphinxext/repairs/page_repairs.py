"""Retouches du HTML des pages : interface en français, défauts d'accessibilité corrigés.

Elles passent par le moteur de gabarits, donc page par page, au moment même de l'écriture. Seul l'article est
relu balise par balise : le reste, sommaire compris, vient de notre gabarit, qui n'a rien à corriger.
"""

from __future__ import annotations

import re
from typing import Any, Final

from bs4 import BeautifulSoup
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.jinja2glue import BuiltinTemplateLoader

from kit.sphinxext.repairs import accessibility, french_interface, third_parties

_ARTICLE: Final = re.compile(r"(?<=<article>).*(?=</article>)", re.DOTALL)
_HTML5: Final = HTMLFormatter(
    entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix=""
)


class RepairedTemplates(BuiltinTemplateLoader):
    """Les gabarits de Sphinx ; chaque page entière passe par nos retouches avant d'être écrite."""

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]  # Sphinx annonce None et rend une chaîne
        """La page, retouchée si c'en est une."""
        page = super().render(template, context)
        return repair_page(page) if page.lstrip()[:9].lower() == "<!doctype" else page


def repair_page(page: str) -> str:
    """La page HTML après toutes les retouches ; une page sans article est reprise tout entière."""
    article = _ARTICLE.search(page)
    if article is None:
        return _repair(page)
    return f"{page[: article.start()]}{_repair(article[0])}{page[article.end() :]}"


def _repair(content: str) -> str:
    soup = BeautifulSoup(content, "html.parser")
    if third_parties.has_remote_tools(content):
        third_parties.remove_remote_tools(soup)
    accessibility.repair(soup)
    if french_interface.has_english(content):
        french_interface.translate(soup)
    return soup.decode(formatter=_HTML5)


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.connect("config-inited", _configure, priority=900)


def _configure(_app: Sphinx, config: Config) -> None:
    config.template_bridge = "kit.sphinxext.repairs.page_repairs.RepairedTemplates"
    # Jupyter Book impose des numéros de tableau qui courent d'une page à l'autre : ils ne disent rien.
    config.numfig = False
