"""Le dossier à remplir, vierge ou déjà renseigné : un classeur, ou le même en YAML.

Les valeurs connues se donnent par formulaire : ``{form.key: [{field.key: valeur}]}``, les réponses
multiples dans un seul texte, séparées par `` ; ``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum
from itertools import takewhile
from math import ceil
from pathlib import Path
from typing import Final

from kit.documents.readme_sheet import build_readme
from kit.documents.table_sheet import Column, Line, TableSheet
from kit.documents.workbook import (
    Cell,
    CellStyle,
    CellValue,
    ChoiceList,
    ColumnGroup,
    Row,
    Sheet,
    Workbook,
    build_range,
    column_letter,
)
from kit.domain.typography import join_list, typeset
from kit.domain.values import Criterion, Dossier, Grid, Place
from kit.products.dossier.added import ADDED, as_written, list_added
from kit.products.dossier.blank_yaml import build_dossier_yaml
from kit.products.dossier.choice_lists import (
    PROPOSALS,
    Sources,
    add_proposals,
    build_choice_list,
    build_lists_sheet,
    list_choice_columns,
    list_live_sources,
    list_sources,
)
from kit.products.dossier.readme import build_field_rows, describe_personal_fields
from kit.reading.forms import ACTIONS, EVALUATION, FORMS, PARTNERS, Field, FieldKind, Form, Layout

__all__ = ["DossierValues", "build_dossier_workbook", "build_dossier_yaml", "dossier_values"]

Record = Mapping[str, CellValue]
DossierValues = Mapping[str, Sequence[Record]]

SHEET_HEADINGS: Final = ("Rubrique", "Votre réponse", "Aide")
SEPARATOR: Final = " ; "
REQUIRED: Final = "(obligatoire)"
_FIRST_FORM_LINE: Final = 4
_FIRST_TABLE_LINE: Final = 5
_REQUIRED_WIDTH: Final = 14.0
_SPARE_LINES: Final = 20
# Une page de lignes encadrées ; les suivantes sont ouvertes, et ne s'impriment qu'une fois remplies.
_BOXED_LINES: Final = 12
# Ce dont un premier plan se passe : rangé à droite, replié tant que rien n'y est écrit.
_OPTIONAL: Final[Mapping[str, frozenset[str]]] = {
    PARTNERS.key: frozenset({"contact_name", "contact_email"}),
    ACTIONS.key: frozenset(
        {
            *("description", "objective", "lead_person", "elected_referent", "priority", "funders"),
            *("funding", "baseline", "odd", "lever_theme", "unlock_condition", "reminder", "origin"),
        }
    ),
}
_FOLDED_NOTE: Final = " Les colonnes facultatives sont repliées : le bouton + au-dessus des titres les ouvre."
_PAGE_CHARACTERS: Final = 220.0
_INPUT_HEIGHT: Final = 28.0
_ANSWER_HEIGHTS: Final = {FieldKind.LONG_TEXT: 46.0}

_STYLES: Final = {
    FieldKind.TEXT: CellStyle.INPUT_TEXT,
    FieldKind.LONG_TEXT: CellStyle.INPUT_LONG,
    FieldKind.AMOUNT: CellStyle.INPUT_AMOUNT,
    FieldKind.DATE: CellStyle.INPUT_DATE,
    FieldKind.YEAR: CellStyle.INPUT_TEXT,
    FieldKind.CHOICE: CellStyle.INPUT_CHOICE,
    FieldKind.CHOICES: CellStyle.INPUT_TEXT,
    FieldKind.ODD: CellStyle.INPUT_TEXT,
    FieldKind.NAMES: CellStyle.INPUT_TEXT,
}
_WIDTHS: Final = {
    FieldKind.TEXT: 24.0,
    FieldKind.LONG_TEXT: 34.0,
    FieldKind.AMOUNT: 14.0,
    FieldKind.DATE: 12.0,
    FieldKind.YEAR: 10.0,
    FieldKind.CHOICES: 24.0,
    FieldKind.ODD: 11.0,
    FieldKind.NAMES: 26.0,
}


def build_dossier_workbook(
    values: DossierValues | None = None,
    *,
    territory: str = "",
    grid: Grid | None = None,
    protected: bool = True,
    overrides: Path | None = None,
) -> Workbook:
    """Le classeur du dossier. ``territory`` remplit d'avance la rubrique Territoire si elle est vide.

    ``overrides`` : les modèles de la personne, dont les phrases de « Lisez-moi ».
    """
    known = with_territory(values or {}, territory)
    proposed = tuple(str(one["name"]) for one in known.get(PROPOSALS, ()))
    columns = add_proposals(list_choice_columns(FORMS, grid), proposed)
    lines = {form.key: _count_lines(form, known.get(form.key, ())) for form in FORMS}
    sources = {**list_sources(columns), **list_live_sources(FORMS, lines, first=_FIRST_TABLE_LINE)}
    readme = build_readme(
        "dossier",
        {"champs_personnels": describe_personal_fields()},
        overrides=overrides,
        fields=build_field_rows(FORMS),
        protected=protected,
    )
    sheets = [readme]
    for form in FORMS:
        sheet = _build_sheet(form, known.get(form.key, ()), sources, grid=grid, protected=protected)
        is_proposed = form is PARTNERS and proposed
        sheets.append(_tell_proposals(sheet, proposed) if is_proposed else sheet)
    sheets.append(build_lists_sheet(columns))
    return Workbook(
        title=typeset("Dossier d'alliance"),
        subject="Jouer collectif en territoire",
        sheets=tuple(sheets),
    )


def _build_sheet(
    form: Form, records: Sequence[Record], sources: Sources, *, grid: Grid | None, protected: bool
) -> Sheet:
    if form.layout is Layout.SHEET:
        return build_form_sheet(form, records, sources, protected=protected)
    if form is EVALUATION and grid is not None:
        return build_grid_sheet(grid, records, sources, protected=protected)
    return _build_table_sheet(form, records, sources, protected=protected)


def _tell_proposals(sheet: Sheet, proposed: Sequence[str]) -> Sheet:
    """La même feuille, dont le chapeau nomme ceux que l'on propose sans les inscrire."""
    title, intro, *rows = sheet.rows
    (cell,) = intro.cells
    told = typeset(f"{cell.value} À voir : {join_list(proposed)}, si le groupe le décide.")
    return replace(sheet, rows=(title, replace(intro, cells=(replace(cell, value=told),)), *rows))


