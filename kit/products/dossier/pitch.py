"""Ce qu'une page dit à un public : le dossier parle d'abord.

L'ordre : le constat et la cause, les actions, l'objection et sa réponse, la demande, qui est là, ce que l'on
ne sait pas, les sources. Le guide ne s'y joint que s'il a de quoi.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from kit.documents.document import Chart
from kit.documents.family_band import FamilyRow, build_family_band
from kit.documents.territory_map import TerritoryMap
from kit.domain.errors import build_problem
from kit.domain.typography import slugify
from kit.domain.values import (
    Alliance,
    Audience,
    Commitment,
    Dossier,
    Partner,
    Problem,
    Territory,
    name_ask,
)
from kit.knowledge.catalogue import Argument, load_arguments, load_facts
from kit.knowledge.territories import Trend, describe_trend
from kit.products.context import Context
from kit.products.dossier.action_cards import ActionCard, Totals, add_up, build_cards
from kit.products.dossier.asks import Ask, choose_ask, list_parts
from kit.products.dossier.choosing import ChosenFact, match_fact
from kit.products.dossier.finding import Finding, read_finding
from kit.products.dossier.gaps import Gaps, NextCell, list_gaps, list_next_cells
from kit.products.dossier.situation import build_dossier_map
from kit.reading.forms import ALLIANCE

MOST_BRINGING: Final = 4
LONGEST_BRINGING: Final = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Qui est autour de la table ; vide tant que personne n'est engagé ni en discussion."""

    count: int = 0
    committed: int = 0
    in_talks: int = 0
    families: tuple[tuple[str, int], ...] = ()
    bringing: tuple[Partner, ...] = ()
    rows: tuple[FamilyRow, ...] = ()
    band: Chart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitch:
    """Ce que la page dit, dans l'ordre où elle le dit ; ``argument`` ne sert qu'aux notes."""

    audience: Audience
    alliance: Alliance
    territory: Territory
    trend: Trend | None
    situation: TerritoryMap | None
    finding: Finding
    cards: tuple[ActionCard, ...]
    totals: Totals
    ask: Ask
    fact: ChosenFact | None
    table: Table
    gaps: Gaps
    next_cells: tuple[NextCell, ...]
    argument: Argument

    @property
    def has_answer(self) -> bool:
        """Vrai si le groupe a écrit une objection et sa réponse."""
        return bool(self.alliance.objection and self.alliance.answer)

    @property
    def objections(self) -> tuple[tuple[str, str], ...]:
        """Les objections du guide à prévoir sur ce territoire, chacune avec sa réponse : pour les notes."""
        return self.argument.list_objections(self.territory)

    @property
    def is_full(self) -> bool:
        """Vrai si la page a de quoi se remplir ; une page courte finit quand elle a tout dit."""
        return bool(self.cards and (self.has_answer or self.table.band))

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Les figures que la page appelle."""
        return (
            *(self.situation.charts if self.situation else ()),
            *((self.table.band,) if self.table.band else ()),
        )


def build_pitches(context: Context, audiences: tuple[Audience, ...]) -> tuple[Pitch, ...]:
    """Une page par public ; leurs figures ne portent jamais deux fois la même clé."""
    dossier = context.dossier
    situation, table = build_dossier_map(dossier, narrow=True), build_table(dossier)
    shared = _Shared(situation=situation, table=table, finding=read_finding(dossier.alliance.situation))
    return tuple(_build_pitch(context, audience, shared) for audience in audiences)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """Ce que toutes les pages d'un dossier ont de commun."""

    situation: TerritoryMap | None
    table: Table
    finding: Finding


