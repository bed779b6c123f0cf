"""Les phrases d'erreur : une table de problèmes à codes stables, et les exceptions du kit.

Les phrases sont dans les modules ``_…_kinds``, un par sujet. Chacune dit quoi et que faire ;
l'endroit est porté par :class:`kit.domain.values.Place`.
La page « Messages » du livre et le test qui rend chaque phrase sont faits de cette table.
"""

from __future__ import annotations

from kit.domain.errors._kind import ProblemKind
from kit.domain.errors.exceptions import InputError, KitError, UsageError
from kit.domain.errors.problems import (
    KINDS,
    build_problem,
    end_sentence,
    format_place,
    format_problem,
    suggest,
)
from kit.domain.errors.system import explain_os_error

__all__ = [
    "KINDS",
    "InputError",
    "KitError",
    "ProblemKind",
    "UsageError",
    "build_problem",
    "end_sentence",
    "explain_os_error",
    "format_place",
    "format_problem",
    "suggest",
]
