"""Ce qui n'a pas pu être lu d'un dossier : une case illisible est dite une fois, sans rien entraîner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kit.domain.typography import fold
from kit.domain.values import Place, Problem
from kit.reading.fields import Field, Form
from kit.reading.tables.raw import RawRecord

Spot = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Les cases remplies qui n'ont pas donné de valeur, et les lignes mises de côté, par ce qu'elles nomment.

    ``aside`` : par clé de formulaire, le nom replié du partenaire, de l'action ou du critère de la ligne.
    """

    cells: frozenset[Spot] = frozenset()
    aside: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def has_cell(self, where: Place, one: Field) -> bool:
        """Vrai si la case de ce champ, sur cette ligne, n'a pas pu être lue."""
        place = replace(where, path=f"{where.path}.{one.name}" if where.path else "", column=one.label)
        return _find_spot(place) in self.cells

    def has_line(self, form: Form, name: str) -> bool:
        """Vrai si une ligne qui nomme ceci a été mise de côté."""
        return fold(name) in self.aside.get(form.key, ())


def find_unread(record: RawRecord, values: Mapping[str, Any]) -> frozenset[Spot]:
    """Les cases remplies de cette ligne qui n'ont pas donné de valeur."""
    return frozenset(
        _find_spot(cell.where)
        for key, cell in record.cells.items()
        if key not in values and (cell.value is not None or cell.problems)
    )


def _find_spot(where: Place) -> Spot:
    return (where.path, None, "") if where.path else (where.sheet, where.line, where.column)


def name_line(form: Form, values: Mapping[str, Any]) -> str:
    """Ce que nomme une ligne mise de côté : son premier champ obligatoire ; vide s'il manque aussi."""
    return fold(str(values.get(form.required_fields[0].key, "")))


def stop_all(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Ces problèmes, dont les bloquants empêchent tout document."""
    return tuple(replace(one, stops=one.blocking) for one in problems)
