"""Quelle feuille porte quoi : par son nom, sinon par ses titres ; si deux le peuvent, cela se demande."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import fold, join_list
from kit.domain.values import Problem
from kit.reading.fields import Form, Layout
from kit.reading.forms import ACTIONS, ALLIANCE, FORMS
from kit.reading.tables.raw import RawSheet
from kit.reading.tables.titles import HEADER_SEARCH, index_titles, is_filled, title_of

# Sans ligne de titres, une rubrique se cherche dans les premières colonnes.
_LABEL_SEARCH: Final = 3
# Trois titres du formulaire, les obligatoires compris, ou quatre dont il peut en manquer.
_WITH_REQUIRED: Final = 3
_WITHOUT: Final = 4
# Ce qui fait un tableau, plutôt que quelques notes.
_FEW_LINES: Final = 3
_FEW_CELLS: Final = 2


def find_form(title: str) -> Form | None:
    """Le formulaire de cette feuille, d'après son titre ou son nom de fichier."""
    folded = fold(title)
    return next((form for form in FORMS if folded in {fold(form.title), fold(form.name)}), None)


def is_empty(sheet: RawSheet) -> bool:
    """Vrai si aucune case n'est remplie."""
    return not any(cell is not None for row in sheet.rows for cell in row)


def name_sheets(sheets: Sequence[RawSheet]) -> tuple[list[Form | None], list[Problem]]:
    """Le formulaire de chaque feuille : d'après son nom, sinon d'après ses titres, et cela se dit.

    Une feuille que deux formulaires se disputent va à celui dont elle a le plus de titres ; un formulaire
    que deux feuilles se disputent n'en reçoit aucune.
    """
    named = [find_form(sheet.title) for sheet in sheets]
    taken = {form.key for form in named if form}
    claims: dict[str, list[int]] = {}
    for at, sheet in enumerate(sheets):
        form = None if named[at] else _recognise(sheet, taken)
        if form is not None:
            claims.setdefault(form.key, []).append(at)
    problems: list[Problem] = []
    disputed: set[int] = set()
    for form in FORMS:
        claimed = claims.get(form.key, [])
        if len(claimed) == 1:
            named[claimed[0]] = form
            sheet = sheets[claimed[0]]
            values = {"found": sheet.title, "expected": form.title}
            problems.append(build_problem("feuille-reconnue", sheet.where, **values))
        elif claimed:
            disputed.update(claimed)
            first, second = sheets[claimed[0]], sheets[claimed[1]]
            values = {"first": first.title, "second": second.title, "expected": form.title}
            # Sans ses actions, un plan serait vide.
            problem = build_problem("feuille-ambigue", second.where, **values)
            problems.append(replace(problem, stops=form is ACTIONS))
    unknown = [sheet for at, sheet in enumerate(sheets) if named[at] is None and at not in disputed]
    for sheet in unknown:
        hint = suggest(sheet.title, [one.title for one in FORMS])
        values = {"found": sheet.title, "suggestion": hint}
        problems.append(build_problem("feuille-inconnue", sheet.where, **values))
    likely = next(filter(_is_table, unknown), None)
    if likely is not None and ALLIANCE in named and ACTIONS not in named and ACTIONS.key not in claims:
        titles = join_list([f"« {field.label} »" for field in ACTIONS.required_fields])
        problem = build_problem("actions-introuvables", likely.where, found=likely.title, titles=titles)
        problems.append(replace(problem, stops=True))
    return named, problems


def _is_table(sheet: RawSheet) -> bool:
    """Vrai si la feuille a quelques lignes de plusieurs cases remplies."""
    return sum(sum(map(is_filled, row)) >= _FEW_CELLS for row in sheet.rows) >= _FEW_LINES


def _recognise(sheet: RawSheet, taken: Collection[str]) -> Form | None:
    """Le formulaire encore absent dont cette feuille a le plus de titres, les obligatoires d'abord."""
    ranks = []
    for form in FORMS:
        if form.key in taken:
            continue
        seen = _list_seen(form, sheet)
        is_whole = {field.key for field in form.required_fields} <= seen
        if len(seen) >= (_WITH_REQUIRED if is_whole else _WITHOUT):
            ranks.append((is_whole, len(seen), form))
    return max(ranks, key=lambda rank: rank[:2])[2] if ranks else None


def _list_seen(form: Form, sheet: RawSheet) -> set[str]:
    """Les champs de ce formulaire dont la feuille montre le titre, sur une ligne ou dans une colonne."""
    known = index_titles(form)
    if form.layout is Layout.TABLE:
        rows = [set(map(title_of, row)) & known.keys() for row in sheet.rows[:HEADER_SEARCH]]
        return {known[title].key for title in max(rows, key=len, default=set())}
    cells = (cell for row in sheet.rows for cell in row[:_LABEL_SEARCH])
    return {known[title].key for title in map(title_of, cells) if title in known}