def _build_pitch(context: Context, audience: Audience, shared: _Shared) -> Pitch:
    dossier, argument = context.dossier, load_arguments()[audience]
    return Pitch(
        audience=audience,
        alliance=dossier.alliance,
        territory=dossier.territory,
        trend=describe_trend(dossier.territory),
        situation=_rename_map(shared.situation, audience),
        finding=shared.finding,
        cards=build_cards(dossier.actions, context.today),
        totals=add_up(dossier.actions),
        ask=choose_ask(dossier.alliance, audience, argument.ask),
        fact=match_fact(dossier, audience, tuple(load_facts().values())),
        table=_rename_band(shared.table, audience),
        gaps=list_gaps(dossier),
        next_cells=list_next_cells(dossier, audience),
        argument=argument,
    )


def build_table(dossier: Dossier) -> Table:
    """Qui est autour de la table. Des partenaires tous à contacter n'y sont pas encore."""
    counts = Counter(partner.commitment for partner in dossier.partners)
    committed, in_talks = counts[Commitment.COMMITTED], counts[Commitment.IN_TALKS]
    if not committed and not in_talks:
        return Table()
    families = count_families(dossier)
    rows = tuple(
        FamilyRow(
            label=f"{family[:1].upper()}{family[1:]}",
            commitments=tuple(
                sorted(
                    (
                        one.commitment or Commitment.TO_CONTACT
                        for one in dossier.partners
                        if one.kind == family
                    ),
                    key=list(reversed(Commitment)).index,
                )
            ),
        )
        for family, _ in families
    )
    bringing = [
        one
        for one in dossier.partners
        if one.commitment is Commitment.COMMITTED and 0 < len(one.brings) <= LONGEST_BRINGING
    ]
    return Table(
        count=len(dossier.partners),
        committed=committed,
        in_talks=in_talks,
        families=families,
        bringing=tuple(bringing[:MOST_BRINGING]),
        rows=rows,
        band=build_family_band(rows),
    )


def count_families(dossier: Dossier) -> tuple[tuple[str, int], ...]:
    """Le nombre de partenaires par famille, de la plus à la moins représentée, puis par nom."""
    counts = Counter(partner.kind.value for partner in dossier.partners)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _rename_map(situation: TerritoryMap | None, audience: Audience) -> TerritoryMap | None:
    if situation is None or situation.chart is None:
        return situation
    return replace(situation, chart=_rename(situation.chart, audience))


def _rename_band(table: Table, audience: Audience) -> Table:
    return replace(table, band=_rename(table.band, audience)) if table.band else table


def _rename(chart: Chart, audience: Audience) -> Chart:
    """La même figure sous une clé à ce public : une page web ne porte pas deux fois le même repère."""
    key = f"{chart.key}-{slugify(audience.value)}"
    drawing = chart.drawing.replace(f'"{chart.key}-', f'"{key}-').replace(f'"#{chart.key}-', f'"#{key}-')
    drawing = drawing.replace(f" {chart.key}-desc", f" {key}-desc")
    return replace(chart, key=key, drawing=drawing)


def tell_choices(context: Context, audiences: tuple[Audience, ...]) -> tuple[Problem, ...]:
    """Ce que la personne au clavier doit savoir des pages, qu'aucune n'imprime : les choix et leur raison."""
    dossier, told = context.dossier, []
    for audience in audiences:
        proposal = load_arguments()[audience].ask
        if choose_ask(dossier.alliance, audience, proposal).is_proposed:
            label = next(one.label for one in ALLIANCE.fields if one.key == name_ask(audience))
            told.append(
                build_problem(
                    "demande-proposee", dossier.alliance.where, audience=audience.value, field=label
                )
            )
        fact = match_fact(dossier, audience, tuple(load_facts().values()))
        if fact:
            told.append(
                build_problem(
                    "fait-imprime",
                    dossier.alliance.where,
                    key=fact.fact.key,
                    audience=audience.value,
                    reason=fact.reason,
                )
            )
    told += [
        build_problem("demande-sans-public", dossier.alliance.where, found=part.addressee)
        for part in list_parts(dossier.alliance.ask)
        if not part.audiences
    ]
    return tuple(told)
