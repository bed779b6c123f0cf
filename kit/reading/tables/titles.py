"""Retrouver les titres d'un formulaire dans une feuille, où qu'ils soient et dans n'importe quel ordre."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import fold
from kit.domain.values import Place, Problem
from kit.reading.fields import Field, Form, Layout
from kit.reading.tables.raw import RawSheet, write_plain
from kit.reading.values.raw_value import RawValue

HEADER_SEARCH: Final = 20
_REQUIRED_MARK: Final = re.compile(r"\s*(?:\(obligatoire\)|\*)\s*$", re.IGNORECASE)
_SAMPLE: Final = 400
_MOSTLY: Final = 0.8

Row = Sequence[RawValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """La ligne des titres (comptée à partir de 0), et ce que dit chaque colonne.

    ``columns`` : le champ de chaque colonne reconnue. ``unknown`` : le titre des autres. ``doubles`` : le
    champ qu'une colonne plus à gauche a déjà pris. ``guessed`` : les colonnes reconnues à leur contenu.
    """

    line: int
    columns: Mapping[int, Field]
    unknown: Mapping[int, str] = field(default_factory=dict)
    doubles: Mapping[int, Field] = field(default_factory=dict)
    guessed: frozenset[int] = frozenset()

    def find(self, key: str) -> int | None:
        """La colonne de ce champ, comptée à partir de 0."""
        return next((at for at, one in self.columns.items() if one.key == key), None)


def cell_at(row: Row, column: int) -> RawValue:
    """La case d'une ligne, vide si la ligne est plus courte."""
    return row[column] if column < len(row) else None


def is_filled(value: RawValue) -> bool:
    """Vrai si la case porte autre chose que des espaces."""
    return value is not None and str(value).strip() != ""


def title_of(value: RawValue) -> str:
    """Le titre replié d'une case, sans la marque d'obligation ; vide si la case n'est pas un texte."""
    if not isinstance(value, str):
        return ""
    text = value.rstrip()
    return fold(_REQUIRED_MARK.sub("", text) if text.endswith((")", "*")) else text)


@lru_cache(maxsize=64)
def index_titles(form: Form) -> Mapping[str, Field]:
    """Les champs par titre replié : le titre affiché l'emporte sur la clé, et la clé sur les autres noms."""
    by_alias = {fold(alias): one for one in form.fields for alias in one.aliases}
    by_name = {fold(one.name): one for one in form.fields}
    return by_alias | by_name | {fold(one.label): one for one in form.fields}


def count_titles(form: Form, rows: Sequence[Row]) -> int:
    """Combien de titres de ce formulaire la meilleure ligne (ou la meilleure colonne) fait apparaître."""
    if form.layout is Layout.QUESTIONS:
        return len(form.heads) if find_heads(form, rows) else 0
    known = index_titles(form)
    across = _find_line(form, rows[:HEADER_SEARCH])[1]
    down = sum(1 for row in rows if len(row) > 1 and title_of(row[0]) in known)
    return max(across, down)


def find_sheet(form: Form, sheets: Sequence[RawSheet]) -> RawSheet | None:
    """La feuille de ce formulaire : celle de son nom, sinon celle qui porte le plus de ses titres."""
    counts = {at: count_titles(form, sheet.rows) for at, sheet in enumerate(sheets)}
    named = (at for at, sheet in enumerate(sheets) if fold(sheet.title) == fold(form.title) and counts[at])
    best = max(counts, key=lambda at: counts[at], default=None)
    found = next(named, best)
    return sheets[found] if found is not None and counts[found] else None


def find_rival(form: Form, sheets: Sequence[RawSheet], chosen: RawSheet) -> RawSheet | None:
    """Une autre feuille qui porte autant de titres que celle-ci, si celle-ci n'a pas le nom attendu."""
    if fold(chosen.title) == fold(form.title):
        return None
    count = count_titles(form, chosen.rows)
    return next((one for one in sheets if one is not chosen and count_titles(form, one.rows) >= count), None)


def find_header(form: Form, sheet: RawSheet, *, least: int = 1) -> Header | None:
    """La ligne des titres d'un tableau ; ``None`` si aucune ligne n'en porte ``least``."""
    line, count = _find_line(form, sheet.rows[:HEADER_SEARCH])
    return _recover(form, sheet, _match_titles(form, sheet, line)) if count >= least else None


