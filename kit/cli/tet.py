"""La commande « kit exporter-tet » : le fichier d'import de Territoires en Transitions."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from kit.cli.options import add_dossier, add_folder, add_public, read_shared
from kit.cli.terminal import add_command, print_attention, print_files, say
from kit.domain.errors import UsageError
from kit.domain.typography import count_noun

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.products.tet.producing import TetProduction


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit exporter-tet``."""
    parser = add_command(
        commands,
        "exporter-tet",
        _run,
        "écrit le plan au format d'import de Territoires en Transitions",
    )
    add_dossier(parser)
    add_folder(parser)
    parser.add_argument(
        "--avec-personnes",
        action="store_true",
        help="avec la personne pilote et l'élu·e référent·e, si ces personnes sont d'accord",
    )
    add_public(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kit.products.tet.producing import TetOptions, produce_tet

    if arguments.public and arguments.avec_personnes:
        raise UsageError("« --public » ôte les personnes que « --avec-personnes » demande : choisissez")
    options = TetOptions(**read_shared(arguments), people=arguments.avec_personnes)
    made = produce_tet(arguments.dossier, arguments.dans, options=options)
    print_files(f"{count_noun(len(made.dossier.actions), 'action')} à importer", made.files)
    if made.refusals:
        say("Tel quel, ce fichier serait refusé en entier par la plateforme :")
        print_attention(made.refusals)
    print_attention(made.problems)
    _print_leftovers(made)
    return 0


def _print_leftovers(made: TetProduction) -> None:
    if made.leftovers:
        say("L’import ne reprend pas tout. La feuille « À reprendre » du fichier en donne le détail :")
    pairs = dict.fromkeys((one.field, one.action.number) for one in made.leftovers)
    counts = Counter(field for field, _ in pairs)
    for field, count in counts.items():
        say(f"  - {field} : {count_noun(count, 'action')}")
    say(
        "La plateforme demande des montants HT et les range comme TTC : dites-le à qui les relira. Ce "
        "fichier suit les règles de l'import lues dans son code public du 7 août 2026 ; il n’a pas été "
        "essayé sur la plateforme elle-même."
    )
