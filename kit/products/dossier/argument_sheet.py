"""La fiche argumentaire : pour chaque public, un message, des preuves sourcées, une demande."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kit.documents.document import Document
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP
from kit.domain.values import Audience, Commitment, Dossier, Source
from kit.knowledge.catalogue import Argument, Fact, load_arguments, load_facts, load_odd
from kit.knowledge.territories import describe_trend, load_territories
from kit.knowledge.territories.likeness import find_alike
from kit.products.context import Context
from kit.products.dossier.choosing import choose_proofs
from kit.products.dossier.product import ARGUMENT_SHEET
from kit.products.dossier.situation import build_dossier_map

MAX_PROOFS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Un fait cité et le numéro de sa source dans la liste finale."""

    fact: Fact
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Ce que la fiche dit à un public."""

    audience: Audience
    argument: Argument
    proofs: tuple[Proof, ...]


@dataclass(slots=True)
class _Citations:
    """Les sources dans l'ordre où le document les cite."""

    sources: list[Source] = field(default_factory=list)

    def number(self, source: Source) -> int:
        """Le numéro de la source ; deux pages d'un même ouvrage n'en font qu'une."""
        known = [(other.title, other.url) for other in self.sources]
        if (source.title, source.url) in known:
            return known.index((source.title, source.url)) + 1
        self.sources.append(source)
        return len(self.sources)


def build_argument_sheet(context: Context) -> Document:
    """La fiche argumentaire du dossier, une partie par public choisi."""
    dossier = context.dossier
    citations = _Citations()
    sections = tuple(_build_section(dossier, audience, citations) for audience in dossier.alliance.audiences)
    index = load_territories()
    situation = build_dossier_map(dossier)
    values = {
        "alliance": dossier.alliance,
        "territory": dossier.territory,
        "trend": describe_trend(dossier.territory),
        "situation": situation,
        "alike": find_alike(dossier.territory),
        "sections": sections,
        "population_source": citations.number(index.source),
        "sources": tuple(citations.sources),
        "odd": tuple(load_odd()[number] for number in dossier.alliance.odd),
        "families": count_families(dossier),
        "committed": sum(partner.commitment is Commitment.COMMITTED for partner in dossier.partners),
        "partners": dossier.partners,
        "actions": dossier.actions,
        "budget": sum(action.budget or 0 for action in dossier.actions),
        "funding": sum(action.funding or 0 for action in dossier.actions),
        "public": context.public,
        "today": context.today,
    }
    markdown = fill_template("fiche-argumentaire.md.j2", values, overrides=context.overrides)
    return Document(
        name=ARGUMENT_SHEET.name,
        title=f"{dossier.alliance.name}{NBSP}: fiche argumentaire",
        subtitle=dossier.territory.name,
        subject="Convaincre de rejoindre ou de soutenir l’alliance",
        markdown=markdown,
        charts=situation.charts if situation else (),
    )


def _build_section(dossier: Dossier, audience: Audience, citations: _Citations) -> Section:
    """Ce que la fiche dit à ce public, ses preuves choisies pour le territoire du dossier."""
    argument = load_arguments()[audience]
    chosen = choose_proofs(dossier, argument, tuple(load_facts().values()), limit=MAX_PROOFS)
    proofs = tuple(Proof(fact=one.fact, number=citations.number(one.fact.source)) for one in chosen)
    return Section(audience=audience, argument=argument, proofs=proofs)


def count_families(dossier: Dossier) -> tuple[tuple[str, int], ...]:
    """Le nombre de partenaires par famille, de la plus à la moins représentée, puis par nom."""
    counts = Counter(partner.kind.value for partner in dossier.partners)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
