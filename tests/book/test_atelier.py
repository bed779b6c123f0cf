"""La page de l'atelier dans le livre construit : avant tout script, et ce qu'elle s'interdit."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from kit.reading.checks import check_file
from kit.sphinxext.downloads.workshop_page import PAGE_FILES, POLICY, STATIC

pytestmark = pytest.mark.livre

PAGE = "atelier-dans-la-page/index.html"


def read_page(book, name: str) -> BeautifulSoup:
    return BeautifulSoup((book.folder / name).read_text(encoding="utf-8"), "html.parser")


def test_avant_tout_script_la_page_dit_quoi_faire_et_offre_le_classeur(book) -> None:
    """Le message est visible, le bouton caché ; le classeur vierge et les trois exemples se téléchargent."""
    page = read_page(book, PAGE)
    assert page.select_one("[data-workshop-invitation]").has_attr("hidden")
    assert not page.select_one("[data-workshop-fallback]").has_attr("hidden")
    links = [Path(PAGE).parent / link["href"] for link in page.select("[data-workshop-before] a")]
    files = [(book.folder / link).resolve() for link in links]
    assert [file.suffix for file in files].count(".xlsx") == 4
    assert [file.suffix for file in files].count(".ods") == 4
    assert [file for file in files if not file.is_file()] == []
    blank = next(file for file in files if file.name == "dossier-vierge.ods")
    assert {problem.code for problem in check_file(blank).problems} >= {"champ-vide", "aucune-action"}


def test_seule_la_page_de_l_atelier_porte_sa_politique_et_ses_scripts(book) -> None:
    """La politique interdit tout autre hôte ; les autres pages n'en paient pas le poids."""
    page = read_page(book, PAGE)
    assert page.select_one('meta[http-equiv="Content-Security-Policy"]')["content"] == POLICY
    assert "http" not in POLICY
    loading = [path for path in book.pages if "entry.mjs" in path.read_text(encoding="utf-8")]
    assert loading == [book.folder / PAGE]


def test_l_interface_est_copiee_entiere_a_cote_de_son_entree(book) -> None:
    """Chaque module que l'entrée importe est servi, à l'octet près."""
    served = book.folder / "_static" / "atelier"
    sources = [*(STATIC / name for name in PAGE_FILES), *sorted((STATIC / "page").glob("*.mjs"))]
    assert len(sources) > 15
    for source in sources:
        copied = served / source.relative_to(STATIC)
        assert copied.read_bytes() == source.read_bytes(), source.name


def test_les_groupes_du_formulaire_placent_tous_les_champs() -> None:
    """Aucun champ ne finit hors d'un groupe, aucun groupe ne nomme un champ disparu."""
    import re

    from kit.reading.forms import ACTIONS, ALLIANCE, PARTNERS

    text = (STATIC / "page" / "layout.mjs").read_text(encoding="utf-8")
    for form in (ALLIANCE, PARTNERS, ACTIONS):
        block = re.search(rf"^  {form.name}: \[(?P<body>.*?)^  \]", text, re.DOTALL | re.MULTILINE)
        assert block is not None
        names = [
            name
            for part in re.findall(r"fields: \[(.*?)\]", block["body"], re.DOTALL)
            for name in re.findall(r'"(\w+)"', part)
        ]
        wanted = [field.name for field in form.fields if field.name not in {"territoire", "groupe"}]
        assert sorted(names) == sorted(wanted), form.name
