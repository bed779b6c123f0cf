"""Les formats d'un fichier produit, déclarés une fois : ce que chacun est, et comment il s'appelle."""

from __future__ import annotations

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
        Format(key="html", medium=Medium.TEXT, title="page web", media_type="text/html"),
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
        Format(key="ics", medium=Medium.CALENDAR, title="agenda", media_type="text/calendar"),
        Format(key="yaml", medium=Medium.VALUES, title="texte", media_type="application/yaml"),
    )
}


def list_formats(*media: Medium) -> tuple[str, ...]:
    """Les clés des formats qui portent l'un de ces contenus, dans l'ordre où on les propose.

    >>> list_formats(Medium.SHEET)
    ('xlsx', 'ods')
    """
    return tuple(key for key, one in FORMATS.items() if one.medium in media)


TEXT_FORMATS: Final = list_formats(Medium.TEXT)
SHEET_FORMATS: Final = list_formats(Medium.SHEET)
DOCUMENT_FORMATS: Final = (*TEXT_FORMATS, *SHEET_FORMATS)
"""Un texte et son classeur."""
SLIDES_FORMAT: Final = "pptx"
CALENDAR_FORMAT: Final = "ics"
PANDOC_FORMATS: Final = tuple(key for key, one in FORMATS.items() if one.by_pandoc)
DOSSIER_FORMATS: Final = ("ods", "xlsx", "yaml")
"""Ce dans quoi un dossier se remplit et se garde, le plus libre d'abord."""
