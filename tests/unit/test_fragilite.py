"""La fragilité numérique : lire un tableau, calculer l'indice, l'éprouver, écrire."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from kit.cli import main
from kit.domain.errors import InputError, UsageError
from kit.products.fragility.ideas import list_ideas, load_ideas
from kit.products.fragility.index import Group, assess_table, check_weights
from kit.products.fragility.producing import study_table, write_blank_table, write_study
from kit.products.fragility.reading import read_fragility_table
from kit.products.fragility.sensitivity import vary_weights
from kit.products.fragility.table import Direction, FragilityAxis
from kit.products.fragility.workbook import build_fragility_workbook
from kit.products.options import Options
from kit.writers.sheet import WRITERS

HEADER = (
    "Commune;Sans débit | accès au numérique | plus;Points d'accueil | accès à l'information | moins;"
    "75 ans et plus | compétences numériques | plus;Sans diplôme | 4 | plus\n"
)
# À la main : débit 0, 50, 100 ; accueil (moins) 0, 50, 100 ; 75 ans 0, manquant, 100 ; diplôme 0, 100, 50.
TABLE = HEADER + "Nogent-sur-Marne;10;4;8,5;12\nVincennes;20;2;nd;20\n94068;30;0;10,5;16\n"

# Le réglage de LibreOffice « Recalculer au chargement : toujours », pour les deux formats.
ALWAYS_RECALCULATE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>0</value></prop></item>'
        for name in ("ODFRecalcMode", "OOXMLRecalcMode")
    )
    + "</oor:items>"
)


def write(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "tableau.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def codes(error: InputError) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.where.line) for problem in error.problems]


def refuse(folder: Path, text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(InputError) as caught:
        assess_table(read_fragility_table(write(folder, text)))
    return codes(caught.value)


def test_l_indice_se_recompte_a_la_main(tmp_path: Path) -> None:
    """Trois communes, quatre indicateurs, une valeur manquante."""
    assessment = assess_table(read_fragility_table(write(tmp_path, TABLE)))
    assert [(score.commune.name, score.index, score.group) for score in assessment.scores] == [
        ("Nogent-sur-Marne", 0.0, Group.LATER),
        ("Saint-Maur-des-Fossés", 87.5, Group.FIRST),
        ("Vincennes", 66.67, Group.NEXT),
    ]
    assert assessment.scores[2].axes == (50.0, 50.0, None, 100.0)


def test_un_csv_d_excel_francais_se_lit_avec_ses_virgules(tmp_path: Path) -> None:
    """Windows-1252, points-virgules, espaces dans les nombres, signe pour cent."""
    text = (
        "Commune;Taux | accès au numérique | plus\nCréteil;12,5 %\nVincennes;1 250,5 %\nBry-sur-Marne;3 %\n"
    )
    table = read_fragility_table(write(tmp_path, text, encoding="cp1252"))
    assert [row.values for row in table.rows] == [(3.0,), (12.5,), (1250.5,)]


def test_le_sens_et_le_poids_declares_sont_lus(tmp_path: Path) -> None:
    """L'axe par son nom ou son numéro ; le poids vaut 1 s'il n'est pas dit."""
    text = "Commune;A | 3 | moins = plus fragile | 2\n94052;1\n94080;2\n94068;3\n"
    (indicator,) = read_fragility_table(write(tmp_path, text)).indicators
    assert (indicator.axis, indicator.direction, indicator.weight) == (
        FragilityAxis.DIGITAL_SKILLS,
        Direction.LESS,
        2.0,
    )


def test_les_poids_des_axes_changent_l_indice(tmp_path: Path) -> None:
    """Vincennes : (50 + 50 + 2 × 100) / 4 = 75."""
    assessment = assess_table(read_fragility_table(write(tmp_path, TABLE)), check_weights((1, 1, 1, 2)))
    assert assessment.scores[2].index == 75.0


@pytest.mark.parametrize("weights", [(1, 1, 1), (0, 0, 0, 0), (1, 1, 1, -1), (1, 1, 1, float("nan"))])
def test_des_poids_impossibles_sont_refuses(weights: tuple[float, ...]) -> None:
    """Trop peu, tous nuls, négatif, pas un nombre."""
    with pytest.raises(UsageError, match="quatre poids"):
        check_weights(weights)


def test_une_commune_sous_six_indicateurs_sur_dix_n_est_pas_evaluee(tmp_path: Path) -> None:
    """Deux valeurs sur quatre : pas d'indice, et pas de groupe."""
    assessment = assess_table(read_fragility_table(write(tmp_path, TABLE + "Créteil;20;2;;\n")))
    (creteil,) = assessment.list_group(Group.NONE)
    assert (creteil.commune.name, creteil.index, creteil.known) == ("Créteil", None, 2)


