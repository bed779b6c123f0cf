"""Un dossier de .csv, comme Excel, LibreOffice ou un script les écrivent."""

import pytest

from kit.domain.errors import InputError
from kit.reading.tables import read_tables

ACTIONS = "N°;Titre de l’action;Budget € HT;Élu·e référent·e\nA1;« Œuvrer »;12 500,50;Zoé\n"


def read_files(folder, **files):
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(content)
    return read_tables(folder)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_les_encodages_des_tableurs_sont_reconnus(tmp_path, encoding, delimiter):
    """UTF-8 avec ou sans marque, Excel français, « Texte Unicode » ; la virgule décimale reste."""
    raw = read_files(tmp_path, actions=ACTIONS.replace(";", delimiter).encode(encoding))
    cells = raw.tables["actions"].records[0].cells
    values = cells["title"].value, cells["budget"].value, cells["elected_referent"].value
    assert values == ("« Œuvrer »", "12 500,50", "Zoé")
    assert raw.problems == ()


def test_la_virgule_peut_separer_les_colonnes(tmp_path):
    """Le bon séparateur est celui qui fait apparaître les titres."""
    content = b'numero,titre,budget\nA1,"Se voir; se parler","12,5"\n'
    cells = read_files(tmp_path, actions=content).tables["actions"].records[0].cells
    assert (cells["title"].value, cells["budget"].value) == ("Se voir; se parler", "12,5")


def test_la_ligne_sep_d_excel_est_suivie(tmp_path):
    """« sep=, » annonce le séparateur et n'est pas une ligne du tableau."""
    raw = read_files(tmp_path, actions=b"sep=|\r\nnumero|titre\r\nA1|Se voir\r\n")
    assert raw.tables["actions"].records[0].cells["title"].value == "Se voir"


def test_un_siren_garde_ses_zeros(tmp_path):
    """Tout est texte dans un .csv."""
    raw = read_files(tmp_path, alliance=b"Rubrique;Votre r\xe9ponse\nTerritoire;00123\n")
    assert raw.tables["alliance"].records[0].cells["territory_names"].value == "00123"


def test_une_alliance_en_colonnes_se_lit_aussi(tmp_path):
    """Un script écrit plutôt une colonne par champ."""
    raw = read_files(tmp_path, alliance=b"nom,territoire,cause\nNous,Vincennes,Agir\n")
    cells = raw.tables["alliance"].records[0].cells
    assert (cells["name"].value, cells["purpose"].value) == ("Nous", "Agir")


def test_la_place_nomme_le_fichier_csv(tmp_path):
    """La ligne est celle du tableur."""
    cell = read_files(tmp_path, actions=ACTIONS.encode()).tables["actions"].records[0].cells["title"]
    assert (cell.where.file, cell.where.line, cell.where.sheet) == (f"{tmp_path.name}/actions.csv", 2, "")


def test_un_guillemet_mal_ferme_donne_sa_ligne(tmp_path):
    """La phrase dit où chercher."""
    raw = read_files(
        tmp_path, actions=b'numero;titre\nA1;"Se "voir"\n', partenaires=b"nom;famille\nA;association\n"
    )
    assert [(problem.code, problem.where.line) for problem in raw.problems] == [("csv-illisible", 2)]
    assert len(raw.tables["partners"].records) == 1


def test_un_encodage_mac_est_lu_et_dit(tmp_path):
    """Lignes finies par un retour chariot, accents d'un ancien Mac."""
    raw = read_files(tmp_path, actions="numero;titre\rA1;Très bien, être là\r".encode("mac_roman"))
    assert [problem.code for problem in raw.problems] == ["encodage-mac"]
    assert raw.tables["actions"].records[0].cells["title"].value == "Très bien, être là"


def test_un_accent_seul_d_excel_n_est_pas_pris_pour_celui_d_un_mac(tmp_path):
    """Dans le doute, c'est Excel français."""
    raw = read_files(tmp_path, actions="numero;titre\nA1;Zoé\n".encode("cp1252"))
    assert raw.problems == ()
    assert raw.tables["actions"].records[0].cells["title"].value == "Zoé"


def test_un_texte_unicode_sans_marque_se_lit(tmp_path):
    """UTF-16 se reconnaît à ses octets nuls."""
    raw = read_files(tmp_path, actions="numero\ttitre\nA1\tZoé\n".encode("utf-16-le"))
    assert raw.tables["actions"].records[0].cells["title"].value == "Zoé"


def test_un_csv_inconnu_est_signale_sans_bloquer(tmp_path):
    """« action.csv » ressemble à « actions.csv »."""
    raw = read_files(tmp_path, action=b"x", alliance=b"nom;Nous\n")
    (problem,) = raw.problems
    assert (problem.code, problem.blocking) == ("feuille-inconnue", False)
    assert "« Actions »" in problem.message


def test_un_csv_vide_est_signale(tmp_path):
    """Les autres fichiers sont lus quand même."""
    raw = read_files(tmp_path, actions=b"", alliance=b"nom;Nous\n")
    assert [problem.code for problem in raw.problems] == ["fichier-vide"]


def test_un_repertoire_de_csv_etrangers_est_refuse(tmp_path):
    """Aucun nom attendu."""
    with pytest.raises(InputError, match="aucun fichier"):
        read_files(tmp_path, communes=b"a;b\n")


@pytest.mark.parametrize("content", [b"\n" * 9_000_000, b"numero;titre\n" + b";" * 9_000_000])
def test_un_csv_demesure_est_refuse_sans_etre_decoupe(tmp_path, content):
    """Ses lignes et ses séparateurs se comptent d'abord."""
    raw = read_files(tmp_path, alliance=b"nom;Nous\n", actions=b"numero\n" + content)
    assert [problem.code for problem in raw.problems] == ["csv-illisible"]
