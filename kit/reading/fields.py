"""De quoi déclarer un champ et une feuille du dossier ; les déclarations sont dans ``forms``."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as declare
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
    COUNT = "nombre entier"


class Layout(StrEnum):
    """Une fiche a une ligne par champ ; un tableau, une colonne par champ.

    Un questionnaire est une fiche que l'on ne reconnaît qu'aux titres de ses deux colonnes.
    """

    SHEET = "fiche"
    TABLE = "tableau"
    QUESTIONS = "questionnaire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Un champ. ``key`` est l'attribut du modèle ; ``name``, la clé YAML ; ``label``, le titre affiché.

    ``aliases`` : d'autres titres que portent les tableaux des gens. ``content`` : l'expression régulière à
    laquelle une colonne se reconnaît quand son titre a changé. ``repeats`` : plusieurs choix dans la case
    (« R/A ») font autant de lignes. ``is_reference`` : un numéro, où « 1,1 » d'un tableur vaut « 1.1 ».
    ``opens`` : une date de début, où une période vaut son premier jour.
    """

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
    aliases: tuple[str, ...] = ()
    content: str = ""
    repeats: bool = False
    is_reference: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Une feuille du dossier : ``name`` est la clé YAML et le nom du .csv, ``title`` celui de la feuille.

    ``shown`` : titres des colonnes affichées pour aider, que la lecture laisse de côté. ``heads`` : les
    titres des colonnes d'une fiche. ``is_open`` : ce qu'il ne nomme pas n'est pas une faute.
    ``spreads`` : une case fusionnée vaut pour toutes les lignes qu'elle recouvre.
    """

    key: str
    name: str
    title: str
    intro: str
    layout: Layout
    fields: tuple[Field, ...] = declare(hash=False)
    blank_lines: int = 0
    shown: tuple[str, ...] = ()
    heads: tuple[str, str] = ("Rubrique", "Votre réponse")
    is_open: bool = False
    spreads: bool = True

    @property
    def required_fields(self) -> tuple[Field, ...]:
        """Les champs sans lesquels une ligne n'a pas de sens."""
        return tuple(field for field in self.fields if field.required)


def list_choices(choices: type[StrEnum]) -> tuple[str, ...]:
    """Les valeurs d'une énumération du modèle, dans leur ordre ; chacune est son mot français."""
    return tuple(choices)
