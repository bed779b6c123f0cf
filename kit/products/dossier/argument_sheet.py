"""La fiche argumentaire : une page par public, et une annexe pour qui présente."""

from __future__ import annotations

from dataclasses import dataclass, field

from kit.documents.document import Document
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP
from kit.domain.values import Source
from kit.knowledge.catalogue import load_odd
from kit.knowledge.territories import describe_trend, load_territories
from kit.knowledge.territories.likeness import find_alike
from kit.products.context import Context
from kit.products.dossier.pitch import build_pitches
from kit.products.dossier.product import ARGUMENT_SHEET


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
    """La fiche argumentaire du dossier, une page par public choisi."""
    dossier = context.dossier
    pitches = build_pitches(context, dossier.alliance.audiences)
    citations = _Citations()
    for pitch in pitches:
        if pitch.fact:
            citations.number(pitch.fact.fact.source)
    values = {
        "alliance": dossier.alliance,
        "territory": dossier.territory,
        "pitches": pitches,
        "trend": describe_trend(dossier.territory),
        "situation": pitches[0].situation if pitches else None,
        "alike": find_alike(dossier.territory),
        "population_source": citations.number(load_territories().source),
        "sources": tuple(citations.sources),
        "odd": tuple(load_odd()[number] for number in dossier.alliance.odd),
        "public": context.public,
        "today": context.today,
    }
    return Document(
        name=ARGUMENT_SHEET.name,
        title=f"{dossier.alliance.name}{NBSP}: fiche argumentaire",
        subtitle=dossier.territory.name,
        subject="Convaincre de rejoindre ou de soutenir l’alliance",
        markdown=fill_template("fiche-argumentaire.md.j2", values, overrides=context.overrides),
        charts=tuple(chart for pitch in pitches for chart in pitch.charts),
        dense=True,
    )