def dossier_values(
    dossier: Dossier, extra: Mapping[Place, Mapping[str, CellValue]] | None = None
) -> dict[str, list[dict[str, CellValue]]]:
    """Les valeurs brutes d'un dossier, prêtes à être réécrites dans un classeur ou un YAML.

    ``extra`` : par ligne du fichier, ce que portent les colonnes ajoutées, sous des clés en :data:`ADDED`.
    """
    added = extra or {}
    parts: dict[str, tuple[object, ...]] = {
        "alliance": (dossier.alliance,),
        "partners": dossier.partners,
        "actions": dossier.actions,
        "sub_actions": dossier.sub_actions,
        "budgets": dossier.budgets,
        "roles": dossier.roles,
        "answers": dossier.answers,
    }
    return {
        form.key: [
            {field.key: _to_raw(getattr(part, field.key)) for field in form.fields}
            | {
                f"{ADDED}{title}": as_written(value)
                for title, value in added.get(_place_of(part), {}).items()
            }
            for part in parts[form.key]
        ]
        for form in FORMS
    }


def _place_of(part: object) -> Place:
    place = getattr(part, "where", None)
    return place if isinstance(place, Place) else Place()


def _to_raw(value: object) -> CellValue:
    if isinstance(value, tuple):
        return SEPARATOR.join(str(_to_raw(item)) for item in value) or None
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return value or None
    if value is None or isinstance(value, (bool, int, float, dt.date)):
        return value
    message = f"valeur que le dossier ne sait pas écrire : {value!r}"
    raise TypeError(message)


def with_territory(values: DossierValues, territory: str) -> DossierValues:
    """Les mêmes valeurs, la rubrique Territoire remplie si elle était vide."""
    if not territory:
        return values
    alliance = dict(next(iter(values.get("alliance", ())), {}))
    alliance["territory_names"] = alliance.get("territory_names") or territory
    return {**values, "alliance": [alliance]}


