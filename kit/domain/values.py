"""Les valeurs du domaine : figées, sans entrée-sortie, sans dépendance.

Une valeur qui existe est déjà juste : les lecteurs (``tables``, ``dossier``, ``catalogue``,
``territories``) vérifient avant de construire.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from kit.domain.declaring import keyed

# --- Provenance ---------------------------------------------------------------------------


class Reliability(StrEnum):
    """Ce que vaut un énoncé ; seuls S, D et E s'impriment comme des faits."""

    READ = "S"
    DEDUCED = "D"
    RESTORED = "E"
    HYPOTHESIS = "H"
    SUSPECT = "X"

    @property
    def is_statable(self) -> bool:
        """Vrai si l'énoncé peut être imprimé comme un fait."""
        return self in {Reliability.READ, Reliability.DEDUCED, Reliability.RESTORED}

    @property
    def wording(self) -> str:
        """Le niveau en clair, tel qu'une page ou un document l'imprime.

        >>> Reliability.READ.wording
        'lu tel quel'
        """
        return RELIABILITY_WORDS[self]


RELIABILITY_WORDS: Final[Mapping[Reliability, str]] = MappingProxyType(
    {
        Reliability.READ: "lu tel quel",
        Reliability.DEDUCED: "déduit",
        Reliability.RESTORED: "rétabli par une autre source",
        Reliability.HYPOTHESIS: "hypothèse",
        Reliability.SUSPECT: "douteux",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """D'où vient un énoncé : un titre et, selon le cas, une page ou une adresse."""

    title: str
    url: str = ""
    page: str = field(
        default="",
        metadata=keyed(
            "page", "Page", about="Page ou pages de la source, si elle est paginée.", is_searched=False
        ),
    )
    reliability: Reliability = field(
        default=Reliability.READ,
        metadata=keyed(
            "fiabilite",
            "Fiabilité",
            about="S lu tel quel, D déduit, E rétabli ; H hypothèse et X doute ne sont pas des faits.",
            is_required=True,
        ),
    )
    checked_on: dt.date | None = field(
        default=None,
        metadata=keyed("verifie_le", "Vérifié le", about="Jour de la relecture.", is_required=True),
    )


# --- Problèmes ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """L'endroit d'une donnée dans le fichier de la personne.

    Pour un classeur : feuille, ligne (la première ligne est 1) et colonne (son titre).
    Pour un fichier YAML : ``path``, par exemple ``actions[2].fin``.
    """

    file: str = ""
    sheet: str = ""
    line: int | None = None
    column: str = ""
    path: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Un défaut relevé : où, quoi, que faire ; ``blocking`` : à corriger, sinon à surveiller.

    ``stops`` : dans un dossier, aucun document ne peut être fait tant qu'il est là. ``found`` : ce qui a été
    lu, s'il tient en un texte. ``proposals`` : ce qui peut en tenir lieu, à choisir ; souvent rien.
    """

    code: str
    where: Place
    message: str
    remedy: str
    blocking: bool
    stops: bool = False
    found: str = ""
    proposals: tuple[str, ...] = ()


# --- Territoires --------------------------------------------------------------------------


class TerritoryKind(StrEnum):
    """Les natures de territoire ; la valeur est le mot français qui s'imprime."""

    COMMUNE = "commune"
    EPCI = "intercommunalité"
    EPT = "établissement public territorial"
    DEPARTMENT = "département"
    REGION = "région"
    GROUP = "groupe de territoires"


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """La population municipale en vigueur une année donnée, à périmètre 2026 constant."""

    year: int
    inhabitants: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """Un territoire réel, ou un groupe nommé de territoires réels.

    ``code`` est le code INSEE (commune, département, région) ou le SIREN (EPCI, EPT) ;
    vide pour un groupe. ``siren`` est vide quand la source ne le donne pas.
    ``parents`` va du plus proche au plus large : (nature, code, nom).
    ``members`` : communes d'un EPCI ou d'un EPT, EPCI et communes d'un groupe, en couples (code, nom).
    """

    kind: TerritoryKind
    code: str
    name: str
    siren: str = ""
    legal_form: str = ""
    postcodes: tuple[str, ...] = ()
    populations: tuple[Population, ...] = ()
    parents: tuple[tuple[TerritoryKind, str, str], ...] = ()
    members: tuple[tuple[str, str], ...] = ()

    @property
    def population(self) -> int | None:
        """La population municipale la plus récente, en habitants ; ``None`` si inconnue."""
        return self.populations[-1].inhabitants if self.populations else None


# --- Le dossier ---------------------------------------------------------------------------


class Audience(StrEnum):
    """À qui la fiche argumentaire s'adresse."""

    ELECTED = "élu"
    MANAGEMENT = "direction générale"
    STAFF = "agent"
    ASSOCIATION = "association"
    COMPANY = "entreprise"
    RESIDENT = "habitant"
    FUNDER = "financeur"


def name_ask(audience: Audience) -> str:
    """Le nom du champ qui porte la demande à ce public.

    >>> name_ask(Audience.COMPANY)
    'ask_company'
    """
    return f"ask_{audience.name.lower()}"


class PartnerKind(StrEnum):
    """La famille d'un acteur de l'alliance."""

    MUNICIPALITY = "commune"
    INTERCOMMUNAL = "intercommunalité"
    COUNTY_OR_REGION = "département ou région"
    STATE = "État et opérateurs"
    SOCIAL_PROTECTION = "protection sociale (CAF, MSA, CPAM)"
    HOUSING = "bailleur social"
    ASSOCIATION = "association"
    COMPANY = "entreprise"
    BUSINESS_NETWORK = "réseau économique"
    EDUCATION = "enseignement et recherche"
    RESIDENTS = "habitants"
    FOUNDATION = "fondation et financeur"


class College(StrEnum):
    """D'où parle la personne qui remplit une grille."""

    LOCAL_AUTHORITY = "collectivité"
    STATE = "État et opérateurs"
    SOCIAL_PROTECTION = "protection sociale (CAF, MSA, CPAM)"
    HOUSING = "bailleur social"
    ASSOCIATION = "association"
    COMPANY = "entreprise et réseau économique"
    EDUCATION = "enseignement et recherche"
    RESIDENTS = "habitants"
    FUNDER = "financeur"


class PartnerRole(StrEnum):
    """Ce que fait un acteur dans l'alliance."""

    CARRIES = "porte"
    CONTRIBUTES = "contribue"
    FUNDS = "finance"
    RELAYS = "relaie"
    BENEFITS = "bénéficie"


class Commitment(StrEnum):
    """Où en est l'engagement d'un acteur."""

    TO_CONTACT = "à contacter"
    IN_TALKS = "en discussion"
    COMMITTED = "engagé"


class Status(StrEnum):
    """L'avancement d'une action ; la liste est celle de Territoires en Transitions."""

    UPCOMING = "À venir"
    ONGOING = "En cours"
    DONE = "Réalisé"
    PAUSED = "En pause"
    DROPPED = "Abandonné"
    BLOCKED = "Bloqué"
    LATE = "En retard"
    TO_DISCUSS = "À discuter"

    @property
    def is_closed(self) -> bool:
        """Vrai si plus rien n'est attendu de l'action."""
        return self in {Status.DONE, Status.DROPPED}


class Priority(StrEnum):
    """La priorité d'une action."""

    HIGH = "Élevé"
    MEDIUM = "Moyen"
    LOW = "Bas"


class Stage(StrEnum):
    """L'étape de l'alliance, d'après la démarche de la Fonda."""

    MEET = "faire connaissance"
    COMMON_CAUSE = "faire cause commune"
    TOGETHER = "faire ensemble"


class BudgetKind(StrEnum):
    """La nature d'une dépense dans un budget public."""

    OPERATING = "fonctionnement"
    CAPITAL = "investissement"


class RaciRole(StrEnum):
    """Ce qu'une structure fait dans une action ; la lettre est celle de la méthode RACI."""

    RESPONSIBLE = "R"
    ACCOUNTABLE = "A"
    CONSULTED = "C"
    INFORMED = "I"

    @property
    def meaning(self) -> str:
        """Le rôle en un verbe."""
        verbs = {"R": "réalise", "A": "répond du résultat", "C": "est consulté", "I": "est informé"}
        return verbs[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance:
    """Ce que le groupe dit de lui-même : première feuille du dossier."""

    name: str
    territory_names: tuple[str, ...]
    purpose: str
    group_name: str = ""
    situation: str = ""
    stage: Stage | None = None
    audiences: tuple[Audience, ...] = (Audience.ELECTED,)
    ask: str = ""
    ask_elected: str = ""
    ask_management: str = ""
    ask_staff: str = ""
    ask_association: str = ""
    ask_company: str = ""
    ask_resident: str = ""
    ask_funder: str = ""
    objection: str = ""
    answer: str = ""
    odd: tuple[int, ...] = ()
    dated: dt.date | None = None
    next_meeting: dt.date | None = None
    contact_name: str = ""
    contact_email: str = ""
    where: Place = field(default=NOWHERE, compare=False, repr=False)

    def ask_to(self, audience: Audience) -> str:
        """La demande que le groupe a écrite pour ce seul public ; vide s'il n'en a pas."""
        return str(getattr(self, name_ask(audience)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Un acteur de l'alliance."""

    name: str
    kind: PartnerKind
    role: PartnerRole | None = None
    commitment: Commitment | None = None
    brings: str = ""
    expects: str = ""
    contact_name: str = ""
    contact_email: str = ""
    where: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Une fiche action. Montants en euros hors taxes ; dates au jour près."""

    number: str
    title: str
    lead: str = ""
    axis: str = ""
    description: str = ""
    objective: str = ""
    lead_person: str = ""
    elected_referent: str = ""
    partners: tuple[str, ...] = ()
    status: Status | None = None
    priority: Priority | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    budget: float | None = None
    funders: tuple[str, ...] = ()
    funding: float | None = None
    indicator: str = ""
    baseline: str = ""
    target: str = ""
    odd: tuple[int, ...] = ()
    lever_theme: str = ""
    unlock_condition: str = ""
    reminder: dt.date | None = None
    origin: str = ""
    where: Place = field(default=NOWHERE, compare=False, repr=False)

    @property
    def is_closed(self) -> bool:
        """Vrai si son statut dit qu'elle est finie ou abandonnée."""
        return self.status is not None and self.status.is_closed

    def is_late(self, today: dt.date) -> bool:
        """Vrai si l'échéance est passée et l'action toujours ouverte, ou si son statut le dit."""
        if self.is_closed:
            return False
        return self.status is Status.LATE or (self.end is not None and self.end < today)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubAction:
    """Une étape d'une action ; ``action`` est le numéro de l'action."""

    action: str
    title: str
    lead: str = ""
    status: Status | None = None
    end: dt.date | None = None
    where: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Ce qu'une action coûte une année, en euros hors taxes."""

    action: str
    year: int
    amount: float
    kind: BudgetKind | None = None
    where: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Un rôle d'une structure dans une action (méthode RACI)."""

    action: str
    partner: str
    role: RaciRole
    where: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """La réponse à un critère : la clé du niveau choisi, ou ``None`` sans réponse."""

    criterion: str
    level: str | None = None
    evidence: str = ""
    where: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Le dossier rempli par un groupe, territoire résolu."""

    alliance: Alliance
    territory: Territory
    partners: tuple[Partner, ...] = ()
    actions: tuple[Action, ...] = ()
    sub_actions: tuple[SubAction, ...] = ()
    budgets: tuple[Budget, ...] = ()
    roles: tuple[Role, ...] = ()
    answers: tuple[Answer, ...] = ()


# --- La grille ----------------------------------------------------------------------------

_SITUATIONS = ("A", "B", "C")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Un niveau de l'échelle ; ``value`` est ``None`` pour « non concerné »."""

    key: str = field(metadata=keyed("cle", choices=("A", "B", "C", "NC")))
    label: str = field(metadata=keyed("libelle"))
    value: int | None = field(metadata=keyed("valeur"))


def _pair_situations(block: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401 — un bloc lu, par clé
    return tuple((level, block[level]) for level in _SITUATIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """Un critère : la question, une situation décrite par niveau, les preuves à chercher, le poids."""

    key: str = field(metadata=keyed("cle", pattern=r"[A-Z]\d+-\d+"))
    label: str = field(metadata=keyed("question"))
    situations: tuple[tuple[str, str], ...] = field(
        metadata=keyed("situations", parts=dict.fromkeys(_SITUATIONS, str), read=_pair_situations)
    )
    evidence: str = field(default="", metadata=keyed("preuves", is_required=True))
    suggestion: str = field(default="", metadata=keyed("suggestion", is_required=True))
    weight: float = field(default=1.0, metadata=keyed("poids", read=float))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """Une famille de critères."""

    key: str = field(metadata=keyed("cle"))
    label: str = field(metadata=keyed("titre"))
    aim: str = field(default="", metadata=keyed("visee", is_required=True))
    criteria: tuple[Criterion, ...] = field(metadata=keyed("criteres"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Une grille d'évaluation déclarée dans ``kit/data`` ; ``reference`` est la clé de sa source."""

    key: str = field(metadata=keyed("cle"))
    title: str = field(metadata=keyed("titre"))
    purpose: str = field(metadata=keyed("but"))
    reference: str = field(default="", metadata=keyed("source", is_required=True))
    source: Source
    levels: tuple[Level, ...] = field(metadata=keyed("niveaux"))
    notes: tuple[str, ...] = field(default=(), metadata=keyed("notes"))
    dimensions: tuple[Dimension, ...] = field(metadata=keyed("dimensions"))
