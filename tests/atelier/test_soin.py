"""L'atelier avec soin : l'essentiel d'abord, au bon endroit, en peu de clics."""

from __future__ import annotations

import io
import itertools
import zipfile

import pytest
from atelier.conftest import Play, read_bytes

from kit.knowledge.catalogue import load_grid

pytestmark = pytest.mark.navigateur

# « Trois réponses suffisent » : le territoire, le nom, la cause.
ANSWERS = 3
CLICKS = 6
ESSENTIAL = ["titre", "structure_pilote", "statut", "fin", "budget"]
HIGHEST = 400


def skips_none(levels: list[int]) -> bool:
    """Vrai si aucun titre ne descend de plus d'un rang."""
    return levels[0] == 1 and all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_trois_reponses_suffisent_a_un_premier_fichier_word(play: Play) -> None:
    """La jauge compte les trois réponses promises ; Word vient d'abord, avec son poids, en six clics."""
    told = play("soin", "word")
    assert "Trois réponses suffisent" in told["promised"]
    assert (told["before"]["value"], told["before"]["max"], told["before"]["go"]) == (0, ANSWERS, False)
    assert told["before"]["text"].replace("\u00a0", " ").startswith("Il manque 3 réponses")
    assert (told["after"]["value"], told["after"]["max"], told["after"]["go"]) == (ANSWERS, ANSWERS, True)
    assert told["order"][0] == "docx"
    assert "16\u00a0Mo" in told["offered"]
    assert told["ready"] == "Word .docx"
    with zipfile.ZipFile(io.BytesIO(read_bytes(told["file"]))) as archive:
        assert "Agir ensemble." in archive.read("word/document.xml").decode()
    assert told["clicks"] == CLICKS
    assert told["errors"] == []


def test_le_premier_champ_est_en_haut_d_un_petit_ecran(play: Play) -> None:
    """À 390 points, avant 400 points du haut ; les étapes gardent leurs noms ; aucun rang de titre sauté."""
    told = play("soin", "petit")
    assert {step: top for step, top in told["tops"].items() if top is not None and top >= HIGHEST} == {}
    assert sum(top is not None for top in told["tops"].values()) == len(told["tops"]) - 1
    assert [name for name, seen in told["names"] if not seen] == []
    assert {step: one for step, one in told["levels"].items() if not skips_none(one)} == {}
    assert told["errors"] == []


def test_chaque_ecran_montre_une_chose_a_la_fois(play: Play) -> None:
    """Cinq champs par action et le reste plié, une dimension à la fois, l'aperçu sous les yeux."""
    told = play("soin", "attention")
    assert told["asks"] == []
    assert told["fields"] == ESSENTIAL
    assert set(told["unfolded"]) == {*ESSENTIAL, "numero", "axe", "descriptif", "objectif"}
    assert told["landed"] == ["debut", True]
    dimensions = load_grid().dimensions
    assert told["criteria"] in {len(one.criteria) for one in dimensions}
    assert told["first"] != told["second"][0]
    assert told["second"][1]
    assert told["preview"]["focused"]
    assert told["preview"]["part"] >= 0.9
    assert skips_none(told["preview"]["levels"])
    assert [one.split()[0] for one in told["tools"]] == ["Enregistrer", "Ouvrir", "Réunir", "Effacer"]
    assert told["errors"] == []
