"""L'ordre d'un plan : sous quel axe est chaque ligne, et si c'est une action, une sous-action ou une suite.

Rien n'est deviné d'un seul indice : un numéro plus long, un retrait ou une puce font une sous-action ; une
ligne qui ne porte qu'un intitulé, au-dessus d'actions, fait un axe.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kit.domain.typography import fold
from kit.products.importing.lines import PlanLine
from kit.products.importing.sheets import PlanSheet
from kit.products.importing.targets import load_titles
from kit.reading.fields import FieldKind
from kit.reading.tables.raw import RawCell, write_plain
from kit.reading.values.raw_value import RawValue

AXES: Final = ("axe", "sous_axe", "sous_sous_axe")
_NUMBER: Final = r"[A-Za-z]{0,2}\d+(?:[.\-]\d+)*(?:[.\-]?[a-z])?"
_WHOLE_NUMBER: Final = re.compile(_NUMBER)
_NUMBERED: Final = re.compile(
    r"(?:(?:fiche[- ]action|action|fiche|mesure)\s*)?(?:n°\s*)?"
    rf"(?P<number>{_NUMBER})\s*[.):–—-]*\s+(?P<title>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_BULLET: Final = re.compile(r"(?:\s{2,}|\t|\s*[-–—•‣▪◦→>*]\s*)(?=\S)")
_PARTS: Final = re.compile(r"[.\-]|(?<=\d)(?=[a-z])")
_STEP_LINE: Final = re.compile(r"^\s*(?:[-–—•‣▪◦→>*]|\d+[.)])?\s*")
_NO_AXIS: Final = frozenset(("action non classee",))
_MOSTLY: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """Une action ou une sous-action. ``cells`` : ses cases par colonne, titre, numéro et axe à part.

    ``parent`` : le rang de son action, pour une sous-action. ``also`` : des cases d'une ligne de suite.
    """

    title: RawCell
    line: PlanLine
    number: str = ""
    axis: tuple[str, ...] = ()
    parent: int | None = None
    cells: dict[int, RawCell] = field(default_factory=dict)
    also: tuple[tuple[int, RawCell], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Les actions, leurs sous-actions, et les lignes qui n'ont pas trouvé de place.

    ``filled_axes`` : combien de lignes ont pris l'axe de la ligne du dessus.
    """

    actions: tuple[PlanItem, ...]
    steps: tuple[PlanItem, ...]
    rest: tuple[PlanLine, ...] = ()
    filled_axes: int = 0


def build_outline(plan: PlanSheet, lines: Sequence[PlanLine], *, axis: str = "") -> Outline:
    """Le plan mis en ordre. ``axis`` : l'axe de toute la feuille, s'il y en a une par axe."""
    return _Arranger(plan, lines, axis).arrange()


