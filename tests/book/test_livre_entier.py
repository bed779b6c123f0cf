"""Le livre à emporter : le PDF balisé et l'EPUB, faits puis relus."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from kit.sphinxext.downloads.book_files import NAME, list_current, read_book_fingerprint
from kit.sphinxext.downloads.epub_pages import clean_package, clean_page, is_kept
from kit.sphinxext.downloads.paper_pages import convert, resolve

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "_build" / "livre"


@pytest.fixture(scope="module")
def make(jupyter_book, run_build) -> Callable[[str], Path]:
    """Fait le livre dans ce format, après la construction dont il reprend l'exécution des carnets."""
    assert jupyter_book.folder.is_dir()

    def _make(suffix: str) -> Path:
        path = FOLDER / f"{NAME}.{suffix}"
        made = run_build([sys.executable, f"tools/make_book_{suffix}.py"], path)
        assert made.status == 0, made.output[-4000:]
        return path

    return _make


@pytest.fixture(scope="module")
def pdf(make: Callable[[str], Path]) -> pikepdf.Pdf:
    """Le PDF du livre."""
    return pikepdf.open(make("pdf"))


@pytest.fixture(scope="module")
def epub(make: Callable[[str], Path]) -> Path:
    """L'EPUB du livre."""
    return make("epub")


def list_bookmarks(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as outline:
        return [item.title for item in outline.root]


def walk(element: pikepdf.Object, found: dict[str, list[pikepdf.Object]]) -> None:
    """Range les éléments de structure par nom."""
    stack = [element]
    while stack:
        current = stack.pop()
        if isinstance(current, pikepdf.Array):
            stack.extend(current)
        elif isinstance(current, pikepdf.Dictionary):
            if "/S" in current and "/K" in current:
                found.setdefault(str(current.S), []).append(current)
            if "/K" in current:
                stack.append(current.K)


@pytest.mark.livre
def test_le_pdf_dit_sa_langue_son_titre_et_qu_il_est_balise(pdf: pikepdf.Pdf) -> None:
    """Ce qu'un lecteur d'écran demande d'abord."""
    assert str(pdf.Root.Lang) == "fr"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Jouer collectif en territoire"
        assert metadata["pdfuaid:part"] == "1"


@pytest.mark.livre
def test_le_pdf_a_des_titres_des_tableaux_a_entetes_et_des_figures_decrites(pdf: pikepdf.Pdf) -> None:
    """La structure vient des pages."""
    found: dict[str, list[pikepdf.Object]] = {}
    walk(pdf.Root.StructTreeRoot, found)
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/Link", "/Figure"} <= set(found)
    assert len(found["/H2"]) > 30
    assert [figure for figure in found["/Figure"] if not str(figure.get("/Alt", ""))] == []


@pytest.mark.livre
def test_le_pdf_se_parcourt_par_ses_signets(pdf: pikepdf.Pdf) -> None:
    """Un signet par partie du livre."""
    titles = list_bookmarks(pdf)
    assert len(titles) >= 6
    assert len(pdf.pages) > 100


@pytest.mark.livre
def test_l_epub_est_accepte_par_epubcheck(epub: Path) -> None:
    """Ni erreur, ni avertissement."""
    done = subprocess.run(
        ["java", "-jar", "/usr/bin/epubcheck", str(epub)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = done.stdout + done.stderr
    assert "0 fatals / 0 errors / 0 warnings" in said, said[-3000:]


@pytest.mark.livre
def test_l_epub_dit_ce_qu_il_a_d_accessible_et_n_a_aucun_script(epub: Path) -> None:
    """La description le dit, les pages le tiennent."""
    with zipfile.ZipFile(epub) as book:
        package = book.read("content.opf").decode()
        pages = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")}
        scripts = [name for name in book.namelist() if name.endswith(".js")]
    assert "<dc:language>fr</dc:language>" in package
    assert "schema:accessibilityFeature" in package
    assert scripts == []
    assert [name for name, page in pages.items() if re.search(r"<(script|button|input|form)\b", page)] == []
    assert [name for name, page in pages.items() if name != "nav.xhtml" and 'xml:lang="fr"' not in page] == []


@pytest.mark.livre
def test_les_deux_fichiers_sont_ceux_de_ce_livre(pdf: pikepdf.Pdf, epub: Path) -> None:
    """Leur empreinte est celle des sources : le livre en ligne les offrira."""
    assert pdf.pages
    assert [path.name for path in list_current(FOLDER, read_book_fingerprint())] == [f"{NAME}.pdf", epub.name]


def test_sur_papier_deux_pages_gardent_leurs_propres_ancres() -> None:
    """Le même titre de section, deux identifiants ; un lien mène au bon."""
    pages = frozenset({"a/un", "b/deux"})
    body = '<section id="but"><h1>Un</h1><a href="../b/deux.html#but">x</a><a href="a.docx">y</a></section>'
    written = convert(body, page="a/un", pages=pages, level=2)
    assert 'id="page-a-un--but"' in written
    assert 'href="#page-b-deux--but"' in written
    assert "<h2>Un</h2>" in written
    assert "a.docx" not in written
    assert resolve("#but", "a/un", pages) == "#page-a-un--but"
    assert resolve("absente.html", "a/un", pages) is None


def test_sur_papier_rien_n_est_replie_ni_a_cliquer() -> None:
    """Un bloc replié s'ouvre, un bouton disparaît."""
    body = "<details><summary>Réponse</summary><p>Oui</p></details><button>Vérifier</button>"
    written = convert(body, page="a", pages=frozenset({"a"}), level=1)
    assert "Oui" in written
    assert '<p class="unfolded">Réponse</p>' in written
    assert "button" not in written
    assert "details" not in written


def test_une_page_d_epub_est_du_xhtml_sans_fichier_joint() -> None:
    """Balises fermées, casse du dessin rendue, identifiants séparés, liens morts retirés."""
    page = (
        '<html><head><script src="a.js"></script></head><body><br><svg viewbox="0 0 1 1"></svg>'
        '<p id="a">1</p><p id="a">2</p><a href="../_downloads/b.docx">b</a>'
        '<a href="c.xhtml">c</a></body></html>'
    )
    cleaned = clean_page(page, "d/e.xhtml", {"d/c.xhtml", "d/e.xhtml"})
    assert "<br/>" in cleaned
    assert "script" not in cleaned
    assert 'viewBox="0 0 1 1"' in cleaned
    assert 'id="a-2"' in cleaned
    assert "_downloads" not in cleaned
    assert 'href="c.xhtml"' in cleaned
    assert 'href="../_static/liseuse.css"' in cleaned


def test_la_description_d_un_epub_ne_liste_que_ce_qu_il_contient() -> None:
    """Un script n'y est plus, un dessin y est dit."""
    package = (
        '<metadata></metadata><manifest><item href="_static/a.js" id="a"/>'
        '<item href="b.xhtml" id="b"/></manifest>'
    )
    cleaned = clean_package(package, {"b.xhtml"})
    assert "a.js" not in cleaned
    assert '<item properties="svg" href="b.xhtml"' in cleaned
    assert "schema:accessMode" in cleaned
    assert is_kept("b.xhtml")
