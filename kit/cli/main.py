"""La ligne de commande : le seul endroit qui imprime et qui choisit l'état de sortie.

0 : fait ; 1 : les données de la personne ; 2 : la commande ; 3 : une faute du kit.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit import __version__
from kit.cli._french_argparse import install
from kit.cli.aids import add_commands as add_aid_commands
from kit.cli.catalogue import add_commands as add_catalogue_commands
from kit.cli.follow_up import add_commands as add_follow_up_commands
from kit.cli.fragility import add_commands as add_fragility_commands
from kit.cli.grids import add_commands as add_grid_commands
from kit.cli.models import add_commands as add_model_commands
from kit.cli.observatory import add_commands as add_observatory_commands
from kit.cli.plan import add_commands as add_plan_commands
from kit.cli.terminal import (
    Command,
    Formatter,
    Progress,
    add_command,
    count_problems,
    parse_day,
    print_attention,
    print_files,
    print_problems,
    say,
    say_error,
)
from kit.cli.training import add_commands as add_training_commands
from kit.domain.errors import InputError, KitError
from kit.domain.typography import format_number, join_list, typeset

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.domain.values import Territory
    from kit.products.options import Options

KINDS: Final = ("fiche-argumentaire", "plan-action", "grille-evaluation")
FORMATS: Final = ("docx", "odt", "pdf", "html", "xlsx", "ods", "ics")
DOSSIER_FORMATS: Final = ("ods", "xlsx", "yaml")


def main(argv: Sequence[str] | None = None) -> int:
    """Exécute une commande et rend l'état de sortie."""
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
    parser = argparse.ArgumentParser(
        prog="kit",
        description=typeset(
            "D'un dossier rempli à trois documents : fiche argumentaire, plan d'action, grille d'évaluation."
        ),
        epilog=typeset('Pour commencer : kit nouveau "Nom de votre territoire"'),
        allow_abbrev=False,
        formatter_class=Formatter,
    )
    parser.add_argument(
        "--version", action="version", version=f"kit {__version__}", help="affiche la version"
    )
    commands = parser.add_subparsers(title="commandes\u00a0", metavar="COMMANDE", required=True)
    for add in (_add_new, _add_check, _add_produce, _add_convert, _add_territory, _add_examples):
        add(commands)
    add_catalogue_commands(commands)
    add_aid_commands(commands)
    add_model_commands(commands)
    add_plan_commands(commands)
    add_grid_commands(commands)
    add_follow_up_commands(commands)
    add_fragility_commands(commands)
    add_observatory_commands(commands)
    add_training_commands(commands)
    return parser


def _add_new(commands: Commands) -> None:
    parser = add_command(commands, "nouveau", _run_new, "prépare un dossier vierge pour votre territoire")
    parser.add_argument(
        "territoire",
        help="nom, code INSEE, SIREN ou code postal ; plusieurs séparés par « ; » pour un groupe",
    )
    _add_destination(parser, "dossier où écrire (par défaut : ici)", ".")
    _add_dossier_formats(parser, ("ods", "xlsx"))


def _add_check(commands: Commands) -> None:
    parser = add_command(commands, "verifier", _run_check, "liste tous les problèmes d'un dossier")
    _add_sources(parser)
    parser.add_argument("--le", type=parse_day, metavar="JJ/MM/AAAA", help="juger comme à cette date")


def _add_produce(commands: Commands) -> None:
    parser = add_command(
        commands, "produire", _run_produce, "produit les documents d'un ou plusieurs dossiers"
    )
    _add_sources(parser)
    _add_destination(parser, "dossier où écrire (par défaut : sortie)", "sortie")
    parser.add_argument(
        "--documents",
        nargs="+",
        choices=KINDS,
        default=KINDS,
        metavar="DOCUMENT",
        help=join_list(KINDS, "ou"),
    )
    parser.add_argument(
        "--formats",
        nargs="+",
        choices=FORMATS,
        default=FORMATS,
        metavar="FORMAT",
        help=join_list(FORMATS, "ou"),
    )
    parser.add_argument("--modeles", type=Path, metavar="DOSSIER", help="vos modèles, à la place des nôtres")
    parser.add_argument("--public", action="store_true", help="sans aucune donnée personnelle")
    parser.add_argument("--le", type=parse_day, metavar="JJ/MM/AAAA", help="produire comme à cette date")


def _add_convert(commands: Commands) -> None:
    parser = add_command(commands, "convertir", _run_convert, "réécrit un dossier dans un autre format")
    parser.add_argument(
        "dossier", type=Path, help="classeur .ods ou .xlsx, fichier .yaml, ou dossier de .csv"
    )
    _add_destination(parser, "dossier où écrire (par défaut : ici)", ".")
    _add_dossier_formats(parser, ("ods",))


