"""Les données livrées avec le kit, lues une seule fois."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from kit.domain.locations import DATA
from kit.domain.values import Audience, Grid
from kit.knowledge.catalogue.readers import (
    read_arguments,
    read_facts,
    read_grid,
    read_odd,
    read_sources,
)
from kit.knowledge.catalogue.values import Argument, Fact, Odd, Reference

if TYPE_CHECKING:
    from kit.knowledge.catalogue.courses import Course
    from kit.knowledge.catalogue.whole import Catalogue


@cache
def load_catalogue() -> Catalogue:
    """Tout le catalogue livré.

    :raises CatalogueError: avec tous les défauts, si une donnée livrée est fausse.
    """
    from kit.knowledge.catalogue.whole import read_catalogue

    return read_catalogue(DATA)


@cache
def load_sources() -> Mapping[str, Reference]:
    """Les sources livrées, par clé."""
    return read_sources(DATA / "sources.yaml")


@cache
def load_facts() -> Mapping[str, Fact]:
    """Les faits livrés, par identifiant."""
    return read_facts(DATA / "faits.yaml", load_sources())


@cache
def load_arguments() -> Mapping[Audience, Argument]:
    """Les argumentaires par défaut, un par public."""
    return read_arguments(DATA / "arguments.yaml", load_facts())


def list_grids() -> tuple[str, ...]:
    """Les clés des grilles livrées."""
    return tuple(sorted(path.stem for path in (DATA / "grilles").glob("*.yaml")))


@cache
def load_grid(key: str = "qualite-alliance") -> Grid:
    """La grille livrée de cette clé."""
    return read_grid(DATA / "grilles" / f"{key}.yaml", load_sources())


def list_courses() -> tuple[str, ...]:
    """Les clés des fiches de formation livrées."""
    return tuple(sorted(path.stem for path in (DATA / "formations").glob("*.yaml")))


def load_course(key: str) -> Course:
    """La fiche de formation livrée de cette clé.

    :raises KeyError: si elle n'existe pas.
    """
    return load_catalogue().courses[key]


@cache
def load_odd() -> Mapping[int, Odd]:
    """Les dix-sept objectifs de développement durable, par numéro."""
    return read_odd(DATA / "odd.yaml", load_sources())
