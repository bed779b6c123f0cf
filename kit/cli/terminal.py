"""Ce que les commandes ont en commun : dire, montrer les fichiers et les problèmes, faire patienter."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from kit.cli.grouping import list_lines
from kit.domain.typography import NBSP, count_noun, format_number, typeset

if TYPE_CHECKING:
    from kit.domain.values import Problem

Command = Callable[[argparse.Namespace], int]


# argparse ne donne pas d'autre nom à ce type ; à l'exécution, il n'est pas générique.
if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def add_command(
    commands: Commands, name: str, run: Command, summary: str, *, aliases: Sequence[str] = ()
) -> argparse.ArgumentParser:
    """L'analyseur d'une commande de plus, avec son aide ; ``aliases`` : d'autres noms pour l'appeler."""
    summary = typeset(summary)
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        aliases=aliases,
        help=summary,
        description=f"{summary[:1].upper()}{summary[1:]}.",
    )
    parser.set_defaults(command=run)
    return parser


def count_problems(problems: Sequence[Problem]) -> str:
    """Le compte des problèmes, en une phrase."""
    blocking = sum(problem.blocking for problem in problems)
    if not problems:
        return "aucun problème."
    watched = count_noun(len(problems) - blocking, "point")
    return f"{count_noun(blocking, 'problème')} à corriger, {watched} à regarder."


def print_problems(problems: Iterable[Problem]) -> None:
    """Imprime les problèmes sur la sortie d'erreur, ceux qui se ressemblent réunis."""
    for line in list_lines(problems):
        sys.stderr.write(f"{line}\n")


def print_attention(problems: Sequence[Problem]) -> None:
    """Imprime ce qui mérite attention sans empêcher."""
    if problems:
        say(f"  {count_noun(len(problems), 'point')} à regarder :")
    for line in list_lines(problems):
        sys.stdout.write(f"  {line}\n")


def print_territory(query: str) -> None:
    """Redit le territoire pris pour ce texte (nom, département, population) et ce qu'il y a à en dire."""
    from kit.knowledge.territories import describe_territory
    from kit.reading.dossier import find_territory

    territory, noted = find_territory(query)
    say(f"Territoire : {describe_territory(territory)}.")
    print_attention(noted)


def print_files(title: str, files: Sequence[Path]) -> None:
    """Imprime les fichiers écrits et leur taille ; les chemins restent tels quels."""
    say(f"{title} : {count_noun(len(files), 'fichier')}")
    for path in files:
        size = format_number(max(1, round(path.stat().st_size / 1024)))
        sys.stdout.write(f"  {path} ({size}{NBSP}Ko)\n")


def say(text: str) -> None:
    """Imprime une ligne, typographie française comprise."""
    sys.stdout.write(f"{typeset(text)}\n")


def say_error(text: str) -> None:
    """Imprime une ligne sur la sortie d'erreur."""
    sys.stderr.write(f"{typeset(text)}\n")


class ProgressBar:
    """Une barre sur la sortie d'erreur quand c'est un terminal ; silencieuse sinon."""

    STEPS_PER_DOSSIER: Final = 4

    def __init__(self, dossiers: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=dossiers * self.STEPS_PER_DOSSIER)
        self._name = ""

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def start(self, name: str) -> None:
        """Commence un dossier."""
        self._name = name

    def step(self, text: str) -> None:
        """Avance d'une étape."""
        self._bar.update(self._task, description=f"{self._name} : {text}", advance=1)

    def move(self, done: int, total: int, text: str) -> None:
        """Va à ``done`` sur ``total``, quand c'est un compte de fichiers."""
        self._bar.update(
            self._task, description=f"{self._name} : {text}", completed=done, total=max(done, total)
        )
