"""La commande « kit observatoire » : interroger les associations d'un territoire, réunir leurs réponses."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli.terminal import add_command, parse_day, print_attention, print_files, say
from kit.domain.typography import count_noun

if TYPE_CHECKING:
    from kit.cli.terminal import Commands

_FORMATS: Final = ("docx", "odt", "pdf", "html", "xlsx", "ods")
_SHEETS: Final = ("xlsx", "ods")


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit observatoire vierge`` et ``kit observatoire reunir``."""
    parser = add_command(
        commands, "observatoire", _run_gather, "tient un observatoire local de la vie associative"
    )
    inner = parser.add_subparsers(title="commandes\u00a0", metavar="COMMANDE", required=True)
    blank = add_command(inner, "vierge", _run_blank, "écrit le questionnaire à envoyer aux associations")
    blank.add_argument("territoire", metavar="TERRITOIRE", help="commune, intercommunalité, département…")
    blank.add_argument("--dans", type=Path, default=Path(), metavar="DOSSIER", help="dossier où écrire")
    blank.add_argument(
        "--formats", nargs="+", choices=_SHEETS, default=_SHEETS, metavar="FORMAT", help=", ".join(_SHEETS)
    )
    blank.add_argument("--remplacer", action="store_true", help="écraser un questionnaire de même nom")
    gather = add_command(inner, "reunir", _run_gather, "compte les questionnaires reçus, sans nom")
    gather.add_argument(
        "fichiers", type=Path, nargs="+", metavar="FICHIERS", help="questionnaires remplis, ou leur dossier"
    )
    gather.add_argument(
        "--dans", type=Path, default=Path("sortie"), metavar="DOSSIER", help="dossier où écrire"
    )
    gather.add_argument(
        "--formats", nargs="+", choices=_FORMATS, default=_FORMATS, metavar="FORMAT", help=", ".join(_FORMATS)
    )
    gather.add_argument("--le", type=parse_day, metavar="JJ/MM/AAAA", help="produire comme à cette date")


def _run_blank(arguments: argparse.Namespace) -> int:
    from kit.products.observatory.producing import write_blank_questionnaire

    files = write_blank_questionnaire(
        arguments.territoire,
        arguments.dans,
        formats=tuple(arguments.formats),
        replace_files=arguments.remplacer,
    )
    print_files("Questionnaire prêt", files)
    say("Envoyez-le aux associations, puis : kit observatoire reunir FICHIERS.")
    return 0


def _run_gather(arguments: argparse.Namespace) -> int:
    from kit.products.observatory.producing import gather_questionnaires, write_study
    from kit.products.options import Options

    options = Options(formats=tuple(arguments.formats), today=arguments.le or dt.date.today())
    study = gather_questionnaires(arguments.fichiers, options)
    saved = write_study(study, arguments.dans)
    print_files("Observatoire", saved.files)
    print_attention((*study.problems, *saved.problems))
    say(f"  {count_noun(study.summary.count, 'questionnaire compté', 'questionnaires comptés')}")
    if study.set_aside:
        say(f"  {count_noun(study.set_aside, 'fichier écarté', 'fichiers écartés')}")
    return 0