# --- Les feuilles -------------------------------------------------------------------------


def help_of(field: Field) -> str:
    """L'aide affichée d'un champ, l'obligation dite en toutes lettres."""
    return typeset(f"{field.help} {REQUIRED}" if field.required else field.help)


def build_form_sheet(form: Form, records: Sequence[Record], sources: Sources, *, protected: bool) -> Sheet:
    """Une feuille à une rubrique par ligne ; ``sources`` : la plage des choix de chaque champ."""
    record = records[0] if records else {}
    lines = []
    choice_lists = []
    for at, field in enumerate(form.fields, start=_FIRST_FORM_LINE):
        answer = Cell(value=record.get(field.key), style=_STYLES[field.kind])
        if answer.style in {CellStyle.INPUT_AMOUNT, CellStyle.INPUT_DATE} and isinstance(answer.value, str):
            answer = Cell(value=answer.value, style=CellStyle.INPUT_TEXT)
        cells = (
            Cell(value=typeset(field.label), style=CellStyle.LABEL),
            answer,
            Cell(value=help_of(field), style=CellStyle.HELP),
        )
        lines.append(Row(cells=cells, height=None if answer.value else _ANSWER_HEIGHTS.get(field.kind, 28.0)))
        if source := sources.get((form.key, field.key)):
            choice_lists.append(build_choice_list(field, f"B{at}", source))
    return TableSheet(
        title=form.title,
        intro=form.intro,
        columns=tuple(map(Column, SHEET_HEADINGS, (34.0, 70.0, 60.0))),
        lines=lines,
        choice_lists=tuple(choice_lists),
        protected=protected,
    ).build()


def _width_of(field: Field) -> float:
    if field.kind is FieldKind.CHOICE:
        base = min(max(14.0, max(map(len, field.choices)) + 3.0), 26.0)
    elif field.kind is FieldKind.TEXT and field.max_length <= 20:
        base = 9.0
    elif field.kind is FieldKind.TEXT and field.max_length <= 120:
        base = 16.0
    else:
        base = _WIDTHS[field.kind]
    least = _REQUIRED_WIDTH if field.required else 0.0
    return max(base, least, float(ceil(len(help_of(field)) / 5)))


def arrange_fields(form: Form) -> tuple[Field, ...]:
    """Les champs dans l'ordre des colonnes : l'essentiel d'abord, puis ce qui se replie."""
    optional = _OPTIONAL.get(form.key, frozenset())
    return tuple(sorted(form.fields, key=lambda field: field.key in optional))


def _group_optional(form: Form, records: Sequence[Record]) -> ColumnGroup | None:
    """Les colonnes facultatives, repliées si aucune ligne n'y dit quoi que ce soit."""
    optional = _OPTIONAL.get(form.key)
    if not optional:
        return None
    is_used = any(record.get(key) is not None for record in records for key in optional)
    last = len(form.fields)
    return ColumnGroup(first=last - len(optional) + 1, last=last, folded=not is_used)


def _count_lines(form: Form, records: Sequence[Record]) -> int:
    return max(form.blank_lines, len(records) + _SPARE_LINES)


def _list_table_lines(form: Form, fields: Sequence[Field], records: Sequence[Record]) -> list[Line]:
    added = list_added(records)
    lines: list[Line] = [
        Row(
            cells=(
                *(Cell(value=record.get(field.key), style=_STYLES[field.kind]) for field in fields),
                *(Cell(value=record.get(key), style=_STYLES[FieldKind.LONG_TEXT]) for key in added),
            )
        )
        for record in records
    ]
    blank = tuple(Cell(style=_STYLES[field.kind]) for field in fields)
    boxed = max(0, _BOXED_LINES - len(records))
    lines += [Row(cells=blank, height=_INPUT_HEIGHT)] * boxed
    return lines + [Row(cells=blank, is_spare=True)] * (_count_lines(form, records) - len(lines))


