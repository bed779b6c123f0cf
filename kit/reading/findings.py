"""Le champ que désigne un défaut de cohérence : il porte sur une ligne, voici la case à montrer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FINDING_FIELDS: Final[Mapping[str, str]] = {
    "a-venir-commencee": "statut",
    "action-inconnue": "action",
    "bloque-rappel-passe": "rappel",
    "bloque-sans-condition": "condition_de_deblocage",
    "budget-annees-different": "montant",
    "budget-double": "annee",
    "budget-hors-dates": "annee",
    "budget-sans-total": "montant",
    "critere-double": "critere",
    "critere-inconnu": "critere",
    "dates-inversees": "fin",
    "echeance-passee": "fin",
    "en-cours-trop-tot": "statut",
    "financement-excessif": "financement",
    "numero-double": "numero",
    "partenaire-double": "nom",
    "partenaire-hors-liste": "partenaires",
    "pilote-surcharge": "structure_pilote",
    "raci-plusieurs-responsables": "role",
    "raci-sans-realisateur": "role",
    "raci-sans-responsable": "role",
    "rappel-passe": "rappel",
    "realisee-trop-tot": "statut",
    "role-double": "partenaire",
    "role-hors-liste": "partenaire",
    "sans-echeance": "fin",
    "sans-indicateur": "indicateur",
    "sans-pilote": "structure_pilote",
    "sous-action-ouverte": "statut",
    "sous-action-passee": "fin",
    "sous-action-tardive": "fin",
}
"""Par code de problème, le nom du champ (``Field.name``), dans la feuille de la ligne."""
