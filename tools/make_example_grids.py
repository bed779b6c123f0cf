"""Refait les sept grilles remplies d'exemple, ``exemples/grilles/*.ods`` : toujours les mêmes octets.

Usage : python tools/make_example_grids.py [dossier]
Les répondants et leurs réponses sont imaginés pour ce guide ; personne n'y est nommé.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Final

from kit.domain.values import Answer, College
from kit.knowledge.catalogue import load_grid
from kit.products.grids.blank import build_respondent_workbook
from kit.products.grids.filled import Respondent
from kit.writers.sheet import write_ods

FOLDER: Final = Path(__file__).parents[1] / "exemples" / "grilles"
ALLIANCE: Final = "Jeunes et entreprises en Marne et Bois"
DAY: Final = dt.date(2026, 11, 16)
COLLEGES: Final = (
    College.LOCAL_AUTHORITY,
    College.LOCAL_AUTHORITY,
    College.ASSOCIATION,
    College.ASSOCIATION,
    College.COMPANY,
    College.EDUCATION,
    College.RESIDENTS,
)
# Une lettre par répondant, dans l'ordre des collèges ; « N » : non concerné ; « . » : sans réponse.
ANSWERS: Final = {
    "Q1-1": "AABABBB",
    "Q1-2": "BACCBBC",
    "Q1-3": "AABBABB",
    "Q2-1": "AACCBBC",
    "Q2-2": "BBBCBBC",
    "Q2-3": "ABBBB.C",
    "Q3-1": "BBBBBCB",
    "Q3-2": "AAABBBN",
    "Q3-3": "AACCABC",
    "Q4-1": "BBBBABB",
    "Q4-2": "BBCBBBB",
    "Q4-3": "BABBAAB",
    "Q5-1": "AABCBCC",
    "Q5-2": "BBBCBBB",
    "Q5-3": "ABCCAB.",
    "Q6-1": "BBBBBBB",
    "Q6-2": "AABBBBC",
    "Q6-3": "CBCCBC.",
}
FACTS: Final = {
    (0, "Q2-1"): "Les lycées et deux associations étaient à la première réunion.",
    (2, "Q2-1"): "Notre première invitation date de juin, le projet était écrit en mars.",
    (6, "Q2-1"): "Nous avons reçu une plaquette déjà imprimée.",
    (1, "Q3-3"): "Le calendrier des rencontres a changé à la demande d'une petite structure.",
    (3, "Q3-3"): "Deux demandes notées au printemps, sans suite à ce jour.",
    (0, "Q5-1"): "La règle est dans la note d'accueil.",
    (5, "Q5-1"): "Personne n'a su la dire à la dernière rencontre.",
    (4, "Q4-3"): "Trois entreprises prêtent une salle.",
    (3, "Q6-3"): "Aucun bilan écrit depuis le début.",
}
_LETTERS: Final = {"N": "NC", ".": None}


def build_answers(rank: int) -> tuple[Answer, ...]:
    """Les réponses du répondant de ce rang, compté à partir de 0."""
    return tuple(
        Answer(
            criterion=key,
            level=_LETTERS.get(letters[rank], letters[rank]),
            evidence=FACTS.get((rank, key), ""),
        )
        for key, letters in ANSWERS.items()
    )


def main() -> None:
    """Écrit les sept grilles."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    grid = load_grid()
    for rank, college in enumerate(COLLEGES):
        person = Respondent(name=f"R{rank + 1:02d}", college=college, dated=DAY, alliance=ALLIANCE)
        path = folder / f"grille-r{rank + 1:02d}.ods"
        path.write_bytes(write_ods(build_respondent_workbook(grid, person, build_answers(rank))))
    print(f"{len(COLLEGES)} grilles écrites dans {folder}")


if __name__ == "__main__":
    main()
