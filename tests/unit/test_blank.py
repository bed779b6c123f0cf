"""Le dossier vierge, rempli, relu : ce qu'on y a mis en ressort, dans tous les formats."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from kit.domain.typography import fold
from kit.domain.values import (
    Action,
    Alliance,
    Answer,
    Audience,
    Commitment,
    Dossier,
    Partner,
    PartnerKind,
    PartnerRole,
    Priority,
    Stage,
    Status,
)
from kit.knowledge.catalogue import load_grid
from kit.knowledge.territories import resolve_territory
from kit.products.dossier.blank import (
    arrange_fields,
    build_dossier_workbook,
    build_dossier_yaml,
    dossier_values,
)
from kit.reading.dossier import read_dossier
from kit.reading.forms import FORMS, FieldKind, list_personal_fields
from kit.reading.tables import read_tables
from kit.writers.sheet import WRITERS, write_xlsx

GRID = load_grid()
FORMATS = (".ods", ".xlsx", ".yaml")
ALLIANCE = Alliance(
    name="Les « voisins » & cie",
    territory_names=("Paris Est Marne et Bois",),
    purpose="Agir\nensemble",
    situation="- un constat",
    stage=Stage.COMMON_CAUSE,
    audiences=(Audience.ELECTED, Audience.COMPANY),
    ask="=une demande",
    objection="Pas le temps.",
    answer="Si.",
    odd=(4, 8, 17),
    dated=dt.date(2026, 3, 1),
    next_meeting=dt.date(2026, 6, 30),
)
PARTNERS = (
    Partner(
        name="Lycée", kind=PartnerKind.EDUCATION, role=PartnerRole.CARRIES, commitment=Commitment.COMMITTED
    ),
    Partner(
        name="Club d'entreprises", kind=PartnerKind.BUSINESS_NETWORK, brings="Un réseau", expects="Des jeunes"
    ),
)
ACTIONS = (
    Action(
        number="01",
        title="Se rencontrer",
        lead="Lycée",
        partners=("Lycée", "Club d'entreprises"),
        status=Status.ONGOING,
        priority=Priority.HIGH,
        start=dt.date(2026, 1, 5),
        end=dt.date(2026, 12, 31),
        budget=12_500.5,
        funding=8_000.0,
        baseline="0",
        target="250 par an",
        odd=(4,),
    ),
    Action(number="2", title="+ loin"),
)
ANSWERS = tuple(
    Answer(criterion=criterion.key, level=level, evidence="Un fait")
    for criterion, level in zip(GRID.dimensions[0].criteria, ("A", "C", "NC"), strict=False)
)


@pytest.fixture(scope="module")
def dossier():
    territory = resolve_territory("Paris Est Marne et Bois").territory
    return Dossier(
        alliance=ALLIANCE, territory=territory, partners=PARTNERS, actions=ACTIONS, answers=ANSWERS
    )


def write_values(folder, suffix, values):
    """Le dossier rempli, dans le format voulu."""
    file = folder / f"dossier{suffix}"
    if suffix == ".yaml":
        file.write_text(build_dossier_yaml(values, grid=GRID), encoding="utf-8")
    else:
        file.write_bytes(WRITERS[suffix](build_dossier_workbook(values, grid=GRID)))
    return file


@pytest.mark.parametrize("suffix", FORMATS)
def test_un_dossier_rempli_se_relit_egal(tmp_path, suffix, dossier):
    """Vierge, rempli, relu : le même dossier, sans problème."""
    reading = read_dossier(write_values(tmp_path, suffix, dossier_values(dossier)), GRID)
    assert reading.problems == ()
    assert reading.dossier == dossier


@pytest.mark.parametrize("suffix", FORMATS)
def test_le_vierge_porte_tous_les_champs_et_aucun_defaut(tmp_path, suffix):
    """Chaque champ a sa case, vide."""
    raw = read_tables(write_values(tmp_path, suffix, {}))
    assert raw.problems == ()
    assert set(raw.tables["alliance"].records[0].cells) == {field.key for field in FORMS[0].fields}


@pytest.mark.parametrize("suffix", WRITERS)
def test_chaque_colonne_du_vierge_est_reconnue(tmp_path, suffix):
    """Une valeur dans chaque colonne se retrouve sous la bonne clé."""
    values = {
        form.key: [{field.key: f"v {field.key}" for field in form.fields if field.key != "criterion"}]
        for form in FORMS
    }
    values["answers"][0]["criterion"] = GRID.dimensions[0].criteria[0].key
    tables = read_tables(write_values(tmp_path, suffix, values)).tables
    read = {
        form.key: [{key: cell.value for key, cell in tables[form.key].records[0].cells.items()}]
        for form in FORMS
    }
    assert read == values


def test_le_territoire_demande_est_deja_ecrit(tmp_path):
    """Le formateur distribue un dossier où le territoire est rempli."""
    file = tmp_path / "d.xlsx"
    file.write_bytes(write_xlsx(build_dossier_workbook(territory="Vincennes")))
    assert read_tables(file).tables["alliance"].records[0].cells["territory_names"].value == "Vincennes"
    assert 'territoire: "Vincennes"' in build_dossier_yaml(territory="Vincennes")


def test_un_territoire_deja_rempli_n_est_pas_remplace():
    """Ce que la personne a écrit l'emporte."""
    values = {"alliance": [{"territory_names": "Nogent"}]}
    assert '"Nogent"' in build_dossier_yaml(values, territory="Vincennes")


