"""Vierge, rempli, relu : égal. Par propriétés, dans chaque format que le kit écrit."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from office import Convert

from kit.domain.values import (
    Action,
    Alliance,
    Answer,
    Audience,
    Budget,
    BudgetKind,
    Commitment,
    Dossier,
    Partner,
    PartnerKind,
    PartnerRole,
    Priority,
    RaciRole,
    Role,
    Stage,
    Status,
    SubAction,
)
from kit.knowledge.catalogue import load_grid
from kit.knowledge.territories import resolve_territory
from kit.products.context import Context
from kit.products.dossier.blank import build_dossier_workbook, build_dossier_yaml, dossier_values
from kit.products.dossier.workbooks import build_plan_workbook
from kit.reading.dossier import read_dossier
from kit.reading.forms import ACTIONS, ALLIANCE, BUDGETS, PARTNERS, ROLES, SUB_ACTIONS, Field, FieldKind, Form
from kit.writers.sheet import WRITERS

pytestmark = pytest.mark.lent

GRID = load_grid()
PLACE = "Les Mureaux (78440)"
TERRITORY = resolve_territory(PLACE).territory
ENUMS: tuple[type[StrEnum], ...] = (
    Audience,
    BudgetKind,
    Commitment,
    PartnerKind,
    PartnerRole,
    Priority,
    RaciRole,
    Stage,
    Status,
)
# Tout Unicode sauf ce que la lecture retire en le disant : commandes, marque d'ordre des octets.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff")


def texts(limit: int, *, excluded: str = "") -> st.SearchStrategy[str]:
    return (
        st.text(LETTERS.filter(lambda char: char not in excluded), min_size=1, max_size=min(limit, 60))
        .map(lambda text: text.strip())
        .filter(bool)
    )


def enum_of(field: Field) -> type[StrEnum] | None:
    """L'énumération qui porte ces choix ; une même clé sert à plusieurs feuilles."""
    return next((enum for enum in ENUMS if tuple(one.value for one in enum) == field.choices), None)


def values_of(field: Field) -> st.SearchStrategy[object]:
    enum = enum_of(field)
    match field.kind:
        case FieldKind.CHOICE:
            return st.sampled_from(list(enum) if enum else field.choices)
        case FieldKind.CHOICES:
            return st.lists(st.sampled_from(list(enum)), min_size=1, unique=True).map(tuple)
        case FieldKind.AMOUNT:
            return st.integers(0, 10**11).map(lambda cents: cents / 100)
        case FieldKind.DATE:
            return st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
        case FieldKind.YEAR:
            return st.integers(1990, 2100)
        case FieldKind.ODD:
            return st.sets(st.integers(1, 17), min_size=1).map(lambda numbers: tuple(sorted(numbers)))
        case FieldKind.NAMES:
            # Entre des partenaires connus, une virgule, une barre ou « et » séparent : la lecture le redit.
            plain = texts(40, excluded=";,/|").filter(lambda name: not re.search(r"\bet\b", name))
            return st.lists(plain, min_size=1, max_size=4, unique=True).map(tuple)
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
    sub_actions=st.lists(records(SUB_ACTIONS).map(lambda values: SubAction(**values)), max_size=3).map(tuple),
    budgets=st.lists(records(BUDGETS).map(lambda values: Budget(**values)), max_size=3).map(tuple),
    roles=st.lists(records(ROLES).map(lambda values: Role(**values)), max_size=3).map(tuple),
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


PLAN_PARTS = ("alliance", "territory", "partners", "actions", "sub_actions", "budgets", "roles")


def write_plan(dossier: Dossier, path: Path) -> None:
    context = Context(dossier=dossier, grid=GRID, today=dt.date(2026, 11, 23))
    path.write_bytes(WRITERS[path.suffix](build_plan_workbook(context)))


def check_plan(dossier: Dossier, path: Path) -> None:
    """Le classeur du plan se relit comme le dossier, la grille mise à part."""
    reading = read_dossier(path, GRID)
    assert reading.problems == ()
    for name in PLAN_PARTS:
        assert getattr(reading.draft, name) == getattr(dossier, name)


@pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(dossier=DOSSIERS)
def test_le_classeur_du_plan_se_relit_comme_le_dossier(
    dossier: Dossier, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Exporté puis importé : les mêmes actions ; la feuille « Synthèse » ne gêne pas."""
    path = tmp_path_factory.mktemp("plan") / f"plan-action{suffix}"
    write_plan(dossier, path)
    check_plan(dossier, path)


@pytest.mark.libreoffice
@pytest.mark.parametrize(("written", "saved"), [(".ods", ".xlsx"), (".xlsx", ".ods")])
@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(dossiers=st.lists(DOSSIERS, min_size=3, max_size=3))
def test_le_plan_reenregistre_par_libreoffice_se_relit_pareil(
    dossiers: list[Dossier],
    written: str,
    saved: str,
    libreoffice: Convert,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Écrit par nous, ouvert et réenregistré par LibreOffice, relu : rien n'a bougé."""
    folder = tmp_path_factory.mktemp("bureau")
    paths = [folder / f"{rank}{written}" for rank in range(len(dossiers))]
    for dossier, path in zip(dossiers, paths, strict=True):
        write_plan(dossier, path)
    # Ouvrir LibreOffice coûte plus que convertir : les dossiers d'un passage y vont ensemble.
    for dossier, again in zip(dossiers, libreoffice(paths, saved[1:], folder), strict=True):
        check_plan(dossier, again)


def test_un_ancien_dossier_sans_les_feuilles_facultatives_se_lit(sound_file: Path) -> None:
    """Une feuille absente vaut une feuille vide, sans remarque."""
    reading = read_dossier(sound_file, GRID)
    assert reading.problems == ()
    assert (reading.draft.sub_actions, reading.draft.budgets, reading.draft.roles) == ((), (), ())


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


def test_une_barre_dans_un_nom_de_partenaire_ne_le_coupe_pas(sound_file: Path) -> None:
    """« Ville|Port » est un nom ; il ne se coupe qu'entre des partenaires connus."""
    text = sound_file.read_text(encoding="utf-8")
    sound_file.write_text(
        text.replace("[Lycée du parc, Club d'entreprises]", "['Ville|Port']"), encoding="utf-8"
    )
    (action,) = read_dossier(sound_file, load_grid()).draft.actions
    assert action.partners == ("Ville|Port",)
    sound_file.write_text(
        text.replace("[Lycée du parc, Club d'entreprises]", "['Lycée du parc | Club d''entreprises']"),
        encoding="utf-8",
    )
    (action,) = read_dossier(sound_file, load_grid()).draft.actions
    assert action.partners == ("Lycée du parc", "Club d'entreprises")
