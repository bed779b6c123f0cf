"""La forme des fichiers du catalogue, déduite des valeurs qu'on en fait."""

from __future__ import annotations

from typing import Final

from kit.domain.values import Grid, Source
from kit.knowledge.catalogue.deriving import build_shape
from kit.knowledge.catalogue.records import Key, Shape
from kit.knowledge.catalogue.values import Argument, Fact, Odd, Reference

SOURCES: Final = Shape(keys=(Key(name="sources", many=True, shape=build_shape(Reference)),))
FACTS: Final = Shape(
    keys=(Key(name="themes", many=True), Key(name="faits", many=True, shape=build_shape(Fact)))
)
ARGUMENTS: Final = Shape(keys=(Key(name="arguments", many=True, shape=build_shape(Argument)),))
GRID: Final = build_shape(Grid)
ODD: Final = Shape(
    keys=(
        Key(name="source", required=False),
        *build_shape(Source).keys,
        Key(name="odd", many=True, shape=build_shape(Odd)),
    )
)
