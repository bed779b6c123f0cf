"""Interface du livre en français : le catalogue de ce que le thème laisse en anglais."""

from __future__ import annotations

from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString

ATTRIBUTES: Final = ("title", "aria-label", "placeholder", "alt", "data-bs-title", "data-bs-original-title")
TRANSLATIONS: Final[dict[str, str]] = {
    "Toggle primary sidebar": "Afficher ou masquer le sommaire du livre",
    "Toggle secondary sidebar": "Afficher ou masquer le sommaire de la page",
    "Main": "Sommaire du livre",
    "Page": "Sommaire de la page",
    "Breadcrumb": "Fil d’Ariane",
    "Toggle hidden content": "Afficher ou masquer la suite",
    "Toggle navigation": "Afficher ou masquer le menu",
    "Search this book...": "Rechercher dans le livre",
    "Search": "Rechercher",
    "Search...": "Rechercher",
    "Search the docs ...": "Rechercher dans le livre",
    "Search within": "Rechercher dans",
    "Download this page": "Télécharger cette page",
    "Download notebook file": "Télécharger le carnet",
    "Download source file": "Télécharger le texte de la page",
    "Print to PDF": "Imprimer ou enregistrer en PDF",
    "Fullscreen mode": "Plein écran",
    "Back to top": "Haut de page",
    "Skip to main content": "Aller au contenu",
    "Color mode": "Clair ou sombre",
    "light/dark": "clair ou sombre",
    "Light": "Clair",
    "Dark": "Sombre",
    "System Settings": "Réglage du système",
    "Site navigation": "Sommaire du livre",
    "On this page": "Sur cette page",
    "Contents": "Sur cette page",
    "Contenu": "Sur cette page",
    "Link to this heading": "Lien vers ce titre",
    "Permalink to this heading": "Lien vers ce titre",
    "Link to this table": "Lien vers ce tableau",
    "Link to this term": "Lien vers ce terme",
    "Link to this definition": "Lien vers cette définition",
    "Link to this image": "Lien vers cette image",
    "previous": "page précédente",
    "next": "page suivante",
    "previous page": "page précédente",
    "next page": "page suivante",
    "On this Page": "Sur cette page",
    "Table of Contents": "Table des matières",
    "Collapse Sidebar": "Replier le sommaire",
    "Expand Sidebar": "Déplier le sommaire",
}
_SPOKEN: Final = (
    "button, label, summary, nav, header, footer, .skip-link, #pst-back-to-top, dialog, .tocsection"
)


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
