"""Les problèmes, réunis par sorte pour tenir sur un écran : ce qui se ressemble se dit une fois, compté."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kit.domain.errors import end_sentence, format_problem
from kit.domain.typography import count_noun, typeset

if TYPE_CHECKING:
    from kit.domain.values import Place, Problem

# En dessous, chacun garde sa phrase entière.
_ALIKE: Final = 3
_WIDTH: Final = 110
_READ_AS: Final = " est lu comme "
_ASKED: Final = "À corriger"
_WATCHED: Final = "À regarder"


def list_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Les lignes à imprimer : ce qui est à corriger d'abord ; trois semblables se réunissent."""
    listed = list(problems)
    for is_blocking, mark in ((True, _ASKED), (False, _WATCHED)):
        groups: dict[tuple[str, str], list[Problem]] = {}
        for problem in listed:
            if problem.blocking is is_blocking:
                groups.setdefault((problem.code, problem.remedy), []).append(problem)
        for group in groups.values():
            if len(group) < _ALIKE:
                yield from (typeset(f"{mark} : {format_problem(one)}") for one in group)
            else:
                yield from _list_group(mark, group)


def _list_group(mark: str, group: Sequence[Problem]) -> Iterator[str]:
    """Le compte et le remède, puis chaque constat derrière sa feuille et sa ligne."""
    first = group[0]
    files = {problem.where.file for problem in group}
    remedy = end_sentence(f"{first.remedy[:1].upper()}{first.remedy[1:]}")
    file = f"{first.where.file}, " if len(files) == 1 and first.where.file else ""
    yield typeset(f"{mark} : {file}{count_noun(len(group), 'point')} de la même sorte. {remedy}")
    places: dict[str, list[str]] = {}
    for problem in group:
        message = problem.message.replace(_READ_AS, " → ") if problem.code == "lu-comme" else problem.message
        place = _name(problem.where, with_file=len(files) > 1)
        places.setdefault(place, []).append(message)
    said = (f"{place} : {', '.join(found)}" if place else ", ".join(found) for place, found in places.items())
    yield from textwrap.wrap(
        typeset(end_sentence(" ; ".join(said))),
        _WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _name(where: Place, *, with_file: bool) -> str:
    """L'endroit, sans sa colonne : le constat la dit déjà, ou la case se trouve à ce qu'elle porte."""
    line = f"ligne {where.line}" if where.line is not None and not where.path else ""
    return " ".join(filter(None, (where.file if with_file else "", where.sheet, where.path, line)))
