"""Le document de l'observatoire : ce qui est à débattre d'abord, puis le compte de chaque question."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Final

from kit.documents.bars import Bar, BarPlan, build_bars
from kit.documents.document import Chart, Document
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP, count_noun, format_number
from kit.knowledge.catalogue import load_catalogue
from kit.products.observatory.product import OBSERVATORY
from kit.products.observatory.summary import RULES, QuestionSummary, Summary
from kit.reading.fields import FieldKind

FACT: Final = "ECH3"
_CHART_CM: Final = 12.0


def build_observatory_sheet(
    summary: Summary, *, set_aside: int, today: dt.date, overrides: Path | None = None
) -> Document:
    """Le document de cet observatoire ; ``set_aside`` : combien de fichiers ont été écartés."""
    fact = load_catalogue().get_entry(FACT)
    charts = tuple(_build_chart(one) for one in summary.questions if one.question.choices and one.answered)
    values = {
        "charts": {chart.key: chart for chart in charts},
        "summary": summary,
        "choices": tuple(one for one in summary.questions if one.question.choices),
        "numbers": tuple(
            (one, format_median(one)) for one in summary.questions if one.question.kind is FieldKind.COUNT
        ),
        "texts": tuple(one for one in summary.questions if one.question.kind is FieldKind.LONG_TEXT),
        "set_aside": set_aside,
        "rules": RULES,
        "fact": fact,
        "today": today,
    }
    return Document(
        name=OBSERVATORY.name,
        title="Observatoire local de la vie associative",
        subtitle=count_noun(summary.count, "association"),
        subject="Des réponses comptées ensemble, à mettre en débat avant d’écrire un plan",
        markdown=fill_template("observatoire.md.j2", values, overrides=overrides),
        charts=charts,
        dense=True,
    )


def _build_chart(summary: QuestionSummary) -> Chart:
    """Une barre par réponse citée, la plus citée en haut ; les autres sont nommées dans le texte."""
    cited = sorted((pair for pair in summary.counts if pair[1]), key=lambda pair: -pair[1])
    bars = tuple(
        Bar(label=choice, parts=(float(count),), told=format_number(count)) for choice, count in cited
    )
    chart = build_bars(
        BarPlan(bars=bars, maximum=float(summary.answered)),
        title=f"{summary.question.label}{NBSP}: {count_noun(summary.answered, 'réponse')}",
        key=f"question-{summary.question.key}",
    )
    return replace(chart, width_cm=_CHART_CM)


def format_median(summary: QuestionSummary) -> str:
    """La médiane en clair, un tiret sans réponse."""
    if summary.median is None:
        return "—"
    return format_number(summary.median, 0 if summary.median.is_integer() else 1)