class _Arranger:
    """Suit les lignes dans l'ordre : l'axe en cours, l'action en cours."""

    def __init__(self, plan: PlanSheet, lines: Sequence[PlanLine], axis: str) -> None:
        self.plan = plan
        self.lines = lines
        self.at = {one.target.key: one.at for one in reversed(plan.columns) if one.target}
        self.amounts = {one.at for one in plan.columns if one.target and one.target.kind is FieldKind.AMOUNT}
        self.axis: list[str] = [axis] if axis else []
        self.base = len(self.axis)
        self.column_axis: list[str] = []
        self.is_numbered = self._is_mostly(lambda line: self._split_number(line)[0] != "")
        # Une liste qui commence par une puce n'a que des actions.
        first = next((text for line in lines if (text := self._raw_title(line))), "")
        self.has_bullets = not _BULLET.match(first)
        self.depth = self._find_depth()
        self.actions: list[PlanItem] = []
        self.steps: list[PlanItem] = []
        self.pending: list[tuple[str, PlanItem]] = []
        self.last_title = ""
        self.rest: list[PlanLine] = []
        self.filled = 0

    def arrange(self) -> Outline:
        for rank, line in enumerate(self.lines):
            if self._is_section(rank):
                self._open_axis(line)
                # Le sous-total d'un axe n'est à aucune action : il est rendu à part.
                if subtotal := {at: cell for at, cell in line.cells.items() if at in self.amounts}:
                    self.rest.append(replace(line, cells=subtotal))
            elif not self._text(line, "titre") and not self._text(line, "sous_action"):
                self._continue(line)
            else:
                self._place(line)
        self._attach()
        return Outline(
            actions=tuple(self.actions),
            steps=tuple(self.steps),
            rest=tuple(self.rest),
            filled_axes=self.filled,
        )

    # --- Lire une ligne ---------------------------------------------------------------------

    def _cell(self, line: PlanLine, key: str) -> RawCell | None:
        return line.cells.get(self.at[key]) if key in self.at else None

    def _text(self, line: PlanLine, key: str) -> str:
        cell = self._cell(line, key)
        return " ".join(write_plain(cell.value).split()) if cell else ""

    def _raw_title(self, line: PlanLine) -> str:
        cell = self._cell(line, "titre")
        return cell.value if cell and isinstance(cell.value, str) else ""

    def _is_mostly(self, test: object) -> bool:
        titled = [line for line in self.lines if self._text(line, "titre")]
        return bool(titled) and callable(test) and sum(map(test, titled)) >= _MOSTLY * len(titled)

    def _number(self, line: PlanLine) -> str:
        cell = self._cell(line, "numero")
        if cell is not None:
            return write_number(cell.value)
        return self._split_number(line)[0] if self.is_numbered else ""

    def _split_number(self, line: PlanLine) -> tuple[str, str]:
        text = self._text(line, "titre")
        match = _NUMBERED.fullmatch(text)
        return (match["number"], match["title"]) if match else ("", text)

    def _depth_of(self, line: PlanLine) -> int:
        number = self._number(line)
        return len(_PARTS.split(number)) if _WHOLE_NUMBER.fullmatch(number) else 0

    def _is_bare(self, line: PlanLine, *, with_amounts: bool = False) -> bool:
        """Vrai si la ligne ne porte qu'un intitulé, au plus son numéro, et ``with_amounts`` des montants."""
        number = self.at.get("numero")
        aside = self.amounts if with_amounts else set()
        cells = [at for at in line.cells if at not in aside]
        filled = [at for at in cells if at != number or self._is_title_in_number(line)]
        return len(filled) == 1 and isinstance(line.cells[filled[0]].value, str)

    def _is_title_in_number(self, line: PlanLine) -> bool:
        return not _WHOLE_NUMBER.fullmatch(self._text(line, "numero"))

    def _find_depth(self) -> int:
        """La longueur de numéro d'une action : la plus courte de celles qui portent plus qu'un intitulé."""
        depths = Counter(
            depth
            for line in self.lines
            if not self._is_bare(line, with_amounts=True) and (depth := self._depth_of(line))
        )
        return min(depths, default=0)

    # --- Les axes ---------------------------------------------------------------------------

    def _is_section(self, rank: int) -> bool:
        line = self.lines[rank]
        axis_columns = {self.at[key] for key in AXES if key in self.at}
        if set(line.cells) <= axis_columns:
            return True
        if not self._is_bare(line, with_amounts=True) or rank + 1 == len(self.lines):
            return False
        text = next(write_plain(line.cells[at].value) for at in self._text_columns(line))
        opens = any(f"{fold(text)} ".startswith(f"{word} ") for word in load_titles().axis_words)
        if opens or (self.depth and 0 < self._depth_of(line) < self.depth):
            return True
        is_apart = line.is_wide or self.at.get("titre") not in line.cells
        is_loud = text.isupper() and not self._is_bare(self.lines[rank + 1])
        return self._is_bare(line) and (is_apart or is_loud)

    def _text_columns(self, line: PlanLine) -> list[int]:
        number = self.at.get("numero")
        texts = [at for at in line.cells if at not in self.amounts]
        return [at for at in texts if at != number or self._is_title_in_number(line)] or texts

    def _open_axis(self, line: PlanLine) -> None:
        if set(line.cells) <= {self.at[key] for key in AXES if key in self.at}:
            self.column_axis = [self._text(line, key) for key in AXES]
            return
        texts = [" ".join(write_plain(line.cells[at].value).split()) for at in self._text_columns(line)]
        number = self._number(line)
        named = f"{number} {texts[0]}" if number and not texts[0].startswith(number) else texts[0]
        depth = self._depth_of(line)
        level = self.base + (depth - 1 if self.depth > depth > 0 else 0)
        self.axis = [*self.axis[:level], named]

    def _read_axis(self, line: PlanLine) -> tuple[str, ...]:
        """L'axe de la ligne : ses colonnes, sinon celui du dessus. Sur la plateforme, vide reste vide."""
        if "axe" not in self.at:
            return tuple(self.axis)
        own = [self._text(line, key) for key in AXES]
        own = [text if fold(text) not in _NO_AXIS else "" for text in own]
        if not self.plan.is_platform:
            if not own[0] and self.column_axis:
                self.filled += 1
                same = not any(own[1:])
                own = list(self.column_axis) if same else [self.column_axis[0], *own[1:]]
            self.column_axis = own
        levels = tuple(text for text in own if text)
        return (*self.axis, *levels) if self.axis and not self.plan.is_platform else levels

    # --- Les actions et leurs sous-actions --------------------------------------------------

    def _place(self, line: PlanLine) -> None:
        item = self._build_item(line, self._read_axis(line))
        step = self._cell(line, "sous_action")
        if step is not None and "\n" in write_plain(step.value) and self._text(line, "titre"):
            self.actions.append(item)
            self._add_listed_steps(item, step)
        elif step is not None and step.value is not None:
            self.pending.append((self._text(line, "titre") or self.last_title, item))
        elif self.actions and self._is_step(line):
            self.steps.append(replace(item, parent=len(self.actions) - 1))
        else:
            self.actions.append(item)
        self.last_title = self._text(line, "titre") or self.last_title

    def _build_item(self, line: PlanLine, axis: tuple[str, ...]) -> PlanItem:
        cell = self._cell(line, "titre") or self._cell(line, "sous_action")
        title = self._split_number(line)[1] if self.is_numbered and "numero" not in self.at else ""
        text = title or _strip_bullet(self._raw_title(line)) or self._text(line, "titre")
        apart = {self.at[key] for key in (*AXES, "titre", "numero", "sous_action") if key in self.at}
        cells = {at: one for at, one in line.cells.items() if at not in apart}
        titled = replace(cell, value=text) if cell else RawCell(value=text, where=line.where)
        return PlanItem(title=titled, line=line, number=self._number(line), axis=axis, cells=cells)

    def _is_step(self, line: PlanLine) -> bool:
        if self.depth and self._depth_of(line) > self.depth:
            parts = _PARTS.split(self._number(line))
            parent = _PARTS.split(self.actions[-1].number)
            return parts[: len(parent)] == parent
        return self.has_bullets and not self._number(line) and bool(_BULLET.match(self._raw_title(line)))

    def _add_listed_steps(self, item: PlanItem, step: RawCell) -> None:
        for text in filter(
            None, (_STEP_LINE.sub("", one).strip() for one in write_plain(step.value).split("\n"))
        ):
            title = replace(step, value=text)
            self.steps.append(replace(item, title=title, cells={}, parent=len(self.actions) - 1))

    def _attach(self) -> None:
        """Les lignes d'une colonne « Sous-action » : chacune retrouve son action, au titre et à l'axe."""
        known = {(write_plain(one.title.value), one.axis): at for at, one in enumerate(self.actions)}
        for title, item in self.pending:
            key = (title, item.axis)
            if key not in known:
                group = [one for name, one in self.pending if (name, one.axis) == key]
                named = replace(item.title, value=title or item.title.value)
                self.actions.append(replace(item, title=named, cells=_keep_common(group)))
                known[key] = len(self.actions) - 1
            step = self._cell(item.line, "sous_action")
            text = _STEP_LINE.sub("", write_plain(step.value)) if step else ""
            titled = replace(step, value=text) if step else item.title
            self.steps.append(replace(item, title=titled, parent=known[key]))

    def _continue(self, line: PlanLine) -> None:
        """Une ligne sans titre : la suite de l'action du dessus."""
        if not self.actions:
            self.rest.append(line)
            return
        apart = {self.at[key] for key in AXES if key in self.at}
        more = tuple((at, cell) for at, cell in line.cells.items() if at not in apart)
        self.actions[-1] = replace(self.actions[-1], also=(*self.actions[-1].also, *more))


def _strip_bullet(text: str) -> str:
    match = _BULLET.match(text)
    return text[match.end() if match else 0 :].strip()


def _keep_common(group: Sequence[PlanItem]) -> dict[int, RawCell]:
    """Ce que toutes ces lignes disent de même : c'est ce que leur action en dit."""
    first, *others = group
    return {
        at: cell
        for at, cell in first.cells.items()
        if all(at in one.cells and one.cells[at].value == cell.value for one in others)
    }


def write_number(value: RawValue) -> str:
    """Le numéro tel qu'il a été vu : « 1.1 », même quand le tableur en a fait un nombre ou une date.

    >>> write_number(1.1), write_number(dt.date(2026, 2, 1)), write_number("1.1.a ")
    ('1.1', '1.2', '1.1.a')
    """
    if isinstance(value, dt.date):
        return f"{value.day}.{value.month}"
    return (
        write_plain(value).replace(",", ".")
        if isinstance(value, float)
        else " ".join(write_plain(value).split())
    )
