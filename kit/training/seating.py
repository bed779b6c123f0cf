"""Donner à chaque stagiaire sa place, la même d'une préparation à l'autre.

Un repère ne change jamais et ne sert jamais deux fois : le dossier déjà rempli d'une personne reste le sien,
même si la liste est triée autrement, complétée, ou si un territoire y a été corrigé.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import format_short_date, join_list
from kit.domain.values import Place, Problem
from kit.training.layout import (
    MANIFEST,
    Manifest,
    Registered,
    Seat,
    build_folder,
    build_mark,
    rank_mark,
)
from kit.training.rosters import Trainee, fold_name, name_territory
from kit.training.sessions import Session

Sign = tuple[str, ...]
Item = TypeVar("Item")
# Tout est pareil, ou la fonction a changé, ou le territoire ; si les deux ont changé, ce n'est plus elle.
_PARTS: Final = ((0, 1, 2), (0, 2), (0, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """Un stagiaire et sa place."""

    seat: Seat
    trainee: Trainee


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """Les stagiaires de la liste, assis dans son ordre ; le registre entier, et ce qui mérite attention."""

    seated: tuple[Seated, ...]
    register: tuple[Registered, ...]
    problems: tuple[Problem, ...]

    @property
    def newcomers(self) -> tuple[Seated, ...]:
        """Ceux dont le dossier reste à écrire, en entier ou en partie."""
        return tuple(one for one in self.seated if not one.seat.ready)


def check_same_session(manifest: Manifest, session: Session) -> None:
    """Refuse de mêler deux sessions dans un même dossier.

    :raises InputError: si la formation ou les jours ne sont pas ceux du manifeste.
    """
    if manifest.course == session.course.key and manifest.days == session.days:
        return
    found = f"{manifest.course}, {join_list(format_short_date(day) for day in manifest.days)}"
    raise InputError([build_problem("session-autre", Place(file=MANIFEST), found=found)])


def assign_seats(
    trainees: Sequence[Trainee], manifest: Manifest | None, register: Sequence[Registered]
) -> Seating:
    """La place de chacun : celle qu'il avait, ou une neuve, jamais celle d'un autre.

    :raises InputError: si des places existent et que le registre qui dit à qui elles sont a été effacé.
    """
    seats = {seat.mark: seat for seat in manifest.seats} if manifest else {}
    if seats and not register:
        raise InputError([build_problem("session-sans-noms", Place(file=MANIFEST))])
    marks = _match(trainees, register)
    used = [rank_mark(mark) for mark in (*seats, *(one.mark for one in register))]
    fresh = max(used, default=0)
    seated: list[Seated] = []
    for at, trainee in enumerate(trainees):
        mark = marks.get(at, "")
        if not mark:
            fresh += 1
            mark = build_mark(fresh)
        seated.append(Seated(seat=seats.get(mark) or _build_seat(mark, trainee), trainee=trainee))
    kept = {one.mark: one for one in register}
    kept |= {one.seat.mark: _register(one) for one in seated}
    return Seating(
        seated=tuple(seated),
        register=tuple(kept[mark] for mark in sorted(kept, key=rank_mark)),
        problems=tuple(_note_changes(seated, register)),
    )


def _build_seat(mark: str, trainee: Trainee) -> Seat:
    return Seat(
        mark=mark,
        folder=build_folder(mark, trainee.territory.name),
        territory_code=name_territory(trainee.territory),
        territory_name=trainee.territory.name,
    )


def _register(one: Seated) -> Registered:
    """La ligne du registre ; le territoire y reste celui du dossier déjà écrit."""
    return Registered(
        mark=one.seat.mark,
        name=one.trainee.name,
        function=one.trainee.function,
        territory_code=one.seat.territory_code,
        territory_name=one.seat.territory_name,
    )


def _match(trainees: Sequence[Trainee], register: Sequence[Registered]) -> dict[int, str]:
    """Le repère de chaque stagiaire reconnu, par rang dans la liste ; un doute ne donne rien."""
    marks: dict[int, str] = {}
    for parts in _PARTS:
        free = [one for one in register if one.mark not in marks.values()]
        waiting = [at for at in range(len(trainees)) if at not in marks]
        known = _index_single((_sign(_identify(one), parts), one.mark) for one in free)
        asked = _index_single((_sign(trainees[at].identity, parts), at) for at in waiting)
        marks |= {at: known[sign] for sign, at in asked.items() if sign in known}
    return marks


def _identify(one: Registered) -> Sign:
    return (fold_name(one.name), fold_name(one.function), one.territory_code)


def _sign(identity: Sign, parts: tuple[int, ...]) -> Sign:
    return tuple(identity[part] for part in parts)


def _index_single(pairs: Iterable[tuple[Sign, Item]]) -> dict[Sign, Item]:
    """Ceux qui sont seuls à porter leur signe."""
    found = list(pairs)
    counts = Counter(sign for sign, _ in found)
    return {sign: item for sign, item in found if counts[sign] == 1}


def _note_changes(seated: Sequence[Seated], register: Sequence[Registered]) -> list[Problem]:
    present = {one.seat.mark for one in seated}
    problems = [
        build_problem("stagiaire-parti", Place(), mark=one.mark)
        for one in register
        if one.mark not in present
    ]
    problems += [
        build_problem(
            "stagiaire-territoire",
            one.trainee.where,
            mark=one.seat.mark,
            before=one.seat.territory_name,
            after=one.trainee.territory.name,
        )
        for one in seated
        if one.seat.territory_code != name_territory(one.trainee.territory)
    ]
    return problems
