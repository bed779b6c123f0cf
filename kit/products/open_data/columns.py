"""Les colonnes de l'export, déduites des clés du catalogue : titre, sens, type, lecture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from kit.knowledge.catalogue.deriving import FieldKey, list_keys
from kit.knowledge.catalogue.entries import Entry
from kit.knowledge.catalogue.values import Cited

SEPARATOR: Final = " | "
Value = str | float | bool | dt.date | None
Row = tuple[Value, ...]
_KINDS: Final = {bool: "boolean", int: "integer", float: "number", dt.date: "date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvColumn:
    """Une colonne : nom dans le CSV, titre, sens, type TableSchema, et comment la lire dans une ligne.

    ``target`` est le tableau dont elle cite la clé, s'il y en a un.
    """

    name: str
    title: str
    description: str
    read: Callable[[Any], Value]
    kind: str = "string"
    required: bool = False
    target: str = ""


def list_columns(kind: type[Any]) -> tuple[CsvColumn, ...]:
    """Les colonnes d'une valeur déclarée : une par clé qui a un nom en clair.

    Pour une fiche, la provenance suit l'énoncé, et les clés propres à la famille viennent en dernier.
    """
    if not issubclass(kind, Entry):
        return tuple(_list_columns(list_keys(kind)))
    common = list_keys(Entry)
    named = {one.field: one for one in common}
    origin = [named.pop("reference"), named.pop("source")]
    ahead = [named.pop(name) for name in ("key", "title", "statement")]
    own = list_keys(kind)[len(common) :]
    return tuple(_list_columns((*ahead, *origin, *named.values(), *own)))


def _list_columns(keys: tuple[FieldKey, ...], owner: str = "") -> Iterator[CsvColumn]:
    for one in keys:
        if one.said.is_flat:
            yield from _list_columns(list_keys(one.hint.kind), one.field)
        elif one.said.label:
            yield _build_column(one, owner)


def _build_column(one: FieldKey, owner: str) -> CsvColumn:
    said, hint = one.said, one.hint
    listed = hint.is_many
    default = "Valeurs séparées par « | »." if listed else f"{said.label}."
    return CsvColumn(
        name=said.name,
        title=said.label,
        description=said.about or default,
        read=_choose_read(one.field, owner),
        kind="string" if listed else _KINDS.get(hint.kind, "string"),
        required=said.is_promised,
        target="sources" if said.cites in {Cited.ORIGIN, Cited.SOURCE} else "",
    )


def _choose_read(field: str, owner: str) -> Callable[[Any], Value]:
    """Lire un champ d'une valeur, ou de la valeur ``owner`` qu'elle porte, si elle la porte."""
    get = attrgetter(field)

    def read(value: Any) -> Value:  # noqa: ANN401 — une valeur déclarée
        holder = getattr(value, owner) if owner else value
        found: Value | tuple[object, ...] = "" if holder is None else get(holder)
        return SEPARATOR.join(map(str, found)) if isinstance(found, tuple) else found

    return read
