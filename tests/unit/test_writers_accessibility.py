"""Les fichiers écrits : accessibles, reproductibles, ouverts par LibreOffice."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
import subprocess
import zipfile
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import docx
import odfdo
import page
import pikepdf
import pytest
from docx.oxml.ns import qn
from office import Convert, read_pdf
from sample_document import build_sample

from kit.documents.charts import build_radar
from kit.documents.document import Document
from kit.domain.errors import UsageError
from kit.writers.formats import LAID_OUT_FORMATS as FORMATS
from kit.writers.pandoc import load_look, write_documents
from kit.writers.pdf import list_undrawn_signs

TITLE = "Plan d’action\u00a0: une ressourcerie pour le Val d’Arize"


@pytest.fixture(scope="module")
def written():
    """L'exemple complet, dans les quatre formats."""
    return {name: content for (_, name), content in write_documents([build_sample()], FORMATS).items()}


# --- PDF ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("landscape", [False, True])
def test_le_pdf_est_conforme(tmp_path, profile, landscape):
    """PDF/UA-1 pour l'accès de tous, PDF/A-2a pour l'archive, en portrait et en paysage."""
    path = tmp_path / "plan.pdf"
    (content,) = write_documents([build_sample(landscape=landscape)], ["pdf"]).values()
    path.write_bytes(content)
    report = page.validate_pdf(str(path), profile=profile)
    assert report.is_compliant, report.failures


def list_structure(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Les éléments de structure du PDF, à plat."""
    return list_structure_from(pdf.Root.StructTreeRoot)


def contains(node: pikepdf.Object, kind: str) -> bool:
    """Vrai si l'élément a un descendant de cette nature."""
    return any(kind == element.S for element in list_structure_from(node))


def list_structure_from(node: pikepdf.Object) -> list[pikepdf.Object]:
    pending, found = [node], []
    while pending:
        current = pending.pop()
        if isinstance(current, pikepdf.Array):
            pending.extend(current)
        elif isinstance(current, pikepdf.Dictionary):
            if "/S" in current:
                found.append(current)
            if "/K" in current:
                pending.append(current.K)
    return found


def test_le_pdf_dit_sa_langue_son_titre_et_sa_structure(written):
    """Ce qu'un lecteur d'écran annonce d'abord."""
    with pikepdf.open(io.BytesIO(written["pdf"])) as pdf:
        assert pdf.Root.Lang == "fr-FR"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == TITLE
        box = [float(side) for side in pdf.pages[0].MediaBox]
        assert box == pytest.approx([0, 0, 595.28, 841.89], abs=0.1)


def test_chaque_tableau_du_pdf_a_un_entete_et_chaque_figure_une_alternative(written):
    """Deux règles que le contrôle automatique ne voit pas toutes."""
    with pikepdf.open(io.BytesIO(written["pdf"])) as pdf:
        nodes = list_structure(pdf)
        tables = [node for node in nodes if node.S == "/Table"]
        pictures = [node for node in nodes if node.S == "/Figure" and "/Alt" in node]
        assert len(tables) == 3
        assert all(contains(table, "/TH") for table in tables)
        alternatives = {str(node.Alt) for node in pictures}
        assert alternatives == {chart.alternative for chart in build_sample().charts}


def test_le_pdf_en_paysage_est_plus_large_que_haut():
    """Une grande grille se lit en largeur."""
    (content,) = write_documents([build_sample(landscape=True)], ["pdf"]).values()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _, _, width, height = (float(side) for side in pdf.pages[0].MediaBox)
        assert width > height


def test_un_caractere_sans_dessin_est_remplace_et_rapporte():
    """Un nom rare n'empêche pas d'avoir le document."""
    rare = "名\u0378😀"
    chart = build_radar([rare, "B", "C"], [1, 2, 3], maximum=4, title=rare)
    document = Document(
        name="plan-action",
        title=rare,
        subtitle=rare,
        markdown=f"{rare}\n\n![x](radar.svg)\n",
        charts=(chart,),
    )
    (content,) = write_documents([document], ["pdf"]).values()
    assert content.startswith(b"%PDF")
    assert list_undrawn_signs(f"Œuvre d’été {rare}", fonts=load_look().fonts) == ("\u0378", "名")


# --- docx -----------------------------------------------------------------------------------------


def test_le_docx_dit_sa_langue_et_son_titre(written):
    """Les propriétés que Word et LibreOffice montrent."""
    document = docx.Document(io.BytesIO(written["docx"]))
    assert document.core_properties.title == TITLE
    assert document.core_properties.language == "fr-FR"
    (language,) = document.styles.element.xpath("./w:docDefaults//w:lang")
    assert language.get(qn("w:val")) == "fr-FR"


def test_le_docx_marque_les_entetes_et_garde_ses_lignes_entieres(written):
    """Une ligne d'entête répétée par tableau, aucune ligne coupée."""
    document = docx.Document(io.BytesIO(written["docx"]))
    assert len(document.tables) == 3
    for table in document.tables:
        assert len(table._tbl.xpath("./w:tr/w:trPr/w:tblHeader")) == 1
        assert len(table._tbl.xpath("./w:tr/w:trPr/w:cantSplit")) == len(table.rows)
        width = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid)
        assert width == pytest.approx(9072, abs=4)


