"""Les outils du navigateur : versions exactes, verrou sans adresse."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_les_outils_du_navigateur_ont_des_versions_exactes() -> None:
    """Deux installations donnent les mêmes contrôles."""
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = package["dependencies"] | package["devDependencies"]
    assert set(versions) == {"axe-core", "pandoc-wasm", "playwright-core", "puppeteer-core", "pyodide"}
    assert [version for version in versions.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_le_verrou_suit_les_versions_demandees_sans_nommer_d_adresse() -> None:
    """Chaque paquet y a son empreinte ; d'où il vient est l'affaire de chaque machine."""
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    wanted = package["dependencies"] | package["devDependencies"]
    locked = json.loads(text)["packages"]
    assert '"resolved"' not in text
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all("integrity" in package for name, package in locked.items() if name)
