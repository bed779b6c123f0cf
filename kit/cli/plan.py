"""Les commandes du plan d'action : le fichier d'import de Territoires en Transitions."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli.terminal import add_command, print_files, say
from kit.domain.typography import count_noun, slugify, typeset

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.products.tet.export import TetExport

_HEADINGS: Final = {"fiche": "SHEET", "action": "ACTION"}


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit exporter-tet``."""
    parser = add_command(
        commands,
        "exporter-tet",
        _run_export,
        "écrit le plan au format d'import de Territoires en Transitions",
    )
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
        "--avec-personnes",
        action="store_true",
        help="avec la personne pilote et l'élu·e référent·e, si ces personnes sont d'accord",
    )
    parser.add_argument(
        "--colonne-d",
        choices=tuple(_HEADINGS),
        default="fiche",
        help=typeset("titre de la colonne D : « Titre de la fiche action » ou « Titre de l'action »"),
    )


def _run_export(arguments: argparse.Namespace) -> int:
    from kit.products.saving import save_files
    from kit.products.tet.export import TitleHeading, build_tet
    from kit.reading.checks import check_file
    from kit.writers.sheet import write_xlsx

    source: Path = arguments.dossier
    dossier = check_file(source).dossier
    heading = TitleHeading[_HEADINGS[arguments.colonne_d]]
    export = build_tet(dossier, people=arguments.avec_personnes, heading=heading)
    folder = arguments.dans / slugify(source.stem if source.is_file() else source.name)
    files = save_files({folder / "plan-tet.xlsx": write_xlsx(export.workbook)})
    print_files(f"{count_noun(len(dossier.actions), 'action')} à importer", files)
    _print_leftovers(export)
    return 0


def _print_leftovers(export: TetExport) -> None:
    if export.leftovers:
        say("L’import ne reprend pas tout. La feuille « À reprendre » du fichier en donne le détail :")
    pairs = dict.fromkeys((one.field, one.action.number) for one in export.leftovers)
    counts = Counter(field for field, _ in pairs)
    for field, count in counts.items():
        say(f"  - {field} : {count_noun(count, 'action')}")
    say(
        "Ce fichier suit le modèle public de la plateforme ; il n’a pas pu être essayé sur la plateforme "
        "elle-même. Si elle refuse la colonne D, recommencez avec --colonne-d action."
    )
