"""Le cas d'usage de l'observatoire : un questionnaire vierge, ou des réponses comptées et écrites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.documents.document import Document
from kit.domain.errors import InputError, UsageError, build_problem
from kit.domain.typography import slugify
from kit.domain.values import Place, Problem
from kit.products.form_sheet import FormQuestion, FormSheet, describe_form
from kit.products.observatory.blank import KINDS, build_blank_questionnaire
from kit.products.observatory.product import OBSERVATORY
from kit.products.observatory.questions import ASKED, QUESTIONS
from kit.products.observatory.reading import Answers, ReceivedQuestionnaire, read_questionnaire
from kit.products.observatory.sheet import build_observatory_sheet
from kit.products.observatory.summary import Summary, summarise
from kit.products.observatory.workbook import build_observatory_workbook
from kit.products.options import Options
from kit.products.outputs import Output, Saved, Viewable, make_sheets, save_blanks, save_outputs
from kit.reading.dossier import resolve_names
from kit.writers.formats import SHEET_FORMATS, SHEET_SUFFIXES

_LISTED: Final = SHEET_SUFFIXES | {".xls", ".csv", ".tsv"}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireStudy(Viewable):
    """Des questionnaires comptés ; ``set_aside`` : combien ont été écartés, ``problems`` dit pourquoi."""

    summary: Summary
    set_aside: int
    problems: tuple[Problem, ...]
    options: Options

    def build_document(self) -> Document:
        """Le document, pas encore écrit."""
        return build_observatory_sheet(
            self.summary,
            set_aside=self.set_aside,
            today=self.options.today,
            overrides=self.options.overrides,
        )


def write_blank_questionnaire(
    query: str,
    destination: Path,
    *,
    formats: tuple[str, ...] = SHEET_FORMATS,
    replace_files: bool = False,
    overrides: Path | None = None,
) -> tuple[Path, ...]:
    """Un questionnaire vierge par format, au nom du territoire.

    :raises InputError: si le territoire est inconnu ou désigne plusieurs territoires.
    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux.
    """
    territory = resolve_names(query)
    output = Output(
        name=f"questionnaire-{slugify(territory.name)}",
        makers=make_sheets(lambda models: build_blank_questionnaire(territory.name, overrides=models)),
    )
    return save_blanks(
        [output], destination, formats=formats, replace_files=replace_files, overrides=overrides
    )


def write_form_sheet(destination: Path, options: Options) -> Saved:
    """Les questions de l'observatoire, prêtes à coller dans un outil de formulaire en ligne.

    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    questions = tuple(
        FormQuestion(title=asked.title, kind=f"{KINDS[one.kind]}. {one.help}", choices=one.choices)
        for asked, one in zip(ASKED, QUESTIONS, strict=True)
    )
    sheet = FormSheet(
        name="formulaire-associations",
        title="Questionnaire aux associations",
        questions=questions,
        command="kit observatoire reunir reponses.csv",
        promise="les réponses se comptent sans nom.",
        example=ASKED[0].code,
    )
    return save_outputs([describe_form(sheet, overrides=options.overrides)], destination, options=options)


def gather_questionnaires(sources: Sequence[Path], options: Options | None = None) -> QuestionnaireStudy:
    """Les questionnaires de ces fichiers (ou dossiers), comptés ensemble ; un mauvais fichier est écarté.

    :raises InputError: si aucun questionnaire ne peut être compté, avec tous les défauts.
    :raises UsageError: si un chemin n'existe pas, ou s'il n'y a rien à réunir.
    """
    absent = [source for source in sources if not source.exists()]
    if absent:
        raise UsageError(f"« {absent[0]} » n’existe pas")
    files = _list_files(sources)
    if not files:
        raise UsageError("aucun fichier .ods, .xlsx ou .csv à réunir")
    answers, problems, kept = _screen([read_questionnaire(path) for path in files])
    if not answers:
        raise InputError(problems)
    return QuestionnaireStudy(
        summary=summarise(answers),
        set_aside=len(files) - kept,
        problems=tuple(problems),
        options=options or Options(),
    )


def _list_files(sources: Iterable[Path]) -> tuple[Path, ...]:
    found: dict[Path, Path] = {}
    for source in sources:
        inside = sorted(source.iterdir()) if source.is_dir() else [source]
        for path in inside:
            listed = path.suffix.lower() in _LISTED and not path.name.startswith((".", "~$"))
            if path == source or listed:
                found.setdefault(path.resolve(), path)
    return tuple(found.values())


def _screen(received: Iterable[ReceivedQuestionnaire]) -> tuple[list[Answers], list[Problem], int]:
    """Les réponses à compter, et de combien de fichiers ; deux copies comptent une fois."""
    answers: list[Answers] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for one in received:
        problems += one.problems
        if not one.answers:
            continue
        if one.digest in seen:
            problems.append(_note_copy(one.file, seen[one.digest]))
            continue
        seen[one.digest] = one.file
        answers += one.answers
    return answers, problems, len(seen)


def _note_copy(file: str, kept: str) -> Problem:
    values = {"first": kept, "second": file, "found": kept, "reason": "les deux fichiers sont identiques"}
    return build_problem("repondant-double", Place(file=file), **values)


def write_study(study: QuestionnaireStudy, destination: Path) -> Saved:
    """Le document et son annexe, écrits dans ``destination``.

    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    output = Output(
        name=OBSERVATORY.name,
        document=study.build_document(),
        makers=make_sheets(lambda models: build_observatory_workbook(study.summary, overrides=models)),
    )
    return save_outputs([output], destination, options=study.options)
