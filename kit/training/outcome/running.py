"""Faire le bilan : lire, compter, répondre à chacun, écrire.

``bilan/`` peut se montrer : aucun nom, aucune ligne d'une personne. Tout ce qui désigne quelqu'un va dans
``personnel/`` : les retours, le suivi, les réponses libres. Aucun fichier de stagiaire n'est touché.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from kit.documents.document import Document
from kit.documents.palette import load_palette
from kit.domain.errors import InputError, build_problem
from kit.domain.values import Place, Problem
from kit.products.options import Options
from kit.products.saving import save_files
from kit.training.layout import MANIFEST, OUTCOME, PERSONAL, check_inside, read_register
from kit.training.outcome.counting import count_works
from kit.training.outcome.feedback import build_feedback, write_feedback
from kit.training.outcome.gathering import Gathered, OnProgress, gather_works
from kit.training.outcome.report import REPORT, build_report, find_cold_day
from kit.training.outcome.tables import build_annex, build_follow_up, build_verbatims, write_csv
from kit.training.outcome.tally import Tally
from kit.training.printing import Piece, check_pieces, print_pieces
from kit.writers.formats import PAPER_FORMATS

FEEDBACKS: Final = f"{PERSONAL}/retours"
FOLLOW_UP: Final = f"{PERSONAL}/suivi.ods"
VERBATIMS: Final = f"{PERSONAL}/reponses-libres.ods"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeOptions(Options):
    """Comment faire le bilan. ``feedback_formats`` : ceux des retours, vide pour n'en faire aucun.

    ``named`` : écrire les noms dans le suivi, qui reste dans ``personnel/``.
    """

    formats: tuple[str, ...] = PAPER_FORMATS
    feedback_formats: tuple[str, ...] = PAPER_FORMATS
    named: bool = False
    workers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Ce qui a été compté et écrit, et ce qui mérite attention."""

    gathered: Gathered
    tally: Tally
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


def write_outcome(
    root: Path, options: OutcomeOptions | None = None, *, on_progress: OnProgress | None = None
) -> Outcome:
    """Le bilan de cette session, écrit dans son dossier ; relancer le refait.

    :raises InputError: si ce n'est pas une session, ou si personne n'a rien rempli ; rien n'est alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    options = options or OutcomeOptions()
    told = on_progress or (lambda _done, _total, _text: None)
    gathered = gather_works(root, today=options.today, workers=options.workers, on_progress=told)
    if gathered.is_empty:
        raise InputError([*gathered.problems, build_problem("session-sans-travaux", Place(file=root.name))])
    tally = count_works(gathered)
    pieces = _list_pieces(gathered, tally, options)
    bare = _build_workbooks(gathered, tally, options)
    paths = [*bare, *(path for piece in pieces for path in piece.files.values())]
    check_inside(root, paths)
    stale = root / VERBATIMS
    if stale not in bare:
        stale.unlink(missing_ok=True)
    files = list(save_files(bare))
    for contents in print_pieces(pieces, dated=options.today, overrides=options.overrides):
        files += save_files(contents)
        told(len(files), len(paths), "Mise en page")
    problems = (*gathered.problems, *check_pieces(pieces, options.overrides))
    return Outcome(gathered=gathered, tally=tally, files=tuple(files), problems=problems)


def _list_pieces(gathered: Gathered, tally: Tally, options: OutcomeOptions) -> list[Piece]:
    """Le bilan, puis un retour par personne."""
    root, manifest = gathered.root, gathered.manifest
    report = build_report(tally, manifest, today=options.today, overrides=options.overrides)
    pieces = [_place(report, root / OUTCOME / REPORT, options.formats)]
    cold = find_cold_day(manifest)
    for one in gathered.participants if options.feedback_formats else ():
        said = write_feedback(gathered.course, one)
        document = build_feedback(gathered.course, said, cold=cold, overrides=options.overrides)
        pieces.append(_place(document, root / FEEDBACKS / f"retour-{said.mark}", options.feedback_formats))
    return [piece for piece in pieces if piece.files]


def _place(document: Document, stem: Path, formats: Sequence[str]) -> Piece:
    return Piece(document=document, files={name: stem.with_name(f"{stem.name}.{name}") for name in formats})


def _build_workbooks(gathered: Gathered, tally: Tally, options: OutcomeOptions) -> Mapping[Path, bytes]:
    """L'annexe et le csv, à montrer ; le suivi et les réponses libres, à garder."""
    from kit.writers.sheet import WRITERS

    root = gathered.root
    write = partial(WRITERS[".ods"], palette=load_palette(options.overrides))
    contents = {
        root / OUTCOME / f"{REPORT}.ods": write(build_annex(tally, overrides=options.overrides)),
        root / OUTCOME / f"{REPORT}.csv": write_csv(tally),
        root / FOLLOW_UP: write(build_follow_up(gathered, _read_names(gathered, options))),
    }
    verbatims = build_verbatims(tally)
    return contents | ({root / VERBATIMS: write(verbatims)} if verbatims else {})


def _read_names(gathered: Gathered, options: OutcomeOptions) -> Mapping[str, str]:
    """Le nom de chaque repère, seulement si on l'a demandé."""
    if not options.named:
        return {}
    names = {one.mark: one.name for one in read_register(gathered.root)}
    if not names:
        raise InputError([build_problem("bilan-sans-noms", Place(file=MANIFEST))])
    return names
