"""Le plan repris : des feuilles de la personne à un dossier à compléter, et tout ce qui est à lui redire."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import fold
from kit.domain.values import Action, Place, Problem, Territory
from kit.products.dossier.blank import DossierValues
from kit.products.dossier.drafting import draft_values
from kit.products.dossier.prefill import build_blank_values
from kit.products.importing.assembling import Assembly, NotTaken, assemble, split_names
from kit.products.importing.choosing import choose_sheets
from kit.products.importing.columns_file import Chosen, apply_columns
from kit.products.importing.lines import read_lines
from kit.products.importing.outline import build_outline
from kit.products.importing.places import find_territory, guess_family
from kit.products.importing.sheets import PlanSheet, names_person, recognise
from kit.reading.checks import check_rows
from kit.reading.dossier import Reading
from kit.reading.forms import ACTIONS, ALLIANCE, PARTNERS, Field
from kit.reading.tables.csv_rows import read_csv
from kit.reading.tables.files import TABLE_FILES, WORKBOOK_FILES, read_content
from kit.reading.tables.raw import RawCell, RawDossier, RawRecord, RawSheet, RawTable, write_plain
from kit.reading.tables.sheet_rows import build_tables
from kit.reading.tables.titles import is_filled
from kit.reading.tables.workbook_rows import read_workbook
from kit.reading.values.choices import is_blank_answer

_EXPECTED: Final = ("lead", "end", "status", "budget", "indicator")
_MOST_FULL: Final = 0.8
_MANY: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChoices:
    """Ce que la personne dit de son plan : le territoire, les feuilles, où va chaque colonne."""

    territory: Territory | None = None
    query: str = ""
    sheets: tuple[str, ...] = ()
    columns: Chosen = field(default_factory=dict)
    today: dt.date = field(default_factory=dt.date.today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Ce qui reste à remplir : un champ, et les lignes où il est vide (vide : la fiche Alliance)."""

    form: str
    field: Field
    lines: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        """Vrai si aucun document ne se fait sans lui."""
        return self.form == ALLIANCE.title


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPlan:
    """Le plan lu. ``values`` : le dossier à écrire ; ``left`` : ce qui n'y est pas."""

    plans: tuple[PlanSheet, ...]
    raw: RawDossier
    reading: Reading
    values: DossierValues
    left: tuple[NotTaken, ...]
    problems: tuple[Problem, ...]
    missing: tuple[Missing, ...]


def open_plan(path: Path) -> tuple[RawSheet, ...]:
    """Les feuilles du fichier, cellules fusionnées comprises.

    :raises InputError: s'il ne se lit pas, ou si c'est déjà un dossier du kit.
    """
    where, suffix = Place(file=path.name), path.suffix.lower()
    if suffix == ".xls":
        raise InputError([build_problem("format-xls", where)])
    if suffix not in TABLE_FILES:
        code = "import-deja-dossier" if _is_yaml_dossier(path) else "import-format"
        raise InputError([build_problem(code, where, suffix=suffix or path.name)])
    content = read_content(path, where)
    if suffix in WORKBOOK_FILES:
        sheets = read_workbook(content, where)
    else:
        sheets = (read_csv(content, where, ACTIONS, title=path.stem),)
    if ALLIANCE.key in build_tables(sheets)[0]:
        raise InputError([build_problem("import-deja-dossier", where)])
    return sheets


def _is_yaml_dossier(path: Path) -> bool:
    if path.suffix.lower() not in {".yaml", ".yml"} or not path.is_file():
        return False
    return f"{ALLIANCE.name}:" in path.read_text(encoding="utf-8", errors="replace")


def list_plans(sheets: Sequence[RawSheet]) -> tuple[PlanSheet, ...]:
    """Toutes les feuilles qui ont une ligne de titres, avec ce qui est proposé de leurs colonnes."""
    return tuple(plan for sheet in sheets if (plan := recognise(sheet)) is not None)


