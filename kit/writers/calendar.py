"""Le calendrier des échéances et des relances, au format iCalendar ; aucune donnée personnelle."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kit.domain.typography import slugify, typeset
from kit.domain.values import Action

if TYPE_CHECKING:
    import icalendar

# Les retours et les caractères qu'un agenda refuse.
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def write_calendar(actions: Sequence[Action], *, name: str, stamp: dt.date) -> bytes:
    """Un évènement d'une journée par échéance et par relance des actions non closes.

    ``name`` est celui de l'alliance. Les identifiants sont stables : réimporter met à jour sans doubler.
    """
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Jouer collectif en territoire//kit//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _protect(typeset("Échéances : "), name))
    moment = dt.datetime.combine(stamp, dt.time(12), tzinfo=dt.UTC)
    for kind, label, action, day in _list_dates(actions):
        event = icalendar.Event()
        event.add("uid", _build_identifier(name, action.number, kind))
        event.add("dtstamp", moment)
        event.add("dtstart", day)
        if day < dt.date.max:
            event.add("dtend", day + dt.timedelta(days=1))
        event.add("summary", _protect(typeset(f"{label} : "), action.number, " – ", action.title))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _protect(*parts: str) -> icalendar.vText:
    """Une ligne de texte, protégée : ce que la personne a écrit, sans autre changement que ses retours."""
    import icalendar

    return icalendar.vText(_BREAKS.sub(" ", "".join(parts)))


def _build_identifier(name: str, number: str, kind: str) -> str:
    """Lisible, et distinct pour deux numéros que le nom de fichier confond (« A.1 » et « A-1 »)."""
    digest = hashlib.sha256(f"{name}\n{number}".encode()).hexdigest()[:8]
    return f"{slugify(name)}-{slugify(number)}-{kind}-{digest}@jouer-collectif"


def _list_dates(actions: Sequence[Action]) -> Iterator[tuple[str, str, Action, dt.date]]:
    for action in actions:
        if action.status is not None and action.status.is_closed:
            continue
        if action.end is not None:
            yield "echeance", "Échéance", action, action.end
        if action.reminder is not None:
            yield "relance", "Relance", action, action.reminder
