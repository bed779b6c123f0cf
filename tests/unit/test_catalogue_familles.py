"""Les familles du catalogue : tout est là, et une donnée fausse est refusée avec son fichier et sa ligne."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from kit.domain import locations
from kit.domain.values import Problem, Reliability, TerritoryKind
from kit.knowledge import catalogue
from kit.knowledge.catalogue import CatalogueError
from kit.knowledge.catalogue.families import FAMILIES
from kit.knowledge.territories import load_territories

DATA = locations.DATA
NOT_FAMILIES = {"indicateurs-fragilite", "colonnes", "ecritures"} | {
    "sources",
    "faits",
    "odd",
    "arguments",
    "agenda",
    "actualites",
    "passages",
}


def read_altered(tmp_path: Path, name: str, before: str, after: str) -> tuple[str, tuple[Problem, ...]]:
    """Le texte abîmé, et les problèmes d'un catalogue dont ce seul fichier est abîmé, une fois."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.gz"))
    path = folder / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    altered = text.replace(before, after, 1)
    path.write_text(altered, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        catalogue.read_catalogue(folder)
    return altered, caught.value.problems


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


# --- Ce qui est refusé --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "before", "after", "code"),
    [
        ("metiers", "titre: Dialogue territorial", "titres: Dialogue territorial", "catalogue-cle-inconnue"),
        ("metiers", "cle: MET-A\n", "cle: met-a\n", "catalogue-valeur"),
        ("metiers", "cle: MET-B\n", "cle: MET-A\n", "catalogue-double"),
        ("metiers", "cle: MET-A2", "cle: MET-A1", "catalogue-double"),
        ("metiers", "cle: MET-A\n", "cle: SUR01\n", "catalogue-double"),
        ("metiers", "fiabilite: E", "fiabilite: H", "catalogue-fiabilite"),
        ("metiers", "source: catalyseurs-metiers", "source: catalyseur-metier", "catalogue-renvoi"),
        ("metiers", 'page: "39"', 'page: ""', "catalogue-valeur"),
        ("metiers", "themes: [ingénierie]", "themes: [ingenierie]", "catalogue-renvoi"),
        ("metiers", "publics: [agent]", "publics: [agente]", "catalogue-valeur"),
        ("metiers", "etapes: [faire connaissance]", "etapes: [se connaître]", "catalogue-valeur"),
        ("metiers", "famille: metiers", "famille: metier", "catalogue-valeur"),
        ("cibles", "odd: [17]", "odd: [18]", "catalogue-valeur"),
        ("cibles", "portee: États", "portee: locale", "catalogue-valeur"),
        ("quiz", "part: 93", "part: 94", "catalogue-somme"),
        ("quiz", "juste: true", "juste: peut-être", "catalogue-valeur"),
        ("questions", "juste: true", "juste: false", "catalogue-valeur"),
        ("questions", "libelle: Environ deux sur dix", "libelle: Environ cinq sur dix", "catalogue-double"),
        ("questions", "renvois: [SUR01", "renvois: [SUR99", "catalogue-renvoi"),
        ("questions", "renvois: [SUR01", "renvois: [C13", "catalogue-fiabilite"),
        ("questions", ', retour: "La moitié', ', "La moitié', "catalogue-cle-absente"),
        ("enquetes", "valeurs: [51, 40, 91]", "valeurs: [51, 41, 91]", "catalogue-somme"),
        ("enquetes", "valeurs: [51, 40, 91]", "valeurs: [51, 40]", "catalogue-valeur"),
        ("enquetes", "inc+utile=total", "inc+utiles=tout", "catalogue-valeur"),
        ("cas", "nature: commune", "nature: village", "catalogue-valeur"),
        ("programmes", "statut: clos", "statut: fini", "catalogue-valeur"),
        ("programmes", '    statut_verifie_le: "2022-06-30"\n', "", "catalogue-statut"),
        ("programmes", "statut_source: assogouv-pge", "statut_source: assogouv", "catalogue-renvoi"),
        ("programmes", "publics_vises: [private_sector", "publics_vises: [entreprise", "catalogue-valeur"),
        ("incertitudes", "pourquoi:", "parce_que:", "catalogue-cle-inconnue"),
        ("arguments", "preuves: [ELU1", "preuves: [ELU99", "catalogue-renvoi"),
        ("arguments", "preuves: [ELU1", "preuves: [C13", "catalogue-fiabilite"),
        ("leviers", "appui: [KIT1-02", "appui: [C13", "catalogue-fiabilite"),
        ("leviers", "appui: [KIT1-02", "appui: [KIT1-99", "catalogue-renvoi"),
        ("leviers", "cas: [CAS-VITAWIN]", "cas: [CAS-VITAWINE]", "catalogue-renvoi"),
        ("leviers", "question: LEV1-Q1", "question: LEV2-Q1", "catalogue-valeur"),
        ("leviers", "question: LEV1-Q1", "question: LEV1-Q4", "catalogue-renvoi"),
        ("leviers", "auteur: ce guide", "auteur: Le RAMEAU", "catalogue-valeur"),
        ("methodes", "distance: ", "distance: peut-être, ", "catalogue-valeur"),
    ],
)
def test_une_faute_est_refusee_dans_son_fichier(
    tmp_path: Path, name: str, before: str, after: str, code: str
) -> None:
    """La règle qui la concerne la nomme, avec le fichier et une ligne."""
    _, problems = read_altered(tmp_path, name, before, after)
    found = [problem for problem in problems if problem.code == code]
    assert found, [problem.code for problem in problems]
    assert {problem.where.file for problem in found} == {f"{name}.yaml"}
    assert all(problem.where.line for problem in found)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("metiers", "fiabilite: E", "fiabilite: X"),
        ("metiers", "themes: [ingénierie]", "themes: [ingenierie]"),
        ("programmes", "statut: clos", "statut: fini"),
    ],
)
def test_la_ligne_dite_est_celle_de_la_faute(tmp_path: Path, name: str, before: str, after: str) -> None:
    """La personne qui corrige ouvre le fichier au bon endroit."""
    text, problems = read_altered(tmp_path, name, before, after)
    assert problems[0].where.line == line_of(text, after)


