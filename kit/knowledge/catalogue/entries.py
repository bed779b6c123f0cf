"""Les fiches du catalogue : une vue commune à toutes les familles, et ce que chacune a en propre."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from kit.domain.values import Audience, PartnerKind, Reliability, Source, Stage
from kit.knowledge.catalogue.values import Figure

OWN_WORK: Final = "ce guide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Un élément d'une fiche : tâche, sous-étape, question, exigence."""

    key: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Ce par quoi une fiche se choisit ; ``territory_kinds`` suit le vocabulaire français des fichiers."""

    themes: tuple[str, ...] = ()
    audiences: tuple[Audience, ...] = ()
    stages: tuple[Stage, ...] = ()
    odd: tuple[int, ...] = ()
    territory_kinds: tuple[str, ...] = ()
    actors: tuple[PartnerKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Une fiche, telle que toutes les familles la montrent.

    ``source`` est vide pour ce que ce guide a écrit lui-même ; ``reference`` est alors vide aussi.
    """

    key: str
    family: str
    title: str
    statement: str
    facets: Facets
    source: Source | None = None
    reference: str = ""
    remark: str = ""
    details: tuple[Detail, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def reliability(self) -> Reliability | None:
        """La fiabilité de la source ; ``None`` pour ce qui est de ce guide."""
        return self.source.reliability if self.source else None

    @property
    def checked_on(self) -> dt.date | None:
        """Le jour de la relecture ; ``None`` pour ce qui est de ce guide."""
        return self.source.checked_on if self.source else None

    @property
    def is_statable(self) -> bool:
        """Vrai si la fiche peut s'imprimer comme un fait, ou si elle est de ce guide."""
        return self.reliability is None or self.reliability.is_statable

    def list_texts(self) -> tuple[str, ...]:
        """Ce que la fiche dit en plus de son titre et de son énoncé, pour la recherche."""
        details = (detail.statement for detail in self.details)
        return (*details, self.remark, *(figure.label for figure in self.figures))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """Une ligne de tableau ; une valeur ``None`` est illisible dans la source."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Le tableau d'une enquête ; ``base`` est le nombre de réponses, s'il est connu."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    base: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Entry):
    """Une enquête."""

    table: Table | None = None

    def list_texts(self) -> tuple[str, ...]:
        """Les lignes et les colonnes du tableau, en plus du reste."""
        table = self.table
        cells = (*table.columns, *(row.label for row in table.rows)) if table else ()
        # super() sans argument ne marche pas dans une dataclass à emplacements (slots).
        return (*Entry.list_texts(self), *cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Une réponse proposée ; ``share`` en pour cent de la salle, ``is_right`` vide pour une opinion."""

    key: str
    label: str
    share: float | None = None
    is_right: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz(Entry):
    """Une question posée à une salle."""

    question: str
    choices: tuple[Choice, ...]
    explanation: str

    def list_texts(self) -> tuple[str, ...]:
        """La question, ses réponses et leur explication, en plus du reste."""
        labels = (choice.label for choice in self.choices)
        return (*Entry.list_texts(self), self.question, *labels, self.explanation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Une réponse proposée à qui apprend ; ``feedback`` est ce qu'on lui dit quand il la choisit."""

    label: str
    is_right: bool
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Entry):
    """Une question pour s'entraîner, écrite par ce guide ; ``links`` : les fiches qui la prouvent."""

    question: str
    options: tuple[Option, ...]
    explanation: str
    objective: str
    links: tuple[str, ...]

    @property
    def is_multiple(self) -> bool:
        """Vrai si plusieurs réponses sont justes."""
        return sum(option.is_right for option in self.options) > 1

    def list_texts(self) -> tuple[str, ...]:
        """La question, ses réponses, l'explication et l'objectif, en plus du reste."""
        told = (text for option in self.options for text in (option.label, option.feedback))
        return (*Entry.list_texts(self), self.question, *told, self.explanation, self.objective)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudy(Entry):
    """Un cas : où, ce qui a été fait, ce qu'il apprend. ``code`` : INSEE ou SIREN, vide si inconnu."""

    territory: str
    kind: str
    deed: str
    lesson: str
    code: str = ""

    def list_texts(self) -> tuple[str, ...]:
        """Le territoire, l'action et la leçon, en plus du reste."""
        return (*Entry.list_texts(self), self.territory, self.kind, self.deed, self.lesson)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Entry):
    """Une cible de l'ODD 17 ; ``official_text`` est cité, ``reading`` est notre transposition."""

    number: str
    label: str
    official_text: str
    reading: str
    scope: str

    def list_texts(self) -> tuple[str, ...]:
        """Le texte officiel et notre lecture, en plus du reste."""
        return (*Entry.list_texts(self), self.number, self.official_text, self.reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Entry):
    """Un programme d'aide. Les dates sont des années, des mois ou des jours, comme la source les donne."""

    strands: tuple[str, ...]
    operator: str
    applicants: tuple[str, ...]
    purpose: str
    period: str
    status: str
    status_checked_on: str
    status_reference: str
    is_engineering: bool
    start: str = ""
    end: str = ""

    def list_texts(self) -> tuple[str, ...]:
        """L'opérateur, l'objet, la période et le statut, en plus du reste."""
        return (*Entry.list_texts(self), self.operator, self.purpose, self.period, self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(Entry):
    """Une méthode d'animation. Groupe en personnes, durées en minutes ; ``None`` : la source ne dit rien."""

    purpose: str
    crafts: tuple[str, ...]
    remote: str
    equipment: tuple[str, ...]
    steps: tuple[str, ...]
    caution: str
    group_min: int | None = None
    group_max: int | None = None
    minutes_min: int | None = None
    minutes_max: int | None = None

    def list_texts(self) -> tuple[str, ...]:
        """Le but, le matériel, le déroulé et l'attention, en plus du reste."""
        return (*Entry.list_texts(self), self.purpose, *self.equipment, *self.steps, self.caution)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever(Entry):
    """Un levier de ce guide : quoi faire, qui, en combien de temps, pour quel produit."""

    lever_theme: str
    question: str
    deed: str
    who: str
    time: str
    product: str
    cases: tuple[str, ...]
    basis: tuple[str, ...]
    author: str = OWN_WORK

    def list_texts(self) -> tuple[str, ...]:
        """Qui, le temps et le produit, en plus du reste."""
        return (*Entry.list_texts(self), self.deed, self.who, self.time, self.product)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty(Entry):
    """Ce qui est incertain : pourquoi, et la lecture que ce guide retient."""

    reason: str
    reading: str

    def list_texts(self) -> tuple[str, ...]:
        """La raison et la lecture retenue, en plus du reste."""
        return (*Entry.list_texts(self), self.reason, self.reading)
