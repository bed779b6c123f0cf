"""Après la session : relire ce que les stagiaires ont rempli, répondre à chacun, faire le bilan du groupe.

Rien de ce que les stagiaires ont écrit n'est exécuté : un carnet est lu comme un texte, un classeur comme
des valeurs. Rien de leur travail n'est déplacé, réécrit ou effacé par un bilan.
"""

from __future__ import annotations
