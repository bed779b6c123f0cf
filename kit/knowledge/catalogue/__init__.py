"""Le savoir livré avec le kit : sources, faits, familles, argumentaires, grilles, ODD (``kit/data``).

``load_`` donne les données livrées, lues une seule fois ; ``read_`` lit le fichier qu'on lui donne.
Toute donnée fausse arrête la lecture par une :class:`CatalogueError` qui dit où.
Ce qui sert au catalogue entier n'est importé qu'à l'usage : produire un document n'en a pas besoin.
Les passages (:mod:`kit.knowledge.catalogue.passages`) se demandent à part : seuls le livre et qui tient le
catalogue les lisent.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from kit.knowledge.catalogue.loading import (
    list_courses,
    list_grids,
    load_arguments,
    load_catalogue,
    load_course,
    load_facts,
    load_grid,
    load_odd,
    load_sources,
)
from kit.knowledge.catalogue.readers import read_arguments, read_facts, read_grid, read_odd, read_sources
from kit.knowledge.catalogue.records import CatalogueError
from kit.knowledge.catalogue.values import (
    BLACK,
    WHITE,
    Argument,
    Case,
    Fact,
    Figure,
    Odd,
    Reference,
    choose_ink,
)

if TYPE_CHECKING:
    from kit.knowledge.catalogue.courses import Course
    from kit.knowledge.catalogue.entries import (
        CaseStudy,
        Choice,
        Detail,
        Entry,
        Facets,
        FamilyText,
        Lever,
        Method,
        Option,
        Programme,
        Question,
        Quiz,
        Survey,
        Table,
        TableRow,
        Target,
        Uncertainty,
    )
    from kit.knowledge.catalogue.families import FAMILIES
    from kit.knowledge.catalogue.figures import describe_figure, format_figure, split_figure
    from kit.knowledge.catalogue.likeness import propose_cases
    from kit.knowledge.catalogue.lines import Line, list_lines, list_texts
    from kit.knowledge.catalogue.search import search_catalogue, select_entries
    from kit.knowledge.catalogue.whole import Catalogue, read_catalogue

__all__ = [
    "BLACK",
    "FAMILIES",
    "WHITE",
    "Argument",
    "Case",
    "CaseStudy",
    "Catalogue",
    "CatalogueError",
    "Choice",
    "Course",
    "Detail",
    "Entry",
    "Facets",
    "Fact",
    "FamilyText",
    "Figure",
    "Lever",
    "Line",
    "Method",
    "Odd",
    "Option",
    "Programme",
    "Question",
    "Quiz",
    "Reference",
    "Survey",
    "Table",
    "TableRow",
    "Target",
    "Uncertainty",
    "choose_ink",
    "describe_figure",
    "format_figure",
    "list_courses",
    "list_grids",
    "list_lines",
    "list_texts",
    "load_arguments",
    "load_catalogue",
    "load_course",
    "load_facts",
    "load_grid",
    "load_odd",
    "load_sources",
    "propose_cases",
    "read_arguments",
    "read_catalogue",
    "read_facts",
    "read_grid",
    "read_odd",
    "read_sources",
    "search_catalogue",
    "select_entries",
    "split_figure",
]
_ON_USE: Final = (
    "figures",
    "courses",
    "entries",
    "families",
    "likeness",
    "lines",
    "search",
    "whole",
)


def __getattr__(name: str) -> Any:  # noqa: ANN401 — le type est donné aux vérificateurs ci-dessus
    """Un nom du catalogue entier, importé à sa première lecture."""
    if name in __all__:
        for part in _ON_USE:
            module = import_module(f"{__name__}.{part}")
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(name)
