"""De quoi commencer dans la page : les exemples livrés, les ODD à cocher, les grilles à envoyer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Final

from kit.domain.errors import UsageError, suggest
from kit.domain.typography import join_list, typeset
from kit.knowledge.catalogue import load_odd
from kit.products.dossier.examples import find_example_folder
from kit.products.grids.producing import describe_blank_grids
from kit.products.outputs import make_files
from kit.web._values import Download, Json, pack
from kit.writers.formats import SHEET_FORMATS

ARCHIVE: Final = "grilles-a-remplir.zip"


def list_odd() -> list[Json]:
    """Les dix-sept objectifs, par numéro : ``{number, title}``."""
    return [{"number": number, "title": typeset(odd.title)} for number, odd in sorted(load_odd().items())]


def list_examples() -> list[Json]:
    """Les dossiers d'exemple : ``{name, title}``, le titre étant le nom de l'alliance."""
    return [{"name": path.stem, "title": typeset(_read_name(path))} for path in _find_examples()]


def read_example(name: str) -> tuple[str, bytes]:
    """Le nom de fichier et les octets d'un exemple.

    :raises UsageError: s'il n'existe pas.
    """
    known = {path.stem: path for path in _find_examples()}
    if name not in known:
        raise UsageError(
            f"l’exemple « {name} » n’existe pas{suggest(name, known)} ({join_list(known, 'ou')})"
        )
    return known[name].name, known[name].read_bytes()


def prepare_grids(alliance: str, count: int, form: str) -> Download:
    """La grille à remplir seul ; au-delà d'une personne, une archive d'une feuille par personne.

    :raises UsageError: si le nombre est hors bornes, ou le format inconnu.
    """
    if form not in SHEET_FORMATS:
        raise UsageError(f"une grille ne se prépare pas en « {form} » ({join_list(SHEET_FORMATS, 'ou')})")
    files = make_files(describe_blank_grids(alliance, respondents=count), (form,))
    if len(files) == 1:
        name, content = next(iter(files.items()))
        return Download(name=name, content=content)
    return pack(ARCHIVE, files.items())


def _find_examples() -> list[Path]:
    return sorted(find_example_folder().glob("*.yaml"))


def _read_name(path: Path) -> str:
    """Le nom de l'alliance, sans lire plus loin : dans un navigateur, un exemple entier prend une seconde."""
    import yaml

    events = yaml.parse(path.read_text(encoding="utf-8"))
    scalars = (event.value for event in events if isinstance(event, yaml.ScalarEvent))
    return str(next(name for key, name in pairwise(scalars) if key == "nom"))