def test_lisez_moi_decrit_chaque_champ_et_chaque_donnee_personnelle():
    """Feuille et titre de chaque champ ; les champs personnels nommés dans la note."""
    sheet = build_dossier_workbook().sheets[0]
    described = {
        (row.cells[0].value, fold(str(row.cells[1].value))) for row in sheet.rows if len(row.cells) > 1
    }
    assert {(form.title, fold(field.label)) for form in FORMS for field in form.fields} <= described
    text = fold(" ".join(str(cell.value) for row in sheet.rows for cell in row.cells if cell.span > 1))
    assert all(fold(label) in text for _, label in list_personal_fields())


def test_l_obligation_est_ecrite_en_toutes_lettres():
    """Jamais par la seule couleur."""
    (alliance,) = (sheet for sheet in build_dossier_workbook().sheets if sheet.title == "Alliance")
    helps = {str(row.cells[0].value): str(row.cells[2].value) for row in alliance.rows if len(row.cells) == 3}
    marked = {fold(label) for label, text in helps.items() if text.endswith("(obligatoire)")}
    assert marked == {fold(field.label) for field in FORMS[0].required_fields}


def test_chaque_choix_a_sa_liste_deroulante():
    """Sur toutes les lignes de saisie ; les ODD par leur nom ; les noms, ceux des feuilles remplies."""
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(build_dossier_workbook(grid=GRID))))
    for form in FORMS:
        rules = [rule for rule in book[form.title].data_validations.dataValidation if rule.type == "list"]
        fixed = [rule for rule in rules if rule.formula1.startswith("Listes!")]
        expected = [field for field in arrange_fields(form) if field.choices or field.kind is FieldKind.ODD]
        assert len(fixed) == len(expected)
        for rule, field in zip(fixed, expected, strict=True):
            choices = list_choices(book, rule.formula1)
            assert (
                choices == list(field.choices) if field.choices else choices[2].startswith("3 – Bonne santé")
            )
    pilots = [
        rule for rule in book["Actions"].data_validations.dataValidation if "Partenaires" in rule.formula1
    ]
    assert [rule.formula1 for rule in pilots] == ["Partenaires!$A$5:$A$64"] * 3
    assert not any(rule.showErrorMessage for rule in pilots)


def test_l_essentiel_vient_d_abord_et_le_facultatif_est_replie():
    """Les colonnes facultatives forment un groupe, replié tant que rien n'y est écrit, sans protection."""
    blank = {sheet.title: sheet for sheet in build_dossier_workbook(grid=GRID).sheets}["Actions"]
    labels = [cell.value for cell in blank.rows[2].cells]
    (group,) = blank.groups
    assert group.folded
    assert not blank.protected
    assert {"N°", "Titre de l’action", "Structure pilote", "Fin"} <= set(labels[: group.first - 1])
    assert {"Descriptif", "Origine", "ODD"} <= set(labels[group.first - 1 : group.last])
    filled = build_dossier_workbook({"actions": [{"number": "1", "title": "Agir", "origin": "Atelier"}]})
    (group,) = {sheet.title: sheet for sheet in filled.sheets}["Actions"].groups
    assert not group.folded


@pytest.mark.parametrize("suffix", WRITERS)
def test_un_groupe_replie_se_relit_replie(suffix):
    """Dans le fichier : des colonnes cachées, à un niveau de plan, que le tableur sait rouvrir."""
    content = WRITERS[suffix](build_dossier_workbook(grid=GRID))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if suffix == ".ods":
            text = archive.read("content.xml").decode()
            assert text.count('<table:table-column-group table:display="false">') == 2
            assert text.count('table:visibility="collapse"') == 2 + 13
        else:
            book = openpyxl.load_workbook(io.BytesIO(content))
            hidden = [one for one in book["Actions"].column_dimensions.values() if one.hidden]
            assert all(one.outlineLevel == 1 for one in hidden)
            assert sum(one.max - one.min + 1 for one in hidden) == 13


def list_choices(book, source):
    """Les choix de la plage, par exemple Listes!$A$2:$A$4."""
    title, _, cells = source.partition("!")
    return [row[0].value for row in book[title][cells.replace("$", "")]]


def test_la_grille_donne_une_ligne_par_critere_en_lecture_seule():
    """Question et situations sont protégées ; la réponse et la preuve, ouvertes."""
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(build_dossier_workbook(grid=GRID))))["Évaluation"]
    keys = [row[0].value for row in sheet.iter_rows(min_row=5) if row[0].value]
    assert keys == [criterion.key for dimension in GRID.dimensions for criterion in dimension.criteria]
    assert [cell.protection.locked for cell in sheet[6]] == [True] * 5 + [False] * 2


def test_un_dossier_de_plus_de_soixante_lignes_garde_de_la_place(tmp_path):
    """Les lignes connues sont toutes là, et il reste des lignes vides."""
    values = {"partners": [{"name": f"Structure {number}", "kind": "association"} for number in range(90)]}
    file = write_values(tmp_path, ".ods", values)
    assert len(read_tables(file).tables["partners"].records) == 90
    (sheet,) = (sheet for sheet in build_dossier_workbook(values).sheets if sheet.title == "Partenaires")
    assert len(sheet.rows) > 100
