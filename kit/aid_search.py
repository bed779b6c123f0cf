"""Le cas d'usage des aides : lire les aides, les comparer aux actions d'un dossier, écrire les documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.aids import AidSet, Destination, load_shipped_aids, read_aids
from kit.documents.aid_sheet import build_aid_sheet
from kit.documents.aid_workbook import build_aid_workbook
from kit.documents.document import Document
from kit.dossier import Reading
from kit.errors import UsageError, suggest
from kit.matching import Selection, build_needs, match_aids
from kit.model import Problem
from kit.session import (
    SHEET_FORMATS,
    TEXT_FORMATS,
    Options,
    build_context,
    check_characters,
    check_file,
    save_files,
)
from kit.typography import slugify

FORMATS: Final = (*TEXT_FORMATS, *SHEET_FORMATS)
NAME: Final = "aides"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Ce que l'on cherche : où, pour quelles actions, quelle dépense."""

    source: Path | None = None
    extracted_on: dt.date | None = None
    actions: tuple[str, ...] = ()
    destinations: tuple[Destination, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AidReport:
    """Les aides comparées aux actions d'un dossier, et ce que la lecture de l'export a relevé."""

    reading: Reading
    aids: AidSet
    selections: tuple[Selection, ...]
    problems: tuple[Problem, ...]
    options: Options

    def build_document(self) -> Document:
        """Le document, pas encore écrit."""
        return build_aid_sheet(build_context(self.reading, self.options), self.aids, self.selections)

    def check_print(self) -> tuple[Problem, ...]:
        """Les caractères que nos polices ne dessinent pas en PDF."""
        return check_characters((self.build_document(),), self.options)

    def _repr_html_(self) -> str:
        """Le document, tel qu'un carnet le montre."""
        from kit.writers.fragment import write_fragment

        return write_fragment(self.build_document())


def find_aids(dossier: Path, search: Search, *, options: Options | None = None) -> AidReport:
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


def _read_source(search: Search) -> tuple[AidSet, tuple[Problem, ...]]:
    if search.source is None:
        return load_shipped_aids(), ()
    return read_aids(search.source, extracted_on=search.extracted_on)


def produce_aids(report: AidReport, folder: Path, *, formats: Sequence[str] = FORMATS) -> tuple[Path, ...]:
    """Les documents des aides, écrits dans ce dossier.

    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    from kit.writers.pandoc import load_look, write_documents
    from kit.writers.sheet import WRITERS

    context = build_context(report.reading, report.options)
    texts = tuple(name for name in TEXT_FORMATS if name in formats)
    look = load_look(report.options.overrides)
    written = write_documents(
        (report.build_document(),) if texts else (), texts, look=look, dated=report.options.today
    )
    contents = {folder / f"{NAME}.{name}": content for (_, name), content in written.items()}
    for name in SHEET_FORMATS:
        if name in formats:
            workbook = build_aid_workbook(context, report.aids, report.selections)
            contents[folder / f"{NAME}.{name}"] = WRITERS[f".{name}"](workbook)
    return save_files(contents)


def name_folder(dossier: Path, destination: Path) -> Path:
    """Le dossier où les documents d'un dossier s'écrivent."""
    return destination / slugify(dossier.stem if dossier.is_file() else dossier.name)
