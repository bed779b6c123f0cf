"""Une aide, telle que le kit la compare à une action ; vocabulaire d'Aides-territoires.

Les énumérations portent les clés de l'API ; ``label`` donne le mot français qui s'imprime.
Une valeur absente veut dire « inconnu », jamais « non ».
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final


class AidAudience(StrEnum):
    """Qui peut demander l'aide."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTMENT = "department"
    REGION = "region"
    SPECIAL = "special"
    ASSOCIATION = "association"
    PERSON = "private_person"
    FARMER = "farmer"
    COMPANY = "private_sector"
    LOCAL_PUBLIC_COMPANY = "public_cies"
    PUBLIC_BODY = "public_org"
    RESEARCH = "researcher"

    @property
    def label(self) -> str:
        """Le nom du public, au pluriel."""
        return _AUDIENCES[self]


class AidType(StrEnum):
    """La nature de l'aide ; les natures d'ingénierie n'ont souvent ni taux ni montant."""

    GRANT = "grant"
    LOAN = "loan"
    ADVANCE = "recoverable_advance"
    ENERGY_CERTIFICATE = "cee"
    OTHER = "other"
    TECHNICAL = "technical_engineering"
    FINANCIAL = "financial_engineering"
    LEGAL = "legal_engineering"

    @property
    def label(self) -> str:
        """Le nom de la nature d'aide."""
        return _TYPES[self]

    @property
    def is_engineering(self) -> bool:
        """Vrai pour un accompagnement, faux pour de l'argent."""
        return self in {AidType.TECHNICAL, AidType.FINANCIAL, AidType.LEGAL}


class AidStep(StrEnum):
    """Le moment du projet que l'aide accompagne."""

    DESIGN = "preop"
    DELIVERY = "op"
    USE = "postop"

    @property
    def label(self) -> str:
        """Le nom du moment."""
        return _STEPS[self]


class Destination(StrEnum):
    """La dépense que l'aide prend en charge."""

    RUNNING = "supply"
    INVESTMENT = "investment"

    @property
    def label(self) -> str:
        """Le mot de la dépense."""
        return _DESTINATIONS[self]


class Recurrence(StrEnum):
    """Si l'aide revient."""

    ONCE = "oneoff"
    ONGOING = "ongoing"
    RECURRING = "recurring"


class Scale(IntEnum):
    """L'échelle d'un périmètre, dans l'ordre d'Aides-territoires : de la commune au continent."""

    COMMUNE = 1
    EPCI = 5
    BASIN = 8
    DEPARTMENT = 10
    REGION = 15
    OVERSEAS = 16
    MAINLAND = 17
    ADHOC = 18
    COUNTRY = 20
    CONTINENT = 25

    @property
    def label(self) -> str:
        """Le nom de l'échelle."""
        return _SCALES[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Perimeter:
    """Où l'aide vaut ; ``scale`` est ``None`` si l'échelle n'est pas dite."""

    name: str
    scale: Scale | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """Une aide. Taux en pour cent ; ``amounts`` : les montants tels que la source les dit.

    ``unread`` : les champs dont une valeur n'a pas été comprise ; l'absence d'une valeur connue
    n'y prouve rien. ``generic`` : la clé de l'aide nationale dont celle-ci est la déclinaison.
    ``status`` et ``status_on`` : pour un programme du catalogue, son statut et la date de la preuve.
    ``is_history`` : un programme de 2020-2022 qui n'a pas été vérifié depuis, ou clos.
    ``instructors`` : qui instruit la demande ; ``contact`` : à qui écrire, tel que la fiche le dit.
    ``apart`` : pourquoi cette fiche n'est pas une aide (un portail, une liste de programmes) ; vide sinon.
    """

    key: str
    name: str
    operators: tuple[str, ...] = ()
    instructors: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    audiences: tuple[AidAudience, ...] = ()
    perimeter: Perimeter | None = None
    types: tuple[AidType, ...] = ()
    steps: tuple[AidStep, ...] = ()
    destinations: tuple[Destination, ...] = ()
    themes: tuple[str, ...] = ()
    description: str = ""
    eligibility: str = ""
    examples: str = ""
    contact: str = ""
    starts_on: dt.date | None = None
    deadline: dt.date | None = None
    recurrence: Recurrence | None = None
    is_call: bool | None = None
    is_live: bool | None = None
    rate_low: float | None = None
    rate_high: float | None = None
    amounts: tuple[str, ...] = ()
    url: str = ""
    application_url: str = ""
    generic: str = ""
    updated_on: dt.date | None = None
    status: str = ""
    status_on: str = ""
    is_history: bool = False
    apart: str = ""
    unread: tuple[str, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()

    @property
    def is_engineering(self) -> bool:
        """Vrai si l'aide n'est faite que d'accompagnement."""
        return bool(self.types) and all(kind.is_engineering for kind in self.types)


@dataclass(frozen=True, slots=True, kw_only=True)
class AidSet:
    """Des aides et d'où elles viennent.

    ``extracted_on`` : le jour de l'extraction, et ``extraction_note`` comment on le sait.
    ``announced`` : le nombre que la source annonce, si elle le dit.
    """

    aids: tuple[Aid, ...]
    origin: str
    licence: str
    url: str
    extracted_on: dt.date | None = None
    extraction_note: str = ""
    announced: int | None = None
    is_shipped: bool = False


_AUDIENCES: Final = {
    AidAudience.COMMUNE: "communes",
    AidAudience.EPCI: "intercommunalités",
    AidAudience.DEPARTMENT: "départements",
    AidAudience.REGION: "régions",
    AidAudience.SPECIAL: "collectivités d’outre-mer à statut particulier",
    AidAudience.ASSOCIATION: "associations",
    AidAudience.PERSON: "particuliers",
    AidAudience.FARMER: "agriculteurs",
    AidAudience.COMPANY: "entreprises privées",
    AidAudience.LOCAL_PUBLIC_COMPANY: "entreprises publiques locales",
    AidAudience.PUBLIC_BODY: "établissements publics et services de l’État",
    AidAudience.RESEARCH: "organismes de recherche",
}
_TYPES: Final = {
    AidType.GRANT: "subvention",
    AidType.LOAN: "prêt",
    AidType.ADVANCE: "avance récupérable",
    AidType.ENERGY_CERTIFICATE: "certificats d’économies d’énergie",
    AidType.OTHER: "autre aide financière",
    AidType.TECHNICAL: "ingénierie technique",
    AidType.FINANCIAL: "ingénierie financière",
    AidType.LEGAL: "ingénierie juridique ou administrative",
}
_STEPS: Final = {
    AidStep.DESIGN: "réflexion et conception",
    AidStep.DELIVERY: "mise en œuvre",
    AidStep.USE: "usage et valorisation",
}
_DESTINATIONS: Final = {
    Destination.RUNNING: "fonctionnement",
    Destination.INVESTMENT: "investissement",
}
_SCALES: Final = {
    Scale.COMMUNE: "commune",
    Scale.EPCI: "intercommunalité",
    Scale.BASIN: "bassin hydrographique",
    Scale.DEPARTMENT: "département",
    Scale.REGION: "région",
    Scale.OVERSEAS: "outre-mer",
    Scale.MAINLAND: "France métropolitaine",
    Scale.ADHOC: "périmètre sur mesure",
    Scale.COUNTRY: "pays",
    Scale.CONTINENT: "continent",
}
