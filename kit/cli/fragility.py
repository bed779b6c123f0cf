"""La commande « kit fragilite » : situer les fragilités numériques, commune par commune."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli.terminal import add_command, parse_day, print_attention, print_files, say
from kit.domain.errors import UsageError
from kit.domain.typography import count_noun, typeset

if TYPE_CHECKING:
    from kit.cli.terminal import Commands

_FORMATS: Final = ("docx", "odt", "pdf", "html", "xlsx", "ods")
_SHEETS: Final = ("xlsx", "ods")


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
        "--dans",
        type=Path,
        default=None,
        metavar="DOSSIER",
        help=typeset("dossier où écrire (par défaut : sortie ; pour un tableau vierge : ici)"),
    )
    parser.add_argument(
        "--poids",
        type=float,
        nargs=4,
        default=(1.0, 1.0, 1.0, 1.0),
        metavar="POIDS",
        help="poids des quatre axes : information, numérique, compétences numériques, administratives",
    )
    parser.add_argument(
        "--formats", nargs="+", choices=_FORMATS, default=_FORMATS, metavar="FORMAT", help=", ".join(_FORMATS)
    )
    parser.add_argument("--modeles", type=Path, metavar="DOSSIER", help="vos modèles, à la place des nôtres")
    parser.add_argument("--le", type=parse_day, metavar="JJ/MM/AAAA", help="produire comme à cette date")
    parser.add_argument("--remplacer", action="store_true", help="écraser un tableau vierge de même nom")


def _run(arguments: argparse.Namespace) -> int:
    if (arguments.vierge is None) == (arguments.fichier is None):
        raise UsageError("donnez un tableau à lire, ou « --vierge » et un territoire")
    return _run_blank(arguments) if arguments.vierge is not None else _run_study(arguments)


def _run_blank(arguments: argparse.Namespace) -> int:
    from kit.products.fragility.producing import write_blank_table

    formats = tuple(name for name in _SHEETS if name in arguments.formats)
    if not formats:
        raise UsageError("un tableau vierge s’écrit en xlsx ou en ods")
    files = write_blank_table(
        arguments.vierge, arguments.dans or Path(), formats=formats, replace_files=arguments.remplacer
    )
    print_files("Tableau vierge prêt", files)
    say("Décrivez vos indicateurs, remplissez la feuille Communes, puis : kit fragilite FICHIER.")
    return 0


def _run_study(arguments: argparse.Namespace) -> int:
    from kit.products.fragility import Group, check_weights
    from kit.products.fragility.producing import study_table, write_study
    from kit.products.options import Options

    options = Options(
        formats=tuple(arguments.formats),
        overrides=arguments.modeles,
        today=arguments.le or dt.date.today(),
    )
    study = study_table(arguments.fichier, weights=check_weights(arguments.poids), options=options)
    saved = write_study(study, arguments.dans or Path("sortie"))
    print_files("Fragilités numériques", saved.files)
    print_attention((*study.problems, *saved.problems))
    for group in Group:
        count = len(study.assessment.list_group(group))
        say(f"  {group.value} : {count_noun(count, 'commune')}")
    say("Cet indice n'est pas l'indice officiel : lisez ce qu'il ne dit pas avant de vous en servir.")
    return 0
