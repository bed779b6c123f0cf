"""Préparer une session : un dossier par stagiaire, celui du formateur, les pièces nominatives à part.

Rien n'est jamais écrasé sans qu'on l'ait demandé : le dossier d'un stagiaire, une fois écrit, n'est plus
touché ; une pièce du formateur déjà là n'est refaite qu'avec ``replace_files``. Un arrêt au milieu se
reprend : les places sont données d'abord, et ce qui manque est écrit à la fois suivante.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import count_noun, join_list
from kit.domain.values import Place, Problem
from kit.products.options import Options
from kit.products.saving import save_files
from kit.training.layout import (
    BOOKLET,
    MANIFEST,
    REGISTER,
    Manifest,
    check_inside,
    read_manifest,
    read_register,
    write_manifest,
    write_register,
)
from kit.training.pieces import PieceMaker
from kit.training.printing import Piece, check_pieces, print_pieces
from kit.training.seating import Seated, Seating, assign_seats, check_same_session
from kit.training.sessions import Session, read_session
from kit.training.trainees import build_trainee_files
from kit.training.trainers import (
    build_trainer_files,
    list_named_pieces,
    list_trainer_pieces,
)
from kit.writers.formats import ANNEX_FORMAT, PAPER_FORMATS

# Ce qui avance : combien de fichiers sont écrits, sur combien, et ce que l'on fait.
OnProgress = Callable[[int, int, str], None]
_LISTED: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareOptions(Options):
    """Comment préparer. ``formats`` : classeurs ; ``replace_files`` : refaire les pièces du formateur."""

    formats: tuple[str, ...] = (ANNEX_FORMAT,)
    replace_files: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """Ce qui a été préparé. ``newcomers`` : combien de dossiers de stagiaires ont été écrits."""

    root: Path
    session: Session
    manifest: Manifest
    files: tuple[Path, ...]
    newcomers: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Work:
    """Une préparation en cours : où, quoi, et ce qui est déjà écrit."""

    root: Path
    session: Session
    seating: Seating
    manifest: Manifest
    options: PrepareOptions
    on_progress: OnProgress
    total: int = 0
    written: list[Path] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    unprintable: tuple[Problem, ...] = ()

    def save(self, contents: Mapping[Path, bytes], text: str) -> None:
        """Écrit ces fichiers, chacun d'un seul coup, et le dit.

        Le manifeste les annonce d'abord : une préparation interrompue reconnaîtra ce qu'elle a écrit.
        """
        digests = _list_digests(self.root, contents)
        if digests:
            self.manifest = replace(self.manifest, pieces={**self.manifest.pieces, **digests})
            save_files({self.root / MANIFEST: write_manifest(self.manifest)})
        self.written += save_files(contents)
        self.on_progress(len(self.written), self.total, text)

    def may_write(self, path: Path, *, is_trainer: bool) -> bool:
        """Vrai si ce fichier peut être écrit ; sinon, il est noté comme gardé."""
        if not path.exists():
            return True
        name = path.relative_to(self.root).as_posix()
        if not is_trainer:
            return False
        if name not in self.manifest.pieces:
            self.foreign.append(name)
            return False
        if not self.options.replace_files:
            self.kept.append(name)
        return self.options.replace_files


def prepare(
    source: Path,
    destination: Path,
    options: PrepareOptions | None = None,
    *,
    on_progress: OnProgress | None = None,
) -> Preparation:
    """La session de ``source``, préparée dans ``destination`` (disposition : :mod:`kit.training`).

    :raises InputError: si la session, la liste ou le dossier ne permettent pas de continuer ; rien n'est
        alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    options = options or PrepareOptions()
    reading = read_session(source)
    session = reading.session
    before = read_manifest(destination)
    if before is not None:
        check_same_session(before, session)
    seating = assign_seats(session.trainees, before, read_register(destination))
    work = _Work(
        root=destination,
        session=session,
        seating=seating,
        manifest=_start_manifest(session, seating, before, options),
        options=options,
        on_progress=on_progress or (lambda _done, _total, _text: None),
    )
    _write_all(work)
    problems = (*reading.problems, *seating.problems, *work.unprintable, *_note_kept(work))
    return Preparation(
        root=destination,
        session=session,
        manifest=work.manifest,
        files=tuple(work.written),
        newcomers=len(seating.newcomers),
        problems=problems,
    )


def _start_manifest(
    session: Session, seating: Seating, before: Manifest | None, options: PrepareOptions
) -> Manifest:
    """Le manifeste, les places données et les pièces d'avant connues."""
    return Manifest(
        course=session.course.key,
        days=session.days,
        place=session.place,
        formats=options.formats,
        seats=before.seats if before else (),
        pieces=before.pieces if before else {},
    ).with_seats(one.seat for one in seating.seated)


