"""Interface du livre en français : le catalogue de ce que les extensions laissent en anglais."""

from __future__ import annotations

from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString

ATTRIBUTES: Final = ("title", "aria-label", "placeholder", "alt", "data-bs-title", "data-bs-original-title")
TRANSLATIONS: Final[dict[str, str]] = {
    "Toggle hidden content": "Afficher ou masquer la suite",
    "Search": "Rechercher",
    "Link to this heading": "Lien vers ce titre",
    "Permalink to this heading": "Lien vers ce titre",
    "Link to this table": "Lien vers ce tableau",
    "Link to this term": "Lien vers ce terme",
    "Link to this definition": "Lien vers cette définition",
    "Link to this image": "Lien vers cette image",
    "Contents": "Sur cette page",
    "Table of Contents": "Table des matières",
}
_SPOKEN: Final = "button, label, summary, nav, header, footer"


def has_english(page: str) -> bool:
    """Vrai si la page porte peut-être une de ces expressions : les autres ne sont pas relues."""
    return any(english in page for english in TRANSLATIONS)


def translate(soup: BeautifulSoup) -> None:
    """Remplace sur place les attributs lus à voix haute et les textes de l'interface."""
    for attribute in ATTRIBUTES:
        for tag in soup.select(f"[{attribute}]"):
            found = str(tag[attribute])
            tag[attribute] = TRANSLATIONS.get(found.strip(), found)
    for zone in soup.select(_SPOKEN):
        for text in zone.find_all(string=True):
            french = TRANSLATIONS.get(text.strip())
            if french is not None:
                text.replace_with(NavigableString(text.replace(text.strip(), french)))
