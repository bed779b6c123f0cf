"""Les directives ``{agenda}`` et ``{actualites}``, et les deux fils écrits à côté des pages.

Ce qui est passé ou à venir se décide le jour de la construction : la page est relue quand ce jour change.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from kit.domain.typography import format_date
from kit.knowledge.catalogue import load_catalogue
from kit.products.agenda.events import (
    AGENDA_FILE,
    NEWS_FILE,
    NewsItem,
    PublicEvent,
    load_events,
    load_news,
    split_events,
)
from kit.products.agenda.feeds import write_news_feed, write_public_agenda
from kit.sphinxext.directives.catalogue import CatalogueDirective
from kit.sphinxext.directives.catalogue_nodes import build_source_note, build_statement
from kit.sphinxext.directives.html_elements import (
    HtmlElement,
    Paper,
    build_element,
    build_paragraph,
    is_interactive,
)

CALENDAR_NAME: Final = "agenda.ics"
FEED_NAME: Final = "actualites.xml"
# Dans l'environnement de Sphinx, le jour où la page a été lue.
_READ_ON: Final = "agenda_lu_le"
_ALTERNATES: Final = (
    (FEED_NAME, "application/atom+xml", "Les nouvelles du guide"),
    (CALENDAR_NAME, "text/calendar", "L’agenda public"),
)
_NOTHING: Final = (
    "Nous n’avons vérifié aucun événement à venir. Un événement n’entre ici que si une source publique le "
    "prouve : le mode d’emploi est dans le fichier CONTRIBUTING.md du dépôt, à « Ajouter un événement »."
)


class AgendaDirective(CatalogueDirective):
    """L'agenda public : ce qui vient, puis ce qui a eu lieu."""

    def run(self) -> list[nodes.Node]:
        """Deux listes, la seconde à rebours ; et le lien vers le fichier d'agenda."""
        self.env.note_dependency(str(AGENDA_FILE))
        self.env.metadata[self.env.docname][_READ_ON] = read_build_day().isoformat()
        events = load_events()
        self.note_files(*{load_catalogue().get_entry(event.proof).family for event in events})
        coming, past = split_events(events, read_build_day())
        link = build_link(self.env.docname, CALENDAR_NAME, "Ajouter ces dates à son agenda (fichier ics)")
        return [
            nodes.paragraph("", "", nodes.strong("", "À venir")),
            build_events(coming) if coming else nodes.paragraph("", _NOTHING),
            nodes.paragraph("", "", nodes.strong("", "Ce qui a eu lieu")),
            build_events(past),
            link,
        ]


class NewsDirective(CatalogueDirective):
    """Les nouvelles du guide, la plus récente d'abord."""

    def run(self) -> list[nodes.Node]:
        """Une entrée par nouvelle, à son ancre ; et le lien vers le fil."""
        self.env.note_dependency(str(NEWS_FILE))
        listing = nodes.definition_list(classes=["kit-news"])
        listing.extend(_build_news(item) for item in load_news())
        return [listing, build_link(self.env.docname, FEED_NAME, "Suivre les nouvelles (fil Atom)")]


def read_build_day() -> dt.date:
    """Le jour de la construction ; celui de ``SOURCE_DATE_EPOCH`` pour une construction reproductible."""
    moment = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    return dt.datetime.fromtimestamp(moment, tz=dt.UTC).date()


def build_events(events: Sequence[PublicEvent]) -> nodes.definition_list:
    """Les événements : le jour et le titre, le lieu, le résumé, la source."""
    listing = nodes.definition_list(classes=["kit-agenda"])
    catalogue = load_catalogue()
    for event in events:
        item = nodes.definition_list_item()
        item += nodes.term("", f"{_format_days(event)} : {event.title}")
        body = nodes.definition()
        body += build_paragraph("Lieu", f" : {event.place}")
        body += build_statement(event.summary)
        body += build_source_note(catalogue.get_entry(event.proof), catalogue)
        item += body
        listing += item
    return listing


def build_link(docname: str, filename: str, text: str) -> HtmlElement:
    """Le lien vers un fichier posé à la racine du site ; sans objet sur papier."""
    address = f"{'../' * docname.count('/')}{filename}"
    line = build_element("p", class_="kit-feed", paper=Paper.DROPPED)
    line += build_element("a", text, href=address, class_="reference")
    return line


def _format_days(event: PublicEvent) -> str:
    if event.start == event.end:
        return format_date(event.start)
    return f"du {format_date(event.start)} au {format_date(event.end)}"


def _build_news(item: NewsItem) -> nodes.definition_list_item:
    entry = nodes.definition_list_item()
    entry += nodes.term("", f"{format_date(item.day)} : {item.title}", ids=[item.key.lower()])
    state = "publiée" if item.is_released else "en préparation"
    body = nodes.definition()
    body += nodes.paragraph("", item.text)
    body += build_paragraph("Version", f" : {item.version}, {state}.")
    entry += body
    return entry


def _list_stale_pages(_app: Sphinx, env: BuildEnvironment, added: set[str], *_others: object) -> list[str]:
    """Les pages de l'agenda lues un autre jour."""
    today = read_build_day().isoformat()
    return [
        page
        for page, values in env.metadata.items()
        if page in env.found_docs and page not in added and values.get(_READ_ON, today) != today
    ]


def _announce_feeds(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Dit à chaque page où sont les fils, pour les logiciels qui s'y abonnent."""
    if not is_interactive(app.builder) or "pathto" not in context:
        return
    links = (
        f'<link rel="alternate" type="{kind}" title="{title}" href="{context["pathto"](name, True)}">'  # noqa: FBT003 — signature de Sphinx
        for name, kind, title in _ALTERNATES
    )
    context["metatags"] = "\n  ".join((str(context.get("metatags", "")), *links))


def _write_feeds(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not is_interactive(app.builder):
        return
    events = load_events()
    checked = (load_catalogue().get_entry(event.proof).checked_on for event in events)
    stamp = max(day for day in checked if day is not None)
    folder = Path(app.outdir)
    (folder / CALENDAR_NAME).write_bytes(write_public_agenda(events, stamp=stamp))
    (folder / FEED_NAME).write_bytes(write_news_feed(load_news(), base=app.config.html_baseurl))


def setup(app: Sphinx) -> None:
    """Branche la composante ; l'adresse du site est le réglage ``html_baseurl``."""
    app.add_directive("agenda", AgendaDirective)
    app.add_directive("actualites", NewsDirective)
    app.connect("env-get-outdated", _list_stale_pages)
    app.connect("html-page-context", _announce_feeds)
    app.connect("build-finished", _write_feeds, priority=800)
