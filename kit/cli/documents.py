"""La commande de chaque produit qui lit un dossier et en écrit les documents, telle qu'il la déclare."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from kit.cli.options import add_dossier, add_production, read_options
from kit.cli.terminal import add_command, print_attention, print_files, say
from kit.domain.typography import join_list
from kit.products.product import list_formats
from kit.products.registry import PRODUCTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.cli.terminal import Commands
    from kit.products.product import DossierCommand, DossierDocument, Product


def add_commands(commands: Commands) -> None:
    """Ajoute une commande par produit qui en déclare une."""
    for product in PRODUCTS:
        if product.command:
            add_product(commands, product, product.command)


def add_product(commands: Commands, product: Product, command: DossierCommand) -> None:
    """Ajoute la commande d'un produit."""
    documents = product.from_dossier
    parser = add_command(commands, command.name, partial(_run, documents, command), command.summary)
    names = tuple(one.name for one in documents)
    if command.picks:
        parser.add_argument("documents", nargs=1, choices=names, metavar="NOM", help=", ".join(names))
    add_dossier(parser)
    if not command.picks:
        add_choice(parser, documents)
    add_production(parser, list_formats(documents), public=True)


def add_choice(parser: argparse.ArgumentParser, documents: Sequence[DossierDocument]) -> None:
    """« --documents » : lesquels écrire ; tous, sans choix."""
    names = tuple(one.name for one in documents)
    parser.add_argument(
        "--documents",
        nargs="+",
        choices=names,
        default=names,
        metavar="DOCUMENT",
        help=join_list(names, "ou"),
    )


def _run(documents: Sequence[DossierDocument], command: DossierCommand, arguments: argparse.Namespace) -> int:
    from kit.products.making import produce_documents

    options = read_options(arguments)
    wanted = [one for one in documents if one.name in arguments.documents]
    made = produce_documents(wanted, arguments.dossier, arguments.dans, options=options)
    print_files(command.announce, made.files)
    print_attention(made.problems)
    if command.advice:
        say(command.advice)
    return 0
