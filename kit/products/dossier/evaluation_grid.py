"""La grille d'évaluation : les critères et leurs situations, et ce que disent les réponses."""

from __future__ import annotations

from dataclasses import replace

from kit.documents.charts import build_radar
from kit.documents.document import Chart, Document
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP
from kit.products.context import Context
from kit.products.dossier.product import EVALUATION_GRID
from kit.products.dossier.scoring import GridScore, score_grid

MAX_SUGGESTIONS = 5
RADAR_CM = 12.0


def build_evaluation_grid(context: Context) -> Document:
    """La grille du dossier : à discuter si elle est remplie, à remplir sinon."""
    dossier, grid = context.dossier, context.grid
    score = score_grid(grid, dossier.answers)
    found = {answer.criterion: answer for answer in dossier.answers}
    charts = _build_charts(score) if score.is_readable else ()
    values = {
        "alliance": dossier.alliance,
        "territory": dossier.territory,
        "grid": grid,
        "score": score,
        "answers": {
            criterion.key: found.get(criterion.key)
            for dimension in grid.dimensions
            for criterion in dimension.criteria
        },
        "suggestions": score.low_criteria[:MAX_SUGGESTIONS],
        "charts": charts,
        "public": context.public,
        "today": context.today,
    }
    markdown = fill_template("grille-evaluation.md.j2", values, overrides=context.overrides)
    return Document(
        name=EVALUATION_GRID.name,
        title=f"{dossier.alliance.name}{NBSP}: grille d’évaluation",
        subtitle=dossier.territory.name,
        subject=grid.title,
        markdown=markdown,
        charts=charts,
        landscape=True,
        dense=True,
    )


def _build_charts(score: GridScore) -> tuple[Chart, ...]:
    labels = tuple(part.dimension.label for part in score.dimensions)
    values = tuple(None if part.index is None else round(100 * part.index) for part in score.dimensions)
    radar = build_radar(labels, values, maximum=100, title="Part des points par dimension, en %")
    return (replace(radar, width_cm=RADAR_CM),)
