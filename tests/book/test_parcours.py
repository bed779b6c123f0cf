"""Le livre comme une personne s'en sert, au clavier seul : suivre, télécharger, chercher, imprimer."""

from __future__ import annotations

from typing import Any

import pytest
from browser.audit import serve
from browser.book import walk_book

pytestmark = [pytest.mark.livre, pytest.mark.navigateur]
# De l'accueil à un atelier : un morceau du nom de chaque lien suivi.
LINKS = ("^convaincre$", "^Choisir le bon argumentaire", "^Preuves et public")
QUIZ = "sortie-de-crise/outils-politiques.html"
SEARCHES = ("evaluation", "évaluation", "elu", "élus", "ODD 17", "17", "zzyzx")
Walk = dict[str, Any]


@pytest.fixture(scope="module")
def walk(jupyter_book) -> Walk:
    """Tout le parcours, dans un seul navigateur."""
    with serve(jupyter_book.folder) as base:
        order = {"base": base, "home": "", "links": LINKS, "searches": SEARCHES}
        return walk_book({**order, "print": "mentions.html", "quiz": QUIZ})


def test_on_va_de_l_accueil_a_un_fichier_telecharge_au_clavier_seul(walk: Walk) -> None:
    """Chaque page s'ouvre par un lien atteint en peu d'arrêts, et le fichier arrive."""
    assert len(walk["path"]) == len(LINKS)
    assert max(step["stops"] for step in walk["path"]) < 60
    assert walk["download"]["size"] > 500


def test_le_lien_d_evitement_mene_au_contenu(walk: Walk) -> None:
    """C'est le premier arrêt de chaque page."""
    assert {(step["skip"], step["inside"]) for step in walk["path"]} == {("Aller au contenu", "main")}


@pytest.mark.parametrize(("plain", "spelled"), [("evaluation", "évaluation"), ("elu", "élus")])
def test_la_recherche_pardonne_les_accents_et_les_pluriels(walk: Walk, plain: str, spelled: str) -> None:
    """Les mêmes pages, écrites comme on veut."""
    found = [walk["searches"][words]["titles"] for words in (plain, spelled)]
    assert set(found[0]) == set(found[1])
    assert len(found[0]) > 3


def test_chercher_evaluation_trouve_la_grille_et_montre_le_mot(walk: Walk) -> None:
    """L'extrait commence près du mot trouvé, accents gardés."""
    results = walk["searches"]["evaluation"]
    assert "Grille d’évaluation" in results["titles"]
    assert {"évaluation", "Évaluation"} & set(results["marks"])
    assert len(results["excerpts"]) == len(results["titles"])
    assert all(len(text) <= 300 for text in results["excerpts"])


def test_un_nombre_se_cherche_seul_ou_avec_un_mot(walk: Walk) -> None:
    """« 17 » trouve des pages, et « ODD 17 » n'en trouve pas davantage."""
    alone, together = (set(walk["searches"][words]["titles"]) for words in ("17", "ODD 17"))
    assert together
    assert together <= alone
    assert "17" in walk["searches"]["17"]["marks"]


def test_la_recherche_sans_resultat_le_dit(walk: Walk) -> None:
    """Et ne montre aucune page."""
    assert walk["searches"]["zzyzx"]["titles"] == []
    assert walk["searches"]["zzyzx"]["values"] == ["zzyzx", "zzyzx"]


def test_la_recherche_ne_garde_rien(walk: Walk) -> None:
    """Ni les mots cherchés, ni autre chose."""
    assert walk["stored"] == {}
    assert walk["cookies"] == []


def test_le_mode_sombre_se_choisit_au_clavier_et_se_garde(walk: Walk) -> None:
    """Un mot dans la mémoire du navigateur, et rien d'autre."""
    dark = walk["dark"]
    assert dark["before"] == ["light", {}]
    assert dark["here"][0] == dark["next"][0] == "dark"
    assert dark["here"] == dark["next"]
    assert dark["stored"] == {"book-appearance": "dark"}


def test_une_page_imprimee_perd_ses_menus_et_gagne_ses_adresses(walk: Walk) -> None:
    """Le fond est blanc, les liens vers d'autres sites disent où ils mènent."""
    assert set(walk["print"]["hidden"]) == {"none"}
    assert walk["print"]["background"] == "rgb(255, 255, 255)"
    assert walk["print"]["after"]
    assert all("http" in content for content in walk["print"]["after"])


def test_signaler_une_erreur_emporte_la_page_d_ou_l_on_vient(walk: Walk) -> None:
    """Son titre et son adresse sont dans le message à copier."""
    lines = walk["report"].splitlines()
    assert lines[0] == "Page\u00a0: Vie privée"
    assert lines[1].startswith("Adresse\u00a0: http")
    assert lines[1].endswith("/vie-privee.html")


def test_une_question_se_joue_au_clavier(walk: Walk) -> None:
    """On choisit à l'espace, on vérifie à l'entrée, et le retour s'annonce."""
    quiz = walk["quiz"]
    assert quiz["role"] == "status"
    assert quiz["empty"] == "Choisissez d’abord une réponse."
    expected = "Bonne réponse" if sum(quiz["right"]) == 1 else "Vous y êtes presque"
    assert expected in quiz["answered"]
