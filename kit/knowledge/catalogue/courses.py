"""Les fiches de formation : ce qu'une session promet, et son déroulé à la minute.

Les heures sont en minutes depuis minuit, les durées en minutes, les effectifs en personnes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil
from typing import Any, Final, Literal

from kit.domain.declaring import keyed
from kit.domain.typography import NBSP

_CLOCK: Final = r"([01]\d|2[0-3]):[0-5]\d"
_BOUNDS: Final = {"min": int, "max": int}
CourseLevel = Literal["découverte", "approfondissement", "expertise"]
CourseMode = Literal["présence", "distance", "mixte"]

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


def parse_clock(text: str) -> int:
    """Les minutes depuis minuit d'une heure écrite HH:MM, déjà contrôlée par sa forme.

    >>> parse_clock("09:05")
    545
    """
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _pair_bounds(block: Any) -> tuple[int, int]:  # noqa: ANN401 — un bloc lu, par clé
    return block["min"], block["max"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """Ce que le stagiaire saura faire, comment on le voit, et les questions du quiz qui s'y rapportent.

    ``lines`` : combien de lignes l'évaluation demande dans la feuille du dossier qui sert de trace.
    """

    key: str = field(metadata=keyed("cle", pattern=r"O\d"))
    statement: str = field(metadata=keyed("enonce"))
    evaluation: str = field(metadata=keyed("evaluation"))
    traces: tuple[Trace, ...] = field(metadata=keyed("traces"))
    questions: tuple[str, ...] = field(metadata=keyed("questions", can_be_empty=True))
    lines: int = field(default=1, metadata=keyed("lignes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Une séquence du déroulé. ``method`` : ce que l’on lit ; ``method_key`` : sa fiche, ou rien.

    ``group`` : la taille des groupes de travail, quand on ne reste pas tous ensemble. ``evidence`` : les
    fiches du catalogue que l'on montre, avec leur source.
    """

    key: str = field(metadata=keyed("cle", pattern=r"S\d{1,2}"))
    title: str = field(metadata=keyed("titre"))
    kind: SegmentKind = field(metadata=keyed("genre"))
    minutes: int = field(metadata=keyed("duree"))
    objectives: tuple[str, ...] = field(default=(), metadata=keyed("objectifs"))
    content: str = field(metadata=keyed("contenu"))
    method: str = field(default="", metadata=keyed("methode"))
    method_key: str = field(default="", metadata=keyed("fiche_methode", pattern=r"METH-[A-Z0-9-]+"))
    group: tuple[int, int] | None = field(
        default=None, metadata=keyed("groupes", parts=_BOUNDS, read=_pair_bounds)
    )
    activity: str = field(default="", metadata=keyed("activite"))
    support: str = field(default="", metadata=keyed("support"))
    evidence: tuple[str, ...] = field(default=(), metadata=keyed("appuis"))
    evaluation: str = field(default="", metadata=keyed("evaluation"))
    remote: str = field(metadata=keyed("distance"))

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

    key: str = field(metadata=keyed("cle", pattern=r"D\d"))
    title: str = field(metadata=keyed("titre"))
    day: int = field(metadata=keyed("jour"))
    start: int = field(metadata=keyed("debut", pattern=_CLOCK, read=parse_clock))
    end: int = field(metadata=keyed("fin", pattern=_CLOCK, read=parse_clock))
    segments: tuple[Segment, ...] = field(metadata=keyed("sequences"))

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

    title: str = field(metadata=keyed("titre"))
    days: tuple[int, int] = field(metadata=keyed("jours", parts=_BOUNDS, read=_pair_bounds))
    tasks: tuple[str, ...] = field(metadata=keyed("travail"))
    delivery: str = field(metadata=keyed("rendu"))

    @property
    def days_min(self) -> int:
        """Le nombre de jours, au moins."""
        return self.days[0]

    @property
    def days_max(self) -> int:
        """Le nombre de jours, au plus."""
        return self.days[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """Un matériel : ce qu'il faut, combien, et pour qui."""

    name: str = field(metadata=keyed("quoi"))
    count: int = field(metadata=keyed("nombre"))
    per: Per = field(metadata=keyed("par"))

    def total(self, *, trainees: int, tables: int) -> int:
        """Le nombre à apporter."""
        return self.count * {Per.TRAINEE: trainees, Per.TABLE: tables, Per.ROOM: 1}[self.per]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSet:
    """Un jeu de cartes à imprimer : les fiches du catalogue qu'il montre, et combien de jeux par table."""

    title: str = field(metadata=keyed("titre"))
    usage: str = field(metadata=keyed("usage"))
    entries: tuple[str, ...] = field(metadata=keyed("fiches"))
    per_table: int = field(metadata=keyed("par_table"))


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletPage:
    """Une page du livret où l'on écrit : son titre, ce que l'on y fait, une place par question."""

    title: str = field(metadata=keyed("titre"))
    intro: str = field(metadata=keyed("intro"))
    prompts: tuple[str, ...] = field(metadata=keyed("questions"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Une fiche de formation. ``minutes`` : la durée annoncée, pauses comprises, hors repas."""

    key: str = field(metadata=keyed("cle", pattern=r"[a-z0-9]+(-[a-z0-9]+)*"))
    code: str = field(metadata=keyed("code", pattern=r"[A-Z0-9]+(-[A-Z0-9]+)*"))
    title: str = field(metadata=keyed("titre"))
    summary: str = field(metadata=keyed("accroche"))
    context: str = field(metadata=keyed("contexte"))
    level: CourseLevel = field(metadata=keyed("niveau"))
    audience: tuple[str, ...] = field(metadata=keyed("public"))
    prerequisites: tuple[str, ...] = field(metadata=keyed("prerequis"))
    group: tuple[int, int] = field(metadata=keyed("effectif", parts=_BOUNDS, read=_pair_bounds))
    table_size: int = field(metadata=keyed("table"))
    minutes: int = field(metadata=keyed("duree"))
    mode: CourseMode = field(metadata=keyed("modalite"))
    objectives: tuple[Objective, ...] = field(metadata=keyed("objectifs"))
    contents: tuple[str, ...] = field(metadata=keyed("contenu"))
    methods: tuple[str, ...] = field(metadata=keyed("methodes"))
    evaluation: tuple[str, ...] = field(metadata=keyed("evaluation"))
    accessibility: tuple[str, ...] = field(metadata=keyed("accessibilite"))
    equipment: tuple[Equipment, ...] = field(metadata=keyed("materiel"))
    notebooks: tuple[str, ...] = field(metadata=keyed("carnets", can_be_empty=True))
    cards: tuple[CardSet, ...] = field(metadata=keyed("cartes", can_be_empty=True))
    booklet: tuple[BookletPage, ...] = field(metadata=keyed("livret"))
    remote: str = field(metadata=keyed("distance"))
    notice: str = field(metadata=keyed("avertissement"))
    work_period: WorkPeriod | None = field(default=None, metadata=keyed("intersession"))
    half_days: tuple[HalfDay, ...] = field(metadata=keyed("demi_journees"))

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
