"""Le cas d'usage « suivre » : deux versions d'un dossier, un bilan d'une page, un diaporama, une annexe."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kit.domain.errors import UsageError, build_problem
from kit.domain.typography import format_short_date
from kit.domain.values import Dossier, Place, Problem
from kit.knowledge.catalogue import load_grid
from kit.products.context import build_context, remove_personal
from kit.products.follow_up.answers import compare_answers
from kit.products.follow_up.plans import compare_plans, is_same_alliance
from kit.products.follow_up.product import ANNEX, REPORT, SLIDES
from kit.products.follow_up.report import (
    Comparison,
    build_progress_report,
    build_progress_slides,
    build_progress_workbook,
)
from kit.products.making import find_place
from kit.products.options import Options
from kit.products.outputs import Origin, Output, Saved, make_sheets, save_outputs
from kit.reading.checks import check_file
from kit.writers.formats import ANNEX_FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Saved):
    """Ce que la comparaison donne : les changements, les fichiers écrits, ce qui mérite attention."""

    comparison: Comparison


def compare_files(before: Path, after: Path, *, options: Options, is_same: bool = False) -> Comparison:
    """Les deux dossiers lus et comparés ; ``is_same`` dit que c'est bien la même alliance.

    :raises InputError: si l'un des dossiers a un problème qui bloque.
    :raises UsageError: si les dossiers sont de deux alliances.
    """
    first = check_file(before, today=options.today).dossier
    reading = check_file(after, today=options.today)
    if not is_same and not is_same_alliance(first, reading.dossier):
        raise UsageError(_refuse(first, reading.dossier))
    context = build_context(reading, options)
    old = remove_personal(first) if options.public else first
    return Comparison(
        before=old,
        context=context,
        changes=compare_plans(old, context.dossier, options.today),
        dimensions=compare_answers(load_grid(), old.answers, context.dossier.answers),
    )


def _refuse(before: Dossier, after: Dossier) -> str:
    names = [f"« {dossier.alliance.name} » ({dossier.territory.name})" for dossier in (before, after)]
    return (
        f"ces dossiers sont de deux alliances : {names[0]}, puis {names[1]}. "
        "Si elle a seulement changé de nom ou de territoire, ajoutez --meme-alliance"
    )


def follow_plan(
    before: Path, after: Path, destination: Path, *, options: Options, is_same: bool = False
) -> FollowUp:
    """Le bilan des changements, écrit dans ``destination/<nom du second dossier>/`` s'il y en a.

    :raises InputError: si l'un des dossiers a un problème qui bloque ; rien n'est alors écrit.
    :raises UsageError: si les dossiers sont de deux alliances.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    comparison = compare_files(before, after, options=options, is_same=is_same)
    problems = _check_order(comparison)
    if comparison.is_empty:
        return FollowUp(comparison=comparison, problems=problems)
    saved = save_outputs(
        _list_outputs(comparison),
        find_place(after, destination, comparison.context),
        options=options,
        origin=Origin(dated=comparison.context.dated),
    )
    return FollowUp(comparison=comparison, files=saved.files, problems=(*problems, *saved.problems))


def _check_order(comparison: Comparison) -> tuple[Problem, ...]:
    """Un second dossier plus ancien que le premier : sans doute donnés dans le mauvais ordre."""
    first = comparison.before.alliance.dated
    second = comparison.context.dossier.alliance.dated
    if first is None or second is None or second >= first:
        return ()
    start, end = format_short_date(first), format_short_date(second)
    return (build_problem("suivi-inverse", Place(), start=start, end=end),)


def _list_outputs(comparison: Comparison) -> tuple[Output, ...]:
    annex = make_sheets(lambda _: build_progress_workbook(comparison))
    return (
        Output(name=REPORT.name, document=build_progress_report(comparison)),
        Output(name=REPORT.name, document=build_progress_slides(comparison), texts=SLIDES.formats),
        Output(name=ANNEX.name, makers={ANNEX_FORMAT: annex[ANNEX_FORMAT]}),
    )
