"""Les grilles réunies, et les dossiers démesurés ou hostiles, par les appels de la page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from web.samples import EXAMPLES, Ask, RefusedError, load_example

GRIDS = tuple(sorted((EXAMPLES / "grilles").glob("*.ods")))


def list_files() -> list[dict[str, object]]:
    return [{"name": path.name, "size": path.stat().st_size, "modified": 0} for path in GRIDS]


def test_l_image_reunie_se_montre_avec_ses_figures_et_ses_tableaux(ask: Ask) -> None:
    """Sept grilles comptées ; le document porte les figures, décrites, et les mêmes données en tableau."""
    contents = [path.read_bytes() for path in GRIDS]
    merged, _ = ask("merge_grids", *contents, files=list_files())
    assert merged["count"] == 7
    assert "accord-non-calcule" not in {one["code"] for one in merged["problems"]}
    _, [(_, page)] = ask("write_grids", *contents, files=list_files(), format="html")
    shown = BeautifulSoup(page, "html.parser")
    assert merged["title"] in shown.get_text()
    assert shown.select("table")
    assert all(drawing.select_one("title") for drawing in shown.select("svg[role=img]"))


def test_un_fichier_illisible_n_arrete_pas_les_autres(ask: Ask) -> None:
    """Il est nommé, les autres comptent ; deux fichiers du même nom restent deux personnes."""
    files = [{"name": "grille.ods"}, {"name": "grille.ods"}, {"name": "abime.xlsx"}]
    contents = (GRIDS[0].read_bytes(), GRIDS[1].read_bytes(), b"PK\x03\x04")
    merged, _ = ask("merge_grids", *contents, files=files)
    assert merged["count"] == 2
    assert [one["file"] for one in merged["problems"] if one["blocking"]] == ["abime.xlsx"]


def test_l_export_d_un_formulaire_en_ligne_se_reunit_dans_la_page(ask: Ask) -> None:
    """Une personne par ligne, à côté d'une grille du kit ; l'adresse n'est pas reprise."""
    rows = "Horodateur,Adresse e-mail,[Q1-1] Un,[Q1-2] Deux\n"
    rows += "x,a@b.example,A. Oui,C\nx,c@b.example,Non concerné,B\n"
    files = [{"name": "grille.ods"}, {"name": "reponses.csv"}]
    merged, _ = ask("merge_grids", GRIDS[0].read_bytes(), rows.encode(), files=files)
    assert merged["count"] == 3
    assert "b.example" not in repr(merged)


@pytest.mark.parametrize("name", ["../../etc/x.ods", "C:\\Users\\x\\x.ods", "/x.ods", "a\u202eb.ods"])
def test_un_nom_de_fichier_ne_sort_pas_du_dossier_de_passage(ask: Ask, name: str) -> None:
    """Un chemin dans un nom n'est qu'un nom."""
    opened, _ = ask("open_file", (EXAMPLES / "pays-de-retz.ods").read_bytes(), name=name)
    assert opened["name"] in {"x.ods", "a\u202eb.ods"}


@pytest.mark.parametrize("name", ["", "/", "..", "."])
def test_un_nom_vide_est_refuse_avec_une_phrase(ask: Ask, name: str) -> None:
    """Un fichier sans nom n'a pas de format."""
    with pytest.raises(RefusedError, match="n’est pas lu"):
        ask("open_file", b"x", name=name)


def test_deux_mille_lignes_se_controlent_et_se_gardent(ask: Ask) -> None:
    """Un plan démesuré se contrôle, s'enregistre et se reprend."""
    values = load_example("pays-de-retz")
    first = values["actions"][0]
    values["actions"] = [{**first, "numero": f"B{rank}"} for rank in range(2_000)]
    checked, _ = ask("check", values=values)
    assert [one["code"] for one in checked["problems"] if one["blocking"]] == []
    _, files = ask("save", values=values, format="ods")
    opened, _ = ask("open_file", files[0][1], name="grand.ods")
    assert len(opened["values"]["actions"]) == 2_000


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("x")', "🎉 fête", "<script>alert(1)</script>", "| a | # b", "a\x0bb"]
)
def test_un_texte_hostile_reste_du_texte_dans_l_apercu_et_le_dossier(ask: Ask, text: str) -> None:
    """Formule, émoji, balise, Markdown : montrés tels quels, rendus tels quels."""
    values = load_example("pays-de-retz")
    values["actions"][0]["titre"] = text
    shown, _ = ask("preview", values=values, kind="plan-action")
    assert "<script>" not in shown["page"]
    assert "=HYPERLINK" in shown["page"] or not text.startswith("=")
    for name in ("ods", "xlsx", "yaml"):
        _, files = ask("save", values=values, format=name)
        opened, _ = ask("open_file", files[0][1], name=f"dossier.{name}")
        assert opened["values"]["actions"][0]["titre"] == text.replace("\x0b", "")
