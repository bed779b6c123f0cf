"""Le contrôle d'un dossier en cours de saisie : les problèmes de la commande, et ce qui manque encore."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kit.domain.errors import InputError
from kit.domain.values import Problem, Territory
from kit.knowledge.catalogue import load_grid
from kit.reading.checks import check_rows
from kit.reading.dossier import Reading
from kit.reading.forms import EVALUATION, FORMS, Form, Layout
from kit.reading.tables import RawDossier, read_values
from kit.reading.tables.raw import write_plain
from kit.reading.unread import stop_all
from kit.web._form import STEPS
from kit.web._values import Json, find_spot, show_problem

# Ce que ces problèmes disent, c'est qu'il manque quelque chose ; les autres disent que c'est à corriger.
MISSING: Final = frozenset(
    {
        "champ-vide",
        "feuille-absente",
        "aucun-partenaire",
        "aucune-action",
        "sans-echeance",
        "sans-pilote",
        "sans-indicateur",
        "bloque-sans-condition",
        "grille-incomplete",
    }
)


def read_reading(values: object, today: dt.date) -> Reading:
    """Le dossier de ces valeurs, et tous ses problèmes.

    :raises InputError: si les valeurs n'ont pas la forme d'un dossier.
    """
    return check_rows(read_values(values), today=today)


def check_values(values: object, today: dt.date) -> Json:
    """Les problèmes, le compteur par étape, et si les documents peuvent être faits."""
    try:
        raw = read_values(values)
    except InputError as error:
        return _show_check(stop_all(error.problems), None, {})
    reading = check_rows(raw, today=today)
    return _show_check(reading.problems, reading.draft.territory, count_filled(raw))


def _show_check(problems: Iterable[Problem], territory: Territory | None, filled: Mapping[str, int]) -> Json:
    listed = list(problems)
    blocking = sum(problem.blocking for problem in listed)
    return {
        "ready": not any(problem.stops for problem in listed),
        "blocking": blocking,
        "attention": len(listed) - blocking,
        "problems": [show_problem(problem) for problem in listed],
        "missing": [show_problem(problem) for problem in listed if problem.code in MISSING],
        "steps": _count_steps(listed, filled),
        "territory": _show_territory(territory),
    }


def _show_territory(territory: Territory | None) -> Json | None:
    if territory is None or not territory.name:
        return None
    return {"name": territory.name, "kind": territory.kind.value, "population": territory.population}


def count_filled(raw: RawDossier) -> dict[str, int]:
    """Le nombre de cases remplies par champ (``alliance.nom``) et de lignes par formulaire (``actions``)."""
    filled: dict[str, int] = {}
    for form in FORMS:
        table = raw.tables.get(form.key)
        records = table.records if table else ()
        filled[form.name] = len(records)
        for field in form.fields:
            cells = [record.cells[field.key].value for record in records if field.key in record.cells]
            filled[f"{form.name}.{field.name}"] = sum(value not in (None, "") for value in cells)
    return filled


def _count_steps(problems: list[Problem], filled: Mapping[str, int]) -> list[Json]:
    """Pour chaque étape : ce qui est rempli, ce qui est attendu, ce qui bloque ou mérite attention."""
    steps = []
    for key, _, forms, fields in STEPS:
        own = [problem for problem in problems if _belongs(problem, forms, fields)]
        done, expected = _count_step(forms[0], fields, filled)
        steps.append(
            {
                "key": key,
                "filled": done,
                "expected": expected,
                "blocking": sum(problem.blocking for problem in own),
                "attention": sum(not problem.blocking for problem in own),
                "missing": sum(problem.code in MISSING for problem in own),
            }
        )
    return steps


def _belongs(problem: Problem, forms: tuple[Form, ...], fields: tuple[str, ...]) -> bool:
    form, _, field = find_spot(problem.where)
    if form not in forms:
        return False
    # Un défaut de la fiche entière se dit à sa seconde étape, celle qui porte le nom de l'alliance.
    return not fields or (field.name in fields if field else "nom" in fields)


def _count_step(form: Form, fields: tuple[str, ...], filled: Mapping[str, int]) -> tuple[int, int]:
    """Les champs remplis d'une fiche, les critères répondus de la grille, ou les lignes d'un tableau."""
    if form.layout is Layout.SHEET:
        return sum(bool(filled.get(f"{form.name}.{name}")) for name in fields), len(fields)
    if form is EVALUATION:
        total = sum(len(dimension.criteria) for dimension in load_grid().dimensions)
        return filled.get("evaluation.niveau", 0), total
    rows = filled.get(form.name, 0)
    return rows, max(1, rows)


def show_values(raw: RawDossier) -> Json:
    """Les valeurs lues, dans la forme du fichier YAML, même celles qu'il faudra corriger."""
    values: dict[str, Any] = {}
    for form in FORMS:
        table = raw.tables.get(form.key)
        records = [_show_record(form, record.cells) for record in table.records] if table else []
        values[form.name] = (records or [{}])[0] if form.layout is Layout.SHEET else records
    return values


def _show_record(form: Form, cells: Mapping[str, Any]) -> Json:
    found = {field.name: cells[field.key].value for field in form.fields if field.key in cells}
    return {name: write_plain(value) for name, value in found.items() if value not in (None, "")}
