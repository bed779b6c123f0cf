"""Les grilles à plusieurs : préparer les feuilles, réunir les réponses, proposer des actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.catalogue import list_grids, load_grid
from kit.dossier import resolve_names
from kit.errors import InputError, UsageError, build_problem, suggest
from kit.grids.agreement import AgreementState, measure_agreement
from kit.grids.comparing import compare_merged
from kit.grids.filled import Respondent
from kit.grids.merging import MergedGrids, merge_grids
from kit.grids.proposing import MAX_PROPOSALS, add_actions, propose_actions
from kit.grids.reading import list_grid_files, read_filled_grids
from kit.grids.screening import Screening, choose_grid_key, screen_grids
from kit.model import Action, Grid, Place, Problem
from kit.session import SHEET_FORMATS, TEXT_FORMATS, check_file, save_files
from kit.typography import join_list, slugify

if TYPE_CHECKING:
    from kit.documents.merged_grids import MergedContext

DEFAULT_GRID: Final = "qualite-alliance"
NAME: Final = "grilles-reunies"
MERGED_FORMATS: Final = (*TEXT_FORMATS, *SHEET_FORMATS)
MAX_RESPONDENTS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class GatherOptions:
    """Comment réunir. ``grid`` vide : celle à laquelle le plus de fichiers répondent."""

    grid: str = ""
    before: tuple[Path, ...] = ()
    named: bool = False
    alliance: str = ""
    formats: tuple[str, ...] = MERGED_FORMATS
    overrides: Path | None = None
    today: dt.date = field(default_factory=dt.date.today)
    workers: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Des grilles réunies, prêtes à écrire, et tout ce que la lecture a relevé."""

    context: MergedContext
    screening: Screening
    problems: tuple[Problem, ...]

    @property
    def merged(self) -> MergedGrids:
        """Les grilles réunies."""
        return self.context.merged


def find_grid(key: str) -> Grid:
    """La grille livrée de cette clé.

    :raises UsageError: si elle n'existe pas.
    """
    known = list_grids()
    if key not in known:
        raise UsageError(f"la grille « {key} » n’existe pas{suggest(key, known)} ({join_list(known, 'ou')})")
    return load_grid(key)


def build_blank_grids(
    alliance: str,
    destination: Path,
    *,
    grid: str = DEFAULT_GRID,
    respondents: int = 1,
    formats: tuple[str, ...] = SHEET_FORMATS,
) -> dict[Path, bytes]:
    """Les feuilles à remplir, une par répondant ; au-delà d'une, chacune porte un pseudonyme (R01, R02…).

    :raises UsageError: si le nombre est hors bornes, ou la grille inconnue.
    """
    from kit.documents.respondent_workbook import build_respondent_workbook
    from kit.writers.sheet import WRITERS

    if not 1 <= respondents <= MAX_RESPONDENTS:
        raise UsageError(f"le nombre de répondants va de 1 à {MAX_RESPONDENTS}")
    chosen = find_grid(grid)
    contents: dict[Path, bytes] = {}
    width = max(2, len(str(respondents)))
    for number in range(1, respondents + 1):
        code = f"R{number:0{width}d}" if respondents > 1 else ""
        workbook = build_respondent_workbook(chosen, Respondent(name=code, alliance=alliance))
        stem = f"grille-{slugify(alliance, 40)}{f'-{code.lower()}' if code else ''}"
        for name in formats:
            contents[destination / f"{stem}.{name}"] = WRITERS[f".{name}"](workbook)
    return contents


def write_blank_grids(contents: dict[Path, bytes], *, replace_files: bool = False) -> tuple[Path, ...]:
    """Les feuilles à remplir, écrites.

    :raises UsageError: si un fichier est déjà là et que ``replace_files`` est faux.
    """
    _refuse_existing(contents, replace_files=replace_files)
    return save_files(contents)


def name_alliance(target: str) -> str:
    """Le nom de l'alliance du dossier à ce chemin, sinon celui du territoire.

    :raises InputError: si le dossier ne se lit pas, ou si le territoire est inconnu.
    """
    path = Path(target)
    if path.exists():
        return check_file(path).dossier.alliance.name
    return resolve_names(target).name


def _refuse_existing(contents: dict[Path, bytes], *, replace_files: bool) -> None:
    taken = [path for path in contents if path.exists()]
    if taken and not replace_files:
        raise UsageError(f"« {taken[0]} » existe déjà. Ajoutez --remplacer pour l’écraser")


