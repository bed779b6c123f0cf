"""Les commandes du catalogue : chercher une fiche, contrôler et compter, relire, exporter."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli.options import add_replace
from kit.cli.rereading import add_reread
from kit.cli.terminal import add_command, say
from kit.domain.errors import UsageError, suggest
from kit.domain.typography import count_noun, format_number, typeset

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.domain.values import Source
    from kit.knowledge.catalogue import Catalogue, Entry

_LIMIT: Final = 10
_UNCERTAIN: Final = "incertain, à ne pas citer comme un fait"


def add_commands(commands: Commands) -> None:
    """Ajoute ``kit chercher`` et ``kit donnees``."""
    search = add_command(
        commands, "chercher", _run_search, "cherche dans les faits, les cas, les méthodes et les aides"
    )
    search.add_argument("mots", nargs="+", help="tous doivent se trouver ; accents et pluriels pardonnés")
    search.add_argument("--famille", metavar="FAMILLE", help="par exemple cas, methodes ou programmes")
    search.add_argument(
        "--limite",
        type=int,
        default=_LIMIT,
        metavar="NOMBRE",
        help=f"nombre de fiches (par défaut : {_LIMIT})",
    )
    data = add_command(
        commands, "donnees", _run_count, "compte le catalogue, le relit, ou l'exporte en données ouvertes"
    )
    parts: Commands = data.add_subparsers(title="commandes\u00a0", metavar="COMMANDE", required=True)
    count = add_command(parts, "compter", _run_count, "contrôle les énoncés et compte les fiches")
    count.add_argument("--tableau", action="store_true", help="en tableau Markdown, pour une page")
    export = add_command(
        parts, "exporter", _run_export, "écrit le catalogue en CSV, décrit par un Data Package"
    )
    export.add_argument("dossier", type=Path, help="dossier où écrire")
    add_replace(export)
    add_reread(parts)


def _run_search(arguments: argparse.Namespace) -> int:
    from kit.knowledge.catalogue import load_catalogue, search_catalogue, select_entries

    catalogue = load_catalogue()
    family = arguments.famille or ""
    if family and family not in catalogue.families:
        raise UsageError(f"la famille « {family} » n’existe pas{suggest(family, catalogue.families)}")
    if arguments.limite < 1:
        raise UsageError("la limite est un nombre d’au moins 1")
    words = " ".join(arguments.mots)
    entries = select_entries(catalogue.entries, family=family) if family else None
    found = search_catalogue(words, limit=arguments.limite, entries=entries)
    for entry in found:
        say(describe_entry(entry))
    if not found:
        say(f"Aucune fiche ne contient tous ces mots : {words}. Essayez avec moins de mots.")
    return 0 if found else 1


def describe_entry(entry: Entry) -> str:
    """Une fiche en trois lignes : clé, famille et titre ; énoncé ; source."""
    doubt = "" if entry.is_statable else f" [{_UNCERTAIN}]"
    head = f"{entry.key}  {entry.title} ({entry.family}){doubt}"
    origin = describe_source(entry.source) if entry.source else "Écrit par ce guide."
    return f"{head}\n  {' '.join(entry.statement.split())}\n  {origin}"


def describe_source(source: Source) -> str:
    """La source en une ligne, avec sa page et ce que vaut l'énoncé."""
    page = f", p. {source.page}" if source.page else ""
    return f"Source : {source.title}{page} ({source.reliability.wording})."


def _run_count(arguments: argparse.Namespace) -> int:
    from kit.domain.locations import DATA
    from kit.knowledge.catalogue.passages import reread_catalogue

    catalogue = reread_catalogue(DATA)
    for line in (build_count_table(catalogue),) if arguments.tableau else count_lines(catalogue):
        say(line)
    return 0


def build_count_table(catalogue: Catalogue) -> str:
    """Le compte des familles en tableau Markdown."""
    counts = {name: count for name, count in catalogue.count_families().items() if count}
    rows = (f"| {catalogue.families[name].title} | {count} |" for name, count in counts.items())
    total = f"| **Ensemble** | **{sum(counts.values())}** |"
    return typeset("\n".join(("| Famille | Fiches |", "|:--|--:|", *rows, total)))


def count_lines(catalogue: Catalogue) -> tuple[str, ...]:
    """Une ligne par famille : son nom, son compte, son titre ; puis le total et les sources."""
    counts = catalogue.count_families()
    width = max(len(name) for name in counts)
    lines = [
        f"{name:<{width}}  {format_number(count):>4}  {catalogue.families[name].title}"
        for name, count in counts.items()
        if count
    ]
    sources = count_noun(len(catalogue.sources), "source")
    families = count_noun(len(lines), "famille")
    return (*lines, f"{count_noun(len(catalogue.entries), 'fiche')}, {families}, {sources}.")


def _run_export(arguments: argparse.Namespace) -> int:
    from kit.products.open_data.exporting import export_catalogue

    files = export_catalogue(arguments.dossier, replace_files=arguments.remplacer)
    say(f"Données ouvertes : {count_noun(len(files), 'fichier')} dans {arguments.dossier}")
    say("La description est dans datapackage.json ; la licence est CC BY 4.0.")
    return 0
