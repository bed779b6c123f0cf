"""Le classeur annoté : rien d'autre n'y change, et ce qui est accepté se lit à la place des cases."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from annotated import (
    DAY,
    add_member,
    annotate_to,
    answer,
    list_corrections,
    list_ods_cells,
    read_members,
    write_faulty,
    write_rich_xlsx,
)
from office import Convert
from openpyxl.cell.cell import Cell
from python_calamine import CalamineWorkbook

from kit.cli import main
from kit.domain.errors import InputError
from kit.products.dossier.annotating import annotate
from kit.products.dossier.producing import convert
from kit.reading.checks import check_file

BOTH = pytest.mark.parametrize("suffix", [".xlsx", ".ods"])


def load(path: Path) -> openpyxl.Workbook:
    """Le classeur pour openpyxl, qui prévient de tout ce qu'il ne connaît pas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, rich_text=True)


def rewrite(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


# --- Ce que la copie dit ---------------------------------------------------------------------


@BOTH
def test_chaque_case_a_sa_ligne_sa_proposition_et_son_commentaire(tmp_path: Path, suffix: str) -> None:
    """Un montant ambigu a deux propositions ; une date vague n'en a pas ; tout est dit à sa place."""
    rows = list_corrections(annotate_to(write_faulty(tmp_path, suffix)))
    said = [
        (row["Ce qui est écrit"], row["Proposition"], row["Importance"]) for row in rows if row["Cellule"]
    ]
    assert said == [
        ("printemps 2027", "", "À corriger"),
        ("73.500", "73\u202f500", "À corriger"),
        ("73.500", "73,50", "À corriger"),
        ("20 novembre 2026", "20/11/2026", "À regarder"),
        ("Lycée du parcs", "Lycée du parc", "À regarder"),
        ("fin 2028", "31/12/2028", "À regarder"),
        ("R/A", "R ; A", "À regarder"),
    ]


def test_la_cellule_est_encadree_coloree_et_commentee(tmp_path: Path) -> None:
    """La couleur n'est jamais seule : le cadre diffère, et le commentaire l'écrit."""
    book = load(annotate_to(write_faulty(tmp_path, ".xlsx")))
    rows = list_corrections(tmp_path / "dossier (annoté).xlsx")
    place = {row["Ce qui est écrit"]: row["Cellule"] for row in rows}
    amount, end = book["Actions"][place["73.500"]], book["Actions"][place["fin 2028"]]
    assert (amount.border.left.style, end.border.left.style) == ("thick", "dashed")
    assert amount.fill.fgColor.rgb != end.fill.fgColor.rgb
    assert amount.comment.text.startswith("À corriger. «\u00a073.500\u00a0»")
    assert "73\u202f500, ou 73,50" in amount.comment.text
    assert "«\u00a0Corrections\u00a0», lignes 7 à 8" in amount.comment.text
    assert book.active.title == "Corrections"


def test_ce_qui_vaut_pour_toute_une_ligne_ne_se_remplace_pas(tmp_path: Path) -> None:
    """Sans colonne « Structure pilote », ce qui manque à l'action ne doit pas écraser son numéro."""
    rows = list_corrections(annotate_to(write_rich_xlsx(tmp_path / "dossier.xlsx")))
    lines = [row for row in rows if "n’a pas de structure pilote" in row["Ce que le kit en dit"]]
    assert [row["Cellule"] for row in lines] == ["ligne 2", "ligne 3"]


# --- Ce que la copie garde -------------------------------------------------------------------


def test_les_parties_du_xlsx_qui_ne_sont_pas_annotees_gardent_leurs_octets(tmp_path: Path) -> None:
    """Images, graphiques, formes, tables, textes, parties inconnues : à l'octet près."""
    path = write_rich_xlsx(tmp_path / "dossier.xlsx")
    before, after = read_members(path), read_members(annotate_to(path))
    assert {name for name in before if before[name] != after[name]} == {
        *("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"),
        *("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"),
        *("xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"),
    }
    sheet = "xl/worksheets/sheet2.xml"
    for kept in (b"<extLst>", b"sparklineGroup", b"<f>SUM(E3,2)</f><v>1502.5</v>", b"<legacyDrawing r:id"):
        assert after[sheet].count(kept) == before[sheet].count(kept) > 0


def show_look(cell: Cell) -> str:
    """L'apparence d'une cellule, hors son fond et son cadre."""
    return repr((cell.font, cell.alignment, cell.protection))


def test_les_cellules_du_xlsx_gardent_valeurs_formules_et_styles(tmp_path: Path) -> None:
    """Tout ce qu'openpyxl sait lire est le même, hors le fond et le cadre des cases marquées."""
    path = write_rich_xlsx(tmp_path / "dossier.xlsx")
    before, after = load(path), load(annotate_to(path))
    assert after.sheetnames == [*before.sheetnames, "Corrections"]
    assert list(after.defined_names) == ["montants"]
    marked = 0
    for sheet in before:
        copy = after[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                same = copy[cell.coordinate]
                assert (same.value, same.number_format) == (cell.value, cell.number_format)
                assert show_look(same) == show_look(cell)
                is_same = repr((same.fill, same.border)) == repr((cell.fill, cell.border))
                marked += not is_same
                assert is_same or (
                    same.comment and "Jouer collectif" in same.comment.author + same.comment.text
                )
        assert str(copy.data_validations.dataValidation) == str(sheet.data_validations.dataValidation)
        assert copy.merged_cells.ranges == sheet.merged_cells.ranges
        assert [str(one) for one in copy.conditional_formatting] == [
            str(one) for one in sheet.conditional_formatting
        ]
        assert (copy.freeze_panes, copy.sheet_state) == (sheet.freeze_panes, sheet.sheet_state)
        assert (len(copy._charts), len(copy._images)) == (len(sheet._charts), len(sheet._images))
        assert {key: one.width for key, one in copy.column_dimensions.items()} == {
            key: one.width for key, one in sheet.column_dimensions.items()
        }
    assert marked >= 5
    assert CalamineWorkbook.from_path(path).get_sheet_by_name("Actions").to_python()[1][5] == 1502.5


MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WRITINGS = {
    "préfixe": lambda text: re.sub(
        rb"<(/?)(?=[a-zA-Z]+[\s/>])", rb"<\1x:", text.replace(b'xmlns="' + MAIN, b'xmlns:x="' + MAIN)
    ),
    "apostrophes": lambda text: re.sub(rb"=\"([^\"']*)\"", rb"='\1'", text),
    "sans références": lambda text: re.sub(rb'(<(?:c|row)) r="[A-Z]*\d+"', rb"\1", text),
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_un_xlsx_ecrit_autrement_s_annote_aussi(tmp_path: Path, writing: str) -> None:
    """Préfixes, apostrophes, cellules sans leur nom : d'autres logiciels écrivent ainsi le même classeur."""
    members = read_members(write_rich_xlsx(tmp_path / "dossier.xlsx"))
    parts = ("xl/worksheets/sheet1.xml",)
    if writing != "sans références":
        parts = (*parts, "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml", "xl/comments1.xml")
    path = tmp_path / "autre.xlsx"
    rewrite(
        path, {name: WRITINGS[writing](text) if name in parts else text for name, text in members.items()}
    )
    before, after = load(path), load(annotate_to(path))
    for sheet in before:
        rows = list(after[sheet.title].iter_rows(values_only=True))
        assert rows == list(sheet.iter_rows(values_only=True))
    assert after["Actions"]["E2"].comment.text.startswith("À corriger.")
    assert after["Actions"]["D2"].comment.text.startswith("à vérifier")


def test_le_commentaire_de_la_personne_reste_devant_le_notre(tmp_path: Path) -> None:
    """Sur une même cellule, le sien puis le nôtre ; ailleurs, le sien seul."""
    page = load(annotate_to(write_rich_xlsx(tmp_path / "dossier.xlsx")))["Actions"]
    assert page["D2"].comment.text.startswith("à vérifier\n\nJouer collectif :\nÀ regarder.")
    assert page["A9"].comment.text == "une note ailleurs"


def test_les_cellules_du_ods_gardent_tout_le_reste(tmp_path: Path) -> None:
    """Valeurs, formules, fusions, listes : le même XML par cellule ; les autres parties, à l'octet."""
    path = write_faulty(tmp_path, ".ods")
    add_member(path, "Pictures/point.png", b"une image")
    before, after = read_members(path), read_members(annotate_to(path))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"content.xml", "styles.xml", "settings.xml"}
    cells, copied = list_ods_cells(before["content.xml"]), list_ods_cells(after["content.xml"])
    theirs = {key: cell for key, cell in copied.items() if key[0] != "Corrections"}
    assert {key: bare for key, (_, bare) in theirs.items()} == {key: bare for key, (_, bare) in cells.items()}
    marked = [key for key in cells if theirs[key][0] != cells[key][0]]
    assert len(marked) == 6
    assert all(theirs[key][0].startswith("kit-marque-") for key in marked)


def test_une_case_repetee_du_ods_se_dedouble_pour_etre_marquee(tmp_path: Path) -> None:
    """LibreOffice écrit une fois les cases et les lignes qui se suivent : une seule est marquée."""
    path = tmp_path / "dossier.ods"
    source = write_faulty(tmp_path, ".ods")
    members = read_members(source)
    text = members["content.xml"].decode()
    row = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string">'
        '<text:p>9</text:p></table:table-cell><table:table-cell table:number-columns-repeated="3"/>'
        '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    start = text.index("</table:table>", text.index('table:name="Partenaires"'))
    path.write_bytes(source.read_bytes())
    rewrite(path, {**members, "content.xml": (text[:start] + row + text[start:]).encode()})
    before, after = read_members(path), read_members(annotate_to(path))
    cells, copied = list_ods_cells(before["content.xml"]), list_ods_cells(after["content.xml"])
    theirs = {key: bare for key, (_, bare) in copied.items() if key[0] != "Corrections"}
    assert theirs == {key: bare for key, (_, bare) in cells.items()}
    assert (
        sum(one.startswith("kit-marque-") for key, (one, _) in copied.items() if key[0] == "Partenaires") >= 2
    )


def test_une_case_fusionnee_se_marque_la_ou_elle_se_voit(tmp_path: Path) -> None:
    """Le cadre et le commentaire vont à la première cellule de la fusion."""
    book = openpyxl.load_workbook(write_faulty(tmp_path, ".xlsx"))
    page = book["Actions"]
    place = next(cell for row in page.iter_rows() for cell in row if cell.value == "fin 2028")
    page.merge_cells(
        start_row=place.row, end_row=place.row + 1, start_column=place.column, end_column=place.column
    )
    book.save(tmp_path / "fusion.xlsx")
    copy = load(annotate_to(tmp_path / "fusion.xlsx"))["Actions"]
    assert copy[place.coordinate].comment.text.startswith("À regarder.")


def test_la_feuille_corrections_de_la_personne_reste_la_sienne(tmp_path: Path) -> None:
    """La nôtre prend alors un autre nom, et la sienne n'est pas lue comme des corrections."""
    book = openpyxl.load_workbook(write_faulty(tmp_path, ".xlsx"))
    book.create_sheet("Corrections").append(["Date", "Qui", "Quoi"])
    book.save(tmp_path / "avec.xlsx")
    copy = load(annotate_to(tmp_path / "avec.xlsx"))
    assert copy.sheetnames[-2:] == ["Corrections", "Corrections 2"]
    assert [cell.value for cell in copy["Corrections"][1]] == ["Date", "Qui", "Quoi"]


# --- Ce qui est accepté ----------------------------------------------------------------------


def accept_all(row: dict[str, str]) -> tuple[str, str]:
    """« oui » à chaque proposition, la bonne valeur quand il n'y en a pas."""
    if row["Ce qui est écrit"] == "printemps 2027":
        return "", "21/03/2027"
    return ("oui", "") if row["Proposition"] and row["Proposition"] != "73,50" else ("", "")


@BOTH
def test_ce_qui_est_accepte_se_lit_comme_si_la_case_l_avait_porte(tmp_path: Path, suffix: str) -> None:
    """Le dossier relu est corrigé, et il ne reste rien de ce qui a été accepté."""
    copy = annotate_to(write_faulty(tmp_path, suffix))
    answer(copy, accept_all)
    reading = check_file(copy, today=DAY)
    action = reading.dossier.actions[0]
    assert (action.budget, action.partners) == (73_500, ("Lycée du parc",))
    assert (action.start, action.end) == (dt.date(2027, 3, 21), dt.date(2028, 12, 31))
    assert reading.dossier.alliance.dated == dt.date(2026, 11, 20)
    assert [role.role.value for role in reading.dossier.roles] == ["R", "A"]
    left = {problem.code for problem in reading.problems}
    assert left == {"corrections-appliquees"}
    (told,) = (problem for problem in reading.problems if problem.code == "corrections-appliquees")
    assert told.message.startswith("6\u00a0corrections appliquées de cette feuille : ")


def test_la_copie_corrigee_se_convertit_en_dossier_propre(tmp_path: Path) -> None:
    """« kit convertir » écrit les corrections dans les cases ; il ne reste rien à dire d'elles."""
    copy = annotate_to(write_faulty(tmp_path, ".xlsx"))
    answer(copy, accept_all)
    (clean,) = convert(copy, tmp_path / "propre", formats=("ods",))
    reading = check_file(clean, today=DAY)
    assert reading.problems == ()
    assert reading.dossier.actions[0].budget == 73_500


@BOTH
def test_une_copie_sans_reponse_se_lit_comme_le_classeur(tmp_path: Path, suffix: str) -> None:
    """Rien n'est appliqué tant que rien n'est accepté ; la feuille ajoutée ne se fait pas remarquer."""
    path = write_faulty(tmp_path, suffix)
    before, after = check_file(path, today=DAY), check_file(annotate_to(path), today=DAY)
    assert [(one.code, one.message) for one in after.problems] == [
        (one.code, one.message) for one in before.problems
    ]


REFUSED = {
    "correction-double": lambda row: ("oui", "") if row["Ce qui est écrit"] == "73.500" else ("", ""),
    "correction-deux-valeurs": lambda row: ("oui", "80 000") if row["Proposition"] == "73,50" else ("", ""),
    "correction-sans-valeur": lambda row: (
        ("oui", "") if row["Ce qui est écrit"] == "printemps 2027" else ("", "")
    ),
    "correction-reponse": lambda row: ("peut-être", "") if row["Proposition"] == "73,50" else ("", ""),
}


@pytest.mark.parametrize("code", REFUSED)
def test_une_reponse_qui_ne_peut_etre_suivie_est_dite(tmp_path: Path, code: str) -> None:
    """Deux « oui » pour une case, deux valeurs, aucune, ni oui ni non : rien n'est deviné."""
    copy = annotate_to(write_faulty(tmp_path, ".xlsx"))
    answer(copy, REFUSED[code])
    reading = check_file(copy, today=DAY)
    codes = [problem.code for problem in reading.problems]
    assert code in codes
    assert "corrections-appliquees" not in codes
    assert reading.dossier.actions[0].budget is None


@pytest.mark.parametrize(("column", "text"), [("A", "Actionz"), ("B", "tout en bas")])
def test_une_feuille_ou_une_cellule_inconnue_est_dite(tmp_path: Path, column: str, text: str) -> None:
    """La ligne est nommée, les autres s'appliquent."""
    copy = annotate_to(write_faulty(tmp_path, ".xlsx"))
    answer(copy, accept_all)
    book = load(copy)
    book["Corrections"][f"{column}7"] = text
    book.save(copy)
    problems = {problem.code: problem for problem in check_file(copy, today=DAY).problems}
    assert problems["correction-inconnue"].where.line == 7
    assert "5\u00a0corrections" in problems["corrections-appliquees"].message


def test_une_case_changee_depuis_garde_ce_que_la_personne_y_a_mis(tmp_path: Path) -> None:
    """La correction ne s'applique pas, et le dit."""
    copy = annotate_to(write_faulty(tmp_path, ".xlsx"))
    answer(copy, accept_all)
    book = load(copy)
    place = next(row["Cellule"] for row in list_corrections(copy) if row["Ce qui est écrit"] == "73.500")
    book["Actions"][place] = 91000
    book.save(copy)
    reading = check_file(copy, today=DAY)
    (stale,) = (problem for problem in reading.problems if problem.code == "correction-perimee")
    assert "« 73.500 »" in stale.message
    assert "« 91000 »" in stale.message
    assert reading.dossier.actions[0].budget == 91_000


# --- La commande -----------------------------------------------------------------------------


def test_la_commande_pose_la_copie_a_cote_et_n_ecrase_rien(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Le classeur ne change pas ; une seconde copie prend un autre nom."""
    path = write_faulty(tmp_path, ".ods")
    before = path.read_bytes()
    for _ in range(2):
        main(["verifier", str(path), "--annoter", "--le", "27/11/2026"])
    names = {"dossier.ods", "dossier (annoté).ods", "dossier (annoté 2).ods"}
    assert {one.name for one in tmp_path.iterdir()} == names
    assert path.read_bytes() == before
    assert "dossier (annoté 2).ods" in capsys.readouterr().out


def test_une_copie_annotee_ne_s_annote_pas(tmp_path: Path) -> None:
    """Elle porte déjà ses corrections : c'est dit."""
    copy = annotate_to(write_faulty(tmp_path, ".xlsx"))
    with pytest.raises(InputError, match="déjà une copie annotée"):
        annotate(copy, DAY)


def test_seul_un_classeur_s_annote(sound_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Un dossier en YAML le dit en une phrase, après ses problèmes."""
    assert main(["verifier", str(sound_file), "--annoter"]) == 1
    assert "seul un classeur .xlsx ou .ods peut être annoté" in capsys.readouterr().err


@pytest.mark.libreoffice
@pytest.mark.parametrize(("suffix", "saved"), [(".xlsx", "ods"), (".ods", "xlsx")])
def test_libreoffice_ouvre_la_copie_et_garde_ce_qui_est_accepte(
    tmp_path: Path, libreoffice: Convert, suffix: str, saved: str
) -> None:
    """Réenregistrée dans l'autre format, la copie garde sa feuille, ses commentaires et les corrections."""
    copy = annotate_to(write_faulty(tmp_path, suffix))
    answer(copy, accept_all)
    (again,) = libreoffice([copy], saved, tmp_path)
    assert check_file(again, today=DAY).dossier.actions == check_file(copy, today=DAY).dossier.actions
    content = b"".join(text for name, text in read_members(again).items() if name.endswith(".xml"))
    assert "Corrigez cette case, ou écrivez sa valeur".encode() in content
