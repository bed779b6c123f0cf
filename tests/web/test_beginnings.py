"""De quoi commencer dans la page : exemples, ODD, grilles à envoyer."""

from __future__ import annotations

import io
import zipfile

import pytest
from web.samples import NAMES, Ask, RefusedError


def test_chaque_exemple_s_ouvre_comme_un_dossier(ask: Ask, example: str) -> None:
    """L'exemple choisi par son nom rend les valeurs de son fichier, sans rien à corriger."""
    opened, _ = ask("example", name=example)
    described, _ = ask("describe")
    titles = {one["name"]: one["title"] for one in described["examples"]}
    assert sorted(titles) == sorted(NAMES)
    assert opened["values"]["alliance"]["nom"] == titles[example]
    assert [one for one in opened["problems"] if one["blocking"]] == []


def test_un_exemple_inconnu_se_dit(ask: Ask) -> None:
    """La phrase nomme ceux qui existent."""
    with pytest.raises(RefusedError, match="pays-de-retz"):
        ask("example", name="pays-de-rets")


def test_les_dix_sept_objectifs_se_cochent_par_leur_titre(ask: Ask) -> None:
    """Numéros de 1 à 17, dans l'ordre, chacun avec un titre."""
    described, _ = ask("describe")
    assert [one["number"] for one in described["odd"]] == list(range(1, 18))
    assert all(one["title"] for one in described["odd"])


@pytest.mark.parametrize("form", ["ods", "xlsx"])
def test_les_grilles_a_envoyer_sont_une_par_personne(ask: Ask, form: str) -> None:
    """Une personne, une feuille ; plusieurs, une archive reproductible d'autant de feuilles."""
    _, [(name, content)] = ask("blank_grids", alliance="Essai", count=1, format=form)
    assert name == f"grille-essai.{form}"
    assert content.startswith(b"PK")
    _, [(archive, packed)] = ask("blank_grids", alliance="Essai", count=3, format=form)
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert archive == "grilles-a-remplir.zip"
    assert names == [f"grille-essai-r0{number}.{form}" for number in (1, 2, 3)]
    assert ask("blank_grids", alliance="Essai", count=3, format=form)[1] == [(archive, packed)]


@pytest.mark.parametrize(("count", "form"), [(0, "ods"), (501, "ods"), (2, "docx")])
def test_une_demande_de_grilles_hors_bornes_se_dit(ask: Ask, count: int, form: str) -> None:
    """Le nombre et le format ont leurs bornes, dites par une phrase."""
    with pytest.raises(RefusedError):
        ask("blank_grids", alliance="Essai", count=count, format=form)
