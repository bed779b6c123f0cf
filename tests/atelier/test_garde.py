"""Ce que le navigateur garde à la demande : plusieurs dossiers, dont aucun n'en remplace un autre."""

from __future__ import annotations

import json

import pytest
from atelier.conftest import Play, read_bytes

pytestmark = pytest.mark.navigateur


@pytest.fixture(params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest) -> str:
    """Le navigateur du contrôle."""
    return str(request.param)


def test_un_dossier_garde_survit_a_un_exemple_au_vide_et_au_rechargement(play: Play, browser: str) -> None:
    """L'exemple et le dossier neuf ne prennent pas sa place ; un bouton y ramène ; les deux se listent."""
    told = play("garde", "survivre", browser=browser)
    assert told["afterExample"] == {"names": ["Premier, corrigé"], "box": False}
    assert told["returned"] == "Premier, corrigé"
    assert told["afterBlank"] == {"names": ["Premier, corrigé"], "box": False}
    assert [one.split(",")[0].replace("\u00a0", " ") for one in told["shelf"]] == [
        "Ouvrir : Second",
        "Ouvrir : Premier",
    ]
    assert told["afterReload"] == {"names": ["Premier, corrigé", "Second"], "box": False}
    assert told["errors"] == []


def test_deux_onglets_ne_s_ecrasent_pas(play: Play, browser: str) -> None:
    """Ouvrir ne dérange personne ; écrire avertit l'autre onglet, qui garde le sien à part."""
    told = play("garde", "onglets", browser=browser)
    assert told["opened"] == ""
    assert "Un autre onglet vient d’écrire" in told["told"]
    assert not told["box"]
    assert told["before"] == ["Du second onglet"]
    assert told["after"] == ["Du premier onglet", "Du second onglet"]
    assert told["both"] == ["Du premier onglet", "Du second, plus tard"]
    assert told["quiet"] == ""
    assert told["errors"] == []


def test_un_stockage_abime_est_mis_de_cote_et_dit(play: Play, browser: str) -> None:
    """Le dossier d'une ancienne version s'ouvre ; ce qui ne se lit pas reste, mot pour mot, et s'emporte."""
    old = json.dumps({"values": {"alliance": {"nom": "D’avant"}}, "date": "1 mai 2026 à 10:00"})
    broken = [
        '{"values": {"alliance": {"nom": "Coupé',
        json.dumps({"values": {"partenaires": "un texte"}}),
        json.dumps({"values": {"alliance": {"case_inconnue": "à ne pas perdre"}}}),
    ]
    told = play("garde", "abime", browser=browser, old=old, broken=broken)
    assert [one.replace("\u00a0", " ") for one in told["shelf"]] == ["Ouvrir : D’avant, 1 mai 2026 à 10:00"]
    assert "3 dossiers gardés ne se lisent plus" in told["said"].replace("\u00a0", " ")
    assert sorted(one["text"] for one in told["store"]) == sorted([old, *broken])
    assert read_bytes(told["taken"]).decode() in broken
    assert told["resumed"] == "D’avant"
    assert told["errors"] == []


def test_un_navigateur_plein_le_dit_et_garde_la_version_d_avant(play: Play, browser: str) -> None:
    """La case se décoche, la page retient en la quittant, la version déjà gardée ne bouge pas."""
    told = play("garde", "plein", browser=browser)
    assert "n’a plus de place" in told["said"]
    assert told["left"] == ["Avant"]
    assert (told["box"], told["warns"]) == (False, True)
    assert told["errors"] == []


def test_effacer_se_demande_s_annule_et_laisse_les_autres(play: Play, browser: str) -> None:
    """Le dossier ouvert, un dossier de la liste, puis tous : une question, un retour, rien de plus."""
    told = play("garde", "oublier", browser=browser)
    assert told["refused"] == ["Deux", "Un"]
    assert told["erased"] == ["Un"]
    assert told["undone"] == {"names": ["Deux", "Un"], "box": True}
    assert told["forgotten"] == 1
    assert told["restored"] == ["Deux", "Un"]
    assert told["none"] == []
    assert told["errors"] == []