def import_plan(sheets: Sequence[RawSheet], choices: ImportChoices, *, file: str) -> ImportedPlan:
    """Le dossier de ces feuilles.

    :raises InputError: si aucune n'est un plan, si deux peuvent l'être, ou si une colonne est mal dite.
    """
    where = Place(file=file)
    if choices.columns:
        plans = apply_columns(list_plans(sheets), choices.columns, file=file)
        plans = tuple(one for one in plans if _is_chosen(one, choices))
        told: tuple[Problem, ...] = ()
        if not plans:
            choose_sheets(sheets, choices.sheets, where)
    else:
        plans, told = choose_sheets(sheets, choices.sheets, where)
    outlines = []
    problems = [*told, *(one for plan in plans for one in _find_cut(plan))]
    for plan in plans:
        lines, left = read_lines(plan)
        problems += left
        axis = plan.sheet.title if len(plans) > 1 and plan.find("axe") is None else ""
        outlines.append((plan, build_outline(plan, lines, axis=axis)))
    made = assemble(outlines)
    if not made.records.get(ACTIONS.key):
        raise InputError([build_problem("import-sans-action", one.sheet.where) for one in plans])
    raw, found = _complete(made, plans, choices, file)
    reading = check_rows(raw, today=choices.today)
    return ImportedPlan(
        plans=tuple(plans),
        raw=raw,
        reading=reading,
        values=draft_values(raw),
        left=tuple(made.left),
        problems=(*problems, *made.problems, *found, *_list_read(reading)),
        missing=tuple(_list_missing(reading, raw)),
    )


def _is_chosen(plan: PlanSheet, choices: ImportChoices) -> bool:
    named = {fold(one) for one in choices.sheets} or {sheet for sheet, _ in choices.columns}
    return fold(plan.sheet.title) in named and plan.find("titre") is not None


def _find_cut(plan: PlanSheet) -> Iterator[Problem]:
    """Dans un .csv, une dernière ligne plus courte que les autres : l'export a pu être coupé."""
    rows = [row for row in plan.sheet.rows[plan.line + 1 :] if any(map(is_filled, row))]
    width = len(plan.sheet.rows[plan.line])
    full = sum(len(row) == width for row in rows)
    is_text = not plan.sheet.where.sheet
    if is_text and len(rows) > _MANY and len(rows[-1]) < width and full >= _MOST_FULL * (len(rows) - 1):
        line = max(at for at, row in enumerate(plan.sheet.rows, start=1) if any(map(is_filled, row)))
        yield build_problem("import-coupe", replace(plan.sheet.where, line=line))


def _list_read(reading: Reading) -> Iterator[Problem]:
    """Ce que la lecture dit des cases du plan ; ce qui manque est dit à part."""
    yield from (one for one in reading.remarks if one.code not in {"champ-vide", "feuille-absente"})


# --- Ce que le plan ne dit pas --------------------------------------------------------------


def _complete(
    made: Assembly, plans: Sequence[PlanSheet], choices: ImportChoices, file: str
) -> tuple[RawDossier, list[Problem]]:
    """Les lignes du dossier, avec la fiche de l'alliance et les partenaires que le plan nomme."""
    where = Place(file=file)
    problems: list[Problem] = []
    territory, query = choices.territory, choices.query
    if territory is None and (found := find_territory(plans)) is not None:
        territory, query = found.territory, ""
        values = {"found": found.text, "read": f"{territory.name} ({territory.code})"}
        problems.append(build_problem("import-territoire", found.where, **values))
    known = build_blank_values(territory, query=query, today=choices.today) if territory else {}
    alliance: dict[str, object] = {"dated": choices.today, **next(iter(known.get(ALLIANCE.key, ())), {})}
    tables = made.list_tables(where)
    place = Place(file=file, sheet=ALLIANCE.title)
    tables[ALLIANCE.key] = _build_table(ALLIANCE.key, place, [alliance])
    is_platform = any(plan.is_platform for plan in plans)
    partners = list(_list_partners(made, problems, is_platform=is_platform))
    tables[PARTNERS.key] = _build_table(PARTNERS.key, Place(file=file, sheet=PARTNERS.title), partners)
    return RawDossier(file=file, tables=tables), problems


