"""Les fichiers d'aspect livrés : ils s'ouvrent, portent les styles que pandoc cherche, et nos couleurs."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from kit.documents.palette import load_palette
from kit.documents.templates import find_template_folder

FOLDER = find_template_folder() / "references"
ROOT = Path(__file__).parents[2]
OFFICE = ("reference.docx", "reference.odt", "reference.pptx")
# Les noms que pandoc écrit, puis ceux de nos filtres.
DOCX_STYLES = (
    *("Normal", "BodyText", "FirstParagraph", "Compact", "Title", "Subtitle", "Heading1", "Heading2"),
    *("Heading3", "Caption", "TableCaption", "ImageCaption", "CaptionedFigure", "Figure", "BlockText"),
    *("Hyperlink", "VerbatimChar", "Table", "Header", "Footer"),
    *("Encadre", "EncadreListe", "Fiche", "Note", "NoteListe", "Chiffres", "ChiffreCle", "Etiquette", "Saut"),
)
ODT_STYLES = (
    *("Standard", "Text_20_body", "First_20_paragraph", "Title", "Subtitle", "Heading_20_1", "Heading_20_2"),
    *("Heading_20_3", "TableCaption", "FigureCaption", "FigureWithCaption", "Table_20_Contents"),
    *("Table_20_Heading", "Quotations", "Internet_20_link", "Source_20_Text", "Header", "Footer"),
    *("Encadre", "EncadreListe", "Fiche", "Note", "NoteListe", "Chiffres", "ChiffreCle", "Etiquette", "Saut"),
)
PPTX_LAYOUTS = {
    *("Title Slide", "Title and Content", "Section Header", "Two Content"),
    *("Comparison", "Blank", "Content with Caption"),
}
# Ce que la page écrite ou imprimée peut porter : ni chemin de machine, ni couleur hors de la palette.
COLOR = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
DOCTESTS = {"palette.py"}
# Les objectifs de développement durable ont les couleurs des Nations unies.
UNITED_NATIONS = {"kit/knowledge/catalogue/values.py"}
# Quatre nuances que seul le livre emploie, à côté de celles de la palette.
BOOK_ONLY = {"kit/sphinxext/theme/stylesheets.py"}


def read_member(name: str, member: str) -> str:
    with zipfile.ZipFile(FOLDER / name) as archive:
        return archive.read(member).decode()


def test_le_docx_a_les_styles_que_pandoc_et_nos_filtres_cherchent() -> None:
    known = set(re.findall(r'w:styleId="([^"]+)"', read_member("reference.docx", "word/styles.xml")))
    assert set(DOCX_STYLES) - known == set()


def test_l_odt_a_les_styles_que_pandoc_et_nos_filtres_cherchent() -> None:
    known = set(re.findall(r'<style:style style:name="([^"]+)"', read_member("reference.odt", "styles.xml")))
    assert set(ODT_STYLES) - known == set()


def test_le_pptx_a_les_dispositions_que_pandoc_cherche() -> None:
    with zipfile.ZipFile(FOLDER / "reference.pptx") as archive:
        layouts = [name for name in archive.namelist() if re.search(r"slideLayout\d+\.xml$", name)]
        names = {re.search(r'<p:cSld name="([^"]+)"', archive.read(name).decode())[1] for name in layouts}  # type: ignore[index]
    assert names == PPTX_LAYOUTS


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("reference.docx", "word/styles.xml"),
        ("reference.odt", "styles.xml"),
        ("reference.pptx", "ppt/slideMasters/slideMaster1.xml"),
        ("reference.pptx", "ppt/tableStyles.xml"),
    ],
)
def test_une_reference_n_a_que_les_couleurs_de_la_palette(name: str, member: str) -> None:
    """Qui change la palette livrée voit ici quel fichier reste à rouvrir."""
    pattern = r'(?:w:val|w:fill|w:color|val|fo:color|fo:background-color)="#?([0-9a-fA-F]{6})"'
    found = set(re.findall(pattern, read_member(name, member)))
    assert found
    assert {f"#{color.lower()}" for color in found} - set(load_palette().list_colors().values()) == set()


@pytest.mark.libreoffice
def test_libreoffice_ouvre_chaque_reference(tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path / 'profil'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    files = [str(FOLDER / name) for name in OFFICE]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=180)
    assert (tmp_path / "reference.pdf").read_bytes().startswith(b"%PDF")


def test_aucune_couleur_n_est_ecrite_hors_de_la_palette() -> None:
    """Une couleur s'écrit une fois, dans « palette.yaml » ; partout ailleurs, on nomme son rôle."""
    files = [*(ROOT / "kit").rglob("*.py"), *FOLDER.glob("*.typ"), *FOLDER.glob("*.css")]
    written = {
        path.relative_to(ROOT).as_posix(): COLOR.findall(path.read_text(encoding="utf-8"))
        for path in files
        if path.name not in DOCTESTS
    }
    assert {
        name: found for name, found in written.items() if found and name not in UNITED_NATIONS | BOOK_ONLY
    } == {}
