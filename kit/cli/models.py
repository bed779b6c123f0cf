"""La commande « kit modele » : les écrits d'une alliance, remplis du dossier."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli.terminal import add_command, parse_day, print_attention, print_files, say
from kit.domain.typography import typeset

if TYPE_CHECKING:
    from kit.cli.terminal import Commands

_NAMES: Final = ("charte", "convention", "contrat-reciprocite", "projet-de-territoire")
_FORMATS: Final = ("docx", "odt", "pdf", "html")


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit modele``."""
    parser = add_command(commands, "modele", _run, "prépare une charte, une convention ou un contrat")
    parser.add_argument("nom", choices=_NAMES, metavar="NOM", help=", ".join(_NAMES))
    parser.add_argument(
        "dossier", type=Path, help="classeur .ods ou .xlsx, fichier .yaml, ou dossier de .csv"
    )
    parser.add_argument(
        "--dans",
        type=Path,
        default=Path("sortie"),
        metavar="DOSSIER",
        help=typeset("dossier où écrire (par défaut : sortie)"),
    )
    parser.add_argument(
        "--formats", nargs="+", choices=_FORMATS, default=_FORMATS, metavar="FORMAT", help=", ".join(_FORMATS)
    )
    parser.add_argument("--modeles", type=Path, metavar="DOSSIER", help="vos modèles, à la place des nôtres")
    parser.add_argument("--public", action="store_true", help="sans aucune donnée personnelle")
    parser.add_argument("--le", type=parse_day, metavar="JJ/MM/AAAA", help="produire comme à cette date")


def _run(arguments: argparse.Namespace) -> int:
    from kit.products.agreements.producing import produce_agreement
    from kit.products.options import Options

    options = Options(
        formats=tuple(arguments.formats),
        overrides=arguments.modeles,
        public=arguments.public,
        today=arguments.le or dt.date.today(),
    )
    agreement = produce_agreement(
        arguments.nom,
        arguments.dossier,
        arguments.dans,
        options=options,
    )
    print_files("Projet à relire", agreement.files)
    print_attention(agreement.problems)
    say(
        "C'est une base de travail : complétez ce qui est entre crochets et faites-la relire avant de signer."
    )
    return 0
