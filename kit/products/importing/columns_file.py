"""Le fichier des colonnes : ce que le kit a lu de chaque colonne, à corriger dans un tableur."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.typography import fold
from kit.domain.values import Place, Problem
from kit.products.importing.sheets import PlanSheet, choose_targets, list_shared
from kit.products.importing.targets import Target, find_label, index_targets, list_targets
from kit.reading.fields import Field, Form, Layout
from kit.reading.tables.files import open_sheets
from kit.reading.tables.raw import RawRecord, write_plain
from kit.reading.tables.sheet_rows import read_form

_ARMED: Final = ("=", "+", "-", "@")
SUFFIX: Final = " (colonnes).csv"
_SHEET: Final = Field(key="sheet", name="feuille", label="Feuille", help="", required=True)
_LETTER: Final = Field(key="letter", name="colonne", label="Colonne", help="", required=True)
_TITLE: Final = Field(key="title", name="titre", label="Titre de la colonne", help="")
_EXAMPLE: Final = Field(key="example", name="exemple", label="Un exemple", help="")
_TARGET: Final = Field(key="target", name="champ", label="Champ du dossier", help="", required=True)
_CHOICES: Final = Field(key="choices", name="possibles", label="Champs possibles", help="")
FORM: Final = Form(
    key="columns",
    name="colonnes",
    title="Colonnes",
    intro="",
    layout=Layout.TABLE,
    fields=(_SHEET, _LETTER, _TITLE, _EXAMPLE, _TARGET, _CHOICES),
    is_open=True,
)

Chosen = Mapping[tuple[str, str], Target | None]
"""Où va chaque colonne, par nom replié de feuille et lettre."""


def write_columns(plans: Iterable[PlanSheet]) -> bytes:
    """Le fichier, tel qu'Excel et LibreOffice l'ouvrent : une ligne par colonne du plan."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow(field.label for field in FORM.fields)
    possible = " | ".join(one.label for one in list_targets())
    for plan in plans:
        for one in plan.columns:
            label = one.target.label if one.target else ""
            example = "" if one.is_personal else one.example
            cells = (plan.sheet.title, one.letter, one.title, example, label, possible)
            writer.writerow(_disarm(cell) for cell in cells)
    return output.getvalue().encode("utf-8-sig")


def _disarm(text: str) -> str:
    """Le texte, qu'un tableur ne prendra pas pour une formule."""
    return f"'{text}" if text.startswith(_ARMED) else text


def read_columns(path: Path) -> Chosen:
    """Ce que la personne a dit de chaque colonne ; un champ vide la laisse.

    :raises InputError: si le fichier ne se lit pas, ou si un champ n'existe pas ; avec tous ses défauts.
    """
    sheets = open_sheets(path, FORM, refusal="import-format").sheets
    reading = read_form(FORM, sheets[0])
    keys = {one.key for one in reading.header.columns.values()} if reading.header else set()
    missing = [one for one in FORM.required_fields if one.key not in keys]
    if missing:
        where = Place(file=path.name)
        raise InputError([build_problem("import-colonnes-forme", where, expected=missing[0].label)])
    problems: list[Problem] = []
    chosen: dict[tuple[str, str], Target | None] = {}
    for record in reading.table.records:
        key = (fold(_text(record, _SHEET)), _text(record, _LETTER).upper())
        label = _text(record, _TARGET)
        chosen[key] = find_label(label) if label else None
        if label and chosen[key] is None:
            hint = suggest(label, [one.label for one in list_targets()])
            where = replace(record.where, column=_TARGET.label)
            problems.append(build_problem("import-colonnes", where, found=label, suggestion=hint))
    if problems:
        raise InputError(problems)
    return chosen


def _text(record: RawRecord, field: Field) -> str:
    text = write_plain(record.cells[field.key].value) if field.key in record.cells else ""
    return text[1:] if text.startswith("'") and text[1:].startswith(_ARMED) else text


def apply_columns(plans: Sequence[PlanSheet], chosen: Chosen, *, file: str) -> tuple[PlanSheet, ...]:
    """Les mêmes feuilles, leurs colonnes allant où la personne l'a dit.

    :raises InputError: si une colonne nommée n'est plus là, ou si deux vont au même champ.
    """
    known = {(fold(plan.sheet.title), one.letter) for plan in plans for one in plan.columns}
    gone = [letter for sheet, letter in chosen if (sheet, letter) not in known]
    problems = [build_problem("import-colonne-disparue", Place(file=file), found=one) for one in gone]
    kept = []
    for plan in plans:
        sheet = fold(plan.sheet.title)
        own = {one.at: chosen[sheet, one.letter] for one in plan.columns if (sheet, one.letter) in chosen}
        kept.append(choose_targets(plan, own))
        problems += [
            build_problem("import-champ-double", plan.sheet.where, found=index_targets()[key].label)
            for key in list_shared(kept[-1])
        ]
    if problems:
        raise InputError(problems)
    return tuple(kept)
