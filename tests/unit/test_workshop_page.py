"""La page de l'atelier d'un livre construit avec ou sans le moteur : ce qu'elle dit, ce qu'elle charge."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_book import SmallBook, run_sphinx, write_pages

pytestmark = pytest.mark.lent

PAGE = "# Atelier\n\n```{atelier-page}\n```\n\n```{atelier-moteur}\n```\n\n```{atelier-licences}\n```\n"
INDEX = "# Accueil\n\n```{toctree}\natelier/index\nsources\n```\n"
MORE = """
_parts = ("productions", "workshop_engine", "workshop_page")
extensions += [f"kit.sphinxext.downloads.{name}" for name in _parts]
suppress_warnings = ["kit"]
atelier_moteur = "_build/moteur"
"""
LICENSES = (
    '[{"nom": "pandoc", "version": "3.9", "licence": "GPL-2.0-or-later", "source": "https://pandoc.example",'
    ' "fichier": "pandoc.wasm"}]'
)
SERVED = 'a[href*="_static/atelier/"]'
OFFLINE = "atelier-jouer-collectif.html"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Un livre d'une page, sans moteur pour le moment."""
    write_pages(tmp_path, {"index": INDEX, "atelier/index": PAGE}, MORE)
    return tmp_path


def build(folder: Path) -> SmallBook:
    made = run_sphinx(folder)
    assert made.status == 0, made.said
    return made


def list_scripts(made: SmallBook) -> list[str]:
    return [one["src"] for one in made.read("atelier/index").select("script[src*=atelier]")]


def test_sans_moteur_la_page_le_dit_sans_accuser_le_navigateur(folder: Path) -> None:
    """Ni bouton, ni script, ni mot sur le navigateur ; le classeur vierge, et qui peut faire le reste."""
    made = build(folder)
    page = made.read("atelier/index")
    box = page.select_one(".workshop")
    assert "Ce livre a été construit sans l’atelier" in box.select_one(".ws-fallback").get_text()
    assert "navigateur" not in box.get_text()
    assert page.select("[data-workshop], [data-workshop-invitation]") == []
    assert list_scripts(made) == []
    assert page.select('link[href*="atelier/page.css"]')
    names = [Path(link["href"]).name for link in box.select("a")]
    assert {"dossier-vierge.ods", "dossier-vierge.xlsx"} <= set(names)
    assert "make hors-ligne" in box.get_text()


def test_le_fichier_hors_ligne_s_offre_avec_ou_sans_moteur(folder: Path) -> None:
    """Dès qu'il a été fait, il se télécharge depuis la page ; le livre en sert une copie."""
    offline = folder / "_build" / "hors-ligne" / OFFLINE
    offline.parent.mkdir(parents=True)
    offline.write_text("<title>Hors ligne</title>", encoding="utf-8")
    made = build(folder)
    link = made.read("atelier/index").select_one(SERVED)
    served = (made.folder / "atelier" / link["href"]).resolve()
    assert served.read_bytes() == offline.read_bytes()
    assert "make hors-ligne" not in made.read("atelier/index").select_one(".workshop").get_text()
    engine = folder / "_build" / "moteur"
    engine.mkdir()
    for name, text in {"lot.json": "{}", "fichiers.json": "[]", "licences.json": LICENSES}.items():
        (engine / name).write_text(text, encoding="utf-8")
    again = build(folder)
    page = again.read("atelier/index")
    assert page.select_one(f"[data-workshop] {SERVED}")["href"] == link["href"]
    assert "construit sans" not in page.get_text()
    row = page.select_one('a[href="https://pandoc.example"]').find_parent("tr")
    assert [cell.get_text() for cell in row.select("th, td")] == [
        "pandoc",
        "3.9",
        "GPL-2.0-or-later",
        "pandoc.wasm",
    ]
    assert len(list_scripts(again)) == 1
    assert (again.folder / "_static" / "atelier" / "moteur" / "lot.json").is_file()