def _add_territory(commands: Commands) -> None:
    parser = add_command(
        commands, "territoire", _run_territory, "cherche un territoire dans la liste officielle"
    )
    parser.add_argument("recherche", help="nom, code INSEE, SIREN ou code postal")


def _add_examples(commands: Commands) -> None:
    parser = add_command(commands, "exemples", _run_examples, "copie les dossiers d'exemple, remplis")
    _add_destination(parser, "dossier où écrire (par défaut : exemples)", "exemples")
    parser.add_argument("--remplacer", action="store_true", help="écraser les fichiers de même nom")


def _add_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "dossiers", nargs="+", type=Path, help="classeur .ods ou .xlsx, fichier .yaml, ou dossier de .csv"
    )


def _add_destination(parser: argparse.ArgumentParser, text: str, default: str) -> None:
    parser.add_argument("--dans", type=Path, default=Path(default), metavar="DOSSIER", help=typeset(text))


def _add_dossier_formats(parser: argparse.ArgumentParser, default: tuple[str, ...]) -> None:
    parser.add_argument(
        "--formats",
        nargs="+",
        choices=DOSSIER_FORMATS,
        default=default,
        metavar="FORMAT",
        help=typeset(f"{join_list(DOSSIER_FORMATS, 'ou')} (par défaut : {join_list(default)})"),
    )
    parser.add_argument("--remplacer", action="store_true", help="écraser les fichiers de même nom")


def _run_new(arguments: argparse.Namespace) -> int:
    from kit.products.dossier.producing import write_blank

    files = write_blank(
        arguments.territoire,
        arguments.dans,
        formats=tuple(arguments.formats),
        replace_files=arguments.remplacer,
    )
    print_files("Dossier vierge prêt", files)
    say("Remplissez-le, puis : kit verifier FICHIER, et kit produire FICHIER.")
    return 0


def _run_check(arguments: argparse.Namespace) -> int:
    from kit.reading.checks import check_file

    worst = 0
    for source in arguments.dossiers:
        try:
            problems = check_file(source, today=arguments.le).problems
        except InputError as error:
            problems = error.problems
        print_problems(problems)
        say(f"{source.name} : {count_problems(problems)}")
        worst = max(worst, int(any(problem.blocking for problem in problems)))
    return worst


def _run_produce(arguments: argparse.Namespace) -> int:
    from kit.products.dossier.producing import produce

    options = _build_options(arguments)
    worst = 0
    with Progress(len(arguments.dossiers)) as progress:
        for source in arguments.dossiers:
            progress.start(source.name)
            try:
                production = produce(source, arguments.dans, options=options, on_step=progress.step)
            except InputError as error:
                print_problems(error.problems)
                say_error(f"{source.name} : rien n’a été écrit. Corrigez ces points, puis recommencez.")
                worst = 1
                continue
            print_files(f"{production.dossier.alliance.name} ({source.name})", production.files)
            print_attention(production.problems)
    return worst


def _build_options(arguments: argparse.Namespace) -> Options:
    from kit.documents.document import DocumentKind
    from kit.products.options import Options

    return Options(
        kinds=tuple(kind for kind in DocumentKind if kind.value in arguments.documents),
        formats=tuple(arguments.formats),
        overrides=arguments.modeles,
        public=arguments.public,
        today=arguments.le or dt.date.today(),
    )


def _run_convert(arguments: argparse.Namespace) -> int:
    from kit.products.dossier.producing import convert

    files = convert(
        arguments.dossier,
        arguments.dans,
        formats=tuple(arguments.formats),
        replace_files=arguments.remplacer,
    )
    print_files("Dossier converti", files)
    return 0


def _run_examples(arguments: argparse.Namespace) -> int:
    from kit.products.dossier.examples import copy_examples

    files = copy_examples(arguments.dans, replace_files=arguments.remplacer)
    print_files("Dossiers d’exemple", files)
    return 0


def _run_territory(arguments: argparse.Namespace) -> int:
    from kit.knowledge.territories import find_territories

    matches = find_territories(arguments.recherche, limit=20)
    for match in matches:
        say(_describe(match.territory))
    if not matches:
        say("Aucun territoire ne porte ce nom ou ce code dans la liste officielle de 2026.")
    return 0 if matches else 1


def _describe(territory: Territory) -> str:
    parents = ", ".join(name for _, _, name in territory.parents)
    people = f" ; {format_number(territory.population)} habitants" if territory.population else ""
    kind = territory.legal_form or territory.kind.value
    return f"{territory.code}  {territory.name} ({kind}{f' ; {parents}' if parents else ''}{people})"
