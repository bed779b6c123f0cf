"""Les cellules d'une feuille .xlsx : leur donner un style, en ajouter une vide là où il n'y en a pas."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from kit.documents.workbook import column_letter, column_number
from kit.writers.annotating._edits import (
    Edits,
    Span,
    name_in,
    parse_spans,
    prefix_of,
    remove_attribute,
    set_attribute,
)
from kit.writers.annotating.marks import Spot

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
# Dans une feuille, ce qui peut suivre le lien vers les dessins de commentaires.
_AFTER_DRAWINGS: Final = frozenset(
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    }
)
Paint = Callable[[int], int]


def read_spot(reference: str) -> Spot | None:
    """La ligne et la colonne de cette cellule ; rien si ce n'en est pas une.

    >>> read_spot("C5"), read_spot("$C$5"), read_spot("5C")
    ((5, 3), (5, 3), None)
    """
    match = _REFERENCE.fullmatch(reference.strip().upper())
    return (int(match[2]), column_number(match[1])) if match else None


def parse_sheet(content: bytes, part: str, lines: Collection[int] = ()) -> Span:
    """La feuille, dont les cellules des seules lignes demandées."""

    def keep(span: Span) -> bool:
        parent = span.parent.name if span.parent else ""
        if parent == "row":
            number = span.parent.attributes.get("r", "") if span.parent else ""
            return span.name == "c" and (not number.isdigit() or int(number) in lines)
        return parent in {"worksheet", "cols", "mergeCells"} or (parent == "sheetData" and span.name == "row")

    return parse_spans(content, part, keep)


def list_merged(root: Span) -> Iterator[tuple[Spot, Spot]]:
    """Les plages fusionnées de la feuille : leur première et leur dernière cellule."""
    merged = root.find("mergeCells")
    for one in merged.children if merged else ():
        first, _, last = one.attributes.get("ref", "").partition(":")
        start, end = read_spot(first), read_spot(last or first)
        if start and end:
            yield start, end


def paint_cells(content: bytes, part: str, paints: Mapping[Spot, Paint]) -> bytes:
    """La feuille, ces cellules au style que rend leur ``Paint`` du rang de leur style d'avant."""
    lines: dict[int, dict[int, Paint]] = {}
    for (line, column), paint in paints.items():
        lines.setdefault(line, {})[column] = paint
    root = parse_sheet(content, part, lines)
    data = root.find("sheetData")
    if data is None:
        return content
    edits, columns = Edits(content), list(_list_columns(root))
    number, last = 0, data
    for row in data.list_named("row"):
        following = _read_number(row.attributes.get("r", ""), number + 1)
        for line in sorted(line for line in lines if number < line < following):
            edits.insert(row.start, _build_row(content, data, line, lines[line], columns))
        number, last = following, row
        if number in lines:
            _paint_row(edits, row, number, lines[number], columns)
    rest = b"".join(
        _build_row(content, data, line, lines[line], columns) for line in sorted(lines) if line > number
    )
    if rest and last is data:
        edits.append_to(data, rest)
    elif rest:
        edits.insert(last.end, rest)
    return edits.apply()


def _paint_row(
    edits: Edits, row: Span, line: int, paints: Mapping[int, Paint], columns: list[tuple[int, int, int]]
) -> None:
    content, prefix = edits.content, prefix_of(edits.content, row)
    waiting = dict(sorted(paints.items()))
    number = 0
    for cell in row.children:
        spot = read_spot(cell.attributes.get("r", ""))
        number = spot[1] if spot else number + 1
        for column in [column for column in waiting if column < number]:
            base = _find_base(row, column, columns)
            edits.insert(cell.start, _build_cell(prefix, (line, column), waiting.pop(column)(base)))
        if number in waiting:
            base = _read_number(cell.attributes.get("s", ""), 0)
            edits.set_attribute(cell, b"s", str(waiting.pop(number)(base)))
    rest = b"".join(
        _build_cell(prefix, (line, column), paint(_find_base(row, column, columns)))
        for column, paint in waiting.items()
    )
    if not rest:
        return
    if row.is_closed:
        tag = content[row.start : row.body - 2].rstrip() + b">"
        edits.replace(row.start, row.end, tag + rest + b"</" + prefix + b"row>")
    else:
        edits.insert(row.tail, rest)


def _build_row(
    content: bytes, data: Span, line: int, paints: Mapping[int, Paint], columns: list[tuple[int, int, int]]
) -> bytes:
    prefix = prefix_of(content, data)
    cells = b"".join(
        _build_cell(prefix, (line, column), paint(_find_base(None, column, columns)))
        for column, paint in sorted(paints.items())
    )
    return b'<%srow r="%d">%s</%srow>' % (prefix, line, cells, prefix)


def _build_cell(prefix: bytes, spot: Spot, style: int) -> bytes:
    line, column = spot
    return b'<%sc r="%s%d" s="%d"/>' % (prefix, column_letter(column).encode(), line, style)


def _list_columns(root: Span) -> Iterator[tuple[int, int, int]]:
    """Le style de chaque suite de colonnes : première, dernière, rang."""
    for group in root.list_named("cols"):
        for one in group.children:
            bounds = (_read_number(one.attributes.get(key, ""), 0) for key in ("min", "max", "style"))
            first, last, style = bounds
            yield first, last, style


def _find_base(row: Span | None, column: int, columns: list[tuple[int, int, int]]) -> int:
    """Le rang du style d'une cellule que le fichier ne porte pas : celui de sa ligne, sinon de sa colonne."""
    if row is not None and row.attributes.get("customFormat") in {"1", "true"}:
        return _read_number(row.attributes.get("s", ""), 0)
    return next((style for first, last, style in columns if first <= column <= last), 0)


def _read_number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() else default


def link_drawings(content: bytes, part: str, key: str, namespace: str) -> bytes:
    """La feuille, avec le lien vers ses dessins de commentaires, à la place que demande son format."""
    root = parse_sheet(content, part)
    prefix = prefix_of(content, root)
    attribute, declaration = name_in(content, root, namespace, "id")
    written = b"<" + prefix + f'legacyDrawing{declaration} {attribute}="{key}"/>'.encode()
    edits = Edits(content)
    following = (child for child in root.children if child.name in _AFTER_DRAWINGS)
    edits.insert(next((child.start for child in following), root.tail), written)
    return edits.apply()


def unselect(content: bytes, part: str) -> bytes:
    """La feuille, qui n'est plus celle où le classeur s'ouvre ; le reste de son affichage ne change pas."""
    root = parse_spans(content, part, lambda span: span.name in {"sheetViews", "sheetView"})
    edits, views = Edits(content), root.find("sheetViews")
    for view in views.children if views else ():
        tag = content[view.start : view.body]
        edits.replace(view.start, view.body, remove_attribute(tag, b"tabSelected"))
    return edits.apply()


def shift_styles(content: bytes, part: str, shift: int) -> bytes:
    """Une feuille que le kit a écrite, ses rangs de style avancés d'autant."""
    edits = Edits(content)
    root = parse_spans(content, part, lambda span: span.name not in {"v", "is", "f"})
    for span in _walk(root):
        tag = content[span.start : span.body]
        style = {"c": "s", "row": "s", "col": "style"}.get(span.name)
        if style and style in span.attributes:
            tag = set_attribute(tag, style.encode(), str(int(span.attributes[style]) + shift))
        edits.replace(span.start, span.body, tag)
    return edits.apply()


def _walk(span: Span) -> Iterator[Span]:
    yield span
    for child in span.children:
        yield from _walk(child)
