"""Les feuilles de style du livre : une par composante dans ``css/``, réunies en un fichier à la construction.

Les couleurs viennent de la palette du kit, par rôle ; le sombre n'y est écrit qu'une fois, pour l'écran de la
personne comme pour le bouton de la page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kit.documents.palette import load_palette

SHEETS: Final = Path(__file__).with_name("css")
# Les règles d'impression l'emportent : elles viennent en dernier.
BOOK: Final = (
    *("fonts", "base", "page", "tables", "boxes", "landmarks", "design", "code", "files", "search"),
    *("report", "home", "exercises", "quiz", "charts", "catalogue", "filters", "hub-link", "course", "print"),
)
# Ce que le livre ajoute à la palette : un rôle, en clair et en sombre.
_OWN: Final = {
    "link-hover": ("#7a2d09", "#f7be92"),
    "accent-ink": ("#84320a", "#f5b88b"),
    "mark": ("#ffe69a", "#5c4700"),
    "code-word": ("#6b2d86", "#e3b3f5"),
}


def list_colors(*, dark: bool = False) -> dict[str, str]:
    """Les couleurs du livre, par rôle."""
    return load_palette().list_colors(dark=dark) | {name: pair[dark] for name, pair in _OWN.items()}


def write_colors() -> str:
    """Les variables de couleur, en clair puis en sombre ; l'imprimante garde le clair.

    >>> "--code-word: #6b2d86;" in write_colors()
    True
    """
    light, dark = (
        " ".join(f"--{role}: {color};" for role, color in list_colors(dark=is_dark).items())
        for is_dark in (False, True)
    )
    return (
        f":root {{ color-scheme: light; {light} }}\n"
        f'@media screen {{ html[data-theme="dark"] {{ color-scheme: dark; {dark} }} }}\n'
        "@media screen and (prefers-color-scheme: dark) "
        f"{{ :root:not([data-theme]) {{ color-scheme: dark; {dark} }} }}\n"
    )


def build_book_sheet() -> str:
    """La feuille des pages à l'écran."""
    return "\n".join((write_colors(), *(read_sheet(name) for name in BOOK)))


def build_paper_sheet() -> str:
    """La feuille du livre en PDF : les couleurs y sont écrites, car une marge ne lit pas de variable."""
    return load_palette().paint(f"{read_sheet('fonts')}\n{read_sheet('paper')}")


def read_sheet(name: str) -> str:
    """La feuille d'une composante."""
    return (SHEETS / f"{name}.css").read_text(encoding="utf-8")
