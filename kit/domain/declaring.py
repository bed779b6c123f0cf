"""Ce qu'un champ dit de la clé qui le porte dans les fichiers, une seule fois.

La forme du fichier, la fabrique de la valeur, les lignes de la page et les colonnes de l'export s'en
déduisent (:mod:`kit.knowledge.catalogue.deriving`). Le type du champ dit le reste : facultatif s'il a une
valeur par défaut, une liste s'il est un tuple, des choix s'il est une énumération ou un ``Literal``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

_SLOT: Final = "key"
Read = Callable[[Any], Any]
# La valeur, et de quoi nommer ce qu'une clé désigne, donnent le texte d'une ligne.
Tell = Callable[[Any, Callable[[str], str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Une clé : son nom dans le fichier, son nom en clair, et ce que son type ne dit pas.

    Sans ``label``, elle ne se montre ni dans la page ni dans l'export. ``about`` est ce que l'export dit
    d'elle, ``line`` le nom de sa ligne dans la page (vide : aucune ; par défaut ``label``) et ``told`` le
    texte de cette ligne ; ``is_promised`` : l'export la donne toujours. ``is_required`` contredit la valeur
    par défaut ; ``parts`` sont les clés d'un bloc ; ``read`` fait de ce qui est écrit la valeur du champ ;
    ``is_flat`` : le champ rassemble des clés écrites à plat. ``is_searched`` contredit la règle des textes
    où l'on cherche. ``cites`` : la sorte de ce qu'elle cite.
    """

    name: str
    label: str = ""
    about: str = ""
    line: str | None = None
    told: str | Tell = ""
    pattern: str = ""
    choices: tuple[str, ...] = ()
    can_be_empty: bool = False
    is_required: bool | None = None
    is_promised: bool = False
    is_flat: bool = False
    is_searched: bool | None = None
    cites: str = ""
    parts: Mapping[str, type] | None = None
    read: Read | None = None


def keyed(name: str, label: str = "", **said: Any) -> Mapping[str, Declared]:  # noqa: ANN401 — ce que dit Declared
    """Ce que dit le champ d'une clé, à donner à ``dataclasses.field(metadata=…)``."""
    return {_SLOT: Declared(name=name, label=label, **said)}


def flat() -> Mapping[str, Declared]:
    """Ce que dit un champ dont les clés sont écrites à plat, dans l'enregistrement qui le porte."""
    return {_SLOT: Declared(name="", is_flat=True)}


def find_declared(metadata: Mapping[Any, Any]) -> Declared | None:
    """Ce que dit un champ d'après ses métadonnées ; ``None`` s'il ne vient d'aucune clé."""
    declared: Declared | None = metadata.get(_SLOT)
    return declared
