"""Ce que reçoit chaque stagiaire, hors du livret : dossier prérempli, carnets, quiz, mode d'emploi."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from kit.documents.palette import Palette, load_palette
from kit.domain.typography import typeset
from kit.knowledge.catalogue import load_grid
from kit.knowledge.catalogue.courses import Course
from kit.products.dossier.blank import build_dossier_workbook
from kit.products.dossier.prefill import build_blank_values
from kit.products.grids.blank import build_respondent_workbook
from kit.products.grids.filled import Respondent
from kit.training.carnets import build_trainee_notebooks
from kit.training.layout import DOSSIER, GRIDS, HOT, QUIZ_AFTER, QUIZ_BEFORE, README, Seat
from kit.training.pieces import list_trainee_files, needs_grids
from kit.training.questionnaires import Moment, build_hot_items, build_questionnaire, build_quiz
from kit.training.seating import Seated
from kit.training.sessions import Session
from kit.writers.sheet import WRITERS

_GRID_COUNT: Final = 3
_README: Final = """\
Jouer collectif en territoire
{title}

Ce dossier est le vôtre : {mark}, pour {territory}. Il ne porte pas votre nom.

{files}

Par où commencer : {first}. Enregistrez sans changer le nom des fichiers : le repère {mark} permet de les
retrouver. Un dossier de sauvegarde, et vous êtes tranquille.

Pour vérifier votre dossier :   kit verifier {first}
Pour en faire les documents :   kit produire {first}

{notice}
"""


def build_trainee_files(
    session: Session, one: Seated, formats: Sequence[str], *, overrides: Path | None = None
) -> dict[str, bytes]:
    """Les fichiers d'un stagiaire, par chemin depuis le dossier de la session.

    ``formats`` : ceux des classeurs, ods et xlsx. ``overrides`` : les modèles de la personne.
    """
    course, seat = session.course, one.seat
    files = {f"{seat.folder}/{README}": _build_readme(course, seat)}
    files |= build_trainee_notebooks(course, seat)
    for name in formats:
        files[seat.file(DOSSIER, name)] = _build_dossier(one, session.days[0], name, overrides)
        files |= _build_questionnaires(course, seat, name, load_palette(overrides))
        if needs_grids(course):
            files |= _build_grids(seat, name, overrides)
    return files


def _build_readme(course: Course, seat: Seat) -> bytes:
    listed = list_trainee_files(course, seat)
    width = max(len(file.name) for file in listed)
    text = _README.format(
        title=course.title,
        mark=seat.mark,
        territory=seat.territory_name,
        files="\n".join(f"  {file.name:<{width}}  {typeset(file.use)}" for file in listed),
        first=listed[0].name,
        notice=course.notice,
    )
    # La marque d'ordre dit l'encodage aux vieux blocs-notes ; les fins de ligne sont les leurs.
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _build_dossier(one: Seated, day: dt.date, name: str, overrides: Path | None) -> bytes:
    territory = one.trainee.territory
    values = build_blank_values(territory, query=one.trainee.query, today=day)
    workbook = build_dossier_workbook(values, grid=load_grid(), overrides=overrides)
    return WRITERS[f".{name}"](workbook, load_palette(overrides))


def _build_questionnaires(course: Course, seat: Seat, name: str, palette: Palette) -> dict[str, bytes]:
    quiz = build_quiz(course)
    asked = (
        (QUIZ_BEFORE, Moment.BEFORE, quiz),
        (QUIZ_AFTER, Moment.AFTER, quiz),
    )
    write = WRITERS[f".{name}"]
    signed = {
        seat.file(piece, name): write(build_questionnaire(course, moment, items, mark=seat.mark), palette)
        for piece, moment, items in asked
    }
    # Elle est sans nom : aucun repère, ni dedans, ni dans le nom du fichier.
    hot = write(build_questionnaire(course, Moment.HOT, build_hot_items(course)), palette)
    return {**signed, f"{seat.folder}/{HOT}.{name}": hot}


def _build_grids(seat: Seat, name: str, overrides: Path | None) -> dict[str, bytes]:
    return {
        f"{seat.folder}/{GRIDS}/grille-r{rank:02d}-{seat.mark}.{name}": _write_grid(rank, name, overrides)
        for rank in range(1, _GRID_COUNT + 1)
    }


@cache
def _write_grid(rank: int, name: str, overrides: Path | None) -> bytes:
    """Une grille vierge : la même pour tous les stagiaires."""
    workbook = build_respondent_workbook(load_grid(), Respondent(name=f"R{rank:02d}"), overrides=overrides)
    return WRITERS[f".{name}"](workbook, load_palette(overrides))
