"""Le « look » d'un département : sa palette va partout, d'un seul fichier."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from sample_document import build_sample

from kit.documents.workbook import Cell, CellStyle, Row, Sheet, Workbook
from kit.products.options import Options
from kit.products.outputs import Output, make_sheets, save_outputs
from kit.writers.look import load_look
from kit.writers.page import write_page
from kit.writers.pandoc import write_documents

OWN = '{light: "#5b2a86", dark: "#d9b8f5", light_tint: "#f3ebfa", dark_tint: "#2f2140"}'
SAMPLE = build_sample()
BOOK = Workbook(
    title="Essai",
    sheets=(
        Sheet(
            title="Un",
            widths=(20.0,),
            rows=(Row(cells=(Cell(value="Titre", style=CellStyle.HEADING),)),),
        ),
    ),
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "chez-nous"
    (folder / "references").mkdir(parents=True)
    (folder / "references" / "palette.yaml").write_text(f"main: {OWN}\n", encoding="utf-8")
    return folder


def test_une_palette_a_soi_va_dans_la_page_et_ses_figures(own: Path) -> None:
    for page in (
        write_page(SAMPLE, look=load_look(own)).decode(),
        write_documents([SAMPLE], ["html"], look=load_look(own))[(SAMPLE.name, "html")].decode(),
    ):
        assert "--main: #5b2a86; --main-tint: #f3ebfa;" in page
        assert "--main: #d9b8f5;" in page
        assert 'fill="var(--main,#5b2a86)"' in page
        assert "#0b4b5a" not in page


def test_une_palette_a_soi_va_dans_le_pdf_et_l_odt(own: Path) -> None:
    look = load_look(own)
    written = write_documents([SAMPLE], ["pdf", "odt"], look=look)
    shipped = write_documents([SAMPLE], ["pdf", "odt"])
    assert written[(SAMPLE.name, "pdf")] != shipped[(SAMPLE.name, "pdf")]
    with zipfile.ZipFile(io.BytesIO(written[(SAMPLE.name, "odt")])) as archive:
        content = archive.read("content.xml").decode()
    assert 'fo:border-bottom="1.2pt solid #5b2a86"' in content


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_les_modeles_d_une_personne_colorent_les_classeurs(own: Path, tmp_path: Path, suffix: str) -> None:
    options = Options(formats=(suffix,), overrides=own, today=dt.date(2026, 11, 23))
    output = Output(name="essai", makers=make_sheets(lambda _: BOOK))
    (path,) = save_outputs([output], tmp_path / "sortie", options=options).files
    if suffix == "xlsx":
        cell = openpyxl.load_workbook(path).active["A1"]
        assert (cell.fill.fgColor.rgb, cell.font.color.rgb) == ("FF5B2A86", "FFFFFFFF")
    else:
        with zipfile.ZipFile(path) as archive:
            assert 'fo:background-color="#5b2a86"' in archive.read("styles.xml").decode()


def test_un_nom_qui_ressemble_a_un_role_reste_du_texte() -> None:
    from kit.documents.charts import build_radar

    labels = ["var(--main)", "deux", "trois"]
    chart = build_radar(labels, [1, 2, 3], maximum=5, title="var(--main)")
    assert "var&#40;--main)" in chart.svg
    assert ">#0b4b5a<" not in chart.svg
