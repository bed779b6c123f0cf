"""Ce que reçoit la personne qui anime, et les pièces nominatives : quelles pièces, dans quels formats, où."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kit.documents.document import Document
from kit.documents.table_sheet import Column, TableSheet
from kit.documents.workbook import Workbook
from kit.domain.errors import end_sentence
from kit.domain.typography import format_number, typeset
from kit.knowledge.catalogue import Entry, Method, load_catalogue
from kit.knowledge.catalogue.courses import Course
from kit.training.carnets import build_exercise_sheets, build_solutions
from kit.training.layout import COLD, PERSONAL, README, TRAINER
from kit.training.pieces import PieceMaker
from kit.training.printing import Piece
from kit.training.questionnaires import Moment, build_cold_items, build_questionnaire
from kit.training.seating import Seated
from kit.writers.cards import Card, write_cards
from kit.writers.formats import EDITABLE_FORMATS, HANDOUT_FORMATS, PAGE_FORMAT, PAPER_FORMATS, SLIDES_FORMAT
from kit.writers.pandoc import load_look
from kit.writers.sheet import WRITERS

_COLUMNS: Final = (
    Column("Repère", 12.0),
    Column("Nom", 34.0),
    Column("Fonction", 30.0),
    Column("Structure", 34.0),
    Column("Territoire", 34.0),
    Column("Dossier", 44.0),
)
_README: Final = """\
Jouer collectif en territoire
{title} : {dates}

formateur    votre guide, la fiche de stage, le diaporama, les cartes, les quiz et les évaluations ;
             commencez par « a-imprimer ». Les solutions y sont : ne copiez pas ce dossier aux stagiaires.
stagiaires   un dossier par personne, à copier sur une clé ou à envoyer ; aucun nom n'y est écrit.
personnel    le seul endroit où sont les noms : convocations, émargement, attestations, et « qui-est-qui ».
             Gardez-le sous clé, et effacez-le quand plus rien ne le demande ; le reste n'y perd rien.

Relancer la même commande ajoute les nouveaux stagiaires et ne touche pas au travail fait.
"""


def list_trainer_pieces(pieces: PieceMaker, roster: Sequence[Seated], root: Path) -> list[Piece]:
    """Les pièces de texte du formateur, et l'émargement."""
    folder = root / TRAINER
    documents = (
        (pieces.build_checklist(), PAPER_FORMATS),
        (pieces.build_guide(), PAPER_FORMATS),
        (pieces.build_course_sheet(), PAPER_FORMATS),
        (pieces.build_slides(), (SLIDES_FORMAT, PAGE_FORMAT)),
        (pieces.build_quiz(), PAPER_FORMATS),
        (pieces.build_quiz_key(), PAPER_FORMATS),
        (pieces.build_evaluation(Moment.HOT), PAPER_FORMATS),
        (pieces.build_evaluation(Moment.COLD), PAPER_FORMATS),
    )
    found = [_place(document, folder / document.name, formats) for document, formats in documents]
    found += [
        _place(document, root / stem, HANDOUT_FORMATS)
        for stem, document in build_exercise_sheets(pieces.course).items()
    ]
    sign_in = pieces.build_sign_in(roster)
    return [*found, _place(sign_in, root / PERSONAL / sign_in.name, PAPER_FORMATS)]


def list_named_pieces(pieces: PieceMaker, one: Seated, root: Path) -> list[Piece]:
    """La convocation et l'attestation d'une personne."""
    seat = one.seat
    return [
        Piece(
            document=pieces.build_convocation(one),
            files={name: root / seat.convocation(name) for name in HANDOUT_FORMATS},
        ),
        Piece(
            document=pieces.build_certificate(one),
            files={name: root / seat.certificate(name) for name in EDITABLE_FORMATS},
        ),
    ]


def _place(document: Document, stem: Path, formats: Sequence[str]) -> Piece:
    return Piece(document=document, files={name: stem.with_name(f"{stem.name}.{name}") for name in formats})


def build_trainer_files(
    pieces: PieceMaker, roster: Sequence[Seated], formats: Sequence[str], day: dt.date
) -> dict[str, bytes]:
    """Les fichiers qui ne sont pas des textes : cartes, solutions, classeurs ; par chemin."""
    course = pieces.course
    text = _README.format(title=course.title, dates=pieces.session.dates)
    files = {README: typeset(text).replace("\n", "\r\n").encode("utf-8-sig")}
    files |= build_solutions(course)
    look = load_look(pieces.overrides)
    if course.cards:
        title = f"Cartes : {course.title}".replace(" :", "\u00a0:")
        files[f"{TRAINER}/cartes.pdf"] = write_cards(list_cards(course), title=title, look=look, day=day)
    for name in formats:
        write = WRITERS[f".{name}"]
        cold = build_questionnaire(course, Moment.COLD, build_cold_items(course))
        files[f"{TRAINER}/{COLD}-a-envoyer.{name}"] = write(cold, look.palette)
        files[f"{PERSONAL}/qui-est-qui.{name}"] = write(build_directory(roster), look.palette)
    return files


def list_cards(course: Course) -> tuple[Card, ...]:
    """Les cartes d'un jeu par table, dans l'ordre de la fiche."""
    catalogue = load_catalogue()
    return tuple(
        _build_card(catalogue.get_entry(key), cards.title)
        for cards in course.cards
        for _ in range(cards.per_table)
        for key in cards.entries
    )


def _build_card(entry: Entry, group: str) -> Card:
    source = f"{entry.key}. {entry.source.title}" if entry.source else f"{entry.key}. Ce guide."
    if isinstance(entry, Method):
        return Card(
            group=group, title=entry.title, text=entry.purpose, detail=_describe(entry), source=source
        )
    details = [detail.statement for detail in entry.details]
    separator = " " if all(text.endswith("?") for text in details) else " ; "
    detail = end_sentence(typeset(separator.join(details))) if details else ""
    return Card(group=group, title=entry.title, text=entry.statement, detail=detail, source=source)


def _describe(method: Method) -> str:
    """Le groupe et la durée d'une méthode, s'ils sont connus."""
    parts = []
    if method.group_min and method.group_max:
        low, high = format_number(method.group_min), format_number(method.group_max)
        parts.append(f"De {low} à {high} personnes.")
    if method.minutes_min and method.minutes_max:
        parts.append(f"De {method.minutes_min} à {method.minutes_max} minutes.")
    return " ".join(parts) or "Ni effectif ni durée dans la source."


def build_directory(roster: Sequence[Seated]) -> Workbook:
    """« Qui est qui » : le repère, le nom et le dossier de chacun. Pièce nominative."""
    lines = []
    for one in roster:
        trainee, seat = one.trainee, one.seat
        values = (
            seat.mark,
            trainee.name,
            trainee.function,
            trainee.organisation,
            seat.territory_name,
            seat.folder,
        )
        lines.append(tuple(value or None for value in values))
    table = TableSheet(
        title="Qui est qui",
        intro="Données personnelles : à garder sous clé, à effacer après la session.",
        columns=_COLUMNS,
        lines=lines,
    )
    return Workbook(title="Qui est qui", subject="Jouer collectif en territoire", sheets=(table.build(),))
