"""Ce qui tourne mal se dit par une phrase, et ce qui est écrit reste écrit."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path

import pytest
import yaml
from atelier.conftest import ROOT, Play, read_bytes

from kit.domain.errors import InputError
from kit.reading.checks import check_file
from kit.reading.tables import MAX_BYTES

pytestmark = pytest.mark.navigateur

GRIDS = sorted((ROOT / "exemples" / "grilles").glob("*.ods"))
EXAMPLE = ROOT / "exemples" / "pays-de-retz"


def test_une_connexion_perdue_au_depart_se_reprend(play: Play) -> None:
    """Une phrase, un bouton ; l'atelier s'ouvre quand la connexion revient, puis se passe de réseau."""
    told = play("incidents", "depart")
    assert "Réessayer" in told["said"]
    assert told["file"].endswith(".ods")


def test_word_ne_se_charge_qu_a_la_demande_et_sans_rien_perdre(play: Play) -> None:
    """Word s'offre avec son poids, rien ne part avant le clic ; un échec se dit, et le bouton ressert."""
    told = play("incidents", "pandoc")
    assert told["before"] == 0
    assert "16\u00a0Mo" in told["offered"]
    assert "intact" in told["said"]
    assert told["kept"] == 12
    for name, part in (("docx", "word/document.xml"), ("pptx", "ppt/presentation.xml")):
        with zipfile.ZipFile(io.BytesIO(read_bytes(told[name]))) as archive:
            assert part in archive.namelist()


@pytest.mark.parametrize("missing", ["scripts", "modules", "WebAssembly", "Worker", "DecompressionStream"])
def test_un_navigateur_demuni_garde_le_classeur_vierge(play: Play, missing: str) -> None:
    """Sans script, module ou outil du moteur : une phrase, pas de bouton mort, le classeur vierge."""
    told = play("incidents", "demuni", missing=missing)
    assert "il lui faut JavaScript et une version récente" in told["message"]
    assert "classeur vierge" in told["message"]
    assert told["errors"] == []
    assert told["messageShown"]
    assert told["blankShown"]
    assert not told["buttonShown"]


@pytest.mark.parametrize("missing", ["entry.mjs", "moteur/engine.mjs"])
def test_un_site_qui_ne_sert_pas_l_atelier_le_dit(play: Play, missing: str) -> None:
    """L'entrée ou le moteur retirés du serveur : la page n'accuse pas le navigateur."""
    told = play("incidents", "absent", missing=missing)
    assert "ne le sert pas" in told["said"]
    assert (told["blamed"], told["button"], told["blank"]) == (False, False, True)


def test_un_fichier_se_depose_n_importe_ou(play: Play) -> None:
    """Hors de l'atelier aussi, un dossier s'ouvre ; deux se refusent ; un texte glissé ne fait rien."""

    def give(path: Path) -> dict[str, str]:
        return {"name": path.name, "base64": base64.b64encode(path.read_bytes()).decode()}

    grids = [give(path) for path in GRIDS]
    told = play("incidents", "depot", dossier=give(EXAMPLE.with_suffix(".ods")), grids=grids)
    assert told["text"] == {"taken": False, "hovered": False, "left": True}
    assert told["file"] == {"taken": True, "hovered": True, "left": True}
    assert told["several"]["taken"]
    assert "Vous avez déposé 2 fichiers" in told["refused"].replace("\u00a0", " ")
    assert "pays-de-retz.ods est repris" in told["said"]
    assert f"{len(grids)} grilles" in told["go"]
    assert told["errors"] == []


def test_chaque_mauvais_fichier_a_la_phrase_de_la_commande(play: Play, tmp_path: Path) -> None:
    """Tronqué, hostile, ancien, trop gros, d'un autre type : la phrase du terminal, et le dossier reste."""
    files = {
        "tronque.xlsx": EXAMPLE.with_suffix(".xlsx").read_bytes()[:9_000],
        "ancien.xls": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "renvois.yaml": b"a: &a [x]\nb: [*a, *a]\n",
        "image.png": b"\x89PNG\r\n\x1a\n",
        "vide.ods": b"",
    }
    paths = {name: tmp_path / name for name in (*files, "gros.ods")}
    for name, content in files.items():
        paths[name].write_bytes(content)
    with paths["gros.ods"].open("wb") as stream:
        stream.truncate(5 * MAX_BYTES)
    told = play("incidents", "fichiers", files={name: str(path) for name, path in paths.items()})
    for name, path in paths.items():
        with pytest.raises(InputError) as refused:
            check_file(path)
        for problem in refused.value.problems:
            assert problem.remedy[1:] in told["said"][name]["text"], name
        assert told["said"][name]["focused"], name
    assert told["kept"] == 12
    assert told["errors"] == []


def test_deux_mille_actions_s_ouvrent_et_se_corrigent(play: Play, tmp_path: Path) -> None:
    """Un dossier démesuré se montre en entier, et l'on y écrit."""
    values = yaml.safe_load(EXAMPLE.with_suffix(".yaml").read_text(encoding="utf-8"))
    values["actions"] = [{"numero": f"A{rank}", "titre": f"Action {rank}"} for rank in range(1, 2001)]
    path = tmp_path / "enorme.yaml"
    path.write_text(json.dumps(values, default=str), encoding="utf-8")
    told = play("incidents", "enorme", path=str(path))
    assert told == {"refused": "", "rows": 2000, "typed": "Mobilité"}


def test_rien_n_est_garde_sans_la_case_et_tout_s_efface(play: Play) -> None:
    """Le navigateur ne garde qu'à la demande, rend ce qu'il gardait, et oublie quand on le dit."""
    told = play("incidents", "garder")
    assert told["without"] == []
    assert told["warns"]
    assert "Secret" in json.dumps(told["kept"])
    assert told["found"] == "Secret"
    assert told["erased"] == []
    assert told["left"] == ""
