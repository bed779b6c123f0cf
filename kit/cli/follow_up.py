"""Les commandes « kit argumentaire » et « kit suivre » : convaincre un public, rendre compte aux élus."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli.options import add_dossier, add_production, read_options
from kit.cli.terminal import add_command, print_attention, print_files, say
from kit.domain.typography import count_noun, join_list, typeset
from kit.domain.values import Audience
from kit.products.arguments.product import PAGE
from kit.products.follow_up.product import PRODUCT as REPORT

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.products.follow_up.plans import PlanChanges

_AUDIENCES: Final = tuple(audience.value for audience in Audience)
_LENGTHS: Final = ("courte", "longue")


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit argumentaire`` et ``kit suivre``."""
    argument = add_command(
        commands, "argumentaire", _run_argument, "écrit un argumentaire par public, ou un diaporama"
    )
    add_dossier(argument)
    argument.add_argument(
        "--publics",
        nargs="+",
        choices=_AUDIENCES,
        default=(),
        metavar="PUBLIC",
        help=typeset(f"{join_list(_AUDIENCES, 'ou')} (par défaut : ceux du dossier)"),
    )
    argument.add_argument(
        "--longueur",
        choices=_LENGTHS,
        default=_LENGTHS[0],
        metavar="LONGUEUR",
        help=typeset("courte (une page) ou longue (deux pages, avec un cas) ; par défaut : courte"),
    )
    argument.add_argument(
        "--sans-sources", action="store_true", help="références courtes seulement, sans la liste des sources"
    )
    argument.add_argument(
        "--diapositives", action="store_true", help="ajoute un diaporama (pptx) de sept pages avec ses notes"
    )
    add_production(argument, PAGE.formats, public=True)
    follow = add_command(
        commands, "suivre", _run_follow, "compare deux versions d'un dossier et écrit le bilan pour les élus"
    )
    follow.add_argument("avant", type=Path, help="la version précédente du dossier")
    follow.add_argument("apres", metavar="après", type=Path, help="la version d'aujourd'hui")
    follow.add_argument(
        "--meme-alliance", action="store_true", help="comparer même si le nom ou le territoire a changé"
    )
    add_production(follow, REPORT.formats, public=True)


def _run_argument(arguments: argparse.Namespace) -> int:
    from kit.products.arguments.producing import ArgumentOptions, produce_arguments

    wanted = ArgumentOptions(
        audiences=tuple(map(Audience, arguments.publics)),
        is_long=arguments.longueur == _LENGTHS[1],
        has_sources=not arguments.sans_sources,
        has_slides=arguments.diapositives,
    )
    options = read_options(arguments)
    production = produce_arguments(arguments.dossier, arguments.dans, wanted=wanted, options=options)
    print_files(f"Argumentaires de « {production.dossier.alliance.name} »", production.files)
    print_attention(production.problems)
    return 0


def _run_follow(arguments: argparse.Namespace) -> int:
    from kit.products.follow_up.producing import follow_plan

    followed = follow_plan(
        arguments.avant,
        arguments.apres,
        arguments.dans,
        options=read_options(arguments),
        is_same=arguments.meme_alliance,
    )
    print_attention(followed.problems)
    if followed.comparison.is_empty:
        say(
            "Rien n'a changé entre ces deux dossiers dans ce qui est suivi : actions, statuts, échéances, "
            "moyens, pilotes, réponses à la grille. Aucun bilan n'a été écrit."
        )
        return 0
    say(describe_changes(followed.comparison.changes))
    print_files("Bilan", followed.files)
    return 0


def describe_changes(changes: PlanChanges) -> str:
    """Les changements du plan, comptés en une phrase."""
    counts = (
        count_noun(len(changes.done_since), "réalisée"),
        count_noun(len(changes.moved), "statut changé", "statuts changés"),
        count_noun(len(changes.slipped), "échéance glissée", "échéances glissées"),
        count_noun(len(changes.added), "nouvelle"),
        count_noun(len(changes.removed), "retirée"),
        count_noun(len(changes.blocked), "bloquée"),
        count_noun(len(changes.list_decisions()), "décision attendue", "décisions attendues"),
    )
    return f"{count_noun(len(changes.actions), 'action')} : {join_list(counts)}."
