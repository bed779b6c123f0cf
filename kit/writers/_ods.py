"""Classeur → .ods, en Python pur : un zip de cinq fichiers XML au format OpenDocument 1.3."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from kit.documents.palette import Palette, load_palette
from kit.documents.workbook import Cell, ChoiceList, Row, Sheet, Workbook, column_number
from kit.writers._ods_parts import (
    MANIFEST,
    MIMETYPE,
    NAMESPACES,
    attribute,
    build_meta,
    build_settings,
    build_styles,
    build_text,
    page_name,
    style_name,
)
from kit.writers._openformula import translate_formula, translate_range
from kit.writers._sheet_look import LOOKS, NumberFormat, clean_cell_text, estimate_height, width_pixels

_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_DECIMALS: Final = {NumberFormat.AMOUNT: 2, NumberFormat.DECIMAL: 2, NumberFormat.INTEGER: 0}


def write_ods(workbook: Workbook, palette: Palette | None = None) -> bytes:
    """Les octets du classeur, aux couleurs de la palette ; les mêmes pour un même contenu."""
    members = (
        ("mimetype", MIMETYPE),
        ("content.xml", _build_content(workbook)),
        ("styles.xml", build_styles(palette or load_palette())),
        ("meta.xml", build_meta(workbook)),
        ("settings.xml", build_settings(workbook)),
        ("META-INF/manifest.xml", MANIFEST),
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members:
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), text.encode("utf-8"), kind)
    return buffer.getvalue()


def _build_content(workbook: Workbook) -> str:
    names = {
        (at_sheet, at_list): f"saisie{at_sheet}-{at_list}"
        for at_sheet, sheet in enumerate(workbook.sheets)
        for at_list, _ in enumerate(sheet.choice_lists)
    }
    validations = "".join(
        _build_validation(workbook.sheets[at_sheet], at_list, name)
        for (at_sheet, at_list), name in names.items()
    )
    widths = sorted({width_pixels(width) for sheet in workbook.sheets for width in sheet.widths})
    fixed = {_fixed_height(row, sheet) for sheet in workbook.sheets for row in sheet.rows}
    heights = sorted(height for height in fixed if height is not None)
    styles = "".join(_build_automatic(widths, heights, workbook.sheets))
    parts = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {NAMESPACES}>',
        f"<office:automatic-styles>{styles}</office:automatic-styles>",
        "<office:body><office:spreadsheet>",
        f"<table:content-validations>{validations}</table:content-validations>" if validations else "",
        *(_build_sheet(sheet, number) for number, sheet in enumerate(workbook.sheets)),
        "</office:spreadsheet></office:body></office:document-content>",
    ]
    return "".join(parts)


def _build_automatic(widths: list[int], heights: list[float], sheets: tuple[Sheet, ...]) -> Iterator[str]:
    for width in widths:
        yield (
            f'<style:style style:name="co{width}" style:family="table-column"><style:table-column-properties '
            f'style:column-width="{width / 96 * 2.54:.3f}cm"/></style:style>'
        )
    yield (
        '<style:style style:name="ro" style:family="table-row"><style:table-row-properties '
        'style:use-optimal-row-height="true"/></style:style>'
    )
    for height in heights:
        yield (
            f'<style:style style:name="{_row_style(height)}" style:family="table-row">'
            f'<style:table-row-properties style:row-height="{height:.2f}pt" '
            'style:use-optimal-row-height="false"/></style:style>'
        )
    for page, shown in sorted({(page_name(sheet), _is_shown(sheet)) for sheet in sheets}):
        yield (
            f'<style:style style:name="ta-{page}-{shown}" style:family="table" '
            f'style:master-page-name="{page}"><style:table-properties table:display="{shown}" '
            'style:writing-mode="lr-tb"/></style:style>'
        )


def _is_shown(sheet: Sheet) -> str:
    return str(not sheet.hidden).lower()


def _row_style(height: float | None) -> str:
    return "ro" if height is None else f"ro{round(height * 100)}"


def _build_validation(sheet: Sheet, at_list: int, name: str) -> str:
    choice_list = sheet.choice_lists[at_list]
    condition = ""
    if choice_list.source:
        condition = f"of:cell-content-is-in-list({translate_range(choice_list.source)})"
    elif choice_list.choices:
        quoted = (clean_cell_text(choice).replace('"', '""') for choice in choice_list.choices)
        condition = "of:cell-content-is-in-list({})".format(";".join(f'"{choice}"' for choice in quoted))
    base = f"$'{sheet.title}'.{choice_list.cells.partition(':')[0]}"
    title, strict = attribute(choice_list.title), str(choice_list.strict).lower()
    return (
        f'<table:content-validation table:name="{name}" '
        + (f'table:condition="{attribute(condition)}" ' if condition else "")
        + 'table:allow-empty-cell="true" table:display-list="unsorted" '
        f'table:base-cell-address="{attribute(base)}">'
        f'<table:help-message table:title="{title}" table:display="true">{build_text(choice_list.help)}'
        f'</table:help-message><table:error-message table:message-type="stop" table:title="{title}" '
        f'table:display="{strict}">{build_text(choice_list.error)}</table:error-message>'
        "</table:content-validation>"
    )


def _build_sheet(sheet: Sheet, number: int) -> str:
    style = f"ta-{page_name(sheet)}-{_is_shown(sheet)}"
    protected = ' table:protected="true"' if sheet.protected else ""
    places = _validation_places(sheet.choice_lists, number)
    rows = [
        _build_row(row, _fixed_height(row, sheet), places.get(line, {}))
        for line, row in enumerate(sheet.rows, start=1)
    ]
    if sheet.header_rows:
        first, last = sheet.header_rows
        rows[first - 1] = f"<table:table-header-rows>{rows[first - 1]}"
        rows[last - 1] = f"{rows[last - 1]}</table:table-header-rows>"
    columns = _build_columns(sheet)
    return (
        f'<table:table table:name="{attribute(sheet.title)}" table:style-name="{style}"{protected}>'
        f"{''.join(columns)}{''.join(rows)}</table:table>"
    )


def _build_columns(sheet: Sheet) -> list[str]:
    """Les colonnes, leurs groupes repliés ou non, et celles qui se répètent à l'impression."""
    columns = []
    for rank, width in enumerate(sheet.widths, start=1):
        group = sheet.find_group(rank)
        shown = ' table:visibility="collapse"' if group is not None and group.folded else ""
        columns.append(
            f'<table:table-column table:style-name="co{width_pixels(width)}"{shown} '
            'table:default-cell-style-name="Default"/>'
        )
    for group in sheet.groups:
        display = ' table:display="false"' if group.folded else ""
        columns[group.first - 1] = f"<table:table-column-group{display}>{columns[group.first - 1]}"
        columns[group.last - 1] += "</table:table-column-group>"
    if sheet.header_columns:
        columns[0] = f"<table:table-header-columns>{columns[0]}"
        columns[sheet.header_columns - 1] += "</table:table-header-columns>"
    return columns


