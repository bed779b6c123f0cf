"""Le cas d'usage de l'export : le plan d'un dossier, au format d'import de Territoires en Transitions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kit.products.making import Production, find_place, read_context, save_production
from kit.products.options import Options
from kit.products.outputs import Output, make_sheets
from kit.products.tet.export import Leftover, TitleHeading, build_tet
from kit.products.tet.product import PLAN


@dataclass(frozen=True, slots=True, kw_only=True)
class TetOptions(Options):
    """Comment exporter. ``people`` : avec les noms de personnes ; ``heading`` : le titre de la colonne D."""

    formats: tuple[str, ...] = PLAN.formats
    people: bool = False
    heading: TitleHeading = TitleHeading.SHEET


@dataclass(frozen=True, slots=True, kw_only=True)
class TetProduction(Production):
    """Le classeur écrit, et ce qui reste à reprendre à la main."""

    leftovers: tuple[Leftover, ...]


def produce_tet(source: Path, destination: Path, *, options: TetOptions) -> TetProduction:
    """Le classeur à importer, écrit dans ``destination/<nom du dossier>/``.

    :raises InputError: si un problème du dossier bloque ; rien n'est alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    context = read_context(source, options)
    export = build_tet(context.dossier, people=options.people, heading=options.heading)
    output = Output(name=PLAN.name, makers=make_sheets(lambda _: export.workbook))
    place = find_place(source, destination, context)
    saved = save_production([output], place, context=context, options=options)
    return TetProduction(
        dossier=saved.dossier,
        files=saved.files,
        problems=saved.problems,
        noticed=saved.noticed,
        leftovers=export.leftovers,
    )
