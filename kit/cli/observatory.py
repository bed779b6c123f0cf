"""La commande « kit observatoire » : interroger les associations d'un territoire, réunir leurs réponses."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kit.cli.options import (
    add_day,
    add_files,
    add_folder,
    add_formats,
    add_overrides,
    add_production,
    add_replace,
    read_options,
    read_overrides,
)
from kit.cli.terminal import add_command, print_attention, print_files, print_territory, say
from kit.domain.typography import count_noun
from kit.products.observatory.product import PRODUCT
from kit.writers.formats import FORM_SHEET_DEFAULT, FORM_SHEET_FORMATS, SHEET_FORMATS

if TYPE_CHECKING:
    from kit.cli.terminal import Commands


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit observatoire vierge``, ``formulaire`` et ``reunir``."""
    parser = add_command(
        commands, "observatoire", _run_gather, "tient un observatoire local de la vie associative"
    )
    inner = parser.add_subparsers(title="commandes\u00a0", metavar="COMMANDE", required=True)
    blank = add_command(inner, "vierge", _run_blank, "écrit le questionnaire à envoyer aux associations")
    blank.add_argument("territoire", metavar="TERRITOIRE", help="commune, intercommunalité, département…")
    add_folder(blank, ".")
    add_formats(blank, SHEET_FORMATS)
    add_overrides(blank)
    add_replace(blank, "écraser un questionnaire de même nom")
    form = add_command(
        inner, "formulaire", _run_form, "écrit les questions à coller dans un formulaire en ligne"
    )
    add_folder(form)
    add_formats(form, FORM_SHEET_FORMATS, FORM_SHEET_DEFAULT)
    add_overrides(form)
    add_day(form)
    gather = add_command(
        inner, "reunir", _run_gather, "compte les questionnaires reçus, sans nom", aliases=("importer",)
    )
    add_files(gather, "questionnaires remplis, réponses exportées d'un formulaire en ligne, ou leur dossier")
    add_production(gather, PRODUCT.formats)


def _run_blank(arguments: argparse.Namespace) -> int:
    from kit.products.observatory.producing import write_blank_questionnaire

    models = read_overrides(arguments)
    files = write_blank_questionnaire(
        arguments.territoire,
        arguments.dans,
        formats=tuple(arguments.formats),
        replace_files=arguments.remplacer,
        overrides=models,
    )
    print_files("Questionnaire prêt", files)
    print_territory(arguments.territoire)
    say("Envoyez-le aux associations, puis : kit observatoire reunir FICHIERS.")
    return 0


def _run_form(arguments: argparse.Namespace) -> int:
    from kit.products.observatory.producing import write_form_sheet

    saved = write_form_sheet(arguments.dans, read_options(arguments))
    print_files("Formulaire à créer", saved.files)
    print_attention(saved.problems)
    say("Créez-le dans votre outil, puis : kit observatoire reunir REPONSES.csv")
    return 0


def _run_gather(arguments: argparse.Namespace) -> int:
    from kit.products.observatory.producing import gather_questionnaires, write_study

    study = gather_questionnaires(arguments.fichiers, read_options(arguments))
    saved = write_study(study, arguments.dans)
    print_files("Observatoire", saved.files)
    print_attention((*study.problems, *saved.problems))
    say(f"  {count_noun(study.summary.count, 'questionnaire compté', 'questionnaires comptés')}")
    if study.set_aside:
        say(f"  {count_noun(study.set_aside, 'fichier écarté', 'fichiers écartés')}")
    return 0
