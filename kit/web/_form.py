"""Le formulaire décrit pour la page : champs, critères, documents, tels que le kit les déclare.

Ce qui va ensemble et dans quelle étape se dit une fois, dans ``static/page/layout.mjs``.
"""

from __future__ import annotations

from typing import Final

from kit.domain.typography import typeset
from kit.domain.values import Dimension, Grid
from kit.knowledge.catalogue import load_grid
from kit.products.arguments.product import PRODUCT as ARGUMENTS
from kit.products.dossier.product import PRODUCT as DOSSIER
from kit.reading.forms import FORMS, Field, Form
from kit.web._values import Json
from kit.writers.formats import DOSSIER_FORMATS, PANDOC_FORMATS, PRINT_FORMAT

# Les documents déclarés pour la page. Les produits qui en ont sont nommés ici, et non le registre entier : la
# page n'emporte que ce qu'elle importe.
DOCUMENTS: Final = tuple(
    one for product in (DOSSIER, ARGUMENTS) for one in product.from_dossier if one.in_page
)
# Comment la page fait chaque format : seule, par pandoc chargé à la demande, ou par l'impression.
_MEANS: Final = {PRINT_FORMAT: "print", **dict.fromkeys(PANDOC_FORMATS, "pandoc")}


def describe_form() -> Json:
    """Tout ce qu'il faut pour bâtir le formulaire."""
    return {
        "forms": [_describe_form(form) for form in FORMS],
        "grid": _describe_grid(load_grid()),
        "documents": [
            {
                "kind": one.name,
                "title": typeset(one.title),
                "formats": [{"format": name, "means": _MEANS.get(name, "page")} for name in one.formats],
            }
            for one in DOCUMENTS
        ],
        "dossier_formats": list(DOSSIER_FORMATS),
    }


def _describe_form(form: Form) -> Json:
    return {
        "name": form.name,
        "title": typeset(form.title),
        "intro": typeset(form.intro),
        "layout": form.layout.value,
        "fields": [_describe_field(field) for field in form.fields],
    }


def _describe_field(field: Field) -> Json:
    return {
        "name": field.name,
        "label": typeset(field.label),
        "help": typeset(field.help),
        "kind": field.kind.name.lower(),
        "example": field.example,
        "required": field.required,
        "personal": field.personal,
        "choices": list(field.choices),
        "max_length": field.max_length,
    }


def _describe_grid(grid: Grid) -> Json:
    return {
        "title": typeset(grid.title),
        "purpose": typeset(grid.purpose),
        "levels": [{"key": level.key, "label": typeset(level.label)} for level in grid.levels],
        "dimensions": [_describe_dimension(dimension) for dimension in grid.dimensions],
        "notes": [typeset(note) for note in grid.notes],
    }


def _describe_dimension(dimension: Dimension) -> Json:
    return {
        "key": dimension.key,
        "title": typeset(dimension.label),
        "aim": typeset(dimension.aim),
        "criteria": [
            {
                "key": criterion.key,
                "label": typeset(criterion.label),
                "situations": {key: typeset(text) for key, text in criterion.situations},
                "evidence": typeset(criterion.evidence),
            }
            for criterion in dimension.criteria
        ],
    }
