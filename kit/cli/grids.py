"""Les commandes des grilles à plusieurs : préparer, réunir, proposer."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli.options import (
    add_day,
    add_dossier,
    add_files,
    add_folder,
    add_formats,
    add_overrides,
    add_production,
    add_public,
    add_replace,
    read_options,
    read_overrides,
    read_shared,
)
from kit.cli.terminal import add_command, print_attention, print_files, print_problems, print_territory, say
from kit.domain.errors import UsageError
from kit.domain.typography import count_noun, format_number, typeset
from kit.products.grids.product import PRODUCT
from kit.writers.formats import (
    ANNEX_FORMAT,
    DOSSIER_FORMATS,
    FORM_FORMATS,
    FORM_SHEET_DEFAULT,
    FORM_SHEET_FORMATS,
)

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.products.grids.producing import Gathering, GatherOptions

_FILES: Final = "grilles remplies (.ods, .xlsx, .csv), réponses d'un formulaire en ligne, ou leur dossier"


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit grilles vierge``, ``formulaire``, ``reunir`` et ``proposer``."""
    parser = add_command(
        commands,
        "grilles",
        _run_merge,
        "la grille remplie à plusieurs : préparer, réunir, proposer",
        aliases=("grille",),
    )
    parts = parser.add_subparsers(title="commandes\u00a0", metavar="COMMANDE", required=True)
    _add_blank(parts)
    _add_form(parts)
    _add_merge(parts)
    _add_propose(parts)


def _add_blank(parts: Commands) -> None:
    parser = add_command(parts, "vierge", _run_blank, "écrit la grille à remplir, une par personne")
    parser.add_argument("cible", metavar="DOSSIER|TERRITOIRE", help="un dossier rempli, ou un territoire")
    parser.add_argument("--grille", default="qualite-alliance", metavar="GRILLE", help="clé de la grille")
    parser.add_argument(
        "--repondants",
        type=int,
        default=1,
        metavar="NOMBRE",
        help=typeset("nombre de feuilles ; au-delà d'une, chacune porte un pseudonyme (par défaut : 1)"),
    )
    add_folder(parser, ".")
    add_formats(parser, FORM_FORMATS)
    add_overrides(parser)
    add_replace(parser)


def _add_form(parts: Commands) -> None:
    parser = add_command(
        parts, "formulaire", _run_form, "écrit les questions à coller dans un formulaire en ligne"
    )
    parser.add_argument("--grille", default="qualite-alliance", metavar="GRILLE", help="clé de la grille")
    add_folder(parser)
    add_formats(parser, FORM_SHEET_FORMATS, FORM_SHEET_DEFAULT)
    add_overrides(parser)
    add_day(parser)


def _add_merge(parts: Commands) -> None:
    # « importer » : le mot qui vient à qui a les réponses d'un formulaire ; c'est la même lecture.
    parser = add_command(
        parts,
        "reunir",
        _run_merge,
        "réunit les grilles remplies et dit où l'on diffère",
        aliases=("importer",),
    )
    add_files(parser, _FILES)
    add_files(parser, "les grilles de la fois d'avant, pour comparer", option="--avant")
    parser.add_argument("--noms", action="store_true", help="imprimer les noms donnés (sans cela, aucun)")
    parser.add_argument("--alliance", default="", metavar="NOM", help=typeset("nom de l'alliance"))
    _add_grid(parser)
    add_production(parser, PRODUCT.formats)


def _add_propose(parts: Commands) -> None:
    parser = add_command(
        parts, "proposer", _run_propose, "ajoute au plan des actions tirées des critères bas"
    )
    add_dossier(parser, "dossier rempli ; il n'est pas modifié")
    add_files(parser, _FILES, option="--depuis", required=True)
    parser.add_argument(
        "--nombre",
        type=int,
        default=6,
        metavar="NOMBRE",
        help=typeset("nombre d'actions au plus (par défaut : 6)"),
    )
    _add_grid(parser)
    add_folder(parser, ".")
    add_formats(parser, DOSSIER_FORMATS, (ANNEX_FORMAT,))
    add_public(parser)
    add_day(parser, "comme à cette date")


