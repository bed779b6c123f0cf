"""Des documents en Markdown aux fichiers docx, odt, html, pdf et pptx, par un seul pandoc pour tous."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kit.documents.document import Chart, Document, DocumentKind
from kit.errors import KitError, UsageError
from kit.writers._look import Look, load_look
from kit.writers._office import finish_docx, finish_odt
from kit.writers._pptx import finish_pptx
from kit.writers.pdf import draw_png, write_pdf

__all__ = ["FORMATS", "Look", "WriterError", "load_look", "write_documents"]

FORMATS: Final = ("docx", "odt", "html", "pdf", "pptx")
_OFFICE: Final = frozenset({"docx", "odt", "pptx"})
_FILTERS: Final = Path(__file__).parent / "filtres"
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
# Sans date dans le dossier, une date fixe : le même dossier donne les mêmes octets.
_NEUTRAL_DAY: Final = dt.date(2026, 1, 1)
_VIEW_BOX: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
# La place d'une figure sur la page, en portrait puis en paysage : largeur et hauteur, en centimètres.
_ROOM_CM: Final = {False: (16.0, 22.0), True: (24.7, 13.5)}


class WriterError(KitError):
    """Un outil d'écriture a échoué ; porte son message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """Un appel : ce qu'il faut écrire, dans quel dossier de passage, à quelle date."""

    folder: Path
    look: Look
    day: dt.date
    formats: tuple[str, ...]


def write_documents(
    documents: Sequence[Document],
    formats: Sequence[str],
    *,
    look: Look | None = None,
    dated: dt.date | None = None,
) -> dict[tuple[DocumentKind, str], bytes]:
    """Chaque document dans chaque format (l'un de :data:`FORMATS`), en octets reproductibles.

    :raises UsageError: si un format n'est pas connu.
    :raises WriterError: si pandoc ou typst échoue.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        message = f"format inconnu : {', '.join(unknown)} ; choisissez parmi {', '.join(FORMATS)}"
        raise UsageError(message)
    if not documents or not formats:
        return {}
    with tempfile.TemporaryDirectory(prefix="kit-") as name:
        job = _Job(
            folder=Path(name),
            look=look or load_look(),
            day=dated or _NEUTRAL_DAY,
            formats=tuple(dict.fromkeys(formats)),
        )
        _save_charts(documents, job)
        _run_pandoc(_describe_job(documents, job), job)
        return {
            (document.kind, target): _finish(document, index, target, job)
            for index, document in enumerate(documents)
            for target in job.formats
        }


def _save_charts(documents: Sequence[Document], job: _Job) -> None:
    """Pose les figures à côté des documents : en SVG, et en PNG pour la bureautique."""
    drawn: dict[str, bytes] = {}
    for index, document in enumerate(documents):
        for chart in document.charts:
            if not _KEY.fullmatch(chart.key):
                message = f"clé de figure impossible : « {chart.key} »"
                raise ValueError(message)
            path = job.folder / _name_chart(index, chart)
            path.write_text(chart.svg, encoding="utf-8")
            if _OFFICE.isdisjoint(job.formats):
                continue
            if chart.svg not in drawn:
                drawn[chart.svg] = draw_png(path, width_cm=chart.width_cm, fonts=job.look.fonts)
            path.with_suffix(".png").write_bytes(drawn[chart.svg])


def _name_chart(index: int, chart: Chart) -> str:
    return f"{index}-{chart.key}.svg"


def _describe_job(documents: Sequence[Document], job: _Job) -> dict[str, object]:
    look = job.look
    return {
        "look": {
            "docx": str(look.docx),
            "odt": str(look.odt),
            "pptx": str(look.pptx),
            "typst": str(look.typst),
            "html": str(look.html),
            "css": look.css.read_text(encoding="utf-8") if "html" in job.formats else "",
        },
        "day": f"{job.day:%Y-%m-%d}",
        "documents": [_describe_document(index, doc, job) for index, doc in enumerate(documents)],
    }


def _describe_document(index: int, document: Document, job: _Job) -> dict[str, object]:
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "subject": document.subject,
        "landscape": document.landscape,
        "dense": document.dense,
        "markdown": document.markdown,
        "charts": {
            chart.key: {
                "title": chart.title,
                "alternative": chart.alternative,
                "drawing": _strip_prolog(chart.svg),
                "svg": _name_chart(index, chart),
                "png": _name_chart(index, chart).replace(".svg", ".png"),
                "width": f"{_fit_width(chart, landscape=document.landscape):g}",
            }
            for chart in document.charts
        },
        "outputs": {
            ("typst" if target == "pdf" else target): str(_name_output(index, target, job))
            for target in job.formats
        },
    }


def _fit_width(chart: Chart, *, landscape: bool) -> float:
    """La largeur imprimée, réduite s'il le faut pour que toute la figure tienne sur la page."""
    width, height = _ROOM_CM[landscape]
    box = _VIEW_BOX.search(chart.svg)
    ratio = float(box[2]) / float(box[1]) if box else 0.0
    return round(min(chart.width_cm, width, height / ratio if ratio else width), 2)


def _strip_prolog(svg: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>\s*", "", svg)


def _name_output(index: int, target: str, job: _Job) -> Path:
    return job.folder / f"{index}.{'typ' if target == 'pdf' else target}"


def _run_pandoc(description: dict[str, object], job: _Job) -> None:
    """Un seul processus lit chaque Markdown une fois et l'écrit dans tous les formats."""
    request = job.folder / "travail.json"
    request.write_text(json.dumps(description), encoding="utf-8")
    noon = dt.datetime.combine(job.day, dt.time(12), tzinfo=dt.UTC)
    done = subprocess.run(  # noqa: S603 - le programme est le nôtre, les arguments aussi
        [_find_pandoc(), "lua", str(_FILTERS / "ecrire.lua"), str(request)],
        cwd=job.folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": f"{noon.timestamp():.0f}"},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise WriterError(f"pandoc a échoué : {done.stderr.decode('utf-8', 'replace').strip()}")


@cache
def _find_pandoc() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def _finish(document: Document, index: int, target: str, job: _Job) -> bytes:
    path = _name_output(index, target, job)
    if target == "pdf":
        return write_pdf(path, day=job.day, fonts=job.look.fonts).content
    content = path.read_bytes()
    if target == "docx":
        return finish_docx(content, landscape=document.landscape, dense=document.dense)
    if target == "odt":
        return finish_odt(content, document)
    if target == "pptx":
        return finish_pptx(content)
    return content
