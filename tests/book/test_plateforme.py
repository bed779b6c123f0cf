"""Le gabarit et les pages de service, pris un à un : navigation, carte sociale, fichiers à emporter."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import docutils.core
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sphinx.application import Sphinx

from kit.sphinxext.downloads.book_files import (
    FOLDER,
    FORMATS,
    NAME,
    build_list,
    list_current,
    read_book_fingerprint,
    stamp_of,
)
from kit.sphinxext.theme.book_theme import is_wanted
from kit.sphinxext.theme.navigation import fold_parts, keep_subsections
from kit.sphinxext.theme.page_footer import build_footer
from kit.sphinxext.theme.social_card import IMAGE, build_tags, describe_page

THEME = Path(__file__).parents[2] / "kit" / "sphinxext" / "theme" / "static"
MENU = (
    '<p class="caption" role="heading"><span class="caption-text">Un</span></p>'
    '<ul><li><a class="reference internal" href="a.html">A</a></li></ul>'
    '<p class="caption" role="heading"><span class="caption-text">Deux</span></p>'
    '<ul class="current"><li class="current"><a class="current reference internal" href="#">B</a></li></ul>'
)


def read(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def card(base: str) -> dict[str, str]:
    tags = build_tags(
        title="Une <em>page</em>", description="Dit « a » & b.", page="qui/index", base=base, site="S"
    )
    return {tag.get("property") or tag["name"]: tag["content"] for tag in read(tags).find_all("meta")}


def test_le_sommaire_s_ouvre_sur_la_partie_de_la_page() -> None:
    """Les autres parties restent repliées ; la page en cours est dite."""
    folded = read(fold_parts(MENU))
    assert [part.has_attr("open") for part in folded.find_all("details")] == [False, True]
    assert [part.summary.text for part in folded.find_all("details")] == ["Un", "Deux"]
    assert folded.find("a", attrs={"aria-current": "page"}).text == "B"
    assert folded.find(attrs={"role": "heading"}) is None


def test_le_sommaire_de_la_page_ne_redit_pas_son_titre() -> None:
    """Deux sections au moins, sinon rien."""
    sections = '<ul><li><a href="#a">A</a></li><li><a href="#b">B</a></li></ul>'
    toc = f'<ul><li><a href="#">Page</a>{sections}</li></ul>'
    assert [link.text for link in read(keep_subsections(toc)).find_all("a")] == ["A", "B"]
    assert keep_subsections("") == ""


@pytest.mark.parametrize(
    ("name", "body", "wanted"),
    [
        ("_static/pygments.css", "", False),
        ("_static/mystnb.11b3.css", '<div class="cell">', False),
        ("_static/copybutton.js?v=1", '<div class="highlight">', True),
        ("_static/copybutton.js", "<p>rien</p>", False),
        ("_static/design-tabs.js", '<div class="sd-tab-set">', True),
        ("_static/quiz.js", "<p>rien</p>", True),
        ("_static/doctools.js", "", False),
    ],
)
def test_une_page_ne_charge_que_ce_qui_lui_sert(name: str, body: str, wanted: bool) -> None:  # noqa: FBT001 — un cas
    """Un fichier inconnu du gabarit passe toujours."""
    assert is_wanted(name, body) is wanted


def test_la_recherche_garde_les_outils_de_sphinx() -> None:
    """Elle seule en a besoin."""
    assert is_wanted("_static/doctools.js", "", search=True)


def test_la_carte_sociale_ne_dit_l_image_que_si_le_livre_a_une_adresse() -> None:
    """Une messagerie ne sait rien faire d'une adresse relative."""
    assert "og:image" not in card("")
    published = card("https://exemple.fr/livre/")
    assert published["og:image"] == f"https://exemple.fr/livre/_static/{IMAGE}"
    assert published["og:url"] == "https://exemple.fr/livre/qui/index.html"
    assert published["og:title"] == "Une page"
    assert published["description"] == "Dit « a » & b."


def test_l_image_sociale_a_la_taille_attendue() -> None:
    """1200 × 630, sous 300 Ko."""
    with Image.open(THEME / IMAGE) as image:
        assert image.size == (1200, 630)
    assert (THEME / IMAGE).stat().st_size < 300_000


def test_la_description_est_le_premier_paragraphe_du_texte() -> None:
    """Ni une puce, ni un encadré."""
    source = "Titre\n=====\n\n.. note:: Un encadré.\n\n- Une puce.\n\nLe vrai début.\n\nLa suite.\n"
    document = docutils.core.publish_doctree(source, settings_overrides={"doctitle_xform": False})
    assert describe_page(document) == "Le vrai début."
    assert describe_page(None) == ""


def test_le_pied_de_page_n_a_pas_de_lien_mort() -> None:
    """Une page absente du livre n'y est pas citée."""
    footer = read(build_footer(lambda page: f"{page}.html", {"mentions", "signaler-une-erreur"}))
    assert [link["href"] for link in footer.find_all("a")] == ["signaler-une-erreur.html", "mentions.html"]
    assert footer.select_one("a.report-link")


def test_un_fichier_d_un_autre_etat_du_livre_n_est_pas_offert(tmp_path: Path) -> None:
    """Sans empreinte, ou avec une autre : non."""
    made = tmp_path / f"{NAME}{FORMATS[0].suffix}"
    made.write_bytes(b"%PDF")
    assert list_current(tmp_path, "abc") == ()
    stamp_of(made).write_text("avant", encoding="ascii")
    assert list_current(tmp_path, "abc") == ()
    stamp_of(made).write_text("abc", encoding="ascii")
    assert list_current(tmp_path, "abc") == (made,)


def test_un_fichier_offert_se_dit_avec_son_poids_et_une_espace_insecable(tmp_path: Path) -> None:
    """Le livre refait après son PDF garde la typographie de ses pages."""
    made = tmp_path / FOLDER / f"{NAME}{FORMATS[0].suffix}"
    made.parent.mkdir()
    made.write_bytes(b"%PDF")
    stamp_of(made).write_text(read_book_fingerprint(), encoding="ascii")
    app = SimpleNamespace(builder=SimpleNamespace(name="html"), outdir=tmp_path / "html")
    (listing,) = build_list(cast("Sphinx", app), "projet/page")
    offered, other = (line.astext() for line in listing.children)
    assert re.match(rf"{FORMATS[0].label} \(PDF, .+\)\u00a0: ", offered)
    assert "make livre-epub" in other


def test_l_empreinte_du_livre_suit_ses_pages(tmp_path: Path) -> None:
    """Une phrase corrigée périme le PDF."""
    (tmp_path / "_config.yml").write_text("title: a", encoding="utf-8")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "page.md").write_text("avant", encoding="utf-8")
    before = read_book_fingerprint(tmp_path)
    (tmp_path / "book" / "page.md").write_text("après", encoding="utf-8")
    assert read_book_fingerprint(tmp_path) != before
