"""Les lignes brutes d'un dossier, telles que les fichiers les donnent, avec leur endroit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kit.domain.values import Place, Problem

RawValue = str | int | float | bool | dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell:
    """Une valeur telle qu'elle a été saisie, et son endroit."""

    value: RawValue
    where: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """Une ligne de tableau, ou toute une fiche : ses cellules par clé de champ (``Field.key``)."""

    where: Place
    cells: Mapping[str, RawCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """Les lignes remplies d'une feuille ; ``form_key`` est la clé de son formulaire."""

    form_key: str
    where: Place
    records: tuple[RawRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDossier:
    """Tout ce qui a été lu d'un fichier, par clé de formulaire, et les défauts relevés."""

    file: str
    tables: Mapping[str, RawTable]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """Une feuille lue cellule par cellule, avant qu'on sache ce qu'elle porte.

    ``errors`` : le texte des erreurs de tableur par (ligne, colonne), comptées à partir de 1.
    ``where`` : le fichier et, pour un classeur, la feuille. ``formulas`` et ``merged`` : les cellules à
    formule et les plages fusionnées, comptées de même, quand la lecture les a cherchées.
    """

    title: str
    where: Place
    rows: tuple[tuple[RawValue, ...], ...]
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
