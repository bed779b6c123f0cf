"""Les grilles des partenaires réunies dans la page : les mêmes règles que « kit grilles reunir »."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kit.documents.document import Chart, Document
from kit.domain.errors import UsageError
from kit.domain.typography import typeset
from kit.products.grids.merging import CriterionResult, DimensionResult
from kit.products.grids.producing import Gathering, GatherOptions, gather
from kit.products.grids.product import MERGED
from kit.products.grids.report import build_merged_grids
from kit.products.grids.workbook import build_merged_workbook
from kit.web._files import name_file, refuse_size
from kit.web._values import Download, Json, show_problem
from kit.writers.formats import EDITABLE_FORMATS, PAGE_FORMAT, SHEET_FORMATS
from kit.writers.job import finish_office, strip_prolog

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
    """L'image du groupe : qui a répondu, où l'on diffère, les scores, les figures et leurs tableaux."""
    merged = gathering.merged
    document = build_merged_grids(gathering.context)
    # Le coefficient demande un paquet compilé : dans la page, le document dit seul qu'il n'y est pas.
    problems = [problem for problem in gathering.problems if problem.code != "accord-non-calcule"]
    return {
        "grid": {"key": merged.grid.key, "title": typeset(merged.grid.title)},
        "alliance": gathering.context.alliance,
        "count": len(merged.grids),
        "received": gathering.context.received,
        "set_aside": list(gathering.screening.set_aside),
        "colleges": [{"label": label, "count": count} for label, count in merged.colleges],
        "problems": [show_problem(problem) for problem in problems],
        "levels": [level.key for level in merged.grid.levels],
        "dimensions": [_show_dimension(part) for part in merged.dimensions],
        "agenda": [_show_criterion(result) for result in merged.agenda],
        "criteria": [_show_criterion(result) for result in merged.criteria],
        "shared": [result.criterion.key for result in merged.shared],
        "charts": [_show_chart(chart) for chart in document.charts],
        "document": _show_document(document),
    }


def _show_dimension(part: DimensionResult) -> Json:
    return {
        "key": part.dimension.key,
        "title": typeset(part.dimension.label),
        "answered": part.answered,
        "expected": part.expected,
        "percent": None if part.index is None else round(100 * part.index),
    }


def _show_criterion(result: CriterionResult) -> Json:
    return {
        "key": result.criterion.key,
        "label": typeset(result.criterion.label),
        "dimension": result.dimension.key,
        "counts": dict(result.counts),
        "missing": result.missing,
        "median": result.median_label,
        "spread": None if result.spread is None else round(float(result.spread), 2),
    }


def _show_chart(chart: Chart) -> Json:
    return {
        "key": chart.key,
        "title": chart.title,
        "alternative": chart.alternative,
        "svg": strip_prolog(chart.svg),
    }


def _show_document(document: Document) -> Json:
    from kit.writers.page import render_body

    return {"title": document.title, "subtitle": document.subtitle, "body": render_body(document)}


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
