"""Le dossier à remplir, vierge ou déjà renseigné : un classeur, ou le même en YAML.

Les valeurs connues se donnent par formulaire : ``{form.key: [{field.key: valeur}]}``, les réponses
multiples dans un seul texte, séparées par `` ; ``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import takewhile, zip_longest
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
    Row,
    Sheet,
    Workbook,
    build_range,
    column_letter,
)
from kit.domain.typography import typeset
from kit.domain.values import Criterion, Dossier, Grid, Place
from kit.products.dossier.added import ADDED, as_written, list_added
from kit.products.dossier.blank_yaml import build_dossier_yaml
from kit.products.dossier.readme import build_field_rows, describe_personal_fields
from kit.reading.forms import EVALUATION, FORMS, Field, FieldKind, Form, Layout

__all__ = ["DossierValues", "build_dossier_workbook", "build_dossier_yaml", "dossier_values"]

Record = Mapping[str, CellValue]
DossierValues = Mapping[str, Sequence[Record]]

LISTS_TITLE: Final = "Listes"
SHEET_HEADINGS: Final = ("Rubrique", "Votre réponse", "Aide")
SEPARATOR: Final = " ; "
REQUIRED: Final = "(obligatoire)"
_FIRST_FORM_LINE: Final = 4
_FIRST_TABLE_LINE: Final = 5
_REQUIRED_WIDTH: Final = 14.0
_SPARE_LINES: Final = 20
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
    columns = list_choice_columns(FORMS, grid)
    sources = list_sources(columns)
    readme = build_readme(
        "dossier",
        {"champs_personnels": describe_personal_fields()},
        overrides=overrides,
        fields=build_field_rows(FORMS),
        protected=protected,
    )
    sheets = [readme]
    for form in FORMS:
        records = known.get(form.key, ())
        if form.layout is Layout.SHEET:
            sheets.append(build_form_sheet(form, records, sources, protected=protected))
        elif form is EVALUATION and grid is not None:
            sheets.append(build_grid_sheet(grid, records, sources, protected=protected))
        else:
            sheets.append(_build_table_sheet(form, records, sources, protected=protected))
    sheets.append(build_lists_sheet(columns))
    return Workbook(
        title=typeset("Dossier d'alliance"),
        subject="Jouer collectif en territoire",
        sheets=tuple(sheets),
    )


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


# --- Les listes déroulantes ---------------------------------------------------------------

ChoiceColumns = Mapping[tuple[str, str], tuple[str, Sequence[str]]]
"""Ce qu'une feuille « Listes » propose pour chaque champ : le titre de la colonne, les choix."""


def list_choice_columns(forms: Sequence[Form], grid: Grid | None) -> ChoiceColumns:
    """Les choix des champs de ces formulaires ; les niveaux d'une réponse sont ceux de la grille."""
    return {
        (form.key, field.key): (f"{form.title} : {field.label}", _choices_of(form, field, grid))
        for form in forms
        for field in form.fields
        if field.choices
    }


def _choices_of(form: Form, field: Field, grid: Grid | None) -> tuple[str, ...]:
    if grid is not None and form is EVALUATION and field.key == "level":
        return tuple(level.key for level in grid.levels)
    return field.choices


def list_sources(columns: ChoiceColumns) -> dict[tuple[str, str], str]:
    """La plage de la feuille Listes qui porte les choix de chaque champ."""
    return {
        key: "{0}!${1}$2:${1}${2}".format(LISTS_TITLE, column_letter(rank), len(choices) + 1)
        for rank, (key, (_, choices)) in enumerate(columns.items(), start=1)
    }


def build_lists_sheet(columns: ChoiceColumns, *, width: float = 28.0) -> Sheet:
    """La feuille cachée des choix, une colonne par champ."""
    titles = tuple(Cell(value=typeset(title), style=CellStyle.HEADING) for title, _ in columns.values())
    lines = zip_longest(*(choices for _, choices in columns.values()))
    rows = (Row(cells=titles), *(Row(cells=tuple(Cell(value=choice) for choice in line)) for line in lines))
    return Sheet(title=LISTS_TITLE, widths=(width,) * len(columns), rows=rows, protected=True, hidden=True)


def _build_choice_list(field: Field, cells: str, source: str) -> ChoiceList:
    several = field.kind is FieldKind.CHOICES
    how = (
        "Choisissez dans la liste, ou écrivez plusieurs réponses séparées par des points-virgules."
        if several
        else "Choisissez dans la liste, ou laissez vide."
    )
    return ChoiceList(
        cells=cells,
        source=source,
        title=typeset(field.label),
        help=typeset(how),
        error=typeset("Cette réponse n'est pas dans la liste. Choisissez-en une, ou laissez vide."),
        strict=not several,
    )


# --- Les feuilles -------------------------------------------------------------------------


def help_of(field: Field) -> str:
    """L'aide affichée d'un champ, l'obligation dite en toutes lettres."""
    return typeset(f"{field.help} {REQUIRED}" if field.required else field.help)


def build_form_sheet(
    form: Form, records: Sequence[Record], sources: Mapping[tuple[str, str], str], *, protected: bool
) -> Sheet:
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
        if field.choices:
            choice_lists.append(_build_choice_list(field, f"B{at}", sources[form.key, field.key]))
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
    else:
        base = _WIDTHS[field.kind]
    least = _REQUIRED_WIDTH if field.required else 0.0
    return max(base, least, float(ceil(len(help_of(field)) / 5)))


def _build_table_sheet(
    form: Form, records: Sequence[Record], sources: Mapping[tuple[str, str], str], *, protected: bool
) -> Sheet:
    columns = [
        Column(field.label, _width_of(field), _STYLES[field.kind], help_of(field)) for field in form.fields
    ]
    added = list_added(records)
    columns += [Column(key.removeprefix(ADDED), _WIDTHS[FieldKind.NAMES]) for key in added]
    count = max(form.blank_lines, len(records) + _SPARE_LINES)
    lines: list[Line] = [
        Row(
            cells=(
                *(Cell(value=record.get(field.key), style=_STYLES[field.kind]) for field in form.fields),
                *(Cell(value=record.get(key), style=_STYLES[FieldKind.LONG_TEXT]) for key in added),
            )
        )
        for record in records
    ]
    blank = Row(cells=tuple(Cell(style=_STYLES[field.kind]) for field in form.fields), height=_INPUT_HEIGHT)
    lines += [blank] * (count - len(records))
    leading = len(list(takewhile(lambda field: field.required and not field.choices, form.fields)))
    return TableSheet(
        title=form.title,
        intro=form.intro,
        columns=columns,
        lines=lines,
        choice_lists=tuple(
            _build_choice_list(
                field,
                build_range(column, _FIRST_TABLE_LINE, _FIRST_TABLE_LINE + count - 1),
                sources[form.key, field.key],
            )
            for column, field in enumerate(form.fields, start=1)
            if field.choices
        ),
        frozen=leading,
        header_columns=leading,
        pages_wide=ceil(sum(column.width for column in columns) / _PAGE_CHARACTERS),
        protected=protected,
    ).build()


# --- La grille ----------------------------------------------------------------------------

_GRID_WIDTHS: Final = {"criterion": 14.0, "level": 20.0, "evidence": 40.0}
_SHOWN_WIDTH: Final = 36.0


def build_grid_sheet(
    grid: Grid, records: Sequence[Record], sources: Mapping[tuple[str, str], str], *, protected: bool
) -> Sheet:
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
    choices = _build_choice_list(
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
