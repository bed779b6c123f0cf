"""Les programmes du catalogue livré → des aides, avec leur statut et la date de sa preuve."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from kit.knowledge.catalogue import Programme, describe_figure, load_catalogue
from kit.products.aids.aid import Aid, AidAudience, AidSet, AidType
from kit.products.aids.subjects import PORTAL, is_portal

ORIGIN: Final = "catalogue de ce guide (programmes relevés pour se repérer)"
LICENCE: Final = "CC BY 4.0"
SITE: Final = "https://aides-territoires.beta.gouv.fr"
_CRISIS: Final = (2020, 2022)
CLOSED: Final = "clos"
_MONEY: Final = re.compile("[€%]")


def load_shipped_aids() -> AidSet:
    """Les programmes livrés ; ``extracted_on`` est le jour de leur dernière relecture."""
    programmes = load_catalogue().list_typed(Programme)
    checked = [day for programme in programmes if (day := programme.checked_on)]
    return AidSet(
        aids=tuple(build_aid(programme) for programme in programmes),
        origin=ORIGIN,
        licence=LICENCE,
        url=SITE,
        extracted_on=max(checked, default=None),
        extraction_note="jour de la dernière relecture du catalogue",
        is_shipped=True,
    )


def build_aid(programme: Programme) -> Aid:
    """L'aide d'un programme ; ce que le catalogue ne dit pas reste inconnu."""
    return Aid(
        key=programme.key,
        name=programme.title,
        operators=(programme.operator,),
        audiences=tuple(AidAudience(value) for value in programme.applicants),
        types=(AidType.TECHNICAL,) if programme.is_engineering else (),
        themes=programme.facets.themes,
        description=f"{programme.statement}\n{programme.purpose}",
        starts_on=parse_start(programme.start),
        deadline=parse_end(programme.end),
        amounts=tuple(describe_figure(figure) for figure in programme.figures if _MONEY.search(figure.unit)),
        url=programme.source.url if programme.source else "",
        updated_on=programme.checked_on,
        status=programme.status,
        status_on=programme.status_checked_on,
        is_history=is_history(programme),
        apart=PORTAL if is_portal(programme.title, f"{programme.purpose}\n{programme.statement}") else "",
    )


def is_history(programme: Programme) -> bool:
    """Vrai pour un programme clos, ou lancé en 2020-2022 sans preuve plus récente."""
    if programme.status == CLOSED:
        return True
    first, last = _CRISIS
    started = int(programme.start[:4]) if programme.start else 0
    proven = int(programme.status_checked_on[:4]) if programme.status_checked_on else 0
    return first <= started <= last and proven <= last


def parse_start(text: str) -> dt.date | None:
    """Le premier jour d'une date dite au jour, au mois ou à l'année.

    >>> parse_start("2021-05")
    datetime.date(2021, 5, 1)
    """
    return _build_day(text, last=False)


def parse_end(text: str) -> dt.date | None:
    """Le dernier jour d'une date dite au jour, au mois ou à l'année.

    >>> parse_end("2026"), parse_end("2026-02")
    (datetime.date(2026, 12, 31), datetime.date(2026, 2, 28))
    """
    return _build_day(text, last=True)


def _build_day(text: str, *, last: bool) -> dt.date | None:
    if not text:
        return None
    year, month, day = ([int(part) for part in text.split("-")] + [0, 0])[:3]
    month = month or (12 if last else 1)
    day = day or (calendar.monthrange(year, month)[1] if last else 1)
    return dt.date(year, month, day)
