"""Les grilles des partenaires réunies dans la page : les mêmes règles que « kit grilles reunir »."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kit.domain.errors import UsageError
from kit.products.grids.producing import Gathering, GatherOptions, gather
from kit.products.grids.product import MERGED
from kit.products.grids.report import build_merged_grids
from kit.products.grids.workbook import build_merged_workbook
from kit.web._files import name_file, refuse_size
from kit.web._values import Download, Json, show_problem
from kit.writers.formats import EDITABLE_FORMATS, PAGE_FORMAT, SHEET_FORMATS
from kit.writers.job import finish_office

_FORMATS: Final = (PAGE_FORMAT, *SHEET_FORMATS)


def gather_files(
    files: Sequence[Mapping[str, Any]],
    contents: Sequence[bytes],
    today: dt.date,
    *,
    alliance: str,
    named: bool,
) -> Gathering:
    """Les grilles de ces fichiers, réunies ; elles passent par un dossier de passage, en mémoire.

    :raises InputError: si aucune grille ne peut être comptée.
    """
    if len(files) != len(contents):
        raise UsageError("chaque fichier doit venir avec son contenu")
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        paths = [
            _save(Path(folder), rank, one, content)
            for rank, (one, content) in enumerate(zip(files, contents, strict=True))
        ]
        return gather(paths, GatherOptions(today=today, alliance=alliance, named=named))


def _save(folder: Path, rank: int, file: Mapping[str, Any], content: bytes) -> Path:
    """Le fichier posé sous son nom, dans un dossier à lui : deux personnes donnent souvent le même nom."""
    name = name_file(str(file.get("name", "")), "grille")
    refuse_size(name, int(file.get("size") or len(content)))
    path = folder / str(rank) / name
    path.parent.mkdir()
    path.write_bytes(content)
    modified = float(file.get("modified") or 0)
    os.utime(path, (modified, modified))
    return path


def show_gathering(gathering: Gathering) -> Json:
    """Combien de grilles sont réunies, le titre du document qui les montre, et ce que la lecture a relevé."""
    # Le coefficient demande un paquet compilé : dans la page, le document dit seul qu'il n'y est pas.
    problems = [problem for problem in gathering.problems if problem.code != "accord-non-calcule"]
    return {
        "count": len(gathering.merged.grids),
        "title": build_merged_grids(gathering.context).title,
        "problems": [show_problem(problem) for problem in problems],
    }


def write_gathered(gathering: Gathering, name: str) -> Download:
    """Le document (html) ou le classeur (xlsx, ods) des grilles réunies.

    :raises UsageError: si le format n'est pas l'un d'eux.
    """
    from kit.writers.sheet import WRITERS

    _refuse_format(name, _FORMATS)
    if name == PAGE_FORMAT:
        from kit.writers.page import write_page

        content = write_page(build_merged_grids(gathering.context))
    else:
        content = WRITERS[f".{name}"](build_merged_workbook(gathering.context))
    return Download(name=f"{MERGED.name}.{name}", content=content)


def prepare_gathered(gathering: Gathering, name: str) -> tuple[Json, list[Download]]:
    """Ce que la page donne à pandoc pour écrire le document des grilles réunies ; voir ``prepare_pandoc``.

    :raises UsageError: si le format n'est ni docx, ni odt.
    """
    from kit.web._office import prepare_documents

    _refuse_format(name, EDITABLE_FORMATS)
    context = gathering.context
    return prepare_documents((build_merged_grids(context),), (name,), context.today)


def finish_gathered(gathering: Gathering, name: str, content: bytes) -> Download:
    """Ce que pandoc a écrit des grilles réunies, avec nos retouches.

    :raises UsageError: si le format n'est ni docx, ni odt.
    """
    _refuse_format(name, EDITABLE_FORMATS)
    finished = finish_office(content, build_merged_grids(gathering.context), name)
    return Download(name=f"{MERGED.name}.{name}", content=finished)


def _refuse_format(name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        raise UsageError(f"les grilles réunies ne s’enregistrent pas en « {name} » ({', '.join(known)})")
