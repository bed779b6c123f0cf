"""La commande « kit fragilite » : situer les fragilités numériques, commune par commune."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kit.cli.options import (
    DEFAULT_FOLDER,
    add_day,
    add_folder,
    add_formats,
    add_overrides,
    add_replace,
    read_options,
    read_overrides,
)
from kit.cli.terminal import add_command, print_attention, print_files, print_territory, say
from kit.domain.errors import UsageError
from kit.domain.typography import count_noun, join_list
from kit.products.fragility.product import PRODUCT
from kit.writers.formats import SHEET_FORMATS

if TYPE_CHECKING:
    from kit.cli.terminal import Commands


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit fragilite``."""
    parser = add_command(
        commands, "fragilite", _run, "situe les fragilités numériques de vos communes, en trois groupes"
    )
    parser.add_argument(
        "fichier",
        type=Path,
        nargs="?",
        metavar="FICHIER",
        help="votre tableau par commune (.ods, .xlsx ou .csv)",
    )
    parser.add_argument(
        "--vierge", metavar="TERRITOIRE", help="écrit plutôt un tableau vierge, ses communes déjà listées"
    )
    parser.add_argument(
        "--poids",
        type=float,
        nargs=4,
        default=(1.0, 1.0, 1.0, 1.0),
        metavar="POIDS",
        help="poids des quatre axes : information, numérique, compétences numériques, administratives",
    )
    add_folder(parser, "", shown=f"{DEFAULT_FOLDER} ; pour un tableau vierge : ici")
    add_formats(parser, PRODUCT.formats)
    add_overrides(parser)
    add_day(parser)
    add_replace(parser, "écraser un tableau vierge de même nom")


def _run(arguments: argparse.Namespace) -> int:
    if (arguments.vierge is None) == (arguments.fichier is None):
        raise UsageError("donnez un tableau à lire, ou « --vierge » et un territoire")
    return _run_blank(arguments) if arguments.vierge is not None else _run_study(arguments)


def _run_blank(arguments: argparse.Namespace) -> int:
    from kit.products.fragility.producing import write_blank_table

    models = read_overrides(arguments)
    formats = tuple(name for name in SHEET_FORMATS if name in arguments.formats)
    if not formats:
        raise UsageError(f"un tableau vierge s’écrit en {join_list(SHEET_FORMATS, 'ou en')}")
    files = write_blank_table(
        arguments.vierge,
        arguments.dans or Path(),
        formats=formats,
        replace_files=arguments.remplacer,
        overrides=models,
    )
    print_files("Tableau vierge prêt", files)
    print_territory(arguments.vierge)
    say("Décrivez vos indicateurs, remplissez la feuille Communes, puis : kit fragilite FICHIER.")
    return 0


def _run_study(arguments: argparse.Namespace) -> int:
    from kit.products.fragility.index import Group, check_weights
    from kit.products.fragility.producing import study_table, write_study

    options = read_options(arguments)
    study = study_table(arguments.fichier, weights=check_weights(arguments.poids), options=options)
    saved = write_study(study, arguments.dans or Path(DEFAULT_FOLDER))
    print_files("Fragilités numériques", saved.files)
    print_attention((*study.problems, *saved.problems))
    for group in Group:
        count = len(study.assessment.list_group(group))
        say(f"  {group.value} : {count_noun(count, 'commune')}")
    say("Cet indice n'est pas l'indice officiel : lisez ce qu'il ne dit pas avant de vous en servir.")
    return 0
