"""Les listes déroulantes du dossier : choix fixes, ODD par leur nom, noms déjà écrits ailleurs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Final

from kit.documents.workbook import Cell, CellStyle, ChoiceList, Row, Sheet, column_letter
from kit.domain.typography import typeset
from kit.domain.values import Grid
from kit.knowledge.catalogue import load_odd
from kit.reading.forms import (
    ACTIONS,
    BUDGETS,
    EVALUATION,
    PARTNERS,
    ROLES,
    SUB_ACTIONS,
    Field,
    FieldKind,
    Form,
)

LISTS_TITLE: Final = "Listes"
# Sous cette clé, les valeurs d'un dossier vierge portent les partenaires à proposer.
PROPOSALS: Final = "proposals"
ChoiceColumns = Mapping[tuple[str, str], tuple[str, Sequence[str]]]
"""Ce qu'une feuille « Listes » propose pour chaque champ : le titre de la colonne, les choix."""
Sources = Mapping[tuple[str, str], str]
"""La plage qui porte les choix de chaque champ, par formulaire et par champ."""

# Ce qui est écrit dans la première colonne d'une feuille se choisit dans une autre.
_LIVE: Final[Mapping[tuple[str, str], Form]] = {
    (ACTIONS.key, "lead"): PARTNERS,
    (ACTIONS.key, "partners"): PARTNERS,
    (ACTIONS.key, "funders"): PARTNERS,
    (SUB_ACTIONS.key, "action"): ACTIONS,
    (SUB_ACTIONS.key, "lead"): PARTNERS,
    (BUDGETS.key, "action"): ACTIONS,
    (ROLES.key, "action"): ACTIONS,
    (ROLES.key, "partner"): PARTNERS,
}
_SEVERAL: Final = frozenset({FieldKind.CHOICES, FieldKind.ODD, FieldKind.NAMES})


def list_choice_columns(forms: Sequence[Form], grid: Grid | None) -> ChoiceColumns:
    """Les choix des champs de ces formulaires ; les niveaux d'une réponse sont ceux de la grille."""
    return {
        (form.key, field.key): (f"{form.title} : {field.label}", choices)
        for form in forms
        for field in form.fields
        if (choices := _choices_of(form, field, grid))
    }


def _choices_of(form: Form, field: Field, grid: Grid | None) -> tuple[str, ...]:
    if grid is not None and form is EVALUATION and field.key == "level":
        return tuple(level.key for level in grid.levels)
    if field.kind is FieldKind.ODD:
        return tuple(typeset(f"{number} – {goal.title}") for number, goal in sorted(load_odd().items()))
    return field.choices


def add_proposals(columns: ChoiceColumns, names: Sequence[str]) -> ChoiceColumns:
    """Les mêmes listes, et les partenaires proposés à qui remplit la première colonne de leur feuille."""
    if not names:
        return columns
    title = f"{PARTNERS.title} : {PARTNERS.fields[0].label}"
    return {**columns, (PARTNERS.key, PARTNERS.fields[0].key): (title, tuple(names))}


def list_sources(columns: ChoiceColumns) -> dict[tuple[str, str], str]:
    """La plage de la feuille Listes qui porte les choix de chaque champ."""
    return {
        key: "{0}!${1}$2:${1}${2}".format(LISTS_TITLE, column_letter(rank), len(choices) + 1)
        for rank, (key, (_, choices)) in enumerate(columns.items(), start=1)
    }


def list_live_sources(
    forms: Sequence[Form], lines: Mapping[str, int], *, first: int
) -> dict[tuple[str, str], str]:
    """La plage d'une autre feuille dont les noms se proposent ; ``lines`` : combien de lignes elle a."""
    kept = {form.key for form in forms}
    return {
        key: f"{source.title}!$A${first}:$A${first + lines[source.key] - 1}"
        for key, source in _LIVE.items()
        if key[0] in kept and source.key in kept
    }


def build_lists_sheet(columns: ChoiceColumns, *, width: float = 28.0) -> Sheet:
    """La feuille cachée des choix, une colonne par champ."""
    titles = tuple(Cell(value=typeset(title), style=CellStyle.HEADING) for title, _ in columns.values())
    lines = zip_longest(*(choices for _, choices in columns.values()))
    rows = (Row(cells=titles), *(Row(cells=tuple(Cell(value=choice) for choice in line)) for line in lines))
    return Sheet(title=LISTS_TITLE, widths=(width,) * len(columns), rows=rows, protected=True, hidden=True)


def build_choice_list(field: Field, cells: str, source: str) -> ChoiceList:
    """La liste d'un champ ; elle ne refuse rien quand la case peut porter autre chose, ou plusieurs noms."""
    is_closed = bool(field.choices) and field.kind not in _SEVERAL
    if field.kind in _SEVERAL:
        how = "Choisissez dans la liste, ou écrivez plusieurs réponses séparées par des points-virgules."
    elif is_closed:
        how = "Choisissez dans la liste, ou laissez vide."
    else:
        how = "Choisissez dans la liste, écrivez autre chose, ou laissez vide."
    return ChoiceList(
        cells=cells,
        source=source,
        title=typeset(field.label),
        help=typeset(how),
        error=typeset("Cette réponse n'est pas dans la liste. Choisissez-en une, ou laissez vide."),
        strict=is_closed,
    )
