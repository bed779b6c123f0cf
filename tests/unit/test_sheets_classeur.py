"""Ce que porte un classeur écrit : formules avec valeur, listes, protection, impression, octets stables."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from odfdo import Document

from kit.documents.palette import compute_contrast, load_palette
from kit.documents.workbook import Cell, CellStyle, ChoiceList, Row, Sheet, Workbook
from kit.writers._openformula import translate_formula
from kit.writers._sheet_look import LOOKS
from kit.writers.sheet import WRITERS, write_ods, write_xlsx

LISTS = Sheet(
    title="Listes",
    widths=(20,),
    rows=(Row(cells=(Cell(value="oui"),)), Row(cells=(Cell(value="non"),))),
    hidden=True,
)
GRID = Sheet(
    title="Grille d'essai",
    widths=(12, 30, 14),
    rows=(
        Row(cells=(Cell(value="Titre", style=CellStyle.TITLE),)),
        Row(cells=tuple(Cell(value=title, style=CellStyle.HEADING) for title in ("Code", "Réponse", "Note"))),
        Row(
            cells=(
                Cell(value="Q1", style=CellStyle.LABEL),
                Cell(value="oui", style=CellStyle.INPUT_CHOICE),
                Cell(value=2.5, style=CellStyle.INPUT_AMOUNT),
            )
        ),
        Row(
            cells=(
                Cell(value=dt.date(2026, 3, 1), style=CellStyle.DATE),
                Cell(value=0.5, style=CellStyle.PERCENT, formula="=COUNTIF(B3:B3,Listes!$A$1)/2"),
                Cell(value=2.5, style=CellStyle.DECIMAL, formula='=IFERROR(ROUND(SUM(C3:C3),1),"")'),
            )
        ),
    ),
    choice_lists=(
        ChoiceList(
            cells="B3", source="Listes!$A$1:$A$2", title="Réponse", help="Choisissez.", error="Hors liste."
        ),
        ChoiceList(cells="C3", choices=("1", 'le "2"'), title="Note", strict=False),
    ),
    frozen=(2, 1),
    header_rows=(2, 2),
    protected=True,
)
BOOK = Workbook(title="Essai « R&D »", subject="Sujet", sheets=(GRID, LISTS))


@pytest.fixture(scope="module")
def xlsx():
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(BOOK)))


@pytest.fixture(scope="module")
def ods_parts():
    with zipfile.ZipFile(io.BytesIO(write_ods(BOOK))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("suffix", WRITERS)
def test_le_meme_contenu_donne_les_memes_octets(suffix):
    """Un classeur inchangé ne crée pas de fausse différence."""
    assert WRITERS[suffix](BOOK) == WRITERS[suffix](BOOK)


def test_la_formule_xlsx_porte_sa_valeur():
    """Un lecteur qui ne recalcule pas voit la valeur calculée en Python."""
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(BOOK)), data_only=True)
    assert (book["Grille d'essai"]["B4"].value, book["Grille d'essai"]["C4"].value) == (0.5, 2.5)


def test_la_formule_ods_porte_sa_valeur():
    """La formule est en OpenFormula, la valeur à côté."""
    table = Document(io.BytesIO(write_ods(BOOK))).body.get_table(name="Grille d'essai")
    cell = table.get_cell("C4")
    assert (cell.formula, float(cell.value)) == ('of:=IFERROR(ROUND(SUM([.C3:.C3]);1);"")', 2.5)


def test_la_liste_deroulante_xlsx_dit_son_erreur_en_francais(xlsx):
    """La source, l'aide et l'erreur sont dans la validation."""
    rule = next(rule for rule in xlsx["Grille d'essai"].data_validations.dataValidation if "B3" in rule.sqref)
    assert (rule.formula1, rule.prompt, rule.error) == ("Listes!$A$1:$A$2", "Choisissez.", "Hors liste.")


def test_la_liste_deroulante_ods_dit_son_erreur_en_francais(ods_parts):
    """La validation ODF porte la même source et les mêmes phrases."""
    content = ods_parts["content.xml"]
    assert "of:cell-content-is-in-list([$Listes.$A$1:.$A$2])" in content
    assert "<text:p>Hors liste.</text:p></table:error-message>" in content


def test_une_liste_souple_ne_refuse_rien(xlsx):
    """Une liste qui n'est qu'une aide laisse écrire autre chose."""
    rule = next(rule for rule in xlsx["Grille d'essai"].data_validations.dataValidation if "C3" in rule.sqref)
    assert not rule.showErrorMessage


def test_la_protection_laisse_ecrire_les_reponses(xlsx):
    """La feuille est protégée sans mot de passe ; seules les saisies sont ouvertes."""
    sheet = xlsx["Grille d'essai"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert (sheet["A3"].protection.locked, sheet["B3"].protection.locked) == (True, False)


def test_la_protection_ods_laisse_ecrire_les_reponses(ods_parts):
    """Même règle en ODF : la table protégée, le style de saisie ouvert."""
    assert 'table:protected="true"' in ods_parts["content.xml"]
    style = ods_parts["styles.xml"].partition('style:name="saisie-choix"')[2].partition("</style:style>")[0]
    assert 'style:cell-protect="none"' in style


def test_les_volets_et_les_titres_sont_repetes(xlsx, ods_parts):
    """Les titres restent visibles à l'écran et sur chaque page."""
    sheet = xlsx["Grille d'essai"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B3", "$2:$2")
    assert "<table:table-header-rows>" in ods_parts["content.xml"]
    assert 'config:name="VerticalSplitPosition" config:type="int">2<' in ods_parts["settings.xml"]


def test_le_classeur_dit_son_titre_et_sa_langue(xlsx, ods_parts):
    """Les lecteurs d'écran en dépendent."""
    assert (xlsx.properties.title, xlsx.properties.language) == ("Essai « R&D »", "fr-FR")
    assert "<dc:title>Essai « R&amp;D »</dc:title>" in ods_parts["meta.xml"]
    assert 'fo:language="fr" fo:country="FR"' in ods_parts["styles.xml"]


def test_le_type_ods_est_le_premier_fichier_du_zip_non_compresse():
    """La norme le demande pour que le type se reconnaisse sans ouvrir le fichier."""
    with zipfile.ZipFile(io.BytesIO(write_ods(BOOK))) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_les_pages_s_impriment_en_a4_paysage(xlsx, ods_parts):
    """Format A4, paysage, ajusté en largeur."""
    sheet = xlsx["Grille d'essai"]
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert 'fo:page-width="29.7cm"' in ods_parts["styles.xml"]


@pytest.mark.parametrize("style", LOOKS)
def test_le_contraste_est_suffisant(style):
    """Au moins 4,5 entre le texte et son fond (RGAA 3.2)."""
    look, colors = LOOKS[style], load_palette().list_colors()
    assert compute_contrast(colors[look.background or "surface"], colors[look.color]) >= 4.5


@pytest.mark.parametrize(
    ("excel", "open_formula"),
    [
        ("=SUM(A1:B2,$C$3)", "of:=SUM([.A1:.B2];[.$C$3])"),
        ("='Grille d''essai'!A1&\"; a,b\"", "of:=[$'Grille d''essai'.A1]&\"; a,b\""),
        ("=IF(A1>=2,TRUE,FALSE)", "of:=IF([.A1]>=2;TRUE();FALSE())"),
        ("=AVERAGE(Évaluation!F6:F9)", "of:=AVERAGE([$Évaluation.F6:.F9])"),
    ],
)
def test_une_formule_se_traduit(excel, open_formula):
    """Références, feuilles, séparateurs, logique."""
    assert translate_formula(excel) == open_formula


@pytest.mark.parametrize("formula", ["SUM(A1)", "=WEBSERVICE(A1)", "=A1;B1", "=nom_defini"])
def test_une_formule_inconnue_est_refusee(formula):
    """Mieux vaut une erreur de programmation qu'une cellule fausse."""
    with pytest.raises(ValueError, match=r"formule|fonction"):
        translate_formula(formula)


def test_une_formule_sans_valeur_est_refusee():
    """Un tableur montrerait zéro à la place."""
    with pytest.raises(ValueError, match="sans valeur"):
        Cell(formula="=SUM(A1:A2)")


def test_un_texte_que_le_tableur_couperait_est_refuse():
    """Au-delà de 32 767 signes, Excel coupe sans le dire."""
    with pytest.raises(ValueError, match="32767"):
        Cell(value="a" * 32_768)