def test_les_defauts_de_tous_les_fichiers_sont_dits_ensemble(tmp_path: Path) -> None:
    """Deux fichiers faux donnent leurs deux phrases en une lecture."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.gz"))
    for name in ("besoins", "portes"):
        path = folder / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("enonce:", "enoncé:", 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        catalogue.read_catalogue(folder)
    assert {problem.where.file for problem in caught.value.problems} == {"besoins.yaml", "portes.yaml"}


# --- Ce qui est livré ---------------------------------------------------------------------


def test_toutes_les_familles_attendues_sont_la() -> None:
    """Chaque famille du registre a son fichier, et chaque fichier est déclaré."""
    files = {path.stem for path in DATA.glob("*.yaml")} - NOT_FAMILIES
    assert files == set(FAMILIES)


def test_chaque_cle_ne_designe_qu_une_fiche() -> None:
    """Fiches et éléments partagent un seul espace de clés."""
    entries = catalogue.load_catalogue().entries
    keys = Counter(key for entry in entries for key in (entry.key, *(item.key for item in entry.details)))
    assert [key for key, count in keys.items() if count > 1] == []


def test_un_doute_ne_sort_pas_de_sa_famille() -> None:
    """H et X ne se trouvent que dans les incertitudes, qui n'en sont jamais citées comme preuves."""
    whole = catalogue.load_catalogue()
    doubtful = {entry.key for entry in whole.entries if not entry.is_statable}
    assert doubtful
    assert {whole.get_entry(key).family for key in doubtful} == {"incertitudes"}
    assert doubtful.isdisjoint(key for argument in whole.arguments for key in argument.proofs)
    assert doubtful.isdisjoint(key for lever in whole.list_typed(catalogue.Lever) for key in lever.basis)


def test_une_lecture_de_cible_dit_une_fois_qu_elle_transpose() -> None:
    """Ou qu'elle n'a pas de lecture locale ; la rubrique ne le redit pas."""
    told = {
        target.key: dict(catalogue.list_lines(target, str))[f"Notre lecture (portée : {target.scope})"]
        for target in catalogue.load_catalogue().list_typed(catalogue.Target)
    }
    assert len(told) == 19
    silent = ("pas de lecture locale", "sans équivalent local")
    assert {
        key: text
        for key, text in told.items()
        if (text.count("ransposition") + any(word in text for word in silent)) != 1
    } == {}


