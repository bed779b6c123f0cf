"""Réunir ce que rend un groupe : chaque fichier lu une fois, rien de mêlé, rien de perdu."""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem
from kit.domain.values import Place, Problem
from kit.knowledge.catalogue import load_course
from kit.knowledge.catalogue.courses import Course
from kit.training.layout import MANIFEST, Manifest, Seat, read_manifest
from kit.training.outcome.finding import Reader, list_files, read_file
from kit.training.outcome.works import ReceivedWork, Work, WorkKind, choose_versions

# Ce qui avance : combien de fichiers sont lus, sur combien, et ce que l'on fait.
OnProgress = Callable[[int, int, str], None]
# En dessous, lancer des processus coûte plus qu'ils ne font gagner (benchmarks/bilan_formation.py).
_FEW: Final = 1_000
_MOST_WORKERS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Une place, les travaux remplis qui comptent pour elle, et les défauts de ses fichiers."""

    seat: Seat
    works: tuple[Work, ...]
    problems: tuple[Problem, ...] = ()

    def find(self, piece: WorkKind, notebook: str = "") -> Work | None:
        """Le travail de cette sorte, s'il est rempli."""
        return next((work for work in self.works if work.piece is piece and work.notebook == notebook), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Les travaux d'une session.

    ``unsigned`` : les évaluations rendues sans repère ; ``others`` : les autres versions, non comptées ;
    ``owned`` : les fichiers de chacun, comptés ou non, par repère ; ``files`` : combien ont été lus.
    """

    root: Path
    manifest: Manifest
    course: Course
    participants: tuple[Participant, ...]
    unsigned: tuple[Work, ...]
    others: tuple[Work, ...]
    owned: dict[str, tuple[Path, ...]]
    problems: tuple[Problem, ...]
    files: int

    def list_works(self, piece: WorkKind) -> tuple[Work, ...]:
        """Les travaux remplis de cette sorte, sans repère compris."""
        signed = (work for one in self.participants for work in one.works if work.piece is piece)
        return (*signed, *(work for work in self.unsigned if work.piece is piece))

    @property
    def is_empty(self) -> bool:
        """Vrai si personne n'a rien rempli."""
        return not self.unsigned and not any(one.works for one in self.participants)


def load_manifest(root: Path) -> Manifest:
    """Le manifeste de cette session.

    :raises InputError: si le dossier n'est pas celui d'une session.
    """
    manifest = read_manifest(root) if root.is_dir() else None
    if manifest is None:
        raise InputError([build_problem("session-sans-manifeste", Place(file=MANIFEST), found=str(root))])
    return manifest


def gather_works(
    root: Path, *, today: dt.date, workers: int | None = None, on_progress: OnProgress | None = None
) -> Gathered:
    """Ce que les stagiaires ont rendu, lu sans rien exécuter ni écrire.

    ``workers`` : nombre de processus ; à défaut, un par cœur quand il y a beaucoup de fichiers. Comme tout
    programme qui lance des processus, celui qui appelle se protège par ``if __name__ == "__main__"``.

    :raises InputError: si le dossier n'est pas celui d'une session.
    """
    manifest = load_manifest(root)
    course = load_course(manifest.course)
    reader = Reader.build(course, manifest, root, today)
    files = list_files(root)
    told = on_progress or (lambda _done, _total, _text: None)
    intakes = []
    for intake in _read_all(files, reader, workers):
        intakes.append(intake)
        told(len(intakes), len(files), "Lecture des travaux")
    return _sort(root, manifest, course, intakes)


def _read_all(files: Sequence[Path], reader: Reader, workers: int | None) -> Iterator[ReceivedWork]:
    count = workers if workers is not None else min(_MOST_WORKERS, os.cpu_count() or 1)
    if count < 2 or (workers is None and len(files) < _FEW):
        yield from (read_file(path, reader) for path in files)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(max_workers=count, mp_context=get_context("spawn")) as pool:
        yield from pool.map(partial(read_file, reader=reader), files, chunksize=16)


def _sort(root: Path, manifest: Manifest, course: Course, intakes: Sequence[ReceivedWork]) -> Gathered:
    """Chaque travail à sa place, les autres versions à côté, et tout ce qui ne va pas."""
    kept, others = choose_versions(intake.work for intake in intakes if intake.work)
    works = [work for work in kept.values() if work.weight]
    doubles = {work.path: _note_double(work, kept[work.slot], root) for work in others}
    mine: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        mine[work.mark].append(work)
    owned: dict[str, list[ReceivedWork]] = defaultdict(list)
    for intake in intakes:
        owned[intake.mark].append(intake)
    seats = [seat for seat in manifest.seats if not seat.erased]
    return Gathered(
        root=root,
        manifest=manifest,
        course=course,
        participants=tuple(
            Participant(
                seat=seat,
                works=tuple(mine[seat.mark]),
                problems=tuple(_list_problems(owned[seat.mark], doubles)),
            )
            for seat in seats
        ),
        unsigned=tuple(mine[""]),
        others=others,
        owned={seat.mark: tuple(intake.path for intake in owned[seat.mark]) for seat in seats},
        problems=(*(problem for intake in intakes for problem in intake.problems), *doubles.values()),
        files=len(intakes),
    )


def _list_problems(intakes: Iterable[ReceivedWork], doubles: dict[Path, Problem]) -> Iterator[Problem]:
    for intake in intakes:
        yield from intake.problems
        if intake.path in doubles:
            yield doubles[intake.path]


def _note_double(work: Work, kept: Work, root: Path) -> Problem:
    where = Place(file=work.path.relative_to(root).as_posix())
    return build_problem("travail-deux-versions", where, found=kept.path.relative_to(root).as_posix())
