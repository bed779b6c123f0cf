"""Le classeur de la personne, annoté : ce qui a été lu, ce qui est proposé, ce qu'il reste à faire.

La copie porte une feuille « Corrections » ; ce que la personne y accepte est lu ensuite comme si ses cases
l'avaient porté (:mod:`kit.reading.tables.corrections`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Final

from kit.documents.table_sheet import Column, TableSheet
from kit.documents.workbook import Cell, CellStyle, ChoiceList, Row, Sheet, build_range
from kit.domain.errors import InputError, build_problem, end_sentence
from kit.domain.typography import fold, typeset
from kit.domain.values import Place, Problem
from kit.products.dossier.proposing import Note, list_notes
from kit.products.saving import save_files
from kit.reading.checks import check_rows
from kit.reading.tables.corrections import CORRECTIONS, apply_corrections
from kit.reading.tables.files import WORKBOOK_FILES, build_dossier, read_content
from kit.reading.tables.raw import RawSheet
from kit.reading.tables.sheet_rows import name_cell
from kit.reading.tables.workbook_rows import read_workbook
from kit.writers.annotating import Annotation, Mark, annotate_workbook

BLOCKING, WATCHED = "À corriger", "À regarder"
_LEAD: Final = (
    "1. Chaque ligne dit une case de vos feuilles : elle y est colorée, et porte un commentaire.",
    "2. La proposition vous va : « oui » dans « Accepter ». Une autre : « Autre valeur ». Aucune : rien.",
    "3. Enregistrez, puis donnez ce fichier au kit : il lit vos corrections à la place des cases.",
)
_WIDTHS: Final = {"sheet": 16, "cell": 9, "noted": 30, "proposal": 30, "accept": 11, "other": 24}
_STYLES: Final = {"accept": CellStyle.INPUT_CHOICE, "other": CellStyle.INPUT_TEXT}
_HEADING_LINE: Final = 2 + len(_LEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedCopy:
    """Une copie annotée, pas encore écrite : son nom, ses octets, et ce que le dossier a fait relever."""

    name: str
    content: bytes
    problems: tuple[Problem, ...]


def annotate(source: Path, today: dt.date) -> AnnotatedCopy | None:
    """La copie annotée de ce dossier ; rien, s'il n'y a rien à y dire.

    :raises InputError: si ce n'est pas un classeur, s'il ne se lit pas ou s'il est déjà annoté.
    :raises EditError: si une partie du classeur n'a pas la forme qu'il faut pour y ajouter.
    """
    where = Place(file=source.name)
    if source.is_dir() or source.suffix.lower() not in {*WORKBOOK_FILES, ".xls"}:
        raise InputError([build_problem("annotation-classeur", where)])
    content = read_content(source, where)
    sheets = read_workbook(content, where)
    corrected = apply_corrections(sheets)
    if corrected.is_annotated:
        raise InputError([build_problem("annotation-deja", where)])
    raw = build_dossier(corrected, source.name)
    problems = check_rows(raw, today=today).problems
    notes = list_notes(problems, raw, sheets)
    if not notes:
        return None
    title = _name_sheet(sheets)
    annotation = Annotation(
        marks=tuple(_list_marks(notes, title)), sheet=_build_sheet(notes, title), day=today
    )
    written = annotate_workbook(content, annotation)
    _check_same(sheets, read_workbook(written, where), where)
    name = f"{source.stem} (annoté){source.suffix}"
    return AnnotatedCopy(name=name, content=written, problems=problems)


def save_annotated(copy: AnnotatedCopy, folder: Path) -> Path:
    """La copie, écrite dans ce dossier sous un nom encore libre : rien n'est jamais écrasé.

    :raises WriteError: si elle ne peut pas être écrite.
    """
    name = Path(copy.name)
    others = (f"{name.stem.removesuffix(')')} {rank}){name.suffix}" for rank in count(2))
    path = next(path for one in chain([copy.name], others) if not (path := folder / one).exists())
    return save_files({path: copy.content})[0]


def _name_sheet(sheets: Sequence[RawSheet]) -> str:
    """« Corrections », ou ce nom suivi d'un rang si la personne a déjà une feuille qui le porte."""
    taken = {fold(sheet.title) for sheet in sheets}
    names = chain([CORRECTIONS.title], (f"{CORRECTIONS.title} {rank}" for rank in count(2)))
    return next(name for name in names if fold(name) not in taken)


