"""La feuille « Lisez-moi » d'un classeur : ses phrases sont un modèle de ``templates/classeurs``.

Le modèle est du Markdown tout simple : un titre, des sections, des alinéas séparés par une ligne vide, des
points numérotés. Une personne le remplace comme les autres.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from kit.documents.templates import fill_template, unescape_markdown
from kit.documents.workbook import Cell, CellStyle, Row, Sheet

README_TITLE: Final = "Lisez-moi"
WIDTHS: Final = (14.0, 26.0, 48.0, 20.0, 38.0, 13.0, 42.0)
_HEADINGS: Final = {"# ": CellStyle.TITLE, "## ": CellStyle.SECTION}
_POINT: Final = re.compile(r"\d+\. ")


def build_readme(
    template: str,
    values: Mapping[str, object] | None = None,
    *,
    overrides: Path | None = None,
    fields: Sequence[Row] = (),
    protected: bool = False,
) -> Sheet:
    """La feuille faite du modèle ``classeurs/{template}.md.j2`` ; ``fields`` : la table qui la termine.

    :raises TemplateError: si le modèle manque, est mal écrit ou cite un champ inconnu.
    """
    text = fill_template(f"classeurs/{template}.md.j2", values or {}, overrides=overrides)
    rows = [*_build_rows(text), *fields]
    heading = len(rows) - len(fields) + 1
    return Sheet(
        title=README_TITLE,
        widths=WIDTHS,
        rows=tuple(rows),
        header_rows=(heading, heading) if fields else None,
        protected=protected,
    )


def _build_rows(text: str) -> Iterator[Row]:
    for block in _split_blocks(text):
        mark = block[: block.find(" ") + 1]
        style = _HEADINGS.get(mark, CellStyle.PARAGRAPH)
        if style is CellStyle.SECTION:
            yield Row()
        content = unescape_markdown(block.removeprefix(mark) if mark in _HEADINGS else block)
        span = len(WIDTHS) if style is CellStyle.PARAGRAPH else 1
        yield Row(cells=(Cell(value=content, style=style, span=span),))


def _split_blocks(text: str) -> Iterator[str]:
    """Les titres et les alinéas : une ligne seule continue l'alinéa, sauf si elle ouvre un point."""
    block: list[str] = []
    for line in (*text.splitlines(), ""):
        is_heading = line.startswith(tuple(_HEADINGS))
        if block and (not line or is_heading or _POINT.match(line)):
            yield " ".join(block)
            block = []
        if is_heading:
            yield line
        elif line:
            block.append(line)
