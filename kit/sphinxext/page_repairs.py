"""Retouches du HTML du thème : interface en français, défauts d'accessibilité corrigés.

Elles passent par le moteur de gabarits, donc page par page, au moment même de l'écriture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from bs4 import BeautifulSoup
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.jinja2glue import BuiltinTemplateLoader

from kit.sphinxext import accessibility, french_interface, third_parties

_REPAIRS: Final[tuple[Callable[[BeautifulSoup], None], ...]] = (
    third_parties.remove_remote_tools,
    accessibility.repair,
)
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
    """La page HTML après toutes les retouches."""
    soup = BeautifulSoup(page, "html.parser")
    for repair in _REPAIRS:
        repair(soup)
    if french_interface.has_english(page):
        french_interface.translate(soup)
    return soup.decode(formatter=_HTML5)


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.connect("config-inited", _configure, priority=900)


def _configure(_app: Sphinx, config: Config) -> None:
    config.template_bridge = "kit.sphinxext.page_repairs.RepairedTemplates"
    # Jupyter Book impose des numéros de tableau qui courent d'une page à l'autre : ils ne disent rien.
    config.numfig = False
