"""Le bilan d'étape : une page pour les élus, son diaporama, et l'annexe qui donne tous les changements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kit.documents.document import Document
from kit.documents.table_sheet import Column, Line, TableSheet
from kit.documents.templates import fill_template
from kit.documents.workbook import CellStyle, Sheet, Workbook
from kit.domain.typography import NBSP, format_date, typeset
from kit.domain.values import Action, Dossier
from kit.products.context import Context
from kit.products.follow_up.answers import AnswerChange, DimensionChange, LevelMove
from kit.products.follow_up.plans import ActionChange, PlanChanges
from kit.products.follow_up.product import REPORT, SLIDES
from kit.products.product import MadeDocument

# Ce qui tient sur une page ou sur une diapositive ; le reste est compté, et donné dans l'annexe.
MOST: Final = 5
FEW: Final = 3
ROWS: Final = 6
# Plus il y a à dire, moins chaque rubrique en montre : lignes par rubrique, lignes des rubriques courtes.
_CAPS: Final = ((5, 3), (3, 2), (2, 1))
_ROOM: Final = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Les deux versions du dossier et ce qui les sépare. ``context`` est celui de la seconde."""

    before: Dossier
    context: Context
    changes: PlanChanges
    dimensions: tuple[DimensionChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Vrai si rien de suivi n'a changé, ni dans le plan ni dans la grille."""
        return self.changes.is_empty and not any(part.moved for part in self.dimensions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Une somme aux deux dates, en euros hors taxes."""

    before: float
    after: float

    @property
    def decimals(self) -> int:
        """Autant de décimales aux deux dates : deux si l'une des sommes a des centimes."""
        return 0 if self.before == int(self.before) and self.after == int(self.after) else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLine:
    """Une ligne du tableau des mouvements."""

    number: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionLine:
    """Les mouvements d'une dimension, comptés."""

    label: str
    raised: int
    lowered: int
    answered: int
    other: int


def build_progress_report(comparison: Comparison) -> Document:
    """Le bilan d'une page."""
    return replace(_build(comparison, REPORT), dense=True)


def build_progress_slides(comparison: Comparison) -> Document:
    """Le diaporama du bilan."""
    return _build(comparison, SLIDES)


def _build(comparison: Comparison, made: MadeDocument) -> Document:
    context = comparison.context
    name = context.dossier.alliance.name
    return Document(
        name=made.name,
        title=f"{name}{NBSP}: bilan d’étape",
        subtitle=context.dossier.territory.name,
        subject="Ce qui est fait, ce qui a glissé, ce qui est bloqué, ce qu’il faut décider",
        markdown=fill_template(
            f"{made.name}.md.j2", _collect_values(comparison, made), overrides=context.overrides
        ),
    )


def _collect_values(comparison: Comparison, made: MadeDocument) -> dict[str, object]:
    context, changes = comparison.context, comparison.changes
    done = set(map(id, changes.done_since))
    open_moves = tuple(change for change in changes.moved if id(change.after) not in done)
    dimensions = count_moves(comparison.dimensions)
    is_page = made is REPORT
    most, few = choose_caps(changes, len(dimensions)) if is_page else (MOST, FEW)
    return {
        "alliance": context.dossier.alliance,
        "changes": changes,
        "decisions": changes.list_decisions(),
        "moves": list_moves(changes),
        "open_moves": open_moves,
        "move_count": len(open_moves) + len(changes.added) + len(changes.removed),
        "period": describe_period(comparison.before, context.dossier),
        "budget": _sum(comparison, "budget"),
        "funding": _sum(comparison, "funding"),
        "dimensions": dimensions,
        "is_crowded": (most, few) == _CAPS[-1],
        "most": most,
        "few": few,
        "rows": ROWS,
        "public": context.public,
        "today": context.today,
    }


def choose_caps(changes: PlanChanges, dimensions: int) -> tuple[int, int]:
    """Combien de lignes montrer, pour que le bilan tienne sur une page.

    Le premier nombre vaut pour les décisions, le fait, le bougé, le glissé, le bloqué ; le second, pour les
    nouvelles, les retirées et ce qui est à confirmer. Deux lignes de la grille en valent une.
    """
    long = (changes.list_decisions(), changes.done_since, changes.moved, changes.slipped, changes.blocked)
    short = (changes.added, changes.removed, changes.reworded)
    for most, few in _CAPS:
        lines = sum(min(len(found), most) for found in long) + sum(min(len(found), few) for found in short)
        if lines + dimensions / 2 <= _ROOM:
            return most, few
    return _CAPS[-1]


def describe_period(before: Dossier, after: Dossier) -> str:
    """Les deux dates comparées, en une phrase ; sans date au dossier, le rang de la version."""
    first, second = before.alliance.dated, after.alliance.dated
    start = f"Du {format_date(first)}" if first else "De la version précédente"
    end = f"au {format_date(second)}" if second else "à la version d’aujourd’hui"
    return f"{start} {end}."


def list_moves(changes: PlanChanges) -> tuple[MoveLine, ...]:
    """Ce qui est fait d'abord, puis les autres statuts changés, les nouvelles, les retirées."""
    done = set(map(id, changes.done_since))
    ranked = sorted(changes.moved, key=lambda change: id(change.after) not in done)
    moved = (
        MoveLine(
            number=change.after.number,
            title=change.after.title,
            before=_name_status(change.before),
            after=_name_status(change.after),
        )
        for change in ranked
    )
    added = (
        MoveLine(number=action.number, title=action.title, before="nouvelle", after=_name_status(action))
        for action in changes.added
    )
    removed = (
        MoveLine(number=action.number, title=action.title, before=_name_status(action), after="retirée")
        for action in changes.removed
    )
    return (*moved, *added, *removed)


def count_moves(dimensions: Sequence[DimensionChange]) -> tuple[DimensionLine, ...]:
    """Une ligne par dimension où quelque chose a changé."""
    return tuple(
        DimensionLine(
            label=part.dimension.label,
            raised=part.count(LevelMove.RAISED),
            lowered=part.count(LevelMove.LOWERED),
            answered=part.count(LevelMove.ANSWERED),
            other=part.count(LevelMove.WITHDRAWN) + part.count(LevelMove.SCOPE),
        )
        for part in dimensions
        if part.moved
    )


def _name_status(action: Action) -> str:
    return action.status.value if action.status else "sans statut"


def _sum(comparison: Comparison, key: str) -> Span:
    before, after = comparison.before.actions, comparison.context.dossier.actions
    return Span(
        before=sum(getattr(action, key) or 0 for action in before),
        after=sum(getattr(action, key) or 0 for action in after),
    )


# --- L'annexe -----------------------------------------------------------------------------

_ACTIONS: Final = (
    Column("N°", 8.0),
    Column("Action", 46.0),
    Column("Constat", 30.0),
    Column("Statut avant", 14.0),
    Column("Statut maintenant", 14.0),
    Column("Fin avant", 12.0, CellStyle.DATE),
    Column("Fin maintenant", 12.0, CellStyle.DATE),
    Column("Glissement, jours", 12.0, CellStyle.NUMBER),
    Column("Budget avant, € HT", 14.0, CellStyle.DECIMAL),
    Column("Budget maintenant, € HT", 14.0, CellStyle.DECIMAL),
    Column("Acquis avant, € HT", 14.0, CellStyle.DECIMAL),
    Column("Acquis maintenant, € HT", 14.0, CellStyle.DECIMAL),
    Column("Pilote avant", 24.0),
    Column("Pilote maintenant", 24.0),
    Column("Condition de déblocage", 40.0),
    Column("En reparler le", 12.0, CellStyle.DATE),
    Column("Décision attendue", 24.0),
)
_GRID: Final = (
    Column("Dimension", 40.0),
    Column("Critère", 10.0),
    Column("Libellé", 60.0),
    Column("Avant", 10.0),
    Column("Maintenant", 12.0),
    Column("Mouvement", 34.0),
)


def build_progress_workbook(comparison: Comparison) -> Workbook:
    """L'annexe : chaque action aux deux dates, et chaque critère si la grille a des réponses."""
    changes = comparison.changes
    decisions = {id(item.action): item.kind.value for item in changes.list_decisions()}
    rows = [
        *(
            _list_cells(change.before, change.after, _explain(change, changes), decisions)
            for change in changes.kept
        ),
        *(_list_cells(None, action, "nouvelle", decisions) for action in changes.added),
        *(_list_cells(action, None, "retirée", decisions) for action in changes.removed),
    ]
    period = describe_period(comparison.before, comparison.context.dossier)
    sheets = [_build_sheet("Actions", period, _ACTIONS, rows)]
    answered = [
        _list_answer(part.dimension.label, change)
        for part in comparison.dimensions
        for change in part.criteria
        if change.before is not None or change.after is not None
    ]
    if answered:
        sheets.append(_build_sheet("Grille", period, _GRID, answered))
    title = f"{comparison.context.dossier.alliance.name}{NBSP}: tous les changements"
    return Workbook(title=title, sheets=tuple(sheets), subject="Annexe du bilan d’étape")


def _explain(change: ActionChange, changes: PlanChanges) -> str:
    notes = [
        text
        for text, is_true in (
            ("réalisée depuis", any(change.after is action for action in changes.done_since)),
            ("bloquée depuis", change.is_newly_blocked),
            ("débloquée", change.is_unblocked),
            ("échéance donnée ou retirée", change.has_deadline_toggled),
            ("en retard", any(change.after is action for action in changes.late)),
            (change.match.value, any(change is other for other in changes.reworded)),
        )
        if is_true
    ]
    return ", ".join(notes) or ("modifiée" if change.is_changed else "inchangée")


def _list_cells(before: Action | None, after: Action | None, note: str, decisions: dict[int, str]) -> Line:
    shown = after or before
    slip = ActionChange(before=before, after=after).slip_days if before and after else None
    return (
        shown.number if shown else "",
        shown.title if shown else "",
        note,
        _name_status(before) if before else None,
        _name_status(after) if after else None,
        before.end if before else None,
        after.end if after else None,
        slip,
        before.budget if before else None,
        after.budget if after else None,
        before.funding if before else None,
        after.funding if after else None,
        before.lead if before else None,
        after.lead if after else None,
        after.unlock_condition if after else None,
        after.reminder if after else None,
        decisions.get(id(after), "") if after else None,
    )


def _list_answer(label: str, change: AnswerChange) -> Line:
    return (
        typeset(label),
        change.criterion.key,
        typeset(change.criterion.label),
        change.before,
        change.after,
        typeset(change.move.value),
    )


def _build_sheet(title: str, intro: str, columns: Sequence[Column], lines: Sequence[Line]) -> Sheet:
    return TableSheet(
        title=title,
        heading=f"{title}{NBSP}: tous les changements",
        intro=intro,
        columns=columns,
        lines=lines,
        frozen=2,
        header_columns=2,
        pages_wide=2 if len(columns) > 10 else 1,
    ).build()
