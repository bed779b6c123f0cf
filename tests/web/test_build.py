"""Le lot de l'atelier : reproductible, complet, et le fichier unique qui ne demande rien."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import build_offline
import build_web
import pytest
from web.drive import drive, give
from web.samples import EXAMPLES, TODAY, load_example

from kit.writers.pandoc import _find_pandoc

ROOT = Path(__file__).parents[2]
MODULES, WHEELS = ROOT / "node_modules", ROOT / ".venv-navigateur"
# Ce qu'un clic sur « Commencer » peut coûter, en octets sur le réseau.
BUDGET = 12_000_000


@pytest.fixture(scope="module")
def packed() -> bytes:
    """Le lot du kit, fait une fois."""
    return build_web.build_lot(WHEELS)


def test_le_lot_a_les_memes_octets_a_chaque_fois(packed: bytes) -> None:
    """Deux constructions, un seul contenu ; aucune date, aucun chemin de la machine."""
    assert packed == build_web.build_lot(WHEELS)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        assert [name for name in archive.namelist() if name.startswith(("/", ".."))] == []
        text = b"".join(archive.read(name) for name in archive.namelist())
    assert str(ROOT).encode() not in text


def test_le_lot_porte_la_palette_et_les_phrases_des_classeurs(packed: bytes) -> None:
    """Sans elles, la page ne saurait ni colorer une figure ni faire un classeur à remplir."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = set(archive.namelist())
    sheets = {
        f"kit/_templates/classeurs/{name}.md.j2"
        for name in ("dossier", "grille-repondant", "grilles-reunies")
    }
    assert {"kit/_templates/references/palette.yaml", *sheets} <= names


def test_le_moteur_dit_la_licence_et_la_source_de_tout_ce_qu_il_embarque(engine: Path) -> None:
    """Chaque paquet du lot y est, à sa version installée ; pandoc, Pyodide et Python aussi."""
    listed = {one["nom"]: one for one in json.loads((engine / "licences.json").read_text(encoding="utf-8"))}
    assert {*build_web.PACKAGES, "python-calamine", "CPython", "pandoc", "calamine (Rust)"} <= listed.keys()
    assert {name: listed[name]["version"] for name in build_web.PACKAGES} == {
        name: distribution(name).version for name in build_web.PACKAGES
    }
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert listed["pyodide"]["version"] == package["pyodide"]
    assert listed["pandoc"]["licence"] == "GPL-2.0-or-later"
    assert [name for name, one in listed.items() if not (one["licence"] and one["source"])] == []


def test_les_paquets_du_lot_sont_ceux_dont_la_licence_est_dite(packed: bytes) -> None:
    """Un module de plus dans le lot, sans sa licence dans la liste, est une faute."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        tops = {name.split("/")[0].removesuffix(".py") for name in archive.namelist()}
    provided = packages_distributions()
    owners = {owner.lower() for top in tops - {"kit"} for owner in provided[top]}
    listed = {name.lower() for name in (*build_web.PACKAGES, "python-calamine")}
    assert {name.replace("_", "-") for name in owners} == {name.replace("_", "-") for name in listed}


def test_le_moteur_porte_le_texte_entier_de_chaque_licence(engine: Path) -> None:
    """Redistribuer, c'est joindre la licence : celles que l'on cite, du premier au dernier mot."""
    text = (engine / "LICENCES.txt").read_text(encoding="utf-8")
    for name in ("MPL-2.0", "GPL-2.0-or-later", "Python-2.0", "etalab-2.0", "CC-BY-4.0", "Apache-2.0"):
        assert (ROOT / "licences" / f"{name}.txt").read_text(encoding="utf-8").strip() in text
    assert "Permission is hereby granted" in text
    assert all(f"---- {name}, " in text for name in build_web.PACKAGES)


def test_les_empreintes_sont_celles_des_fichiers(engine: Path) -> None:
    """« empreintes.txt » se vérifie, et la page du livre imprime les mêmes."""
    lines = (engine / "empreintes.txt").read_text(encoding="utf-8").splitlines()
    prints = dict(reversed(line.split("  ")) for line in lines)
    assert {"engine.mjs", "kit-web.zip.bin", "pandoc/core.js", "lot.json"} <= prints.keys()
    for name, digest in prints.items():
        assert hashlib.sha256((engine / name).read_bytes()).hexdigest() == digest
    listed = json.loads((engine / "fichiers.json").read_text(encoding="utf-8"))
    shown = {one["nom"]: one["sha256"] for phase in listed for one in phase["fichiers"]}
    assert shown == {name: digest for name, digest in prints.items() if name != build_web.LICENSES}


def test_le_premier_clic_pese_moins_de_douze_megaoctets(engine: Path) -> None:
    """Tout ce que « Commencer » charge, même chez un hébergeur qui ne compresse rien."""
    first, *_ = json.loads((engine / "fichiers.json").read_text(encoding="utf-8"))
    assert sum(one["poids"] for one in first["fichiers"]) < BUDGET


def test_le_pandoc_de_la_page_a_la_version_de_celui_de_la_commande() -> None:
    """Sans quoi les docx et les odt différeraient."""
    import subprocess

    said = subprocess.run([_find_pandoc(), "--version"], capture_output=True, text=True, check=True).stdout
    in_page = (MODULES / "pandoc-wasm" / "pandoc-version.txt").read_text(encoding="utf-8").strip()
    assert re.search(r"pandoc\S* (\d+\.\d+)", said)[1] == in_page


def test_un_lot_sans_npm_dit_ce_qui_manque(tmp_path: Path) -> None:
    """Une phrase, et rien d'écrit."""
    with pytest.raises(build_web.MissingPartError, match="npm ci"):
        build_web.build_engine(tmp_path / "moteur", modules=tmp_path, wheels=WHEELS)
    assert not (tmp_path / "moteur").exists()


