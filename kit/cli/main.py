"""La ligne de commande : le seul endroit qui imprime et qui choisit l'état de sortie.

0 : fait ; 1 : les données de la personne ; 2 : la commande ; 3 : une faute du kit ; 130 : arrêtée au
clavier ; 141 : plus personne ne lit ce qu'elle imprime.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kit import __version__
from kit.cli import (
    aids,
    catalogue,
    documents,
    dossiers,
    follow_up,
    fragility,
    grids,
    importing,
    observatory,
    tet,
    training,
)
from kit.cli._french_argparse import Parser, install
from kit.cli.terminal import print_problems, say_error
from kit.domain.errors import InputError, KitError
from kit.domain.typography import typeset

if TYPE_CHECKING:
    from kit.cli.terminal import Command

# Ce que rend un programme arrêté par SIGPIPE : 128 + 13.
_PIPE_CLOSED: Final = 141
_GROUPS: Final = (
    dossiers,
    importing,
    catalogue,
    aids,
    documents,
    tet,
    grids,
    follow_up,
    fragility,
    observatory,
    training,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Exécute une commande et rend l'état de sortie."""
    try:
        try:
            return _run(argv)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # « kit … | head » : la suite n'intéresse personne, et ne doit pas échouer à son tour en sortant.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED


def _run(argv: Sequence[str] | None) -> int:
    arguments = build_parser().parse_args(argv)
    command: Command = arguments.command
    try:
        return command(arguments)
    except InputError as error:
        print_problems(error.problems)
        say_error("Rien n’a été écrit. Corrigez ces points, puis recommencez.")
        return error.exit_status
    except KitError as error:
        say_error(f"{error}.")
        return error.exit_status
    except KeyboardInterrupt:
        say_error("Arrêté à votre demande ; aucun fichier n’est resté à moitié écrit.")
        return 130


def build_parser() -> argparse.ArgumentParser:
    """L'analyseur de la commande ``kit``, aide et messages en français."""
    install()
    parser: argparse.ArgumentParser = Parser(
        prog="kit",
        description=typeset(
            "D'un dossier rempli à trois documents : fiche argumentaire, plan d'action, grille d'évaluation."
        ),
        epilog=typeset('Pour commencer : kit nouveau "Nom de votre territoire"'),
    )
    parser.add_argument(
        "--version", action="version", version=f"kit {__version__}", help="affiche la version"
    )
    commands = parser.add_subparsers(title="commandes\u00a0", metavar="COMMANDE", required=True)
    for group in _GROUPS:
        group.add_commands(commands)
    return parser