def _validation_places(choice_lists: tuple[ChoiceList, ...], number: int) -> dict[int, dict[int, str]]:
    """Le nom de la validation de chaque cellule, par ligne puis par colonne."""
    places: dict[int, dict[int, str]] = {}
    for at_list, choice_list in enumerate(choice_lists):
        first, _, last = choice_list.cells.partition(":")
        (top, left), (bottom, right) = _cell_place(first), _cell_place(last or first)
        for line in range(top, bottom + 1):
            names = dict.fromkeys(range(left, right + 1), f"saisie{number}-{at_list}")
            places.setdefault(line, {}).update(names)
    return places


def _cell_place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]), column_number(letters)


def _fixed_height(row: Row, sheet: Sheet) -> float | None:
    """La hauteur à imposer : celle des textes fusionnés, que LibreOffice n'ajuste pas, ou celle demandée.

    Une ligne de saisie n'en a jamais : elle doit grandir avec le texte.
    """
    if any(cell.style.is_input for cell in row.cells):
        return None
    if row.height is None and any(cell.span > 1 for cell in row.cells):
        return estimate_height(row, sheet.widths)
    return row.height


def _build_row(row: Row, height: float | None, validations: dict[int, str]) -> str:
    written: list[str] = []
    column = 1
    for cell in row.cells:
        written.append(_build_cell(cell, validations.get(column, ""), is_spare=row.is_spare))
        written.append("<table:covered-table-cell/>" * (cell.span - 1))
        column += cell.span
    cells = "".join(written) or "<table:table-cell/>"
    return f'<table:table-row table:style-name="{_row_style(height)}">{cells}</table:table-row>'


def _build_cell(cell: Cell, validation: str, *, is_spare: bool) -> str:
    attributes = [f'table:style-name="{style_name(cell.style, is_spare=is_spare)}"']
    if validation:
        attributes.append(f'table:content-validation-name="{validation}"')
    if cell.span > 1:
        attributes.append(f'table:number-columns-spanned="{cell.span}" table:number-rows-spanned="1"')
    if cell.formula:
        attributes.append(f'table:formula="{attribute(translate_formula(cell.formula))}"')
    value, shown = _build_value(cell)
    opening = " ".join(("<table:table-cell", *attributes, *value))
    return f"{opening}>{shown}</table:table-cell>" if shown else f"{opening}/>"


def _build_value(cell: Cell) -> tuple[tuple[str, ...], str]:
    """Les attributs de valeur de la cellule, et son texte affiché."""
    number = LOOKS[cell.style].number
    match cell.value:
        case None:
            return (), ""
        case bool():
            shown = str(cell.value).lower()
            typed = ('office:value-type="boolean"', f'office:boolean-value="{shown}"')
            return typed, f"<text:p>{'VRAI' if cell.value else 'FAUX'}</text:p>"
        case int() | float():
            kind = "percentage" if number is NumberFormat.PERCENT else "float"
            typed = (f'office:value-type="{kind}"', f'office:value="{cell.value!r}"')
            return typed, f"<text:p>{_show_number(cell.value, number)}</text:p>"
        case dt.date():
            typed = ('office:value-type="date"', f'office:date-value="{cell.value.isoformat()[:10]}"')
            return typed, f"<text:p>{cell.value:%d/%m/%Y}</text:p>"
        case str():
            text = clean_cell_text(cell.value)
            if not text and not cell.formula:
                return (), ""
            return ('office:value-type="string"',), build_text(text)


def _show_number(value: float, number: NumberFormat) -> str:
    if number is NumberFormat.PERCENT:
        return escape(f"{value * 100:.0f}\u00a0%")
    if number in _DECIMALS:
        return f"{value:,.{_DECIMALS[number]}f}".replace(",", "\u202f").replace(".", ",")
    return repr(value).replace(".", ",")
