"""Le formulaire décrit pour la page : champs, critères, documents, tels que le kit les déclare.

Ce qui va ensemble et dans quelle étape se dit une fois, dans ``static/page/layout.mjs``.
"""

from __future__ import annotations

from typing import Final

from kit.documents.document import DocumentKind
from kit.domain.typography import typeset
from kit.domain.values import Dimension, Grid
from kit.knowledge.catalogue import load_grid
from kit.products.dossier.producing import FORMATS
from kit.reading.forms import FORMS, Field, Form
from kit.web._values import Json
from kit.writers.formats import DOSSIER_FORMATS, PANDOC_FORMATS, PRINT_FORMAT, SLIDES_FORMAT

# Le diaporama de l'argumentaire s'ajoute aux trois documents : « kit argumentaire --diapositives ».
PAGE_FORMATS: Final = {**FORMATS, DocumentKind.ARGUMENT_SLIDES: (SLIDES_FORMAT,)}
TITLES: Final = {
    DocumentKind.ARGUMENT_SHEET: "Fiche argumentaire",
    DocumentKind.ACTION_PLAN: "Plan d'action",
    DocumentKind.EVALUATION_GRID: "Grille d'évaluation",
    DocumentKind.ARGUMENT_SLIDES: "Diaporama pour un conseil",
}
# Comment la page fait chaque format : seule, par pandoc chargé à la demande, ou par l'impression.
_MEANS: Final = {PRINT_FORMAT: "print", **dict.fromkeys(PANDOC_FORMATS, "pandoc")}


def describe_form() -> Json:
    """Tout ce qu'il faut pour bâtir le formulaire."""
    return {
        "forms": [_describe_form(form) for form in FORMS],
        "grid": _describe_grid(load_grid()),
        "documents": [
            {
                "kind": kind.value,
                "title": typeset(TITLES[kind]),
                "formats": [{"format": name, "means": _MEANS.get(name, "page")} for name in names],
            }
            for kind, names in PAGE_FORMATS.items()
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