def _build_table(key: str, where: Place, records: Sequence[dict[str, object]]) -> RawTable:
    form = {ALLIANCE.key: ALLIANCE, PARTNERS.key: PARTNERS}[key]
    rows = []
    for at, record in enumerate(records, start=1):
        place = replace(where, line=at) if form is PARTNERS else where
        cells = {
            one.key: RawCell(value=_to_raw(record.get(one.key)), where=replace(place, column=one.label))
            for one in form.fields
        }
        rows.append(RawRecord(where=place, cells=cells))
    return RawTable(form_key=key, where=where, records=tuple(rows))


def _to_raw(value: object) -> str | dt.date | None:
    return value if isinstance(value, dt.date) else str(value) if value else None


def _split_listed(key: str, cell: RawCell, *, is_platform: bool) -> tuple[str, ...]:
    """Les noms d'une case ; ceux des partenaires et de la plateforme sont déjà séparés."""
    text = write_plain(cell.value)
    if key != "partners" and not is_platform:
        return split_names(text)
    return tuple(name.strip() for name in re.split(r"[;\n]", text) if name.strip())


def _list_partners(
    made: Assembly, problems: list[Problem], *, is_platform: bool
) -> Iterator[dict[str, object]]:
    """Ceux que le plan nomme, pilotes et partenaires, une fois chacun ; la famille, si le nom la dit."""
    names: dict[str, str] = {}
    for record in made.records.get(ACTIONS.key, ()):
        for key in ("lead", "partners"):
            cell = record.cells.get(key)
            listed = _split_listed(key, cell, is_platform=is_platform) if cell and cell.value else ()
            if cell and key == "lead" and len(listed) > 1:
                found = write_plain(cell.value)
                problems.append(build_problem("import-deux-pilotes", cell.where, found=found))
            for name in listed:
                if not names_person(name):
                    names.setdefault(fold(name), name)
    families = {name: guess_family(name) for name in names.values()}
    told = [f"« {name} », {family}" for name, family in families.items() if family and family != fold(name)]
    if told:
        problems.append(build_problem("import-famille", Place(sheet=PARTNERS.title), found=" ; ".join(told)))
    for name, family in families.items():
        yield {"name": name[:200], "kind": family}


def _list_missing(reading: Reading, raw: RawDossier) -> Iterator[Missing]:
    draft = reading.draft
    written = _list_written(raw)
    for one in ALLIANCE.required_fields:
        if not getattr(draft.alliance, one.key):
            yield Missing(form=ALLIANCE.title, field=one)
    labels = {one.key: one for one in ACTIONS.fields}
    for key in _EXPECTED:
        numbers = tuple(action.number for action in draft.actions if _lacks(action, key, written))
        if numbers:
            yield Missing(form=ACTIONS.title, field=labels[key], lines=numbers)
    kind = next(one for one in PARTNERS.fields if one.key == "kind")
    cells = [record.cells for record in raw.tables[PARTNERS.key].records]
    names = tuple(write_plain(one["name"].value) for one in cells if one["kind"].value is None)
    if names:
        yield Missing(form=PARTNERS.title, field=kind, lines=names)


def _list_written(raw: RawDossier) -> set[tuple[str, str]]:
    """Les cases d'actions où quelque chose est écrit : ce qui ne s'y lit pas est déjà demandé."""
    table = raw.tables.get(ACTIONS.key)
    return {
        (write_plain(record.cells["number"].value), key)
        for record in (table.records if table else ())
        for key, cell in record.cells.items()
        if is_filled(cell.value) and not is_blank_answer(write_plain(cell.value))
    }


def _lacks(action: Action, key: str, written: set[tuple[str, str]]) -> bool:
    return getattr(action, key) in (None, "") and (action.number, key) not in written
