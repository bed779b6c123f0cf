"""Ce qui arrête le kit, avec une phrase et un état de sortie."""

from __future__ import annotations

from collections.abc import Iterable

from kit.domain.errors.problems import format_problem
from kit.domain.values import Problem


class KitError(Exception):
    """Ce qui arrête le kit avec une phrase, jamais avec une trace."""

    exit_status = 3


class InputError(KitError):
    """Les données de la personne ne permettent pas de continuer ; porte tous les problèmes."""

    exit_status = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(format_problem(problem) for problem in self.problems))


class UsageError(KitError):
    """La commande est mal tournée."""

    exit_status = 2
