"""La commande « kit importer » : un plan qui existe, en dossier à compléter."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli.options import add_day, add_folder, add_formats, add_overrides, add_replace, read_overrides
from kit.cli.terminal import add_command, print_files, print_problems, say, say_error
from kit.domain.errors import format_problem
from kit.domain.typography import count_noun, join_list, typeset
from kit.reading.forms import PARTNERS
from kit.writers.formats import DOSSIER_FORMATS, FORM_FORMATS

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.domain.values import Problem
    from kit.products.importing.plan import ImportChoices, ImportedPlan
    from kit.products.importing.sheets import PlanSheet

# Au-delà, l'écran déborde : la feuille « À compléter » a tout.
_SHOWN: Final = 12
_NAMED: Final = 6


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit importer``."""
    parser = add_command(
        commands, "importer", _run, "fait un dossier d'un plan que vous avez déjà (xlsx, ods, csv)"
    )
    parser.add_argument(
        "plan",
        type=Path,
        help=typeset("votre plan : .xlsx, .ods ou .csv, modèle de plateforme ou tableau à vous"),
    )
    parser.add_argument(
        "--territoire", default="", metavar="NOM", help=typeset("nom, code INSEE, SIREN ou code postal")
    )
    parser.add_argument(
        "--feuille",
        nargs="+",
        default=(),
        metavar="NOM",
        help="la feuille à reprendre, s'il y en a plusieurs",
    )
    parser.add_argument(
        "--colonnes", type=Path, metavar="FICHIER", help="le fichier des colonnes, une fois corrigé"
    )
    add_folder(parser, ".")
    add_formats(parser, DOSSIER_FORMATS, FORM_FORMATS)
    add_overrides(parser)
    add_day(parser, "lire comme à cette date")
    add_replace(parser)


def _run(arguments: argparse.Namespace) -> int:
    from kit.products.importing.producing import ImportWriting, produce_import

    writing = ImportWriting(
        formats=tuple(arguments.formats),
        replace_files=arguments.remplacer,
        has_columns_file=arguments.colonnes is None,
        overrides=read_overrides(arguments),
    )
    choices = _read_choices(arguments)
    outcome = produce_import(arguments.plan, arguments.dans, choices=choices, writing=writing)
    if outcome.plan is None:
        print_problems(outcome.problems)
        print_files("Le fichier des colonnes est prêt", outcome.files)
        say_error("Dites-y où va chaque colonne, puis recommencez avec --colonnes et ce fichier.")
        return 1
    _tell(outcome.plan)
    print_files("Dossier à compléter", outcome.files)
    _print_missing(outcome.plan)
    return 0


def _read_choices(arguments: argparse.Namespace) -> ImportChoices:
    from kit.products.importing.columns_file import read_columns
    from kit.products.importing.plan import ImportChoices
    from kit.reading.dossier import resolve_names

    choices = ImportChoices(
        territory=resolve_names(arguments.territoire) if arguments.territoire else None,
        query=arguments.territoire,
        sheets=tuple(arguments.feuille),
        columns=read_columns(arguments.colonnes) if arguments.colonnes else {},
    )
    return replace(choices, today=arguments.le) if arguments.le else choices


def _tell(plan: ImportedPlan) -> None:
    draft = plan.reading.draft
    axes = len({action.axis for action in draft.actions if action.axis})
    counts = (
        (len(draft.actions), "action"),
        (len(draft.sub_actions), "sous-action"),
        (axes, "axe"),
        (len(plan.values[PARTNERS.key]), "partenaire"),
    )
    say(f"Plan repris : {join_list(count_noun(count, noun) for count, noun in counts if count)}.")
    for sheet in plan.plans:
        _tell_columns(sheet, plan)
    _print_asked([one for one in plan.problems if one.blocking])
    _print_read([one for one in plan.problems if not one.blocking])


def _tell_columns(sheet: PlanSheet, plan: ImportedPlan) -> None:
    taken = [f"« {one.title} » → {one.target.label}" for one in sheet.columns if one.target and one.example]
    say(f"Colonnes lues, feuille « {sheet.sheet.title} » : {' ; '.join(taken)}.")
    counts = Counter(one.column for one in plan.left if one.where.sheet == sheet.sheet.where.sheet)
    if counts:
        named = [f"« {title} » ({count_noun(count, 'case')})" for title, count in counts.items()]
        say(f"Non repris, gardé dans la feuille « Non repris » : {' ; '.join(named)}.")


def _print_asked(problems: list[Problem]) -> None:
    if problems:
        say(f"{count_noun(len(problems), 'case')} à corriger : la valeur y est laissée telle quelle.")
    _print_some(format_problem(one) for one in problems)


def _print_read(problems: list[Problem]) -> None:
    """Ce qui a été lu autrement qu'à la lettre ; une même lecture ne se dit qu'une fois."""
    counts = Counter(one.message for one in problems)
    if counts:
        say("Lu ainsi, à relire :")
    _print_some(
        f"{text[:1].upper()}{text[1:]}{f' ({count} fois)' if count > 1 else ''}."
        for text, count in counts.items()
    )


def _print_some(lines: Iterable[str]) -> None:
    listed = list(lines)
    for line in listed[:_SHOWN]:
        say(f"  - {line}")
    if len(listed) > _SHOWN:
        say(f"  … et {len(listed) - _SHOWN} de plus, dans la feuille « À compléter ».")


def _print_missing(plan: ImportedPlan) -> None:
    if any(one.stops for one in plan.missing):
        named = join_list(f"« {one.field.label} »" for one in plan.missing if one.stops)
        say(f"À remplir avant tout document, feuille Alliance : {named}.")
    for one in plan.missing:
        if not one.stops:
            more = len(one.lines) - _NAMED
            names = ", ".join(one.lines[:_NAMED]) + (f" et {more} de plus" if more > 0 else "")
            say(f"À compléter, feuille {one.form}, « {one.field.label} » : {names}.")
    say("Complétez le dossier, puis : kit verifier FICHIER, et kit produire FICHIER.")
