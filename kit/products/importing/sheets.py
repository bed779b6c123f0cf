"""Reconnaître un plan dans une feuille : où sont ses titres, et ce qu'ils disent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kit.domain.typography import fold
from kit.products.importing.targets import (
    CHOICES,
    Target,
    find_target,
    index_targets,
    is_personal,
    is_platform,
    load_titles,
)
from kit.reading.fields import FieldKind
from kit.reading.tables.raw import RawSheet, write_plain
from kit.reading.tables.titles import HEADER_SEARCH, Row, cell_at, is_filled
from kit.reading.values.choices import index_choices, is_blank_answer
from kit.reading.values.dates import read_date
from kit.reading.values.numbers import read_number
from kit.reading.values.raw_value import RawValue

_MAX_SPAN: Final = 3
_LONGEST_TITLE: Final = 90
_SAMPLE: Final = 60
_EXAMPLE: Final = 60
_MOSTLY: Final = 0.6
_HELP_LINES: Final = 3
_HELP_LEAST: Final = 3
_STRICT: Final = frozenset((FieldKind.AMOUNT, FieldKind.DATE, FieldKind.CHOICE))
_YEAR: Final = re.compile(r"(?:.*\s)?(20\d\d)")
_TICKS: Final = frozenset(("x", "xx", "oui", "✓", "✔", "✗", "●", "•", "■"))
_SERVICES: Final = frozenset(("direction ou service pilote", "service departement pole pilote"))
_FUNDER: Final = re.compile(r"(?:co)?financeur \d+")
_THOUSANDS: Final = re.compile(r"\bk\s?(?:€|eur)|\bmilliers d['’ ]euros", re.IGNORECASE)
_MILLIONS: Final = re.compile(r"\bM\s?€|\bmillions d['’ ]euros")
_TTC: Final = re.compile(r"\bT\.?T\.?C\b", re.IGNORECASE)
# De quoi tenir une ligne pour une action : un titre, et l'un de ceux-ci.
_MARKS: Final = frozenset(
    ("structure_pilote", "personne_pilote", "debut", "fin", "budget", "statut", "partenaires")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanColumn:
    """Une colonne de la personne. ``at`` compte à partir de 0 ; ``target`` : ce qui en est pris.

    ``factor`` : 1 000 si son titre dit « k€ ». ``year`` : l'année de son titre, s'il en porte une.
    ``is_personal`` : ses cases ne sont recopiées nulle part.
    """

    at: int
    title: str
    example: str = ""
    target: Target | None = None
    factor: int = 1
    is_ttc: bool = False
    year: str = ""
    is_personal: bool = False

    @property
    def letter(self) -> str:
        """Sa lettre dans un tableur."""
        letters, rest = "", self.at + 1
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        return letters


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSheet:
    """Une feuille où un plan est reconnu. ``top`` et ``line`` : ses lignes de titres, comptées de 0."""

    sheet: RawSheet
    top: int
    line: int
    columns: tuple[PlanColumn, ...]
    is_platform: bool = False

    def find(self, key: str) -> PlanColumn | None:
        """La première colonne de cette cible."""
        return next((one for one in self.columns if one.target and one.target.key == key), None)

    @property
    def is_plan(self) -> bool:
        """Vrai si un titre d'action et un pilote, une date, un budget ou un statut y sont."""
        found = {one.target.key for one in self.columns if one.target}
        return "titre" in found and bool(found & _MARKS)

    @property
    def count(self) -> int:
        """Combien de lignes y sont remplies sous les titres."""
        return sum(1 for row in self.sheet.rows[self.line + 1 :] if any(map(is_filled, row)))


def recognise(sheet: RawSheet) -> PlanSheet | None:
    """Le plan de cette feuille, ses colonnes proposées ; ``None`` si elle n'a rien d'une ligne de titres.

    Sans aucun titre connu, la première ligne de plusieurs textes en tient lieu : rien n'y est proposé.
    """
    best: tuple[tuple[int, ...], int, int] | None = None
    for top in range(min(HEADER_SEARCH, len(sheet.rows))):
        for span in range(1, _MAX_SPAN + 1):
            titles = _join_titles(sheet, top, span)
            score = _rate(titles)
            rank = (score, len(set(filter(_says, titles.values()))), -span, -top)
            if score and (best is None or rank > best[0]):
                best = (rank, top, span)
    if best is None:
        return _read_unknown(sheet)
    _, top, span = best
    titles = _join_titles(sheet, top, span)
    known = is_platform(titles.values())
    line = _skip_help(sheet, top + span - 1, titles)
    columns = tuple(_propose(sheet, line, titles, known=known))
    return PlanSheet(sheet=sheet, top=top, line=line, columns=columns, is_platform=known)


