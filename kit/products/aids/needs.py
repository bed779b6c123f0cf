"""Ce que cherche chaque action d'un dossier : pour qui, où, à quel moment, sur quel sujet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from kit.domain.typography import fold
from kit.domain.values import Action, Dossier, PartnerKind, Status, Territory, TerritoryKind
from kit.products.aids.aid import AidAudience, AidStep, Destination
from kit.products.aids.perimeters import Reach, build_reach
from kit.products.aids.subjects import Subject, build_subject, find_spending

_BY_FAMILY: Final[dict[PartnerKind, tuple[AidAudience, ...]]] = {
    PartnerKind.MUNICIPALITY: (AidAudience.COMMUNE,),
    PartnerKind.INTERCOMMUNAL: (AidAudience.EPCI,),
    PartnerKind.COUNTY_OR_REGION: (AidAudience.DEPARTMENT, AidAudience.REGION),
    PartnerKind.STATE: (AidAudience.PUBLIC_BODY,),
    PartnerKind.SOCIAL_PROTECTION: (AidAudience.PUBLIC_BODY,),
    PartnerKind.HOUSING: (AidAudience.PUBLIC_BODY, AidAudience.COMPANY),
    PartnerKind.ASSOCIATION: (AidAudience.ASSOCIATION,),
    PartnerKind.COMPANY: (AidAudience.COMPANY,),
    PartnerKind.BUSINESS_NETWORK: (AidAudience.ASSOCIATION, AidAudience.COMPANY, AidAudience.PUBLIC_BODY),
    PartnerKind.EDUCATION: (AidAudience.PUBLIC_BODY, AidAudience.RESEARCH),
    PartnerKind.RESIDENTS: (AidAudience.ASSOCIATION, AidAudience.PERSON),
    PartnerKind.FOUNDATION: (),
}
_BY_TERRITORY: Final = {
    TerritoryKind.COMMUNE: AidAudience.COMMUNE,
    TerritoryKind.EPCI: AidAudience.EPCI,
    TerritoryKind.EPT: AidAudience.EPCI,
    TerritoryKind.DEPARTMENT: AidAudience.DEPARTMENT,
    TerritoryKind.REGION: AidAudience.REGION,
}
_STEPS: Final = {
    Status.UPCOMING: AidStep.DESIGN,
    Status.TO_DISCUSS: AidStep.DESIGN,
    Status.ONGOING: AidStep.DELIVERY,
    Status.LATE: AidStep.DELIVERY,
    Status.DONE: AidStep.USE,
}
# Ce que pèse, dans le sujet d'une action, chacun de ses textes ; la cause de l'alliance n'y est qu'en fond.
_TITLE, _OBJECTIVE, _DESCRIPTION, _AXIS, _PURPOSE = 1.0, 0.8, 0.6, 0.4, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Ce que cherche une action. Montants en euros hors taxes.

    ``origin`` dit d'où viennent les publics. ``spending`` : la dépense que disent ses mots, et lequel ; elle
    ne vaut que si ``destinations`` n'en demande aucune.
    """

    number: str
    title: str
    audiences: tuple[AidAudience, ...]
    origin: str
    reach: Reach
    day: dt.date
    step: AidStep | None = None
    status: str = ""
    destinations: tuple[Destination, ...] = ()
    spending: Destination | None = None
    spending_word: str = ""
    subject: Subject = field(default_factory=Subject)
    start: dt.date | None = None
    budget: float | None = None
    funding: float | None = None

    @property
    def missing(self) -> float | None:
        """Ce qui reste à financer ; ``None`` si le budget n'est pas dit."""
        return None if self.budget is None else max(0.0, self.budget - (self.funding or 0.0))


def build_needs(
    dossier: Dossier, *, day: dt.date, destinations: tuple[Destination, ...] = ()
) -> tuple[Need, ...]:
    """Le besoin de chaque action du dossier ; une action abandonnée ne cherche rien."""
    reach = build_reach(dossier.territory)
    return tuple(
        _build_need(action, dossier, reach=reach, day=day, destinations=destinations)
        for action in dossier.actions
        if action.status is not Status.DROPPED
    )


def _build_need(
    action: Action, dossier: Dossier, *, reach: Reach, day: dt.date, destinations: tuple[Destination, ...]
) -> Need:
    audiences, origin = _find_audiences(action, dossier)
    spending, word = find_spending(action.title, f"{action.objective} {action.description}")
    return Need(
        number=action.number,
        title=action.title,
        audiences=audiences,
        origin=origin,
        reach=reach,
        day=day,
        step=_STEPS.get(action.status) if action.status else None,
        status=action.status.value if action.status else "",
        destinations=destinations,
        spending=spending,
        spending_word=word,
        subject=read_action(action, dossier.alliance.purpose),
        start=action.start,
        budget=action.budget,
        funding=action.funding,
    )


def _find_audiences(action: Action, dossier: Dossier) -> tuple[tuple[AidAudience, ...], str]:
    lead = next((one for one in dossier.partners if fold(one.name) == fold(action.lead)), None)
    if lead is not None:
        return _BY_FAMILY[lead.kind], f"{lead.name} ({lead.kind.value}), pilote"
    territory = dossier.territory
    found = _find_territory_audiences(territory)
    return found, f"le territoire ({territory.kind.value}), faute de pilote parmi les partenaires"


def _find_territory_audiences(territory: Territory) -> tuple[AidAudience, ...]:
    if territory.kind is not TerritoryKind.GROUP:
        return (_BY_TERRITORY[territory.kind],)
    codes = (AidAudience.COMMUNE if len(code) == 5 else AidAudience.EPCI for code, _ in territory.members)
    return tuple(dict.fromkeys(codes))


def read_action(action: Action, purpose: str) -> Subject:
    """Ce dont parle une action, avec les mots de la personne."""
    return build_subject(
        (
            (action.title, _TITLE),
            (action.objective, _OBJECTIVE),
            (action.description, _DESCRIPTION),
            (action.axis, _AXIS),
            (purpose, _PURPOSE),
        )
    )