def _build_table_sheet(form: Form, records: Sequence[Record], sources: Sources, *, protected: bool) -> Sheet:
    fields = arrange_fields(form)
    group = _group_optional(form, records)
    columns = [Column(field.label, _width_of(field), _STYLES[field.kind], help_of(field)) for field in fields]
    added = [Column(key.removeprefix(ADDED), _WIDTHS[FieldKind.NAMES]) for key in list_added(records)]
    last = _FIRST_TABLE_LINE + _count_lines(form, records) - 1
    leading = len(list(takewhile(lambda field: field.required and not field.choices, fields)))
    is_folded = group is not None and group.folded
    shown = [*(columns[: group.first - 1] if group is not None and group.folded else columns), *added]
    return TableSheet(
        title=form.title,
        intro=form.intro + (_FOLDED_NOTE if is_folded else ""),
        columns=[*columns, *added],
        lines=_list_table_lines(form, fields, records),
        choice_lists=tuple(
            build_choice_list(field, build_range(column, _FIRST_TABLE_LINE, last), source)
            for column, field in enumerate(fields, start=1)
            if (source := sources.get((form.key, field.key)))
        ),
        frozen=leading,
        header_columns=leading,
        pages_wide=ceil(sum(column.width for column in shown) / _PAGE_CHARACTERS),
        # Excel n'ouvre pas un groupe de colonnes d'une feuille protégée.
        protected=protected and group is None,
        groups=(group,) if group else (),
        has_grid=True,
    ).build()


# --- La grille ----------------------------------------------------------------------------

_GRID_WIDTHS: Final = {"criterion": 14.0, "level": 20.0, "evidence": 40.0}
_SHOWN_WIDTH: Final = 36.0


def build_grid_sheet(grid: Grid, records: Sequence[Record], sources: Sources, *, protected: bool) -> Sheet:
    """La feuille Évaluation : un critère par ligne, ses situations en lecture seule."""
    code, *answers = EVALUATION.fields
    columns = (
        Column(code.label, _GRID_WIDTHS[code.key], CellStyle.LABEL, help_of(code)),
        *(Column(title, _SHOWN_WIDTH) for title in EVALUATION.shown),
        *(
            Column(field.label, _GRID_WIDTHS[field.key], _STYLES[field.kind], help_of(field))
            for field in answers
        ),
    )
    known = {str(record.get(code.key)): record for record in records}
    lines: list[Line] = []
    hints = []
    for dimension in grid.dimensions:
        lines.append(_list_dimension(dimension.label, len(columns)))
        for criterion in dimension.criteria:
            lines.append(_list_criterion(criterion, known.get(criterion.key, {}), answers))
            if criterion.evidence:
                line = _FIRST_TABLE_LINE + len(lines) - 1
                hints.append(_build_hint(column_letter(len(columns)), line, criterion.evidence))
    choices = build_choice_list(
        answers[0],
        build_range(len(columns) - len(answers) + 1, _FIRST_TABLE_LINE, _FIRST_TABLE_LINE + len(lines) - 1),
        sources[EVALUATION.key, answers[0].key],
    )
    return TableSheet(
        title=EVALUATION.title,
        intro=EVALUATION.intro,
        columns=columns,
        lines=lines,
        choice_lists=(choices, *hints),
        protected=protected,
    ).build()


def _build_hint(letter: str, line: int, evidence: str) -> ChoiceList:
    return ChoiceList(
        cells=f"{letter}{line}", title="Preuves à chercher", help=typeset(evidence), strict=False
    )


def _list_dimension(label: str, width: int) -> Line:
    """Le nom de la dimension, dans une colonne que la lecture laisse de côté."""
    cells = [Cell(style=CellStyle.LABEL) for _ in range(width)]
    cells[1] = Cell(value=typeset(label), style=CellStyle.LABEL)
    return cells


def _list_criterion(criterion: Criterion, record: Record, answers: Sequence[Field]) -> Line:
    texts = [typeset(text) for _, text in criterion.situations][: len(EVALUATION.shown) - 1]
    texts += [""] * (len(EVALUATION.shown) - 1 - len(texts))
    label = Cell(value=typeset(criterion.label), style=CellStyle.LABEL)
    return (criterion.key, label, *texts, *(record.get(field.key) for field in answers))
