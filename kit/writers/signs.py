"""Les signes rares d'un texte, jugés par groupe : « 👍🏽 » est un signe, non deux caractères.

Ce qu'une police sait dessiner est l'affaire de :mod:`kit.writers.pdf` ; ici, rien que du texte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from wcwidth import iter_graphemes

REPLACEMENT: Final = "□"
EMOJI_FONT: Final = "Noto Emoji"
# Ce que nos polices couvrent à coup sûr : inutile de l'essayer.
_COVERED: Final = r"\s!-~\u00a0-\u017f\u2010-\u2027\u202f\u20ac"
# Une suite de signes à essayer, avec le caractère auquel le premier peut s'accrocher.
_RARE: Final = re.compile(rf"[{_COVERED}]?[^{_COVERED}]+")
_ORDINARY: Final = re.compile(rf"[{_COVERED}]+")
_DRAWN_TEXT: Final = re.compile(r"(<text\b[^>]*>)(.*?)(</text>)", re.DOTALL)
# Ce qui ne fait que nuancer ou lier des signes : présentation, couleur de peau, touche, liant, ordre des
# octets. Un dessin les sépare : le dessinateur de typst s'arrête sur plusieurs caractères fondus en un.
_SHADES: Final = re.compile("[\ufe0e\ufe0f\ufeff\u200d\u20e3\U0001f3fb-\U0001f3ff]")
# Un signe que seule la police des émojis a, ou que la personne veut en émoji.
_EMOJI: Final = re.compile("[\ufe0f\U0001f000-\U0001faff]")
_FLAG_LETTERS: Final = {0x1F1E6 + rank: chr(ord("A") + rank) for rank in range(26)}


def list_rare_signs(text: str) -> tuple[str, ...]:
    """Les signes du texte que nos polices ne couvrent pas à coup sûr, chacun une fois.

    >>> list_rare_signs("Été : bravo 👍🏽 !")
    ('👍🏽',)
    """
    found = (sign for run in _RARE.findall(text) for sign in iter_graphemes(run))
    return tuple(sorted({sign for sign in found if not _ORDINARY.fullmatch(sign)}))


def replace_signs(text: str, missing: Collection[str]) -> str:
    """Le texte, chaque signe sans dessin remplacé par « □ »."""
    table = dict.fromkeys(missing, REPLACEMENT)
    return _swap(text, table)


def spell_for_drawing(sign: str) -> str:
    """Le signe tel qu'un dessin SVG l'écrit : sans nuance, un drapeau par ses lettres, une famille un à un.

    >>> spell_for_drawing("👍🏽"), spell_for_drawing("🇫🇷")
    ('👍', 'FR')
    """
    return _SHADES.sub("", sign).translate(_FLAG_LETTERS)


def list_drawn_signs(svg: str) -> tuple[str, ...]:
    """Les signes rares des textes qu'un dessin montre."""
    return list_rare_signs("\n".join(text for _, text, _ in _DRAWN_TEXT.findall(svg)))


def dress_drawing(svg: str, is_drawn: Callable[[str], bool]) -> str:
    """Le dessin, chaque signe rare dans une police qui l'a ; « □ » si ``is_drawn`` le dit sans dessin."""

    def dress(found: re.Match[str]) -> str:
        table = {sign: _dress(sign, is_drawn) for sign in list_rare_signs(found[2])}
        return f"{found[1]}{_swap(found[2], table)}{found[3]}"

    return _DRAWN_TEXT.sub(dress, svg) if _RARE.search(svg) else svg


def _dress(sign: str, is_drawn: Callable[[str], bool]) -> str:
    if not is_drawn(sign):
        return REPLACEMENT
    spelled = spell_for_drawing(sign)
    is_plain = not spelled or _ORDINARY.fullmatch(spelled) or not _EMOJI.search(sign)
    return spelled if is_plain else f'<tspan font-family="{EMOJI_FONT}">{spelled}</tspan>'


def _swap(text: str, table: Mapping[str, str]) -> str:
    return _RARE.sub(lambda run: "".join(_swap_run(run[0], table)), text) if table else text


def _swap_run(run: str, table: Mapping[str, str]) -> Iterator[str]:
    for sign in iter_graphemes(run):
        yield table.get(sign, sign)
