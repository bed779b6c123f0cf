"""Les diaporamas : une page par titre, des notes, une langue, des figures décrites, des pages numérotées."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from sample_document import build_sample

from kit.documents.document import Document
from kit.products.arguments.slides import split_sentences
from kit.writers.pandoc import write_documents

MARKDOWN = """\
# Une idée

Une **phrase**.

- un
- deux

::: notes
Ce que dit l’orateur.
:::

# Un tableau

: Sa légende

| Quoi | Combien |
|:----------------|----:|
| Partenaires | 12 |
"""


def write(document: Document) -> dict[str, str]:
    """Les membres XML du diaporama."""
    content = write_documents((document,), ("pptx",))[(document.name, "pptx")]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    """Un petit diaporama : un titre, une page de texte avec ses notes, un tableau."""
    return write(
        Document(name="argumentaire-diapositives", title="Jouer ensemble", subtitle="Retz", markdown=MARKDOWN)
    )


def slides_of(parts: dict[str, str]) -> list[str]:
    """Les pages, dans l'ordre."""
    return [parts[f"ppt/slides/slide{rank}.xml"] for rank in range(1, 1 + count_slides(parts))]


def count_slides(parts: dict[str, str]) -> int:
    """Le nombre de pages."""
    return sum(bool(re.fullmatch(r"ppt/slides/slide\d+\.xml", name)) for name in parts)


def test_chaque_titre_ouvre_une_page_apres_celle_du_titre(parts) -> None:
    """Trois pages, chacune avec un titre."""
    slides = slides_of(parts)
    assert len(slides) == 3
    assert all(re.search(r'<p:ph type="(?:ctrTitle|title)"', slide) for slide in slides)


def test_les_notes_sont_a_l_orateur_et_pas_sur_la_page(parts) -> None:
    """Elles sont dans la partie des notes."""
    assert "Ce que dit l’orateur." in parts["ppt/notesSlides/notesSlide1.xml"]
    assert not any("orateur" in slide for slide in slides_of(parts))


def test_les_notes_d_orateur_ne_sortent_que_dans_un_diaporama() -> None:
    """Le même Markdown en html n'en dit rien."""
    document = Document(name="argumentaire-diapositives", title="t", subtitle="", markdown=MARKDOWN)
    assert "orateur" not in write_documents((document,), ("html",))[(document.name, "html")].decode()


def test_tout_est_en_francais(parts) -> None:
    """Chaque bout de texte a sa langue ; aucun n'est marqué anglais, masque compris."""
    for slide in slides_of(parts):
        runs = re.findall(r"<a:rPr[^>]*>", slide)
        assert runs
        assert all('lang="fr-FR"' in run for run in runs)
    assert not any("en-US" in text for text in parts.values())
    assert "<dc:language>fr-FR</dc:language>" in parts["docProps/core.xml"]


def test_le_titre_est_dans_les_proprietes(parts) -> None:
    """C'est lui que lit une synthèse vocale à l'ouverture."""
    assert "<dc:title>Jouer ensemble</dc:title>" in parts["docProps/core.xml"]


def test_les_pages_sont_numerotees_sauf_la_premiere(parts) -> None:
    """Le numéro est un champ, qui suit l'ordre des pages."""
    assert ['type="slidenum"' in slide for slide in slides_of(parts)] == [False, True, True]


def test_aucun_numero_de_forme_n_est_double(parts) -> None:
    """Le format les veut uniques dans une page."""
    for slide in slides_of(parts):
        ranks = re.findall(r'<p:cNvPr [^>]*\bid="(\d+)"', slide)
        assert len(ranks) == len(set(ranks))


def test_un_tableau_a_sa_ligne_de_titre_et_un_corps_qui_tient(parts) -> None:
    """Quatorze points, des lignes de moins d'un centimètre."""
    table = slides_of(parts)[2]
    assert 'firstRow="1"' in table
    assert re.findall(r'<a:tr h="(\d+)"', table) == ["347472", "347472"]
    assert set(re.findall(r'<a:rPr[^>]* sz="(\d+)"', table)) == {"1400"}


def test_une_figure_est_decrite_et_tient_sur_sa_page() -> None:
    """L'alternative entière, sans nom de fichier ; la place, en EMU, dans une page de 9144000 sur 5143500."""
    sample = build_sample()
    pictures = [slide for slide in slides_of(write(sample)) if "<p:pic>" in slide]
    assert len(pictures) == len(sample.charts) > 0
    for slide in pictures:
        picture = slide[slide.index("<p:pic>") : slide.index("</p:pic>")]
        described = re.search(r'descr="([^"]*)"', picture)
        assert described
        assert ".png" not in described[1]
        assert len(described[1]) > 40
        x, y = map(int, re.search(r'<a:off x="(\d+)" y="(\d+)"', picture).groups())
        width, height = map(int, re.search(r'<a:ext cx="(\d+)" cy="(\d+)"', picture).groups())
        assert x + width <= 9_144_000
        assert y >= 868_680
        assert y + height <= 5_143_500


def test_les_dispositions_sont_celles_que_pandoc_cherche(parts) -> None:
    """Une disposition absente serait prise dans le modèle de pandoc, en anglais."""
    layouts = [text for name, text in parts.items() if re.search(r"slideLayout\d+\.xml$", name)]
    assert len(layouts) == 7
    assert not any("Click to edit" in text for text in layouts)
    assert parts["[Content_Types].xml"].count("/ppt/slideLayouts/") == 7
    relations = parts["ppt/slideMasters/_rels/slideMaster1.xml.rels"]
    assert relations.count("../slideLayouts/") == 7


def test_les_phrases_d_une_demande_font_des_puces() -> None:
    """Un sigle ou un nombre n'ouvre pas de phrase ; au-delà de la limite, la fin reste entière."""
    text = "Aux élus : délibérer avant le 3. mai. Aux employeurs : essayer."
    assert split_sentences(text, limit=5) == (
        "Aux élus : délibérer avant le 3. mai.",
        "Aux employeurs : essayer.",
    )
    assert split_sentences("Un. Deux. Trois.", limit=2) == ("Un.", "Deux. Trois.")
