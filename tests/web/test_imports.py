"""Importer dans la page ce que « kit importer » importe : mêmes actions, mêmes phrases."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from web.samples import Ask, RefusedError

HEADINGS = ["N°", "Action", "Pilote", "Échéance", "Coût (k€)", "Remarques"]
ROW = [1, "Tracer une piste", "CC", "fin 2027", 12.5, "Voir le devis."]


def save(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def bring(ask: Ask, content: bytes, name: str = "plan.xlsx", **more: Any) -> dict[str, Any]:
    value, _ = ask("import_plan", content, name=name, size=len(content), **more)
    found: dict[str, Any] = value
    return found


def test_la_page_montre_chaque_colonne_et_ce_qui_en_est_lu(ask: Ask) -> None:
    """Le titre, un exemple, le champ proposé ; ce qui est lu autrement, ce qui manque, ce qui reste."""
    read = bring(ask, save(Plan=[HEADINGS, ROW]))
    assert [(one["title"], one["target"]) for one in read["columns"]][1:] == [
        ("Action", "titre"),
        ("Pilote", "structure_pilote"),
        ("Échéance", "fin"),
        ("Coût (k€)", "budget"),
        ("Remarques", ""),
    ]
    (action,) = read["values"]["actions"]
    assert (action["titre"], action["budget"], action["fin"]) == ("Tracer une piste", "12500", "fin 2027")
    assert read["left"] == [
        {"action": "1 Tracer une piste", "column": "Remarques", "value": "Voir le devis."}
    ]
    assert any("fin 2027" in one for one in read["told"])
    assert any("Cause commune" in one for one in read["missing"])


def test_une_colonne_corrigee_dans_la_page_va_ou_on_l_a_dit(ask: Ask) -> None:
    """Les remarques au descriptif, le pilote laissé."""
    columns = [
        {"sheet": "Plan", "letter": "F", "target": "descriptif"},
        {"sheet": "Plan", "letter": "C", "target": ""},
    ]
    read = bring(ask, save(Plan=[HEADINGS, ROW]), columns=columns)
    (action,) = read["values"]["actions"]
    assert (action["descriptif"], action.get("structure_pilote")) == ("Voir le devis.", None)


def test_deux_feuilles_possibles_se_choisissent(ask: Ask) -> None:
    """Les noms des feuilles, et rien de lu ; puis celle que l'on a choisie."""
    content = save(**{"Plan 2025": [HEADINGS, ROW], "Plan 2026": [HEADINGS, ROW]})
    read = bring(ask, content)
    assert (read["ask"], read["values"]) == (["Plan 2025", "Plan 2026"], None)
    assert len(bring(ask, content, sheets=["Plan 2026"])["values"]["actions"]) == 1


def test_des_titres_inconnus_se_disent_colonne_par_colonne(ask: Ask) -> None:
    """Rien n'est lu, et chaque colonne attend son champ."""
    content = save(F=[["Libre", "Autre"], ["Tracer une piste", "CC"]])
    read = bring(ask, content)
    assert read["values"] is None
    assert [one["title"] for one in read["columns"]] == ["Libre", "Autre"]
    columns = [{"sheet": "F", "letter": "A", "target": "titre"}]
    assert bring(ask, content, columns=columns)["values"]["actions"][0]["titre"] == "Tracer une piste"


def test_un_dossier_du_kit_se_reprend_autrement(ask: Ask) -> None:
    """Une phrase, et l'autre porte."""
    content, _ = ask("example", name="les-mureaux")
    _, files = ask("save", values=content["values"], format="ods")
    with pytest.raises(RefusedError) as refused:
        bring(ask, files[0][1], "dossier.ods")
    assert "Reprendre un dossier" in refused.value.problems[0]["sentence"]
