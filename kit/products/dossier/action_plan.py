"""Le plan d'action : l'essentiel, la vue d'ensemble, les partenaires, le calendrier, une fiche par action.

Un plan très long n'est pas imprimé en entier : ses fiches sont dans le classeur joint.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from kit.documents.charts import GanttRow, build_gantt
from kit.documents.document import Chart, Document
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP, typeset
from kit.domain.values import Action, Dossier, Status
from kit.knowledge.catalogue import load_odd
from kit.products.context import Context
from kit.products.dossier.partner_map import build_partner_map, build_partner_matrix
from kit.products.dossier.plan_parts import (
    build_budget_table,
    build_raci,
    count_decimals,
    describe_years,
    group_by_action,
    group_by_axis,
    sum_funding,
)
from kit.products.dossier.product import ACTION_PLAN
from kit.products.dossier.situation import build_dossier_map

# Au-delà, un document paginé ne se lit plus ; le classeur, lui, se filtre et se trie.
MAX_PRINTED: Final = 150
MAX_PROBLEMS: Final = 60
# Une action et demie par page : au-delà, on cherche sa page dans un sommaire.
MAX_WITHOUT_CONTENTS: Final = 8


def build_action_plan(context: Context) -> Document:
    """Le plan d'action du dossier."""
    dossier = context.dossier
    charts = () if is_long_plan(dossier) else _build_charts(context)
    maps = build_partner_map(dossier.partners)
    situation = build_dossier_map(dossier)
    drawn = {"maps": maps, "charts": charts, "situation": situation}
    values = {**_list_values(context), **_list_details(dossier), **drawn}
    markdown = fill_template("plan-action.md.j2", values, overrides=context.overrides)
    return Document(
        name=ACTION_PLAN.name,
        title=f"{dossier.alliance.name}{NBSP}: plan d’action",
        subtitle=dossier.territory.name,
        subject="Les actions de l’alliance, leurs pilotes, leurs échéances, leurs moyens",
        markdown=markdown,
        charts=(*(situation.charts if situation else ()), *maps, *charts),
        dense=True,
    )


def _list_values(context: Context) -> dict[str, object]:
    """Ce que le modèle dit du plan entier."""
    dossier = context.dossier
    actions = dossier.actions
    return {
        "alliance": dossier.alliance,
        "territory": dossier.territory,
        "actions": actions,
        "axes": group_by_axis(actions),
        "has_axes": any(action.axis for action in actions),
        "has_contents": len(actions) > MAX_WITHOUT_CONTENTS,
        "decimals": count_decimals(dossier),
        "statuses": count_statuses(actions),
        "budget": sum(action.budget or 0 for action in actions),
        "funding": sum_funding(actions),
        "unfunded": sum(action.budget is None for action in actions),
        "late": tuple(action for action in actions if action.is_late(context.today)),
        "blocked": tuple(action for action in actions if action.status is Status.BLOCKED),
        "problems": context.problems[:MAX_PROBLEMS],
        "more_problems": max(0, len(context.problems) - MAX_PROBLEMS),
        "public": context.public,
        "today": context.today,
    }


def _list_details(dossier: Dossier) -> dict[str, object]:
    """Ce que le modèle détaille, action par action et partenaire par partenaire."""
    actions = dossier.actions
    printed = actions[:MAX_PRINTED]
    partners = dossier.partners[:MAX_PRINTED]
    budgets = group_by_action(actions, dossier.budgets)
    decimals = count_decimals(dossier)
    return {
        "is_long": is_long_plan(dossier),
        "printed": printed,
        "printed_axes": group_by_axis(printed),
        "partners": partners,
        "all_partners": dossier.partners,
        "matrix": build_partner_matrix(partners),
        "sub_actions": group_by_action(actions, dossier.sub_actions),
        "years": {number: describe_years(found, decimals=decimals) for number, found in budgets.items()},
        "goals": {number: typeset(goal.title) for number, goal in load_odd().items()},
        "budget_table": build_budget_table(dossier.budgets),
        "raci": build_raci(printed, dossier.roles),
    }


def is_long_plan(dossier: Dossier) -> bool:
    """Vrai si les fiches du plan ne s'impriment pas et vont dans le classeur joint."""
    return len(dossier.actions) > MAX_PRINTED


def count_statuses(actions: tuple[Action, ...]) -> tuple[tuple[str, int], ...]:
    """Le nombre d'actions par statut, dans l'ordre des statuts ; « Sans statut » à la fin."""
    counts = Counter(action.status for action in actions)
    named = tuple((status.value, counts[status]) for status in Status if counts[status])
    return (*named, ("Sans statut", counts[None])) if counts[None] else named


def _build_charts(context: Context) -> tuple[Chart, ...]:
    actions = context.dossier.actions
    has_axes = any(action.axis for action in actions)
    rows = tuple(
        GanttRow(
            label=f"{action.number} {action.title}",
            group=axis.name if has_axes else "",
            start=action.start,
            end=action.end,
            status=action.status.value if action.status else "",
        )
        for axis in group_by_axis(actions)
        for action in axis.actions
    )
    return build_gantt(rows, today=context.today, title="Le calendrier des actions")