def gather(sources: Sequence[Path], options: GatherOptions | None = None) -> Gathering:
    """Les grilles de ces fichiers, réunies.

    :raises InputError: si aucune grille ne peut être comptée, avec tous les défauts.
    :raises UsageError: si un chemin n'existe pas, ou si la grille demandée est inconnue.
    """
    from kit.documents.merged_grids import MergedContext

    options = options or GatherOptions()
    files, screening, grid = _screen(sources, options, options.grid)
    merged = merge_grids(grid, screening.grids)
    agreement = measure_agreement(merged)
    problems = list(screening.problems)
    if agreement.state is AgreementState.NOT_INSTALLED:
        problems.append(build_problem("accord-non-calcule", Place()))
    before = None
    if options.before:
        _, earlier, _ = _screen(options.before, options, grid.key)
        before = merge_grids(grid, earlier.grids)
        problems += earlier.problems
    context = MergedContext(
        merged=merged,
        agreement=agreement,
        today=options.today,
        alliance=options.alliance or _find_alliance(merged),
        named=options.named,
        received=len(files),
        set_aside=len(screening.set_aside),
        changes=compare_merged(before, merged) if before else (),
        before_count=len(before.grids) if before else 0,
        overrides=options.overrides,
    )
    return Gathering(context=context, screening=screening, problems=tuple(problems))


def _screen(
    sources: Sequence[Path], options: GatherOptions, key: str
) -> tuple[tuple[Path, ...], Screening, Grid]:
    absent = [source for source in sources if not source.exists()]
    if absent:
        raise UsageError(f"« {absent[0]} » n’existe pas")
    files = list_grid_files(sources)
    if not files:
        raise UsageError("aucun fichier .ods, .xlsx ou .csv à réunir")
    intakes = read_filled_grids(files, workers=options.workers)
    grid = find_grid(key or choose_grid_key(intakes, DEFAULT_GRID))
    screening = screen_grids(intakes, grid)
    if not screening.grids:
        raise InputError(screening.problems)
    return files, screening, grid


def _find_alliance(merged: MergedGrids) -> str:
    """Le nom d'alliance que portent les grilles, s'il n'y en a qu'un."""
    names = {filled.respondent.alliance for filled in merged.grids if filled.respondent.alliance}
    return names.pop() if len(names) == 1 else ""


def write_gathering(
    gathering: Gathering, destination: Path, *, formats: tuple[str, ...] = MERGED_FORMATS
) -> tuple[Path, ...]:
    """Le document et le classeur des grilles réunies, écrits dans ``destination``.

    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    from kit.documents.merged_grids import build_merged_grids
    from kit.documents.merged_workbook import build_merged_workbook
    from kit.writers.sheet import WRITERS

    contents: dict[Path, bytes] = {}
    context = gathering.context
    text = tuple(name for name in TEXT_FORMATS if name in formats)
    if text:
        from kit.writers.pandoc import load_look, write_documents

        document = build_merged_grids(context)
        look = load_look(context.overrides)
        for (_, name), content in write_documents((document,), text, look=look, dated=context.today).items():
            contents[destination / f"{NAME}.{name}"] = content
    for name in SHEET_FORMATS:
        if name in formats:
            contents[destination / f"{NAME}.{name}"] = WRITERS[f".{name}"](build_merged_workbook(context))
    return save_files(contents)


def propose(
    dossier: Path,
    gathering: Gathering,
    destination: Path,
    *,
    limit: int = MAX_PROPOSALS,
    formats: tuple[str, ...] = ("ods",),
) -> tuple[tuple[Action, ...], tuple[Path, ...]]:
    """Une copie du dossier avec des actions en plus, tirées des critères bas ; l'original reste tel quel.

    Sans action à ajouter, rien n'est écrit.

    :raises InputError: si un problème du dossier bloque.
    :raises UsageError: si un fichier de ce nom existe déjà.
    """
    from kit.documents.blank import build_dossier_workbook, build_dossier_yaml, dossier_values
    from kit.writers.sheet import WRITERS

    today = gathering.context.today
    source = check_file(dossier, today=today).dossier
    actions = propose_actions(source, gathering.merged, today=today, limit=limit)
    if not actions:
        return (), ()
    values, grid = dossier_values(add_actions(source, actions)), load_grid()
    stem = slugify(dossier.stem if dossier.is_file() else dossier.name)
    contents: dict[Path, bytes] = {}
    for name in formats:
        path = destination / f"{stem}-avec-propositions.{name}"
        if name == "yaml":
            contents[path] = build_dossier_yaml(values, grid=grid).encode()
        else:
            contents[path] = WRITERS[path.suffix](build_dossier_workbook(values, grid=grid))
    _refuse_existing(contents, replace_files=False)
    return actions, save_files(contents)
