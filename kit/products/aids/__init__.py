"""Les aides : ce qu'est une aide, le catalogue livré, et l'export d'Aides-territoires que l'on donne."""

from __future__ import annotations

from kit.products.aids.aid import (
    Aid,
    AidAudience,
    AidSet,
    AidStep,
    AidType,
    Destination,
    Perimeter,
    Recurrence,
    Scale,
)
from kit.products.aids.reading import read_aids
from kit.products.aids.shipped import load_shipped_aids

__all__ = [
    "Aid",
    "AidAudience",
    "AidSet",
    "AidStep",
    "AidType",
    "Destination",
    "Perimeter",
    "Recurrence",
    "Scale",
    "load_shipped_aids",
    "read_aids",
]
