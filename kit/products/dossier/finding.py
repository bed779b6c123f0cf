"""Le constat du groupe : ses chiffres en tuiles s'il les donne en liste, sinon ses phrases.

Aucun chiffre n'est inventé ni calculé : une tuile reprend celui qui ouvre une puce.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MOST_TILES: Final = 4
_BULLET: Final = re.compile(r"^\s*(?:[•▪◦·*–—-]|\d{1,2}[.)])[ \t]+(?P<text>.+)$")
_WORDS: Final = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_NUMBERS: Final = {**{word: str(rank) for rank, word in enumerate(_WORDS, start=1)}, "une": "1"}
_COUNT: Final = rf"\d{{1,6}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
# « 4 médecins généralistes sur 11 ont… » : la part, puis ce qu'elle compte.
_SHARE: Final = re.compile(
    rf"(?P<part>{_COUNT})(?P<counted>(?:[ \u00a0][^\W\d_][\w’'-]*){{0,4}}?)[ \u00a0]sur[ \u00a0]"
    rf"(?P<whole>{_COUNT})\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_AMOUNT: Final = re.compile(
    r"(?P<figure>\d[\d \u00a0\u202f]*(?:[.,]\d+)?(?:[ \u00a0\u202f]?(?:%|€|km|k€|M€))?)(?=[ \u00a0\u202f]|$)"
    r"[ \u00a0\u202f]*(?P<rest>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """Un chiffre et ce qu'il compte."""

    figure: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Le constat : ce qui l'introduit, ses tuiles, ses puces, ses paragraphes."""

    lead: str = ""
    tiles: tuple[Tile, ...] = ()
    points: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()


def read_finding(text: str) -> Finding:
    """Le constat d'après la case qui le porte, vide si elle l'est."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [_BULLET.match(line) for line in lines]
    points = tuple(match["text"].strip().rstrip(";").rstrip() for match in found if match)
    prose = [line for line, match in zip(lines, found, strict=True) if not match]
    if not points:
        return Finding(paragraphs=tuple(prose))
    lead, rest = (prose[0], prose[1:]) if not found[0] else ("", prose)
    tiles = tuple(tile for tile in map(_read_tile, points) if tile)
    is_tiled = 2 <= len(points) <= MOST_TILES and len(tiles) == len(points)
    return Finding(
        lead=re.sub(r"[ \u00a0]*:$", ".", lead),
        tiles=tiles if is_tiled else (),
        points=() if is_tiled else points,
        paragraphs=tuple(rest),
    )


def _read_tile(point: str) -> Tile | None:
    """Le chiffre qui ouvre la puce, et la suite ; ``None`` s'il n'y en a pas."""
    share = _SHARE.match(point)
    if share:
        part, whole = (_NUMBERS.get(share[name].lower(), share[name]) for name in ("part", "whole"))
        text = f"{share['counted'].strip()} {share['rest'].strip()}".strip()
        return Tile(figure=f"{part} sur {whole}", text=text) if text else None
    amount = _AMOUNT.match(point)
    text = amount["rest"].strip() if amount else ""
    return Tile(figure=amount["figure"].strip(), text=text) if amount and text else None
