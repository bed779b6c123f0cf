"""Le livre à emporter : le PDF et l'EPUB déjà faits, repris dans le livre en ligne avec leur poids.

``make livre-pdf`` et ``make livre-epub`` les laissent dans ``_build/livre``, avec l'empreinte de ce dont ils
sont faits. Un fichier d'un autre état du livre n'est pas offert, et la page le dit : jamais de lien mort.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx

from kit.domain.locations import REPOSITORY
from kit.domain.typography import NBSP, typeset
from kit.sphinxext.directives.late_content import add_late_directive
from kit.sphinxext.downloads.productions import format_size
from kit.sphinxext.repairs.fingerprint import compute_fingerprint

FOLDER: Final = "livre"
NAME: Final = "jouer-collectif-en-territoire"
_SOURCES: Final = ("book", "kit", "templates", "exemples")
_IGNORED: Final = frozenset({"__pycache__", "sortie", ".ipynb_checkpoints"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFormat:
    """Une façon d'emporter le livre : l'extension, son nom, ce qu'elle permet, la commande qui la fait."""

    suffix: str
    label: str
    use: str
    command: str


FORMATS: Final = (
    BookFormat(
        suffix=".pdf",
        label="Le livre en PDF",
        use="à imprimer ou à lire tel quel ; titres, tableaux et figures balisés pour un lecteur d’écran",
        command="make livre-pdf",
    ),
    BookFormat(
        suffix=".epub",
        label="Le livre en EPUB",
        use="pour une liseuse, un téléphone ; la taille des lettres est à vous",
        command="make livre-epub",
    ),
)


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    add_late_directive(app, "livre-a-emporter", build_list)
    app.connect("build-finished", _copy_files, priority=400)


def read_book_fingerprint(root: Path = REPOSITORY) -> str:
    """L'empreinte de tout ce dont le livre est fait."""
    found = (path for folder in _SOURCES for path in (root / folder).rglob("*"))
    files = sorted(path for path in found if path.is_file() and not _IGNORED & set(path.parts))
    everything = (*files, root / "_config.yml")
    return compute_fingerprint((str(path.relative_to(root)), path.read_bytes()) for path in everything)


def stamp_of(path: Path) -> Path:
    """Où l'empreinte d'un fichier du livre est gardée."""
    return path.with_suffix(f"{path.suffix}.empreinte")


def list_current(folder: Path, fingerprint: str) -> tuple[Path, ...]:
    """Les fichiers faits de cet état du livre, dans l'ordre des formats."""
    paths = (folder / f"{NAME}{kind.suffix}" for kind in FORMATS)
    return tuple(
        path
        for path in paths
        if path.is_file()
        and stamp_of(path).is_file()
        and stamp_of(path).read_text(encoding="ascii") == fingerprint
    )


def build_list(app: Sphinx, page: str) -> list[nodes.Node]:
    """Un format par ligne : le lien et le poids, ou la commande qui le fait ; sur papier, son usage seul."""
    made = {path.suffix: path for path in _list_made(app)}
    listing = nodes.bullet_list(classes=["book-files"])
    for kind in FORMATS:
        line = nodes.paragraph()
        path = made.get(kind.suffix)
        if app.builder.name != "html":
            line += nodes.Text(typeset(f"{kind.label} : {kind.use}."))
        elif path:
            label = f"{kind.label} ({kind.suffix[1:].upper()}, {format_size(path.stat().st_size)})"
            line += nodes.reference("", label, refuri=f"{'../' * page.count('/')}{FOLDER}/{path.name}")
            # L’insécable est dite ici : la règle la veut après un mot, et le lien qui précède est à part.
            line += nodes.Text(f"{NBSP}: {typeset(kind.use)}.")
        else:
            line += nodes.Text(typeset(f"{kind.label} ne va pas avec cette copie du livre. Pour le faire : "))
            line += [nodes.literal("", kind.command), nodes.Text(".")]
        listing += nodes.list_item("", line)
    return [listing]


def _list_made(app: Sphinx) -> Iterable[Path]:
    if app.builder.name != "html":
        return ()
    return list_current(Path(app.outdir).parent / FOLDER, read_book_fingerprint())


def _copy_files(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name != "html":
        return
    destination = Path(app.outdir) / FOLDER
    shutil.rmtree(destination, ignore_errors=True)
    for path in _list_made(app):
        destination.mkdir(exist_ok=True)
        shutil.copyfile(path, destination / path.name)
