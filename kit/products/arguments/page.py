"""L'argumentaire à la demande : un public, une page à remettre, et au besoin une autre pour qui présente."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kit.documents.document import Document
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP, fold
from kit.domain.values import Audience, Source, Territory
from kit.knowledge.catalogue import (
    CaseStudy,
    describe_figure,
    load_arguments,
    load_facts,
    load_sources,
    propose_cases,
)
from kit.knowledge.territories import load_territories
from kit.products.arguments.product import PAGE
from kit.products.context import Context
from kit.products.dossier.choosing import choose_proofs
from kit.products.dossier.pitch import Pitch, build_pitches

MAX_CASES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChoices:
    """Ce que la personne a demandé : ``is_long`` pour la seconde page, ``has_sources`` pour leur adresse."""

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
    (pitch,) = build_pitches(context, (choices.audience,))
    proofs, sources = list_proofs(context, choices.audience), _list_sources(pitch)
    values = {
        "alliance": dossier.alliance,
        "territory": dossier.territory,
        "audience": choices.audience,
        "pitch": pitch,
        "argument": pitch.argument,
        "proofs": proofs,
        "like": find_case(context),
        "sources": sources,
        "is_proof": tuple(pitch.fact is not None and source == pitch.fact.fact.source for source in sources),
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
        charts=pitch.charts,
        dense=True,
    )


def list_proofs(context: Context, audience: Audience) -> tuple[PageProof, ...]:
    """Les trois faits du catalogue les plus proches du dossier, pour ce public : de quoi choisir."""
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


def _list_sources(pitch: Pitch) -> tuple[Source, ...]:
    """Les sources de la page, dans son ordre : celle du fait s'il y en a un, celle de la population."""
    proof = (pitch.fact.fact.source,) if pitch.fact else ()
    return (*proof, load_territories().source) if pitch.territory.populations else proof


def _identify(source: Source) -> tuple[str, str]:
    """L'ouvrage cité, quelle que soit la page."""
    return source.title, source.url
