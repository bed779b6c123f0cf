"""L'aspect des documents : les fichiers de mise en forme, livrés ou remplacés par la personne."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.documents.palette import Palette, load_palette, write_css_variables
from kit.documents.templates import TemplateError, check_inside, find_template_folder

_FOLDER: Final = "references"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Les chemins des fichiers de mise en forme, un par rôle, et la palette."""

    docx: Path
    odt: Path
    pptx: Path
    typst: Path
    html: Path
    css: Path
    cards: Path
    fonts: Path
    palette: Palette

    def is_foreign(self, path: Path) -> bool:
        """Vrai si ce fichier de mise en forme n'est pas l'un des nôtres."""
        return not path.is_relative_to(find_template_folder())

    def read_css(self) -> str:
        """La feuille de style de la page, précédée des couleurs de la palette."""
        try:
            return write_css_variables(self.palette) + self.css.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise TemplateError(f"« {self.css.name} » n’est pas enregistré en UTF-8") from None


_NAMES: Final = {
    "docx": "reference.docx",
    "odt": "reference.odt",
    "pptx": "reference.pptx",
    "typst": "document.typ",
    "html": "document.html",
    "css": "document.css",
    "cards": "cartes.typ",
    "fonts": "polices",
}


def load_look(overrides: Path | None = None) -> Look:
    """L'aspect livré ; un fichier de même nom sous ``overrides`` (ou sous son ``references``) prime.

    :raises PaletteError: si la palette de la personne ne peut pas servir.
    :raises TemplateError: si l'un de ses fichiers est un lien vers un autre dossier.
    """
    folders = [] if overrides is None else [overrides / _FOLDER, overrides]
    folders.append(find_template_folder() / _FOLDER)
    paths = {role: _find(name, folders) for role, name in _NAMES.items()}
    if overrides:
        for path in paths.values():
            if path.is_relative_to(overrides):
                check_inside(path, overrides)
    return Look(**paths, palette=load_palette(overrides))


def _find(name: str, folders: list[Path]) -> Path:
    return next((folder / name for folder in folders if (folder / name).exists()), folders[-1] / name)
