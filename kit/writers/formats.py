"""Les formats d'un fichier produit, déclarés une fois : ce que chacun est, et comment il s'appelle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


class Medium(Enum):
    """Ce qu'un format porte ; de là vient qui l'écrit."""

    TEXT = auto()
    SLIDES = auto()
    SHEET = auto()
    CALENDAR = auto()
    VALUES = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Un format : son extension, ce qu'il porte, son nom pour une personne, son type de média.

    ``by_pandoc`` : pandoc l'écrit seul, dans la page comme au terminal.
    """

    key: str
    medium: Medium
    title: str
    media_type: str
    by_pandoc: bool = False


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
FORMATS: Final = {
    one.key: one
    for one in (
        Format(
            key="docx",
            medium=Medium.TEXT,
            title="Word",
            media_type=f"{_OFFICE}.wordprocessingml.document",
            by_pandoc=True,
        ),
        Format(
            key="odt",
            medium=Medium.TEXT,
            title="LibreOffice Writer",
            media_type=f"{_OPEN}.text",
            by_pandoc=True,
        ),
        Format(key="pdf", medium=Medium.TEXT, title="PDF", media_type="application/pdf"),
        Format(key="html", medium=Medium.TEXT, title="page web", media_type="text/html;charset=utf-8"),
        Format(
            key="pptx",
            medium=Medium.SLIDES,
            title="PowerPoint",
            media_type=f"{_OFFICE}.presentationml.presentation",
            by_pandoc=True,
        ),
        Format(
            key="xlsx",
            medium=Medium.SHEET,
            title="Excel",
            media_type=f"{_OFFICE}.spreadsheetml.sheet",
        ),
        Format(
            key="ods",
            medium=Medium.SHEET,
            title="LibreOffice Calc",
            media_type=f"{_OPEN}.spreadsheet",
        ),
        Format(key="ics", medium=Medium.CALENDAR, title="agenda", media_type="text/calendar;charset=utf-8"),
        Format(key="csv", medium=Medium.VALUES, title="tableau", media_type="text/csv;charset=utf-8"),
        Format(
            key="yaml",
            medium=Medium.VALUES,
            title="texte structuré",
            media_type="application/yaml;charset=utf-8",
        ),
        Format(key="json", medium=Medium.VALUES, title="données", media_type="application/json"),
    )
}


def list_formats(*media: Medium) -> tuple[str, ...]:
    """Les clés des formats qui portent l'un de ces contenus, dans l'ordre où on les propose.

    >>> list_formats(Medium.SHEET)
    ('xlsx', 'ods')
    """
    return tuple(key for key, one in FORMATS.items() if one.medium in media)


PRINT_FORMAT: Final = "pdf"
PAGE_FORMAT: Final = "html"
SLIDES_FORMAT: Final = "pptx"
ANNEX_FORMAT: Final = "ods"
"""Le classeur joint à un texte, le plus libre."""
CALENDAR_FORMAT: Final = "ics"
VALUES_FORMAT: Final = "yaml"
TEXT_FORMATS: Final = list_formats(Medium.TEXT)
SHEET_FORMATS: Final = list_formats(Medium.SHEET)
DOCUMENT_FORMATS: Final = (*TEXT_FORMATS, *SHEET_FORMATS)
"""Un texte et son classeur."""
LAID_OUT_FORMATS: Final = list_formats(Medium.TEXT, Medium.SLIDES)
"""Ce qui se met en page à partir du Markdown d'un document."""
PANDOC_FORMATS: Final = tuple(key for key, one in FORMATS.items() if one.by_pandoc)
PAPER_FORMATS: Final = tuple(key for key in TEXT_FORMATS if key != PAGE_FORMAT)
"""Un texte en pages, à retoucher ou à imprimer."""
EDITABLE_FORMATS: Final = tuple(key for key in TEXT_FORMATS if key in PANDOC_FORMATS)
"""Un texte que la personne complète dans son traitement de texte."""
HANDOUT_FORMATS: Final = (EDITABLE_FORMATS[0], PRINT_FORMAT)
"""Une pièce remise : une à compléter, une à imprimer."""
FORM_FORMATS: Final = (ANNEX_FORMAT, *(key for key in SHEET_FORMATS if key != ANNEX_FORMAT))
"""Un classeur à remplir, le plus libre d'abord."""
DOSSIER_FORMATS: Final = (*FORM_FORMATS, VALUES_FORMAT)
"""Ce dans quoi un dossier se remplit et se garde, le plus libre d'abord."""
DATA_FORMATS: Final = tuple(key for key in list_formats(Medium.VALUES) if key != VALUES_FORMAT)
# Un formulaire à créer en ligne : un texte à copier, et la ligne de titres qu'un tableur importe.
TITLES_FORMAT: Final = DATA_FORMATS[0]
FORM_SHEET_FORMATS: Final = (*TEXT_FORMATS, TITLES_FORMAT)
FORM_SHEET_DEFAULT: Final = (EDITABLE_FORMATS[0], TITLES_FORMAT)
"""Des données ouvertes, et leur description."""
SHEET_SUFFIXES: Final = frozenset(f".{key}" for key in SHEET_FORMATS)
PACKAGE_SUFFIXES: Final = frozenset(f".{key}" for key in (*PANDOC_FORMATS, *SHEET_FORMATS))
"""Les fichiers qui sont des archives zip."""


def sort_formats(names: Iterable[str]) -> tuple[str, ...]:
    """Ces formats, une fois chacun, dans l'ordre où on les propose.

    >>> sort_formats(("ods", "docx", "ods"))
    ('docx', 'ods')
    """
    wanted = set(names)
    return tuple(key for key in FORMATS if key in wanted)