def _list_marks(notes: Sequence[Note], title: str) -> Iterator[Mark]:
    for line, note in _number_lines(notes):
        if note.spot is not None:
            text = _build_comment(note, title, line)
            yield Mark(sheet=note.sheet, spot=note.spot, text=text, is_blocking=note.is_blocking)


def _number_lines(notes: Sequence[Note]) -> Iterator[tuple[int, Note]]:
    """Chaque note et sa première ligne dans la feuille « Corrections »."""
    line = _HEADING_LINE + 1
    for note in notes:
        yield line, note
        line += max(1, len(note.proposals))


def _build_comment(note: Note, title: str, line: int) -> str:
    last = line + len(note.proposals) - 1
    place = (
        f"feuille « {title} », ligne {line}"
        if last <= line
        else f"feuille « {title} », lignes {line} à {last}"
    )
    lines = [f"{BLOCKING if note.is_blocking else WATCHED}. {_explain(note)}"]
    if note.is_whole_line:
        lines.append("Ceci concerne toute la ligne : corrigez-la ici même.")
    elif note.proposals:
        listed = ", ou ".join(note.proposals)
        lines.append(f"Proposition : {listed}. Pour l’accepter, écrivez « oui » ({place}).")
    else:
        lines.append(f"Corrigez cette case, ou écrivez sa valeur dans « Autre valeur » ({place}).")
    return typeset("\n".join(lines))


def _explain(note: Note) -> str:
    """Ce que disent les problèmes de la case, une ligne chacun ; un même remède n'est dit qu'une fois."""
    by_remedy: dict[str, list[str]] = {}
    for problem in note.problems:
        by_remedy.setdefault(problem.remedy, []).append(end_sentence(_capitalize(problem.message)))
    return "\n".join(
        f"{' '.join(dict.fromkeys(messages))} {end_sentence(_capitalize(remedy))}"
        for remedy, messages in by_remedy.items()
    )


def _capitalize(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _build_sheet(notes: Sequence[Note], title: str) -> Sheet:
    lines = [line for note in notes for line in _build_lines(note)]
    rank = 1 + [field.key for field in CORRECTIONS.fields].index("accept")
    answers = ChoiceList(
        cells=build_range(rank, _HEADING_LINE + 1, _HEADING_LINE + len(lines)),
        choices=("oui", "non"),
        title="Accepter",
        help="oui : la proposition est lue à la place de la case. Vide ou non : rien ne change.",
        strict=False,
    )
    return TableSheet(
        title=title,
        heading="Corrections à accepter",
        lead=tuple(Row(cells=(Cell(value=typeset(text), style=CellStyle.INTRO),)) for text in _LEAD),
        columns=(
            *(
                Column(field.label, _WIDTHS[field.key], _STYLES.get(field.key, CellStyle.PLAIN))
                for field in CORRECTIONS.fields
            ),
            Column("Importance", 13, CellStyle.LABEL),
            Column("Ce que le kit en dit", 70, CellStyle.PLAIN),
        ),
        lines=lines,
        choice_lists=(answers,),
        frozen=2,
    ).build()


def _build_lines(note: Note) -> Iterator[tuple[str | None, ...]]:
    """Une ligne par proposition, pour que « oui » n'en désigne jamais qu'une."""
    lead = BLOCKING if note.is_blocking else WATCHED
    said, cell = typeset(_explain(note)), _name_place(note)
    for proposal in note.proposals or (None,):
        yield note.sheet or None, cell, note.written or None, proposal, None, None, lead, said


def _name_place(note: Note) -> str | None:
    if note.spot is None:
        return None
    return f"ligne {note.spot[0]}" if note.is_whole_line else name_cell(note.spot)


def _check_same(before: Iterable[RawSheet], after: Iterable[RawSheet], where: Place) -> None:
    """Refuse une copie qui ne dirait pas la même chose que le classeur.

    :raises InputError: si une feuille, une valeur ou une erreur y a changé.
    """
    written = {sheet.title: sheet for sheet in after}
    for sheet in before:
        copy = written.get(sheet.title)
        if copy is None or _trim(copy) != _trim(sheet) or copy.errors != sheet.errors:
            raise InputError([build_problem("annotation-infidele", where)])


def _trim(sheet: RawSheet) -> list[list[object]]:
    """Les valeurs de la feuille, sans les cases vides de la fin."""
    rows = [list(row) for row in sheet.rows]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return [list(row) for row in rows]
