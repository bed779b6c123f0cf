"""Tableaux accessibles pour les directives : légende, entêtes de colonne et de ligne."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes

Cell = str | nodes.Node | Sequence[nodes.Node]


def build_table(caption: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> nodes.table:
    """Un tableau dont la première colonne nomme la ligne."""
    table = nodes.table(classes=["kit-table", "colwidths-auto"])
    table += nodes.title("", caption)
    group = nodes.tgroup(cols=len(headers), stub=1)
    table += group
    for index, _header in enumerate(headers):
        group += nodes.colspec(colwidth=10, stub=1 if index == 0 else 0)
    head = nodes.thead()
    head += _build_row(headers)
    body = nodes.tbody()
    body.extend(_build_row(row) for row in rows)
    group.extend([head, body])
    return table


def _build_row(cells: Sequence[Cell]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        content = [nodes.Text(cell)] if isinstance(cell, str) else cell
        inline = [content] if isinstance(content, nodes.Node) else list(content)
        entry = nodes.entry()
        entry += nodes.paragraph("", "", *inline)
        row += entry
    return row
