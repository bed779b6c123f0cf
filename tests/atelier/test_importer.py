"""Importer un plan dans la page : au clavier, lisible de tous, sans rien envoyer."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest
from atelier.conftest import Play, list_foreign

pytestmark = pytest.mark.navigateur


def save_plan(path: Path) -> Path:
    """Un plan d'agent : deux actions, une colonne que le dossier n'a pas."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Plan"
    for row in (
        ["Axe", "Action", "Pilote", "Échéance", "Coût (k€)", "Remarques"],
        ["Mobilité", "Tracer une piste", "CC", "fin 2027", 12.5, "Voir le devis."],
        ["Mobilité", "Prêter des vélos", "CC", "printemps 2028", "12.500", None],
    ):
        sheet.append(row)
    book.save(path)
    return path


def test_un_plan_s_importe_au_clavier_et_ses_colonnes_se_corrigent(
    play: Play, address: str, tmp_path: Path
) -> None:
    """Du bouton de l'accueil à l'étape des actions ; aucune règle d'accessibilité enfreinte."""
    plan = save_plan(tmp_path / "plan.xlsx")
    # Pour regarder les écrans : CAPTURES=un-dossier.
    told = play("imports", "reprise", plan=str(plan), folder=os.environ.get("CAPTURES", ""))
    assert {name: one["violations"] for name, one in told["seen"].items() if one["violations"]} == {}
    assert {name: one["overflow"] for name, one in told["seen"].items() if one["overflow"] > 0} == {}
    assert told["read"].replace("\u00a0", " ").startswith("2 actions lues, 1 axe")
    assert told["isFocused"]
    assert [one.partition(" (")[0].replace("\u00a0", " ") for one in told["lists"]] == [
        "Ce que votre plan ne dit pas",
        "À corriger ensuite, dans le dossier",
        "Lu ainsi, à relire",
        "Non repris : rien dans le dossier ne l’attend",
        "Où va chaque colonne",
    ]
    assert told["action"] == {"titre": "Tracer une piste", "descriptif": "Voir le devis.", "fin": "fin 2027"}
    assert "2 actions reprises" in told["said"].replace("\u00a0", " ")
    assert list_foreign(told["requests"], address) == []
    assert told["errors"] == []
