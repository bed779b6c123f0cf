"""Ce dont les documents sont faits : le dossier contrôlé, la grille, le jour, les options."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from kit.domain.values import NOWHERE, Audience, Dossier, Grid, Place, Problem
from kit.knowledge.catalogue import load_grid
from kit.products.options import Options
from kit.reading.dossier import Reading
from kit.reading.forms import FORMS, Form

# Les feuilles qui déclarent au moins un champ personnel.
_DECLARED: Final = tuple(form for form in FORMS if any(field.personal for field in form.fields))


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Le dossier et tout ce qui l'entoure. ``problems`` : ce qui mérite attention, sans bloquer.

    ``told`` : tout ce que la lecture a relevé, pour qui est au clavier ; aucun document ne l'imprime.

    ``public`` : vrai si le dossier a été privé de ses données personnelles. ``audience`` : à qui parle un
    document fait pour un seul public.
    """

    dossier: Dossier
    grid: Grid
    today: dt.date
    problems: tuple[Problem, ...] = ()
    told: tuple[Problem, ...] = ()
    public: bool = False
    overrides: Path | None = None
    audience: Audience | None = None

    @property
    def dated(self) -> dt.date:
        """Le jour dont les documents sont datés : celui du dossier, sinon celui de la production."""
        return self.dossier.alliance.dated or self.today

    @property
    def chosen_audience(self) -> Audience:
        """Le public demandé, sinon le premier du dossier, sinon les élus."""
        return self.audience or (*self.dossier.alliance.audiences, Audience.ELECTED)[0]


def build_context(reading: Reading, options: Options) -> Context:
    """Le contexte des documents, privé des données personnelles pour un export public.

    :raises InputError: s'il manque un nom, un territoire ou une cause.
    """
    dossier = remove_personal(reading.dossier) if options.public else reading.dossier
    return Context(
        dossier=dossier,
        grid=load_grid(),
        today=options.today,
        problems=tuple(problem for problem in reading.findings if not problem.blocking),
        told=tuple(sorted(reading.problems, key=lambda problem: not problem.blocking)),
        public=options.public,
        overrides=options.overrides,
    )


def remove_personal(dossier: Dossier) -> Dossier:
    """Le même dossier sans aucune valeur dans les champs personnels déclarés par ``forms``."""
    return replace(dossier, **{form.key: _blank_form(form, getattr(dossier, form.key)) for form in _DECLARED})


def _blank_form(form: Form, filled: Any) -> Any:  # noqa: ANN401 — une fiche, ou les lignes d'un tableau
    blanks = _list_blanks(form)
    if isinstance(filled, tuple):
        return tuple(replace(line, **blanks) for line in filled)
    return replace(filled, **blanks)


def _list_blanks(form: Form) -> dict[str, Any]:
    return {field.key: "" for field in form.fields if field.personal}


def locate_text(dossier: Dossier, text: str) -> Place:
    """La feuille et le champ du dossier où ce texte se trouve d'abord ; nulle part, s'il vient d'ailleurs."""
    for form in FORMS:
        found = getattr(dossier, form.key, ())
        for item in found if isinstance(found, tuple) else (found,):
            for field in form.fields:
                if text in str(getattr(item, field.key, "")):
                    return Place(sheet=form.title, column=field.label)
    return NOWHERE
