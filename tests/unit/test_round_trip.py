"""Vierge, rempli, relu : égal. Par propriétés, dans chaque format que le kit écrit."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.catalogue import load_grid
from kit.documents.blank import build_dossier_workbook, build_dossier_yaml, dossier_values
from kit.dossier import read_dossier
from kit.forms import ACTIONS, ALLIANCE, PARTNERS, Field, FieldKind, Form
from kit.model import (
    Action,
    Alliance,
    Answer,
    Audience,
    Commitment,
    Dossier,
    Partner,
    PartnerKind,
    PartnerRole,
    Priority,
    Stage,
    Status,
)
from kit.territories import resolve_territory
from kit.writers.sheet import WRITERS

GRID = load_grid()
PLACE = "Les Mureaux (78440)"
TERRITORY = resolve_territory(PLACE).territory
ENUMS: dict[str, type[StrEnum]] = {
    "stage": Stage,
    "audiences": Audience,
    "kind": PartnerKind,
    "role": PartnerRole,
    "commitment": Commitment,
    "status": Status,
    "priority": Priority,
}
# Tout Unicode sauf les caractères de commande, que la lecture retire en le disant.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))


def texts(limit: int, *, excluded: str = "") -> st.SearchStrategy[str]:
    return (
        st.text(LETTERS.filter(lambda char: char not in excluded), min_size=1, max_size=min(limit, 60))
        .map(lambda text: text.strip())
        .filter(bool)
    )


def values_of(field: Field) -> st.SearchStrategy[object]:
    enum = ENUMS.get(field.key)
    match field.kind:
        case FieldKind.CHOICE:
            return st.sampled_from(list(enum) if enum else field.choices)
        case FieldKind.CHOICES:
            return st.lists(st.sampled_from(list(enum)), min_size=1, unique=True).map(tuple)
        case FieldKind.AMOUNT:
            return st.integers(0, 10**11).map(lambda cents: cents / 100)
        case FieldKind.DATE:
            return st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
        case FieldKind.ODD:
            return st.sets(st.integers(1, 17), min_size=1).map(lambda numbers: tuple(sorted(numbers)))
        case FieldKind.NAMES:
            return st.lists(texts(40, excluded=";"), min_size=1, max_size=4, unique=True).map(tuple)
        case _:
            return texts(field.max_length)


def records(form: Form, **fixed: object) -> st.SearchStrategy[dict[str, object]]:
    free = [field for field in form.fields if field.key not in fixed]
    required = {field.key: values_of(field) for field in free if field.required}
    optional = {field.key: values_of(field) for field in free if not field.required}
    return st.fixed_dictionaries(required, optional=optional).map(lambda values: {**values, **fixed})


KEYS = [criterion.key for dimension in GRID.dimensions for criterion in dimension.criteria]
DOSSIERS = st.builds(
    Dossier,
    alliance=records(ALLIANCE, territory_names=(PLACE,)).map(lambda values: Alliance(**values)),
    territory=st.just(TERRITORY),
    partners=st.lists(records(PARTNERS).map(lambda values: Partner(**values)), max_size=3).map(tuple),
    actions=st.lists(records(ACTIONS).map(lambda values: Action(**values)), max_size=3).map(tuple),
    answers=st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["A", "B", "C", "NC"]), max_size=5).map(
        lambda given: tuple(Answer(criterion=key, level=given[key]) for key in KEYS if key in given)
    ),
)


def write_dossier(dossier: Dossier, path: Path) -> None:
    values = dossier_values(dossier)
    if path.suffix == ".yaml":
        path.write_text(build_dossier_yaml(values, grid=GRID), encoding="utf-8")
    else:
        path.write_bytes(WRITERS[path.suffix](build_dossier_workbook(values, grid=GRID)))


@pytest.mark.parametrize("suffix", [".ods", ".xlsx", ".yaml"])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(dossier=DOSSIERS)
def test_un_dossier_ecrit_puis_relu_est_le_meme(
    dossier: Dossier, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Aucune valeur perdue, changée ni ajoutée."""
    path = tmp_path_factory.mktemp("tour") / f"dossier{suffix}"
    write_dossier(dossier, path)
    reading = read_dossier(path, GRID)
    assert reading.problems == ()
    for part in dataclasses.fields(Dossier):
        assert getattr(reading.draft, part.name) == getattr(dossier, part.name)


def test_un_dossier_en_csv_d_excel_francais_se_lit(tmp_path: Path) -> None:
    """cp1252, points-virgules, virgule décimale, dates JJ/MM/AAAA."""
    folder = tmp_path / "dossier"
    folder.mkdir()
    (folder / "alliance.csv").write_bytes(
        "Rubrique;Votre réponse\r\nNom de l'alliance;L’œuvre commune\r\nTerritoire;Les Mureaux\r\n"
        "Cause commune;Agir à temps\r\nODD visés;4,17\r\n".encode("cp1252")
    )
    (folder / "actions.csv").write_bytes(
        b"\xef\xbb\xbf"
        + "N°;Titre de l'action;Début;Budget € HT\r\nA1;Élargir;01/09/2026;12 500,50\r\n".encode()
    )
    draft = read_dossier(folder, GRID).dossier
    assert draft.alliance.name == "L’œuvre commune"
    assert draft.alliance.odd == (4, 17)
    assert draft.actions[0].start == dt.date(2026, 9, 1)
    assert draft.actions[0].budget == 12500.5
