"""Prendre et lire les six millésimes du paquet du découpage administratif."""

from __future__ import annotations

import json
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Record = dict[str, Any]

PACKAGE: Final = "@etalab/decoupage-administratif"
VERSIONS: Final = ("1.1.1", "2.3.1", "3.1.1", "4.1.0", "5.3.0", "6.0.0")
LATEST: Final = "6.0.0"


class RebuildError(Exception):
    """Un contrôle a échoué : le fichier livré n'est pas touché."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Un millésime du paquet, lu."""

    communes: tuple[Record, ...]
    epci: tuple[Record, ...]
    ept: tuple[Record, ...]
    departments: tuple[Record, ...]
    regions: tuple[Record, ...]

    def list_current(self) -> dict[str, Record]:
        """Les communes de plein exercice, par code."""
        return {item["code"]: item for item in self.communes if item["type"] == "commune-actuelle"}

    def list_populations(self) -> dict[str, int]:
        """Les populations du fichier des communes (recensement de l'Insee)."""
        known = self.list_current().items()
        return {code: item["population"] for code, item in known if item.get("population") is not None}

    def list_member_populations(self) -> dict[str, int]:
        """Les populations du fichier des intercommunalités (DGCL)."""
        return {item["code"]: item["populationMunicipale"] for epci in self.epci for item in epci["membres"]}


def fetch_packages(folder: Path) -> None:
    """Télécharge et déplie les six paquets dans ``folder`` avec le client npm."""
    for version in VERSIONS:
        name = f"{PACKAGE}@{version}"
        subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True)
        archive = folder / f"etalab-decoupage-administratif-{version}.tgz"
        with tarfile.open(archive) as opened:
            opened.extractall(folder / version, filter="data")


def read_packages(folder: Path) -> dict[str, Package]:
    """Les six millésimes trouvés sous ``folder``, reconnus à leur ``package.json``."""
    found = {}
    for manifest in sorted(folder.glob("*/package.json")) + sorted(folder.glob("*/package/package.json")):
        version = json.loads(manifest.read_text(encoding="utf-8"))["version"]
        if version in VERSIONS:
            found[version] = read_package(manifest.parent / "data")
    missing = [version for version in VERSIONS if version not in found]
    if missing:
        raise RebuildError(f"paquets absents de {folder} : {', '.join(missing)}")
    return found


def read_package(folder: Path) -> Package:
    """Un millésime, depuis ses fichiers JSON (les EPT n'y sont que depuis 2023)."""

    def read(name: str) -> tuple[Record, ...]:
        path = folder / f"{name}.json"
        return tuple(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else ()

    return Package(
        communes=read("communes"),
        epci=read("epci"),
        ept=read("ept"),
        departments=read("departements"),
        regions=read("regions"),
    )
