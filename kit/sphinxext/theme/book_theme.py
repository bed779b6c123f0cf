"""Le thème du livre : un gabarit à nous sur le thème nu de Sphinx, et rien qui ne serve à la page.

Un thème général charge ses pictogrammes, ses menus et ses feuilles pour tous les usages, soit deux mégaoctets
et demi par page. Le nôtre n'en demande qu'une petite part, et parle français sans être corrigé.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from kit.products.saving import save_files
from kit.sphinxext.repairs import third_parties
from kit.sphinxext.theme import navigation, social_card
from kit.sphinxext.theme.stylesheets import build_book_sheet

NAME: Final = "livre"
SHEET: Final = "book.css"
TEMPLATES: Final = Path(__file__).with_name("templates")
STATIC: Final = Path(__file__).with_name("static")
# Ce que le gabarit place lui-même, ou que notre feuille remplace.
_DROPPED: Final = frozenset(
    {"pygments.css", "basic.css", "sphinx-design.min.css", "togglebutton.css", "sphinx-thebe.css"}
    | {"doctools.js", "sphinx_highlight.js", "translations.js"}
    | {"sphinx-book-theme.js", "sphinx-thebe.js"}
)
# Ce qui ne se charge que si la page s'en sert : le début du nom, et ce qu'on cherche dans la page.
_ON_DEMAND: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("mystnb", re.compile(r"(?!)")),
    ("copybutton", re.compile('class="[^"]*highlight')),
    ("clipboard", re.compile('class="[^"]*highlight')),
    ("togglebutton", re.compile(r'class="[^"]*\b(?:toggle|dropdown)\b')),
    ("design-tabs", re.compile("sd-tab-set")),
    ("tex-mml", re.compile(r'class="[^"]*\bmath\b')),
)
# La recherche a besoin, elle, des outils de Sphinx.
_SEARCH_TOOLS: Final = ("doctools.js", "translations.js")


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_html_theme(NAME, str(TEMPLATES))
    app.add_js_file("book.js", loading_method="defer")
    app.connect("config-inited", _configure, priority=900)
    app.connect("html-page-context", _complete_context, priority=900)


def is_wanted(filename: str, body: str, *, search: bool = False) -> bool:
    """Vrai si la page a besoin de cette feuille ou de ce script.

    >>> is_wanted("_static/copybutton.js", "<p>texte</p>"), is_wanted("quiz.js", "<p>texte</p>")
    (False, True)
    """
    name = Path(filename).name
    if name in _DROPPED:
        return search and name in _SEARCH_TOOLS
    return all(pattern.search(body) for start, pattern in _ON_DEMAND if name.startswith(start))


def _configure(app: Sphinx, config: Config) -> None:
    # Jupyter Book remplit les options de son thème, que le nôtre n'a pas.
    config.html_theme_options = {}
    config.html_permalinks_icon = "#"
    built = Path(app.doctreedir) / "feuilles"
    save_files({built / SHEET: build_book_sheet().encode()})
    config.html_static_path = [*config.html_static_path, str(STATIC), str(built)]


def _complete_context(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if app.builder.name != "html":
        return
    body, search = str(context.get("body", "")), page == "search"
    for key in ("css_files", "script_files"):
        context[key] = [
            asset
            for asset in context.get(key, ())
            if is_wanted(str(getattr(asset, "filename", asset) or ""), body, search=search)
            and not third_parties.has_remote_tools(_read_inline(asset))
        ]
    context["book_contents"] = navigation.fold_parts(_build_menu(context))
    context["breadcrumbs"] = navigation.list_ancestors(app.env, page, context["pathto"])
    context["page_contents"] = navigation.keep_subsections(str(context.get("toc", "")))
    context["social_card"] = social_card.build_tags(
        title=str(context.get("title", "")),
        description=social_card.describe_page(doctree),
        page=page,
        base=app.config.html_baseurl,
        site=app.config.html_title,
    )


def _read_inline(asset: object) -> str:
    """Le code d'un script écrit dans la page même ; vide pour un fichier."""
    attributes: dict[str, str] = getattr(asset, "attributes", {})
    return attributes.get("body") or ""


def _build_menu(context: dict[str, Any]) -> str:
    menu = context["toctree"](collapse=True, maxdepth=3, titles_only=True, includehidden=True)
    return str(menu or "")