def _read_unknown(sheet: RawSheet) -> PlanSheet | None:
    for top, row in enumerate(sheet.rows[:HEADER_SEARCH]):
        if _is_title_row(row) and sum(map(is_filled, row)) > 1:
            columns = tuple(_propose(sheet, top, _join_titles(sheet, top, 1), known=False))
            return PlanSheet(sheet=sheet, top=top, line=top, columns=columns)
    return None


def _skip_help(sheet: RawSheet, line: int, titles: Mapping[int, str]) -> int:
    """La dernière ligne de titres, celles qui disent ce que chaque colonne attend comprises.

    Une ligne d'aide porte des mots partout où l'on attend une date, un montant, un choix.
    """
    targets = {at: index_targets().get(find_target(title)[0]) for at, title in titles.items()}
    for at in range(line + 1, min(line + 1 + _HELP_LINES, len(sheet.rows))):
        said = [
            _is_read(target, cell)
            for column, target in targets.items()
            if target is not None
            and target.kind in _STRICT
            and is_filled(cell := cell_at(sheet.rows[at], column))
        ]
        if len(said) < _HELP_LEAST or any(said):
            break
        line = at
    return line


def _is_read(target: Target, cell: RawValue) -> bool:
    if isinstance(cell, str) and is_blank_answer(cell):
        return True
    if target.kind is FieldKind.CHOICE:
        return index_choices(CHOICES[target.key]).find(write_plain(cell)) is not None
    return (read_date(cell) if target.kind is FieldKind.DATE else read_number(cell)) is not None


def _says(title: str) -> bool:
    return bool(find_target(title)[0]) or _YEAR.fullmatch(title) is not None


def _rate(titles: Mapping[int, str]) -> int:
    """Combien de champs différents ces titres nomment ; un titre d'action en vaut deux."""
    found = {key for title in titles.values() for key in (find_target(title)[0],) if key}
    return len(found) + ("titre" in found) if len(found) > 1 else 0


def _join_titles(sheet: RawSheet, top: int, span: int) -> dict[int, str]:
    """Le titre de chaque colonne sur ces lignes ; vide si l'une d'elles n'est pas une ligne de titres."""
    rows = sheet.rows[top : top + span]
    if len(rows) < span or any(not _is_title_row(row) for row in rows):
        return {}
    if any(not _is_continued(sheet, line) for line in range(top + 1, top + span)):
        return {}
    width = max(map(len, rows))
    titles: dict[int, str] = {}
    for at in range(width):
        parts = [_title_at(sheet, top + rank, at) for rank in range(span)]
        kept = list(dict.fromkeys(part for part in parts if part))
        own = kept[-1] if kept else ""
        # Un titre de groupe ne se redit que si la colonne en a besoin : « Budget – Prévu », « Notes – 2025 ».
        is_plain = len(kept) > 1 and find_target(own)[0] and not find_target(own)[1] < 1
        if own:
            titles[at] = own if is_plain or len(kept) == 1 else " – ".join(kept)
    return titles


def _is_title_row(row: Row) -> bool:
    filled = [cell for cell in row if is_filled(cell)]
    if not filled:
        return False
    texts = [cell for cell in filled if isinstance(cell, str) and len(cell) <= _LONGEST_TITLE]
    years = [cell for cell in filled if _YEAR.fullmatch(write_plain(cell).removesuffix(",0"))]
    return len(texts) + len(years) >= len(filled)


def _is_continued(sheet: RawSheet, line: int) -> bool:
    """Vrai si cette ligne continue les titres du dessus : un détail de groupe, une année, une unité."""
    above = sheet.rows[line - 1]
    for at, cell in enumerate(sheet.rows[line]):
        if not is_filled(cell) or not is_filled(cell_at(above, at)):
            continue
        text = write_plain(cell)
        is_group = any(
            top == bottom == line and left <= at + 1 <= right and right > left
            for (top, left), (bottom, right) in sheet.merged
        )
        if not (is_group or _YEAR.fullmatch(text) or text.startswith("(") or find_target(text)[1] >= 1):
            return False
    return True


def _title_at(sheet: RawSheet, line: int, at: int) -> str:
    """Le titre d'une case, ou celui de la cellule fusionnée qui la couvre."""
    own = cell_at(sheet.rows[line], at)
    if is_filled(own):
        return " ".join(write_plain(own).split())
    for (top, left), (bottom, right) in sheet.merged:
        if top <= line + 1 <= bottom and left <= at + 1 <= right:
            return " ".join(write_plain(cell_at(sheet.rows[top - 1], left - 1)).split())
    return ""


