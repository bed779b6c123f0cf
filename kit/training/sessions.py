"""Lire une session : ``session.yaml``, la fiche de formation qu'elle suit, et la liste des stagiaires."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import count_noun, format_date, format_short_date, join_list
from kit.domain.values import Place, Problem
from kit.knowledge.catalogue import load_course
from kit.knowledge.catalogue.courses import Course, HalfDay, parse_clock
from kit.reading.parsing import parse_record
from kit.reading.tables import read_content
from kit.reading.tables.encodings import decode_text
from kit.reading.tables.raw import RawCell, RawRecord
from kit.reading.tables.yaml_rows import read_yaml
from kit.reading.values.dates import read_day
from kit.training._forms import SESSION
from kit.training.rosters import Roster, Trainee, read_roster

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3])[:hH]([0-5]\d)?")
_MINUTES_A_DAY: Final = 24 * 60
_TEXTS: Final = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedHalfDay:
    """Une demi-journée de la session : sa fiche, déjà à ses heures, et son jour."""

    half_day: HalfDay
    date: dt.date

    @property
    def label(self) -> str:
        """Le jour et les heures, en clair."""
        return f"{format_date(self.date)}, {self.half_day.hours}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Une session : quelle formation, quand, où, par qui, pour qui."""

    course: Course
    organiser: str
    days: tuple[dt.date, ...]
    place: str
    trainers: tuple[str, ...]
    contact: str
    half_days: tuple[DatedHalfDay, ...]
    trainees: tuple[Trainee, ...]
    accessibility: str = ""
    practical: str = ""
    fee: str = ""
    deadline: str = ""

    @property
    def tables(self) -> int:
        """Le nombre de tables de travail."""
        return self.course.count_tables(len(self.trainees))

    @property
    def dates(self) -> str:
        """Les jours, en toutes lettres."""
        return join_list(format_date(day) for day in self.days)

    @property
    def short_dates(self) -> str:
        """Les jours, en chiffres."""
        return join_list(format_short_date(day) for day in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReading:
    """Une session prête, et ce qui mérite attention."""

    session: Session
    problems: tuple[Problem, ...]


def read_session(path: Path) -> SessionReading:
    """La session de ce fichier, et ses stagiaires.

    :raises InputError: avec tous les défauts de la session et de la liste.
    """
    values, places, problems = _read_values(path)
    blocking = [problem for problem in problems if problem.blocking]
    roster = Roster(trainees=(), problems=())
    if values.get("roster"):
        try:
            roster = read_roster(path.parent / str(values["roster"]))
        except InputError as error:
            blocking += error.problems
    if blocking:
        raise InputError(blocking)
    course = load_course(values["course"])
    days, found = _parse_days(values["days"], course, places["days"])
    shift, late = _parse_start(values.get("start", ""), course, places["start"])
    found += [*late, *_check_size(course, roster, places["roster"])]
    blocking = [problem for problem in found if problem.blocking]
    if blocking:
        raise InputError(blocking)
    kept = {key: values[key] for key in _PLAIN if key in values}
    session = Session(
        course=course,
        days=days,
        half_days=tuple(_date_half_days(course, days, shift)),
        trainees=roster.trainees,
        **kept,
    )
    return SessionReading(session=session, problems=(*problems, *found, *roster.problems))


_PLAIN: Final = (
    "organiser",
    "place",
    "trainers",
    "contact",
    "accessibility",
    "practical",
    "fee",
    "deadline",
)


def _read_values(path: Path) -> tuple[dict[str, Any], Mapping[str, Place], list[Problem]]:
    """Les valeurs de chaque champ, leur endroit, et les défauts."""
    where = Place(file=path.name)
    if path.suffix.lower() not in _TEXTS:
        raise InputError([build_problem("session-format", where, suffix=path.suffix or path.name)])
    tables, found = read_yaml(decode_text(read_content(path, where), where), where, (SESSION,))
    table = tables.get(SESSION.key)
    blank = {field.key: RawCell(value=None, where=where) for field in SESSION.fields}
    record = table.records[0] if table and table.records else RawRecord(where=where, cells=blank)
    values, wrong = parse_record(SESSION, record)
    return values, {key: cell.where for key, cell in record.cells.items()}, [*found, *wrong]


def _parse_days(
    texts: tuple[str, ...], course: Course, where: Place
) -> tuple[tuple[dt.date, ...], list[Problem]]:
    days = [read_day(text) for text in texts]
    wrong = [text for text, day in zip(texts, days, strict=True) if day is None]
    field = SESSION.fields[2]
    problems = [
        build_problem("date-attendue", where, found=text, field=field.label, example=field.example)
        for text in wrong
    ]
    known = tuple(day for day in days if day is not None)
    if not wrong and len(known) != course.days:
        expected = count_noun(course.days, "jour")
        values = {"found": course.title, "expected": expected, "count": count_noun(len(known), "jour")}
        problems.append(build_problem("session-jours", where, **values))
    elif not wrong:
        problems += _check_order(known, course, where)
    return known, problems


def _check_order(days: tuple[dt.date, ...], course: Course, where: Place) -> list[Problem]:
    if list(days) != sorted(set(days)):
        found = join_list(format_short_date(day) for day in days)
        return [build_problem("session-ordre", where, found=found)]
    between = course.work_period
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return [
        build_problem(
            "session-intervalle",
            where,
            count=count_noun(gap, "jour"),
            low=between.days_min,
            high=between.days_max,
        )
        for gap in gaps
        if between and not between.days_min <= gap <= between.days_max
    ]


def _parse_start(text: str, course: Course, where: Place) -> tuple[int, list[Problem]]:
    """Le décalage, en minutes, entre l'heure de début voulue et celle de la fiche."""
    if not text:
        return 0, []
    first = course.half_days[0].start
    room = _MINUTES_A_DAY - max(half_day.end for half_day in course.half_days)
    parts = _CLOCK.fullmatch(text.replace(" ", ""))
    wanted = parse_clock(f"{parts[1]}:{parts[2] or '00'}") if parts else -1
    if 0 <= wanted <= first + room:
        return wanted - first, []
    latest = f"{(first + room) // 60:02d}:{(first + room) % 60:02d}"
    return 0, [build_problem("session-heure", where, found=text, latest=latest)]


def _check_size(course: Course, roster: Roster, where: Place) -> list[Problem]:
    low, high = course.group
    count = len(roster.trainees)
    if low <= count <= high:
        return []
    said = count_noun(count, "stagiaire")
    return [build_problem("session-effectif", where, count=said, low=low, high=high)]


def _date_half_days(course: Course, days: tuple[dt.date, ...], shift: int) -> list[DatedHalfDay]:
    return [
        DatedHalfDay(
            half_day=replace(half_day, start=half_day.start + shift, end=half_day.end + shift),
            date=days[half_day.day - 1],
        )
        for half_day in course.half_days
    ]
