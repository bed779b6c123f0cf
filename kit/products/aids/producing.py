"""Le cas d'usage des aides : lire les aides, les comparer aux actions d'un dossier, écrire les documents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from kit.documents.document import Document
from kit.domain.errors import UsageError, suggest
from kit.domain.values import Problem
from kit.products.aids.aid import AidSet, Destination
from kit.products.aids.matching import Selection, build_needs, match_aids
from kit.products.aids.product import AIDS
from kit.products.aids.reading import read_aids
from kit.products.aids.sheet import build_aid_sheet
from kit.products.aids.shipped import load_shipped_aids
from kit.products.aids.workbook import build_aid_workbook
from kit.products.context import build_context
from kit.products.options import Options
from kit.products.outputs import Origin, Output, Saved, Viewable, make_sheets, save_outputs
from kit.products.records import OwnFolder
from kit.reading.checks import check_file
from kit.reading.dossier import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class AidSearch:
    """Ce que l'on cherche : où, pour quelles actions, quelle dépense."""

    source: Path | None = None
    extracted_on: dt.date | None = None
    actions: tuple[str, ...] = ()
    destinations: tuple[Destination, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AidReport(Viewable):
    """Les aides comparées aux actions d'un dossier, et ce que la lecture de l'export a relevé."""

    reading: Reading
    aids: AidSet
    selections: tuple[Selection, ...]
    problems: tuple[Problem, ...]
    options: Options

    def build_document(self) -> Document:
        """Le document, pas encore écrit."""
        return build_aid_sheet(build_context(self.reading, self.options), self.aids, self.selections)


def find_aids(dossier: Path, search: AidSearch, *, options: Options | None = None) -> AidReport:
    """Les aides à étudier pour les actions de ce dossier.

    :raises InputError: si le dossier est bloqué, ou si l'export d'aides ne se lit pas.
    :raises UsageError: si une action demandée n'existe pas.
    """
    options = options or Options()
    reading = check_file(dossier, today=options.today)
    needs = build_needs(reading.dossier, day=options.today, destinations=search.destinations)
    numbers = [need.number for need in needs]
    for number in search.actions:
        if number not in numbers:
            listed = ", ".join(numbers) or "aucune action"
            raise UsageError(
                f"l’action « {number} » n’est pas à chercher{suggest(number, numbers)} ({listed})"
            )
    aids, problems = _read_source(search)
    wanted = [need for need in needs if not search.actions or need.number in search.actions]
    return AidReport(
        reading=reading,
        aids=aids,
        selections=match_aids(aids.aids, wanted),
        problems=problems,
        options=options,
    )


def _read_source(search: AidSearch) -> tuple[AidSet, tuple[Problem, ...]]:
    if search.source is None:
        return load_shipped_aids(), ()
    return read_aids(search.source, extracted_on=search.extracted_on)


def produce_aids(report: AidReport, folder: Path | OwnFolder) -> Saved:
    """Les documents des aides, écrits dans ce dossier.

    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    context = build_context(report.reading, report.options)
    output = Output(
        name=AIDS.name,
        document=report.build_document(),
        makers=make_sheets(lambda _: build_aid_workbook(context, report.aids, report.selections)),
    )
    return save_outputs([output], folder, options=report.options, origin=Origin(dated=context.dated))
