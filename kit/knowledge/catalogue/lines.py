"""Ce qu'une fiche dit, d'après la déclaration de ses clés : rubriques d'une page, textes à chercher."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from kit.domain.typography import format_date, join_list
from kit.knowledge.catalogue.deriving import FieldKey, list_keys, once_per_type
from kit.knowledge.catalogue.entries import Entry
from kit.knowledge.catalogue.figures import describe_figure

Line = tuple[str, str]
Name = Callable[[str], str]


# --- Les rubriques d'une page ---------------------------------------------------------------


def list_lines(entry: Entry, name: Name) -> tuple[Line, ...]:
    """Les rubriques d'une fiche, nommées : celles de sa famille, puis ses chiffres et ce qu'il faut savoir.

    ``name`` donne le titre de la source ou de la fiche qu'une clé désigne. Une clé vide n'a pas de rubrique.
    """
    common = list_keys(Entry)
    fields = {one.field for one in common}
    own = (one for one in list_keys(type(entry)) if one.field not in fields)
    told = (line for one in own if (line := _tell(entry, one, name)))
    last = [("Chiffres", " ; ".join(map(describe_figure, entry.figures)))] if entry.figures else []
    remark = next(one for one in common if one.field == "remark")
    if line := _tell(entry, remark, name):
        last.append(line)
    return (*told, *last)


def _tell(entry: Entry, one: FieldKey, name: Name) -> Line | None:
    said = one.said
    label = said.label if said.line is None else said.line
    if not label:
        return None
    if callable(said.told):
        text = said.told(entry, name)
    else:
        value = getattr(entry, one.field)
        written = _write_value(value, said.cites, name)
        text = said.told.format(entry=entry) if said.told and written else written
    return (label.format(entry=entry), text) if text else None


def _write_value(value: Any, cites: str, name: Name) -> str:  # noqa: ANN401 — selon le champ
    """La valeur d'une clé, telle qu'une page la dit ; vide si elle l'est."""
    match value:
        case None | "" | ():
            return ""
        case tuple():
            told = [_write_value(item, cites, name) for item in value]
            return " ; ".join(told) if cites else join_list(told)
        case bool():
            return "oui" if value else "non"
        case dt.date():
            return format_date(value)
        case _:
            return name(value) if cites else str(value)


# --- Ce que lit la recherche ----------------------------------------------------------------


def list_texts(entry: Entry) -> tuple[str, ...]:
    """Ce que la fiche dit en plus de son titre et de son énoncé, pour la recherche."""
    return tuple(_list_texts(entry))


def _list_texts(value: object) -> Iterator[str]:
    for field, is_value, is_many in _list_searched(type(value)):
        found = getattr(value, field)
        for item in found if is_many else (found,):
            if is_value and item is not None:
                yield from _list_texts(item)
            elif item:
                yield item


@once_per_type
def _list_searched(kind: type) -> tuple[tuple[str, bool, bool], ...]:
    """Les champs où l'on cherche : leur nom, s'ils portent des valeurs déclarées, et plusieurs ou une."""
    return tuple((one.field, one.is_value, one.hint.is_many) for one in list_keys(kind) if _is_searched(one))


def _is_searched(one: FieldKey) -> bool:
    """Vrai pour un texte libre : ni clé, ni choix, ni forme imposée ; sauf si le champ dit autre chose."""
    said, hint = one.said, one.hint
    if said.is_searched is not None:
        return said.is_searched
    if one.is_value:
        return True
    return hint.kind is str and not (said.pattern or said.cites or said.choices or hint.choices)
