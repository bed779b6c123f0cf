"""Le plan d'action : l'essentiel, la vue d'ensemble, le calendrier, les partenaires, une fiche par action."""

from __future__ import annotations

from collections import Counter

from kit.documents.charts import GanttRow, build_gantt
from kit.documents.context import Context
from kit.documents.document import Chart, Document, DocumentKind
from kit.documents.templates import fill_template
from kit.model import Action, Status
from kit.typography import NBSP


def build_action_plan(context: Context) -> Document:
    """Le plan d'action du dossier."""
    dossier = context.dossier
    charts = _build_charts(context)
    actions = dossier.actions
    values = {
        "alliance": dossier.alliance,
        "territory": dossier.territory,
        "actions": actions,
        "partners": dossier.partners,
        "charts": charts,
        "statuses": count_statuses(actions),
        "budget": sum(action.budget or 0 for action in actions),
        "funding": sum(action.funding or 0 for action in actions),
        "unfunded": sum(action.budget is None for action in actions),
        "late": tuple(action for action in actions if is_late(action, context)),
        "blocked": tuple(action for action in actions if action.status is Status.BLOCKED),
        "problems": context.problems,
        "public": context.public,
        "today": context.today,
    }
    markdown = fill_template("plan-action.md.j2", values, overrides=context.overrides)
    return Document(
        kind=DocumentKind.ACTION_PLAN,
        title=f"{dossier.alliance.name}{NBSP}: plan d’action",
        subtitle=dossier.territory.name,
        subject="Les actions de l’alliance, leurs pilotes, leurs échéances, leurs moyens",
        markdown=markdown,
        charts=charts,
    )


def count_statuses(actions: tuple[Action, ...]) -> tuple[tuple[str, int], ...]:
    """Le nombre d'actions par statut, dans l'ordre des statuts ; « Sans statut » à la fin."""
    counts = Counter(action.status for action in actions)
    named = tuple((status.value, counts[status]) for status in Status if counts[status])
    return (*named, ("Sans statut", counts[None])) if counts[None] else named


def is_late(action: Action, context: Context) -> bool:
    """Vrai si l'échéance est passée et l'action toujours ouverte, ou si son statut le dit."""
    if action.status is not None and action.status.is_closed:
        return False
    return action.status is Status.LATE or (action.end is not None and action.end < context.today)


def _build_charts(context: Context) -> tuple[Chart, ...]:
    rows = tuple(
        GanttRow(
            label=f"{action.number} {action.title}",
            start=action.start,
            end=action.end,
            status=action.status.value if action.status else "",
        )
        for action in context.dossier.actions
    )
    return build_gantt(rows, today=context.today, title="Le calendrier des actions")
