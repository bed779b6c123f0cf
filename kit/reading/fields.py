"""De quoi déclarer un champ et une feuille du dossier ; les déclarations sont dans ``forms``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """Les types de champ ; la valeur est le mot français de la page des champs."""

    TEXT = "texte court"
    LONG_TEXT = "texte"
    AMOUNT = "montant en euros hors taxes"
    DATE = "date"
    YEAR = "année"
    CHOICE = "choix"
    CHOICES = "choix multiples"
    ODD = "numéros d'ODD"
    NAMES = "noms séparés par des points-virgules"


class Layout(StrEnum):
    """Une fiche a une ligne par champ ; un tableau a une colonne par champ."""

    SHEET = "fiche"
    TABLE = "tableau"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Un champ. ``key`` est l'attribut du modèle ; ``name``, la clé YAML ; ``label``, le titre affiché."""

    key: str
    name: str
    label: str
    help: str
    kind: FieldKind = FieldKind.TEXT
    example: str = ""
    required: bool = False
    personal: bool = False
    choices: tuple[str, ...] = ()
    max_length: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Une feuille du dossier : ``name`` est la clé YAML et le nom du .csv, ``title`` celui de la feuille.

    ``shown`` : titres des colonnes affichées pour aider, que la lecture laisse de côté.
    """

    key: str
    name: str
    title: str
    intro: str
    layout: Layout
    fields: tuple[Field, ...]
    blank_lines: int = 0
    shown: tuple[str, ...] = ()

    @property
    def required_fields(self) -> tuple[Field, ...]:
        """Les champs sans lesquels une ligne n'a pas de sens."""
        return tuple(field for field in self.fields if field.required)


def list_choices(choices: type[StrEnum]) -> tuple[str, ...]:
    """Les mots français d'une énumération du modèle, dans leur ordre."""
    return tuple(choice.value for choice in choices)