def test_un_module_en_cercle_est_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deux modules qui dépendent l'un de l'autre n'auraient pas d'adresse."""
    monkeypatch.setattr(build_offline, "STATIC", tmp_path)
    (tmp_path / "entry.mjs").write_text('import "./b.mjs";\n', encoding="utf-8")
    (tmp_path / "b.mjs").write_text('import "./entry.mjs";\n', encoding="utf-8")
    with pytest.raises(ValueError, match="dépendent l’un de l’autre"):
        build_offline.order_modules(tmp_path, ["entry.mjs"])


@pytest.mark.navigateur
@pytest.mark.parametrize("browser", ["chromium", "firefox"])
@pytest.mark.parametrize("complete", [False, True], ids=["léger", "complet"])
def test_le_fichier_unique_marche_par_double_clic_sans_une_requete(
    engine: Path, tmp_path: Path, browser: str, *, complete: bool
) -> None:
    """Classeur, reprise, page ; et docx dans l'édition complète ; l'édition légère dit ce qu'elle n'a pas."""
    static = build_offline.STATIC
    page, styles = (static / name for name in ("offline.html", "page.css"))
    text = build_offline.build_offline(
        engine, page.read_text(encoding="utf-8"), styles.read_text(encoding="utf-8"), complete=complete
    )
    file = tmp_path / "atelier.html"
    file.write_text(text, encoding="utf-8")
    values = load_example("pays-de-retz")
    asked = {"values": values, "kind": "plan-action", "today": TODAY}
    sheet = (EXAMPLES / "pays-de-retz.ods").read_bytes()
    visit = drive(
        browser,
        file.as_uri(),
        [
            {"do": "produce", "args": {**asked, "format": "xlsx"}},
            {"do": "openFile", "files": [give("dossier.ods", sheet)]},
            {"do": "call", "name": "preview", "args": asked},
            {"do": "produce", "args": {**asked, "format": "docx"}},
        ],
    )
    assert visit.content(0).startswith(b"PK")
    assert visit.value(1)["values"]["alliance"]["nom"] == values["alliance"]["nom"]
    assert "<main" in visit.value(2)["page"]
    assert visit.phases == (("kit", "map", "pandoc") if complete else ("kit", "map"))
    if complete:
        assert visit.content(3).startswith(b"PK")
    else:
        assert visit.refusal(3)[0] == "loading"
    told = [one for one in visit.requests if not one.startswith(("blob:", "data:"))]
    assert [one for one in told if one != file.as_uri()] == []
    assert visit.errors == ()


def test_le_tableau_des_fichiers_finit_par_leur_poids_total() -> None:
    """Une ligne par fichier, avec son empreinte, puis la somme."""
    from kit.sphinxext.downloads.workshop_engine import list_rows

    files = [
        {"nom": "a.mjs", "role": "essai", "poids": 900, "sha256": "0a"},
        {"nom": "b.bin", "role": "essai", "poids": 2_000_000, "sha256": "0b"},
    ]
    rows = list_rows(files)
    assert [row[2] for row in rows] == ["900\u00a0octets", "2,00\u00a0Mo", "2,00\u00a0Mo"]
    assert rows[-1][0] == "Total"
