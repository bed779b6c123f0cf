"""La feuille « Corrections » d'une copie annotée : ce qui y est accepté est lu à la place des cases.

Une correction dit la case, ce qu'on y avait lu, et ce qui en tient lieu ; elle ne vaut que si la case n'a pas
changé depuis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import count_noun, fold, join_list, remove_controls
from kit.domain.values import Place, Problem
from kit.reading.fields import Field, Form, Layout
from kit.reading.tables.raw import RawRecord, RawSheet, write_plain
from kit.reading.tables.sheet_rows import name_cell, read_form
from kit.reading.tables.titles import cell_at, find_header
from kit.reading.values.choices import read_flag
from kit.reading.values.raw_value import RawValue

CORRECTIONS: Final = Form(
    key="corrections",
    name="corrections",
    title="Corrections",
    intro="",
    layout=Layout.TABLE,
    fields=(
        Field(key="sheet", name="feuille", label="Feuille", help="", required=True),
        Field(key="cell", name="cellule", label="Cellule", help="", required=True),
        Field(key="noted", name="lu", label="Ce qui est écrit", help=""),
        Field(key="proposal", name="proposition", label="Proposition", help=""),
        Field(key="accept", name="accepter", label="Accepter", help=""),
        Field(key="other", name="autre_valeur", label="Autre valeur", help=""),
    ),
    is_open=True,
)
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_TICKS: Final = frozenset({"x", "ok", "o", "✓", "✔"})
_SPACES: Final = re.compile(r"\s+")
# Le fichier garde toute la liste ; la phrase en montre de quoi s'y retrouver.
_LISTED: Final = 8

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Correction:
    """Une ligne acceptée : sa case, ce qu'on y avait lu, la valeur qui en tient lieu, et où elle est dite."""

    sheet: RawSheet
    spot: Spot
    noted: str
    value: RawValue
    where: Place

    @property
    def place(self) -> str:
        """La case, en clair."""
        return f"{self.sheet.title} {name_cell(self.spot)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """Les feuilles du classeur, corrections acceptées comprises, sans la feuille qui les porte.

    ``is_annotated`` : vrai si le classeur est une copie annotée.
    """

    sheets: tuple[RawSheet, ...]
    problems: tuple[Problem, ...] = ()
    is_annotated: bool = False


def apply_corrections(sheets: Sequence[RawSheet]) -> Corrected:
    """Les feuilles où chaque case acceptée porte sa correction ; ce qui n'est pas appliqué est dit."""
    ours = [sheet for sheet in sheets if is_corrections(sheet)]
    if not ours:
        return Corrected(sheets=tuple(sheets))
    known = {sheet.title: sheet for sheet in sheets if sheet not in ours}
    read = [
        _read_correction(record, known)
        for sheet in ours
        for record in read_form(CORRECTIONS, sheet).table.records
    ]
    wanted = [one for one in read if isinstance(one, _Correction)]
    problems = [one for one in read if isinstance(one, Problem)]
    by_spot: dict[tuple[str, Spot], list[_Correction]] = {}
    for one in wanted:
        by_spot.setdefault((one.sheet.title, one.spot), []).append(one)
    kept: list[_Correction] = []
    for group in by_spot.values():
        refusal = _refuse_group(group)
        if refusal:
            problems.append(refusal)
        else:
            kept.append(group[0])
    problems += _tell_applied(kept, ours[0])
    corrected = tuple(_correct(sheet, kept) for sheet in known.values())
    return Corrected(sheets=corrected, problems=tuple(problems), is_annotated=True)


def is_corrections(sheet: RawSheet) -> bool:
    """Vrai pour une feuille qui a les titres d'une feuille « Corrections » du kit."""
    if not fold(sheet.title).startswith(fold(CORRECTIONS.title)):
        return False
    header = find_header(CORRECTIONS, sheet, least=len(CORRECTIONS.fields) - 1)
    return header is not None and header.find("sheet") is not None and header.find("cell") is not None


def read_noted(sheet: RawSheet, spot: Spot) -> str:
    """Ce qui est écrit dans cette case, tel que la feuille « Corrections » le note."""
    line, column = spot
    value = cell_at(sheet.rows[line - 1], column - 1) if line <= len(sheet.rows) else None
    return sheet.errors.get(spot) or remove_controls(write_plain(value))


