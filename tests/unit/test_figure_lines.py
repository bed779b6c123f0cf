"""Chaque chiffre du catalogue, lu à voix haute : ce que le nombre compte, dit une fois."""

from __future__ import annotations

import re

import pytest

from kit.knowledge.catalogue import Figure, describe_figure, load_catalogue

FIGURES = [(entry.key, figure) for entry in load_catalogue().entries for figure in entry.figures]
LINES = {(key, describe_figure(figure).replace("\u00a0", " ")) for key, figure in FIGURES}
# Ces unités ne changent pas au pluriel, ou n'en ont pas.
INVARIABLE = {"%", "% par an", "€", "M€", "Md€", "km", "m²", "mois", "D", "sur 3"}
# Les petits mots reviennent sans se répéter : « points de contact de La Poste ».
SMALL = {"dans", "entre", "leur", "leurs", "pour"}


def list_words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


@pytest.mark.parametrize(
    ("value", "unit", "label", "told"),
    [
        (38, "communes", "communes du pays", "38 communes du pays"),
        (7, "ans", "horizon du plein emploi", "7 ans : horizon du plein emploi"),
        (
            200,
            "organisations",
            "organisations signataires (près de)",
            "près de 200 organisations signataires",
        ),
        (45, "%", "d’entre elles : mécénat", "45 % d’entre elles : mécénat"),
        (250, "élèves par an", "élèves touchés chaque année", "250 élèves touchés chaque année"),
        (250, "élèves par an", "élèves touchés", "250 élèves par an : élèves touchés"),
        (6.5, "Md€", "dotation", "6,5 Md€ : dotation"),
    ],
)
def test_un_chiffre_se_dit_dans_une_seule_grammaire(value: float, unit: str, label: str, told: str) -> None:
    """Le libellé qui commence par l'unité la précise ; un autre la suit, après deux-points."""
    figure = Figure(value=value, unit=unit, label=label)
    assert describe_figure(figure).replace("\u00a0", " ") == told


def test_aucune_ligne_de_chiffre_ne_se_repete() -> None:
    """Ni « 38 communes : communes », ni deux fois le même mot, ni deux lignes pareilles dans une fiche."""
    doubled = []
    for key, line in LINES:
        words = [word for word in list_words(line.split(" (")[0]) if len(word) > 3 and word not in SMALL]
        again = {word for word in words if words.count(word) > 1}
        close = re.search(r"\b(\w+) \1\b", line.lower())
        doubled += [(key, line)] if again or close else []
    assert doubled == []
    assert len(LINES) == len(FIGURES)


def test_une_unite_s_accorde_avec_son_nombre() -> None:
    """Au singulier jusqu'à deux, au pluriel ensuite."""
    wrong = []
    for key, figure in FIGURES:
        noun = figure.unit.removesuffix(" par an").split()[0]
        is_plural = noun.endswith(("s", "x"))
        if figure.unit not in INVARIABLE and is_plural != (figure.value >= 2):
            wrong.append((key, figure.value, figure.unit))
    assert wrong == []


def test_une_nuance_ouvre_la_ligne() -> None:
    """« (environ) » se dit devant le nombre, jamais à la fin."""
    assert [line for _, line in LINES if re.search(r"\((?:environ|p[lr].s de|moins de|au .*)\)$", line)] == []
    assert any(line.startswith("environ ") for _, line in LINES)


def test_un_libelle_ne_reprend_l_unite_qu_en_tete() -> None:
    """Plus loin, elle se lirait deux fois."""
    loose = [
        (key, figure.unit, figure.label)
        for key, figure in FIGURES
        if (noun := figure.unit.removesuffix(" par an")).isalpha()
        and re.search(rf"\b{noun}\b", figure.label)
        and (figure.label == noun or not figure.label.startswith(f"{noun} "))
    ]
    assert loose == []
