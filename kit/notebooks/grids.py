"""Des grilles remplies à plusieurs, réunies dans un carnet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kit.domain.typography import count_noun
from kit.notebooks.views import HtmlView, build_file_view, build_problem_view, build_table

if TYPE_CHECKING:
    import pandas as pd

    from kit.products.grids.producing import Gathering


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGrids:
    """Des grilles remplies à plusieurs, réunies dans un carnet."""

    gathering: Gathering

    @property
    def problems(self) -> HtmlView:
        """Les problèmes relevés, en tableau."""
        return build_problem_view(self.gathering.problems)

    @property
    def frame(self) -> pd.DataFrame:
        """Les réponses en tableau pandas : une ligne par répondant et par critère, sans aucun nom.

        ``points`` est la valeur du niveau choisi ; vide pour « non concerné » ou sans réponse.
        """
        import pandas as pd

        merged = self.gathering.merged
        points = {level.key: level.value for level in merged.grid.levels}
        dimensions = {one.key: part.label for part in merged.grid.dimensions for one in part.criteria}
        rows = [
            (
                number,
                filled.respondent.college or "",
                dimensions[one.criterion],
                one.criterion,
                one.level or "",
            )
            for number, filled in enumerate(merged.grids, start=1)
            for one in filled.answers
            if one.criterion in dimensions
        ]
        columns = ["repondant", "college", "dimension", "critere", "niveau"]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.assign(points=pd.to_numeric(frame["niveau"].map(points)))

    def show(self) -> HtmlView:
        """Le document de la réunion, en page."""
        from kit.products.grids.report import build_merged_grids
        from kit.writers.fragment import write_fragment

        document = build_merged_grids(self.gathering.context)
        return HtmlView(write_fragment(document), document.title)

    def produce(self, folder: str | Path) -> HtmlView:
        """Écrit le document et le classeur, et montre la liste des fichiers."""
        from kit.products.grids.producing import write_gathering

        return build_file_view(write_gathering(self.gathering, Path(folder)), Path.cwd())

    def _repr_html_(self) -> str:
        merged = self.gathering.merged
        topics = [f"{result.criterion.key}. {result.criterion.label}" for result in merged.agenda]
        rows = [
            ("Grille", merged.grid.title),
            ("Grilles comptées", str(len(merged.grids))),
            *((label.capitalize(), str(count)) for label, count in merged.colleges),
            *((f"Sujet {rank}", topic) for rank, topic in enumerate(topics, start=1)),
        ]
        return build_table("Les grilles réunies", ("Rubrique", "Contenu"), rows)

    def __repr__(self) -> str:
        merged = self.gathering.merged
        return f"{count_noun(len(merged.grids), 'grille')} « {merged.grid.title} »"


def open_grids(
    path: str | Path, *, before: str | Path | None = None, today: dt.date | None = None
) -> OpenGrids:
    """Les grilles de ce fichier ou de ce dossier de fichiers, réunies ; ``before`` : celles d'avant.

    :raises InputError: si aucune grille ne peut être comptée.
    """
    from kit.products.grids.producing import GatherOptions, gather

    options = GatherOptions(before=(Path(before),) if before else (), today=today or dt.date.today())
    return OpenGrids(gathering=gather([Path(path)], options))
