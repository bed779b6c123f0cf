"""Ce que ce dossier ne sait pas encore, et les cases à remplir ensuite, dans l'ordre où elles servent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kit.domain.values import Action, Audience, Commitment, Dossier, Partner, Status, name_ask
from kit.reading.forms import ACTIONS, ALLIANCE, PARTNERS, Form

MOST_CELLS: Final = 3
MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Ce qui manque et qui compte : les actions et les partenaires que le doute touche.

    ``missing_funding`` : ce qu'il reste à trouver, d'après les actions qui disent leur budget et leur acquis.
    """

    without_baseline: tuple[Action, ...] = ()
    to_discuss: tuple[Action, ...] = ()
    blocked: tuple[Action, ...] = ()
    undated: tuple[Action, ...] = ()
    waiting: tuple[Partner, ...] = ()
    missing_funding: float = 0.0

    @property
    def has_any(self) -> bool:
        """Vrai si quelque chose est à dire."""
        return any(
            (self.without_baseline, self.to_discuss, self.blocked, self.undated, self.waiting)
        ) or bool(self.missing_funding)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCell:
    """Une case à remplir : sa clé, son titre dans le dossier et sa feuille."""

    key: str
    label: str
    sheet: str


def list_gaps(dossier: Dossier) -> Gaps:
    """Ce que le dossier ne sait pas encore, sans les actions closes."""
    opened = [action for action in dossier.actions if not action.is_closed]
    return Gaps(
        without_baseline=tuple(one for one in opened if one.indicator and not one.baseline),
        to_discuss=tuple(one for one in opened if one.status is Status.TO_DISCUSS),
        blocked=tuple(one for one in opened if one.status is Status.BLOCKED),
        undated=tuple(one for one in opened if one.end is None and one.status is not Status.TO_DISCUSS),
        waiting=tuple(one for one in dossier.partners if one.commitment is Commitment.IN_TALKS),
        missing_funding=sum(
            max(0.0, one.budget - (one.funding or 0.0)) for one in opened if one.budget is not None
        ),
    )


def list_next_cells(dossier: Dossier, audience: Audience, *, limit: int = MOST_CELLS) -> tuple[NextCell, ...]:
    """Les prochaines cases à remplir, celles qui changent le plus la page de ce public d'abord."""
    cells = (_name_cell(form, key) for form, key in _list_empty(dossier, audience))
    return tuple(cell for cell, _ in zip(cells, range(limit), strict=False))


def _list_empty(dossier: Dossier, audience: Audience) -> Iterator[tuple[Form, str]]:
    alliance = dossier.alliance
    if not alliance.situation:
        yield ALLIANCE, "situation"
    if not dossier.actions:
        yield ACTIONS, "title"
    if not alliance.ask and not alliance.ask_to(audience):
        yield ALLIANCE, name_ask(audience)
    if not (alliance.objection and alliance.answer):
        yield ALLIANCE, "answer" if alliance.objection else "objection"
    if not any(partner.commitment is Commitment.COMMITTED for partner in dossier.partners):
        yield PARTNERS, "commitment"
    if dossier.actions and not any(action.indicator and action.target for action in dossier.actions):
        yield ACTIONS, "target" if any(action.indicator for action in dossier.actions) else "indicator"
    if dossier.actions and all(action.budget is None for action in dossier.actions):
        yield ACTIONS, "budget"


def _name_cell(form: Form, key: str) -> NextCell:
    label = next(field.label for field in form.fields if field.key == key)
    return NextCell(key=key, label=label, sheet=form.title)
