"""Les écritures d'un territoire : lues, demandées, proposées ou refusées, comme le dit la table."""

import csv
from pathlib import Path

import pytest

from kit.knowledge.territories.lookup import resolve_territory

_TABLE = Path(__file__).parents[1] / "data" / "ecritures-territoires.csv"
_ROWS = list(csv.DictReader(_TABLE.read_text(encoding="utf-8").splitlines(), delimiter=";"))


@pytest.mark.parametrize("row", _ROWS, ids=[row["ecriture"] for row in _ROWS])
def test_une_ecriture_de_territoire_est_lue_demandee_proposee_ou_refusee(row: dict[str, str]) -> None:
    found = resolve_territory(row["ecriture"])
    if row["issue"] == "lu":
        assert found.territory is not None
        assert found.territory.code == row["attendu"]
        return
    assert found.territory is None
    if row["issue"] == "demandé":
        assert len(found.choices) > 1
        assert any(f"({row['attendu']})" in choice for choice in found.choices)
    elif row["issue"] == "proposé":
        assert any(f"({row['attendu']})" in entry for entry in found.suggestions)
    else:
        assert not found.choices
