"""Les commandes d'après la session : le bilan, les données personnelles, l'effacement."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import TYPE_CHECKING, Final

from kit.cli.options import add_day, add_dossier, add_formats, add_overrides, read_shared
from kit.cli.terminal import ProgressBar, add_command, print_attention, print_files, say
from kit.domain.errors import UsageError
from kit.domain.typography import count_noun, join_list, typeset
from kit.writers.formats import PAPER_FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.cli.terminal import Commands

_NONE: Final = "aucun"


def add_commands(parts: Commands) -> None:
    """Ajoute ``kit formation bilan``, ``donnees-personnelles`` et ``effacer``."""
    _add_outcome(parts)
    listing = add_command(
        parts, "donnees-personnelles", _run_list, "liste les fichiers qui portent des données personnelles"
    )
    _add_root(listing)
    erasing = add_command(parts, "effacer", _run_erase, "efface des données personnelles, dit ce qui reste")
    _add_root(erasing)
    scope = erasing.add_mutually_exclusive_group(required=True)
    scope.add_argument("--stagiaire", metavar="REPÈRE", help="son nom et tout ce qu'elle a rendu")
    scope.add_argument(
        "--noms", action="store_true", help=typeset("tout le dossier « personnel », sans toucher aux travaux")
    )
    scope.add_argument(
        "--tout", action="store_true", help=typeset("« personnel » et les travaux de tous ; le bilan reste")
    )
    erasing.add_argument("--oui", action="store_true", help="ne pas demander confirmation")


def _add_outcome(parts: Commands) -> None:
    parser = add_command(
        parts, "bilan", _run_outcome, "lit ce qui a été rendu, répond à chacun et fait le bilan du groupe"
    )
    _add_root(parser)
    add_formats(parser, PAPER_FORMATS, what="du bilan")
    add_formats(
        parser,
        (*PAPER_FORMATS, _NONE),
        PAPER_FORMATS,
        option="--retours",
        what="des retours aux stagiaires",
    )
    parser.add_argument(
        "--noms",
        action="store_true",
        help=typeset("écrire les noms dans le suivi"),
    )
    add_overrides(parser)
    add_day(parser, "juger comme à cette date")


def _add_root(parser: argparse.ArgumentParser) -> None:
    add_dossier(parser, "le dossier de la session, qui contient session.json")


def _run_outcome(arguments: argparse.Namespace) -> int:
    from kit.training.outcome.running import OutcomeOptions, write_outcome

    options = OutcomeOptions(
        **read_shared(arguments),
        feedback_formats=tuple(name for name in arguments.retours if name != _NONE),
        named=arguments.noms,
    )
    with ProgressBar(1) as bar:
        bar.start(arguments.dossier.name)
        done = write_outcome(arguments.dossier, options, on_progress=bar.move)
    tally = done.tally
    print_files("Bilan", [path for path in done.files if "personnel" not in path.parts])
    returned = count_noun(tally.active, "stagiaire a rendu", "stagiaires ont rendu")
    say(f"  {returned} un travail au moins, sur {tally.trainees}")
    kept = sum(1 for path in done.files if "personnel" in path.parts)
    say(f"  {count_noun(kept, 'fichier')} dans « personnel » : retours à chacun, suivi, réponses libres")
    print_attention(done.problems)
    say("« bilan » peut se montrer. Relisez les réponses libres avant de les citer.")
    return 0


def _run_list(arguments: argparse.Namespace) -> int:
    from kit.training.outcome.erasing import list_personal_data

    for one in list_personal_data(arguments.dossier, today=dt.date.today()):
        who = f"{one.mark} : " if one.mark else ""
        say(f"{who}{one.what}, {count_noun(len(one.files), 'fichier')}")
        for path in one.files:
            sys.stdout.write(f"  {path.relative_to(arguments.dossier)}\n")
    say("Pour effacer : kit formation effacer DOSSIER, avec --stagiaire, --noms ou --tout.")
    return 0


def _run_erase(arguments: argparse.Namespace) -> int:
    from kit.training.outcome.erasing import REMAINS, erase_all, erase_trainee
    from kit.training.outcome.gathering import load_manifest

    load_manifest(arguments.dossier)
    if not arguments.oui and not _confirm(arguments):
        say("Rien n'a été effacé.")
        return 0
    if arguments.stagiaire:
        done = erase_trainee(arguments.dossier, arguments.stagiaire.lower())
    else:
        done = erase_all(arguments.dossier, names_only=arguments.noms)
    say(f"{count_noun(len(done.erased), 'fichier effacé', 'fichiers effacés')}.")
    if done.rewritten:
        say(f"Récrit : {join_list(path.name for path in done.rewritten)}.")
    _say_remains(REMAINS if not arguments.noms else ("les travaux des stagiaires, par repère", *REMAINS))
    print_attention(done.problems)
    return 0


def _say_remains(remains: Sequence[str]) -> None:
    say("Il reste :")
    for text in remains:
        say(f"  - {text}")


def _confirm(arguments: argparse.Namespace) -> bool:
    """Demande à qui est au clavier ; sans clavier, il faut --oui.

    :raises UsageError: si personne ne peut répondre.
    """
    if not sys.stdin.isatty():
        raise UsageError("ajoutez --oui pour effacer sans confirmation")
    what = arguments.stagiaire or ("les noms" if arguments.noms else "les noms et les travaux de tous")
    return input(typeset(f"Effacer {what} de {arguments.dossier} ? Écrivez oui : ")).strip().lower() == "oui"
