"""La directive ``{atelier-page}`` : l'atelier dans la page, et de quoi s'en passer.

Avant tout script, la page offre le classeur vierge et les exemples ; et le fichier hors ligne, s'il a été
fait. Un livre construit sans le moteur le dit, et ne charge aucun script.
Les scripts et la feuille de style ne vont que dans les pages qui portent la directive, avec une politique de
sécurité qui interdit tout autre hôte.
Sur papier ou sur liseuse, il ne reste que les fichiers à télécharger.
"""

from __future__ import annotations

import posixpath
import shutil
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kit.domain.locations import PACKAGE
from kit.products.dossier.examples import find_example_folder
from kit.products.dossier.producing import write_dossier
from kit.sphinxext.directives.html_elements import Paper, build_element, is_interactive
from kit.sphinxext.downloads.productions import build_link, format_size, list_filled, productions_folder
from kit.sphinxext.downloads.workshop_engine import find_engine
from kit.writers.formats import SHEET_FORMATS

STATIC: Final = PACKAGE / "web" / "static"
FOLDER: Final = "atelier"
# Ce que la page charge, à côté du moteur : l'entrée, la feuille de style, les modules de l'interface.
PAGE_FILES: Final = ("entry.mjs", "page.css")
# « blob: » : le fil qui calcule naît dans la page et hérite ainsi de cette politique.
POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; "
    "worker-src 'self' blob:; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
)
BLANK: Final = "dossier-vierge"
# Les éditions de « make hors-ligne », à côté du moteur, et comment le livre les nomme.
OFFLINE: Final = {
    "atelier-jouer-collectif.html": "L’atelier hors ligne",
    "atelier-jouer-collectif-complet.html": "L’atelier hors ligne complet, avec Word et PowerPoint",
}
_MARK: Final = "data-workshop"
_ABSENT: Final = (
    "Ce livre a été construit sans l’atelier. Remplissez le classeur vierge : il donne les mêmes documents."
)
_OFFLINE_HELP: Final = (
    "Sans réseau, ou depuis une clé USB : téléchargez ce fichier, puis ouvrez-le par un double clic."
)
_OFFLINE_ASK: Final = (
    "L’atelier tient aussi dans un seul fichier, qui s’ouvre sans réseau. Ce livre ne le porte pas : "
    "demandez-le à la personne qui le publie, qui le fait par la commande « make hors-ligne »."
)
# L'entrée, ou un module qu'elle demande, n'est pas servie : la page n'accuse pas le navigateur.
ON_ERROR: Final = (
    "document.querySelector('[data-workshop-fallback]').hidden=true;"
    "document.querySelector('[data-workshop-absent]').hidden=false"
)


class WorkshopPage(SphinxDirective):
    """L'invitation, le classeur vierge et les exemples."""

    def run(self) -> list[nodes.Node]:
        """Les nœuds de la page, avant que personne n'ait cliqué."""
        shell, lot = STATIC / "shell.html", find_engine(self.env.app) / "lot.json"
        for path in (shell, lot):
            self.env.note_dependency(str(path))
        has_engine = lot.is_file()
        box = build_element("div", class_="workshop", data_workshop=has_engine, paper=Paper.UNWRAPPED)
        invitation = build_element("div", paper=Paper.DROPPED)
        if has_engine:
            invitation += nodes.raw("", shell.read_text(encoding="utf-8"), format="html")
        else:
            invitation += nodes.paragraph("", _ABSENT, classes=["ws-fallback"])
        box += invitation
        box += self._build_files(has_engine=has_engine)
        return [box]

    def _build_files(self, *, has_engine: bool) -> nodes.Element:
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
        box = build_element("div", class_="ws-files", data_workshop_before=True, paper=Paper.UNWRAPPED)
        said = "Sans rien charger, vous pouvez aussi prendre :" if has_engine else "Vous pouvez prendre :"
        box += nodes.paragraph("", said)
        box += listing
        box += self._build_offline(has_engine=has_engine)
        return box

    def _build_offline(self, *, has_engine: bool) -> list[nodes.Node]:
        """Le fichier hors ligne, s'il a été fait ; sinon, là où lui seul sert, qui peut le faire."""
        offer = build_element("div", paper=Paper.DROPPED)
        here = posixpath.dirname(self.env.docname)
        for path in list_offline(self.env.app):
            self.env.note_dependency(str(path))
            address = posixpath.relpath(f"_static/{FOLDER}/{path.name}", here or ".")
            text = f"{OFFLINE[path.name]}, .html ({format_size(path.stat().st_size)})"
            offer += build_element(
                "p", build_element("a", text, class_="download", href=address, download=path.name)
            )
        if offer.children:
            offer.insert(0, nodes.paragraph("", _OFFLINE_HELP))
        elif not has_engine:
            offer += nodes.paragraph("", _OFFLINE_ASK)
        return [offer] if offer.children else []


def list_offline(app: Sphinx) -> list[Path]:
    """Les éditions hors ligne que « make hors-ligne » a faites."""
    folder = find_engine(app).parent / "hors-ligne"
    return [folder / name for name in OFFLINE if (folder / name).is_file()]


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
    body = str(context.get("body", ""))
    if not is_interactive(app.builder) or _MARK not in body:
        return
    app.add_css_file(f"{FOLDER}/page.css")
    if f"{_MARK}-fallback" not in body:
        return
    app.add_js_file(f"{FOLDER}/entry.mjs", type="module", onerror=ON_ERROR)
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
    for name in OFFLINE:
        (target / name).unlink(missing_ok=True)
    for path in list_offline(app):
        shutil.copyfile(path, target / path.name)
