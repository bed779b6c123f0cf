"""Les recettes de CONTRIBUTING.md, faites telles qu'elles sont écrites, dans une copie du dépôt."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from recipes import copy_repository, count_files, follow, read_recipes, run

pytestmark = pytest.mark.lent
RECIPES = read_recipes()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Une copie du dépôt, à soi."""
    return copy_repository(tmp_path / "depot")


def test_chaque_recette_a_son_essai() -> None:
    """Une recette que rien ne fait ne resterait pas vraie."""
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    followed = {
        ast.literal_eval(node.slice)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "RECIPES"
    }
    assert set(RECIPES) == followed
    assert all(steps[-1].verb == "Lancez" for steps in RECIPES.values())


def test_une_grille_s_ajoute_par_un_seul_fichier(copy: Path) -> None:
    """Le catalogue la compte, et elle s'écrit, prête à remplir."""
    follow(RECIPES["une grille"], copy)
    (file,) = (copy / "essai").glob("*.ods")
    assert file.stat().st_size > 5_000


def test_un_message_s_ajoute_par_sa_phrase_et_sa_regle(copy: Path, sound_file: Path) -> None:
    """La commande le dit, à sa ligne, sans bloquer."""
    follow(RECIPES["un message"], copy)
    asked = sound_file.read_text(encoding="utf-8").replace("Faire rencontrer élèves et", "Qui rencontrer ? #")
    (copy / "dossier.yaml").write_text(asked, encoding="utf-8")
    said = run(".venv/bin/kit verifier dossier.yaml", copy)
    assert "l’action A1 a pour titre une question. Dites ce que vous ferez" in said.replace("\n", " ")


def test_une_fiche_de_formation_s_ajoute_avec_sa_page(copy: Path) -> None:
    """La commande la liste et écrit une session vierge."""
    said = follow(RECIPES["une fiche de formation"], copy)
    assert "ma-formation" in said
    assert "ma-formation" in (copy / "essai" / "session.yaml").read_text(encoding="utf-8")


def test_un_atelier_s_ajoute_avec_son_carnet(copy: Path) -> None:
    """Ses contrôles passent : exercices, éditions, exécution, fichiers offerts."""
    said = follow(RECIPES["un atelier et son carnet"], copy)
    passed = re.search(r"(\d+) passed", said)
    assert passed
    assert int(passed[1]) > 12


def test_un_champ_du_plan_se_lit_s_imprime_et_se_remplit(copy: Path, sound_file: Path) -> None:
    """Sa valeur est celle de son énumération ; le plan l'imprime, le classeur vierge la demande."""
    follow(RECIPES["un champ du plan"], copy)
    filled = sound_file.read_text(encoding="utf-8").replace(
        "statut: En cours", "statut: En cours\n    portee: Le quartier"
    )
    (copy / "dossier.yaml").write_text(filled, encoding="utf-8")
    run(".venv/bin/kit produire dossier.yaml --dans essai --documents plan-action --formats html", copy)
    page = (copy / "essai" / "dossier" / "plan-action.html").read_text(encoding="utf-8")
    assert re.search(r"Portée\s: Le quartier\.", page)
    read = "from kit.reading.checks import check_file as c; from pathlib import Path as P; "
    said = run(
        f".venv/bin/python -c \"{read}print(repr(c(P('dossier.yaml')).dossier.actions[0].reach))\"", copy
    )
    assert said.strip() == "<Reach.DISTRICT: 'Le quartier'>"


def test_un_document_de_plus_touche_six_fichiers(copy: Path) -> None:
    """La commande le propose, l'écrit en Word et en PDF, et son essai passe."""
    recipe = RECIPES["un document de plus"]
    assert count_files(recipe) <= 6
    said = follow(recipe, copy)
    assert "1 passed" in said
    assert {path.name for path in (copy / "essai" / "les-mureaux").glob("[!.]*")} == {
        "note-conseil.docx",
        "note-conseil.pdf",
    }


def test_un_format_de_plus_sert_tous_les_documents(copy: Path) -> None:
    """Déclaré une fois, il s'écrit pour un document du dossier comme pour une charte."""
    follow(RECIPES["un format de sortie"], copy)
    names = {path.name for path in (copy / "essai" / "les-mureaux").glob("[!.]*")}
    assert names == {"plan-action.txt", "charte.txt"}
    assert "Les fiches action" in (copy / "essai" / "les-mureaux" / "plan-action.txt").read_text(
        encoding="utf-8"
    )
