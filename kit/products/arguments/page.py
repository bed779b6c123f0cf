"""L'argumentaire à la demande : un public, une page ou deux, avec ou sans le détail des sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kit.documents.document import Document
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP, fold
from kit.domain.values import Audience, Commitment, Source, Territory
from kit.knowledge.catalogue import (
    CaseStudy,
    describe_figure,
    load_arguments,
    load_facts,
    load_sources,
    propose_cases,
)
from kit.knowledge.territories import describe_trend, load_territories
from kit.products.arguments.product import PAGE
from kit.products.context import Context
from kit.products.dossier.argument_sheet import count_families
from kit.products.dossier.choosing import choose_proofs

MAX_CASES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChoices:
    """Ce que la personne a demandé : ``is_long`` pour deux pages, ``has_sources`` pour leur détail."""

    audience: Audience
    is_long: bool = False
    has_sources: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PageProof:
    """Une preuve prête à imprimer ; ``number`` est le rang de sa source."""

    statement: str
    reference: str
    reason: str
    figures: tuple[str, ...]
    source: Source
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeCase:
    """Un cas du catalogue et ce qu'il a de commun avec le territoire."""

    case: CaseStudy
    reason: str
    reference: str


def build_argument_page(context: Context, choices: PageChoices) -> Document:
    """L'argumentaire du dossier pour ce public."""
    dossier = context.dossier
    values = {
        **collect_values(context, choices.audience),
        "is_long": choices.is_long,
        "has_sources": choices.has_sources,
        "public": context.public,
        "today": context.today,
    }
    return Document(
        name=PAGE.name,
        title=f"{dossier.alliance.name}{NBSP}: argumentaire",
        subtitle=f"{dossier.territory.name} – public{NBSP}: {choices.audience.value}",
        subject="Convaincre un public de rejoindre ou de soutenir l’alliance",
        markdown=fill_template("argumentaire.md.j2", values, overrides=context.overrides),
        dense=True,
    )


def collect_values(context: Context, audience: Audience) -> dict[str, object]:
    """Ce que disent la page et le diaporama : les mêmes preuves, le même cas, les mêmes nombres."""
    dossier = context.dossier
    proofs, case = list_proofs(context, audience), find_case(context)
    index = load_territories()
    return {
        "alliance": dossier.alliance,
        "territory": dossier.territory,
        "audience": audience,
        "argument": load_arguments()[audience],
        "proofs": proofs,
        "like": case,
        "trend": describe_trend(dossier.territory),
        "sources": _list_sources(proofs, case, index.source),
        "population_source": index.source.title,
        "partners": dossier.partners,
        "families": count_families(dossier),
        "committed": sum(partner.commitment is Commitment.COMMITTED for partner in dossier.partners),
        "actions": dossier.actions,
        "budget": sum(action.budget or 0 for action in dossier.actions),
        "funding": sum(action.funding or 0 for action in dossier.actions),
    }


def list_proofs(context: Context, audience: Audience) -> tuple[PageProof, ...]:
    """Les trois preuves de ce public, choisies pour le territoire."""
    chosen = choose_proofs(context.dossier, load_arguments()[audience], tuple(load_facts().values()))
    works = list(dict.fromkeys(_identify(proof.fact.source) for proof in chosen))
    return tuple(
        PageProof(
            statement=proof.fact.statement,
            reference=_shorten(proof.fact.reference, proof.fact.source),
            reason=proof.reason,
            figures=tuple(map(describe_figure, proof.fact.figures)),
            source=proof.fact.source,
            number=works.index(_identify(proof.fact.source)) + 1,
        )
        for proof in chosen
    )


def find_case(context: Context) -> LikeCase | None:
    """Le cas du catalogue le plus proche du territoire et de ses acteurs, s'il y en a un."""
    actors = {partner.kind for partner in context.dossier.partners}
    territory = context.dossier.territory
    proposed = propose_cases(territory, MAX_CASES, actors=actors)
    # Ce qui s'est fait ici est déjà connu ici : un cas d'ailleurs passe devant.
    elsewhere = [pair for pair in proposed if not _is_local(pair[0], territory)]
    if not proposed:
        return None
    case, reason = (elsewhere or proposed)[0]
    page = f", p. {case.source.page}" if case.source and case.source.page else ""
    return LikeCase(case=case, reason=reason, reference=f"{_find_title(case.reference)}{page}")


def _is_local(case: CaseStudy, territory: Territory) -> bool:
    codes = {territory.code, *(code for code, _ in territory.members)}
    return fold(territory.name) in fold(case.territory) or bool(case.code and case.code in codes)


def _shorten(reference: str, source: Source) -> str:
    """La référence courte : le titre et la page."""
    page = f", p. {source.page}" if source.page else ""
    return f"{_find_title(reference)}{page}"


def _find_title(reference: str) -> str:
    known = load_sources()
    return known[reference].title if reference in known else reference


def _list_sources(
    proofs: tuple[PageProof, ...], like: LikeCase | None, population: Source
) -> tuple[Source, ...]:
    """Les sources citées, une fois chacune, dans l'ordre de la page."""
    cited = [proof.source for proof in proofs]
    if like is not None and like.case.source is not None:
        cited.append(like.case.source)
    cited.append(population)
    first: dict[tuple[str, str], Source] = {}
    for source in cited:
        first.setdefault(_identify(source), source)
    return tuple(first.values())


def _identify(source: Source) -> tuple[str, str]:
    """L'ouvrage cité, quelle que soit la page."""
    return source.title, source.url
