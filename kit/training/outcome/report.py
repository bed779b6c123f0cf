"""Le bilan de la session : des comptes, leurs figures, et ce qu'ils ne disent pas. Aucun nom n'y entre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kit.documents.bars import Bar, BarPlan, build_bars
from kit.documents.document import Chart, Document
from kit.documents.templates import fill_template
from kit.domain.typography import format_date, join_list, typeset
from kit.training.layout import Manifest
from kit.training.outcome.tally import FEWEST, LINES, EvaluationCount, QuizCount, SheetCount, Tally
from kit.training.questionnaires import SCALE

REPORT: Final = "bilan-formation"

# Trois mois après la session, le temps que quelque chose ait pu commencer.
COLD_AFTER: Final = dt.timedelta(days=91)
# Dix questions et leur tableau tiennent ainsi sur une page.
_SCALES_CM: Final = 11.5
# Au-delà, une liste de noms ne se lit plus.
_MOST_TERRITORIES: Final = 30
# Un tiers de page par figure : le tableau qui suit dit tout.
_MOST_BARS: Final = 6


def find_cold_day(manifest: Manifest) -> dt.date:
    """Le jour où envoyer l'évaluation à froid."""
    return manifest.days[-1] + COLD_AFTER


def build_report(
    tally: Tally, manifest: Manifest, *, today: dt.date, overrides: Path | None = None
) -> Document:
    """Le document remis au formateur et à qui a commandé la session."""
    charts = {
        "quiz_chart": _draw_quiz(tally.quiz),
        "sheet_chart": _draw_sheets(tally.sheets),
        "hot_chart": _draw_scales(tally.hot, "a-chaud", "L’évaluation à chaud"),
        "cold_chart": _draw_scales(tally.cold, "a-froid", "L’évaluation à froid"),
    }
    values = {
        "tally": tally,
        "course": tally.course,
        "dates": join_list(format_date(day) for day in manifest.days),
        "territories": list_territories(manifest),
        "cold_day": find_cold_day(manifest),
        "fewest": FEWEST,
        "most": _MOST_TERRITORIES,
        "scale": SCALE,
        "lines": {one.trace: LINES[one.trace] for one in tally.sheets},
        "today": today,
        **charts,
    }
    return Document(
        name=REPORT,
        title="Bilan de la formation",
        subtitle=tally.course.title,
        subject="Jouer collectif en territoire",
        markdown=fill_template("formation/bilan.md.j2", values, overrides=overrides),
        charts=tuple(chart for chart in charts.values() if chart),
        dense=True,
    )


def list_territories(manifest: Manifest) -> tuple[str, ...]:
    """Les territoires de la session ; aucun s'ils sont trop peu pour ne désigner personne."""
    names = {seat.territory_name for seat in manifest.seats if not seat.erased}
    return tuple(sorted(names)) if len(names) >= FEWEST else ()


def _draw_quiz(quiz: QuizCount) -> Chart | None:
    if not quiz.people:
        return None
    bars = tuple(
        Bar(
            label=typeset(one.question.title),
            parts=(float(one.after.right),),
            told=typeset(f"{one.before.right} puis {one.after.right} sur {quiz.people}"),
        )
        for one in quiz.questions[:_MOST_BARS]
    )
    title = typeset("Réponses justes à l’entrée puis à la sortie ; la barre montre la sortie")
    return build_bars(BarPlan(bars=bars, maximum=quiz.people), title=title, key="quiz")


def _draw_sheets(sheets: Sequence[SheetCount]) -> Chart | None:
    shown = [one for one in sheets if one.returned]
    if not shown:
        return None
    bars = tuple(
        Bar(
            label=typeset(f"Feuille « {one.label} »"),
            parts=(float(one.done), float(one.begun)),
            told=typeset(f"{one.done} sur {one.returned}"),
        )
        for one in shown
    )
    plan = BarPlan(bars=bars, maximum=shown[0].returned, series=("finie", "commencée"))
    return build_bars(plan, title=typeset("Les dossiers, feuille par feuille"), key="feuilles")


def _draw_scales(evaluation: EvaluationCount, key: str, title: str) -> Chart | None:
    if not evaluation.scales:
        return None
    bars = tuple(
        Bar(
            label=typeset(one.item.text),
            parts=(float(one.counts[0]), float(one.counts[1])) if one.answered else (),
            told=typeset(f"{one.agreeing} sur {one.answered}" if one.answered else "sans réponse"),
        )
        for one in evaluation.scales
    )
    plan = BarPlan(bars=bars, maximum=evaluation.people, series=SCALE[:2])
    return replace(build_bars(plan, title=typeset(title), key=key), width_cm=_SCALES_CM)
