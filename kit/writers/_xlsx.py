"""Classeur → .xlsx, par XlsxWriter : le texte des gens reste du texte, rien n'y devient une formule."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kit.documents.palette import Palette, load_palette
from kit.documents.workbook import Cell, CellStyle, ChoiceList, Sheet, Workbook
from kit.writers._sheet_look import (
    FONT,
    LOOKS,
    MARGIN_CM,
    SPARE_LOOKS,
    Look,
    NumberFormat,
    clean_cell_text,
    estimate_height,
    width_pixels,
)

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_INCHES: Final = MARGIN_CM / 2.54
_FREEDOMS: Final = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "sort": True,
    "autofilter": True,
}
_A4: Final = 9
_LANGUAGE: Final = b"<dc:language>fr-FR</dc:language>"
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
# Les longueurs qu'Excel accepte dans une bulle de saisie.
_TITLE_LIMIT: Final = 32
_MESSAGE_LIMIT: Final = 255


def write_xlsx(workbook: Workbook, palette: Palette | None = None) -> bytes:
    """Les octets du classeur, aux couleurs de la palette ; les mêmes pour un même contenu."""
    import xlsxwriter

    buffer = io.BytesIO()
    default = {"font_name": FONT, "font_size": 10}
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_format_properties": default})
    _set_properties(book, workbook)
    colors = (palette or load_palette()).list_colors()
    formats, spare = (
        {style: book.add_format(_format_properties(style, look, colors)) for style, look in looks.items()}
        for looks in (LOOKS, SPARE_LOOKS)
    )
    pages = [(sheet, book.add_worksheet(sheet.title)) for sheet in workbook.sheets]
    for sheet, page in pages:
        _write_sheet(page, sheet, formats, formats | spare)
    book.close()
    return _complete(buffer)


def _complete(buffer: io.BytesIO) -> bytes:
    """Le classeur avec ce que XlsxWriter ne sait pas écrire : sa langue, et des hauteurs de ligne qui
    restent libres de suivre le texte saisi.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "docProps/core.xml":
                content = content.replace(b"</cp:coreProperties>", _LANGUAGE + b"</cp:coreProperties>")
            elif member.filename.startswith("xl/worksheets/sheet"):
                content = content.replace(b' customHeight="1"', b"")
            target.writestr(zipfile.ZipInfo(member.filename, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _set_properties(book: xlsxwriter.Workbook, workbook: Workbook) -> None:
    created = dt.datetime.combine(workbook.created, dt.time())
    book.set_properties(
        {
            "title": clean_cell_text(workbook.title),
            "subject": clean_cell_text(workbook.subject),
            "created": created,
        }
    )
    book.set_calc_mode("auto")


def _format_properties(style: CellStyle, look: Look, colors: Mapping[str, str]) -> dict[str, object]:
    properties: dict[str, object] = {
        "font_name": FONT,
        "font_size": look.size,
        "font_color": colors[look.color],
        "bold": look.bold,
        "italic": look.italic,
        "text_wrap": look.wrap,
        "valign": "top",
        "num_format": look.number.value,
        "locked": not style.is_input,
    }
    if look.background:
        properties["bg_color"] = colors[look.background]
    if look.border:
        properties |= {"border": 1, "border_color": colors[look.border]}
    if look.right or look.centered:
        properties["align"] = "right" if look.right else "center"
    if style.is_input and look.number is NumberFormat.TEXT:
        properties["quote_prefix"] = True
    return properties


def _write_sheet(
    page: Worksheet, sheet: Sheet, formats: dict[CellStyle, Format], spare: dict[CellStyle, Format]
) -> None:
    for column, width in enumerate(sheet.widths):
        page.set_column_pixels(column, column, width_pixels(width), None, _outline(sheet, column))
    for line, row in enumerate(sheet.rows):
        page.set_row(line, estimate_height(row, sheet.widths) if row.height is None else row.height)
        column = 0
        for cell in row.cells:
            looks = spare if row.is_spare else formats
            _write_cell(page, (line, column), cell, looks[cell.style])
            column += cell.span
    for choice_list in sheet.choice_lists:
        page.data_validation(choice_list.cells, _validation(choice_list))
    _set_up_page(page, sheet)


def _outline(sheet: Sheet, column: int) -> dict[str, object]:
    """Le repli de la colonne, comptée à partir de 0 ; la suivante dit au tableur que le groupe est replié."""
    group, before = sheet.find_group(column + 1), sheet.find_group(column)
    options: dict[str, object] = {}
    if group is not None:
        options |= {"level": 1, "hidden": group.folded}
    if before is not None and before.folded and group != before:
        options["collapsed"] = True
    return options


def _write_cell(page: Worksheet, at: tuple[int, int], cell: Cell, look: Format) -> None:
    line, column = at
    if cell.span > 1:
        page.merge_range(line, column, line, column + cell.span - 1, "", look)
    if cell.formula:
        value = clean_cell_text(cell.value) if isinstance(cell.value, str) else cell.value
        page.write_formula(line, column, clean_cell_text(cell.formula), look, value)
        return
    match cell.value:
        case None:
            page.write_blank(line, column, None, look)
        case bool():
            page.write_boolean(line, column, cell.value, look)
        case int() | float():
            page.write_number(line, column, cell.value, look)
        case dt.date():
            page.write_datetime(line, column, cell.value, look)
        case str():
            _write_text(page, at, clean_cell_text(cell.value), look)


def _write_text(page: Worksheet, at: tuple[int, int], text: str, look: Format) -> None:
    if text:
        page.write_string(*at, text, look)
    else:
        page.write_blank(*at, None, look)


def _validation(choice_list: ChoiceList) -> dict[str, object]:
    rule: dict[str, object] = {
        "validate": "list" if choice_list.choices or choice_list.source else "any",
        "input_title": clean_cell_text(choice_list.title)[:_TITLE_LIMIT],
        "input_message": clean_cell_text(choice_list.help)[:_MESSAGE_LIMIT],
        "error_title": clean_cell_text(choice_list.title)[:_TITLE_LIMIT],
        "error_message": clean_cell_text(choice_list.error)[:_MESSAGE_LIMIT],
        "show_error": choice_list.strict,
    }
    if choice_list.source:
        rule["source"] = f"={choice_list.source}"
    elif choice_list.choices:
        rule["source"] = [clean_cell_text(choice) for choice in choice_list.choices]
    return rule


def _set_up_page(page: Worksheet, sheet: Sheet) -> None:
    page.set_paper(_A4)
    if sheet.landscape:
        page.set_landscape()
    if sheet.pages_wide > 1:
        page.print_across()
    page.set_margins(_INCHES, _INCHES, _INCHES, _INCHES)
    page.fit_to_pages(sheet.pages_wide, 0)
    page.set_footer("&L&8&A&R&8&P / &N")
    if sheet.header_rows:
        first, last = sheet.header_rows
        page.repeat_rows(first - 1, last - 1)
    if sheet.header_columns:
        page.repeat_columns(0, sheet.header_columns - 1)
    if any(sheet.frozen):
        page.freeze_panes(*sheet.frozen)
    if sheet.groups:
        _close_groups(page, sheet)
    if sheet.protected:
        page.protect("", _FREEDOMS)
    if sheet.hidden:
        page.hide()
    page.hide_gridlines(1 if sheet.has_grid else 2)


def _close_groups(page: Worksheet, sheet: Sheet) -> None:
    """Après la dernière colonne, celle qui porte le bouton d'un groupe final replié."""
    last = len(sheet.widths)
    if options := _outline(sheet, last):
        page.set_column(last, last, None, None, options)