def test_chaque_image_du_docx_a_son_alternative(written):
    """Le texte de remplacement est celui de la figure, pas un nom de fichier."""
    xml = docx.Document(io.BytesIO(written["docx"])).element
    found = [element.get("descr") for element in xml.iter(qn("wp:docPr"))]
    assert found == [chart.alternative for chart in build_sample().charts]


def test_le_docx_a_ses_styles_son_entete_et_son_pied(written):
    """Titres de rang suivi, encadré, étiquette, page sur pages."""
    document = docx.Document(io.BytesIO(written["docx"]))
    names = {paragraph.style.name for paragraph in document.paragraphs}
    wanted = {"Title", "Subtitle", "Heading 1", "Heading 2", "Encadré", "Encadré liste", "Note", "Chiffres"}
    assert wanted <= names
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "Jouer collectif en territoire"
    footer = section.footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.2)


# --- odt ------------------------------------------------------------------------------------------


def test_l_odt_dit_sa_langue_et_son_titre(written):
    """Les propriétés du document."""
    document = odfdo.Document(io.BytesIO(written["odt"]))
    assert document.meta.title == TITLE
    assert document.meta.language == "fr-FR"
    assert b'fo:language="fr"' in document.get_part("styles.xml").serialize()


def test_chaque_cadre_de_l_odt_a_un_titre_et_une_alternative(written):
    """pandoc les laisse tomber ; nous les remettons."""
    body = odfdo.Document(io.BytesIO(written["odt"])).body
    frames = body.get_elements("//draw:frame")
    found = [(f.get_element("svg:title").text, f.get_element("svg:desc").text) for f in frames]
    assert found == [(chart.title, chart.alternative) for chart in build_sample().charts]


def test_l_odt_marque_les_entetes_et_garde_ses_lignes_entieres(written):
    """Une ligne d'entête par tableau, aucune ligne coupée."""
    body = odfdo.Document(io.BytesIO(written["odt"])).body
    tables = body.get_elements("//table:table")
    assert len(tables) == 3
    for table in tables:
        assert len(table.get_elements("table:table-header-rows/table:table-row")) == 1
    rows = body.get_elements("//table:table-row")
    assert {row.get_attribute("table:style-name") for row in rows} == {"Ligne"}


