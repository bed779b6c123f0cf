"""Une sorte de problème."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """Une sorte de problème : son code, sa phrase et son remède, à trous.

    ``proposes`` : les trous que remplit une valeur à prendre telle quelle.
    """

    message: str
    remedy: str
    blocking: bool = True
    proposes: tuple[str, ...] = ()
