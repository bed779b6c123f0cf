"""Les territoires qui ressemblent : quatre mesures, le calcul montré, jamais le territoire lui-même."""

from __future__ import annotations

import math

import pytest

from kit.domain.values import Territory, TerritoryKind
from kit.knowledge.territories import build_group, resolve_territory
from kit.knowledge.territories.likeness import build_profile, build_ruler, find_alike

RETZ = "CA Pornic Agglo Pays de Retz"


def resolve(text: str) -> Territory:
    territory = resolve_territory(text).territory
    assert territory is not None, text
    return territory


def list_names(territory: Territory) -> list[str]:
    found = find_alike(territory)
    assert found is not None
    return [one.territory.name for one in found.found]


def test_une_intercommunalite_retrouve_celles_de_sa_taille_et_de_sa_densite() -> None:
    names = list_names(resolve(RETZ))
    assert names[0] == "Communauté de communes du Golfe de Saint-Tropez"
    assert "Saint-Gilles-Croix-de-Vie" in names[1]


def test_le_calcul_se_refait_a_la_main() -> None:
    found = find_alike(resolve(RETZ))
    assert found is not None
    first = found.found[0]
    assert len(first.gaps) == 4
    assert first.distance == pytest.approx(math.sqrt(sum(gap.value**2 for gap in first.gaps)))
    assert first.line.startswith("Communauté de communes du Golfe de Saint-Tropez, écart 0,40")
    assert all(f"{gap.theirs} contre {gap.ours}" in first.line for gap in first.gaps)
    assert [one.distance for one in found.found] == sorted(one.distance for one in found.found)


def test_une_commune_se_compare_d_abord_a_celles_de_sa_region() -> None:
    found = find_alike(resolve("Les Mureaux"), limit=5)
    assert found is not None
    assert (
        found.pool
        == "les communes de la région Île-de-France qui ont de la moitié au double de vos habitants"
    )
    assert len(found.found) == 5
    assert all(("Île-de-France" in [name for _, _, name in one.territory.parents]) for one in found.found)


def test_une_grande_ville_se_compare_a_celles_de_france() -> None:
    found = find_alike(resolve("Bordeaux"))
    assert found is not None
    assert found.pool == "les communes les plus peuplées"
    assert {one.territory.name for one in found.found} <= {
        "Nantes",
        "Lille",
        "Rennes",
        "Strasbourg",
        "Saint-Denis",
    }


def test_un_groupe_se_compare_aux_intercommunalites_sans_les_siennes() -> None:
    members = [resolve(RETZ), resolve("CC Sud Retz Atlantique")]
    found = find_alike(build_group("Retz", members), limit=200)
    assert found is not None
    assert found.pool == "les intercommunalités de France"
    assert not {one.territory.code for one in found.found} & {one.code for one in members}


def test_un_departement_se_compare_aux_departements() -> None:
    assert "Ariège" in list_names(resolve("département Lot (46)"))


def test_une_region_ou_un_territoire_sans_contour_n_a_pas_de_ressemblance() -> None:
    assert find_alike(resolve("région Bretagne (53)")) is None
    assert build_profile(resolve("Nouméa")) is None


def test_une_commune_ne_se_compare_pas_a_une_intercommunalite() -> None:
    ruler = build_ruler(resolve(RETZ))
    assert ruler is not None
    assert ruler.compare((TerritoryKind.COMMUNE, "94018")) is None
    found = ruler.compare((TerritoryKind.EPCI, "244600482"))
    assert found is not None
    assert found.territory.name == "Quercy – Bouriane"
