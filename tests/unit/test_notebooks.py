"""La porte des carnets : ouvrir, montrer, produire, exécuter avec papermill."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from kit.domain.errors import UsageError
from kit.notebooks import open_dossier, run_notebook

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "book" / "carnets" / "plan-action.ipynb"


def test_un_dossier_ouvert_se_resume_seul(sound_file: Path, today: dt.date) -> None:
    """Un tableau avec légende, le nom et les comptes."""
    page = open_dossier(sound_file, today=today)._repr_html_()
    assert "<caption>Le dossier</caption>" in page
    assert "Jeunes et entreprises" in page


def test_un_dossier_sans_defaut_le_dit(sound_file: Path, today: dt.date) -> None:
    """Pas de tableau vide."""
    assert "Aucun problème" in open_dossier(sound_file, today=today).problems.html


def test_un_document_se_montre_sans_second_titre_principal(sound_file: Path, today: dt.date) -> None:
    """Un morceau de page, sans entête ni h1."""
    page = open_dossier(sound_file, today=today).show("plan-action").html
    assert "<h1" not in page
    assert "Vue d’ensemble" in page


def test_un_document_mal_nomme_est_suggere(sound_file: Path, today: dt.date) -> None:
    """« Vouliez-vous dire »."""
    with pytest.raises(UsageError, match="vouliez-vous dire « plan-action »"):
        open_dossier(sound_file, today=today).show("plan-actions")


def test_un_carnet_inconnu_de_ses_parametres_les_refuse(tmp_path: Path) -> None:
    """papermill se contenterait d'un avertissement."""
    with pytest.raises(UsageError, match="vouliez-vous dire « chemin »"):
        run_notebook(NOTEBOOK, tmp_path / "s.ipynb", {"chemins": "x"})


@pytest.mark.parametrize("value", ["exemples/évry.ods", "{dossier}"])
def test_un_parametre_qui_pourrait_nommer_quelqu_un_est_refuse(value: str, tmp_path: Path) -> None:
    """papermill le garderait dans le carnet, déformé."""
    with pytest.raises(UsageError, match="caractères simples"):
        run_notebook(NOTEBOOK, tmp_path / "s.ipynb", {"chemin": value})


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_un_carnet_s_execute_sur_un_autre_dossier(tmp_path: Path) -> None:
    """Et ses métadonnées ne portent que le chemin donné."""
    source = tmp_path / "carnets" / "plan-action.ipynb"
    source.parent.mkdir()
    source.write_bytes(NOTEBOOK.read_bytes())
    example = tmp_path / "mureaux.ods"
    example.write_bytes((ROOT / "exemples" / "les-mureaux.ods").read_bytes())
    done = run_notebook(source, tmp_path / "fait.ipynb", {"chemin": "../mureaux.ods"})
    notebook = json.loads(done.read_text(encoding="utf-8"))
    assert notebook["metadata"]["papermill"]["parameters"] == {"chemin": "../mureaux.ods"}
    assert "Les Mureaux" in json.dumps(notebook["cells"], ensure_ascii=False)
    assert (source.parent / "sortie" / "mureaux" / "plan-action.odt").is_file()
