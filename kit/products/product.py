"""Ce qu'un produit déclare de lui, une fois : titre, lecture, documents, vierges, commande.

La commande, les carnets, la page et le livre lisent ces déclarations. Rien de lourd n'est importé ici, ni
dans le ``product.py`` de chacun : ce qui bâtit un document n'est cherché qu'à l'appel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kit.domain.errors import UsageError, suggest
from kit.writers.formats import sort_formats

if TYPE_CHECKING:
    from kit.documents.document import Document
    from kit.domain.values import Problem
    from kit.products.context import Context
    from kit.products.outputs import Maker


class Reads(StrEnum):
    """Ce dont un produit part."""

    DOSSIER = "un dossier"
    VERSIONS = "deux versions d’un dossier"
    GRIDS = "des grilles remplies"
    INDICATORS = "un tableau d’indicateurs par commune"
    QUESTIONNAIRES = "des questionnaires remplis"
    CATALOGUE = "le catalogue du guide"
    PLAN = "un plan qui existe déjà"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeDocument:
    """Un document : son nom (presque toujours celui de son fichier), son titre, les formats où il s'écrit."""

    name: str
    title: str
    formats: tuple[str, ...]


Made = TypeVar("Made", bound=MadeDocument)


def _make_nothing(_context: Context) -> Mapping[str, Maker]:
    return {}


def _tell_nothing(_context: Context) -> tuple[Problem, ...]:
    return ()


def _never(_context: Context) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierDocument(MadeDocument):
    """Un document tiré d'un dossier. ``build`` en fait le texte, ``list_makers`` ses autres fichiers.

    ``needs_annex`` : vrai si le classeur l'accompagne toujours. ``tell`` : ce qu'il a choisi, à dire à qui
    est au clavier et à personne d'autre. ``in_page`` : l'atelier en ligne le propose.
    """

    build: Callable[[Context], Document]
    list_makers: Callable[[Context], Mapping[str, Maker]] = _make_nothing
    needs_annex: Callable[[Context], bool] = _never
    tell: Callable[[Context], tuple[Problem, ...]] = _tell_nothing
    in_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankForm:
    """Un fichier à remplir. ``write`` l'écrit dans un dossier, pour le territoire ou l'alliance de ce nom."""

    key: str
    name: str
    write: Callable[[str, Path], tuple[Path, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Le document d'exemple d'un atelier du livre. ``write`` l'écrit dans un dossier, dans ces formats."""

    workshop: str
    write: Callable[[Path, tuple[str, ...]], tuple[Path, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCommand:
    """La commande d'un produit qui lit un dossier et en écrit les documents : rien d'autre n'est à déclarer.

    ``picks`` : la personne nomme d'abord celui des documents qu'elle veut. ``announce`` titre la liste des
    fichiers ; ``advice`` la suit.
    """

    name: str
    summary: str
    announce: str
    advice: str = ""
    picks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Un produit du kit : ``key`` est le nom de son dossier de code."""

    key: str
    title: str
    reads: Reads
    documents: tuple[MadeDocument, ...]
    blanks: tuple[BlankForm, ...] = ()
    command: DossierCommand | None = None
    example: Example | None = None

    @property
    def formats(self) -> tuple[str, ...]:
        """Les formats où l'un de ses documents s'écrit."""
        return list_formats(self.documents)

    @property
    def from_dossier(self) -> tuple[DossierDocument, ...]:
        """Ceux de ses documents qui se tirent d'un seul dossier."""
        return tuple(one for one in self.documents if isinstance(one, DossierDocument))


def list_formats(documents: Iterable[MadeDocument]) -> tuple[str, ...]:
    """Les formats où l'un de ces documents s'écrit, dans l'ordre où on les propose."""
    return sort_formats(name for one in documents for name in one.formats)


def find_document(name: str, documents: Iterable[Made], what: str = "document") -> Made:
    """Le document de ce nom.

    :raises UsageError: si aucun ne le porte.
    """
    known = {one.name: one for one in documents}
    if name not in known:
        raise UsageError(f"le {what} « {name} » n’existe pas{suggest(name, known)} ({', '.join(known)})")
    return known[name]
