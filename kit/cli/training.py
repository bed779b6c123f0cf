"""Les commandes d'une session de formation : commencer, préparer ; la suite est à côté."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kit.cli.options import add_folder, add_formats, add_overrides, add_replace, read_overrides, read_shared
from kit.cli.terminal import ProgressBar, add_command, print_attention, print_files, say
from kit.cli.training_outcome import add_commands as add_outcome_commands
from kit.domain.typography import count_noun, typeset
from kit.writers.formats import ANNEX_FORMAT, FORM_FORMATS

if TYPE_CHECKING:
    from kit.cli.terminal import Commands


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit formation`` : les fiches, la session vierge, sa préparation, et ce qui vient après."""
    parser = add_command(
        commands,
        "formation",
        _run_list,
        "une session de formation : la décrire, préparer tous ses dossiers",
        aliases=("formations",),
    )
    parts = parser.add_subparsers(title="commandes\u00a0", metavar="COMMANDE", required=False)
    add_command(parts, "fiches", _run_list, "liste les fiches de formation livrées")
    _add_blank(parts)
    _add_prepare(parts)
    add_outcome_commands(parts)


def _add_blank(parts: Commands) -> None:
    parser = add_command(
        parts, "vierge", _run_blank, "écrit une session à décrire et une liste de stagiaires à remplir"
    )
    parser.add_argument("formation", metavar="FICHE", help="clé de la fiche : « kit formation fiches »")
    add_folder(parser, ".")
    add_formats(parser, FORM_FORMATS, (ANNEX_FORMAT,), what="de la liste")
    add_overrides(parser)
    add_replace(parser)


def _add_prepare(parts: Commands) -> None:
    parser = add_command(
        parts, "preparer", _run_prepare, "prépare le dossier de chaque stagiaire et celui du formateur"
    )
    parser.add_argument("session", type=Path, help=typeset("le fichier session.yaml rempli"))
    add_folder(parser, "session")
    add_formats(parser, FORM_FORMATS, (ANNEX_FORMAT,), what="des classeurs")
    add_overrides(parser)
    add_replace(parser, "refaire les pièces du formateur ; jamais un dossier de stagiaire")


def _run_list(arguments: argparse.Namespace) -> int:
    del arguments
    from kit.knowledge.catalogue import list_courses, load_course
    from kit.knowledge.catalogue.courses import format_duration

    for key in list_courses():
        course = load_course(key)
        low, high = course.group
        say(f"{key}  {course.title} ({format_duration(course.minutes)} ; {low} à {high} personnes)")
    return 0


def _run_blank(arguments: argparse.Namespace) -> int:
    from kit.training.blanks import write_blank_session

    models = read_overrides(arguments)
    files = write_blank_session(
        arguments.formation,
        arguments.dans,
        formats=tuple(arguments.formats),
        replace_files=arguments.remplacer,
        overrides=models,
    )
    print_files("Session à décrire", files)
    say("Remplissez les deux, puis : kit formation preparer session.yaml.")
    return 0


def _run_prepare(arguments: argparse.Namespace) -> int:
    from kit.knowledge.territories import describe_territory
    from kit.training.preparing import PrepareOptions, prepare

    options = PrepareOptions(**read_shared(arguments), replace_files=arguments.remplacer)
    with ProgressBar(1) as bar:
        bar.start(arguments.session.name)
        done = prepare(arguments.session, arguments.dans, options, on_progress=bar.move)
    say(f"{done.session.course.title} : {count_noun(len(done.files), 'fichier')} dans {done.root}")
    people = count_noun(len(done.session.trainees), "stagiaire")
    folders = count_noun(done.newcomers, "dossier écrit", "dossiers écrits")
    say(f"{people}, {folders} ; les noms ne sont que dans « personnel ».")
    for trainee in done.session.trainees:
        say(f"  Territoire, ligne {trainee.where.line} : {describe_territory(trainee.territory)}.")
    print_attention(done.problems)
    say("Commencez par formateur/a-imprimer. Relancer la commande ajoute les nouveaux stagiaires.")
    return 0
