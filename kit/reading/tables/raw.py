"""Les lignes brutes d'un dossier, telles que les fichiers les donnent, avec leur endroit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kit.domain.typography import format_short_date
from kit.domain.values import Place, Problem
from kit.reading.values.raw_value import RawValue


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell:
    """Une valeur telle qu'elle a été saisie, son endroit, et ce qui ne va pas dans cette case.

    ``spot`` : dans un classeur, sa ligne et sa colonne, comptées à partir de 1.
    """

    value: RawValue
    where: Place
    problems: tuple[Problem, ...] = ()
    spot: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """Une ligne de tableau, ou toute une fiche : ses cellules par clé de champ (``Field.key``).

    Une clé absente est celle d'une colonne que le tableau n'a pas. ``extra`` : ce que portent, par titre, les
    colonnes que la personne a ajoutées.
    """

    where: Place
    cells: Mapping[str, RawCell]
    extra: Mapping[str, RawValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """Les lignes remplies d'une feuille ; ``form_key`` est la clé de son formulaire."""

    form_key: str
    where: Place
    records: tuple[RawRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDossier:
    """Tout ce qui a été lu d'un fichier, par clé de formulaire ; ``problems`` : hors des cases.

    ``extra_sheets`` : les feuilles que la personne a ajoutées.
    """

    file: str
    tables: Mapping[str, RawTable]
    problems: tuple[Problem, ...] = ()
    extra_sheets: tuple[RawSheet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """Une feuille lue cellule par cellule, avant qu'on sache ce qu'elle porte.

    ``errors`` : le texte des erreurs de tableur par (ligne, colonne), comptées à partir de 1.
    ``where`` : le fichier et, pour un classeur, la feuille. ``formulas`` : les cellules à
    formule, quand la lecture les a cherchées ; ``unsaved`` : le texte de celles dont le résultat manque ;
    ``merged`` : les plages fusionnées. ``problems`` : ce que la lecture du fichier a à en dire.
    """

    title: str
    where: Place
    rows: tuple[tuple[RawValue, ...], ...]
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formulas: frozenset[tuple[int, int]] = frozenset()
    unsaved: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    problems: tuple[Problem, ...] = ()


def write_plain(value: RawValue) -> str:
    """La case en texte, comme la personne l'a vue.

    >>> write_plain(2.0), write_plain(2.5), write_plain(True)
    ('2', '2,5', 'VRAI')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, dt.date):
        return format_short_date(value)
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return str(value).strip()
