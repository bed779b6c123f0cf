"""Les cas d'usage du dossier : produire ses documents, préparer un dossier vierge, le convertir.

Rien n'est écrit tant qu'un problème bloque.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.documents.document import DocumentKind
from kit.domain.typography import slugify
from kit.domain.values import Dossier, Problem
from kit.knowledge.catalogue import load_grid
from kit.products.dossier.action_plan import is_long_plan
from kit.products.dossier.context import Context, remove_personal
from kit.products.dossier.kinds import build_document
from kit.products.options import OnStep, Options
from kit.products.outputs import Maker, Output, make_sheets, save_outputs
from kit.products.saving import name_folder, save_new
from kit.reading.checks import check_file
from kit.reading.dossier import Reading, resolve_names
from kit.writers.formats import CALENDAR_FORMAT, DOCUMENT_FORMATS, TEXT_FORMATS

if TYPE_CHECKING:
    from kit.documents.document import Document
    from kit.products.dossier.blank import DossierValues

FORMATS: Final[Mapping[DocumentKind, tuple[str, ...]]] = {
    DocumentKind.ARGUMENT_SHEET: TEXT_FORMATS,
    DocumentKind.ACTION_PLAN: (*DOCUMENT_FORMATS, CALENDAR_FORMAT),
    DocumentKind.EVALUATION_GRID: DOCUMENT_FORMATS,
}
# Un plan trop long pour être imprimé en entier est toujours accompagné de son classeur.
ANNEX_FORMAT: Final = "ods"


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """Ce qui a été écrit, et ce qui mérite attention."""

    dossier: Dossier
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def build_documents(reading: Reading, options: Options) -> tuple[Document, ...]:
    """Les documents demandés, pas encore écrits.

    :raises InputError: si un problème bloque.
    """
    context = build_context(reading, options)
    return tuple(build_document(kind, context) for kind in options.kinds or FORMATS)


def build_context(reading: Reading, options: Options) -> Context:
    """Le contexte des documents, privé des données personnelles pour un export public."""
    dossier = remove_personal(reading.dossier) if options.public else reading.dossier
    return Context(
        dossier=dossier,
        grid=load_grid(),
        today=options.today,
        problems=tuple(problem for problem in reading.findings if not problem.blocking),
        public=options.public,
        overrides=options.overrides,
    )


def produce(
    source: Path, destination: Path, *, options: Options | None = None, on_step: OnStep | None = None
) -> Production:
    """Les documents du dossier, écrits dans ``destination/<nom du dossier>/``.

    Ce qui n'a pas pu être lu est dit à qui produit, d'abord, et dans aucun document.

    :raises InputError: s'il manque un nom, un territoire ou une cause ; rien n'est alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    options = options or Options()
    if on_step:
        on_step("Lecture et contrôle du dossier")
    reading = check_file(source, today=options.today)
    context = build_context(reading, options)
    outputs = [_describe_output(kind, context) for kind in options.kinds or FORMATS]
    saved = save_outputs(
        outputs, name_folder(source, destination), options=options, dated=context.dated, on_step=on_step
    )
    problems = sorted(reading.problems, key=lambda problem: not problem.blocking)
    return Production(dossier=context.dossier, files=saved.files, problems=(*problems, *saved.problems))


def _describe_output(kind: DocumentKind, context: Context) -> Output:
    is_long = kind is DocumentKind.ACTION_PLAN and is_long_plan(context.dossier)
    return Output(
        name=kind.value,
        document=build_document(kind, context),
        makers=list_makers(kind, context),
        annex=ANNEX_FORMAT if is_long else "",
    )


def list_makers(kind: DocumentKind, context: Context) -> Mapping[str, Maker]:
    """De quoi faire le classeur (xlsx, ods) et le calendrier (ics) d'un document ; voir :data:`FORMATS`."""
    from kit.products.dossier.workbooks import build_workbook

    makers: dict[str, Maker] = {
        **make_sheets(partial(build_workbook, kind, context)),
        CALENDAR_FORMAT: partial(_write_calendar, context),
    }
    return {name: makers[name] for name in FORMATS[kind] if name in makers}


def _write_calendar(context: Context) -> bytes:
    from kit.writers.calendar import write_calendar

    return write_calendar(context.dossier.actions, name=context.dossier.alliance.name, stamp=context.dated)


def write_blank(
    query: str, destination: Path, *, formats: tuple[str, ...] = ("ods", "xlsx"), replace_files: bool = False
) -> tuple[Path, ...]:
    """Un dossier vierge par format, pré-rempli de ce que l'on sait du territoire.

    :raises InputError: si le territoire est inconnu ou désigne plusieurs territoires.
    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux.
    """
    from kit.products.dossier.prefill import build_blank_values

    territory = resolve_names(query)
    base = destination / slugify(territory.name)
    values = build_blank_values(territory, query=query, today=dt.date.today())
    return _save_dossier(values, base, formats, replace_files=replace_files)


def convert(
    source: Path, destination: Path, *, formats: tuple[str, ...], replace_files: bool = False
) -> tuple[Path, ...]:
    """Le même dossier, réécrit dans d'autres formats, rien de perdu.

    :raises InputError: si une case n'a pas pu être lue : elle serait perdue.
    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux.
    """
    from kit.products.dossier.blank import dossier_values

    values = dossier_values(check_file(source).complete)
    return _save_dossier(values, name_folder(source, destination), formats, replace_files=replace_files)


def _save_dossier(
    values: DossierValues, base: Path, formats: tuple[str, ...], *, replace_files: bool
) -> tuple[Path, ...]:
    contents = {base.with_suffix(f".{name}"): write_dossier(values, name) for name in formats}
    return save_new(contents, replace_files=replace_files)


def write_dossier(values: DossierValues, name: str) -> bytes:
    """Le dossier à remplir ou rempli, dans l'un des :data:`kit.writers.formats.DOSSIER_FORMATS`."""
    from kit.products.dossier.blank import build_dossier_workbook, build_dossier_yaml
    from kit.writers.sheet import WRITERS

    if name == "yaml":
        return build_dossier_yaml(values, grid=load_grid()).encode()
    return WRITERS[f".{name}"](build_dossier_workbook(values, grid=load_grid()))
