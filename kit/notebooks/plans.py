"""Deux versions d'un dossier comparées dans un carnet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kit.notebooks.views import HtmlView, build_file_view, build_table
from kit.products.options import Options
from kit.reading.checks import check_file

if TYPE_CHECKING:
    from kit.products.follow_up.report import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProgress:
    """Deux versions d'un dossier, comparées dans un carnet le jour ``today``."""

    before: Path
    after: Path
    today: dt.date
    comparison: Comparison

    @property
    def decisions(self) -> HtmlView:
        """Ce que le plan demande de décider, en tableau."""
        rows = [
            (item.kind.value.capitalize(), f"{item.action.number} – {item.action.title}")
            for item in self.comparison.changes.list_decisions()
        ]
        if not rows:
            return HtmlView("<p>Aucune décision n’est attendue.</p>", "Aucune décision n’est attendue.")
        return HtmlView(build_table("Décisions attendues", ("Décision", "Action"), rows), rows[0][1])

    def show(self) -> HtmlView:
        """Le bilan, en page."""
        from kit.products.follow_up.report import build_progress_report
        from kit.writers.fragment import write_fragment

        document = build_progress_report(self.comparison)
        return HtmlView(write_fragment(document), document.title)

    def produce(self, folder: str | Path) -> HtmlView:
        """Écrit le bilan, son diaporama et son annexe, et montre la liste des fichiers."""
        from kit.products.follow_up.producing import follow_plan
        from kit.products.follow_up.product import PRODUCT

        options = Options(today=self.today, formats=PRODUCT.formats)
        followed = follow_plan(self.before, self.after, Path(folder), options=options)
        return build_file_view(followed, Path.cwd())

    def _repr_html_(self) -> str:
        changes = self.comparison.changes
        rows = (
            ("Actions au plan", str(len(changes.actions))),
            ("Réalisées depuis", str(len(changes.done_since))),
            ("Statuts changés", str(len(changes.moved))),
            ("Échéances glissées", str(len(changes.slipped))),
            ("Bloquées", str(len(changes.blocked))),
            ("Nouvelles, retirées", f"{len(changes.added)}, {len(changes.removed)}"),
        )
        return build_table("Ce qui a changé", ("Rubrique", "Nombre"), rows)

    def __repr__(self) -> str:
        return f"Suivi de {self.before.name} à {self.after.name}"


def open_progress(before: str | Path, after: str | Path, *, today: dt.date | None = None) -> OpenProgress:
    """Deux versions d'un dossier, comparées ; jugées à la date de la seconde si aucune n'est donnée.

    :raises InputError: si l'un des dossiers a un problème qui bloque.
    :raises UsageError: si les dossiers sont de deux alliances.
    """
    from kit.products.follow_up.producing import compare_files

    day = today or check_file(Path(after)).dossier.alliance.dated or dt.date.today()
    comparison = compare_files(Path(before), Path(after), options=Options(today=day))
    return OpenProgress(before=Path(before), after=Path(after), today=day, comparison=comparison)
