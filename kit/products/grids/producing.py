"""Les grilles à plusieurs : préparer les feuilles, réunir les réponses, proposer des actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.domain.errors import InputError, UsageError, build_problem, suggest
from kit.domain.typography import join_list, slugify
from kit.domain.values import Action, Grid, Place, Problem
from kit.knowledge.catalogue import list_grids, load_grid
from kit.products.context import remove_personal
from kit.products.grids.agreement import AgreementState, measure_agreement
from kit.products.grids.comparing import compare_merged
from kit.products.grids.filled import Respondent
from kit.products.grids.merging import MergedGrids, merge_grids
from kit.products.grids.product import MERGED
from kit.products.grids.proposing import MAX_PROPOSALS, add_actions, propose_actions
from kit.products.grids.reading import list_grid_files, read_filled_grids
from kit.products.grids.screening import Screening, choose_grid_key, screen_grids
from kit.products.options import Options
from kit.products.outputs import Output, Saved, make_sheets, save_blanks, save_outputs
from kit.products.saving import name_after
from kit.reading.checks import check_file
from kit.reading.dossier import resolve_names
from kit.writers.formats import ANNEX_FORMAT

if TYPE_CHECKING:
    from kit.documents.workbook import Workbook
    from kit.products.grids.report import MergedContext

DEFAULT_GRID: Final = "qualite-alliance"
MAX_RESPONDENTS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class GatherOptions(Options):
    """Comment réunir. ``grid`` vide : celle à laquelle le plus de fichiers répondent."""

    grid: str = ""
    before: tuple[Path, ...] = ()
    named: bool = False
    alliance: str = ""
    workers: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Des grilles réunies, prêtes à écrire, et tout ce que la lecture a relevé."""

    context: MergedContext
    screening: Screening
    problems: tuple[Problem, ...]
    options: GatherOptions

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


def describe_blank_grids(
    alliance: str, *, grid: str = DEFAULT_GRID, respondents: int = 1
) -> tuple[Output, ...]:
    """Les feuilles à remplir ; au-delà d'une, chacune porte un pseudonyme (R01, R02…).

    :raises UsageError: si le nombre est hors bornes, ou la grille inconnue.
    """
    if not 1 <= respondents <= MAX_RESPONDENTS:
        raise UsageError(f"le nombre de répondants va de 1 à {MAX_RESPONDENTS}")
    chosen = find_grid(grid)
    width = max(2, len(str(respondents)))
    codes = [f"R{number:0{width}d}" for number in range(1, respondents + 1)] if respondents > 1 else [""]
    stem = f"grille-{slugify(alliance, 40)}"
    return tuple(
        Output(
            name=f"{stem}-{code.lower()}" if code else stem,
            makers=make_sheets(partial(_build_blank, chosen, Respondent(name=code, alliance=alliance))),
        )
        for code in codes
    )


def write_form_sheet(key: str, destination: Path, options: Options) -> Saved:
    """Les questions de cette grille, prêtes à coller dans un outil de formulaire en ligne.

    :raises UsageError: si la grille est inconnue.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    from kit.products.form_sheet import FormSheet, describe_form
    from kit.products.grids.form_answers import list_form_questions

    grid = find_grid(key)
    sheet = FormSheet(
        name=f"formulaire-{grid.key}",
        title=grid.title,
        questions=list_form_questions(grid.key),
        command="kit grilles reunir reponses.csv",
        promise="la grille se réunit sans nom.",
        example=grid.dimensions[0].criteria[0].key,
    )
    return save_outputs([describe_form(sheet, overrides=options.overrides)], destination, options=options)


def _build_blank(grid: Grid, respondent: Respondent, overrides: Path | None) -> Workbook:
    from kit.products.grids.blank import build_respondent_workbook

    return build_respondent_workbook(grid, respondent, overrides=overrides)


def name_alliance(target: str) -> str:
    """Le nom de l'alliance du dossier à ce chemin, sinon celui du territoire.

    :raises InputError: si le dossier ne se lit pas, ou si le territoire est inconnu.
    """
    path = Path(target)
    if path.exists():
        return check_file(path).dossier.alliance.name
    return resolve_names(target).name


def gather(sources: Sequence[Path], options: GatherOptions | None = None) -> Gathering:
    """Les grilles de ces fichiers, réunies.

    :raises InputError: si aucune grille ne peut être comptée, avec tous les défauts.
    :raises UsageError: si un chemin n'existe pas, ou si la grille demandée est inconnue.
    """
    from kit.products.grids.report import MergedContext

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
    return Gathering(context=context, screening=screening, problems=tuple(problems), options=options)


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


def write_gathering(gathering: Gathering, destination: Path) -> Saved:
    """Le document et le classeur des grilles réunies, écrits dans ``destination``.

    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    from kit.products.grids.report import build_merged_grids
    from kit.products.grids.workbook import build_merged_workbook

    output = Output(
        name=MERGED.name,
        document=build_merged_grids(gathering.context),
        makers=make_sheets(lambda _: build_merged_workbook(gathering.context)),
    )
    return save_outputs([output], destination, options=gathering.options)


def propose(
    dossier: Path,
    gathering: Gathering,
    destination: Path,
    *,
    limit: int = MAX_PROPOSALS,
    formats: tuple[str, ...] = (ANNEX_FORMAT,),
) -> tuple[tuple[Action, ...], tuple[Path, ...]]:
    """Une copie du dossier avec des actions en plus, tirées des critères bas ; l'original reste tel quel.

    Sans action à ajouter, rien n'est écrit. Pour un usage public, elle est privée des données personnelles.

    :raises InputError: si un problème du dossier bloque.
    :raises UsageError: si un fichier de ce nom existe déjà.
    """
    from kit.products.dossier.blank import dossier_values
    from kit.products.dossier.producing import describe_dossier

    today = gathering.context.today
    given = check_file(dossier, today=today).complete
    source = remove_personal(given) if gathering.options.public else given
    actions = propose_actions(source, gathering.merged, today=today, limit=limit)
    if not actions:
        return (), ()
    values = dossier_values(add_actions(source, actions))
    output = describe_dossier(f"{name_after(dossier)}-avec-propositions", values)
    return actions, save_blanks([output], destination, formats=formats, replace_files=False)