def test_une_colonne_constante_est_mise_de_cote_et_dite(tmp_path: Path) -> None:
    """La même valeur partout ne compare rien ; son axe est dit vide."""
    text = "Commune;A | 1 | plus;B | 2 | plus\n94052;5;1\n94080;5;2\n94068;5;3\n"
    assessment = assess_table(read_fragility_table(write(tmp_path, text)))
    assert assessment.constant == ("A",)
    assert FragilityAxis.INFORMATION in assessment.empty_axes
    assert [score.index for score in assessment.scores] == [0.0, 100.0, 50.0]


def test_changer_les_poids_dit_qui_change_de_groupe(tmp_path: Path) -> None:
    """À la main : Vincennes (100 et 20) et Saint-Maur (50 et 100) se croisent dans deux épreuves sur six."""
    text = "Commune;A | 2 | plus;B | 4 | plus\n94052;0;0\n94080;100;20\n94068;50;100\n"
    scenarios = vary_weights(assess_table(read_fragility_table(write(tmp_path, text))))
    moved = {one.label: {change.commune.name for change in one.changes} for one in scenarios if one.changes}
    pair = {"Vincennes", "Saint-Maur-des-Fossés"}
    assert len(scenarios) == 6
    assert moved == {
        "sans l’axe « compétences administratives »": pair,
        "moitié moins de « compétences administratives »": pair,
    }


def test_un_seul_axe_ne_s_eprouve_pas(tmp_path: Path) -> None:
    """Sans second axe, aucun poids ne change rien."""
    text = "Commune;A | 2 | plus\n94052;0\n94080;100\n94068;50\n"
    assert vary_weights(assess_table(read_fragility_table(write(tmp_path, text)))) == ()


def test_les_defauts_sont_nommes_ligne_par_ligne_et_d_un_coup(tmp_path: Path) -> None:
    """Une commune inconnue, une ambiguë, une double, un texte pour un nombre, une ligne sans nom."""
    rows = "Vincenes;1;1;1;1\nSaint-Denis;1;1;1;1\nVincennes;1;1;1;1\n94080;1;1;1;1\n"
    rows += "94068;beaucoup;1;1;1\n;1;;;\n"
    assert sorted(refuse(tmp_path, HEADER + rows), key=str) == [
        ("commune-absente", 7),
        ("commune-double", 5),
        ("nombre-attendu", 6),
        ("territoire-ambigu", 3),
        ("territoire-inconnu", 2),
    ]


def test_une_seule_commune_ne_se_compare_pas(tmp_path: Path) -> None:
    """Il en faut trois."""
    assert refuse(tmp_path, HEADER + "94052;1;1;1;1\n") == [("trop-peu-de-communes", None)]


def test_sans_indicateur_declare_rien_n_est_calcule(tmp_path: Path) -> None:
    """Une colonne sans axe ni sens n'est pas devinée."""
    assert ("tableau-sans-indicateur", None) in refuse(tmp_path, "Commune;A\n94052;1\n94080;2\n94068;3\n")


def test_un_axe_inconnu_et_des_pourcents_meles_sont_refuses(tmp_path: Path) -> None:
    """Ni l'axe ni l'échelle ne se devinent."""
    assert ("choix-inconnu", 1) in refuse(tmp_path, "Commune;A | réseau | plus\n94052;1\n94080;2\n94068;3\n")
    mixed = "Commune;A | 1 | plus\n94052;10 %\n94080;0,2\n94068;30 %\n"
    assert refuse(tmp_path, mixed) == [("pourcentage-mele", 3)]


def test_des_milliers_ou_des_milliemes_se_demandent(tmp_path: Path) -> None:
    """« 12.500 » seul ne se devine pas ; à côté de « 8,5 », le signe est une virgule."""
    text = "Commune;A | 1 | plus\n94052;12.500\n94080;8.250\n94068;3\n"
    assert refuse(tmp_path, text) == [("nombre-ambigu", 2)]
    table = read_fragility_table(write(tmp_path, text.replace("68;3", "68;8.5")))
    assert [row.values for row in table.rows] == [(12.5,), (8.5,), (8.25,)]


@pytest.mark.parametrize("suffix", ["ods", "xlsx"])
def test_le_classeur_produit_se_relit_comme_un_tableau(tmp_path: Path, suffix: str) -> None:
    """Les mêmes indices, et le nom de chaque groupe sous la commune qui le porte."""
    study = study_table(write(tmp_path, TABLE), options=Options(formats=(suffix,)))
    (file,) = write_study(study, tmp_path).files
    again = study_table(file)
    assert [score.index for score in again.assessment.scores] == [0.0, 87.5, 66.67]
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("Groupes").to_python()
    assert [row[-2:] for row in rows if row[0] == "Vincennes"] == [[66.67, "à regarder ensuite"]]


