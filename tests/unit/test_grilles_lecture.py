"""Les grilles reçues : ce qui se lit est compté une fois, le reste est nommé à sa case."""

from __future__ import annotations

import dataclasses
import io
import os
from pathlib import Path

import openpyxl
import pytest
from filled_grids import DAY, GRID, KEYS, build_answers, save_grid, save_people
from office import Convert

from kit.domain.errors import InputError, format_problem
from kit.domain.values import Answer, College
from kit.products.grids.blank import build_respondent_workbook
from kit.products.grids.filled import name_version
from kit.products.grids.producing import GatherOptions, gather, propose, write_gathering
from kit.products.grids.reading import list_grid_files, read_filled_grids
from kit.products.grids.screening import Screening, screen_grids
from kit.writers.sheet import write_ods, write_xlsx

LEVEL_COLUMN = 6


def screen(*sources: Path) -> Screening:
    return screen_grids(read_filled_grids(list_grid_files(sources)), GRID)


def codes(screening: Screening) -> list[str]:
    return [problem.code for problem in screening.problems]


def edit(path: Path, change) -> Path:
    """Le classeur xlsx après une retouche faite à la main."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def line_of(book, key: str) -> int:
    return next(row[0].row for row in book["Évaluation"].iter_rows() if row[0].value == key)


@pytest.fixture
def grid_file(tmp_path: Path) -> Path:
    """Une grille remplie par une association."""
    return save_grid(tmp_path / "a.xlsx", build_answers(3), name="Zoé", college=College.ASSOCIATION)


@pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
def test_une_grille_ecrite_puis_relue_est_la_meme(tmp_path: Path, suffix: str) -> None:
    """Personne, collège, date, version et réponses."""
    path = save_grid(tmp_path / f"g{suffix}", build_answers(5), name="Zoé", college=College.RESIDENTS)
    screening = screen(path)
    person = screening.grids[0].respondent
    assert screening.problems == ()
    assert (person.name, person.college, person.dated) == ("Zoé", College.RESIDENTS, DAY)
    assert (person.grid, person.version) == (GRID.key, name_version(GRID))
    given = tuple(sorted((one.criterion, one.level) for one in build_answers(5) if one.level))
    assert screening.grids[0].given == given


def test_un_csv_porte_plusieurs_repondants(tmp_path: Path) -> None:
    """Une ligne par réponse ; qui répond est dit sur chaque ligne ; la date est du texte."""
    path = tmp_path / "tous.csv"
    lines = ["Répondant;Collège;Date de la réponse;Critère;Situation"]
    for name, college, rank in (("Ana", "association", 3), ("Bo", "habitants", 10)):
        lines += [
            f"{name};{college};01/10/2026;{one.criterion};{one.level or ''}" for one in build_answers(rank)
        ]
    path.write_text("\n".join(lines), encoding="utf-8")
    screening = screen(path)
    assert [(one.respondent.name, one.respondent.dated) for one in screening.grids] == [
        ("Ana", DAY),
        ("Bo", DAY),
    ]
    assert screening.problems == ()


def test_un_dossier_de_deux_csv_est_une_grille(tmp_path: Path) -> None:
    """« repondant.csv » et « evaluation.csv », comme pour un dossier."""
    folder = tmp_path / "lot" / "ana"
    folder.mkdir(parents=True)
    (folder / "repondant.csv").write_text("Rubrique;Votre réponse\nCollège;habitants\n", encoding="utf-8")
    (folder / "evaluation.csv").write_text("critere;niveau\nQ1-1;A\nQ1-2;B\n", encoding="utf-8")
    screening = screen(tmp_path / "lot")
    assert screening.grids[0].respondent.college is College.RESIDENTS
    assert screening.grids[0].given == (("Q1-1", "A"), ("Q1-2", "B"))


def test_une_grille_d_une_autre_version_est_comptee_et_signalee(tmp_path: Path) -> None:
    """Les critères communs comptent ; l'inconnu et les absents sont nommés."""
    first = GRID.dimensions[0]
    renamed = dataclasses.replace(first.criteria[0], key="Q9-9")
    dimension = dataclasses.replace(first, criteria=(renamed, *first.criteria[1:]))
    older = dataclasses.replace(GRID, dimensions=(dimension, *GRID.dimensions[1:]))
    answers = tuple(Answer(criterion=key, level="B") for key in ("Q9-9", *KEYS[1:]))
    path = tmp_path / "vieille.xlsx"
    path.write_bytes(write_xlsx(build_respondent_workbook(older, None, answers)))
    screening = screen(path)
    assert {"grille-autre-version", "critere-inconnu", "criteres-absents"} <= set(codes(screening))
    assert len(screening.grids[0].given) == len(KEYS) - 1
    missing = next(problem for problem in screening.problems if problem.code == "criteres-absents")
    assert "Q1-1" in missing.message