def _propose(sheet: RawSheet, line: int, titles: Mapping[int, str], *, known: bool) -> Iterator[PlanColumn]:
    """Une proposition par colonne : le titre le plus sûr prend le champ, les suivants restent à dire."""
    keys = {at: _find_key(titles, at, known=known) for at in titles}
    # À titres égaux, un montant hors taxes passe avant un montant TTC.
    order = sorted(titles, key=lambda at: (-keys[at][1], _TTC.search(titles[at]) is not None, at))
    given: dict[int, Target] = {}
    taken: set[str] = set()
    for at in order:
        key = _settle_key(sheet, line, at, titles[at], keys[at][0])
        target = index_targets().get(key)
        if target is not None and (target.several or key not in taken):
            given[at] = target
            taken.add(key)
    for at, title in titles.items() if "structure_pilote" not in taken else ():
        # Sans structure, c'est le service qui pilote.
        if fold(title) in _SERVICES:
            given[at] = index_targets()["structure_pilote"]
            break
    for at in sorted({*titles, *_find_untitled(sheet, line, titles)}):
        title = titles.get(at, "")
        year = _YEAR.fullmatch(title)
        yield PlanColumn(
            at=at,
            title=title or f"(sans titre, colonne {PlanColumn(at=at, title='').letter})",
            example=_find_example(sheet, line, at),
            target=None if is_personal(title) else given.get(at),
            factor=1_000 if _THOUSANDS.search(title) else 1_000_000 if _MILLIONS.search(title) else 1,
            is_ttc=_TTC.search(title) is not None,
            year=year[1] if year else "",
            is_personal=is_personal(title),
        )


def _find_key(titles: Mapping[int, str], at: int, *, known: bool) -> tuple[str, float]:
    title = fold(titles[at])
    if known and title in load_titles().platform:
        return load_titles().platform[title], 3.0
    if _FUNDER.fullmatch(title):
        return "financeur", 3.0
    if title.startswith("montant") and at - 1 in titles and _FUNDER.fullmatch(fold(titles[at - 1])):
        return "montant", 3.0
    return find_target(titles[at])


def _settle_key(sheet: RawSheet, line: int, at: int, title: str, key: str) -> str:
    """La cible, une fois regardé ce que la colonne porte."""
    values = _list_values(sheet, line, at)
    numeric = _share(values, lambda value: read_number(value) is not None)
    if _YEAR.fullmatch(title) and key in {"", "budget"}:
        if values and _share(values, _is_tick) >= _MOSTLY:
            return "annee_cochee"
        return "budget_annee" if numeric >= _MOSTLY else ""
    if key == "financeurs" and numeric >= _MOSTLY:
        return "financement"
    if key == "structure_pilote" and _share(values, names_person) >= _MOSTLY:
        return "personne_pilote"
    return key


def _share(values: Sequence[RawValue], test: object) -> float:
    return sum(map(test, values)) / len(values) if values and callable(test) else 0.0


def _is_tick(value: RawValue) -> bool:
    return str(value).strip().casefold() in _TICKS


def names_person(value: RawValue) -> bool:
    """Vrai pour un nom de personne : une civilité, ou une adresse de courriel."""
    text = str(value).strip()
    return re.match(r"(?:M\.|Mr\.?|Mme|Mlle|MM\.|Madame|Monsieur)\s", text) is not None or "@" in text


def _list_values(sheet: RawSheet, line: int, at: int) -> list[RawValue]:
    rows = sheet.rows[line + 1 : line + 1 + _SAMPLE]
    return [cell for row in rows if is_filled(cell := cell_at(row, at))]


def _find_example(sheet: RawSheet, line: int, at: int) -> str:
    texts = (" ".join(write_plain(value).split()) for value in _list_values(sheet, line, at))
    text = next(texts, "")
    return text if len(text) <= _EXAMPLE else f"{text[:_EXAMPLE]}…"


def _find_untitled(sheet: RawSheet, line: int, titles: Mapping[int, str]) -> set[int]:
    """Les colonnes remplies sous aucun titre : elles se disent aussi."""
    width = max((len(row) for row in sheet.rows[line + 1 :]), default=0)
    return {at for at in range(width) if at not in titles and _list_values(sheet, line, at)}


def choose_targets(plan: PlanSheet, chosen: Mapping[int, Target | None]) -> PlanSheet:
    """Le même plan, ces colonnes allant où la personne l'a dit."""
    columns = tuple(replace(one, target=chosen[one.at]) if one.at in chosen else one for one in plan.columns)
    return replace(plan, columns=columns)


def list_shared(plan: PlanSheet) -> Iterable[str]:
    """Les champs que deux colonnes se disputent, alors qu'un seul titre peut les donner."""
    keys = [one.target.key for one in plan.columns if one.target and not one.target.several]
    return sorted({key for key in keys if keys.count(key) > 1})
