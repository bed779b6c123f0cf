"""Le cas d'usage de l'export : le plan d'un dossier, au format d'import de Territoires en Transitions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kit.domain.values import Problem
from kit.products.making import Production, find_place, read_context, save_production
from kit.products.options import Options
from kit.products.outputs import Output, make_sheets
from kit.products.tet.conformity import list_refusals
from kit.products.tet.export import Leftover, build_tet, list_values
from kit.products.tet.product import PLAN


@dataclass(frozen=True, slots=True, kw_only=True)
class TetOptions(Options):
    """Comment exporter. ``people`` : avec les noms de personnes."""

    formats: tuple[str, ...] = PLAN.formats
    people: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TetProduction(Production):
    """Le classeur écrit, ce qui reste à reprendre à la main, et ce que la plateforme en refuserait."""

    leftovers: tuple[Leftover, ...]
    refusals: tuple[Problem, ...] = ()


def produce_tet(source: Path, destination: Path, *, options: TetOptions) -> TetProduction:
    """Le classeur à importer, écrit dans ``destination/<nom du dossier>/``.

    :raises InputError: si un problème du dossier bloque ; rien n'est alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    context = read_context(source, options)
    export = build_tet(context.dossier, people=options.people)
    output = Output(name=PLAN.name, makers=make_sheets(lambda _: export.workbook))
    place = find_place(source, destination, context)
    saved = save_production([output], place, context=context, options=options)
    return TetProduction(
        dossier=saved.dossier,
        files=saved.files,
        problems=saved.problems,
        noticed=saved.noticed,
        leftovers=export.leftovers,
        refusals=list_refusals(list_values(export.workbook), file=f"{PLAN.name}.{PLAN.formats[0]}"),
    )