def _read_correction(record: RawRecord, known: Mapping[str, RawSheet]) -> _Correction | Problem | None:
    """Ce que cette ligne fait lire ; rien si elle n'est pas acceptée, un problème si elle ne peut l'être."""
    cells = {key: write_plain(cell.value) for key, cell in record.cells.items()}
    answer, other, proposal = (cells.get(key, "") for key in ("accept", "other", "proposal"))
    accepted = _read_answer(answer)
    if accepted is False or (not answer and not other):
        return None
    sheet, spot = _find_sheet(cells["sheet"], known), _read_spot(cells["cell"])
    if sheet is None or spot is None:
        hint = suggest(cells["sheet"], known) if sheet is None else ""
        found = f"{cells['sheet']} {cells['cell']}".strip()
        return build_problem("correction-inconnue", record.where, found=found, suggestion=hint)
    place = f"{sheet.title} {name_cell(spot)}"
    if answer and accepted is None:
        return build_problem("correction-reponse", _at(record, "accept"), found=answer, place=place)
    if accepted and proposal and other and not _is_same(proposal, other):
        values = {"place": place, "first": proposal, "second": other}
        return build_problem("correction-deux-valeurs", record.where, **values)
    if not proposal and not other:
        return build_problem("correction-sans-valeur", record.where, place=place)
    cell = record.cells["other" if other else "proposal"]
    noted = cells.get("noted", "")
    return _Correction(sheet=sheet, spot=spot, noted=noted, value=cell.value, where=record.where)


def _at(record: RawRecord, key: str) -> Place:
    return record.cells[key].where if key in record.cells else record.where


def _read_answer(text: str) -> bool | None:
    return True if text.strip().casefold() in _TICKS else read_flag(text or None)


def _find_sheet(title: str, known: Mapping[str, RawSheet]) -> RawSheet | None:
    return known.get(title) or next((one for name, one in known.items() if fold(name) == fold(title)), None)


def _read_spot(text: str) -> Spot | None:
    match = _REFERENCE.fullmatch(text.strip().upper())
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _is_same(first: str, second: str) -> bool:
    return _SPACES.sub(" ", first).strip() == _SPACES.sub(" ", second).strip()


def _refuse_group(group: Sequence[_Correction]) -> Problem | None:
    """Ce qui empêche d'appliquer les corrections d'une même case."""
    first = group[0]
    values = list(dict.fromkeys(write_plain(one.value) for one in group))
    if len(values) > 1:
        listed = join_list([f"« {value} »" for value in values])
        return build_problem("correction-double", group[1].where, place=first.place, listed=listed)
    current = read_noted(first.sheet, first.spot)
    if _is_same(current, first.noted) or _is_same(current, values[0]):
        return None
    values_said = {"place": first.place, "noted": first.noted, "found": current}
    return build_problem("correction-perimee", first.where, **values_said)


def _tell_applied(kept: Sequence[_Correction], sheet: RawSheet) -> Iterator[Problem]:
    if not kept:
        return
    shown = [f"{one.place} lu « {write_plain(one.value)} »" for one in kept[:_LISTED]]
    if len(kept) > _LISTED:
        shown.append(count_noun(len(kept) - _LISTED, "autre"))
    count = count_noun(len(kept), "correction appliquée", "corrections appliquées")
    yield build_problem("corrections-appliquees", sheet.where, count=count, listed=" ; ".join(shown))


def _correct(sheet: RawSheet, kept: Sequence[_Correction]) -> RawSheet:
    """La feuille, ses cases corrigées ; ni l'erreur ni la formule d'une case corrigée ne comptent plus."""
    values = {one.spot: one.value for one in kept if one.sheet is sheet}
    if not values:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for (line, column), value in values.items():
        rows += [[] for _ in range(line - len(rows))]
        row = rows[line - 1]
        row += [None] * (column - len(row))
        row[column - 1] = value
    return replace(
        sheet,
        rows=tuple(map(tuple, rows)),
        errors={spot: text for spot, text in sheet.errors.items() if spot not in values},
        formulas=sheet.formulas - values.keys(),
    )
