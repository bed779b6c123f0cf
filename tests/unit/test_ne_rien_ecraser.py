"""Rien n'est écrasé en silence : ce qui a été corrigé, ou n'est pas du kit, reste ; le nouveau est à côté."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kit.products.dossier.producing import produce
from kit.products.making import Production
from kit.products.options import Options
from kit.products.records import RECORD, read_record

SMALL = """\
alliance:
  nom: {name}
  territoire: Les Mureaux
  cause: {cause}
"""
OPTIONS = Options(documents=("plan-action",), formats=("html",), today=dt.date(2026, 11, 23))


def fill(path: Path, name: str = "Alliance", cause: str = "Apprendre ensemble") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SMALL.format(name=name, cause=cause), encoding="utf-8")
    return path


def make(source: Path, destination: Path) -> Production:
    return produce(source, destination, options=OPTIONS)


def codes(made: Production) -> list[str]:
    return [problem.code for problem in made.problems if problem.code == "fichier-garde"]


def test_un_document_que_personne_n_a_change_est_refait_sur_place(tmp_path: Path) -> None:
    """Le dossier a changé, le document suit, sous son nom."""
    (first,) = make(fill(tmp_path / "a.yaml"), tmp_path / "sortie").files
    made = make(fill(tmp_path / "a.yaml", cause="Autre cause"), tmp_path / "sortie")
    assert made.files == (first,)
    assert "Autre cause" in first.read_text(encoding="utf-8")
    assert codes(made) == []


def test_un_document_corrige_a_la_main_est_garde(tmp_path: Path) -> None:
    """Le nouveau est à côté, c'est dit, et il est ensuite refait sur place."""
    (first,) = make(fill(tmp_path / "a.yaml"), tmp_path / "sortie").files
    first.write_text("corrigé par Claire", encoding="utf-8")
    made = make(fill(tmp_path / "a.yaml", cause="Autre cause"), tmp_path / "sortie")
    (beside,) = made.files
    assert first.read_text(encoding="utf-8") == "corrigé par Claire"
    assert beside.name == "plan-action (nouveau).html"
    assert codes(made) == ["fichier-garde"]
    assert beside.name in next(one.message for one in made.problems if one.code == "fichier-garde")
    (again,) = make(fill(tmp_path / "a.yaml", cause="Troisième cause"), tmp_path / "sortie").files
    assert again == beside
    again.write_text("corrigé aussi", encoding="utf-8")
    (third,) = make(fill(tmp_path / "a.yaml"), tmp_path / "sortie").files
    assert third.name == "plan-action (nouveau 2).html"


def test_un_fichier_qui_n_est_pas_du_kit_est_garde(tmp_path: Path) -> None:
    """Il portait le nom d'un document avant le premier passage."""
    mine = tmp_path / "sortie" / "a" / "plan-action.html"
    mine.parent.mkdir(parents=True)
    mine.write_text("à moi", encoding="utf-8")
    made = make(fill(tmp_path / "a.yaml"), tmp_path / "sortie")
    assert mine.read_text(encoding="utf-8") == "à moi"
    assert codes(made) == ["fichier-garde"]


@pytest.mark.parametrize(
    ("one", "other"), [("un/a", "deux/a"), ("Été", "ete"), ("👍", "★"), ("con", "dossier-con")]
)
def test_deux_dossiers_de_meme_nom_ont_chacun_leur_dossier_de_sortie(
    tmp_path: Path, one: str, other: str
) -> None:
    """Accents, majuscules, signes et dossiers différents ne se mêlent pas, à chaque fois."""
    sources = [fill(tmp_path / f"{name}.yaml", f"Alliance {name}") for name in (one, other)]
    folders = [make(source, tmp_path / "sortie").files[0].parent for source in sources]
    again = [make(source, tmp_path / "sortie").files[0].parent for source in sources]
    assert len(set(folders)) == 2
    assert again == folders


def test_un_dossier_deplace_garde_son_dossier_de_sortie(tmp_path: Path) -> None:
    """Même nom de fichier, même alliance : c'est le même."""
    first = make(fill(tmp_path / "ici" / "a.yaml"), tmp_path / "sortie").files
    assert make(fill(tmp_path / "la" / "a.yaml"), tmp_path / "sortie").files == first


def test_un_dossier_de_sortie_ne_prend_pas_un_nom_que_windows_refuse(tmp_path: Path) -> None:
    """« con » et « nul » ne s'ouvrent pas sur un poste Windows."""
    (made,) = make(fill(tmp_path / "CON.yaml"), tmp_path / "sortie").files
    assert made.parent.name == "dossier-con"


def test_un_arret_entre_le_registre_et_le_fichier_ne_fait_rien_renier(tmp_path: Path) -> None:
    """Le registre annonce un fichier qui n'a pas été posé, et sa dernière ligne est coupée."""
    (first,) = make(fill(tmp_path / "a.yaml"), tmp_path / "sortie").files
    record = first.parent / RECORD
    with record.open("a", encoding="utf-8") as stream:
        stream.write('{"fichier": "plan-action.html", "empreinte": "abc"}\n{"fichier": "plan-a')
    made = make(fill(tmp_path / "a.yaml", cause="Autre cause"), tmp_path / "sortie")
    assert made.files == (first,)


def test_le_registre_ne_porte_ni_chemin_ni_texte_du_dossier(tmp_path: Path) -> None:
    """Des noms de fichiers et des empreintes, rien d'autre."""
    (first,) = make(fill(tmp_path / "a.yaml", "Alliance de Claire"), tmp_path / "sortie").files
    text = (first.parent / RECORD).read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert "Claire" not in text
    assert set(read_record(first.parent).digests) == {"plan-action.html"}
