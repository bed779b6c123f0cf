"""Les commandes « kit argumentaire » et « kit suivre » : convaincre un public, rendre compte aux élus."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli.terminal import add_command, parse_day, print_attention, print_files, say
from kit.domain.typography import count_noun, join_list, typeset
from kit.domain.values import Audience

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.products.follow_up import PlanChanges

_AUDIENCES: Final = tuple(audience.value for audience in Audience)
_TEXTS: Final = ("docx", "odt", "pdf", "html")
_REPORTS: Final = (*_TEXTS, "pptx", "ods")
_LENGTHS: Final = ("courte", "longue")
_INPUT: Final = "classeur .ods ou .xlsx, fichier .yaml, ou dossier de .csv"


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit argumentaire`` et ``kit suivre``."""
    argument = add_command(
        commands, "argumentaire", _run_argument, "écrit un argumentaire par public, ou un diaporama"
    )
    argument.add_argument("dossier", type=Path, help=_INPUT)
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
        "--diapositives", action="store_true", help="ajoute un diaporama (pptx) de six pages avec ses notes"
    )
    _add_common(argument, _TEXTS)
    follow = add_command(
        commands, "suivre", _run_follow, "compare deux versions d'un dossier et écrit le bilan pour les élus"
    )
    follow.add_argument("avant", type=Path, help="la version précédente du dossier")
    follow.add_argument("apres", metavar="après", type=Path, help="la version d'aujourd'hui")
    follow.add_argument(
        "--meme-alliance", action="store_true", help="comparer même si le nom ou le territoire a changé"
    )
    _add_common(follow, _REPORTS)


def _add_common(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    parser.add_argument(
        "--dans",
        type=Path,
        default=Path("sortie"),
        metavar="DOSSIER",
        help=typeset("dossier où écrire (par défaut : sortie)"),
    )
    parser.add_argument(
        "--formats",
        nargs="+",
        choices=formats,
        default=formats,
        metavar="FORMAT",
        help=join_list(formats, "ou"),
    )
    parser.add_argument("--modeles", type=Path, metavar="DOSSIER", help="vos modèles, à la place des nôtres")
    parser.add_argument("--public", action="store_true", help="sans aucune donnée personnelle")
    parser.add_argument("--le", type=parse_day, metavar="JJ/MM/AAAA", help="produire comme à cette date")


def _run_argument(arguments: argparse.Namespace) -> int:
    from kit.products.arguments.producing import ArgumentOptions, produce_arguments
    from kit.products.options import Options

    options = Options(
        formats=tuple(arguments.formats),
        overrides=arguments.modeles,
        public=arguments.public,
        today=arguments.le or dt.date.today(),
    )
    wanted = ArgumentOptions(
        audiences=tuple(map(Audience, arguments.publics)),
        is_long=arguments.longueur == _LENGTHS[1],
        has_sources=not arguments.sans_sources,
        has_slides=arguments.diapositives,
    )
    production = produce_arguments(arguments.dossier, arguments.dans, wanted=wanted, options=options)
    print_files(f"Argumentaires de « {production.dossier.alliance.name} »", production.files)
    print_attention(production.problems)
    return 0


def _run_follow(arguments: argparse.Namespace) -> int:
    from kit.products.follow_up.producing import follow_plan
    from kit.products.options import Options

    options = Options(
        formats=tuple(arguments.formats),
        overrides=arguments.modeles,
        public=arguments.public,
        today=arguments.le or dt.date.today(),
    )
    followed = follow_plan(
        arguments.avant,
        arguments.apres,
        arguments.dans,
        options=options,
        is_same=arguments.meme_alliance,
    )
    print_attention(followed.problems)
    if followed.progress.is_empty:
        say(
            "Rien n'a changé entre ces deux dossiers dans ce qui est suivi : actions, statuts, échéances, "
            "moyens, pilotes, réponses à la grille. Aucun bilan n'a été écrit."
        )
        return 0
    say(describe_changes(followed.progress.changes))
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
