"""Ce qui se montre seul dans un carnet : un morceau de page, un tableau, des problèmes, des fichiers."""

from __future__ import annotations

import html
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kit.documents.palette import load_palette
from kit.documents.territory_map import TerritoryMap
from kit.domain.errors import format_problem
from kit.domain.typography import count_noun, format_number, typeset
from kit.domain.values import Problem
from kit.products.open_data.columns import SEPARATOR
from kit.products.outputs import Saved


@dataclass(frozen=True, slots=True)
class HtmlView:
    """Un morceau de page qui se montre seul dans un carnet."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def build_problem_view(problems: Sequence[Problem]) -> HtmlView:
    """Les problèmes en tableau : bloquants d'abord."""
    if not problems:
        return HtmlView("<p>Aucun problème relevé.</p>", "Aucun problème relevé.")
    ranked = sorted(problems, key=lambda problem: not problem.blocking)
    rows = [
        ("À corriger" if problem.blocking else "À regarder", typeset(format_problem(problem)))
        for problem in ranked
    ]
    return HtmlView(
        build_table("Ce que la lecture a relevé", ("Suite à donner", "Constat"), rows), rows[0][1]
    )


def build_file_view(saved: Saved, base: Path) -> HtmlView:
    """La liste des fichiers écrits, avec leur taille et un lien relatif ; puis ce qui mérite attention."""
    files = saved.files
    items = []
    for path in files:
        size = format_number(max(1, round(path.stat().st_size / 1024)))
        link = html.escape(os.path.relpath(path, base).replace(os.sep, "/"))
        items.append(f'<li><a href="{link}">{html.escape(path.name)}</a> ({size} Ko)</li>')
    title = typeset(f"{count_noun(len(files), 'fichier')} :")
    listed = "".join(
        f"<li>{html.escape(typeset(format_problem(problem)))}</li>" for problem in saved.problems
    )
    noted = f"<p>{typeset('À regarder :')}</p><ul>{listed}</ul>" if listed else ""
    text = "\n".join((*map(str, files), *map(format_problem, saved.problems)))
    return HtmlView(f"<p>{title}</p><ul>{''.join(items)}</ul>{noted}", text)


def build_table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Un tableau légendé, ses entêtes de colonne et de ligne dites comme telles."""
    head = "".join(f'<th scope="col">{html.escape(typeset(title))}</th>' for title in headings)
    body = "".join(f"<tr>{_build_row(row)}</tr>" for row in rows)
    title = html.escape(typeset(caption))
    return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def build_table_view(caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> HtmlView:
    """Le même, prêt à montrer ; sans ligne, une phrase le dit."""
    if not rows:
        empty = f"{caption} : rien à montrer."
        return HtmlView(f"<p>{html.escape(typeset(empty))}</p>", empty)
    lines = (" ; ".join(row) for row in rows)
    return HtmlView(build_table(caption, headings, rows), "\n".join((caption, *lines)))


def build_map_view(drawn: TerritoryMap | None) -> HtmlView:
    """La carte, puis ce qu'elle montre en phrases."""
    lines = drawn.lines if drawn else ("Les contours ne sont pas là : pas de carte.",)
    charts = drawn.charts if drawn else ()
    svg = "".join(load_palette().paint_for_page(chart.drawing) for chart in charts)
    told = "".join(f"<li>{html.escape(typeset(line))}</li>" for line in lines)
    return HtmlView(f"{svg}<ul>{told}</ul>", "\n".join(lines))


def _build_row(row: Sequence[str]) -> str:
    first, *rest = row
    head = f'<th scope="row">{html.escape(typeset(first))}</th>'
    return head + "".join(f"<td>{_build_cell(cell)}</td>" for cell in rest)


def _build_cell(text: str) -> str:
    """Le texte ; en liste s'il porte plusieurs valeurs, séparées comme dans les données ouvertes."""
    parts = [html.escape(typeset(part)) for part in text.split(SEPARATOR)]
    return f"<ul>{''.join(f'<li>{part}</li>' for part in parts)}</ul>" if len(parts) > 1 else parts[0]
