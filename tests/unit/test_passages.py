"""Un énoncé a son passage, ses voix et ses mots déclarés ; sinon, fichier, clé et mot sont nommés."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kit.domain import locations
from kit.domain.errors import format_problem
from kit.domain.values import Problem
from kit.knowledge.catalogue import CatalogueError, read_catalogue
from kit.knowledge.catalogue.passages import (
    Voice,
    list_strong_words,
    load_passages,
    reread_catalogue,
    tell_voices,
)

DATA = locations.DATA
SUR07 = '{cle: SUR07, lignes: "282-286", voix: [introduction]}'


def reread_altered(folder: Path, name: str, before: str, after: str) -> tuple[Problem, ...]:
    """Les problèmes d'un catalogue dont ce seul fichier est changé, une fois."""
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.gz"))
    path = folder / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        reread_catalogue(folder)
    return caught.value.problems


def test_le_catalogue_livre_tient_a_ses_passages() -> None:
    """Aucun énoncé sans passage, aucune voix de trop, aucun mot fort que rien ne porte."""
    assert reread_catalogue(DATA).entries


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (("passages", f"  - {SUR07}\n", ""), "catalogue-passage-absent", ("faits.yaml", "SUR07")),
        (("passages", '"282-286"', '"282-3028"'), "catalogue-passage", ("282-3028", "SUR07", "1 et 3027")),
        (("passages", '"282-286"', '"286-282"'), "catalogue-passage", ("286-282", "SUR07")),
        (("passages", '"282-286"', '"282-330"'), "catalogue-passage", ("282-330", "SUR07", "imprimées : 8")),
        (("passages", '"282-286"', '"page 8"'), "catalogue-valeur", ("lignes",)),
        (("passages", SUR07, SUR07.replace("introduction", "introductio")), "catalogue-voix", ("SUR07",)),
        (("passages", SUR07, SUR07.replace("introduction", "debray")), "catalogue-voix", ("debray", "SUR07")),
        (("passages", SUR07, SUR07.replace("SUR07", "SUR77")), "catalogue-renvoi", ("SUR77",)),
        (("passages", SUR07, SUR07.replace("SUR07", "SUR01")), "catalogue-double", ("SUR01",)),
        (("faits", "était en train", "était vraiment en train"), "catalogue-mot", ("SUR07", "vraiment")),
        (
            ("faits", "était en train", "était donc en train"),
            "catalogue-mot",
            ("faits.yaml", "SUR07", "donc"),
        ),
        (("passages", "appui: aux expériences", "appui: un deux trois quatre cinq"), "catalogue-valeur", ()),
        (
            ("passages", "mot: grâce à", "mot: grâce aux"),
            "catalogue-mot-inutile",
            ("ANP-CADRES", "grâce aux"),
        ),
        (("enquetes", ", et la base, ne sont", " ne sont"), "catalogue-base", ("SUR-SECONDAIRE",)),
        (("faits", "ne donnent pas la base", "datent"), "catalogue-base", ("faits.yaml", "SUR01")),
        (("global-compact", "combien d’entreprises", "quand"), "catalogue-base", ("GLO2",)),
        (("quiz", "ne donnent pas la base", "datent"), "catalogue-base", ("quiz.yaml", "QZ3-A")),
    ],
)
def test_un_enonce_qui_dit_plus_est_nomme(
    tmp_path: Path, change: tuple[str, str, str], code: str, words: tuple[str, ...]
) -> None:
    """Le problème est le sien, et sa phrase donne le fichier, la clé et le mot."""
    told = [
        format_problem(problem)
        for problem in reread_altered(tmp_path / "data", *change)
        if problem.code == code
    ]
    assert any(all(word in text for word in words) for text in told), told


def test_sans_relecture_le_catalogue_se_lit_sans_les_passages(tmp_path: Path) -> None:
    """Produire un document ne demande pas ce fichier, qui sert à qui tient le catalogue."""
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.gz", "passages.yaml"))
    assert read_catalogue(tmp_path / "data").entries
    with pytest.raises(CatalogueError):
        reread_catalogue(tmp_path / "data")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Un vrai frein", ("exclusif", "vrai")),
        ("La formation n’aide pas, dit-elle, mais la mobilité aide", ("opposition", "pas … mais")),
        ("Trois ans plus tard", ("durée", "trois ans")),
        ("parce qu’elle était là", ("cause", "parce qu’")),
    ],
)
def test_un_mot_fort_est_reconnu(text: str, found: tuple[str, str]) -> None:
    """Un de chaque genre."""
    assert found in set(list_strong_words(text))


def test_une_voix_se_dit_par_sa_fonction_sans_nom() -> None:
    """« Dit par » pour une personne, « D'après » pour un texte, et jamais un nom."""
    minister = Voice(key="a", name="Anne Onyme", role="Ministre des Liens", lines="1")
    leader = Voice(key="b", role="Haut-Commissaire aux Liens", lines="2")
    summary = Voice(key="c", role="Synthèse, non signée", is_impersonal=True, lines="3")
    assert tell_voices((minister, summary, leader)) == (
        "Dit par : ministre des Liens ; Haut-Commissaire aux Liens",
        "D’après : synthèse, non signée",
    )


def test_un_texte_non_signe_n_est_dit_par_personne() -> None:
    """« Dit par » ne s'écrit que devant des personnes."""
    people = [voice for voice in load_passages().voices if not voice.is_impersonal]
    assert people
    assert [voice.key for voice in people if re.search("non signée?|^Animation", voice.role)] == []
