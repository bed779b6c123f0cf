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
# En dessous, les textes partagés n'ont pas besoin d'être comptés un par un.
_LIGHT: Final = 1_000_000
WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
STRINGS: Final = "xl/sharedStrings.xml"


def scan_xlsx(sheets: Mapping[str, bytes], strings: bytes, budget: Budget) -> dict[str, SheetFacts]:
    """Les pièges de chaque feuille, par titre ; ``budget`` reçoit ce que le classeur demande.

    :raises SuspectError: si le classeur demande trop.
    """
    # Sous cette part, une feuille ne peut pas dépasser à elle seule : ses textes ne sont pas recomptés.
    fair = MAX_TEXT // max(1, len(sheets))
    walked = {title: _walk_sheet(text, budget) for title, text in sheets.items()}
    most = max((sheet.shared for sheet in walked.values()), default=0)
    is_light = len(strings) < _LIGHT and most * len(strings) <= fair
    lengths = () if is_light or not strings else _measure_strings(strings)
    longest = max(lengths, default=0)
    for title, sheet in walked.items():
        if sheet.has_details or sheet.shared * longest > fair:
            detail = _DetailWalk(lengths, budget)
            walk(sheets[title], detail.start, end=detail.end, characters=detail.add)
            sheet.facts.errors, sheet.facts.unsaved = detail.errors, detail.unsaved
    return {title: sheet.facts for title, sheet in walked.items()}


def _walk_sheet(text: bytes, budget: Budget) -> _SheetWalk:
    budget.add_elements(text.count(b"<") - text.count(b"</"))
    sheet = _SheetWalk()
    walk(text, sheet.start)
    budget.add_area(sheet.last_row * sheet.last_column)
    return sheet


# Dans un lot, le mode d'emploi et les listes sont les mêmes d'un fichier à l'autre.
@lru_cache(maxsize=32)
def measure_sheet(text: bytes) -> int:
    """L'étendue d'une feuille, en cellules.

    :raises SuspectError: si elle n'est pas celle d'un tableur.
    """
    sheet = _walk_sheet(text, Budget())
    return sheet.last_row * sheet.last_column


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

    __slots__ = ("column", "facts", "has_details", "last_column", "last_row", "row", "shared")

    def __init__(self) -> None:
        self.row = self.column = self.last_row = self.last_column = self.shared = 0
        self.has_details = False
        self.facts = SheetFacts()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
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
        elif ":" in name:
            self.start(local_name(name), attributes)

    def _enter_cell(self, attributes: Mapping[str, str]) -> None:
        if "r" in attributes:
            self.row, self.column = locate(attributes["r"])
        else:
            self.column += 1
        if "t" in attributes:
            if attributes["t"] == _SHARED:
                self.shared += 1
            elif attributes["t"] == "e":
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


@lru_cache(maxsize=16)
def check_styles(text: bytes) -> None:
    """Passe les styles en revue.

    :raises SuspectError: s'ils déclarent ce qu'aucun tableur n'écrit.
    """
    Budget().add_elements(text.count(b"<") - text.count(b"</"))
    walk(text, lambda _name, _attributes: None)


@lru_cache(maxsize=16)
def find_workbook(package: bytes) -> str:
    """Le nom du classeur dans le zip, d'après les relations du fichier ; vide si elles ne le disent pas."""
    targets: list[str] = []

    def note(name: str, attributes: Mapping[str, str]) -> None:
        if local_name(name) == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
            targets.append(attributes.get("Target", ""))

    if package:
        walk(package, note)
    return targets[0].replace("\\", "/").removeprefix("/") if targets else ""


@lru_cache(maxsize=16)
def list_titles(workbook: bytes, relations: bytes) -> Mapping[str, str]:
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
