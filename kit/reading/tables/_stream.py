"""Un fichier XML lu au fil de l'eau par un vrai lecteur, sous un budget, sans rien garder en mémoire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

# Ce qu'un classeur peut demander en tout, répétitions comprises.
MAX_AREA: Final = 4_000_000
MAX_TEXT: Final = 20_000_000
MAX_ELEMENTS: Final = 2_000_000
_FAR: Final = "une cellule remplie se trouve très loin des autres, ou est répétée à l’excès"
_LONG: Final = "ses textes, répétés de case en case, dépassent ce qu’un classeur peut contenir"
_MANY: Final = "il contient trop de balises"
_DECLARED: Final = "il contient une déclaration XML qu’aucun tableur n’écrit"

Spot = tuple[int, int]
Range = tuple[Spot, Spot]
Start = Callable[[str, Mapping[str, str]], None]


class SuspectError(Exception):
    """Un classeur que l'on ne lit pas ; son texte est la raison."""


@dataclass(slots=True)
class Budget:
    """Ce qu'un classeur a déjà demandé : cellules, caractères, balises."""

    area: int = 0
    text: int = 0
    elements: int = 0

    def add_area(self, cells: int) -> None:
        """Compte une feuille de tant de cellules.

        :raises SuspectError: si c'est trop.
        """
        self.area += cells
        if self.area > MAX_AREA:
            raise SuspectError(_FAR)

    def add_text(self, characters: int) -> None:
        """Compte tant de caractères.

        :raises SuspectError: si c'est trop.
        """
        self.text += characters
        if self.text > MAX_TEXT:
            raise SuspectError(_LONG)

    def add_elements(self, count: int) -> None:
        """Compte tant de balises.

        :raises SuspectError: si c'est trop.
        """
        self.elements += count
        if self.elements > MAX_ELEMENTS:
            raise SuspectError(_MANY)


@dataclass(slots=True, kw_only=True)
class SheetFacts:
    """Ce que les valeurs d'une feuille ne disent pas, en (ligne, colonne) comptées à partir de 1.

    ``errors`` : le texte des erreurs de tableur. ``formulas`` : les cellules à formule ; ``unsaved`` : le
    texte de celles dont le résultat n'a pas été enregistré. ``merged`` : les plages fusionnées.
    """

    errors: dict[Spot, str] = field(default_factory=dict)
    formulas: set[Spot] = field(default_factory=set)
    unsaved: dict[Spot, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)


def walk(
    text: bytes,
    start: Start,
    *,
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
) -> None:
    """Donne chaque balise, nom entier compris, à ``start`` ; son nom à ``end``, ses textes à ``characters``.

    :raises SuspectError: si le fichier déclare un type de document, des entités ou du texte caché.
    :raises expat.ExpatError: si ce n'est pas du XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.StartCdataSectionHandler = _refuse_declaration
    parser.Parse(text, True)  # noqa: FBT003 - l'argument d'expat n'a pas de nom


def _refuse_declaration(*_: object) -> None:
    raise SuspectError(_DECLARED)


def local_name(name: str) -> str:
    """Le nom sans son préfixe.

    >>> local_name("x:row"), local_name("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2]
