"""Les questions à coller dans un outil de formulaire en ligne, chacune avec le code qui la fera retrouver."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kit.documents.document import Document
from kit.documents.templates import Markdown, fill_template
from kit.products.outputs import Output
from kit.writers.formats import TITLES_FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class FormQuestion:
    """Une question à coller : son intitulé codé, ce que l'outil doit attendre, ses choix."""

    title: str
    kind: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """Un formulaire à créer : ses questions, la commande qui lira les réponses, ce que l'on promet."""

    name: str
    title: str
    questions: Sequence[FormQuestion]
    command: str
    promise: str
    example: str


def describe_form(sheet: FormSheet, *, overrides: Path | None = None) -> Output:
    """Le document à suivre, et la ligne de titres qu'un tableur-formulaire sait importer."""
    values = {
        "questions": sheet.questions,
        "command": Markdown(sheet.command),
        "promise": sheet.promise,
        "example": sheet.example,
    }
    document = Document(
        name=sheet.name,
        title=sheet.title,
        subtitle="Les questions à coller dans votre outil de formulaire",
        subject="Un formulaire en ligne dont le kit sait lire les réponses",
        markdown=fill_template("formulaire.md.j2", values, overrides=overrides),
    )
    return Output(
        name=sheet.name,
        document=document,
        makers={TITLES_FORMAT: lambda _overrides: _write_titles(sheet.questions)},
    )


def _write_titles(questions: Sequence[FormQuestion]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerow([one.title for one in questions])
    return stream.getvalue().encode("utf-8-sig")
