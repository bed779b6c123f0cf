"""L'agenda public en iCalendar et les nouvelles en Atom, pour qui s'y abonne.

Les identifiants sont stables et ne dépendent d'aucune adresse : le guide peut changer de site sans que
rien ne se dédouble chez l'abonné. Deux écritures des mêmes données sont identiques octet pour octet.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from kit.domain.typography import typeset
from kit.products.agenda.events import NewsItem, PublicEvent

ATOM: Final = "http://www.w3.org/2005/Atom"
NEWS_PAGE: Final = "agenda.html"
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "jouer-collectif-en-territoire")
_AUTHOR: Final = "L’équipe de Jouer collectif en territoire"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def build_urn(key: str) -> str:
    """L'identifiant d'un événement, d'une nouvelle ou d'un fil : le même partout, pour toujours.

    >>> build_urn("AGD-RENCONTRE") == build_urn("AGD-RENCONTRE") != build_urn("AGD-CHARTE")
    True
    """
    return uuid.uuid5(_NAMESPACE, key).urn


def write_public_agenda(events: Sequence[PublicEvent], *, stamp: dt.date) -> bytes:
    """L'agenda en iCalendar, un événement par journée ou suite de journées ; ``stamp`` date les données."""
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Jouer collectif en territoire//agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", typeset("Jouer collectif en territoire : l’agenda public"))
    moment = dt.datetime.combine(stamp, dt.time(12), tzinfo=dt.UTC)
    for item in events:
        event = icalendar.Event()
        event.add("uid", build_urn(item.key))
        event.add("dtstamp", moment)
        event.add("dtstart", item.start)
        event.add("dtend", item.end + dt.timedelta(days=1))
        event.add("summary", typeset(item.title))
        event.add("location", typeset(item.place))
        event.add("description", typeset(f"{item.summary} (fiche {item.proof})"))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def write_news_feed(items: Sequence[NewsItem], *, base: str = "") -> bytes:
    """Les nouvelles en Atom ; ``base`` est l'adresse du site, vide tant qu'il n'en a pas.

    :raises ValueError: s'il n'y a aucune nouvelle : un fil doit dire quand il a changé.
    """
    if not items:
        message = "un fil demande au moins une nouvelle"
        raise ValueError(message)
    ET.register_namespace("", ATOM)
    feed = ET.Element(_name("feed"), {_LANGUAGE: "fr"})
    _add(feed, "id", build_urn("actualites"))
    _add(feed, "title", typeset("Jouer collectif en territoire : les nouvelles du guide"))
    _add(feed, "updated", _format_moment(max(item.day for item in items)))
    _add(_add(feed, "author"), "name", _AUTHOR)
    root = f"{base.rstrip('/')}/" if base else ""
    if root:
        _add(feed, "link", rel="self", type="application/atom+xml", href=f"{root}actualites.xml")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{root}{NEWS_PAGE}")
    for item in items:
        entry = _add(feed, "entry")
        _add(entry, "id", build_urn(item.key))
        _add(entry, "title", typeset(item.title))
        _add(entry, "updated", _format_moment(item.day))
        _add(entry, "link", rel="alternate", type="text/html", href=f"{root}{NEWS_PAGE}#{item.key.lower()}")
        _add(entry, "summary", typeset(item.text))
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'.encode()


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, _name(tag), attributes)
    child.text = text or None
    return child


def _format_moment(day: dt.date) -> str:
    return f"{day.isoformat()}T12:00:00Z"