def test_une_grille_d_un_autre_nom_n_est_pas_melangee(tmp_path: Path, grid_file: Path) -> None:
    """Elle est écartée, avec le nom de la sienne."""
    other = dataclasses.replace(GRID, key="maturite")
    path = tmp_path / "autre.xlsx"
    path.write_bytes(write_xlsx(build_respondent_workbook(other, None, build_answers(0))))
    screening = screen(path, grid_file)
    assert "grille-autre" in codes(screening)
    assert screening.set_aside == ("autre.xlsx",)
    assert len(screening.grids) == 1


def test_une_colonne_renommee_se_reconnait_a_ce_qu_elle_contient(grid_file: Path) -> None:
    """« Mon choix » ne porte que des niveaux : c'est la colonne Situation, et cela se dit."""
    edit(grid_file, lambda book: book["Évaluation"].cell(3, LEVEL_COLUMN, "Mon choix"))
    screening = screen(grid_file)
    problem = next(one for one in screening.problems if one.code == "colonne-devinee")
    assert (problem.where.sheet, problem.where.line) == ("Évaluation", 3)
    assert dict(screening.grids[0].given)["Q1-2"] == "C"


def test_une_colonne_deplacee_se_lit_a_sa_nouvelle_place(grid_file: Path) -> None:
    """Les titres font foi, non l'ordre des colonnes."""
    edit(grid_file, lambda book: book["Évaluation"].insert_cols(1))
    screening = screen(grid_file)
    assert screening.problems == ()
    assert dict(screening.grids[0].given)["Q1-2"] == "C"


def test_des_cellules_fusionnees_sont_nommees(grid_file: Path) -> None:
    """Seule la première porte une réponse ; les autres ne sont pas inventées."""

    def merge(book) -> None:
        line = line_of(book, "Q4-1")
        book["Évaluation"].merge_cells(f"F{line}:F{line + 1}")

    screening = screen(edit(grid_file, merge))
    problem = next(one for one in screening.problems if one.code == "cellules-fusionnees")
    assert "F18:F19" in problem.message
    given = dict(screening.grids[0].given)
    assert given["Q4-1"] == "B"
    assert "Q4-2" not in given


def test_des_cellules_fusionnees_d_un_ods_sont_nommees(tmp_path: Path) -> None:
    """LibreOffice les écrit autrement ; la phrase est la même."""
    path = save_grid(tmp_path / "a.ods", build_answers(3), name="Zoé", college=College.ASSOCIATION)
    book = build_respondent_workbook(GRID, None, build_answers(3))
    rows = list(book.sheets[2].rows)
    cells = list(rows[5].cells)
    cells[5] = dataclasses.replace(cells[5], span=2)
    rows[5] = dataclasses.replace(rows[5], cells=(*cells[:6], *cells[7:]))
    sheets = (*book.sheets[:2], dataclasses.replace(book.sheets[2], rows=tuple(rows)), *book.sheets[3:])
    path.write_bytes(write_ods(dataclasses.replace(book, sheets=sheets)))
    problem = next(one for one in screen(path).problems if one.code == "cellules-fusionnees")
    assert "F6:G6" in problem.message


def test_une_formule_a_la_place_d_une_reponse_est_nommee(grid_file: Path) -> None:
    """Sans valeur gardée, la réponse est vide, et la case est dite."""

    def put_formula(book) -> None:
        book["Évaluation"].cell(line_of(book, "Q1-1"), LEVEL_COLUMN, '="A"')

    screening = screen(edit(grid_file, put_formula))
    problem = next(one for one in screening.problems if one.code == "formule-sans-valeur")
    assert (problem.where.file, problem.where.sheet, problem.where.line) == ("a.xlsx", "Évaluation", 6)
    assert "F6" in problem.message
    assert "Q1-1" not in dict(screening.grids[0].given)


