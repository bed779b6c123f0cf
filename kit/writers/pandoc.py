"""Des documents en Markdown aux fichiers docx, odt, html, pdf et pptx, par un seul pandoc pour tous."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final

from kit.documents.document import Document
from kit.domain.errors import KitError, UsageError
from kit.writers.formats import LAID_OUT_FORMATS, PAGE_FORMAT, PANDOC_FORMATS, PRINT_FORMAT
from kit.writers.job import (
    NEUTRAL_DAY,
    Job,
    describe_job,
    finish_office,
    list_charts,
    name_chart,
    name_output,
    name_png,
)
from kit.writers.look import Look, load_look
from kit.writers.pdf import draw_png, dress_for_print, write_pdf
from kit.writers.workspace import open_workspace

__all__ = ["Look", "WriterError", "load_look", "write_documents", "write_each"]

_FILTERS: Final = Path(__file__).parent / "filtres"


OnFailure = Callable[[int, str, KitError], None]
"""Appelé pour chaque fichier manqué : le rang du document, le format, la raison."""


class WriterError(KitError):
    """Un outil d'écriture a échoué ; porte son message."""


def write_documents(
    documents: Sequence[Document],
    formats: Sequence[str],
    *,
    look: Look | None = None,
    dated: dt.date | None = None,
) -> dict[tuple[str, str], bytes]:
    """Chaque document dans chaque format (de ``LAID_OUT_FORMATS``), en octets reproductibles.

    :raises UsageError: si un format n'est pas connu.
    :raises WriterError: si pandoc ou typst échoue.
    """
    names = tuple(dict.fromkeys(formats))
    written = write_each(documents, names, look=look, dated=dated)
    return {
        (document.name, name): contents[name]
        for document, contents in zip(documents, written, strict=True)
        for name in names
    }


def write_each(
    documents: Sequence[Document],
    formats: Sequence[str],
    *,
    look: Look | None = None,
    dated: dt.date | None = None,
    on_failure: OnFailure | None = None,
) -> tuple[dict[str, bytes], ...]:
    """Les fichiers de chaque document, par format, dans l'ordre donné ; plusieurs peuvent être de même sorte.

    Avec ``on_failure``, un format qui échoue lui est dit, et les autres sont faits.

    :raises UsageError: si un format n'est pas connu.
    :raises KitError: sans ``on_failure``, si pandoc ou typst échoue.
    """
    unknown = [name for name in formats if name not in LAID_OUT_FORMATS]
    if unknown:
        message = f"format inconnu : {', '.join(unknown)} ; choisissez parmi {', '.join(LAID_OUT_FORMATS)}"
        raise UsageError(message)
    if not documents or not formats:
        return tuple({} for _ in documents)
    chosen = look or load_look()
    job = Job(
        documents=tuple(documents),
        formats=tuple(dict.fromkeys(formats)),
        look=_name_look(chosen, formats),
        day=dated or NEUTRAL_DAY,
        palette=chosen.palette,
    )
    try:
        return _write_job(job, chosen, on_failure)
    except WriterError as error:
        if on_failure is None:
            raise
        return _write_one_by_one(job, chosen, on_failure, error)


def _write_job(job: Job, look: Look, on_failure: OnFailure | None) -> tuple[dict[str, bytes], ...]:
    with open_workspace() as folder:
        _save_charts(job, folder, look.fonts)
        _run_pandoc(job, folder)
        written: tuple[dict[str, bytes], ...] = tuple({} for _ in job.documents)
        for index, target in product(range(len(job.documents)), job.formats):
            try:
                written[index][target] = _finish(job, index, target, folder, look)
            except KitError as error:
                if on_failure is None:
                    raise
                on_failure(index, target, error)
        return written


def _write_one_by_one(
    job: Job, look: Look, on_failure: OnFailure, error: WriterError
) -> tuple[dict[str, bytes], ...]:
    """Pandoc a refusé le lot : chaque document et chaque format à part, pour ne perdre que le fautif."""
    if len(job.documents) == len(job.formats) == 1:
        on_failure(0, job.formats[0], error)
        return ({},)
    written: tuple[dict[str, bytes], ...] = tuple({} for _ in job.documents)
    for index, target in product(range(len(job.documents)), job.formats):
        one = replace(job, documents=(job.documents[index],), formats=(target,))
        try:
            (made,) = _write_job(one, look, None)
        except KitError as reason:
            on_failure(index, target, reason)
        else:
            written[index].update(made)
    return written


def _name_look(look: Look, formats: Sequence[str]) -> dict[str, str]:
    paths = {role: str(getattr(look, role)) for role in (*PANDOC_FORMATS, "typst", PAGE_FORMAT)}
    return {**paths, "css": look.read_css() if PAGE_FORMAT in formats else ""}


def _save_charts(job: Job, folder: Path, fonts: Path) -> None:
    """Pose les figures à côté des documents : en SVG, et en PNG pour la bureautique."""
    drawn: dict[str, bytes] = {}
    for index, chart in list_charts(job.documents):
        path = folder / name_chart(index, chart)
        svg = dress_for_print(job.palette.paint(chart.drawing), fonts=fonts)
        path.write_text(svg, encoding="utf-8")
        if not set(PANDOC_FORMATS) & set(job.formats):
            continue
        if svg not in drawn:
            drawn[svg] = draw_png(path, width_cm=chart.width_cm, fonts=fonts)
        (folder / name_png(index, chart)).write_bytes(drawn[svg])


def _run_pandoc(job: Job, folder: Path) -> None:
    """Un seul processus lit chaque Markdown une fois et l'écrit dans tous les formats."""
    request = folder / "travail.json"
    request.write_text(json.dumps(describe_job(job)), encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - le programme est le nôtre, les arguments aussi
        [_find_pandoc(), "lua", str(_FILTERS / "ecrire.lua"), str(request)],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").partition("stack traceback:")[0]
        reason = said.replace("Error running Lua:", "").strip().replace(str(_FILTERS), "").splitlines()
        raise WriterError(f"pandoc a échoué : {' '.join(reason) or 'sans dire pourquoi'}")


@cache
def _find_pandoc() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def _finish(job: Job, index: int, target: str, folder: Path, look: Look) -> bytes:
    path = folder / name_output(index, target)
    if target == PRINT_FORMAT:
        return write_pdf(path, day=job.day, look=look)
    return finish_office(path.read_bytes(), job.documents[index], target, palette=job.palette)
