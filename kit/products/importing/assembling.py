"""Du plan mis en ordre aux lignes d'un dossier : les mêmes cases, là où le dossier les attend.

Une case garde l'endroit d'où elle vient ; ce que le dossier n'a pas est rendu à part, action par action.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import format_euros, format_short_date
from kit.domain.values import Place, Problem
from kit.products.importing.outline import Outline, PlanItem
from kit.products.importing.sheets import PlanColumn, PlanSheet, names_person
from kit.products.tet.export import AXIS_SEPARATOR
from kit.reading.fields import FieldKind, Form
from kit.reading.forms import ACTIONS, BUDGETS, SUB_ACTIONS
from kit.reading.tables.raw import RawCell, RawRecord, RawTable, write_plain
from kit.reading.tables.titles import cell_at
from kit.reading.values.numbers import read_number

_MAX_NUMBER: Final = next(one.max_length for one in ACTIONS.fields if one.key == "number")
_NAMES: Final = re.compile(r"""\s*(?:[;\n]|,(?![^(«"]*[)»"])|\s/\s)\s*""")
# Sur la plateforme, seule une virgule sépare ; ses exports vont à la ligne.
_PLATFORM_NAMES: Final = re.compile(r"""\s*(?:\n|,(?![^(«"]*[)»"]))\s*""")
_LISTS: Final = frozenset(("structure_pilote", "personne_pilote", "elu_referent"))
_OURS: Final = re.compile(
    r"Financement acquis\s: (?P<amount>[\d\s]+(?:,\d+)?)\s€ HT(?:\s; financeurs\s: (?P<names>.*))?"
    r"|Financeurs\s: (?P<only>.*)"
)
_PERIOD: Final = re.compile(r"\s*(20\d\d)\s*(?:[-–/]|à|au)\s*(20\d\d)\s*")
_PERCENT: Final = re.compile(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*%\s*")
_KEYS: Final = {one.name: one for one in ACTIONS.fields}
# Ce qu'une sous-action garde de sa ligne.
_STEP_KEYS: Final = {"structure_pilote": "lead", "statut": "status", "fin": "end"}
_JOINED: Final = frozenset((FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.NAMES))


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """Une case que le dossier n'a pas reprise : de quelle action, sous quel titre, ce qu'elle dit."""

    number: str
    action: str
    column: str
    value: str
    where: Place


@dataclass(slots=True, kw_only=True)
class Assembly:
    """Les lignes du dossier, par formulaire, ce qui n'y est pas, et ce qui est à redire."""

    records: dict[str, list[RawRecord]] = field(default_factory=dict)
    left: list[NotTaken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, form: Form, record: RawRecord) -> None:
        """Une ligne de plus à ce formulaire."""
        self.records.setdefault(form.key, []).append(record)

    def list_tables(self, where: Place) -> dict[str, RawTable]:
        """Les tables, telles que la lecture d'un dossier les rend."""
        return {
            key: RawTable(form_key=key, where=where, records=tuple(records))
            for key, records in self.records.items()
        }


def assemble(plans: Sequence[tuple[PlanSheet, Outline]]) -> Assembly:
    """Les actions, sous-actions et budgets de ces feuilles, numérotés ensemble."""
    made = Assembly()
    items = [item for _, outline in plans for item in outline.actions]
    numbers = _list_numbers(items, made)
    at = 0
    for plan, outline in plans:
        _tell_columns(plan, outline, made)
        own = numbers[at : at + len(outline.actions)]
        at += len(own)
        for number, item in zip(own, outline.actions, strict=True):
            _ActionBuilder(plan, item, number, made).build()
        for step in outline.steps:
            parent = outline.actions[step.parent or 0]
            _add_step(plan, step, parent, own[step.parent or 0], made)
        for line in outline.rest:
            _leave(plan, line.cells.items(), ("", ""), made)
    return made


def _list_numbers(items: Sequence[PlanItem], made: Assembly) -> list[str]:
    """Les numéros de la personne, s'ils sont tous là et différents ; sinon une suite, et cela se dit."""
    given = [item.number for item in items]
    if all(given) and len(set(given)) == len(given) and max(map(len, given), default=0) <= _MAX_NUMBER:
        return given
    if any(given) and items:
        made.problems.append(build_problem("import-numeros", items[0].line.where, last=f"A{len(items)}"))
    return [f"A{rank}" for rank in range(1, len(items) + 1)]


def _tell_columns(plan: PlanSheet, outline: Outline, made: Assembly) -> None:
    """Ce qu'une colonne entière dit autrement qu'à la lettre se redit une fois."""
    for column in plan.columns:
        where = Place(
            file=plan.sheet.where.file, sheet=plan.sheet.where.sheet, line=plan.line + 1, column=column.title
        )
        if column.target and column.factor > 1:
            shown = format_euros(column.factor)
            made.problems.append(build_problem("import-milliers", where, found=column.title, shown=shown))
        if column.target and column.is_ttc:
            made.problems.append(build_problem("import-ttc", where, found=column.title))
        if column.is_personal:
            made.problems.append(build_problem("import-personnel", where, found=column.title))
        is_list = column.target is not None and column.target.kind is FieldKind.NAMES
        if is_list and not plan.is_platform and _is_split(plan, column):
            made.problems.append(build_problem("import-noms", where, found=column.title))
    if outline.filled_axes:
        made.problems.append(build_problem("import-axe", plan.sheet.where, count=outline.filled_axes))


def _is_split(plan: PlanSheet, column: PlanColumn) -> bool:
    """Vrai si une virgule ou une barre y sépare des noms : ce n'est pas écrit, cela se redit."""
    rows = plan.sheet.rows[plan.line + 1 :]
    texts = (cell for row in rows if isinstance(cell := cell_at(row, column.at), str))
    return any(len(split_names(text)) > len(text.replace("\n", ";").split(";")) for text in texts)


def _leave(
    plan: PlanSheet, cells: Iterable[tuple[int, RawCell]], action: tuple[str, str], made: Assembly
) -> None:
    columns = {one.at: one for one in plan.columns}
    for at, cell in cells:
        column = columns[at]
        text = write_plain(cell.value)
        if text and not column.is_personal:
            number, title = action
            made.left.append(
                NotTaken(number=number, action=title, column=column.title, value=text, where=cell.where)
            )


class _ActionBuilder:
    """Les cases d'une action, réunies par champ du dossier."""

    def __init__(self, plan: PlanSheet, item: PlanItem, number: str, made: Assembly) -> None:
        self.item = item
        self.plan = plan
        self.made = made
        self.number = number
        self.title = write_plain(item.title.value)
        self.columns = {one.at: one for one in plan.columns}
        self.cells: dict[str, RawCell] = {}
        self.kept: list[str] = []
        self.named = ""
        self.years: list[tuple[int, RawCell]] = []
        self.funders: list[tuple[PlanColumn, RawCell]] = []
        self.amounts: list[tuple[PlanColumn, RawCell]] = []

    def build(self) -> None:
        where = self.item.line.where
        for at, cell in self.item.cells.items():
            self._take(self.columns[at], cell)
        for at, cell in self.item.also:
            self._take(self.columns[at], cell, is_more=True)
        self._take_funders()
        self._take_years()
        self._close_description()
        cells = {
            "number": RawCell(value=self.number, where=where),
            "title": self.item.title,
            "axis": RawCell(value=AXIS_SEPARATOR.join(self.item.axis) or None, where=where),
            **{_KEYS[key].key: cell for key, cell in self.cells.items()},
        }
        self.made.add(ACTIONS, RawRecord(where=where, cells=cells))

    def _take(self, column: PlanColumn, cell: RawCell, *, is_more: bool = False) -> None:
        key = column.target.key if column.target else ""
        cell = adapt_cell(column, cell, is_platform=self.plan.is_platform)
        if is_more and key in self.cells and cell.value == self.cells[key].value:
            return
        if key == "garder":
            self._keep(column, cell)
        elif key == "financeur":
            self.funders.append((column, cell))
        elif key == "montant":
            self.amounts.append((column, cell))
        elif key == "budget_annee" and column.year:
            self._add_budget(column, cell)
        elif key == "annee_cochee" and column.year:
            self.years.append((int(column.year), cell))
        elif key not in _KEYS or (key in self.cells and not self._join(key, cell)):
            self._leave(column, cell)
        elif key not in self.cells:
            self._set(key, column, cell)
        if is_more and key in self.cells:
            self.made.problems.append(
                build_problem(
                    "import-suite", cell.where, found=write_plain(cell.value)[:60], title=self.title
                )
            )

    def _set(self, key: str, column: PlanColumn, cell: RawCell) -> None:
        """Prend la case ; une personne n'est pas une structure, « 2026-2028 » est un début et une fin."""
        text = write_plain(cell.value)
        period = _PERIOD.fullmatch(text) if key == "fin" else None
        if key == "statut":
            self.cells[key] = self._read_status(column, cell)
        elif key == "structure_pilote" and names_person(text) and "personne_pilote" not in self.cells:
            said = build_problem("import-personne", cell.where, found=text)
            self.cells["personne_pilote"] = replace(cell, problems=(*cell.problems, said))
        elif period and self.plan.find("debut") is None:
            self._set_period(int(period[1]), int(period[2]), cell, text)
        else:
            self.cells[key] = cell

    def _set_period(self, first: int, last: int, cell: RawCell, found: str) -> None:
        """Du premier jour de la première année au dernier de la dernière ; cela se redit."""
        start, end = dt.date(first, 1, 1), dt.date(last, 12, 31)
        read = f"{format_short_date(start)} – {format_short_date(end)}"
        said = build_problem("lu-comme", cell.where, found=found, read=read)
        self.cells["debut"] = replace(cell, value=start, problems=())
        self.cells["fin"] = replace(cell, value=end, problems=(*cell.problems, said))

    def _take_years(self) -> None:
        """Les années cochées, si rien d'autre ne date l'action."""
        if self.years and not {"debut", "fin"} & self.cells.keys():
            ticked = sorted(year for year, _ in self.years)
            found = ", ".join(map(str, ticked))
            self._set_period(ticked[0], ticked[-1], self.years[0][1], found)

    def _leave(self, column: PlanColumn, cell: RawCell) -> None:
        _leave(self.plan, [(column.at, cell)], (self.number, self.title), self.made)

    def _join(self, key: str, cell: RawCell) -> bool:
        """Ajoute un texte à la suite d'un autre ; faux si ce champ ne prend qu'une valeur."""
        if _KEYS[key].kind not in _JOINED:
            return False
        before = self.cells[key]
        texts = dict.fromkeys((write_plain(before.value), write_plain(cell.value)))
        self.cells[key] = replace(before, value="\n".join(texts), problems=(*before.problems, *cell.problems))
        return True

    def _keep(self, column: PlanColumn, cell: RawCell) -> None:
        texts = []
        for text in filter(None, (" ".join(one.split()) for one in write_plain(cell.value).split("\n"))):
            ours = _OURS.fullmatch(text)
            if ours and not self.named and "financement" not in self.cells:
                self.named = ours["names"] or ours["only"] or ""
                number = read_number(ours["amount"])
                if number is not None:
                    self.cells["financement"] = replace(cell, value=number.value)
            else:
                texts.append(text)
        if texts:
            self.kept.append(f"{column.title} : {' '.join(texts)}")

    def _close_description(self) -> None:
        if not self.kept:
            return
        before = self.cells.get("descriptif")
        own = [write_plain(before.value)] if before and before.value else []
        where = before.where if before else self.item.line.where
        self.cells["descriptif"] = RawCell(value="\n".join((*own, *self.kept)), where=where)

    def _take_funders(self) -> None:
        """Les financeurs nommés ; leurs montants font le financement acquis, leur détail reste à part."""
        names = [write_plain(cell.value) for _, cell in self.funders]
        # Au-delà de trois, notre export ne nomme les financeurs que dans son texte.
        more = self.named if len(names) > 2 else ""
        for name in names:
            more = more.replace(name, "", 1)
        names += [name for name in map(str.strip, re.split(r",\s|\set\s", more)) if name]
        if names and "financeurs" not in self.cells:
            self.cells["financeurs"] = replace(self.funders[0][1], value=" ; ".join(names))
        numbers = [read_number(cell.value) for _, cell in self.amounts]
        if len(self.amounts) == 1 and "financement" not in self.cells:
            self.cells["financement"] = self.amounts[0][1]
        elif numbers and all(one and one.other is None for one in numbers):
            total = sum(one.value for one in numbers if one)
            self.cells.setdefault("financement", replace(self.amounts[0][1], value=total))
        if len(self.amounts) > 1 or (self.amounts and len(self.funders) != 1):
            for column, cell in (*self.funders, *self.amounts):
                self._leave(column, cell)

    def _add_budget(self, column: PlanColumn, cell: RawCell) -> None:
        cells = {
            "action": RawCell(value=self.number, where=cell.where),
            "year": RawCell(value=column.year, where=cell.where),
            "amount": cell,
        }
        self.made.add(BUDGETS, RawRecord(where=cell.where, cells=cells))

    def _read_status(self, column: PlanColumn, cell: RawCell) -> RawCell:
        """Un avancement en pourcentage dit un statut ; le pourcentage reste à part."""
        share = _read_share(cell)
        if share is None:
            return cell
        shown = write_plain(cell.value) if isinstance(cell.value, str) else f"{share:g} %"
        found = _KEYS["statut"].choices[0 if share == 0 else 2 if share == 100 else 1]
        said = build_problem("lu-comme", cell.where, found=shown, read=found)
        self._leave(column, replace(cell, value=shown))
        return replace(cell, value=found, problems=(*cell.problems, said))


def _read_share(cell: RawCell) -> float | None:
    if isinstance(cell.value, str):
        match = _PERCENT.fullmatch(cell.value)
        share = float(match[1].replace(",", ".")) if match else None
        if cell.value in {"0", "1"}:
            share = 100.0 * int(cell.value)
    else:
        share = cell.value * 100 if isinstance(cell.value, float) and 0 <= cell.value <= 1 else None
    return share if share is not None and share <= 100 else None


def adapt_cell(column: PlanColumn, cell: RawCell, *, is_platform: bool = False) -> RawCell:
    """La case telle que le dossier l'attend : les milliers d'euros comptés, les noms séparés."""
    target = column.target
    if target is None or cell.value is None:
        return cell
    is_list = target.kind is FieldKind.NAMES or (is_platform and target.key in _LISTS)
    if is_list and isinstance(cell.value, str):
        names = split_names(cell.value, is_platform=is_platform)
        return replace(cell, value=" ; ".join(names) or None)
    if target.kind is not FieldKind.AMOUNT or column.factor == 1:
        return cell
    number = read_number(cell.value)
    if number is None or number.unit or number.noun:
        return cell
    # Ce qui demande une lecture la garde : « env. 80 », sous « k€ », est « env. 80 k€ ».
    if number.other is not None or not number.is_literal:
        suffix = "k€" if column.factor == 1_000 else "M€"
        return replace(cell, value=f"{write_plain(cell.value)} {suffix}")
    return replace(cell, value=round(number.value * column.factor, 2))


def split_names(text: str, *, is_platform: bool = False) -> tuple[str, ...]:
    """Les noms d'une case : une virgule, un point-virgule, une fin de ligne ou « / » entre espaces séparent.

    ``is_platform`` : la case vient de la plateforme, où seule une virgule sépare.

    >>> split_names("Mairie / CC, CAF (Nord, Sud)")
    ('Mairie', 'CC', 'CAF (Nord, Sud)')
    """
    pattern = _PLATFORM_NAMES if is_platform else _NAMES
    return tuple(dict.fromkeys(name.strip() for name in pattern.split(text) if name.strip()))


def _add_step(plan: PlanSheet, step: PlanItem, parent: PlanItem, number: str, made: Assembly) -> None:
    """Une sous-action : titre, structure, statut, date ; le reste de sa ligne est rendu à part."""
    columns = {one.at: one for one in plan.columns}
    cells = {"action": RawCell(value=number, where=step.line.where), "title": step.title}
    left: dict[int, RawCell] = {}
    for at, cell in step.cells.items():
        target = columns[at].target
        key = _STEP_KEYS.get(target.key, "") if target else ""
        if key and key not in cells:
            cells[key] = adapt_cell(columns[at], cell, is_platform=plan.is_platform)
        elif at not in parent.cells or parent.cells[at].value != cell.value:
            left[at] = cell
    made.add(SUB_ACTIONS, RawRecord(where=step.line.where, cells=cells))
    _leave(plan, left.items(), (number, write_plain(step.title.value)), made)