def test_un_college_inconnu_ne_fait_pas_perdre_les_reponses(grid_file: Path) -> None:
    """« Syndicat » n'est pas de la liste : signalé à sa case, compté sans collège."""
    edit(grid_file, lambda book: book["Répondant"].cell(5, 2, "Syndicat"))
    screening = screen(grid_file)
    problem = next(one for one in screening.problems if one.code == "choix-inconnu")
    assert (problem.where.sheet, problem.where.line, problem.blocking) == ("Répondant", 5, False)
    assert "college-non-precise" in codes(screening)
    assert screening.grids[0].respondent.college is None


def test_une_date_illisible_est_signalee_sans_rien_perdre(grid_file: Path) -> None:
    """« mi-octobre » n'est pas une date sûre ; « 12/10/2026 » écrit en texte en est une."""
    edit(grid_file, lambda book: book["Répondant"].cell(6, 2, "mi-octobre"))
    assert "date-vague" in codes(screen(grid_file))
    edit(grid_file, lambda book: book["Répondant"].cell(6, 2, "12/10/2026"))
    screening = screen(grid_file)
    assert screening.problems == ()
    assert str(screening.grids[0].respondent.dated) == "2026-10-12"


def test_deux_fichiers_d_une_meme_personne_comptent_une_fois(tmp_path: Path) -> None:
    """Même nom, même collège : la date la plus récente l'emporte, et on dit laquelle."""
    first = save_grid(tmp_path / "a.xlsx", build_answers(0), name="Zoé", college=College.RESIDENTS)
    second = save_grid(tmp_path / "b.xlsx", build_answers(3), name="ZOE", college=College.RESIDENTS)
    edit(first, lambda book: book["Répondant"].cell(6, 2, "12/10/2026"))
    screening = screen(first, second)
    problem = next(one for one in screening.problems if one.code == "repondant-double")
    assert "« a.xlsx » est compté (sa date est la plus récente : 12/10/2026)" in problem.message
    assert [dict(one.given)["Q1-2"] for one in screening.grids] == ["A"]
    assert screening.set_aside == ("b.xlsx",)


def test_a_date_egale_le_fichier_modifie_en_dernier_l_emporte(tmp_path: Path) -> None:
    """Quel que soit l'ordre où les fichiers sont donnés."""
    paths = [
        save_grid(tmp_path / f"{name}.xlsx", build_answers(rank), name="Zoé", college=College.RESIDENTS)
        for name, rank in (("a", 0), ("b", 3))
    ]
    os.utime(paths[0], (2_000_000_000, 2_000_000_000))
    for order in (paths, paths[::-1]):
        assert [dict(one.given)["Q1-2"] for one in screen(*order).grids] == ["A"]


def test_une_copie_d_un_fichier_sans_nom_compte_une_fois(tmp_path: Path) -> None:
    """Les mêmes octets sous deux noms ; le même fichier donné deux fois ne compte pas double non plus."""
    path = save_grid(tmp_path / "a.xlsx", build_answers(0), college=College.RESIDENTS)
    (tmp_path / "copie.xlsx").write_bytes(path.read_bytes())
    assert len(screen(tmp_path, path).grids) == 1


def test_deux_personnes_sans_nom_restent_deux(tmp_path: Path) -> None:
    """Même collège, mêmes réponses, deux fichiers différents : rien ne dit que c'est la même personne."""
    for name in ("a.xlsx", "b.ods"):
        save_grid(tmp_path / name, build_answers(0), college=College.RESIDENTS)
    assert len(screen(tmp_path).grids) == 2


