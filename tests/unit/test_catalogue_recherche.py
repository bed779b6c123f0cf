"""Chercher dans le catalogue, choisir par facette, proposer des cas qui ressemblent."""

from __future__ import annotations

import pytest

from kit.domain.values import Audience, PartnerKind, Population, Stage, Territory, TerritoryKind
from kit.knowledge import catalogue
from kit.knowledge.catalogue.entries import CaseStudy, Entry, Facets
from kit.knowledge.catalogue.search import list_stems
from kit.knowledge.territories import resolve_territory


def build_entry(key: str, *, title: str = "Rien", statement: str = "Rien.", remark: str = "") -> Entry:
    return Entry(key=key, family="essai", title=title, statement=statement, remark=remark, facets=Facets())


def search(words: str, *entries: Entry) -> list[str]:
    return [entry.key for entry in catalogue.search_catalogue(words, entries=entries)]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("elu", "Les élus décident."),
        ("élues", "Un élu décide."),
        ("reseau", "Des réseaux locaux."),
        ("locaux", "Un réseau local."),
        ("alliance", "L’alliance tient."),
        ("l'alliance", "Des alliances durables."),
        ("JEUNE", "La rencontre des jeunes."),
        ("oeuvre", "La mise en œuvre."),
        ("mobil", "La mobilité des salariés."),
    ],
)
def test_accents_pluriels_et_elisions_sont_pardonnes(asked: str, written: str) -> None:
    """Le mot demandé retrouve le mot écrit."""
    assert search(asked, build_entry("A", statement=written)) == ["A"]


def test_tous_les_mots_doivent_se_trouver() -> None:
    """Un mot absent suffit à écarter la fiche."""
    entry = build_entry("A", statement="Une alliance locale.")
    assert search("alliance locale", entry) == ["A"]
    assert search("alliance lointaine", entry) == []


def test_le_titre_passe_avant_l_enonce_et_lui_avant_les_details() -> None:
    """L'ordre des réponses suit l'endroit du mot, non l'ordre du catalogue."""
    detail = build_entry("DETAIL", remark="Sur la mobilité.")
    statement = build_entry("ENONCE", statement="La mobilité manque.")
    title = build_entry("TITRE", title="Mobilité")
    assert search("mobilité", detail, statement, title) == ["TITRE", "ENONCE", "DETAIL"]


def test_le_mot_entier_passe_avant_le_debut_de_mot() -> None:
    """Au même endroit, « format » répond mieux que « formation » à qui demande « format »."""
    longer = build_entry("LONG", statement="Une formation.")
    exact = build_entry("EXACT", statement="Un format.")
    assert search("format", longer, exact) == ["EXACT", "LONG"]


def test_les_mots_vides_ne_comptent_pas() -> None:
    """« la mobilité des jeunes » cherche deux mots."""
    assert list_stems("la mobilité des jeunes") == list_stems("mobilité jeune")


def test_rien_que_des_mots_vides_ne_trouve_rien() -> None:
    """« de la » ne rend pas tout le catalogue."""
    assert search("de la", build_entry("A", statement="De la mobilité.")) == []


def test_la_cle_d_une_fiche_la_donne_en_premier() -> None:
    """Même en minuscules, et pour la clé d'un élément."""
    assert catalogue.search_catalogue("pem2")[0].key == "PEM2"
    assert catalogue.search_catalogue("MET-A4")[0].key == "MET-A"


def test_la_limite_est_tenue() -> None:
    """Pas plus de fiches que demandé."""
    assert len(catalogue.search_catalogue("territoire", limit=3)) == 3


def test_le_catalogue_livre_repond_a_une_question_de_terrain() -> None:
    """Le garage solidaire du bassin minier se trouve par « mobilite »."""
    assert "FDF2" in {entry.key for entry in catalogue.search_catalogue("mobilite")}


@pytest.mark.parametrize(
    ("facets", "check"),
    [
        ({"family": "metiers"}, lambda entry: entry.family == "metiers"),
        ({"theme": "ingenierie"}, lambda entry: "ingénierie" in entry.facets.themes),
        ({"stage": Stage.MEET}, lambda entry: Stage.MEET in entry.facets.stages),
        ({"audience": Audience.FUNDER}, lambda entry: Audience.FUNDER in entry.facets.audiences),
        ({"odd": 17}, lambda entry: 17 in entry.facets.odd),
    ],
)
def test_une_facette_ne_rend_que_les_fiches_qui_la_portent(facets, check) -> None:
    """Et elle en rend au moins une."""
    found = catalogue.select_entries(**facets)
    assert found
    assert all(check(entry) for entry in found)


def test_la_nature_d_un_cas_est_aussi_une_facette() -> None:
    """Les cas de communes se choisissent par leur territoire."""
    found = catalogue.select_entries(family="cas", territory_kind="commune")
    assert found
    assert all(isinstance(entry, CaseStudy) for entry in found)


def test_deux_facettes_se_cumulent() -> None:
    """Le choix est plus étroit que chacune."""
    both = catalogue.select_entries(odd=17, family="cibles")
    assert set(both) == set(catalogue.select_entries(odd=17)) & set(catalogue.select_entries(family="cibles"))
    assert len(both) == 19


# --- Les cas qui ressemblent --------------------------------------------------------------


def build_territory(name: str, kind: TerritoryKind, population: int) -> Territory:
    return Territory(
        kind=kind, code="00000", name=name, populations=(Population(year=2023, inhabitants=population),)
    )


def test_le_cas_du_territoire_lui_meme_vient_en_premier() -> None:
    """Aux Mureaux, le cas des Mureaux, et la raison le dit."""
    territory = resolve_territory("Les Mureaux (78440)").territory
    assert territory
    case, reason = catalogue.propose_cases(territory)[0]
    assert case.code == "78440"
    assert reason == "Il se passe sur votre territoire."


def test_la_raison_dit_la_nature_et_la_population() -> None:
    """Une commune de 30 000 habitants ressemble à Charenton par les deux."""
    commune = build_territory("Ailleurs", TerritoryKind.COMMUNE, 30_000)
    reasons = {case.key: reason for case, reason in catalogue.propose_cases(commune, 10)}
    assert "même genre de territoire (commune)" in reasons["CAS-ELEVES"]
    assert "population est du même ordre" in reasons["CAS-ELEVES"]


def test_les_acteurs_communs_comptent_et_se_disent() -> None:
    """Un acteur partagé suffit à proposer un cas, avec son nom dans la raison."""
    region = build_territory("Ailleurs", TerritoryKind.GROUP, 10)
    shared = catalogue.propose_cases(region, 50, actors=(PartnerKind.EDUCATION,))
    assert any("enseignement et recherche" in reason for _, reason in shared)


def test_un_cas_sans_rien_de_commun_n_est_pas_propose() -> None:
    """Le même nombre de propositions que de raisons, et jamais une raison vide."""
    commune = build_territory("Ailleurs", TerritoryKind.COMMUNE, 100)
    proposed = catalogue.propose_cases(commune, 100)
    assert len(proposed) < len(catalogue.load_catalogue().list_typed(CaseStudy))
    assert all(len(reason) > 20 for _, reason in proposed)


def test_la_limite_des_propositions_est_tenue() -> None:
    """Trois cas par défaut."""
    commune = build_territory("Ailleurs", TerritoryKind.COMMUNE, 30_000)
    assert len(catalogue.propose_cases(commune)) == 3
