"""Formules : de la syntaxe A1 anglaise d'Excel à OpenFormula, pour ce que le kit emploie."""

from __future__ import annotations

import re
from typing import Final

_TOKENS: Final = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<reference>
        (?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
        (?P<first>\$?[A-Z]{1,3}\$?[1-9][0-9]*)
        (?::(?P<last>\$?[A-Z]{1,3}\$?[1-9][0-9]*))?
        (?![\w(.])
    )
  | (?P<name>[^\W\d][\w.]*)
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<comma>,)
  | (?P<other>[\s+\-*/^&=<>%()])
    """,
    re.VERBOSE,
)
FUNCTIONS: Final = frozenset(
    {
        "ABS",
        "AND",
        "AVERAGE",
        "COUNT",
        "COUNTA",
        "COUNTBLANK",
        "COUNTIF",
        "COUNTIFS",
        "IF",
        "IFERROR",
        "INDEX",
        "MATCH",
        "MAX",
        "MEDIAN",
        "MIN",
        "NOT",
        "OR",
        "ROUND",
        "SUM",
        "SUMIF",
        "SUMIFS",
        "SUMPRODUCT",
        "VLOOKUP",
    }
)


def translate_formula(formula: str) -> str:
    """La formule en OpenFormula, préfixe ``of:`` compris.

    >>> translate_formula('=IF(COUNTA(B2:B9)=0,"",ROUND(SUM(Listes!$A$1:$A$2)/2,1))')
    'of:=IF(COUNTA([.B2:.B9])=0;"";ROUND(SUM([$Listes.$A$1:.$A$2])/2;1))'

    :raises ValueError: si la formule emploie ce que le kit ne sait pas traduire.
    """
    if not formula.startswith("="):
        message = f"formule sans signe égal : {formula}"
        raise ValueError(message)
    written, at = ["of:="], 1
    while at < len(formula):
        token = _TOKENS.match(formula, at)
        if token is None:
            message = f"formule illisible au signe {at + 1} : {formula}"
            raise ValueError(message)
        written.append(_translate_token(token))
        at = token.end()
    return "".join(written)


def translate_range(text: str) -> str:
    """Une plage seule, pour une liste déroulante.

    >>> translate_range("Listes!$A$2:$A$9")
    '[$Listes.$A$2:.$A$9]'
    """
    token = _TOKENS.fullmatch(text)
    if token is None or not token["reference"]:
        message = f"plage illisible : {text}"
        raise ValueError(message)
    return _translate_reference(token)


def _translate_token(token: re.Match[str]) -> str:
    if token["reference"]:
        return _translate_reference(token)
    if token["comma"]:
        return ";"
    if token["name"]:
        return _translate_name(token)
    return token[0]


def _translate_name(token: re.Match[str]) -> str:
    name = token["name"].upper()
    if name in {"TRUE", "FALSE"}:
        return name if token.string[token.end() :].startswith("(") else f"{name}()"
    if name not in FUNCTIONS:
        message = f"fonction ou nom que le kit ne traduit pas : {token['name']}"
        raise ValueError(message)
    return name


def _translate_reference(token: re.Match[str]) -> str:
    sheet = f"${token['sheet'][:-1]}" if token["sheet"] else ""
    last = f":.{token['last']}" if token["last"] else ""
    return f"[{sheet}.{token['first']}{last}]"
