"""Les fiches de formation : ce qu'une session promet, et son déroulé à la minute.

Les heures sont en minutes depuis minuit, les durées en minutes, les effectifs en personnes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Final

from kit.domain.typography import NBSP

# Des verbes dont on peut voir le résultat ; « comprendre » ou « connaître » ne se voient pas.
OBSERVABLE_VERBS: Final = (
    "animer",
    "argumenter",
    "calculer",
    "choisir",
    "classer",
    "comparer",
    "conduire",
    "décrire",
    "désigner",
    "distinguer",
    "évaluer",
    "expliquer",
    "formuler",
    "lire",
    "nommer",
    "planifier",
    "préparer",
    "présenter",
    "produire",
    "rédiger",
    "remplir",
    "repérer",
    "répartir",
    "situer",
    "vérifier",
)


class SegmentKind(StrEnum):
    """Ce qui se passe pendant une séquence."""

    WELCOME = "accueil"
    INPUT = "apport"
    WORKSHOP = "atelier"
    FEEDBACK = "restitution"
    REVIEW = "bilan"
    BREAK = "pause"


class Trace(StrEnum):
    """Ce qui montre qu'un objectif est atteint : le quiz, un carnet, une feuille du dossier, ou l'oral."""

    QUIZ = "quiz"
    NOTEBOOKS = "carnets"
    ALLIANCE = "alliance"
    PARTNERS = "partenaires"
    ACTIONS = "actions"
    EVALUATION = "evaluation"
    SPOKEN = "oral"


class Per(StrEnum):
    """Ce qui multiplie un matériel : chaque stagiaire, chaque table, ou la salle."""

    TRAINEE = "stagiaire"
    TABLE = "table"
    ROOM = "salle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """Ce que le stagiaire saura faire, comment on le voit, et les questions du quiz qui s'y rapportent.

    ``lines`` : combien de lignes l'évaluation demande dans la feuille du dossier qui sert de trace.
    """

    key: str
    statement: str
    evaluation: str
    traces: tuple[Trace, ...]
    questions: tuple[str, ...]
    lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Une séquence du déroulé. ``method`` : ce que l’on lit ; ``method_key`` : sa fiche, ou rien.

    ``group`` : la taille des groupes de travail, quand on ne reste pas tous ensemble. ``evidence`` : les
    fiches du catalogue que l'on montre, avec leur source.
    """

    key: str
    title: str
    kind: SegmentKind
    minutes: int
    objectives: tuple[str, ...]
    content: str
    method: str
    activity: str
    support: str
    evaluation: str
    remote: str
    method_key: str = ""
    evidence: tuple[str, ...] = ()
    group: tuple[int, int] | None = None

    @property
    def is_break(self) -> bool:
        """Vrai si l'on se repose."""
        return self.kind is SegmentKind.BREAK


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSegment:
    """Une séquence et l'heure où elle commence."""

    start: int
    segment: Segment

    @property
    def clock(self) -> str:
        """L'heure de début, en clair."""
        return format_clock(self.start)

    @property
    def end_clock(self) -> str:
        """L'heure de fin, en clair."""
        return format_clock(self.start + self.segment.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfDay:
    """Une demi-journée : le jour de la session (à partir de 1), ses heures, ses séquences."""

    key: str
    title: str
    day: int
    start: int
    end: int
    segments: tuple[Segment, ...]

    @property
    def minutes(self) -> int:
        """La durée, pauses comprises."""
        return self.end - self.start

    @property
    def hours(self) -> str:
        """Les heures de début et de fin, en clair."""
        return f"{format_clock(self.start)} – {format_clock(self.end)}"

    def time_segments(self) -> tuple[TimedSegment, ...]:
        """Les séquences, chacune à son heure."""
        timed, now = [], self.start
        for segment in self.segments:
            timed.append(TimedSegment(start=now, segment=segment))
            now += segment.minutes
        return tuple(timed)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPeriod:
    """Le temps de travail entre deux jours : sa longueur en jours, ce que l'on y fait, ce que l'on rend."""

    title: str
    days_min: int
    days_max: int
    tasks: tuple[str, ...]
    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """Un matériel : ce qu'il faut, combien, et pour qui."""

    name: str
    count: int
    per: Per

    def total(self, *, trainees: int, tables: int) -> int:
        """Le nombre à apporter."""
        return self.count * {Per.TRAINEE: trainees, Per.TABLE: tables, Per.ROOM: 1}[self.per]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSet:
    """Un jeu de cartes à imprimer : les fiches du catalogue qu'il montre, et combien de jeux par table."""

    title: str
    usage: str
    entries: tuple[str, ...]
    per_table: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletPage:
    """Une page du livret où l'on écrit : son titre, ce que l'on y fait, une place par question."""

    title: str
    intro: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Une fiche de formation. ``minutes`` : la durée annoncée, pauses comprises, hors repas."""

    key: str
    code: str
    title: str
    summary: str
    context: str
    level: str
    audience: tuple[str, ...]
    prerequisites: tuple[str, ...]
    group: tuple[int, int]
    table_size: int
    minutes: int
    mode: str
    objectives: tuple[Objective, ...]
    contents: tuple[str, ...]
    methods: tuple[str, ...]
    evaluation: tuple[str, ...]
    accessibility: tuple[str, ...]
    equipment: tuple[Equipment, ...]
    half_days: tuple[HalfDay, ...]
    notebooks: tuple[str, ...]
    cards: tuple[CardSet, ...]
    booklet: tuple[BookletPage, ...]
    remote: str
    notice: str
    work_period: WorkPeriod | None = None

    @property
    def days(self) -> int:
        """Le nombre de jours de présence."""
        return max(half_day.day for half_day in self.half_days)

    @property
    def method_keys(self) -> tuple[str, ...]:
        """Les fiches de méthode employées, dans l'ordre du déroulé."""
        found = (segment.method_key for half_day in self.half_days for segment in half_day.segments)
        return tuple(dict.fromkeys(key for key in found if key))

    @property
    def questions(self) -> tuple[str, ...]:
        """Les questions du quiz, dans l'ordre des objectifs."""
        return tuple(dict.fromkeys(key for objective in self.objectives for key in objective.questions))

    def get_objective(self, key: str) -> Objective:
        """L'objectif de cette clé.

        :raises KeyError: s'il n'existe pas.
        """
        return {objective.key: objective for objective in self.objectives}[key]

    def name_objectives(self, segment: Segment) -> str:
        """Les objectifs d'une séquence, en peu de place : « tous », « O1 à O5 », « O1, O3 »."""
        aimed = [one.key for one in self.objectives if one.key in segment.objectives]
        ranks = [rank for rank, one in enumerate(self.objectives) if one.key in aimed]
        if len(aimed) == len(self.objectives):
            return "tous"
        if len(ranks) > 2 and ranks[-1] - ranks[0] == len(ranks) - 1:
            return f"{aimed[0]} à {aimed[-1]}"
        return ", ".join(aimed)

    def count_tables(self, trainees: int) -> int:
        """Le nombre de tables pour ce groupe, au moins une."""
        return max(1, ceil(trainees / self.table_size))


def format_clock(minutes: int) -> str:
    """Une heure de la journée.

    >>> format_clock(545)
    '9\\xa0h\\xa005'
    """
    return f"{minutes // 60}{NBSP}h{NBSP}{minutes % 60:02d}"


def format_duration(minutes: int) -> str:
    """Une durée.

    >>> [format_duration(minutes).replace(NBSP, " ") for minutes in (210, 45, 360)]
    ['3 h 30', '45 min', '6 h']
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02d}" if rest else f"{hours}{NBSP}h"


def parse_clock(text: str) -> int:
    """Les minutes depuis minuit d'une heure écrite HH:MM, déjà contrôlée par sa forme.

    >>> parse_clock("09:05")
    545
    """
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
