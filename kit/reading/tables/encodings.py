"""Les octets d'un texte → ses caractères : UTF-8, UTF-16, Excel français, ou un ancien Mac."""

from __future__ import annotations

import codecs
from typing import Final

from kit.domain.errors import InputError, build_problem
from kit.domain.values import Place, Problem

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Ce qu'un texte français écrit hors de l'alphabet simple.
_FRENCH: Final = frozenset("éèêëàâäçùûüîïôöœæÉÈÊËÀÂÇÙÛÎÏÔŒ’‘“”«»–—…•·€°²½\xa0\u202f")
_LATIN: Final = "cp1252"
_MAC: Final = "mac_roman"
_SAMPLE: Final = 200


def decode(content: bytes, where: Place) -> tuple[str, tuple[Problem, ...]]:
    """Le texte, et ce qu'il faut en dire si son encodage a dû être reconnu à ses accents.

    :raises InputError: s'il est vide, ou si aucun encodage ne convient.
    """
    if not content.strip():
        raise InputError([build_problem("fichier-vide", where)])
    for encoding in _list_encodings(content):
        try:
            return content.decode(encoding).removeprefix("\ufeff"), ()
        except UnicodeDecodeError:
            continue
    if content.startswith(tuple(bom for bom, _ in _BOMS)):
        raise InputError([build_problem("texte-illisible", where)])
    encoding = _choose_local(content)
    text = content.decode(encoding)
    return text, (build_problem("encodage-mac", where),) if encoding == _MAC else ()


def decode_text(content: bytes, where: Place) -> str:
    """Le texte seul.

    :raises InputError: s'il est vide, ou si aucun encodage ne convient.
    """
    return decode(content, where)[0]


def _list_encodings(content: bytes) -> tuple[str, ...]:
    """Ceux qui ne laissent pas de doute : la marque d'ordre, sinon UTF-16 à ses octets nuls, sinon UTF-8."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return (encoding,)
    sample = content[:_SAMPLE]
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) > 2 and sample[at::2].count(0) * 2 > len(sample[at::2]):
            return (encoding,)
    return ("utf-8",)


def _choose_local(content: bytes) -> str:
    """Celui d'Excel français ou celui d'un ancien Mac : celui qui fait apparaître des accents français."""
    ranks = {}
    for encoding in (_LATIN, _MAC):
        odd = [char for char in content.decode(encoding, "replace") if ord(char) > 127]
        ranks[encoding] = sum(1 if char in _FRENCH else -1 for char in odd)
    best = max(ranks, key=lambda encoding: ranks[encoding])
    try:
        content.decode(best)
    except UnicodeDecodeError:
        return _MAC
    return best