def _write_all(work: _Work) -> None:
    """Le registre, puis les pièces, puis les dossiers ; le manifeste dit à la fin ce qui est prêt."""
    session, seating, options = work.session, work.seating, work.options
    maker = PieceMaker(session=session, overrides=options.overrides)
    pieces, bare = _list_trainer_work(work, maker)
    booklets = [_build_booklet(work, maker, one) for one in seating.newcomers]
    printed = [piece for piece in (*pieces, *booklets) if piece.files]
    frame = (work.root / MANIFEST, work.root / REGISTER)
    _refuse_escapes(work, [*frame, *(path for piece in printed for path in piece.files.values()), *bare])
    work.unprintable = check_pieces(printed, options.overrides, also=_list_names(session))
    work.total = sum(len(piece.files) for piece in printed) + len(bare)
    save_files({work.root / REGISTER: write_register(seating.register)})
    save_files({work.root / MANIFEST: write_manifest(work.manifest)})
    _save_pieces(work, bare, printed)
    for one in seating.newcomers:
        _save_trainee(work, one)
    work.manifest = work.manifest.with_seats(replace(one.seat, ready=True) for one in seating.newcomers)
    save_files({work.root / MANIFEST: write_manifest(work.manifest)})


def _list_trainer_work(work: _Work, maker: PieceMaker) -> tuple[list[Piece], dict[Path, bytes]]:
    """Ce qu'il faut écrire pour le formateur : les textes à mettre en page, et les fichiers déjà faits."""
    roster = work.seating.seated
    bare = build_trainer_files(maker, roster, work.options.formats, work.session.days[0])
    pieces = list_trainer_pieces(maker, roster, work.root)
    for one in roster:
        pieces += list_named_pieces(maker, one, work.root)
    return (
        [_keep_wanted(work, piece, is_trainer=True) for piece in pieces],
        {
            work.root / name: content
            for name, content in bare.items()
            if work.may_write(work.root / name, is_trainer=True)
        },
    )


def _build_booklet(work: _Work, maker: PieceMaker, one: Seated) -> Piece:
    document = maker.build_booklet(one.seat, one.trainee.territory)
    files = {name: work.root / one.seat.file(BOOKLET, name) for name in PAPER_FORMATS}
    return _keep_wanted(work, Piece(document=document, files=files), is_trainer=False)


def _keep_wanted(work: _Work, piece: Piece, *, is_trainer: bool) -> Piece:
    wanted = {name: path for name, path in piece.files.items() if work.may_write(path, is_trainer=is_trainer)}
    return replace(piece, files=wanted)


def _refuse_escapes(work: _Work, paths: Iterable[Path]) -> None:
    """Aucun chemin ne sort du dossier ; ceux des stagiaires sont contrôlés par leur dossier."""
    folders = [work.root / one.seat.folder / "x" for one in work.seating.newcomers]
    nested = [folder.parent / name / "x" for folder in folders for name in ("carnets", "grilles")]
    check_inside(work.root, [*paths, *folders, *nested])


def _save_pieces(work: _Work, bare: Mapping[Path, bytes], pieces: Sequence[Piece]) -> None:
    work.save(bare, "Cartes, solutions, classeurs")
    dated = work.session.days[0]
    for contents in print_pieces(pieces, dated=dated, overrides=work.options.overrides):
        work.save(contents, "Mise en page")


def _list_digests(root: Path, contents: Mapping[Path, bytes]) -> dict[str, str]:
    """L'empreinte des pièces du formateur ; celles des stagiaires sont à eux."""
    named = {path.relative_to(root).as_posix(): content for path, content in contents.items()}
    return {
        name: hashlib.sha256(content).hexdigest()
        for name, content in named.items()
        if not name.startswith("stagiaires/")
    }


def _save_trainee(work: _Work, one: Seated) -> None:
    options = work.options
    files = build_trainee_files(work.session, one, options.formats, overrides=options.overrides)
    contents = {work.root / name: content for name, content in files.items()}
    wanted = {path: content for path, content in contents.items() if work.may_write(path, is_trainer=False)}
    work.total += len(wanted)
    work.save(wanted, f"Dossier {one.seat.mark}")


def _list_names(session: Session) -> str:
    """Les noms imprimés, même sur une pièce gardée d'une fois précédente."""
    trainees = (part for one in session.trainees for part in (one.name, one.function, one.organisation))
    return "".join((*trainees, *session.trainers))


def _note_kept(work: _Work) -> list[Problem]:
    problems = [build_problem("session-nom-pris", Place(), found=name) for name in sorted(work.foreign)]
    if work.kept:
        names = sorted(work.kept)
        listed = [*names[:_LISTED], *(("…",) if len(names) > _LISTED else ())]
        count = count_noun(len(names), "pièce")
        problems.append(build_problem("pieces-gardees", Place(), count=count, found=join_list(listed)))
    return problems
