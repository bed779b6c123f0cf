"""Le catalogue livré est juste, et une donnée fausse est refusée avec son endroit."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kit.domain.errors import KitError
from kit.domain.values import Audience
from kit.knowledge import catalogue
from kit.knowledge.catalogue import CatalogueError
from kit.reading.forms import FORMS, FieldKind, Form, Layout

ROOT = Path(__file__).parents[2]
DATA = ROOT / "kit" / "data"
EXAMPLES = sorted((ROOT / "exemples").glob("*.yaml"))

FACT = """\
themes: [élus]
faits:
  - id: F1
    enonce: Un fait.
    chiffres:
      - {valeur: 3, unite: "%", libelle: maires}
    source: s1
    page: "4"
    fiabilite: S
    verifie_le: 2026-11-23
    themes: [élus]
    publics: [élu]
"""
SOURCE = """\
sources:
  - cle: s1
    titre: Titre
    auteur: Auteur
    date: "2020"
    adresse: https://exemple.example
    licence: Citée.
    lecture: lu en copie
    paginee: true
"""


def read_broken(tmp_path: Path, text: str) -> CatalogueError:
    """L'erreur que donne un fichier de faits faux, lu avec une source juste."""
    (tmp_path / "sources.yaml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "faits.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        catalogue.read_facts(tmp_path / "faits.yaml", catalogue.read_sources(tmp_path / "sources.yaml"))
    return caught.value


def list_codes(error: CatalogueError) -> list[str]:
    return [problem.code for problem in error.problems]


# --- Une donnée fausse est refusée --------------------------------------------------------


def test_le_fichier_de_depart_des_essais_est_juste(tmp_path):
    """Sans faute ajoutée, le fichier d'essai se lit."""
    (tmp_path / "sources.yaml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "faits.yaml").write_text(FACT, encoding="utf-8")
    facts = catalogue.read_facts(tmp_path / "faits.yaml", catalogue.read_sources(tmp_path / "sources.yaml"))
    assert facts["F1"].source.page == "4"


@pytest.mark.parametrize(
    ("before", "after", "code", "line"),
    [
        ("    enonce: Un fait.", "    enoncé: Un fait.", "catalogue-cle-inconnue", 4),
        ("    enonce: Un fait.\n", "", "catalogue-cle-absente", 3),
        ("    enonce: Un fait.", "    enonce: ''", "catalogue-valeur", 4),
        ("    enonce: Un fait.", "    enonce: Un.\n    enonce: Deux.", "catalogue-double", 5),
        ("valeur: 3,", "valeur: trois,", "catalogue-valeur", 6),
        ("  - id: F1", "  - id: f 1", "catalogue-valeur", 3),
        ("verifie_le: 2026-11-23", "verifie_le: hier", "catalogue-valeur", 10),
        ("publics: [élu]", "publics: [élue]", "catalogue-valeur", 12),
        ("publics: [élu]", "publics: élu", "catalogue-valeur", 12),
        ("publics: [élu]", "publics: []", "catalogue-valeur", 12),
        ("    themes: [élus]", "    themes: [elus]", "catalogue-renvoi", 11),
        ("source: s1", "source: s2", "catalogue-renvoi", 7),
        ("    source: s1\n", "", "catalogue-sans-source", 3),
        ('    page: "4"\n', "", "catalogue-sans-page", 3),
        ("fiabilite: S", "fiabilite: H", "catalogue-fiabilite", 9),
        ("fiabilite: S", "fiabilite: X", "catalogue-fiabilite", 9),
        ("fiabilite: S", "fiabilite: Z", "catalogue-valeur", 9),
        ("faits:", "faits: [", "yaml-illisible", None),
    ],
)
def test_une_faute_est_nommee_avec_sa_ligne(tmp_path, before, after, code, line):
    """Chaque règle refuse la faute qui la concerne et dit où elle est."""
    error = read_broken(tmp_path, FACT.replace(before, after))
    assert code in list_codes(error)
    problem = next(problem for problem in error.problems if problem.code == code)
    assert problem.where.file == "faits.yaml"
    assert line is None or problem.where.line == line


def test_un_identifiant_ne_sert_qu_une_fois(tmp_path):
    """Deux faits du même identifiant sont refusés."""
    error = read_broken(tmp_path, FACT + FACT.split("faits:\n")[1])
    assert list_codes(error) == ["catalogue-double"]


def test_tous_les_defauts_sont_dits_d_un_coup(tmp_path):
    """Deux fautes dans un fichier donnent deux phrases."""
    error = read_broken(tmp_path, FACT.replace("enonce", "enonces"))
    assert sorted(list_codes(error)) == ["catalogue-cle-absente", "catalogue-cle-inconnue"]


def test_le_message_donne_le_fichier_la_cle_et_un_conseil(tmp_path):
    """La phrase se lit seule : fichier, chemin, ligne, proposition."""
    message = str(read_broken(tmp_path, FACT.replace("fiabilite", "fiabilites")))
    assert "faits.yaml, clé faits[0].fiabilites, ligne 9" in message
    assert "vouliez-vous dire « fiabilite »" in message


def test_une_source_sans_adresse_relevee_se_lit(tmp_path):
    """Aucune adresse n'est devinée : elle manque, et l'auteur nomme qui publie."""
    path = tmp_path / "sources.yaml"
    path.write_text(SOURCE.replace("    adresse: https://exemple.example\n", ""), encoding="utf-8")
    source = catalogue.read_sources(path)["s1"]
    assert (source.url, source.author) == ("", "Auteur")


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("    titre: Titre\n", "", "catalogue-cle-absente"),
        ("    auteur: Auteur\n", "", "catalogue-cle-absente"),
        ("adresse: https://exemple.example", "adresse: exemple.example", "catalogue-valeur"),
        ("adresse: https://exemple.example", "adresse: ''", "catalogue-valeur"),
    ],
)
def test_une_source_garde_son_titre_son_auteur_et_une_adresse_bien_formee(tmp_path, before, after, code):
    """Sans adresse oui ; sans titre, sans auteur ou avec une adresse mal écrite, non."""
    path = tmp_path / "sources.yaml"
    path.write_text(SOURCE.replace(before, after), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        catalogue.read_sources(path)
    assert list_codes(caught.value) == [code]


def test_un_fichier_absent_est_nomme(tmp_path):
    """Sans fichier, la phrase donne le chemin cherché."""
    with pytest.raises(KitError, match=r"absent\.yaml"):
        catalogue.read_sources(tmp_path / "absent.yaml")


def test_un_fichier_vide_est_refuse(tmp_path):
    """Un fichier vide n'est pas un catalogue vide."""
    assert list_codes(read_broken(tmp_path, "")) == ["fichier-vide"]


def test_une_liste_a_la_place_d_un_bloc_est_refusee(tmp_path):
    """Une racine qui n'est pas un bloc de clés est refusée."""
    assert list_codes(read_broken(tmp_path, "- un\n- deux\n")) == ["catalogue-valeur"]


def edit_copy(name: str, tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """Une copie d'un fichier livré, abîmée par ``change``."""
    content = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / Path(name).name
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def test_un_public_sans_argumentaire_est_refuse(tmp_path):
    """Les sept publics ont un argumentaire, ou rien n'est lu."""

    def remove_funder(content):
        content["arguments"] = [item for item in content["arguments"] if item["public"] != "financeur"]

    path = edit_copy("arguments.yaml", tmp_path, remove_funder)
    with pytest.raises(CatalogueError, match="financeur"):
        catalogue.read_arguments(path, catalogue.load_facts())


def test_un_public_n_a_qu_un_argumentaire_par_but(tmp_path):
    """Deux argumentaires pour le même public et le même but sont refusés."""

    def double_purpose(content):
        content["arguments"].append(dict(content["arguments"][0]))

    path = edit_copy("arguments.yaml", tmp_path, double_purpose)
    with pytest.raises(CatalogueError, match="élu, soutenir"):
        catalogue.read_arguments(path, catalogue.load_facts())


def test_le_premier_argumentaire_d_un_public_est_celui_de_la_fiche():
    """Les autres buts ne changent pas ce que la fiche argumentaire imprime."""
    every, chosen = catalogue.load_catalogue().arguments, catalogue.load_arguments()
    assert len(every) > len(chosen)
    for audience, argument in chosen.items():
        assert argument == next(item for item in every if item.audience is audience)


def test_une_preuve_inconnue_est_refusee(tmp_path):
    """Un argumentaire ne cite que des faits déclarés."""
    path = edit_copy(
        "arguments.yaml", tmp_path, lambda content: content["arguments"][0]["preuves"].append("SUR99")
    )
    with pytest.raises(CatalogueError, match="SUR99"):
        catalogue.read_arguments(path, catalogue.load_facts())


def test_un_critere_a_trois_situations(tmp_path):
    """Une situation qui manque arrête la lecture de la grille."""

    def remove_situation(content):
        del content["dimensions"][0]["criteres"][0]["situations"]["B"]

    path = edit_copy("grilles/qualite-alliance.yaml", tmp_path, remove_situation)
    with pytest.raises(CatalogueError, match="« B » manque"):
        catalogue.read_grid(path, catalogue.load_sources())


def test_un_code_de_critere_ne_sert_qu_une_fois(tmp_path):
    """Deux critères du même code sont refusés, même dans deux dimensions."""

    def double_key(content):
        content["dimensions"][1]["criteres"][0]["cle"] = "Q1-1"

    path = edit_copy("grilles/qualite-alliance.yaml", tmp_path, double_key)
    with pytest.raises(CatalogueError, match="Q1-1"):
        catalogue.read_grid(path, catalogue.load_sources())


def test_une_couleur_mal_ecrite_est_refusee(tmp_path):
    """Une couleur s'écrit en six chiffres hexadécimaux."""
    path = edit_copy("odd.yaml", tmp_path, lambda content: content["odd"][16].update(couleur="bleu"))
    with pytest.raises(CatalogueError, match="bleu"):
        catalogue.read_odd(path, catalogue.load_sources())


# --- Ce qui est livré est juste -----------------------------------------------------------


def test_tous_les_faits_peuvent_s_imprimer():
    """Aucune hypothèse, aucun doute parmi les faits livrés."""
    assert {fact.source.reliability.value for fact in catalogue.load_facts().values()} <= set("SDE")


def test_chaque_fait_tient_en_une_phrase():
    """Un fait se termine par un point et n'en contient pas d'autre."""
    for fact in catalogue.load_facts().values():
        assert fact.statement.endswith("."), fact.key
        assert ". " not in fact.statement, fact.key


def test_chaque_chiffre_dit_ce_qu_il_compte():
    """Les chiffres ont une valeur positive, une unité et un libellé."""
    figures = [figure for fact in catalogue.load_facts().values() for figure in fact.figures]
    assert len(figures) > 40
    assert all(figure.value >= 0 and figure.unit and figure.label for figure in figures)


def get_values(key: str) -> list[float]:
    return [figure.value for figure in catalogue.load_facts()[key].figures]


@pytest.mark.parametrize(("total", "parts"), [("SUR01", "SUR02"), ("SUR05", "SUR06")])
def test_incontournable_et_utile_font_le_total(total, parts):
    """29 + 52 = 81 pour les Français ; 36 + 48 = 84 pour les dirigeants."""
    assert sum(get_values(parts)) == get_values(total)[0]


@pytest.mark.parametrize("key", ["CJD-D2", "CJD-D3", "CJD-D6"])
def test_chaque_levier_du_cjd_est_la_somme_de_ses_reponses(key):
    """Le total d'un levier est la somme d'incontournable et d'utile."""
    total, first, second = get_values(key)
    assert total == first + second


def test_le_bilan_des_mesures_en_compte_vingt_et_une():
    """12 + 7 + 2 = 21."""
    assert sum(get_values("BIL21")) == 21


def test_chaque_public_a_un_argumentaire_complet():
    """Sept publics, chacun avec trois à cinq preuves qui existent et lui parlent."""
    facts = catalogue.load_facts()
    arguments = catalogue.load_arguments()
    assert set(arguments) == set(Audience)
    for audience, argument in arguments.items():
        assert 3 <= len(argument.proofs) <= 5
        for key in argument.proofs:
            assert audience in facts[key].audiences, f"{key} n'est pas marqué pour {audience}"


def test_l_etude_du_cjd_n_est_jamais_donnee_sans_sa_base():
    """Un argumentaire qui cite le CJD dit son effectif dans sa limite ou dans la preuve."""
    facts = catalogue.load_facts()
    for argument in catalogue.load_arguments().values():
        for key in argument.proofs:
            if key.startswith("CJD"):
                assert "107" in argument.unknown + facts[key].statement


def test_la_grille_a_dix_huit_criteres_a_trois_situations():
    """Six dimensions, trois critères chacune, codés Q1-1 à Q6-3, du plus solide au plus fragile."""
    grid = catalogue.load_grid()
    keys = [criterion.key for dimension in grid.dimensions for criterion in dimension.criteria]
    assert keys == [f"Q{dimension}-{rank}" for dimension in range(1, 7) for rank in range(1, 4)]
    for dimension in grid.dimensions:
        for criterion in dimension.criteria:
            assert [level for level, text in criterion.situations if text] == ["A", "B", "C"]
            assert criterion.evidence
            assert criterion.suggestion


def test_la_grille_compte_deux_un_zero_ou_rien():
    """A vaut 2, B 1, C 0, et « non concerné » ne compte pas."""
    levels = {level.key: level.value for level in catalogue.load_grid().levels}
    assert levels == {"A": 2, "B": 1, "C": 0, "NC": None}


def test_la_grille_dit_d_ou_vient_sa_structure_et_a_quoi_elle_sert():
    """La source est nommée ; la grille dit qu'elle est une auto-évaluation."""
    grid = catalogue.load_grid()
    assert "Outil diagnostique de l’action en partenariat" in grid.source.title
    assert "Bilodeau" in grid.source.title
    assert "auto-évaluation" in " ".join(grid.notes)


def test_une_grille_inconnue_arrete_avec_une_phrase():
    """Le nom de la grille cherchée est dans le message."""
    with pytest.raises(KitError, match="inconnue"):
        catalogue.load_grid("inconnue")


def test_les_dix_sept_odd_sont_la():
    """De 1 à 17, avec un titre court et l'intitulé officiel."""
    goals = catalogue.load_odd()
    assert list(goals) == list(range(1, 18))
    assert goals[17].title == "Partenariats pour la réalisation des objectifs"
    assert all(goal.long_title for goal in goals.values())


def test_une_couleur_sans_source_n_est_pas_livree():
    """Les couleurs des ODD 1 à 5 n'ont pas de source lue : elles manquent."""
    goals = catalogue.load_odd()
    assert [number for number, goal in goals.items() if not goal.color] == [1, 2, 3, 4, 5]


def test_l_encre_se_lit_sur_chaque_couleur_d_odd():
    """Le blanc pour 8, 10, 13, 16 et 17 ; le noir pour les autres."""
    white = [number for number, goal in catalogue.load_odd().items() if goal.ink == catalogue.WHITE]
    assert white == [8, 10, 13, 16, 17]


def test_chaque_source_dit_comment_elle_a_ete_lue():
    """Aucune adresse n'est donnée comme vérifiée en ligne."""
    assert {source.reading for source in catalogue.load_sources().values()} == {"lu en copie"}


def test_le_catalogue_ne_charge_aucun_module_lourd():
    """Lire tout le catalogue n'importe ni pandas, ni numpy, ni lxml."""
    code = (
        "import sys; from kit.knowledge import catalogue as c;"
        "c.load_arguments(); c.load_grid(); c.load_odd();"
        "print(sorted({'pandas', 'numpy', 'lxml', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


# --- Les exemples -------------------------------------------------------------------------


def load_rows(path: Path) -> list[tuple[Form, dict[str, Any]]]:
    """Chaque ligne de l'exemple, avec son formulaire."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    optional = {"sous_actions", "budgets", "roles"}
    assert list(content) == [form.name for form in FORMS if form.name in content]
    assert {form.name for form in FORMS} - optional <= set(content)
    return [
        (form, row)
        for form in FORMS
        if form.name in content
        for row in ([content[form.name]] if form.layout is Layout.SHEET else content[form.name])
    ]


each_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def test_il_y_a_trois_exemples():
    """Une commune, un établissement public territorial, un groupe."""
    assert [path.stem for path in EXAMPLES] == ["les-mureaux", "paris-est-marne-et-bois", "pays-de-retz"]


@each_example
def test_un_exemple_n_emploie_que_des_champs_connus(path):
    """Chaque clé est un champ, et chaque champ obligatoire est rempli."""
    for form, row in load_rows(path):
        assert set(row) <= {field.name for field in form.fields}
        assert {field.name for field in form.required_fields} <= set(row)


@each_example
def test_un_exemple_respecte_les_choix_et_les_longueurs(path):
    """Un choix est dans sa liste, un texte tient dans sa limite, un ODD va de 1 à 17."""
    for form, row in load_rows(path):
        for field in form.fields:
            values = row.get(field.name, [])
            for value in values if isinstance(values, list) else [values]:
                assert not field.choices or value in field.choices, (field.name, value)
                assert len(str(value)) <= field.max_length, (field.name, value)
                assert field.kind is not FieldKind.ODD or 1 <= value <= 17


@each_example
def test_un_exemple_ne_nomme_personne(path):
    """Aucun champ personnel n'est rempli."""
    for form, row in load_rows(path):
        assert not {field.name for field in form.fields if field.personal} & set(row)


@each_example
def test_un_exemple_se_presente_comme_un_exemple(path):
    """Le constat imprimé dit que le dossier a été rédigé pour ce guide."""
    alliance = load_rows(path)[0][1]
    assert "Exemple rédigé pour ce guide" in alliance["constat"]


@each_example
def test_un_exemple_reunit_au_moins_cinq_familles(path):
    """De huit à douze partenaires, d'au moins cinq familles, aucun en double."""
    partners = [row for form, row in load_rows(path) if form.name == "partenaires"]
    assert 8 <= len(partners) <= 12
    assert len({partner["famille"] for partner in partners}) >= 5
    assert len({partner["nom"] for partner in partners}) == len(partners)


@each_example
def test_un_exemple_ne_cite_que_ses_partenaires(path):
    """Partenaires et pilotes des actions figurent dans la feuille Partenaires."""
    rows = load_rows(path)
    known = {row["nom"] for form, row in rows if form.name == "partenaires"}
    for form, row in rows:
        if form.name == "actions":
            assert {row["structure_pilote"], *row["partenaires"]} <= known, row["numero"]


@each_example
def test_un_exemple_montre_des_actions_de_tous_les_etats(path):
    """Une action faite, une en retard, une bloquée avec sa condition et son rappel."""
    actions = [row for form, row in load_rows(path) if form.name == "actions"]
    assert 6 <= len(actions) <= 9
    assert {"Réalisé", "En retard", "Bloqué", "En cours"} <= {action["statut"] for action in actions}
    for action in actions:
        assert action.get("financement", 0) <= action["budget"]
        if action["statut"] == "Bloqué":
            assert action["condition_de_deblocage"]
            assert action["rappel"]


@each_example
def test_un_exemple_repond_a_la_grille_sauf_une_a_trois_questions(path):
    """Tous les critères sont là, dans l'ordre ; une réponse donnée a sa preuve."""
    answers = [row for form, row in load_rows(path) if form.name == "evaluation"]
    grid = catalogue.load_grid()
    expected = [criterion.key for dimension in grid.dimensions for criterion in dimension.criteria]
    assert [answer["critere"] for answer in answers] == expected
    assert 1 <= sum("niveau" not in answer for answer in answers) <= 3
    assert all(answer["preuve"] for answer in answers if "niveau" in answer)
