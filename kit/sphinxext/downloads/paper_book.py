"""Le livre entier sur papier : toutes les pages en un seul document, que WeasyPrint met en PDF.

Le constructeur ``papier`` écrit ``livre.html`` : une couverture, un sommaire paginé, puis les pages dans
l'ordre du livre. Chaque identifiant y porte le nom de sa page : deux « Pour qui » ne se confondent pas.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config

from kit.domain.typography import slugify, typeset
from kit.sphinxext.downloads import paper_pages
from kit.sphinxext.repairs import accessibility
from kit.sphinxext.theme import navigation
from kit.sphinxext.theme.book_theme import STATIC
from kit.sphinxext.theme.stylesheets import build_paper_sheet

OUTPUT: Final = "livre.html"
SHEET: Final = "paper.css"
# Ces pages ne servent qu'en ligne : le papier a son sommaire, et n'a pas de bouton.
_ONLINE_ONLY: Final = frozenset({"plan-du-site", "signaler-une-erreur", "lire-hors-ligne"})
_SHELL: Final = """\
<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="author" content="{author}">
<meta name="description" content="{description}">
<meta name="keywords" content="alliances, territoires, ODD 17, plan d’action, évaluation">
<link rel="stylesheet" href="{sheet}">
</head>
<body>
<section class="cover">
<img src="{logo}" alt="Trois cercles reliés deux à deux, le dessin du livre">
<p class="book-title">{title}</p>
<p class="subtitle">{description}</p>
<p class="edition">{edition}</p>
</section>
<nav class="paper-contents" aria-label="Sommaire">
<p class="contents-title" id="sommaire">Sommaire</p>
{contents}
</nav>
{parts}
</body>
</html>
"""
_DESCRIPTION: Final = "Convaincre, s’organiser, se relire : agir à plusieurs sur un territoire"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """Une page du livre papier : son nom, sa profondeur sous sa partie, son titre."""

    name: str
    depth: int
    title: str


class PaperBuilder(StandaloneHTMLBuilder):
    """Garde le corps de chaque page, et les réunit à la fin."""

    name = "papier"
    epilog = "Le livre en un seul document : %(outdir)s/livre.html"
    search = False
    copysource = False
    # Chaque page s'ajoute à la même liste : un seul ouvrier écrit.
    allow_parallel = False

    def init(self) -> None:
        """Prépare la liste des corps."""
        super().init()
        self.bodies: dict[str, str] = {}

    def get_outdated_docs(self) -> Iterator[str]:
        """Toutes les pages : le document est refait en entier."""
        yield from self.env.found_docs

    def handle_page(self, pagename: str, addctx: dict[str, Any], *_others: Any, **_options: Any) -> None:  # noqa: ANN401 — signature de Sphinx
        """Garde le corps, sans écrire de page."""
        self.bodies[pagename] = str(addctx.get("body", ""))

    def finish(self) -> None:
        """Copie les images, et écrit le livre."""
        self.copy_image_files()
        folder = Path(self.outdir)
        shutil.copytree(STATIC / "fonts", folder / "fonts", dirs_exist_ok=True)
        (folder / SHEET).write_text(build_paper_sheet(), encoding="utf-8")
        logo = Path(self.srcdir) / "images" / "logo.svg"
        shutil.copyfile(logo, folder / logo.name)
        (folder / OUTPUT).write_text(build_book(self.app, self.bodies, logo.name), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_builder(PaperBuilder)
    app.connect("config-inited", _choose_outputs)


def _choose_outputs(_app: Sphinx, config: Config) -> None:
    """Le papier montre des carnets ce que montre la page : le HTML d'abord, le texte à défaut."""
    kinds = ("text/html", "image/svg+xml", "image/png", "text/plain")
    config.nb_mime_priority_overrides = [
        *config.nb_mime_priority_overrides,
        *((PaperBuilder.name, kind, rank) for rank, kind in enumerate(kinds)),
    ]


def build_book(app: Sphinx, bodies: dict[str, str], logo: str) -> str:
    """Le livre en HTML : la couverture, le sommaire, l'accueil, puis chaque partie."""
    contents, parts = [], []
    home = PaperPage(name=app.config.root_doc, depth=0, title=app.config.html_title)
    parts.append(_build_page(home, bodies, level=1))
    for part in navigation.list_parts(app.env):
        pages = list(_list_pages(app, part.pages))
        mark = f"partie-{slugify(part.title)}"
        contents.append(_build_contents(part.title, mark, pages))
        sections = "".join(_build_page(page, bodies, level=2 + page.depth) for page in pages)
        parts.append(f'<section class="part" id="{mark}"><h1>{escape(part.title)}</h1>{sections}</section>')
    soup = BeautifulSoup(
        _SHELL.format(
            title=escape(app.config.html_title),
            author=escape(app.config.author),
            description=typeset(_DESCRIPTION),
            edition=typeset(f"Version {app.config.version}. Textes sous licence CC BY 4.0."),
            sheet=SHEET,
            logo=logo,
            contents="".join(contents),
            parts="".join(parts),
        ),
        "html.parser",
    )
    accessibility.repair(soup)
    return str(soup)


def _list_pages(app: Sphinx, pages: tuple[str, ...]) -> Iterator[PaperPage]:
    for top in pages:
        for depth, name in navigation.list_tree(app.env, top):
            if name not in _ONLINE_ONLY:
                yield PaperPage(name=name, depth=depth, title=navigation.title_of(app.env, name))


def _build_page(page: PaperPage, bodies: dict[str, str], *, level: int) -> str:
    """Le corps d'une page, titres abaissés, liens et identifiants du livre."""
    article = paper_pages.convert(
        bodies[page.name], page=page.name, pages=frozenset(bodies) - _ONLINE_ONLY, level=level
    )
    return f'<article class="page" id="{paper_pages.mark_of(page.name)}">{article}</article>'


def _build_contents(title: str, mark: str, pages: list[PaperPage]) -> str:
    marks = {page.name: paper_pages.mark_of(page.name) for page in pages}
    lines = "".join(
        f'<li class="level-{page.depth}"><a href="#{marks[page.name]}">{escape(page.title)}</a></li>'
        for page in pages
    )
    return f'<p class="contents-part"><a href="#{mark}">{escape(title)}</a></p><ul>{lines}</ul>'
