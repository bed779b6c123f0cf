"""Une réponse écrite en code : un nom, une valeur. Elle se lit, et ne s'exécute jamais."""

from __future__ import annotations

import ast

Value = bool | int | float | str | tuple["Value", ...]
"""Ce qu'une réponse peut valoir : un booléen, un nombre, un texte, ou plusieurs (listes comprises)."""


def read_assignment(source: str) -> tuple[str, Value] | None:
    """Le nom et la valeur d'une affectation simple, lue sans l'exécuter."""
    try:
        body = ast.parse(source.strip()).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if len(body) != 1 or not isinstance(body[0], ast.Assign) or len(body[0].targets) != 1:
        return None
    target = body[0].targets[0]
    try:
        value = _freeze(ast.literal_eval(body[0].value))
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None
    return (target.id, value) if isinstance(target, ast.Name) else None


def _freeze(value: object) -> Value:
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return tuple(_freeze(item) for item in value)
    raise TypeError("ni un nombre, ni un texte, ni une liste")
