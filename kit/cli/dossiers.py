"""Les commandes du dossier : le commencer, le vérifier, en produire les documents, le convertir."""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kit.cli.documents import add_choice
from kit.cli.options import (
    add_day,
    add_dossier,
    add_dossiers,
    add_folder,
    add_formats,
    add_overrides,
    add_production,
    add_public,
    add_replace,
    read_options,
    read_overrides,
)
from kit.cli.terminal import (
    ProgressBar,
    add_command,
    count_problems,
    print_attention,
    print_files,
    print_problems,
    print_territory,
    say,
    say_error,
)
from kit.domain.errors import InputError
from kit.domain.typography import format_number
from kit.products.dossier.product import DOCUMENTS, PRODUCT
from kit.writers.formats import ANNEX_FORMAT, DOSSIER_FORMATS, FORM_FORMATS

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.domain.values import Territory


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit nouveau``, ``verifier``, ``produire``, ``convertir``, ``territoire`` et ``exemples``."""
    new = add_command(commands, "nouveau", _run_new, "prépare un dossier vierge pour votre territoire")
    new.add_argument(
        "territoire",
        help="nom, code INSEE, SIREN ou code postal ; plusieurs séparés par « ; » pour un groupe",
    )
    add_folder(new, ".")
    add_formats(new, DOSSIER_FORMATS, FORM_FORMATS)
    add_overrides(new)
    add_replace(new)
    check = add_command(commands, "verifier", _run_check, "liste tous les problèmes d'un dossier")
    add_dossiers(check)
    add_day(check, "juger comme à cette date")
    check.add_argument(
        "--annoter",
        action="store_true",
        help="pose à côté du classeur une copie commentée case par case, aux corrections à accepter",
    )
    produce = add_command(
        commands, "produire", _run_produce, "produit les documents d'un ou plusieurs dossiers"
    )
    add_dossiers(produce)
    add_choice(produce, DOCUMENTS)
    add_production(produce, PRODUCT.formats, public=True)
    convert = add_command(commands, "convertir", _run_convert, "réécrit un dossier dans un autre format")
    add_dossier(convert)
    add_folder(convert, ".")
    add_formats(convert, DOSSIER_FORMATS, (ANNEX_FORMAT,))
    add_public(convert)
    add_replace(convert)
    territory = add_command(
        commands, "territoire", _run_territory, "cherche un territoire dans la liste officielle"
    )
    territory.add_argument("recherche", help="nom, code INSEE, SIREN ou code postal")
    examples = add_command(commands, "exemples", _run_examples, "copie les dossiers d'exemple, remplis")
    add_folder(examples, "exemples")
    add_replace(examples)


def _run_new(arguments: argparse.Namespace) -> int:
    from kit.products.dossier.producing import write_blank

    models = read_overrides(arguments)
    files = write_blank(
        arguments.territoire,
        arguments.dans,
        formats=tuple(arguments.formats),
        replace_files=arguments.remplacer,
        overrides=models,
    )
    print_files("Dossier vierge prêt", files)
    print_territory(arguments.territoire)
    say("Remplissez-le, puis : kit verifier FICHIER, et kit produire FICHIER.")
    return 0


def _run_check(arguments: argparse.Namespace) -> int:
    from kit.knowledge.territories import describe_territory
    from kit.reading.checks import check_file

    worst = 0
    for source in arguments.dossiers:
        is_read, taken = True, ""
        try:
            reading = check_file(source, today=arguments.le)
            problems, taken = reading.problems, describe_territory(reading.draft.territory)
        except InputError as error:
            problems, is_read = error.problems, False
        print_problems(problems)
        if taken:
            say(f"Territoire : {taken}.")
        say(f"{source.name} : {count_problems(problems)}")
        worst = max(worst, int(any(problem.blocking for problem in problems)))
        if arguments.annoter and is_read:
            worst = max(worst, _annotate(source, arguments.le or dt.date.today()))
    return worst


def _annotate(source: Path, today: dt.date) -> int:
    """Écrit la copie annotée de ce dossier, ou dit pourquoi il n'y en a pas."""
    from kit.products.dossier.annotating import annotate, save_annotated

    try:
        copy = annotate(source, today)
    except InputError as error:
        print_problems(error.problems)
        return 1
    if copy is None:
        say(f"{source.name} : il n’y a rien à annoter, aucune copie n’est faite.")
        return 0
    print_files("Copie annotée", [save_annotated(copy, source.parent)])
    say("Ouvrez-la, acceptez ce qui vous va dans « Corrections », enregistrez, puis donnez-la au kit.")
    return 0


def _run_produce(arguments: argparse.Namespace) -> int:
    from kit.knowledge.territories import describe_territory
    from kit.products.dossier.producing import produce

    options = replace(read_options(arguments), documents=tuple(arguments.documents))
    worst = 0
    with ProgressBar(len(arguments.dossiers)) as bar:
        for source in arguments.dossiers:
            bar.start(source.name)
            try:
                production = produce(source, arguments.dans, options=options, on_step=bar.step)
            except InputError as error:
                print_problems(error.problems)
                say_error(f"{source.name} : rien n’a été écrit. Corrigez ces points, puis recommencez.")
                worst = 1
                continue
            print_files(f"{production.dossier.alliance.name} ({source.name})", production.files)
            say(f"  Territoire : {describe_territory(production.dossier.territory)}.")
            print_attention(production.problems)
    return worst


def _run_convert(arguments: argparse.Namespace) -> int:
    from kit.products.dossier.producing import convert, list_kept

    files = convert(
        arguments.dossier,
        arguments.dans,
        formats=tuple(arguments.formats),
        replace_files=arguments.remplacer,
        public=arguments.public,
    )
    print_files("Dossier converti", files)
    if not arguments.public:
        for sentence in list_kept(arguments.dossier, arguments.formats):
            say(sentence)
    return 0


def _run_examples(arguments: argparse.Namespace) -> int:
    from kit.products.dossier.examples import copy_examples

    files = copy_examples(arguments.dans, replace_files=arguments.remplacer)
    print_files("Dossiers d’exemple", files)
    return 0


def _run_territory(arguments: argparse.Namespace) -> int:
    from kit.knowledge.territories import find_territories, is_group_name, resolve_territory

    query = arguments.recherche
    found = resolve_territory(query)
    is_known = found.territory is not None or bool(found.choices)
    if not is_known and (is_group_name(query) or set(query) & set(";:")):
        return _describe_group(query)
    matches = find_territories(query, limit=20)
    for match in matches:
        say(_describe(match.territory))
    if found.note:
        say(f"{found.note}.")
    if not matches:
        say("Aucun territoire ne porte ce nom ou ce code dans la liste officielle de 2026.")
    return 0 if matches else 1


def _describe_group(query: str) -> int:
    """Un groupement et ses membres ; 1 s'il n'en a aucun de connu."""
    from kit.knowledge.territories import describe_territory
    from kit.reading.dossier import find_territory

    territory, noted = find_territory(query)
    if territory.name:
        say(f"{describe_territory(territory)}.")
    print_problems(noted)
    return int(not territory.code and not territory.members)


def _describe(territory: Territory) -> str:
    parents = ", ".join(name for _, _, name in territory.parents)
    people = f" ; {format_number(territory.population)} habitants" if territory.population else ""
    kind = territory.legal_form or territory.kind.value
    return f"{territory.code}  {territory.name} ({kind}{f' ; {parents}' if parents else ''}{people})"