def _find_line(form: Form, rows: Sequence[Row]) -> tuple[int, int]:
    """La première ligne qui porte tous les titres obligatoires, sinon le plus de titres ; et combien."""
    known, required = index_titles(form), {field.key for field in form.required_fields}
    best, ranks = 0, [(0, False)]
    for at, row in enumerate(rows):
        found = {known[title].key for cell in row if (title := title_of(cell)) in known}
        # À titres égaux, une ligne de plusieurs cases l'emporte sur un intitulé seul.
        ranks.append((len(found), sum(map(is_filled, row)) > 1 if found else False))
        if ranks[-1] > ranks[best]:
            best = at + 1
        if len(found) > 1 and required and required <= found:
            break
    return best - 1, ranks[best][0]


def _match_titles(form: Form, sheet: RawSheet, line: int) -> Header:
    known, shown = index_titles(form), {fold(title) for title in form.shown}
    columns: dict[int, Field] = {}
    doubles: dict[int, Field] = {}
    unknown: dict[int, str] = {}
    for at, cell in enumerate(sheet.rows[line]):
        title = title_of(cell)
        found = known.get(title)
        if found is not None:
            (doubles if found in columns.values() else columns)[at] = found
        elif is_filled(cell) and title not in shown:
            unknown[at] = write_plain(cell)
    return Header(line=line, columns=columns, unknown=unknown, doubles=doubles)


def _recover(form: Form, sheet: RawSheet, header: Header) -> Header:
    """Une colonne obligatoire dont le titre a changé, reconnue à son contenu si une seule convient."""
    for one in form.required_fields:
        if not one.content or header.find(one.key) is not None:
            continue
        pattern = re.compile(one.content)
        likely = [at for at in header.unknown if _is_mostly(sheet, header.line, at, pattern)]
        if len(likely) == 1:
            columns = {**header.columns, likely[0]: one}
            unknown = {at: title for at, title in header.unknown.items() if at != likely[0]}
            guessed = header.guessed | set(likely)
            header = replace(header, columns=columns, unknown=unknown, guessed=guessed)
    return header


def _is_mostly(sheet: RawSheet, line: int, column: int, pattern: re.Pattern[str]) -> bool:
    rows = sheet.rows[line + 1 : line + 1 + _SAMPLE]
    filled = [text for row in rows if (text := str(cell_at(row, column) or "").strip())]
    same = sum(pattern.fullmatch(text) is not None for text in filled)
    return same > 0 and same >= _MOSTLY * len(filled)


def check_header(form: Form, sheet: RawSheet, header: Header) -> tuple[Problem, ...]:
    """Les titres inconnus, répétés ou devinés, et les colonnes obligatoires qui manquent."""
    place = replace(sheet.where, line=header.line + 1)
    return tuple(_list_header_problems(form, sheet.rows[header.line], header, place))


def _list_header_problems(form: Form, row: Row, header: Header, place: Place) -> Iterator[Problem]:
    for at in sorted({*header.unknown, *header.doubles, *header.guessed}):
        found = write_plain(row[at])
        where = replace(place, column=found)
        if at in header.unknown:
            hint = suggest(found, [one.label for one in form.fields])
            yield build_problem("colonne-inconnue", where, found=found, suggestion=hint)
        elif at in header.doubles:
            yield build_problem("colonne-double", where, found=found)
        else:
            yield build_problem("colonne-devinee", where, found=found, expected=header.columns[at].label)
    taken = [one.key for one in header.columns.values()]
    for one in form.required_fields:
        if one.key not in taken:
            yield build_problem("colonne-absente", place, expected=one.label)


def find_untitled(sheet: RawSheet, header: Header) -> Mapping[int, tuple[int, RawValue]]:
    """La première case remplie de chaque colonne sans titre : sa ligne (la première est 1) et sa valeur."""
    titles = sheet.rows[header.line]
    found: dict[int, tuple[int, RawValue]] = {}
    for line, row in enumerate(sheet.rows[header.line + 1 :], start=header.line + 2):
        for at, cell in enumerate(row):
            if at not in found and is_filled(cell) and not is_filled(cell_at(titles, at)):
                found[at] = (line, cell)
    return found


def find_heads(form: Form, rows: Sequence[Row]) -> tuple[int, int, int] | None:
    """Dans une fiche : la ligne des deux titres, la colonne des rubriques, celle des réponses."""
    label, answer = map(fold, form.heads)
    for at, row in enumerate(rows[:HEADER_SEARCH]):
        titles = [title_of(cell) for cell in row]
        if label in titles and answer in titles:
            return at, titles.index(label), titles.index(answer)
        if label in titles and form.layout is not Layout.QUESTIONS:
            return at, titles.index(label), titles.index(label) + 1
    return None
