"""La commande « kit aides » : des aides possibles pour chaque action, et leurs raisons."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli.options import add_day, add_dossier, add_production, read_options
from kit.cli.terminal import add_command, print_attention, print_files, print_problems, say, say_error
from kit.domain.typography import count_noun, typeset
from kit.products.aids.product import PRODUCT

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.products.aids.matching import AidMatch, Selection
    from kit.products.aids.producing import AidReport

_SHOWN: Final = 3
_PROBLEMS: Final = 20
_EXPENSES: Final = {"fonctionnement": "supply", "investissement": "investment"}


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit aides``."""
    parser = add_command(commands, "aides", _run, "cherche des aides pour les actions d'un dossier")
    add_dossier(parser)
    parser.add_argument(
        "--source",
        type=Path,
        metavar="FICHIER",
        help=typeset("export d'Aides-territoires, .json, .csv ou .xlsx (par défaut : le catalogue du guide)"),
    )
    add_day(parser, "jour où l'export a été fait", option="--extrait-le")
    parser.add_argument("--action", nargs="+", default=(), metavar="N°", help="seulement ces actions")
    parser.add_argument(
        "--depense", choices=tuple(_EXPENSES), help="la dépense à financer, si vous la connaissez"
    )
    parser.add_argument("--tout", action="store_true", help="montrer aussi les aides fermées et écartées")
    add_production(parser, PRODUCT.formats, public=True, day="chercher comme à cette date")


def _run(arguments: argparse.Namespace) -> int:
    from kit.products.aids.aid import Destination
    from kit.products.aids.producing import AidSearch, find_aids, produce_aids
    from kit.products.aids.sheet import describe_nothing, describe_source
    from kit.products.records import describe_owner, find_folder

    expense = _EXPENSES.get(arguments.depense or "")
    search = AidSearch(
        source=arguments.source,
        extracted_on=arguments.extrait_le,
        actions=tuple(arguments.action),
        destinations=(Destination(expense),) if expense else (),
    )
    report = find_aids(arguments.dossier, search, options=read_options(arguments))
    _print_reading(report)
    for selection in report.selections:
        _print_selection(selection, describe_nothing(report.aids), everything=arguments.tout)
    owner = describe_owner(arguments.dossier, report.reading.dossier.alliance.name)
    saved = produce_aids(report, find_folder(arguments.dans, owner))
    say("")
    print_files("Aides à étudier", saved.files)
    print_attention(saved.problems)
    say(describe_source(report.aids))
    say(f"Vérifiez sur Aides-territoires ({report.aids.url}) et auprès du financeur : rien n'est acquis.")
    return 0


def _print_reading(report: AidReport) -> None:
    print_problems(report.problems[:_PROBLEMS])
    left = len(report.problems) - _PROBLEMS
    if left > 0:
        say_error(f"… et {count_noun(left, 'autre point', 'autres points')} de même sorte dans l'export.")
    say(f"{count_noun(len(report.aids.aids), 'aide comparée', 'aides comparées')} : {report.aids.origin}.")


def _print_selection(selection: Selection, nothing: str, *, everything: bool) -> None:
    need = selection.need
    say("")
    say(f"{need.number}  {need.title} ({need.origin})")
    shown = selection.candidates if everything else selection.candidates[:_SHOWN]
    for match in shown:
        _print_match(match)
    if not shown:
        say(f"  {nothing}")
    if everything:
        for match in selection.everything[len(selection.candidates) :]:
            _print_match(match)
        return
    left = (
        (len(selection.candidates) - len(shown), "autre à étudier", "autres à étudier"),
        (len(selection.closed), "fermée", ""),
        (len(selection.history), "historique", ""),
        (len(selection.rejected), "écartée", ""),
        (len(selection.unrelated), "sur un autre sujet", "sur un autre sujet"),
        (len(selection.apart), "fiche qui n'est pas une aide", "fiches qui ne sont pas des aides"),
    )
    listed = ", ".join(count_noun(count, one, many) for count, one, many in left if count)
    if listed:
        say(f"  {listed} (--tout les montre).")


def _describe_state(match: AidMatch) -> str:
    if match.aid.apart:
        return match.aid.apart
    if not match.is_related:
        return "autre sujet"
    return "écartée" if match.is_rejected else match.opening.value


def _print_match(match: AidMatch) -> None:
    from kit.products.aids.perimeters import Verdict
    from kit.products.aids.sheet import describe_amounts

    operators = ", ".join(match.aid.operators) or "porteur non dit"
    state = _describe_state(match)
    say(f"  - {match.aid.name} ({operators}) : {state} ; {describe_amounts(match.aid)}")
    for label, verdict in (
        ("convient", Verdict.FITS),
        ("ne convient pas", Verdict.FAILS),
        ("à vérifier", Verdict.UNKNOWN),
    ):
        reasons = " ; ".join(match.list_reasons(verdict))
        if reasons:
            say(f"      {label} : {reasons}")
    if match.is_before_start:
        say("      attention : clôture avant le début de l'action")
