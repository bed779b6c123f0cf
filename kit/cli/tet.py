"""La commande « kit exporter-tet » : le fichier d'import de Territoires en Transitions."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING, Final

from kit.cli.options import add_dossier, add_folder, add_public, read_shared
from kit.cli.terminal import add_command, print_attention, print_files, say
from kit.domain.errors import UsageError
from kit.domain.typography import count_noun, typeset

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.products.tet.producing import TetProduction

_HEADINGS: Final = {"fiche": "SHEET", "action": "ACTION"}


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
    parser.add_argument(
        "--colonne-d",
        choices=tuple(_HEADINGS),
        default="fiche",
        help=typeset("titre de la colonne D : « Titre de la fiche action » ou « Titre de l'action »"),
    )


def _run(arguments: argparse.Namespace) -> int:
    from kit.products.tet.export import TitleHeading
    from kit.products.tet.producing import TetOptions, produce_tet

    if arguments.public and arguments.avec_personnes:
        raise UsageError("« --public » ôte les personnes que « --avec-personnes » demande : choisissez")
    options = TetOptions(
        **read_shared(arguments),
        people=arguments.avec_personnes,
        heading=TitleHeading[_HEADINGS[arguments.colonne_d]],
    )
    made = produce_tet(arguments.dossier, arguments.dans, options=options)
    print_files(f"{count_noun(len(made.dossier.actions), 'action')} à importer", made.files)
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
        "Ce fichier suit le modèle public de la plateforme ; il n’a pas pu être essayé sur la plateforme "
        "elle-même. Si elle refuse la colonne D, recommencez avec --colonne-d action."
    )
