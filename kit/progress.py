"""Le cas d'usage « suivre » : deux versions d'un dossier, un bilan d'une page, un diaporama, une annexe."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.catalogue import load_grid
from kit.documents.context import remove_personal
from kit.documents.progress_report import (
    Progress,
    build_progress_report,
    build_progress_slides,
    build_progress_workbook,
)
from kit.errors import UsageError, build_problem
from kit.follow_up import compare_answers, compare_plans, is_same_alliance
from kit.model import Dossier, Place, Problem
from kit.session import Options, build_context, check_characters, check_file, save_files
from kit.typography import format_short_date, slugify

TEXT_FORMATS: Final = ("docx", "odt", "pdf", "html")
FORMATS: Final = (*TEXT_FORMATS, "pptx", "ods")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Ce que la comparaison donne : les changements, les fichiers écrits, ce qui mérite attention."""

    progress: Progress
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def compare_files(before: Path, after: Path, *, options: Options, is_same: bool = False) -> Progress:
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
    return Progress(
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
    progress = compare_files(before, after, options=options, is_same=is_same)
    problems = _check_order(progress)
    if progress.is_empty:
        return FollowUp(progress=progress, problems=problems)
    contents = _write_all(progress, options)
    folder = destination / slugify(after.stem if after.is_file() else after.name)
    files = save_files({folder / name: content for name, content in contents.items()})
    unprintable = check_characters((build_progress_report(progress),), options)
    return FollowUp(progress=progress, files=files, problems=(*problems, *unprintable))


def _check_order(progress: Progress) -> tuple[Problem, ...]:
    """Un second dossier plus ancien que le premier : sans doute donnés dans le mauvais ordre."""
    first = progress.before.alliance.dated
    second = progress.context.dossier.alliance.dated
    if first is None or second is None or second >= first:
        return ()
    start, end = format_short_date(first), format_short_date(second)
    return (build_problem("suivi-inverse", Place(), start=start, end=end),)


def _write_all(progress: Progress, options: Options) -> dict[str, bytes]:
    from kit.writers.pandoc import load_look, write_documents
    from kit.writers.sheet import WRITERS

    look = load_look(options.overrides)
    dated = progress.context.dossier.alliance.dated or options.today
    texts = tuple(name for name in TEXT_FORMATS if name in options.formats)
    written = write_documents((build_progress_report(progress),), texts, look=look, dated=dated)
    contents = {f"bilan.{name}": content for (_, name), content in written.items()}
    if "pptx" in options.formats:
        slides = build_progress_slides(progress)
        shown = write_documents((slides,), ("pptx",), look=look, dated=dated)
        contents["bilan.pptx"] = shown[(slides.kind, "pptx")]
    if "ods" in options.formats:
        contents["bilan-annexe.ods"] = WRITERS[".ods"](build_progress_workbook(progress))
    return contents
