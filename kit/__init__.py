"""Jouer collectif en territoire : d'un dossier rempli à trois documents.

Rien de lourd n'est importé ici : ``import kit`` reste sous 100 ms.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
