"""La description d'un classeur : feuilles, cellules, formules avec leur valeur, listes déroulantes.

Les lignes et les colonnes se comptent comme dans un tableur : la première ligne est 1, la
première colonne est A. Une plage s'écrit ``C5:C64`` ; une liste d'une autre feuille,
``Listes!$A$2:$A$9``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

CellValue = str | int | float | bool | dt.date | None

MAX_TEXT: Final = 32_767
_FORBIDDEN_IN_TITLE: Final = re.compile(r"[\[\]:*?/\\]|^'|'$")
_RANGE: Final = re.compile(r"[A-Z]{1,3}[1-9][0-9]*(:[A-Z]{1,3}[1-9][0-9]*)?")
CREATED: Final = dt.date(2026, 1, 1)


class CellStyle(StrEnum):
    """Le rôle d'une cellule ; l'écrivain en tire l'apparence, la même en xlsx et en ods."""

    TITLE = "titre"
    INTRO = "chapeau"
    SECTION = "intertitre"
    HEADING = "titre de colonne"
    HELP = "aide"
    LABEL = "libellé"
    PARAGRAPH = "paragraphe"
    PLAIN = "texte"
    INPUT_TEXT = "saisie : texte court"
    INPUT_LONG = "saisie : texte"
    INPUT_DATE = "saisie : date"
    INPUT_AMOUNT = "saisie : montant"
    INPUT_CHOICE = "saisie : choix"
    NUMBER = "nombre"
    DECIMAL = "nombre à deux décimales"
    PERCENT = "pourcentage"
    DATE = "date"

    @property
    def is_input(self) -> bool:
        """Vrai si la personne peut écrire dans la cellule, même quand la feuille est protégée."""
        return self.value.startswith("saisie")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Une cellule. Avec ``formula`` (syntaxe A1 anglaise, par exemple ``=SUM(B2:B9)``), ``value`` est
    sa valeur calculée en Python : un tableur qui ne recalcule pas montre ainsi le bon résultat.
    ``span`` est le nombre de colonnes occupées.

    :raises ValueError: si une formule n'a pas de valeur, ou si un texte dépasse ce qu'un tableur accepte.
    """

    value: CellValue = None
    style: CellStyle = CellStyle.PLAIN
    formula: str = ""
    span: int = 1

    def __post_init__(self) -> None:
        if self.formula and (self.value is None or not self.formula.startswith("=")):
            message = f"formule sans signe égal ou sans valeur calculée : {self.formula}"
            raise ValueError(message)
        if isinstance(self.value, str) and len(self.value) > MAX_TEXT:
            message = f"texte de {len(self.value)} caractères, au-delà des {MAX_TEXT} d'une cellule"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Une ligne ; ``height`` en points, ou ``None`` pour que le tableur l'ajuste au texte.

    ``is_spare`` : des cases ouvertes à la saisie mais sans cadre ni fond, qui ne s'impriment donc pas vides.
    """

    cells: tuple[Cell, ...] = ()
    height: float | None = None
    is_spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceList:
    """Une aide à la saisie sur une plage, avec ou sans liste déroulante.

    Les choix sont donnés par ``choices`` ou pris à la plage ``source`` d'une autre feuille.
    ``strict`` : toute autre saisie est refusée avec ``error`` ; sinon la liste n'est qu'une aide.
    """

    cells: str
    choices: tuple[str, ...] = ()
    source: str = ""
    title: str = ""
    help: str = ""
    error: str = ""
    strict: bool = True

    def __post_init__(self) -> None:
        if not _RANGE.fullmatch(self.cells):
            message = f"plage illisible : {self.cells}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGroup:
    """Des colonnes voisines que l'on replie d'un bouton, au-dessus des titres ; ``folded`` : repliées."""

    first: int
    last: int
    folded: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Une feuille. ``widths`` en caractères ; ``frozen`` = (lignes, colonnes) figées ;
    ``header_rows`` = (première, dernière) lignes répétées à l'impression ; ``header_columns`` = nombre
    de colonnes répétées ; ``pages_wide`` = nombre de pages A4 en largeur ; ``has_grid`` : le quadrillage se
    voit à l'écran, là où les cases n'ont pas de cadre.
    """

    title: str
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    choice_lists: tuple[ChoiceList, ...] = ()
    frozen: tuple[int, int] = (0, 0)
    header_rows: tuple[int, int] | None = None
    header_columns: int = 0
    pages_wide: int = 1
    landscape: bool = True
    protected: bool = False
    hidden: bool = False
    groups: tuple[ColumnGroup, ...] = ()
    has_grid: bool = False

    def find_group(self, column: int) -> ColumnGroup | None:
        """Le groupe de cette colonne, comptée à partir de 1."""
        return next((group for group in self.groups if group.first <= column <= group.last), None)

    def __post_init__(self) -> None:
        if not 0 < len(self.title) <= 31 or _FORBIDDEN_IN_TITLE.search(self.title):
            message = f"nom de feuille refusé par les tableurs : {self.title}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """Un classeur. ``created`` est fixe : le même contenu donne les mêmes octets."""

    title: str
    sheets: tuple[Sheet, ...]
    subject: str = ""
    created: dt.date = CREATED


def column_letter(number: int) -> str:
    """Le nom d'une colonne d'après son rang, à partir de 1.

    >>> [column_letter(number) for number in (1, 26, 27, 703)]
    ['A', 'Z', 'AA', 'AAA']
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Le rang d'une colonne d'après son nom.

    >>> column_number("AA")
    27
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def build_range(column: int, first: int, last: int) -> str:
    """La plage d'une colonne entre deux lignes.

    >>> build_range(3, 5, 64)
    'C5:C64'
    """
    letter = column_letter(column)
    return f"{letter}{first}:{letter}{last}"
