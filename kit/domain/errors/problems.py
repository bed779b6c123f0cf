"""Un problème et sa phrase : la table des codes, et la façon de le dire."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kit.domain.errors import (
    _catalogue_kinds,
    _dossier_kinds,
    _edition_kinds,
    _import_kinds,
    _reading_kinds,
    _study_kinds,
    _training_kinds,
)
from kit.domain.errors._kind import ProblemKind
from kit.domain.values import Place, Problem

# La phrase que ``suggest`` écrit, et le nom qu'elle porte.
_SUGGESTION: Final = " ; vouliez-vous dire « {} » ?"
_SUGGESTED: Final = re.compile(_SUGGESTION.replace("?", r"\?").format("(.+)"))

KINDS: Final[dict[str, ProblemKind]] = {
    **_reading_kinds.KINDS,
    **_dossier_kinds.KINDS,
    **_study_kinds.KINDS,
    **_edition_kinds.KINDS,
    **_import_kinds.KINDS,
    **_training_kinds.KINDS,
    **_catalogue_kinds.KINDS,
}


def build_problem(code: str, where: Place, **values: object) -> Problem:
    """Le problème de ce code, ses phrases remplies.

    :raises KeyError: si le code n'est pas dans la table (faute de programmation).
    """
    kind = KINDS[code]
    return Problem(
        code=code,
        where=where,
        message=kind.message.format(**values),
        remedy=kind.remedy.format(**values),
        blocking=kind.blocking,
        found=str(values.get("found", "")),
        proposals=tuple(_list_proposals(kind, values)),
    )


def _list_proposals(kind: ProblemKind, values: Mapping[str, object]) -> Iterator[str]:
    for name in kind.proposes:
        value = values.get(name, ())
        yield from map(str, value) if isinstance(value, tuple) else (str(value),)
    match = _SUGGESTED.fullmatch(str(values.get("suggestion", "")))
    if match:
        yield match[1]


def format_place(where: Place) -> str:
    """L'endroit en clair.

    >>> format_place(Place(file="dossier.ods", sheet="Actions", line=7, column="Fin"))
    'dossier.ods, feuille « Actions », ligne 7, colonne « Fin »'
    """
    parts = [where.file]
    if where.sheet:
        parts.append(f"feuille « {where.sheet} »")
    if where.path:
        parts.append(f"clé {where.path}")
    if where.line is not None:
        parts.append(f"ligne {where.line}")
    if where.column:
        parts.append(f"colonne « {where.column} »")
    return ", ".join(part for part in parts if part)


def format_problem(problem: Problem) -> str:
    """Une ligne lisible : endroit, ce qui ne va pas, ce qu'il faut faire."""
    place = format_place(problem.where)
    lead = f"{place} : " if place else ""
    remedy = f"{problem.remedy[:1].upper()}{problem.remedy[1:]}"
    return f"{lead}{end_sentence(problem.message)} {end_sentence(remedy)}"


def end_sentence(text: str) -> str:
    """La phrase, finie par un point si elle ne l'est pas déjà.

    >>> end_sentence("Qui manque ?"), end_sentence("Corrigez la date")
    ('Qui manque ?', 'Corrigez la date.')
    """
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def suggest(found: str, expected: Iterable[str]) -> str:
    """La fin de phrase « ; vouliez-vous dire … ? », vide si rien ne ressemble assez.

    >>> suggest("Partenaire", ["Partenaires", "Actions"])
    ' ; vouliez-vous dire « Partenaires » ?'
    """
    by_folded = {choice.casefold(): choice for choice in expected}
    near = difflib.get_close_matches(found.casefold(), by_folded, n=1, cutoff=0.75)
    return _SUGGESTION.format(by_folded[near[0]]) if near else ""