def test_un_fait_a_son_titre_et_sa_lecon_n_est_pas_une_mise_en_garde() -> None:
    """Ni thèmes ni clé pour le nommer ; sans titre, ses premiers mots ; « À savoir » reste à la remarque."""
    facts = catalogue.load_catalogue().list_entries("faits")
    assert [fact.key for fact in facts if fact.title == fact.key or fact.title.endswith("…")] == []
    (lesson,) = (entry for entry in facts if entry.key == "RET1")
    lines = dict(catalogue.list_lines(lesson, str))
    assert lines["Ce que l’on en retient"]
    assert "À savoir" not in lines


def test_un_fait_sans_titre_porte_ses_premiers_mots(tmp_path: Path) -> None:
    """Et sa remarque, s'il en a une, est ce qu'il faut savoir."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.gz"))
    path = folder / "faits.yaml"
    text = path.read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("    titre: "))
    own = re.sub(r"^    remarque: .*\n", "", text, count=1, flags=re.MULTILINE)
    path.write_text(own.replace(title, "    remarque: À lire avec soin.", 1), encoding="utf-8")
    entry = catalogue.read_catalogue(folder).get_entry("SUR01")
    assert entry.title == "En mai 2020, 81 % des Français jugent…"
    assert dict(catalogue.list_lines(entry, str))["À savoir"] == "À lire avec soin."


def test_une_fiche_montre_la_vue_commune() -> None:
    """Titre, énoncé, source, fiabilité et date pour toute fiche qui a une source."""
    for entry in catalogue.load_catalogue().entries:
        assert entry.title
        assert entry.statement
        if entry.source:
            assert entry.reliability in Reliability
            assert entry.checked_on
            assert entry.reference in catalogue.load_sources()


def test_l_element_d_une_fiche_se_retrouve_par_sa_cle() -> None:
    """La clé d'une tâche donne son métier, et son propre énoncé."""
    whole = catalogue.load_catalogue()
    assert whole.get_entry("MET-A4").key == "MET-A"
    assert whole.get_statement("MET-A4") == "Mettre en relation"


def test_une_cle_inconnue_propose_la_plus_proche() -> None:
    """La phrase nomme la clé cherchée et une clé qui existe."""
    with pytest.raises(LookupError, match=r"MET-AA.*vouliez-vous dire"):
        catalogue.load_catalogue().get_entry("MET-AA")


def test_le_catalogue_lu_deux_fois_est_le_meme() -> None:
    """La lecture ne dépend que des fichiers."""
    assert catalogue.read_catalogue(DATA) == catalogue.load_catalogue()


def test_chaque_code_de_territoire_existe_et_porte_la_bonne_nature() -> None:
    """Un cas ne renvoie qu'à un territoire de la liste officielle."""
    index = load_territories()
    for case in catalogue.load_catalogue().list_typed(catalogue.CaseStudy):
        if case.code:
            assert index.has((TerritoryKind(case.kind), case.code)), case.key


def test_un_statut_douteux_n_est_donne_ni_pour_clos_ni_pour_actif() -> None:
    """Les programmes dont le statut n'a pas de preuve publique restent à vérifier."""
    whole = catalogue.load_catalogue()
    for key in ("A02", "A08", "A13", "A14", "A17", "A26", "A29", "A31", "A33"):
        programme = whole.get_entry(key)
        assert isinstance(programme, catalogue.Programme)
        assert programme.status == "à vérifier", key


def test_une_sorte_de_fiche_se_demande_par_son_type() -> None:
    """Les programmes, et eux seuls."""
    programmes = catalogue.load_catalogue().list_typed(catalogue.Programme)
    assert {entry.family for entry in programmes} == {"programmes"}


def test_nos_leviers_couvrent_les_sept_themes_et_sont_signes() -> None:
    """Chaque thème a au moins cinq leviers, tous signés de ce guide."""
    levers = catalogue.load_catalogue().list_typed(catalogue.Lever)
    counts = Counter(lever.lever_theme for lever in levers)
    assert set(counts) == {f"LEV{rank}" for rank in range(1, 8)}
    assert min(counts.values()) >= 5
    assert {lever.author for lever in levers} == {"ce guide"}
    assert {lever.source for lever in levers} == {None}


def test_une_famille_en_plus_de_son_fichier_n_est_pas_exigee_a_la_lecture(tmp_path: Path) -> None:
    """Un dossier sans une famille se lit : elle manque, c'est tout."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.gz"))
    (folder / "portes.yaml").unlink()
    assert "portes" not in catalogue.read_catalogue(folder).families
