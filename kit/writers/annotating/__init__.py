"""Annoter le classeur d'une personne : des cellules colorées, des commentaires, une feuille de plus.

Rien d'autre n'est réécrit : chaque ajout se glisse à sa place dans le texte du fichier, octet par octet,
et tout le reste (formules et leurs valeurs, images, graphiques, listes, requêtes) en sort tel quel.
"""

from __future__ import annotations

from kit.writers.annotating._edits import EditError
from kit.writers.annotating.marks import Annotation, Mark
from kit.writers.annotating.workbook import annotate_workbook

__all__ = ["Annotation", "EditError", "Mark", "annotate_workbook"]
