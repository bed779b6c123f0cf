"""Ce dont les documents sont faits : le dossier contrôlé, la grille, le jour, les options."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kit.domain.values import Dossier, Grid, Problem
from kit.reading.forms import ALLIANCE, FORMS, Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Le dossier et tout ce qui l'entoure. ``problems`` : ce qui mérite attention, sans bloquer.

    ``public`` : vrai si le dossier a été privé de ses données personnelles.
    """

    dossier: Dossier
    grid: Grid
    today: dt.date
    problems: tuple[Problem, ...] = ()
    public: bool = False
    overrides: Path | None = None

    @property
    def dated(self) -> dt.date:
        """Le jour dont les documents sont datés : celui du dossier, sinon celui de la production."""
        return self.dossier.alliance.dated or self.today


def remove_personal(dossier: Dossier) -> Dossier:
    """Le même dossier sans aucune valeur dans les champs personnels déclarés par ``forms``."""
    blanks = {form.key: _list_blanks(form) for form in FORMS}
    return replace(
        dossier,
        alliance=replace(dossier.alliance, **blanks[ALLIANCE.key]),
        partners=tuple(replace(partner, **blanks["partners"]) for partner in dossier.partners),
        actions=tuple(replace(action, **blanks["actions"]) for action in dossier.actions),
    )


def _list_blanks(form: Form) -> dict[str, Any]:
    return {field.key: "" for field in form.fields if field.personal}
