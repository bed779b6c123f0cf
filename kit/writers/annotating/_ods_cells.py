"""Les cellules d'une feuille .ods : pour en marquer une, on dédouble la ligne et la cellule répétées."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kit.writers.annotating._edits import Edits, Span, raw_name, remove_attribute, set_attribute
from kit.writers.annotating.marks import Spot

_GROUPS: Final = frozenset({"table-row-group", "table-header-rows", "table-rows"})
_COLUMN_GROUPS: Final = frozenset({"table-column-group", "table-header-columns", "table-columns"})
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})
# Reçoit la balise de la cellule, ce qu'elle contient et le style dont elle hérite ; rend la cellule marquée.
Dress = Callable[[bytes, bytes, str], bytes]


def keep_cells(span: Span) -> bool:
    """Ce qu'il faut retenir d'un .ods pour y marquer des cellules : tout, sauf ce qu'elles contiennent."""
    return not (span.parent and span.parent.name in _CELLS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """Une ligne écrite, la première qu'elle représente, et combien."""

    span: Span
    first: int
    count: int


def list_merged(table: Span) -> Iterator[tuple[Spot, Spot]]:
    """Les plages fusionnées de la feuille."""
    for line in _list_lines(table):
        column = 1
        for cell in line.span.children:
            high, wide = read_count(cell, "number-rows-spanned"), read_count(cell, "number-columns-spanned")
            if high > 1 or wide > 1:
                yield (line.first, column), (line.first + high - 1, column + wide - 1)
            column += read_count(cell, "number-columns-repeated")


def dress_cells(edits: Edits, table: Span, dresses: Mapping[Spot, Dress]) -> None:
    """Marque ces cellules de la feuille ; celles qui n'y sont pas encore s'y ajoutent."""
    by_line: dict[int, dict[int, Dress]] = {}
    for (line, column), dress in dresses.items():
        by_line.setdefault(line, {})[column] = dress
    defaults = list(_list_defaults(table))
    lines = list(_list_lines(table))
    for written in lines:
        wanted = {at: by_line[at] for at in by_line if written.first <= at < written.first + written.count}
        if wanted:
            split = _split_line(edits.content, written, wanted, defaults)
            edits.replace(written.span.start, written.span.end, split)
    last = lines[-1].first + lines[-1].count - 1 if lines else 0
    beyond = {at: by_line[at] for at in sorted(by_line) if at > last}
    if beyond and lines:
        added = _add_lines(edits.content, lines[-1], beyond, defaults)
        edits.insert(_outermost(lines[-1].span, table).end, added)


def _list_lines(table: Span) -> Iterator[_Line]:
    at = 1
    for span in _list_rows(table):
        count = read_count(span, "number-rows-repeated")
        yield _Line(span=span, first=at, count=count)
        at += count


def _list_rows(parent: Span) -> Iterator[Span]:
    for child in parent.children:
        if child.name == "table-row":
            yield child
        elif child.name in _GROUPS:
            yield from _list_rows(child)


def _outermost(span: Span, table: Span) -> Span:
    """Le groupe de la feuille qui porte cette ligne, ou la ligne elle-même."""
    while span.parent is not None and span.parent is not table:
        span = span.parent
    return span


def _list_defaults(parent: Span) -> Iterator[tuple[str, int]]:
    """Le style par défaut des cellules de chaque suite de colonnes, et leur nombre."""
    for child in parent.children:
        if child.name == "table-column":
            style = child.attributes.get("default-cell-style-name", "")
            yield style, read_count(child, "number-columns-repeated")
        elif child.name in _COLUMN_GROUPS:
            yield from _list_defaults(child)


def _find_default(line: _Line, column: int, defaults: list[tuple[str, int]]) -> str:
    own = line.span.attributes.get("default-cell-style-name", "")
    if own:
        return own
    for style, count in defaults:
        if column <= count:
            return style
        column -= count
    return ""


def _split_line(
    content: bytes, line: _Line, wanted: Mapping[int, Mapping[int, Dress]], defaults: list[tuple[str, int]]
) -> bytes:
    """La ligne, dédoublée autour de celles qui portent une marque."""
    tag, inside, closing = _cut(content, line.span)
    repeated = _find_name(tag, b"number-rows-repeated")
    pieces: list[bytes] = []
    at = line.first
    for number in (*sorted(wanted), line.first + line.count):
        if number > at:
            pieces.append(_repeat(tag, repeated, number - at) + inside + closing)
        if number in wanted:
            cells = _dress_line(content, line, wanted[number], defaults)
            pieces.append(_repeat(tag, repeated, 1) + cells + closing)
        at = number + 1
    return b"".join(pieces)


def _dress_line(
    content: bytes, line: _Line, wanted: Mapping[int, Dress], defaults: list[tuple[str, int]]
) -> bytes:
    waiting = dict(sorted(wanted.items()))
    pieces: list[bytes] = []
    column = 1
    for cell in line.span.children:
        count = read_count(cell, "number-columns-repeated")
        tag, inside, closing = _cut(content, cell)
        repeated = _find_name(tag, b"number-columns-repeated")
        at = column
        for number in (*[one for one in waiting if column <= one < column + count], column + count):
            if number > at:
                pieces.append(_repeat(tag, repeated, number - at) + inside + closing)
            if number in waiting and number < column + count:
                style = _find_default(line, number, defaults)
                pieces.append(waiting.pop(number)(_repeat(tag, repeated, 1), inside, style) + closing)
            at = number + 1
        column += count
    prefix = raw_name(content, line.span).removesuffix(b"table-row")
    for number, dress in waiting.items():
        if number > column:
            gap = b'<%stable-cell %snumber-columns-repeated="%d"/>'
            pieces.append(gap % (prefix, prefix, number - column))
        tag, style = b"<%stable-cell>" % prefix, _find_default(line, number, defaults)
        pieces.append(dress(tag, b"", style) + b"</%stable-cell>" % prefix)
        column = number + 1
    return b"".join(pieces)


def _add_lines(
    content: bytes, last: _Line, beyond: Mapping[int, Mapping[int, Dress]], defaults: list[tuple[str, int]]
) -> bytes:
    prefix = raw_name(content, last.span).removesuffix(b"table-row")
    opening, closing = b"<%stable-row>" % prefix, b"</%stable-row>" % prefix
    empty = Span(name="table-row", attributes={}, start=last.span.start, body=last.span.body)
    pieces: list[bytes] = []
    at = last.first + last.count
    for number, wanted in beyond.items():
        if number > at:
            gap = b'<%stable-row %snumber-rows-repeated="%d"><%stable-cell/></%stable-row>'
            pieces.append(gap % (prefix, prefix, number - at, prefix, prefix))
        line = _Line(span=empty, first=number, count=1)
        pieces.append(opening + _dress_line(content, line, wanted, defaults) + closing)
        at = number + 1
    return b"".join(pieces)


def _cut(content: bytes, span: Span) -> tuple[bytes, bytes, bytes]:
    """La balise ouverte d'un élément, ce qu'il contient, et sa balise fermante."""
    tag = content[span.start : span.body]
    if not span.is_closed:
        return tag, content[span.body : span.tail], content[span.tail : span.end]
    return tag[:-2].rstrip() + b">", b"", b"</" + raw_name(content, span) + b">"


def _find_name(tag: bytes, local: bytes) -> bytes:
    """Le nom de cet attribut, au préfixe de l'élément qui le porte."""
    return tag[1:].split(b":")[0] + b":" + local


def _repeat(tag: bytes, name: bytes, count: int) -> bytes:
    return set_attribute(tag, name, str(count)) if count > 1 else remove_attribute(tag, name)


def read_count(span: Span, name: str) -> int:
    """Un nombre de répétitions ou de cellules couvertes, 1 s'il n'est pas écrit."""
    text = span.attributes.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else 1
