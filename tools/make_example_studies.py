"""Refait les deux jeux d'exercice : ``exemples/associations/*.ods`` et ``exemples/fragilite/*.csv``.

Usage : python tools/make_example_studies.py [dossier des exemples]
Les associations sont imaginées et sans nom. Les communes du tableau existent, mais leurs nombres suivent une
suite choisie d'avance, sans aucun rapport avec elles : le titre de chaque colonne le dit.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from kit.documents.workbook import CellValue
from kit.domain.typography import fold
from kit.domain.values import TerritoryKind
from kit.knowledge.territories import cover_communes, load_territories
from kit.products.observatory.blank import SHEET, build_blank_questionnaire
from kit.products.observatory.questions import find_question
from kit.reading.dossier import resolve_names
from kit.writers.sheet import write_ods

EXAMPLES: Final = Path(__file__).parents[1] / "exemples"
PLACE: Final = "Un territoire imaginé"
TABLE: Final = "nombres-imagines.csv"
GROUP: Final = "Paris Est Marne et Bois"
# Un titre, et la suite dont il est rempli : départ, pas, nombre de valeurs distinctes.
COLUMNS: Final = (
    ("Nombre imaginé 1 | accès à l’information | moins", (3, 5, 13)),
    ("Nombre imaginé 2 | accès au numérique | moins", (8, 7, 11)),
    ("Nombre imaginé 3 | compétences numériques | plus", (1, 4, 13)),
    ("Nombre imaginé 4 | compétences administratives | plus", (6, 9, 10)),
)
NEEDS: Final = "besoins"
BRAKES: Final = "freins"
ANSWERS: Final[tuple[Mapping[str, CellValue], ...]] = (
    {
        "domaine": "sport",
        "adherents": 180,
        "benevoles": 22,
        "salaries": 1,
        "evolution": "en hausse",
        NEEDS: "bénévoles ; locaux",
        BRAKES: "manque de temps",
        "locaux": "prêtés par la collectivité",
    },
    {
        "domaine": "sport",
        "adherents": 60,
        "benevoles": 8,
        "salaries": 0,
        "evolution": "en baisse",
        NEEDS: "bénévoles",
        BRAKES: "manque de temps",
        "locaux": "prêtés par la collectivité",
    },
    {
        "domaine": "sport",
        "adherents": 95,
        "benevoles": 12,
        "salaries": 0,
        "evolution": "en baisse",
        NEEDS: "locaux ; matériel",
        BRAKES: "concurrence",
        "locaux": "partagés",
    },
    {
        "domaine": "sport",
        "adherents": 240,
        "benevoles": 30,
        "salaries": 2,
        "evolution": "en hausse",
        NEEDS: "bénévoles ; financements",
        BRAKES: "aucun frein",
        "locaux": "loués",
    },
    {
        "domaine": "culture",
        "adherents": 40,
        "benevoles": 15,
        "salaries": 0,
        "evolution": "stable",
        NEEDS: "locaux ; communication",
        BRAKES: "méconnaissance des autres",
        "locaux": "aucun local",
    },
    {
        "domaine": "culture",
        "adherents": 75,
        "benevoles": 9,
        "salaries": 1,
        "evolution": "en hausse",
        NEEDS: "financements",
        BRAKES: "manque d’argent",
        "locaux": "loués",
    },
    {
        "domaine": "culture",
        "adherents": 30,
        "benevoles": 6,
        "salaries": 0,
        "evolution": "en baisse",
        NEEDS: "bénévoles ; communication",
        BRAKES: "manque de temps",
        "locaux": "partagés",
    },
    {
        "domaine": "action sociale et santé",
        "adherents": 55,
        "benevoles": 25,
        "salaries": 4,
        "evolution": "en hausse",
        NEEDS: "financements ; bénévoles",
        BRAKES: "démarches trop lourdes",
    },
    {
        "domaine": "action sociale et santé",
        "adherents": 20,
        "benevoles": 11,
        "salaries": 0,
        "evolution": "stable",
        NEEDS: "accompagnement administratif",
        BRAKES: "démarches trop lourdes",
    },
    {
        "domaine": "action sociale et santé",
        "benevoles": 14,
        "salaries": 1,
        "evolution": "en hausse",
        NEEDS: "bénévoles ; accompagnement numérique",
        BRAKES: "manque de temps",
    },
    {
        "domaine": "environnement",
        "adherents": 85,
        "benevoles": 18,
        "salaries": 0,
        "evolution": "en hausse",
        NEEDS: "formation",
        BRAKES: "éloignement",
        "locaux": "aucun local",
    },
    {
        "domaine": "environnement",
        "adherents": 33,
        "benevoles": 7,
        "salaries": 0,
        "evolution": "stable",
        NEEDS: "bénévoles",
        BRAKES: "méconnaissance des autres",
        "attentes": "Une rencontre par an.",
    },
)


def build_questionnaire(answers: Mapping[str, CellValue]) -> bytes:
    """Le questionnaire vierge, rempli de ces réponses."""
    book = build_blank_questionnaire(PLACE)
    labels = {find_question(key).label: value for key, value in answers.items()}
    sheets = []
    for sheet in book.sheets:
        rows = list(sheet.rows)
        for at, row in enumerate(rows):
            label = str(row.cells[0].value) if row.cells and sheet.title == SHEET else ""
            if label in labels:
                cell = replace(row.cells[1], value=labels[label])
                rows[at] = replace(row, cells=(row.cells[0], cell, *row.cells[2:]))
        sheets.append(replace(sheet, rows=tuple(rows)))
    return write_ods(replace(book, sheets=tuple(sheets)))


def build_table() -> bytes:
    """Le tableau par commune, en CSV."""
    index = load_territories()
    codes = cover_communes(resolve_names(GROUP))
    communes = [index.territory((TerritoryKind.COMMUNE, code)) for code in codes]
    communes.sort(key=lambda one: fold(one.name))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(["Code INSEE", "Commune", *(title for title, _ in COLUMNS)])
    for rank, commune in enumerate(communes):
        numbers = [10 + (start + step * rank) % size for _, (start, step, size) in COLUMNS]
        writer.writerow([commune.code, commune.name, *numbers])
    return text.getvalue().encode("utf-8-sig")


def main() -> None:
    """Écrit les douze questionnaires et le tableau."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES
    files = {
        folder / "associations" / f"association-{rank:02}.ods": build_questionnaire(answers)
        for rank, answers in enumerate(ANSWERS, start=1)
    }
    files[folder / "fragilite" / TABLE] = build_table()
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
