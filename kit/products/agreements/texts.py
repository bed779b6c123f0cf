"""Les écrits d'une alliance : charte, convention, contrat de réciprocité, trame de projet de territoire.

Ce sont des projets à relire : chacun le dit en tête, et nomme ce qui reste à écrire.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kit.documents.document import Document
from kit.documents.templates import fill_template
from kit.domain.articles import add_article, find_gender
from kit.domain.typography import NBSP, fold
from kit.domain.values import (
    Commitment,
    Dossier,
    Partner,
    PartnerKind,
    PartnerRole,
    Source,
    TerritoryKind,
)
from kit.knowledge.catalogue import load_facts, load_odd
from kit.knowledge.territories import cover_communes, describe_trend, list_named, load_territories
from kit.products.context import Context
from kit.products.dossier.plan_parts import count_decimals, group_by_axis
from kit.products.dossier.scoring import score_grid

_TERRITORIAL: Final = frozenset(
    {PartnerKind.MUNICIPALITY, PartnerKind.INTERCOMMUNAL, PartnerKind.COUNTY_OR_REGION}
)
_RECIPROCITY_FACTS: Final = ("RET3", "RET3-DATE", "RET4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Un partenaire, tel qu'un écrit le nomme : avec son article, ``represented`` accordé à son nom.

    ``is_signing`` : il est engagé ; les autres sont pressentis, et ne signent rien.
    """

    partner: Partner
    named: str
    represented: str
    is_signing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Un territoire d'un contrat ; ``is_signing`` : le dossier le dit engagé."""

    name: str
    is_signing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Un énoncé sourcé du catalogue."""

    statement: str
    source: Source


def build_agreement(name: str, *, title: str, subject: str, context: Context) -> Document:
    """L'écrit de ce nom, rempli du dossier ; son modèle porte le même."""
    dossier = context.dossier
    members = list_members(dossier)
    values = {
        "alliance": dossier.alliance,
        "territory": dossier.territory,
        "partners": dossier.partners,
        "members": tuple(one for one in members if one.is_signing),
        "expected": tuple(one for one in members if not one.is_signing),
        "speaks": any(one.brings or one.expects for one in dossier.partners),
        "carriers": tuple(one for one in members if one.partner.role is PartnerRole.CARRIES),
        "leads": {action.number: _name_lead(action.lead, members) for action in dossier.actions},
        "actions": dossier.actions,
        "axes": group_by_axis(dossier.actions),
        "parties": list_signing(dossier, list_parties(dossier)),
        "others": list_signing(dossier, tuple(one.name for one in list_other_territories(dossier))),
        "odd": tuple(load_odd()[number] for number in dossier.alliance.odd),
        "trend": describe_trend(dossier.territory),
        "population_source": load_territories().source,
        "facts": _list_citations(_RECIPROCITY_FACTS),
        "weak": score_grid(context.grid, dossier.answers).low_criteria[:6],
        "budget": sum(action.budget or 0.0 for action in dossier.actions),
        "funding": sum(action.funding or 0.0 for action in dossier.actions),
        "decimals": count_decimals(dossier),
        "today": context.today,
    }
    return Document(
        name=name,
        title=f"{dossier.alliance.name}{NBSP}: {title[:1].lower()}{title[1:]}",
        subtitle=dossier.territory.name,
        subject=subject,
        markdown=fill_template(f"{name}.md.j2", values, overrides=context.overrides),
    )


def list_parties(dossier: Dossier) -> tuple[str, ...]:
    """Les territoires d'un contrat : les membres du groupe, ou le territoire seul."""
    if dossier.territory.kind is TerritoryKind.GROUP and dossier.territory.members:
        return tuple(name for _, name in dossier.territory.members)
    return (dossier.territory.name,)


def list_other_territories(dossier: Dossier) -> tuple[Partner, ...]:
    """Les partenaires qui sont des territoires réels sans aucune commune en commun avec celui du dossier."""
    own = cover_communes(dossier.territory)
    return tuple(
        partner
        for partner in dossier.partners
        if partner.kind in _TERRITORIAL
        and any(
            not own & cover_communes(found) for found in list_named(partner.name, frozenset(TerritoryKind))
        )
    )


def list_members(dossier: Dossier) -> tuple[Member, ...]:
    """Les partenaires du dossier : seuls ceux qui sont engagés sont membres et signent."""
    return tuple(_describe_member(partner) for partner in dossier.partners)


def _describe_member(partner: Partner) -> Member:
    gender = find_gender(partner.name)
    return Member(
        partner=partner,
        named=add_article(partner.name),
        # Un nom dont on ignore le genre se tourne autrement plutôt que d'être mal accordé.
        represented=gender.agree("représenté") + " par" if gender else "dont le représentant est",
        is_signing=partner.commitment is Commitment.COMMITTED,
    )


def list_signing(dossier: Dossier, names: tuple[str, ...]) -> tuple[Party, ...]:
    """Ces territoires ; ne signent que ceux qu'un partenaire engagé nomme."""
    committed = [fold(one.name) for one in dossier.partners if one.commitment is Commitment.COMMITTED]
    return tuple(
        Party(name=name, is_signing=any(fold(name) in one or one in fold(name) for one in committed))
        for name in names
    )


def _name_lead(lead: str, members: Sequence[Member]) -> str:
    """La structure pilote, « à confirmer » si elle n'est encore que pressentie."""
    expected = {fold(one.partner.name) for one in members if not one.is_signing}
    return f"{lead} (à confirmer)" if lead and fold(lead) in expected else lead


def _list_citations(keys: tuple[str, ...]) -> tuple[Citation, ...]:
    facts = load_facts()
    return tuple(Citation(statement=facts[key].statement, source=facts[key].source) for key in keys)
