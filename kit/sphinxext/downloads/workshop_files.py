"""Les fichiers de chaque atelier, faits à la construction : carnets, feuilles d'exercices, vierges, exemples.

Rien n'est exécuté : le carnet d'une personne est celui du livre, ses chemins menés vers le dossier
``exemples`` de l'archive.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

from kit.domain.locations import REPOSITORY
from kit.products.options import EXAMPLE_DAY
from kit.products.registry import BLANKS, PRODUCTS
from kit.products.saving import save_files
from kit.sphinxext.downloads.productions import productions_folder
from kit.sphinxext.downloads.workshops import FOLDER, NOTEBOOKS, Workshop, list_workshops
from kit.sphinxext.repairs.fingerprint import compute_fingerprint, read_fingerprint
from kit.training.exercises import (
    build_trainee_edition,
    build_trainer_edition,
    fill_parameters,
    parse_exercises,
    read_parameters,
)
from kit.training.exercises.sheet import build_exercise_sheet
from kit.writers.formats import ANNEX_FORMAT, HANDOUT_FORMATS

TRAINEE: Final = "carnet-stagiaire.ipynb"
TRAINER: Final = "carnet-formation.ipynb"
ARCHIVE: Final = "atelier.zip"
EXAMPLES: Final = "exemples"
PLACE: Final = "Paris Est Marne et Bois"
_STAMP: Final = "empreinte-ateliers.txt"
_SOURCE: Final = REPOSITORY / EXAMPLES
_PREFIX: Final = f"../../{EXAMPLES}/"
_DATE: Final = (2026, 1, 1, 0, 0, 0)


def setup(app: Sphinx) -> None:
    """Branche la composante, après les fichiers produits des dossiers d'exemple."""
    app.connect("builder-inited", produce_workshops, priority=210)


def workshop_folder(outdir: Path, name: str) -> Path:
    """Où sont les fichiers d'un atelier."""
    return productions_folder(outdir) / FOLDER / name


def list_parameter_files(content: bytes) -> Mapping[str, str]:
    """Les paramètres du carnet qui mènent à un exemple : nom du paramètre → chemin dans ``exemples``."""
    given = read_parameters(content)
    return {
        key: value.removeprefix(_PREFIX)
        for key, value in given.items()
        if isinstance(value, str) and value.startswith(_PREFIX)
    }


def build_archive(contents: Mapping[str, bytes]) -> bytes:
    """Une archive zip de ces fichiers ; toujours les mêmes octets."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, contents[name])
    return target.getvalue()


def produce_workshops(app: Sphinx) -> None:
    """Fait les fichiers de tous les ateliers, si quelque chose a changé depuis la dernière fois."""
    book = Path(app.srcdir)
    workshops = list_workshops(book)
    notebooks = {one.name: (book / NOTEBOOKS / f"{one.name}.ipynb").read_bytes() for one in workshops}
    fingerprint = _read_stamp(notebooks, workshops)
    stamp = productions_folder(Path(app.outdir)) / _STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint:
        return
    for workshop in workshops:
        folder = workshop_folder(Path(app.outdir), workshop.name)
        _produce(workshop, notebooks[workshop.name], folder)
    save_files({stamp: fingerprint.encode()})


def _read_stamp(notebooks: Mapping[str, bytes], workshops: Iterable[Workshop]) -> str:
    """Le code, les exemples, les carnets, ce qui est dit des ateliers, et ce module."""
    own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    told = "\n".join(map(repr, workshops))
    return compute_fingerprint(
        [*sorted(notebooks.items()), ("kit", f"{read_fingerprint()}{own}".encode()), ("told", told.encode())]
    )


def _produce(workshop: Workshop, content: bytes, folder: Path) -> None:
    """Tous les fichiers d'un atelier ; ce qui y était d'une autre fois est remplacé."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.is_file():
            old.unlink()
    files = list_parameter_files(content)
    moved = {key: f"{EXAMPLES}/{name}" for key, name in files.items()}
    trainee = fill_parameters(build_trainee_edition(content), moved)
    sheets = _write_sheets(workshop.title, content)
    contents = {
        folder / TRAINEE: trainee,
        folder / TRAINER: fill_parameters(build_trainer_edition(content), moved),
        **{folder / name: data for name, data in sheets.items()},
    }
    save_files(contents)
    _write_blanks(workshop.blank, folder)
    _write_example(workshop.name, folder)
    packed = {TRAINEE: trainee, "exercices.docx": sheets["exercices.docx"]}
    packed |= {path.name: path.read_bytes() for path in folder.glob("*vierge*") if path.is_file()}
    packed |= {f"{EXAMPLES}/{name}": data for name, data in _read_examples(files.values()).items()}
    save_files({folder / ARCHIVE: build_archive({f"{workshop.name}/{key}": packed[key] for key in packed})})


def _write_sheets(title: str, content: bytes) -> Mapping[str, bytes]:
    from kit.writers.pandoc import write_documents

    exercises = parse_exercises(content)
    sheets = [build_exercise_sheet(title, exercises, has_solutions=solved) for solved in (False, True)]
    written = write_documents(sheets, HANDOUT_FORMATS, dated=EXAMPLE_DAY)
    return {f"{sheet}.{name}": data for (sheet, name), data in written.items()}


def _read_examples(names: Iterable[str]) -> Mapping[str, bytes]:
    """Les fichiers d'exemple de ces noms ; un dossier donne tous les siens."""
    paths = [_SOURCE / name for name in names]
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    return {file.relative_to(_SOURCE).as_posix(): file.read_bytes() for file in files}


def _write_blanks(key: str, folder: Path) -> None:
    """Le fichier à remplir que la page de l'atelier nomme, sous un nom qui ne dépend pas du territoire."""
    for blank in BLANKS:
        if blank.key == key:
            for path in blank.write(PLACE, folder):
                path.rename(path.with_stem(blank.name))


def _write_example(name: str, folder: Path) -> None:
    """Le document d'exemple du produit dont c'est l'atelier, remonté dans le dossier de l'atelier."""
    for product in PRODUCTS:
        if product.example and product.example.workshop == name:
            for path in product.example.write(folder, (*HANDOUT_FORMATS, ANNEX_FORMAT)):
                path.replace(folder / path.name)
                if path.parent != folder and not any(path.parent.iterdir()):
                    path.parent.rmdir()