def test_une_figure_citee_deux_fois_ou_inconnue_ne_decale_pas_les_alternatives():
    """Les alternatives suivent l'ordre des images écrites."""
    sample = build_sample()
    markdown = "![x](calendrier.svg)\n\n![y](autre.svg)\n\n![z](radar.svg)\n\n![t](calendrier.svg)\n"
    (content,) = write_documents([dataclasses.replace(sample, markdown=markdown)], ["odt"]).values()
    frames = odfdo.Document(io.BytesIO(content)).body.get_elements("//draw:frame")
    radar, gantt = sample.charts
    assert [f.get_element("svg:title").text for f in frames] == [gantt.title, radar.title, gantt.title]


# --- html -----------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """Les balises de la page, avec leurs attributs."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def find(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == name]


def test_la_page_a_une_langue_un_titre_un_seul_h1_et_un_contenu(written):
    """La charpente d'une page accessible."""
    found = _Page(written["html"])
    assert found.find("html") == [{"lang": "fr"}]
    assert len(found.find("h1")) == 1
    assert len(found.find("main")) == 1
    assert f"<title>{TITLE}</title>" in written["html"].decode()
    levels = [int(tag[1]) for tag, _ in found.tags if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_chaque_entete_de_colonne_a_sa_portee_et_chaque_tableau_sa_region(written):
    """Un tableau large défile dans sa région, atteinte au clavier et nommée."""
    found = _Page(written["html"])
    assert found.find("th")
    assert all(cell.get("scope") == "col" for cell in found.find("th"))
    regions = [div for div in found.find("div") if div.get("role") == "region"]
    assert len(regions) == len(found.find("table"))
    assert all(region["tabindex"] == "0" and region["aria-label"] for region in regions)


def test_les_figures_de_la_page_sont_des_dessins_nommes_et_sans_doublon(written):
    """Les SVG sont dans la page, avec un rôle, un nom et des identifiants uniques."""
    found = _Page(written["html"])
    drawings = found.find("svg")
    assert len(drawings) == 2
    assert all(drawing["role"] == "img" for drawing in drawings)
    identifiers = [attrs["id"] for _, attrs in found.tags if attrs.get("id")]
    assert len(identifiers) == len(set(identifiers))
    named = {name for drawing in drawings for name in (drawing["aria-labelledby"] or "").split()}
    assert named <= set(identifiers)


def test_la_page_ne_demande_rien_a_personne(written):
    """Aucun appel vers un autre site."""
    found = _Page(written["html"])
    assert not found.find("script")
    assert not found.find("link")
    assert not found.find("img")
    style = written["html"].decode().split("<style>")[1].split("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


# --- Tous -----------------------------------------------------------------------------------------


def test_les_memes_documents_donnent_les_memes_octets(written):
    """Deux écritures, les mêmes fichiers, sans chemin de cette machine dedans."""
    again = write_documents([build_sample()], FORMATS)
    for (_, name), content in again.items():
        assert content == written[name], name
    with zipfile.ZipFile(io.BytesIO(written["docx"])) as archive:
        assert all(b"kit-" not in archive.read(name) for name in archive.namelist() if name.endswith(".xml"))


def test_la_date_du_dossier_est_celle_des_proprietes():
    """La date vient du contenu, pas de l'horloge."""
    day = dt.date(2025, 3, 2)
    written = write_documents([build_sample()], ["docx", "pdf"], dated=day)
    found = docx.Document(io.BytesIO(written["plan-action", "docx"])).core_properties.created
    assert found.date() == day
    with pikepdf.open(io.BytesIO(written["plan-action", "pdf"])) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith("D:20250302")


def test_plusieurs_documents_s_ecrivent_en_un_appel():
    """Chaque document garde son titre."""
    names = [f"document-{rank}" for rank in range(12)]
    documents = [dataclasses.replace(build_sample(name), title=name) for name in names]
    written = write_documents(documents, ["html", "docx"])
    assert len(written) == 2 * len(names)
    for name in names:
        assert f"<h1>{name}</h1>" in written[name, "html"].decode()


def test_un_format_inconnu_est_refuse():
    """La phrase nomme le format et ceux qui existent."""
    with pytest.raises(UsageError, match=r"format inconnu : rtf .* docx, odt, pdf, html"):
        write_documents([build_sample()], ["rtf"])


def test_sans_document_rien_n_est_ecrit():
    """Une liste vide ne lance aucun outil."""
    assert write_documents([], FORMATS) == {}


def test_un_fichier_de_la_personne_remplace_l_aspect_livre(tmp_path):
    """La feuille de style d'un dossier de modèles passe devant celle du kit."""
    (tmp_path / "references").mkdir()
    (tmp_path / "references" / "document.css").write_text("body { color: teal; }", encoding="utf-8")
    look = load_look(tmp_path)
    (content,) = write_documents([build_sample()], ["html"], look=look).values()
    assert b"body { color: teal; }" in content
    assert look.docx == load_look().docx


def test_un_tableau_aux_tirets_inegaux_garde_ses_largeurs():
    """L'auteur du modèle décide ; des tirets égaux laissent le kit mesurer."""
    markdown = (
        "| A | B |\n|---|---------|\n| x | y |\n\n| A | B |\n|---|---|\n| x | un texte bien plus long |\n"
    )
    document = Document(name="plan-action", title="T", subtitle="", markdown=markdown)
    (content,) = write_documents([document], ["docx"]).values()
    chosen, measured = docx.Document(io.BytesIO(content)).tables
    widths = [int(column.get(qn("w:w"))) for column in chosen._tbl.tblGrid]
    assert widths[1] / widths[0] == pytest.approx(3, abs=0.05)
    widths = [int(column.get(qn("w:w"))) for column in measured._tbl.tblGrid]
    assert widths[1] > widths[0]


def build_long_cell() -> Document:
    """Un tableau dont une cellule dépasse la page."""
    words = " ".join(f"mot{rank}" for rank in range(2500))
    markdown = f"| A | B |\n|---|---|\n| x | {words} |\n"
    return Document(name="plan-action", title="T", subtitle="", markdown=markdown)


def test_un_long_texte_dans_une_cellule_n_est_pas_perdu():
    """Une cellule plus haute qu'une page se coupe."""
    (content,) = write_documents([build_long_cell()], ["pdf"]).values()
    text = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout
    assert b"mot2499" in text


def read_with_libreoffice(libreoffice: Convert, path: Path, content: bytes) -> str:
    """Le texte du document, tel que LibreOffice le met en pages."""
    path.write_bytes(content)
    (printed,) = libreoffice([path], "pdf", path.parent)
    return read_pdf(printed)


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["docx", "odt"])
def test_libreoffice_ouvre_le_document(tmp_path, libreoffice, written, name):
    """LibreOffice lit le fichier, ses titres et ses pages."""
    text = read_with_libreoffice(libreoffice, tmp_path / f"plan.{name}", written[name])
    assert "Les fiches action" in text
    assert "page 1 / 3" in text


def test_un_mot_de_cent_vingt_lettres_reste_dans_la_page():
    """Dans un paragraphe comme dans une cellule étroite, il se coupe ; une adresse garde ses coupures."""
    word = "anticonstitutionnel" * 7
    markdown = f"{word}\n\n| A | B | C |\n|---|---|---|\n| x | {word} | y |\n"
    document = Document(name="plan-action", title=word, subtitle="", markdown=markdown)
    (content,) = write_documents([document], ["pdf"]).values()
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()
    right = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert len(right) > 10
    assert max(right) < 595 - 40


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["docx", "odt"])
def test_libreoffice_coupe_une_ligne_plus_haute_que_la_page(tmp_path, libreoffice, name):
    """Des lignes insécables ne doivent pas faire perdre un long texte."""
    (content,) = write_documents([build_long_cell()], [name]).values()
    assert "mot2499" in read_with_libreoffice(libreoffice, tmp_path / f"plan.{name}", content)