def test_le_document_dit_ses_limites_et_sa_source(tmp_path: Path) -> None:
    """Ni classement ni indice officiel ; la source des axes est citée."""
    options = Options(formats=("html",), today=dt.date(2026, 11, 23))
    (file,) = write_study(study_table(write(tmp_path, TABLE), options=options), tmp_path).files
    page = file.read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "il n’y a pas de classement" in page
    assert "Une commune n’est pas ses habitants" in page
    assert "hubikoop.fr" in page
    assert "87" not in page.split("<body>")[1].split("Axe par axe")[0]


def test_le_tableau_vierge_liste_les_communes_et_attend_des_indicateurs(tmp_path: Path) -> None:
    """Treize communes pour Paris Est Marne et Bois ; rendu tel quel, il est refusé avec le remède."""
    (file,) = write_blank_table("Paris Est Marne et Bois", tmp_path, formats=("ods",))
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("Communes").to_python()
    assert rows[3][0] == "Bry-sur-Marne (94015)"
    assert len(rows) == 3 + 13
    with pytest.raises(InputError) as caught:
        read_fragility_table(file)
    assert [code for code, _ in codes(caught.value)] == ["tableau-sans-indicateur"]


def test_le_tableau_vierge_propose_des_indicateurs_et_dit_ou_les_trouver(tmp_path: Path) -> None:
    """Au moins deux idées par axe, dans leur colonne, jamais dans celle qui est lue ; chacune a sa source."""
    for axis in FragilityAxis:
        assert len(list_ideas(axis)) >= 2
        assert all(one.source and one.url.startswith("https://") for one in list_ideas(axis))
    (file,) = write_blank_table("Paris Est Marne et Bois", tmp_path, formats=("xlsx",))
    sheet = openpyxl.load_workbook(file)["Indicateurs"]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert not any(row[0] for row in rows)
    assert {row[5] for row in rows if row[5]} == {one.title for one in load_ideas()}


def test_le_document_nomme_le_territoire_et_dessine_les_groupes() -> None:
    """Toutes les communes sont d'un même établissement : son nom est dans le titre ; un signe par commune."""
    document = study_table(
        Path(__file__).parents[2] / "exemples" / "fragilite" / "nombres-imagines.csv"
    ).build_document()
    assert document.title.startswith("Paris Est Marne et Bois")
    (chart,) = document.charts
    assert chart.svg.count('class="signe"') == 13 + 2


def test_un_tableau_vierge_refuse_une_commune_seule_et_n_ecrase_rien(tmp_path: Path) -> None:
    """La phrase dit quoi donner."""
    with pytest.raises(UsageError, match="moins de trois communes"):
        write_blank_table("Vincennes", tmp_path)
    write_blank_table("Paris Est Marne et Bois", tmp_path, formats=("ods",))
    with pytest.raises(UsageError, match="--remplacer"):
        write_blank_table("Paris Est Marne et Bois", tmp_path, formats=("ods",))


def test_la_commande_dit_les_groupes_sans_classer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Le compte de chaque groupe, et l'avertissement."""
    source = write(tmp_path, TABLE)
    assert main(["fragilite", str(source), "--dans", str(tmp_path), "--formats", "ods"]) == 0
    printed = capsys.readouterr().out.replace("\u00a0", " ")
    assert "à regarder d’abord : 1 commune" in printed
    assert "n’est pas l’indice officiel" in printed
    assert main(["fragilite"]) == 2


@pytest.mark.libreoffice
@pytest.mark.parametrize(("written", "saved"), [(".ods", "xlsx"), (".xlsx", "ods")])
def test_les_formules_redonnent_l_indice_sans_la_valeur_deja_calculee(
    tmp_path: Path, written: str, saved: str
) -> None:
    """Toutes les valeurs calculées sont effacées ; LibreOffice les retrouve par les formules."""
    text = TABLE + "Créteil;20;2;;\nBry-sur-Marne;12;4;9;15\n"
    assessment = assess_table(read_fragility_table(write(tmp_path, text)), check_weights((1, 1, 2, 0.5)))
    workbook = build_fragility_workbook(assessment, vary_weights(assessment))
    sheets = tuple(
        replace(
            sheet,
            rows=tuple(
                replace(row, cells=tuple(replace(c, value=0) if c.formula else c for c in row.cells))
                for row in sheet.rows
            ),
        )
        for sheet in workbook.sheets
    )
    file = tmp_path / f"sans-valeurs{written}"
    file.write_bytes(WRITERS[written](replace(workbook, sheets=sheets)))
    settings = tmp_path / "profil" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profil'}"
    target = ["--headless", "--convert-to", saved, "--outdir", str(tmp_path / "sortie"), str(file)]
    subprocess.run(["soffice", profile, *target], check=True, capture_output=True, timeout=120)
    again = CalamineWorkbook.from_path(tmp_path / "sortie" / f"sans-valeurs.{saved}")
    rows = again.get_sheet_by_name("Groupes").to_python()[5:]
    assert [tuple(value or None for value in row[1:]) for row in rows] == [
        tuple(value or None for value in (*score.axes, score.index, score.group.value))
        for score in assessment.scores
    ]
