"""Les ateliers du livre : une page, un carnet, des fichiers.

Ce qu'un atelier a de propre se lit dans sa page : son titre, ses repères (``{reperes}``) et son entête
(``atelier``). L'index les reprend, et ne dit rien de plus.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from kit.domain.errors import KitError, suggest
from kit.products.registry import BLANKS

FOLDER: Final = "ateliers"
NOTEBOOKS: Final = "carnets"
_BLANKS: Final = tuple(blank.key for blank in BLANKS)
_PARTS: Final = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_TITLE: Final = re.compile(r"^# (.+)$", re.MULTILINE)
_LANDMARKS: Final = re.compile(r"^```\{reperes\}\n(.*?)^```", re.MULTILINE | re.DOTALL)
_ROLE: Final = re.compile(r"\{[a-z]+\}`([^`<]+?)(?: <[^`>]*>)?`")
_KEYS: Final = frozenset({"ordre", "etape", "document", "vierge", "produits"})


class WorkshopError(KitError):
    """La page d'un atelier ne dit pas ce que l'index attend d'elle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Un atelier. ``produced`` : les documents d'exemple à montrer ; ``blank`` : le fichier à remplir.

    ``rank`` range l'index ; ``audience``, ``duration`` et ``outcome`` viennent des repères de la page.
    """

    name: str
    title: str
    rank: int
    audience: str
    duration: str
    outcome: str
    stage: str
    document: str
    blank: str = ""
    produced: tuple[str, ...] = ()


def list_workshops(book: Path) -> tuple[Workshop, ...]:
    """Les ateliers du livre, dans l'ordre de l'index.

    :raises WorkshopError: si une page est mal remplie, ou n'a pas son carnet.
    """
    pages = (path for path in (book / FOLDER).glob("*.md") if _PARTS.match(path.read_text(encoding="utf-8")))
    found = [read_workshop(path) for path in sorted(pages)]
    for workshop in found:
        if not (book / NOTEBOOKS / f"{workshop.name}.ipynb").is_file():
            raise WorkshopError(f"l’atelier « {workshop.name} » n’a pas de carnet du même nom")
    return tuple(sorted(found, key=lambda one: (one.rank, one.name)))


def read_workshop(path: Path) -> Workshop:
    """L'atelier de cette page.

    :raises WorkshopError: s'il lui manque un titre, des repères, ou une clé de l'entête.
    """
    return _parse_workshop(path, path.read_text(encoding="utf-8"))


# Une vingtaine de pages demandent la liste des ateliers : un texte déjà vu n'est pas analysé de nouveau.
@cache
def _parse_workshop(path: Path, text: str) -> Workshop:
    parts = _PARTS.match(text)
    body = parts["body"] if parts else ""
    title, landmarks = _TITLE.search(body), _LANDMARKS.search(body)
    if not (parts and title and landmarks):
        raise WorkshopError(f"{path.name} : il faut un entête « atelier », un titre et un bloc « reperes »")
    head: Mapping[str, Any] = yaml.safe_load(parts["head"]).get("atelier") or {}
    marks: Mapping[str, Any] = yaml.safe_load(landmarks[1])
    for key in head:
        if key not in _KEYS:
            raise WorkshopError(f"{path.name} : la clé « {key} » n’est pas connue{suggest(key, _KEYS)}")
    blank = head.get("vierge", "")
    if blank and blank not in _BLANKS:
        raise WorkshopError(f"{path.name} : le vierge « {blank} » n’est pas connu{suggest(blank, _BLANKS)}")
    try:
        return Workshop(
            name=path.stem,
            title=title[1].strip(),
            rank=int(head["ordre"]),
            audience=_join(marks["pour"]),
            duration=_join(marks["duree"]),
            outcome=_join(marks["avec"]),
            stage=str(head["etape"]),
            document=str(head["document"]),
            blank=blank,
            produced=tuple(head.get("produits", ())),
        )
    except KeyError as error:
        raise WorkshopError(f"{path.name} : la clé {error} manque") from None


def _join(value: object) -> str:
    """Le texte d'un repère, ses renvois réduits à leurs mots : le tableau ne les suit pas."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return _ROLE.sub(r"\1", text)
