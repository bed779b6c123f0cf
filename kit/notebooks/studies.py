"""Un tableau de fragilité ou des questionnaires, étudiés dans un carnet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kit.domain.values import Problem
from kit.notebooks.views import HtmlView, build_file_view, build_problem_view, build_table_view
from kit.products.options import Options
from kit.products.outputs import Saved


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStudy:
    """Une étude ouverte : ``summary`` la résume, ``page`` est son document, ``write`` l'écrit."""

    summary: HtmlView
    found: tuple[Problem, ...]
    page: Callable[[], str]
    write: Callable[[Path], Saved]

    @property
    def problems(self) -> HtmlView:
        """Les problèmes relevés, en tableau."""
        return build_problem_view(self.found)

    def show(self) -> HtmlView:
        """Le document, en page."""
        return HtmlView(self.page(), self.summary.text)

    def produce(self, folder: str | Path) -> HtmlView:
        """Écrit le document et le classeur, et montre la liste des fichiers."""
        return build_file_view(self.write(Path(folder)), Path.cwd())

    def _repr_html_(self) -> str:
        return self.summary.html

    def __repr__(self) -> str:
        return self.summary.text


def open_fragility(path: str | Path, *, today: dt.date | None = None) -> OpenStudy:
    """Un tableau par commune, évalué : les trois groupes, sans classement.

    :raises InputError: si un défaut du tableau empêche de calculer.
    """
    from kit.products.fragility.index import Group
    from kit.products.fragility.producing import study_table, write_study

    study = study_table(Path(path), options=Options(today=today or dt.date.today()))
    rows = [
        (
            group.value,
            ", ".join(score.commune.name for score in study.assessment.list_group(group)) or "aucune",
        )
        for group in Group
    ]
    return OpenStudy(
        summary=build_table_view("Les communes, en trois groupes", ("Groupe", "Communes"), rows),
        found=study.problems,
        page=study._repr_html_,
        write=partial(write_study, study),
    )


def open_questionnaires(path: str | Path, *, today: dt.date | None = None) -> OpenStudy:
    """Les questionnaires de ce dossier de fichiers, comptés ensemble.

    :raises InputError: si aucun questionnaire ne peut être compté.
    """
    from kit.products.observatory.producing import gather_questionnaires, write_study

    study = gather_questionnaires([Path(path)], Options(today=today or dt.date.today()))
    rows = (
        ("Questionnaires comptés", str(study.summary.count)),
        ("Mis de côté", str(study.set_aside)),
        *((f"Question à débattre {rank}", one.question) for rank, one in enumerate(study.summary.debates, 1)),
    )
    return OpenStudy(
        summary=build_table_view("Les questionnaires réunis", ("Rubrique", "Contenu"), rows),
        found=study.problems,
        page=study._repr_html_,
        write=partial(write_study, study),
    )
