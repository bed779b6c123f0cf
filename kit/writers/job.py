"""La conversion décrite une seule fois : ce que « filtres/ecrire.lua » lit, au terminal ou dans une page.

Rien ici n'ouvre un fichier ni ne lance un programme : le même travail va au pandoc de la machine ou à celui
du navigateur.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kit.documents.document import Chart, Document
from kit.documents.palette import Palette, load_palette
from kit.writers._office import finish_docx, finish_odt
from kit.writers._pptx import finish_pptx

# Les figures de bureautique sont en points, à cette finesse.
PPI: Final = 200
# Sans date dans le dossier, une date fixe : le même dossier donne les mêmes octets.
NEUTRAL_DAY: Final = dt.date(2026, 1, 1)
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
_VIEW_BOX: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
# La place d'une figure sur la page, en portrait puis en paysage : largeur et hauteur, en centimètres.
_ROOM_CM: Final = {False: (16.0, 22.0), True: (24.7, 13.5)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Des documents à écrire, dans ces formats, datés de ce jour.

    ``look`` : le nom du fichier de mise en forme de chaque format, tel que pandoc l'ouvrira, et le texte de
    la feuille de style (``css``).
    """

    documents: tuple[Document, ...]
    formats: tuple[str, ...]
    look: Mapping[str, str]
    day: dt.date = NEUTRAL_DAY
    palette: Palette = field(default_factory=load_palette)


def describe_job(job: Job) -> dict[str, object]:
    """Le travail, en valeurs JSON : ce qu'« ecrire.lua » attend dans ``travail.json``."""
    noon = dt.datetime.combine(job.day, dt.time(12), tzinfo=dt.UTC)
    return {
        "look": dict(job.look),
        "day": f"{job.day:%Y-%m-%d}",
        "epoch": f"{noon.timestamp():.0f}",
        "documents": [_describe_document(index, doc, job) for index, doc in enumerate(job.documents)],
    }


def _describe_document(index: int, document: Document, job: Job) -> dict[str, object]:
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "subject": document.subject,
        "landscape": document.landscape,
        "dense": document.dense,
        "roomy": document.roomy,
        "markdown": document.markdown,
        "charts": {
            chart.key: {
                "title": chart.title,
                "alternative": chart.alternative,
                "drawing": strip_prolog(job.palette.paint_for_page(chart.drawing)),
                "svg": name_chart(index, chart),
                "png": name_png(index, chart),
                "width": f"{_fit_width(chart, landscape=document.landscape):g}",
            }
            for chart in document.charts
        },
        "outputs": {
            ("typst" if target == "pdf" else target): name_output(index, target) for target in job.formats
        },
    }


def name_chart(index: int, chart: Chart) -> str:
    """Le nom du dessin d'une figure, à côté de son document.

    :raises ValueError: si la clé de la figure ne peut pas faire un nom de fichier.
    """
    if not _KEY.fullmatch(chart.key):
        message = f"clé de figure impossible : « {chart.key} »"
        raise ValueError(message)
    return f"{index}-{chart.key}.svg"


def name_png(index: int, chart: Chart) -> str:
    """Le nom de la même figure en points."""
    return name_chart(index, chart).replace(".svg", ".png")


def name_output(index: int, target: str) -> str:
    """Le nom de ce que pandoc écrit pour ce document et ce format."""
    return f"{index}.{'typ' if target == 'pdf' else target}"


def _fit_width(chart: Chart, *, landscape: bool) -> float:
    """La largeur imprimée, réduite s'il le faut pour que toute la figure tienne sur la page."""
    width, height = _ROOM_CM[landscape]
    box = measure_chart(chart)
    ratio = box[1] / box[0] if box else 0.0
    return round(min(chart.width_cm, width, height / ratio if ratio else width), 2)


def measure_chart(chart: Chart) -> tuple[float, float] | None:
    """La largeur et la hauteur du dessin, dans ses unités ; ``None`` s'il ne les dit pas."""
    box = _VIEW_BOX.search(chart.drawing)
    return (float(box[1]), float(box[2])) if box else None


def strip_prolog(svg: str) -> str:
    """Le dessin sans sa déclaration XML, prêt à entrer dans une page."""
    return re.sub(r"^\s*<\?xml[^>]*\?>\s*", "", svg)


def finish_office(
    content: bytes, document: Document, target: str, *, palette: Palette | None = None
) -> bytes:
    """Ce que pandoc a écrit, avec les retouches qu'il ne sait pas faire ; tel quel pour un autre format."""
    if target == "docx":
        return finish_docx(content, document)
    if target == "odt":
        return finish_odt(content, document, palette or load_palette())
    if target == "pptx":
        return finish_pptx(content, palette or load_palette())
    return content


def list_charts(documents: Sequence[Document]) -> tuple[tuple[int, Chart], ...]:
    """Les figures, chacune avec le rang de son document."""
    return tuple((index, chart) for index, document in enumerate(documents) for chart in document.charts)
