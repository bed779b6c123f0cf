"""Une grille remplie par une personne, telle qu'elle a été lue."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from kit.domain.typography import fold
from kit.domain.values import NOWHERE, Answer, College, Grid, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent:
    """Qui répond. ``name`` peut être vide ou un pseudonyme ; ``college`` est ``None`` s'il manque.

    ``grid`` et ``version`` : la clé et la version de la grille inscrites dans le fichier.
    """

    name: str = ""
    college: College | None = None
    dated: dt.date | None = None
    alliance: str = ""
    grid: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledGrid:
    """Les réponses d'une personne, dans l'ordre du fichier, une par ligne.

    ``criteria`` : les codes de critère qui figurent dans le fichier, répondus ou non.
    ``digest`` : l'empreinte du fichier et le rang de la personne dedans ; ``modified`` : la dernière
    modification du fichier, en secondes.
    """

    respondent: Respondent
    answers: tuple[Answer, ...]
    criteria: frozenset[str] = frozenset()
    digest: str = ""
    modified: float = 0.0
    where: Place = field(default=NOWHERE, compare=False)

    @property
    def given(self) -> tuple[tuple[str, str], ...]:
        """Les réponses données, en couples (critère, niveau), rangées par critère."""
        return tuple(sorted((one.criterion, one.level) for one in self.answers if one.level is not None))


def name_version(grid: Grid) -> str:
    """La version d'une grille : son nombre de critères et une empreinte de ce qu'elle demande.

    Corriger une virgule ou une majuscule ne la change pas ; changer un mot, un critère ou un niveau, si.
    """
    criteria = [criterion for dimension in grid.dimensions for criterion in dimension.criteria]
    asked = [
        *(f"{level.key}={level.value}" for level in grid.levels),
        *(
            f"{one.key}|{fold(one.label)}|{'|'.join(fold(text) for _, text in one.situations)}"
            for one in criteria
        ),
    ]
    digest = hashlib.sha256("\n".join(asked).encode()).hexdigest()
    return f"{len(criteria)}c-{digest[:8]}"
