"""Ce qu'il faut savoir d'un .xlsx avant de le lire : ce qu'il demande, ce que ses valeurs taisent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from kit.reading.tables._stream import (
    MAX_TEXT,
    Budget,
    Range,
    SheetFacts,
    Spot,
    SuspectError,
    local_name,
    walk,
)

_REFERENCE: Final = re.compile(r"([A-Za-z]{1,8})([0-9]{1,9})")
_SHARED: Final = "s"
WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
STRINGS: Final = "xl/sharedStrings.xml"


def scan_xlsx(sheets: Mapping[str, bytes], strings: bytes, budget: Budget) -> dict[str, SheetFacts]:
    """Les pièges de chaque feuille, par titre ; ``budget`` reçoit ce que le classeur demande.

    :raises SuspectError: si le classeur demande trop.
    """
    lengths = _measure_strings(strings) if strings else ()
    longest = max(lengths, default=0)
    # Sous cette part, une feuille ne peut pas dépasser à elle seule : ses textes ne sont pas recomptés.
    fair = MAX_TEXT // max(1, len(sheets))
    found: dict[str, SheetFacts] = {}
    for title, text in sheets.items():
        sheet = _SheetWalk()
        walk(text, sheet.start)
        budget.add_elements(sheet.elements)
        budget.add_area(sheet.last_row * sheet.last_column)
        if sheet.has_details or sheet.shared * longest > fair:
            detail = _DetailWalk(lengths, budget)
            walk(text, detail.start, end=detail.end, characters=detail.add)
            sheet.facts.errors, sheet.facts.unsaved = detail.errors, detail.unsaved
        found[title] = sheet.facts
    return found


@lru_cache(maxsize=8)
def _measure_strings(text: bytes) -> tuple[int, ...]:
    """La longueur de chaque texte partagé."""
    lengths: list[int] = []

    def start(name: str, _: Mapping[str, str]) -> None:
        if local_name(name) == "si":
            lengths.append(0)

    def add(part: str) -> None:
        if lengths:
            lengths[-1] += len(part)

    walk(text, start, characters=add)
    return tuple(lengths)


class _SheetWalk:
    """Parcourt une feuille : rien n'est gardé que des comptes et des places."""

    __slots__ = ("column", "elements", "facts", "has_details", "last_column", "last_row", "row", "shared")

    def __init__(self) -> None:
        self.row = self.column = self.last_row = self.last_column = self.shared = self.elements = 0
        self.has_details = False
        self.facts = SheetFacts()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        if ":" in name:
            name = local_name(name)
        if name == "c":
            self._enter_cell(attributes)
        elif name in ("v", "is", "f"):
            self.last_row = max(self.last_row, self.row)
            self.last_column = max(self.last_column, self.column)
            if name == "f":
                self.has_details = True
                self.facts.formulas.add((self.row, self.column))
        elif name == "row":
            self.row, self.column = int(attributes.get("r") or self.row + 1), 0
        elif name == "mergeCell":
            self._note_merge(attributes.get("ref", ""))

    def _enter_cell(self, attributes: Mapping[str, str]) -> None:
        reference, kind = attributes.get("r"), attributes.get("t")
        if reference is None:
            self.column += 1
        else:
            self.row, self.column = locate(reference)
        if kind == _SHARED:
            self.shared += 1
        elif kind == "e":
            self.has_details = True

    def _note_merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        spots: Range = locate(first), locate(last or first)
        if spots[0] != spots[1]:
            self.facts.merged.append(spots)


class _DetailWalk:
    """Parcourt une feuille avec ses textes : erreurs, formules sans résultat, textes partagés."""

    def __init__(self, lengths: tuple[int, ...], budget: Budget) -> None:
        self.lengths, self.budget = lengths, budget
        self.place, self.kind, self.inside = (0, 0), "", ""
        self.parts: dict[str, list[str]] = {}
        self.errors: dict[Spot, str] = {}
        self.unsaved: dict[Spot, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = local_name(name)
        row, column = self.place
        if name == "row":
            self.place = int(attributes.get("r") or row + 1), 0
        elif name == "c":
            reference = attributes.get("r")
            self.place = locate(reference) if reference else (row, column + 1)
            self.kind, self.parts = attributes.get("t", ""), {}
        elif name in ("f", "v"):
            self.parts[name] = []
        self.inside = name

    def add(self, part: str) -> None:
        if self.inside in self.parts:
            self.parts[self.inside].append(part)

    def end(self, name: str) -> None:
        self.inside = ""
        if local_name(name) != "c":
            return
        text = "".join(self.parts.get("v", ())).strip()
        if self.kind == "e":
            self.errors[self.place] = text or "erreur"
        elif "f" in self.parts and not text and self.kind != "str":
            self.unsaved[self.place] = "".join(self.parts["f"])
        elif self.kind == _SHARED and text.isdecimal() and int(text) < len(self.lengths):
            self.budget.add_text(self.lengths[int(text)])


@lru_cache(maxsize=65_536)
def locate(reference: str) -> Spot:
    """La ligne et la colonne d'une référence, comptées à partir de 1.

    :raises SuspectError: si ce n'en est pas une.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise SuspectError("une cellule y a une adresse impossible")
    number = 0
    for letter in match[1].upper():
        number = number * 26 + ord(letter) - 64
    return int(match[2]), number


def list_titles(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Le titre de chaque feuille, par nom de fichier dans le zip, dans l'ordre du classeur."""
    targets: dict[str, str] = {}
    titles: dict[str, str] = {}

    def note_target(name: str, attributes: Mapping[str, str]) -> None:
        if local_name(name) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def note_sheet(name: str, attributes: Mapping[str, str]) -> None:
        if local_name(name) == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            titles[_name_member(targets.get(key, ""))] = attributes.get("name", "")

    if relations:
        walk(relations, note_target)
    walk(workbook, note_sheet)
    return titles


def _name_member(target: str) -> str:
    path = target.replace("\\", "/").removeprefix("/")
    return path if path.startswith("xl/") else f"xl/{path}"
