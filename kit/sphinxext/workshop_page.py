"""La directive ``{atelier-page}`` : l'atelier dans la page, et de quoi s'en passer.

Avant tout script, la page offre le classeur vierge et les exemples. Les scripts et la feuille de style ne
vont que dans les pages qui portent la directive, avec une politique de sécurité qui interdit tout autre hôte.
Sur papier ou sur liseuse, il ne reste que les fichiers à télécharger.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kit.session import SHEET_FORMATS, find_example_folder, write_dossier
from kit.sphinxext.html_elements import Paper, build_element, is_interactive
from kit.sphinxext.productions import build_link, list_filled, productions_folder

STATIC: Final = Path(__file__).parents[1] / "web" / "static"
FOLDER: Final = "atelier"
# Ce que la page charge, à côté du moteur : l'entrée, la feuille de style, les modules de l'interface.
PAGE_FILES: Final = ("atelier.mjs", "page.css")
# « blob: » : le fil qui calcule naît dans la page et hérite ainsi de cette politique.
POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; "
    "worker-src 'self' blob:; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
)
BLANK: Final = "dossier-vierge"
_MARK: Final = "data-atelier"


class WorkshopPage(SphinxDirective):
    """L'invitation, le classeur vierge et les exemples."""

    def run(self) -> list[nodes.Node]:
        """Les nœuds de la page, avant que personne n'ait cliqué."""
        shell = STATIC / "shell.html"
        self.env.note_dependency(str(shell))
        box = build_element("div", class_="atelier", data_atelier=True, paper=Paper.UNWRAPPED)
        invitation = build_element("div", paper=Paper.DROPPED)
        invitation += nodes.raw("", shell.read_text(encoding="utf-8"), format="html")
        box += invitation
        box += self._build_files()
        return [box]

    def _build_files(self) -> nodes.Element:
        folder = productions_folder(Path(self.env.app.outdir))
        base = Path(self.env.doc2path(self.env.docname)).parent
        listing = nodes.bullet_list()
        blanks = [folder / f"{BLANK}.{name}" for name in SHEET_FORMATS]
        listing += _build_item("Le classeur vierge", blanks, base)
        examples = find_example_folder()
        for source in sorted(examples.glob("*.yaml")):
            filled = [path for path in list_filled(examples, source.stem) if path.suffix != ".yaml"]
            title = f"Un exemple rempli, {read_title(source)}"
            listing += _build_item(title, filled, base)
        box = build_element("div", class_="at-fichiers", data_atelier_avant=True, paper=Paper.UNWRAPPED)
        box += nodes.paragraph("", "Sans rien charger, vous pouvez aussi prendre :")
        box += listing
        return box


def read_title(source: Path) -> str:
    """Le nom de l'alliance d'un dossier d'exemple."""
    import yaml

    return str(yaml.safe_load(source.read_text(encoding="utf-8"))["alliance"]["nom"])


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_directive("atelier-page", WorkshopPage)
    app.connect("builder-inited", _write_blank, priority=210)
    app.connect("html-page-context", _equip_page)
    app.connect("build-finished", _copy_page_files)


def _build_item(title: str, files: list[Path], base: Path) -> nodes.list_item:
    line = nodes.paragraph("", "", nodes.strong("", title))
    for rank, path in enumerate(files):
        line += [nodes.Text(", " if rank else " : "), build_link(path, base)]
    return nodes.list_item("", line)


def _write_blank(app: Sphinx) -> None:
    """Le classeur de « kit nouveau », sans territoire ; réécrit seulement s'il a changé."""
    folder = productions_folder(Path(app.outdir))
    folder.mkdir(parents=True, exist_ok=True)
    for name in SHEET_FORMATS:
        path, content = folder / f"{BLANK}.{name}", write_dossier({}, name)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def _equip_page(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    if not is_interactive(app.builder) or _MARK not in str(context.get("body", "")):
        return
    app.add_css_file(f"{FOLDER}/page.css")
    app.add_js_file(f"{FOLDER}/atelier.mjs", type="module")
    context["metatags"] = (
        f'{context.get("metatags", "")}\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    )


def _copy_page_files(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not is_interactive(app.builder):
        return
    target = Path(app.outdir) / "_static" / FOLDER
    shutil.copytree(STATIC / "page", target / "page", dirs_exist_ok=True)
    for name in PAGE_FILES:
        shutil.copyfile(STATIC / name, target / name)