def _add_grid(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--grille",
        default="",
        metavar="GRILLE",
        help=typeset("clé de la grille (par défaut : la plus remplie)"),
    )


def _run_blank(arguments: argparse.Namespace) -> int:
    from kit.products.grids.producing import describe_blank_grids, name_alliance
    from kit.products.outputs import save_blanks

    models = read_overrides(arguments)
    grids = describe_blank_grids(
        name_alliance(arguments.cible), grid=arguments.grille, respondents=arguments.repondants
    )
    files = save_blanks(
        grids,
        arguments.dans,
        formats=tuple(arguments.formats),
        replace_files=arguments.remplacer,
        overrides=models,
    )
    print_files("Grilles à remplir", files)
    if not Path(arguments.cible).exists():
        print_territory(arguments.cible)
    say("Chacun remplit la sienne, seul ; puis : kit grilles reunir DOSSIER.")
    return 0


def _run_form(arguments: argparse.Namespace) -> int:
    from kit.products.grids.producing import write_form_sheet

    saved = write_form_sheet(arguments.grille, arguments.dans, read_options(arguments))
    print_files("Formulaire à créer", saved.files)
    print_attention(saved.problems)
    say("Créez-le dans votre outil, puis : kit grilles reunir REPONSES.csv")
    return 0


def _run_merge(arguments: argparse.Namespace) -> int:
    from kit.products.grids.producing import gather, write_gathering

    gathering = gather(arguments.fichiers, _build_options(arguments))
    status = _report(gathering)
    saved = write_gathering(gathering, arguments.dans)
    print_files("Grilles réunies", saved.files)
    print_attention(saved.problems)
    return status


def _run_propose(arguments: argparse.Namespace) -> int:
    from kit.products.grids.producing import gather, propose

    if arguments.nombre < 1:
        raise UsageError("le nombre d’actions est d’au moins 1")
    gathering = gather(arguments.depuis, _build_options(arguments))
    status = _report(gathering)
    actions, files = propose(
        arguments.dossier,
        gathering,
        arguments.dans,
        limit=arguments.nombre,
        formats=tuple(arguments.formats),
    )
    for action in actions:
        say(f"{action.number}  {action.title} ({action.origin})")
    if files:
        print_files("Dossier complété, l’original inchangé", files)
    else:
        say("Aucune action à ajouter : le plan cite déjà chaque critère bas, ou aucun n’est bas.")
    return status


def _build_options(arguments: argparse.Namespace) -> GatherOptions:
    from kit.products.grids.producing import GatherOptions

    return GatherOptions(
        **read_shared(arguments),
        grid=arguments.grille,
        before=tuple(getattr(arguments, "avant", ())),
        named=getattr(arguments, "noms", False),
        alliance=getattr(arguments, "alliance", ""),
        workers=os.cpu_count() or 1,
    )


def _report(gathering: Gathering) -> int:
    """Dit ce qui a été compté, ce qui ne l'a pas été, et où l'on diffère ; 1 si un fichier est écarté."""
    merged, screening = gathering.merged, gathering.screening
    blocking = [problem for problem in gathering.problems if problem.blocking]
    print_problems(blocking)
    people = count_noun(len(merged.grids), "grille comptée", "grilles comptées")
    aside = count_noun(len(screening.set_aside), "fichier laissé", "fichiers laissés")
    say(f"{merged.grid.title} : {people}, {aside} de côté.")
    print_attention([problem for problem in gathering.problems if not problem.blocking])
    if merged.agenda:
        say("De quoi parler d’abord :")
    for rank, result in enumerate(merged.agenda, start=1):
        spread = format_number(float(result.spread or 0), 2)
        say(f"  {rank}. {result.criterion.key} {result.criterion.label} (dispersion {spread})")
    return 1 if blocking else 0
