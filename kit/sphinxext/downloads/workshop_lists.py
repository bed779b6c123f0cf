"""Les directives ``{fichiers-atelier}`` et ``{index-ateliers}``."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from kit.domain.errors import KitError, suggest
from kit.domain.locations import REPOSITORY
from kit.domain.typography import count_noun
from kit.sphinxext.directives.tables import build_table
from kit.sphinxext.downloads.productions import build_link, productions_folder
from kit.sphinxext.downloads.workshop_files import (
    ARCHIVE,
    EXAMPLES,
    TRAINEE,
    TRAINER,
    list_parameter_files,
    workshop_folder,
)
from kit.sphinxext.downloads.workshops import FOLDER, NOTEBOOKS, Workshop, list_workshops
from kit.writers.formats import DOSSIER_FORMATS, HANDOUT_FORMATS

_LOGGER = logging.getLogger(__name__)
_HEADERS: Final = ("Atelier", "Pour qui", "Durée", "Vous repartez avec", "Étape", "Document")
_FIXED: Final = (ARCHIVE, TRAINEE, TRAINER, "exercices.docx", "exercices.pdf", "corrige.docx", "corrige.pdf")
Group = tuple[str, tuple[tuple[str, Path], ...]]


class WorkshopFiles(SphinxDirective):
    """Les fichiers d'un atelier à télécharger, chacun avec son format et son poids."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Une entrée par usage, un lien par fichier."""
        name = self.arguments[0]
        book = Path(self.env.srcdir)
        known = {one.name: one for one in list_workshops(book)}
        if name not in known:
            message = f"l’atelier « {name} » n’existe pas{suggest(name, known)}"
            _LOGGER.warning(message, location=self.get_location(), type="kit", subtype="ateliers")
            return []
        outdir = Path(self.env.app.outdir)
        notebook = book / NOTEBOOKS / f"{name}.ipynb"
        self.env.note_dependency(str(notebook))
        groups = list_groups(known[name], notebook.read_bytes(), outdir)
        base = Path(self.env.doc2path(self.env.docname)).parent
        listing = nodes.bullet_list(classes=["downloads"])
        for title, files in groups:
            listing += self._build_item(title, files, base)
        return [listing]

    def _build_item(self, title: str, files: tuple[tuple[str, Path], ...], base: Path) -> nodes.list_item:
        line = nodes.paragraph()
        line += nodes.strong("", title)
        separator = " : "
        for label, path in files:
            self.env.note_dependency(str(path))
            line += [nodes.Text(separator), build_link(path, base, label=label)]
            separator = ", "
        return nodes.list_item("", line)


class WorkshopIndex(SphinxDirective):
    """Le tableau des ateliers."""

    def run(self) -> list[nodes.Node]:
        """Une ligne par atelier, lue dans sa page."""
        book = Path(self.env.srcdir)
        try:
            workshops = list_workshops(book)
        except KitError as error:
            _LOGGER.warning(str(error), location=self.get_location(), type="kit", subtype="ateliers")
            return []
        for one in workshops:
            self.env.note_dependency(str(book / FOLDER / f"{one.name}.md"))
        rows = [
            (
                [_build_page_link(one, self.env.docname)],
                one.audience,
                one.duration,
                one.outcome,
                one.stage,
                one.document,
            )
            for one in workshops
        ]
        caption = f"Les ateliers : {count_noun(len(rows), 'carnet')}"
        return [build_table(caption, _HEADERS, rows)]


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_directive("fichiers-atelier", WorkshopFiles)
    app.add_directive("index-ateliers", WorkshopIndex)


def list_groups(workshop: Workshop, content: bytes, outdir: Path) -> tuple[Group, ...]:
    """Les fichiers présents, par usage ; un usage sans fichier n'est pas montré."""
    folder = workshop_folder(outdir, workshop.name)
    examples = [REPOSITORY / EXAMPLES / name for name in list_parameter_files(content).values()]
    blanks = sorted(folder.glob("*-vierge.*"))
    others = [path for path in sorted(folder.iterdir()) if path.name not in _FIXED and path not in blanks]
    slug = next((path.stem for path in examples if path.suffix.removeprefix(".") in DOSSIER_FORMATS), "")
    shown = [
        productions_folder(outdir) / slug / f"{name}.{suffix}"
        for name in workshop.produced
        for suffix in HANDOUT_FORMATS
    ]
    groups: tuple[Group, ...] = (
        ("Tout l’atelier", (("archive", folder / ARCHIVE),)),
        ("Le carnet", (("pour les stagiaires", folder / TRAINEE), ("pour la formation", folder / TRAINER))),
        (
            "Les exercices",
            (
                ("à remplir", folder / "exercices.docx"),
                ("à imprimer", folder / "exercices.pdf"),
                ("corrigé", folder / "corrige.pdf"),
            ),
        ),
        ("L’exemple", tuple(("", path) for path in examples)),
        ("À remplir pour votre territoire", tuple(("", path) for path in blanks)),
        ("Le document d’exemple", tuple(("", path) for path in (*shown, *others))),
    )
    present = ((title, tuple(pair for pair in files if pair[1].is_file())) for title, files in groups)
    return tuple((title, files) for title, files in present if files)


def _build_page_link(workshop: Workshop, docname: str) -> addnodes.pending_xref:
    return addnodes.pending_xref(
        "",
        nodes.inline("", workshop.title),
        refdoc=docname,
        refdomain="std",
        reftype="doc",
        reftarget=f"/{FOLDER}/{workshop.name}",
        refexplicit=True,
        refwarn=True,
    )
