"""Le cas d'usage de la reprise : un plan devient un dossier à compléter, et le fichier de ses colonnes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kit.domain.errors import InputError
from kit.domain.typography import slugify
from kit.domain.values import Problem
from kit.products.importing.columns_file import SUFFIX, write_columns
from kit.products.importing.plan import ImportChoices, ImportedPlan, import_plan, list_plans, open_plan
from kit.products.importing.workbook import build_import_workbook
from kit.products.options import resolve_overrides
from kit.products.outputs import Maker, make_sheets
from kit.products.saving import refuse_existing, save_files
from kit.writers.formats import FORM_FORMATS, VALUES_FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWriting:
    """Comment écrire le dossier repris."""

    formats: tuple[str, ...] = FORM_FORMATS
    replace_files: bool = False
    has_columns_file: bool = True
    overrides: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """Ce qui a été écrit. Sans ``plan``, seul le fichier des colonnes l'est : ``problems`` dit pourquoi."""

    files: tuple[Path, ...]
    plan: ImportedPlan | None = None
    problems: tuple[Problem, ...] = ()


def produce_import(
    source: Path, destination: Path, *, choices: ImportChoices, writing: ImportWriting | None = None
) -> ImportOutcome:
    """Le dossier à compléter, écrit dans ``destination`` à côté du plan, qui n'est jamais touché.

    :raises InputError: si le plan ne se lit pas, ou si rien n'y ressemble à un titre de colonne.
    :raises UsageError: si un fichier existe déjà, et que personne n'a demandé de l'écraser.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    writing = writing or ImportWriting()
    sheets = open_plan(source)
    columns = destination / f"{source.stem}{SUFFIX}"
    base = f"{slugify(source.stem)}-dossier"
    targets = [destination / f"{base}.{name}" for name in writing.formats]
    written = [*targets, *([columns] if writing.has_columns_file else [])]
    refuse_existing(written, replace_files=writing.replace_files)
    try:
        plan = import_plan(sheets, choices, file=source.name)
    except InputError as error:
        plans = list_plans(sheets)
        is_unread = any(one.code == "import-sans-plan" for one in error.problems)
        if not (is_unread and plans and writing.has_columns_file):
            raise
        return ImportOutcome(files=save_files({columns: write_columns(plans)}), problems=error.problems)
    makers = list_makers(plan)
    overrides = resolve_overrides(writing.overrides)
    contents = {path: makers[name](overrides) for path, name in zip(targets, writing.formats, strict=True)}
    if writing.has_columns_file:
        contents[columns] = write_columns(plan.plans)
    return ImportOutcome(files=save_files(contents), plan=plan)


def list_makers(plan: ImportedPlan) -> Mapping[str, Maker]:
    """De quoi écrire ce dossier, dans chacun de ses formats."""
    from kit.products.dossier.producing import write_dossier

    return {
        **make_sheets(partial(build_import_workbook, plan)),
        VALUES_FORMAT: lambda _overrides: write_dossier(plan.values, VALUES_FORMAT),
    }
