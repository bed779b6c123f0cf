"""Un dossier en YAML : chaque case connaît sa clé et sa ligne, chaque défaut a sa phrase."""

import datetime as dt

import pytest

from kit.domain.errors import InputError
from kit.reading.checks import check_file
from kit.reading.tables import read_tables


def read_text(folder, text):
    file = folder / "dossier.yaml"
    file.write_text(text, encoding="utf-8")
    return read_tables(file)


def codes(raw):
    return [problem.code for problem in raw.problems]


def test_une_case_connait_sa_cle_et_sa_ligne(tmp_path):
    """La deuxième action est actions[2]."""
    raw = read_text(tmp_path, "actions:\n- numero: A1\n- numero: A2\n  fin: 2026-03-01\n")
    cell = raw.tables["actions"].records[1].cells["end"]
    assert (cell.value, cell.where.path, cell.where.line) == (dt.date(2026, 3, 1), "actions[2].fin", 4)


def test_un_texte_reste_tel_qu_il_est_ecrit(tmp_path):
    """Ni octal, ni booléen, ni flottant dans un champ de texte."""
    raw = read_text(tmp_path, "alliance:\n  nom: oui\n  territoire: 01000\n  groupe: 1.10\n")
    cells = raw.tables["alliance"].records[0].cells
    assert [cells[key].value for key in ("name", "territory_names", "group_name")] == ["oui", "01000", "1.10"]


def test_une_liste_vaut_des_points_virgules(tmp_path):
    """Écriture naturelle en YAML d'une réponse multiple."""
    raw = read_text(tmp_path, "alliance:\n  territoire: [Vincennes, Saint-Mandé]\n  odd: [4, 17]\n")
    cells = raw.tables["alliance"].records[0].cells
    assert (cells["territory_names"].value, cells["odd"].value) == ("Vincennes ; Saint-Mandé", "4 ; 17")


def test_un_montant_est_un_nombre_ou_un_texte(tmp_path):
    """« 12 500,50 » est laissé à la lecture des valeurs."""
    raw = read_text(
        tmp_path, "actions:\n- {numero: A1, budget: 12500.5}\n- {numero: A2, budget: '12 500,50'}\n"
    )
    assert [record.cells["budget"].value for record in raw.tables["actions"].records] == [
        12_500.5,
        "12 500,50",
    ]


def test_les_cles_inconnues_et_doubles_sont_relevees_ensemble(tmp_path):
    """Avec la clé la plus proche."""
    raw = read_text(tmp_path, "action: []\nalliance:\n  nom: a\n  nom: b\n  causse: c\n")
    assert codes(raw) == ["cle-inconnue", "cle-double", "cle-inconnue"]
    assert "« actions »" in raw.problems[0].message
    assert raw.problems[1].where.path == "alliance.nom"


def test_une_mauvaise_forme_est_nommee(tmp_path):
    """Une table sans tirets, une valeur qui est une liste, une ligne qui est un texte."""
    raw = read_text(tmp_path, "actions: {numero: A1}\npartenaires: [Lycée]\nalliance:\n  nom: [a, b]\n")
    assert [problem.where.path for problem in raw.problems] == ["actions", "partenaires[1]", "alliance.nom"]
    assert set(codes(raw)) == {"forme-inattendue"}


def test_une_table_vide_ou_nulle_n_est_pas_un_defaut(tmp_path):
    """Le dossier vierge en est plein."""
    raw = read_text(tmp_path, "actions:\npartenaires: []\nevaluation:\n- critere:\n  niveau:\n")
    assert raw.problems == ()
    assert [len(table.records) for table in raw.tables.values()] == [0, 0, 0]


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("alliance:\n  cause: agir : ensemble\n", "deux-points est de trop", 2),
        ("alliance:\n\tnom: a\n", "tabulation", 2),
        ('alliance:\n  nom: "a\n', "guillemet", 3),
        ("alliance: &a\n  nom: *a\n", "renvois", 1),
        ("alliance: " + "[" * 5_000, "emboîtés", 1),
        ("alliance:\n  nom: !!python/object:os.system a\n  - b\n", "", 3),
    ],
)
def test_un_yaml_faux_donne_sa_ligne_et_sa_raison(tmp_path, text, reason, line):
    """Ni trace, ni anglais."""
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where.line) == ("yaml-illisible", line)
    assert reason in problem.message


def test_un_type_python_n_est_jamais_construit(tmp_path):
    """L'étiquette est ignorée, le texte gardé."""
    raw = read_text(tmp_path, "alliance:\n  nom: !!python/name:os.system essai\n")
    assert raw.tables["alliance"].records[0].cells["name"].value == "essai"


def test_un_yaml_qui_n_est_pas_un_dossier_est_refuse(tmp_path):
    """Une simple liste."""
    with pytest.raises(InputError, match="devrait contenir"):
        read_text(tmp_path, "- a\n- b\n")


def test_les_caracteres_de_commande_sont_retires(tmp_path):
    """Le collage est nettoyé et signalé, pas refusé."""
    raw = read_text(tmp_path, "alliance:\n  nom: Les\x0b amis\n")
    assert raw.tables["alliance"].records[0].cells["name"].value == "Les amis"
    assert codes(raw) == ["caracteres-retires"]


def test_un_entier_demesure_est_une_phrase(tmp_path):
    """Écrit en hexadécimal, il passe le lecteur YAML ; il n'est pas un montant, et cela se dit."""
    file = tmp_path / "d.yaml"
    file.write_text(f"actions:\n- numero: A1\n  titre: x\n  budget: 0x{'f' * 5_000}\n", encoding="utf-8")
    found = [problem for problem in check_file(file).problems if problem.code == "nombre-attendu"]
    assert len(found) == 1
    assert len(found[0].message) < 200
