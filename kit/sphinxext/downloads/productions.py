"""Les fichiers que le kit fait des dossiers d'exemple, à la construction, offerts au téléchargement."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from kit.domain.locations import REPOSITORY
from kit.domain.typography import NBSP, format_number
from kit.products.dossier.product import DOCUMENTS
from kit.sphinxext.repairs.fingerprint import read_fingerprint
from kit.writers.formats import DOSSIER_FORMATS, FORMATS

_LOGGER = logging.getLogger(__name__)
_STAMP: Final = "empreinte-kit.txt"
_EXAMPLES: Final = REPOSITORY / "exemples"
_TITLES: Final = {one.name: one.title for one in DOCUMENTS}
# Les formats du kit, puis ceux que seul le livre offre.
_FORMATS: Final[dict[str, str]] = {
    **{f".{key}": one.title for key, one in FORMATS.items()},
    ".epub": "livre numérique",
    ".md": "texte balisé",
    ".ipynb": "carnet",
    ".zip": "archive",
}


class Downloads(SphinxDirective):
    """La liste des fichiers produits d'un dossier d'exemple, groupés par document."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Une entrée par document, un lien par format."""
        slug = self.arguments[0]
        produced = list_productions(productions_folder(Path(self.env.app.outdir)) / slug)
        files = (*list_filled(_EXAMPLES, slug), *produced)
        if not produced:
            message = f"aucun fichier produit pour le dossier « {slug} »"
            _LOGGER.warning(message, location=self.get_location(), type="kit", subtype="telechargements")
            return []
        for path in files:
            self.env.note_dependency(str(path))
        base = Path(self.env.doc2path(self.env.docname)).parent
        return [_build_list(files, base)]


def setup(app: Sphinx) -> None:
    """Branche la composante, avant la lecture des pages."""
    app.add_directive("telechargements", Downloads)
    app.connect("builder-inited", _produce_examples, priority=200)


def productions_folder(outdir: Path) -> Path:
    """Où les fichiers produits attendent d'être repris par le livre."""
    return outdir.parent / "telechargements"


def list_filled(folder: Path, slug: str) -> tuple[Path, ...]:
    """Le dossier rempli d'un exemple, dans chacun de ses formats."""
    candidates = (folder / f"{slug}.{suffix}" for suffix in DOSSIER_FORMATS)
    return tuple(path for path in candidates if path.is_file())


def list_productions(folder: Path) -> tuple[Path, ...]:
    """Les fichiers produits d'un dossier, par document puis par format."""
    found = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    order = [*_FORMATS]
    ranks = {name: rank for rank, name in enumerate(_TITLES)}
    return tuple(
        sorted(
            found,
            key=lambda path: (
                ranks.get(path.stem, len(ranks)),
                path.stem,
                order.index(path.suffix) if path.suffix in order else len(order),
            ),
        )
    )


def list_examples(folder: Path) -> tuple[Path, ...]:
    """Un fichier par dossier d'exemple ; le classeur passe avant le texte du même nom."""
    by_name = {path.stem: path for suffix in reversed(DOSSIER_FORMATS) for path in folder.glob(f"*.{suffix}")}
    return tuple(by_name[name] for name in sorted(by_name))


def format_size(size: int) -> str:
    """Une taille de fichier lisible ; ``size`` est en octets.

    >>> format_size(45_300).replace(NBSP, "~"), format_size(2_400_000).replace(NBSP, "~")
    ('45~Ko', '2,4~Mo')
    """
    if size >= 1_000_000:
        return f"{format_number(size / 1_000_000, 1)}{NBSP}Mo"
    return f"{format_number(max(1, round(size / 1_000)))}{NBSP}Ko"


def _produce_examples(app: Sphinx) -> None:
    destination = productions_folder(Path(app.outdir))
    stamp = destination / _STAMP
    fingerprint = read_fingerprint()
    examples = list_examples(_EXAMPLES)
    if not examples or (stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint):
        return
    # Importé ici : lourd, et inutile quand rien n'a changé.
    from kit.products.dossier.producing import produce
    from kit.products.options import EXAMPLE_DAY, Options

    destination.mkdir(parents=True, exist_ok=True)
    for source in examples:
        produce(source, destination, options=Options(today=EXAMPLE_DAY))
    stamp.write_text(fingerprint, encoding="ascii")


def _build_list(files: tuple[Path, ...], base: Path) -> nodes.bullet_list:
    listing = nodes.bullet_list(classes=["downloads"])
    for stem in dict.fromkeys(path.stem for path in files):
        line = nodes.paragraph()
        line += nodes.strong("", _TITLES.get(stem, "Dossier rempli"))
        separator = " : "
        for path in (path for path in files if path.stem == stem):
            line += [nodes.Text(separator), build_link(path, base)]
            separator = ", "
        item = nodes.list_item("", line)
        listing += item
    return listing


def build_link(path: Path, base: Path, *, label: str = "") -> addnodes.download_reference:
    """Le lien qui télécharge ce fichier : son usage s'il est dit, son format et son poids."""
    kind = _FORMATS.get(path.suffix, "fichier")
    text = f"{label or kind}, {path.suffix} ({format_size(path.stat().st_size)})"
    target = Path(os.path.relpath(path, base)).as_posix()
    link = addnodes.download_reference("", "", reftarget=target, refexplicit=True, refdomain="", reftype="")
    link += nodes.inline("", text, classes=["xref", "download"])
    return link
