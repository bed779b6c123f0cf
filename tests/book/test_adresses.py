"""Une adresse publiée ne disparaît pas : la page est là, ou un renvoi tient sa place."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from kit.sphinxext.repairs.redirections import build_redirection, list_faults, read_redirections

ROOT = Path(__file__).parents[2]
PUBLISHED = Path(__file__).with_name("adresses.txt")


def list_published() -> list[str]:
    """Les adresses déjà données, une par ligne."""
    return PUBLISHED.read_text(encoding="utf-8").split()


@pytest.mark.livre
def test_aucune_adresse_publiee_n_a_disparu(book) -> None:
    """Chaque ligne d'adresses.txt est un fichier du livre ; une page déplacée va dans redirections.yml."""
    published = list_published()
    assert len(published) == len(set(published)) > 30
    assert [address for address in published if not (book.folder / address).is_file()] == []


def test_un_renvoi_mene_a_la_nouvelle_page_depuis_n_importe_quel_dossier() -> None:
    """Tout de suite, et par un lien si le navigateur ne suit pas."""
    page = BeautifulSoup(build_redirection("a/b/vieux", "c/neuf#but"), "html.parser")
    assert page.a["href"] == "../../c/neuf.html#but"
    assert page.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=../../c/neuf.html#but"
    assert page.html["lang"] == "fr"
    assert page.title.text


def test_un_renvoi_impossible_est_dit() -> None:
    """Une page encore là ne mène pas ailleurs ; une page inconnue ne se rejoint pas."""
    faults = list_faults({"index": "comment", "vieux": "nulle-part"}, {"index", "comment"})
    assert len(faults) == 2
    assert "« index »" in faults[0]
    assert "« nulle-part »" in faults[1]


def test_sans_fichier_il_n_y_a_pas_de_renvoi(tmp_path: Path) -> None:
    """Un livre neuf n'a rien déplacé."""
    assert read_redirections(tmp_path) == {}
    (tmp_path / "redirections.yml").write_text("vieux: neuf\n", encoding="utf-8")
    assert read_redirections(tmp_path) == {"vieux": "neuf"}
