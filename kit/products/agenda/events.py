"""L'agenda public et les nouvelles du guide, lus et contrôlés (``agenda.yaml``, ``actualites.yaml``).

Un événement n'entre que si une fiche du catalogue le prouve : il a donc une source, et rien n'y est annoncé
sur la foi d'une rumeur. Aucune personne n'y est nommée.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from kit.domain.declaring import keyed
from kit.domain.errors import build_problem
from kit.domain.locations import DATA
from kit.domain.values import Problem
from kit.knowledge.catalogue import Catalogue, load_catalogue
from kit.knowledge.catalogue.deriving import build_shape, build_value
from kit.knowledge.catalogue.records import (
    Key,
    Record,
    Shape,
    check_references,
    check_unique,
    raise_problems,
    read_record,
)

AGENDA_FILE: Final = DATA / "agenda.yaml"
NEWS_FILE: Final = DATA / "actualites.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEvent:
    """Un événement public ; ``end`` est son dernier jour, ``proof`` la clé de la fiche qui le prouve."""

    key: str = field(metadata=keyed("cle", pattern=r"AGD(-[A-Z0-9]+)+"))
    title: str = field(metadata=keyed("titre"))
    start: dt.date = field(metadata=keyed("debut"))
    end: dt.date = field(metadata=keyed("fin", is_required=False))
    place: str = field(metadata=keyed("lieu"))
    summary: str = field(metadata=keyed("resume"))
    proof: str = field(metadata=keyed("fiche"))


def _join_words(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """Une nouvelle du guide ; ``is_released`` est faux pour une version qui se prépare."""

    key: str = field(metadata=keyed("cle", pattern=r"ACT(-[A-Z0-9]+)+"))
    title: str = field(metadata=keyed("titre"))
    day: dt.date = field(metadata=keyed("jour"))
    version: str = field(metadata=keyed("version", pattern=r"\d+\.\d+\.\d+"))
    is_released: bool = field(metadata=keyed("publiee"))
    text: str = field(metadata=keyed("texte", read=_join_words))


_EVENTS: Final = Shape(keys=(Key(name="evenements", many=True, shape=build_shape(PublicEvent)),))
_NEWS: Final = Shape(keys=(Key(name="actualites", many=True, shape=build_shape(NewsItem)),))


def read_events(path: Path, catalogue: Catalogue) -> tuple[PublicEvent, ...]:
    """Les événements d'un fichier, du plus ancien au plus récent.

    :raises CatalogueError: avec tous les défauts, si le fichier n'est pas conforme ou cite une fiche
        inconnue ou incertaine.
    """
    records = read_record(path, _EVENTS)["evenements"]
    problems = check_unique(records, "cle")
    for record in records:
        problems += [*check_references(record, "fiche", catalogue.by_key), *_check_event(record, catalogue)]
    raise_problems(problems)
    return tuple(sorted((_build_event(record) for record in records), key=lambda event: event.start))


def read_news(path: Path) -> tuple[NewsItem, ...]:
    """Les nouvelles d'un fichier, la plus récente d'abord.

    :raises CatalogueError: avec tous les défauts, si le fichier n'est pas conforme.
    """
    records = read_record(path, _NEWS)["actualites"]
    raise_problems(check_unique(records, "cle"))
    items = (build_value(NewsItem, record) for record in records)
    return tuple(sorted(items, key=lambda item: item.day, reverse=True))


@cache
def load_events() -> tuple[PublicEvent, ...]:
    """Les événements livrés, lus une seule fois."""
    return read_events(AGENDA_FILE, load_catalogue())


@cache
def load_news() -> tuple[NewsItem, ...]:
    """Les nouvelles livrées, lues une seule fois."""
    return read_news(NEWS_FILE)


def split_events(
    events: Sequence[PublicEvent], today: dt.date
) -> tuple[tuple[PublicEvent, ...], tuple[PublicEvent, ...]]:
    """Les événements à venir ou en cours, du plus proche au plus lointain ; puis les passés, à rebours."""
    coming = tuple(event for event in events if event.end >= today)
    past = tuple(event for event in reversed(events) if event.end < today)
    return coming, past


def _check_event(record: Record, catalogue: Catalogue) -> list[Problem]:
    """La fin ne précède pas le début, et la preuve n'est ni une hypothèse ni notre seule parole."""
    problems = []
    if record.find("fin", record["debut"]) < record["debut"]:
        problems.append(
            build_problem(
                "catalogue-valeur",
                record.place("fin"),
                found=record["fin"],
                field="fin",
                expected="un jour qui ne précède pas « debut »",
            )
        )
    entry = catalogue.by_key.get(record["fiche"])
    if entry is not None and entry.source is None:
        problems.append(build_problem("catalogue-sans-source", record.place("fiche"), found=record["fiche"]))
    elif entry is not None and not entry.is_statable:
        level = entry.reliability
        problems.append(
            build_problem("catalogue-fiabilite", record.place("fiche"), found=record["fiche"], level=level)
        )
    return problems


def _build_event(record: Record) -> PublicEvent:
    return build_value(PublicEvent, record, end=record.find("fin", record["debut"]))
