"""Le document de la fragilité : trois groupes, les axes, l'épreuve des poids, ce que l'indice ne dit pas."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.documents.document import Chart, Document
from kit.documents.symbol_rows import SymbolRow, build_symbol_rows
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP, count_noun, format_number
from kit.domain.values import Source
from kit.knowledge.catalogue import load_catalogue
from kit.products.fragility.index import RULE, Assessment, Group, Score
from kit.products.fragility.product import FRAGILITY
from kit.products.fragility.sensitivity import Scenario
from kit.products.fragility.table import FragilityAxis, Indicator

# Au-delà, une épreuve compte ses communes et laisse le classeur les nommer.
MAX_NAMED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisEntry:
    """Un axe : son titre, son énoncé sourcé, son poids, et ses indicateurs comptés."""

    title: str
    statement: str
    source: Source | None
    weight: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEntry:
    """Un groupe et ses communes, par ordre alphabétique."""

    title: str
    communes: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreEntry:
    """La ligne d'une commune : ses axes et son groupe ; ``trials`` : en combien d'épreuves elle en change."""

    name: str
    axes: tuple[str, ...]
    group: str
    trials: str


def build_fragility_sheet(
    assessment: Assessment,
    scenarios: Sequence[Scenario],
    *,
    today: dt.date,
    overrides: Path | None = None,
) -> Document:
    """Le document de ce tableau évalué."""
    moves = Counter(change.commune.code for one in scenarios for change in one.changes)
    stable = sum(score.commune.code not in moves for score in assessment.scores)
    chart = _build_chart(assessment, moves)
    values = {
        "chart": chart,
        "file": assessment.table.file,
        "axes": tuple(_build_axis(assessment, axis) for axis in FragilityAxis),
        "groups": tuple(_build_group(assessment, group) for group in Group),
        "scores": tuple(_build_score(score, moves, len(scenarios)) for score in assessment.scores),
        "scenarios": tuple(scenarios),
        "stable": stable,
        "constant": assessment.constant,
        "empty_axes": tuple(axis.value for axis in assessment.empty_axes),
        "equal": len(set(assessment.weights.values())) == 1,
        "count": len(assessment.scores),
        "rule": RULE,
        "shown": MAX_NAMED,
        "today": today,
    }
    return Document(
        name=FRAGILITY.name,
        title=_name_territory(assessment),
        subtitle=f"{count_noun(len(assessment.scores), 'commune')}, sans classement",
        subject="Où regarder d’abord, ce qui en dépend, et ce que cet indice ne dit pas",
        markdown=fill_template("fragilite.md.j2", values, overrides=overrides),
        charts=(chart,),
        dense=True,
    )


def _name_territory(assessment: Assessment) -> str:
    """Le titre, qui nomme le plus petit territoire où sont toutes les communes ; rien, s'il n'y en a pas."""
    title = "fragilités numériques"
    first, *others = (score.commune.parents for score in assessment.scores)
    shared = next((level for level in first if all(level in parents for parents in others)), None)
    return f"{shared[2]}{NBSP}: {title}" if shared else f"{title[:1].upper()}{title[1:]}"


def _build_chart(assessment: Assessment, moves: Counter[str]) -> Chart:
    """Un signe par commune, rangé par groupe ; sa forme dit si son groupe tient."""
    rows = tuple(
        SymbolRow(
            label=f"{group.value[:1].upper()}{group.value[1:]}",
            shapes=tuple("losange" if score.commune.code in moves else "disque" for score in found),
        )
        for group in Group
        if (found := assessment.list_group(group))
    )
    legend = {
        "disque": "une commune qui garde son groupe",
        "losange": "une commune qui en change quand on change les poids",
    }
    used = {shape for row in rows for shape in row.shapes}
    return build_symbol_rows(
        rows,
        {shape: told for shape, told in legend.items() if shape in used},
        title="Les communes, par groupe",
        key="groupes",
    )


def _build_axis(assessment: Assessment, axis: FragilityAxis) -> AxisEntry:
    entry = load_catalogue().get_entry(axis.fact)
    pairs = zip(assessment.table.indicators, assessment.kept, strict=True)
    return AxisEntry(
        title=entry.title,
        statement=entry.statement,
        source=entry.source,
        weight=f"{assessment.weights[axis]:g}".replace(".", ","),
        indicators=tuple(one for one, kept in pairs if kept and one.axis is axis),
    )


def _build_group(assessment: Assessment, group: Group) -> GroupEntry:
    found = assessment.list_group(group)
    return GroupEntry(
        title=f"{group.value[:1].upper()}{group.value[1:]}",
        communes=tuple(_name(score) for score in found),
        count=len(found),
    )


def _name(score: Score) -> str:
    people = score.commune.population
    return f"{score.commune.name} ({format_number(people)}{NBSP}hab.)" if people else score.commune.name


def _build_score(score: Score, moves: Counter[str], trials: int) -> ScoreEntry:
    moved = moves[score.commune.code]
    return ScoreEntry(
        name=score.commune.name,
        axes=tuple("—" if value is None else format_number(value) for value in score.axes),
        group=score.group.value,
        trials=f"{moved} sur {trials}" if moved else "jamais",
    )
