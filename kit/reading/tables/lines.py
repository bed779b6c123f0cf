"""Ce que porte une ligne d'un tableau : des valeurs, un total, un intitulé, ou la suite d'une autre."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kit.domain.typography import fold
from kit.reading.fields import Field, Form
from kit.reading.tables.raw import RawSheet
from kit.reading.tables.titles import Header, Row, cell_at, is_filled, title_of
from kit.reading.values.raw_value import RawValue

_TOTAL: Final = re.compile(
    r"(?:(?:sous|s|ss) ?)?(?:total|totaux|cumul)\b|(?:montant|budget|cout)s? tota(?:l|ux)\b"
    r"|moyenne\b|mediane\b"
)
_SEPARATOR: Final = re.compile(r"[-–—=_*•.#~>/]{2,}.*|[-–—=_*•.#~>/]+", re.DOTALL)
_SECTION: Final = re.compile(
    r"(?:axe|volet|orientation|partie|chapitre|thematique|theme|priorite|objectif(?: strategique)?|enjeu)"
    r"s?(?: n)? ?(?:[0-9]+|[ivx]+|[a-z])\b"
)
# Au-delà, une fusion ne peut plus être celle de quelques lignes d'un tableau.
_TALLEST: Final = 2_000
_MOST: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Les cellules que recouvre une fusion verticale : la première ligne de celle-ci, et sa dernière.

    Lignes et colonnes sont comptées à partir de 0. ``wide`` : les cellules fusionnées sur la largeur.
    """

    tops: Mapping[tuple[int, int], tuple[int, int]]
    wide: frozenset[tuple[int, int]]


def find_spans(form: Form, sheet: RawSheet, header: Header) -> Spans:
    """Les fusions qui recouvrent des cases sous les titres."""
    tops: dict[tuple[int, int], tuple[int, int]] = {}
    wide = set()
    for (top, left), (bottom, right) in sheet.merged:
        first, last = top - 1, min(bottom, len(sheet.rows)) - 1
        if first <= header.line:
            continue
        if right > left:
            wide.add((first, left - 1))
        if form.spreads and left - 1 in header.columns and last - first < _TALLEST and len(tops) < _MOST:
            tops.update({(at, left - 1): (first, last) for at in range(first + 1, last + 1)})
    return Spans(tops=tops, wide=frozenset(wide))


def find_continued(form: Form, header: Header, at: int, spans: Spans) -> int | None:
    """La ligne que celle-ci prolonge : toutes ses cases obligatoires sont sous les mêmes fusions."""
    columns = [one for one, field in header.columns.items() if field.required]
    tops = {spans.tops.get((at, one), (None, 0))[0] for one in columns}
    return next(iter(tops)) if len(tops) == 1 and len(columns) == len(form.required_fields) else None


def is_help(row: Row, columns: Mapping[int, Field]) -> bool:
    """Vrai si la plupart des cases remplies répètent l'aide de leur colonne."""
    filled = [
        (fold(cell), field)
        for at, field in columns.items()
        if field.help and isinstance(cell := cell_at(row, at), str)
    ]
    same = sum(1 for text, field in filled if text.startswith(fold(field.help)))
    return same > 0 and same * 2 >= len(filled)


def is_heading(row: Row, columns: Mapping[int, Field]) -> bool:
    """Vrai pour des titres répétés plus bas, après un saut de page par exemple."""
    count = 0
    for at, field in columns.items():
        title = title_of(cell_at(row, at))
        if title and title not in (fold(field.label), fold(field.name)):
            return False
        count += bool(title)
    return count > 1


def is_left(form: Form, values: Mapping[str, RawValue], *, is_wide: bool) -> bool:
    """Vrai pour un total, ou pour un trait ou un intitulé qui sépare des lignes.

    ``values`` : les cases remplies, par clé de champ. ``is_wide`` : la première est fusionnée sur la largeur.
    """
    first = next(iter(values.values()))
    if not isinstance(first, str):
        return False
    required = form.required_fields
    is_whole = bool(required) and all(field.key in values for field in required)
    if _TOTAL.match(fold(first)) and (not is_whole or len(required) == 1):
        return True
    if len(values) > 1 or len(required) < 2:
        return False
    return is_wide or bool(_SEPARATOR.fullmatch(first.strip()) or _SECTION.match(fold(first)))


def list_untitled(sheet: RawSheet, header: Header, lines: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Les colonnes sans titre qui portent des valeurs sur ces lignes, et ces lignes (la première est 0)."""
    titles = sheet.rows[header.line]
    found: dict[int, list[int]] = {}
    for line in lines:
        for at, cell in enumerate(sheet.rows[line]):
            if is_filled(cell) and not is_filled(cell_at(titles, at)):
                found.setdefault(at, []).append(line)
    yield from sorted(found.items())
