"""Les étapes de la page, décrites dans ``layout.mjs`` : tout ce que le kit demande y a sa place."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kit.products.registry import PRODUCTS
from kit.reading.forms import FORMS
from kit.web._form import DOCUMENTS

LAYOUT = Path(__file__).parents[2] / "kit" / "web" / "static" / "page" / "layout.mjs"
FIELDS = {form.name: [field.name for field in form.fields] for form in FORMS}


@pytest.fixture(scope="module")
def layout() -> dict[str, Any]:
    """Ce que le module exporte, lu par le même moteur JavaScript que les outils du livre."""
    names = "GROUPS, STEPS, TERRITORY_FIELDS"
    code = (
        f"import {{ {names}, SIDE_BY_SIDE }} from {json.dumps(LAYOUT.as_uri())};"
        f"console.log(JSON.stringify({{ {names}, SIDE_BY_SIDE: [...SIDE_BY_SIDE] }}));"
    )
    command = ["node", "--input-type=module", "-e", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def test_chaque_formulaire_est_montre_a_une_seule_etape(layout: dict[str, Any]) -> None:
    """Un formulaire oublié ne se remplirait pas ; deux fois montré, il se remplirait deux fois."""
    shown = Counter(name for step in layout["STEPS"] for name in step["forms"])
    assert shown == Counter(FIELDS.keys())


def test_les_groupes_ne_nomment_que_des_champs_declares(layout: dict[str, Any]) -> None:
    """Chaque champ au plus une fois ; ceux du territoire ont leur étape à eux."""
    territory = layout["TERRITORY_FIELDS"]
    assert set(territory) <= set(FIELDS["alliance"])
    for form, groups in layout["GROUPS"].items():
        placed = [name for group in groups for name in group["fields"]]
        assert Counter(placed).most_common(1)[0][1] == 1
        assert set(placed) <= set(FIELDS[form]) - set(territory)
    assert set(layout["SIDE_BY_SIDE"]) <= {name for fields in FIELDS.values() for name in fields}


def test_la_page_propose_tout_ce_que_les_produits_declarent_pour_elle() -> None:
    """Le formulaire nomme ses produits, pour ne pas emporter les autres : il n'en oublie aucun."""
    declared = [one for product in PRODUCTS for one in product.from_dossier if one.in_page]
    assert list(DOCUMENTS) == declared