def test_un_fichier_abime_parmi_de_bons_n_arrete_rien(tmp_path: Path) -> None:
    """Il est nommé ; les autres comptent ; les fichiers de passage des tableurs sont laissés."""
    save_people(tmp_path)
    (tmp_path / "abime.xlsx").write_bytes(b"PK\x03\x04 rien de bon")
    (tmp_path / "vide.ods").write_bytes(b"")
    (tmp_path / "ancien.xls").write_bytes(b"x")
    (tmp_path / ".~lock.grille-00.ods#").write_text("x")
    (tmp_path / "~$grille-01.xlsx").write_bytes(b"x")
    screening = screen(tmp_path)
    assert len(screening.grids) == 12
    assert screening.set_aside == ("abime.xlsx", "ancien.xls", "vide.ods")
    blocking = {problem.where.file for problem in screening.problems if problem.blocking}
    assert blocking == set(screening.set_aside)


def test_dix_mille_lignes_se_lisent_et_leurs_defauts_se_resument(tmp_path: Path) -> None:
    """Cinq défauts détaillés, le reste compté ; les bonnes réponses sont gardées."""
    path = tmp_path / "long.csv"
    lines = ["Critère;Situation", *(f"{key};A" for key in KEYS), *(f"Z{n}-1;B" for n in range(10_000))]
    path.write_text("\n".join(lines), encoding="utf-8")
    screening = screen(path)
    assert len(screening.grids[0].given) == len(KEYS)
    assert codes(screening).count("critere-inconnu") == 5
    assert any("9995 de plus" in problem.message for problem in screening.problems)


def test_un_critere_sur_deux_lignes_compte_une_fois(tmp_path: Path) -> None:
    """La première réponse donnée l'emporte, et la ligne de trop est nommée."""
    path = tmp_path / "double.csv"
    path.write_text("Critère;Situation\nQ1-1;\nQ1-1;B\nQ1-1;C\n", encoding="utf-8")
    screening = screen(path)
    assert screening.grids[0].given == (("Q1-1", "B"),)
    assert [one.where.line for one in screening.problems if one.code == "critere-repete"] == [3, 4]


def test_un_niveau_inconnu_est_nomme_a_sa_case(grid_file: Path) -> None:
    """« D » n'existe pas ; une erreur de tableur non plus ; « b » minuscule est un B."""

    def change(book) -> None:
        for line, text in zip(range(6, 9), ("D", "#REF!", "b"), strict=True):
            book["Évaluation"].cell(line, LEVEL_COLUMN, text)

    screening = screen(edit(grid_file, change))
    found = {problem.code: problem.where for problem in screening.problems}
    assert (found["choix-inconnu"].line, found["choix-inconnu"].column) == (6, "Situation")
    assert found["erreur-de-tableur"].line == 7
    assert dict(screening.grids[0].given)["Q1-3"] == "B"


def test_un_texte_hostile_reste_du_texte_jusqu_au_bout(tmp_path: Path) -> None:
    """Un fait cité qui commence par « = » ou qui contient une barre ne devient rien d'autre."""
    fact = '=HYPERLINK("http://x") | # **gras**'
    answers = (Answer(criterion="Q1-1", level="A", evidence=fact), Answer(criterion="Q1-2", level="A"))
    low = (Answer(criterion="Q1-1", level="C"),)
    for name, given in (("a", answers), ("b", low)):
        save_grid(tmp_path / f"{name}.ods", given, name=name, college=College.FUNDER)
    gathering = gather([tmp_path], GatherOptions(formats=("xlsx", "html")))
    files = write_gathering(gathering, tmp_path / "s").files
    sheet = openpyxl.load_workbook(files[1])["Ce qui le montre"]
    cell = next(row[3] for row in sheet.iter_rows(min_row=4) if row[3].value)
    assert (cell.value, cell.data_type) == (fact, "s")
    assert "**gras**" in files[0].read_text(encoding="utf-8")


def test_les_numeros_ne_changent_pas_avec_l_ordre_des_fichiers(tmp_path: Path) -> None:
    """Mêmes grilles, autre ordre : mêmes numéros."""
    paths = save_people(tmp_path)
    orders = (paths, paths[::-1])
    names = [[one.respondent.name for one in screen(*order).grids] for order in orders]
    assert names[0] == names[1]
    assert sorted(names[0]) == [f"P{rank:02d}" for rank in range(12)]


