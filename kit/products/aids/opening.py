"""Une aide est-elle ouverte ce jour-là ? Une date ou un statut inconnu reste inconnu."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from kit.domain.typography import MONTHS, format_short_date
from kit.products.aids.aid import Aid, Recurrence
from kit.products.aids.perimeters import Verdict
from kit.products.aids.shipped import CLOSED, parse_start

PROOF_DAYS: Final = 365
_ACTIVE: Final = "actif"


class Opening(StrEnum):
    """L'état d'une aide un jour donné ; l'ordre est celui de l'affichage."""

    OPEN = "ouverte"
    UNKNOWN = "ouverture à vérifier"
    CLOSED = "fermée"
    HISTORY = "historique"


def judge_opening(aid: Aid, day: dt.date) -> tuple[Opening, Verdict, str]:
    """L'état, le verdict et sa raison."""
    if aid.status:
        return _judge_programme(aid, day)
    if aid.is_live is False:
        return Opening.CLOSED, Verdict.FAILS, "la fiche n’est plus en ligne"
    if aid.recurrence is Recurrence.ONGOING:
        return Opening.OPEN, Verdict.FITS, "aide permanente"
    return _judge_dates(aid, day)


def _judge_dates(aid: Aid, day: dt.date) -> tuple[Opening, Verdict, str]:
    """Une aide à session : sa date de clôture décide."""
    recurs = aid.recurrence is Recurrence.RECURRING
    if aid.deadline is None:
        reason = "aide récurrente, date de clôture non dite" if recurs else "date de clôture non dite"
        return Opening.UNKNOWN, Verdict.UNKNOWN, reason
    closing = format_short_date(aid.deadline)
    if aid.deadline < day:
        again = " ; récurrente, guettez la prochaine session" if recurs else ""
        return Opening.CLOSED, Verdict.FAILS, f"close depuis le {closing}{again}"
    if aid.starts_on and aid.starts_on > day:
        opening = format_short_date(aid.starts_on)
        return Opening.OPEN, Verdict.FITS, f"ouvrira le {opening}, jusqu’au {closing}"
    return Opening.OPEN, Verdict.FITS, f"ouverte jusqu’au {closing}"


def _judge_programme(aid: Aid, day: dt.date) -> tuple[Opening, Verdict, str]:
    """Un programme du catalogue : son statut ne vaut qu'à la date de sa preuve."""
    proof = format_partial(aid.status_on)
    if aid.is_history:
        said = "programme clos" if aid.status == CLOSED else "programme de 2020-2022, non vérifié depuis"
        return Opening.HISTORY, Verdict.FAILS, f"{said} (preuve : {proof})"
    if aid.deadline and aid.deadline < day:
        ended = format_short_date(aid.deadline)
        return Opening.UNKNOWN, Verdict.UNKNOWN, f"terme prévu passé ({ended}) ; suite à vérifier"
    proven = parse_start(aid.status_on)
    is_fresh = proven is not None and (day - proven).days <= PROOF_DAYS
    if aid.status == _ACTIVE and is_fresh:
        return Opening.OPEN, Verdict.FITS, f"actif (preuve : {proof})"
    if aid.status == _ACTIVE:
        return Opening.UNKNOWN, Verdict.UNKNOWN, f"dit actif, mais la preuve a plus d’un an ({proof})"
    return Opening.UNKNOWN, Verdict.UNKNOWN, f"statut : {aid.status} (preuve : {proof})"


def format_partial(text: str) -> str:
    """Une date dite au jour, au mois ou à l'année, en clair.

    >>> format_partial("2025-04-09"), format_partial("2024-01"), format_partial("2022"), format_partial("")
    ('09/04/2025', 'janvier 2024', '2022', 'sans date')
    """
    parts = text.split("-")
    if len(parts) == 3:
        return format_short_date(dt.date.fromisoformat(text))
    if len(parts) == 2:
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return text or "sans date"