def test_deux_processus_lisent_comme_un_seul(tmp_path: Path) -> None:
    """Le même résultat, dans le même ordre."""
    content = save_grid(tmp_path / "a.xlsx", build_answers(0), college=College.RESIDENTS).read_bytes()
    for rank in range(250):
        (tmp_path / f"b{rank:03d}.xlsx").write_bytes(content)
    files = list_grid_files([tmp_path])
    assert read_filled_grids(files, workers=2) == read_filled_grids(files)


# --- Le résultat écrit ----------------------------------------------------------------------


def test_aucun_nom_ne_sort_sans_qu_on_le_demande(tmp_path: Path) -> None:
    """Ni dans le document, ni dans le classeur ; avec l'option, ils y sont."""
    save_people(tmp_path)
    for named in (False, True):
        gathering = gather([tmp_path], GatherOptions(named=named, today=DAY, formats=("html", "xlsx")))
        files = write_gathering(gathering, tmp_path / f"s{named}").files
        page = files[0].read_text(encoding="utf-8")
        book = openpyxl.load_workbook(io.BytesIO(files[1].read_bytes()))
        names = {row[1].value for row in book["Réponses"].iter_rows(min_row=4)}
        assert ("P03" in page) is named
        assert ("P03" in names) is named
    assert "Répondant 1" not in names


def test_une_grille_deja_reunie_ne_compte_pas_une_seconde_fois(tmp_path: Path) -> None:
    """Le résultat, laissé à côté des grilles, est reconnu et laissé."""
    save_people(tmp_path)
    write_gathering(gather([tmp_path], GatherOptions(formats=("ods", "xlsx"))), tmp_path)
    again = gather([tmp_path])
    assert len(again.merged.grids) == 12
    assert [problem.code for problem in again.problems] == ["grille-deja-reunie"] * 2


def test_sans_aucune_grille_lisible_rien_ne_se_reunit(tmp_path: Path) -> None:
    """Tous les défauts sont donnés."""
    (tmp_path / "a.ods").write_bytes(b"")
    with pytest.raises(InputError) as error:
        gather([tmp_path])
    assert "a.ods" in format_problem(error.value.problems[0])


def test_proposer_ecrit_une_copie_et_laisse_l_original(tmp_path: Path, sound_file: Path) -> None:
    """Les actions ajoutées se relisent, leur origine avec."""
    from kit.reading.checks import check_file

    folder = tmp_path / "lot"
    folder.mkdir()
    save_people(folder)
    before = sound_file.read_bytes()
    gathering = gather([folder], GatherOptions(today=DAY))
    actions, files = propose(sound_file, gathering, tmp_path, limit=2, formats=("ods", "yaml"))
    assert sound_file.read_bytes() == before
    for path in files:
        read = check_file(path, today=DAY).dossier.actions
        assert [action.number for action in read] == ["A1", "A2", "A3"]
        assert read[1].origin == actions[0].origin == "Critère Q3-1 de la grille (réunie le 01/10/2026)"


# --- Dans LibreOffice -----------------------------------------------------------------------


@pytest.mark.libreoffice
@pytest.mark.parametrize(("written", "saved"), [("ods", "xlsx"), ("xlsx", "ods")])
def test_libreoffice_trouve_les_resultats_du_kit(
    tmp_path: Path, libreoffice: Convert, written: str, saved: str
) -> None:
    """La grille d'une personne et les grilles réunies, recalculées : mêmes nombres, mêmes réponses relues."""
    from python_calamine import CalamineWorkbook

    folder = tmp_path / "lot"
    folder.mkdir()
    save_people(folder)
    one = save_grid(tmp_path / f"une.{written}", build_answers(0), name="P", college=College.FUNDER)
    merged = write_gathering(gather([folder], GatherOptions(formats=(written,))), tmp_path).files[0]
    sources = {one: ["Résultats"], merged: ["Par critère", "Par collège"]}
    copies = libreoffice(list(sources), saved, tmp_path / "sortie")
    for (source, titles), again in zip(sources.items(), copies, strict=True):
        for title in titles:
            rows = [
                [
                    [round(cell, 6) if isinstance(cell, float) else cell for cell in row]
                    for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_name(title).to_python()
                ]
                for path in (source, again)
            ]
            assert rows[0] == rows[1]
    reread = screen(copies[0])
    assert reread.problems == ()
    assert reread.grids[0].given == screen(one).grids[0].given
