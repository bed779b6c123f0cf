"""Le cas d'usage de la fragilité numérique : un tableau vierge, ou un tableau lu, évalué et écrit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.documents.document import Document
from kit.domain.errors import UsageError
from kit.domain.typography import fold, slugify
from kit.domain.values import Problem, TerritoryKind
from kit.knowledge.territories import cover_communes, load_territories
from kit.products.fragility.blank import build_blank_table
from kit.products.fragility.index import EQUAL_WEIGHTS, Assessment, Weights, assess_table
from kit.products.fragility.product import FRAGILITY
from kit.products.fragility.reading import read_fragility_table
from kit.products.fragility.sensitivity import Scenario, vary_weights
from kit.products.fragility.sheet import build_fragility_sheet
from kit.products.fragility.workbook import build_fragility_workbook
from kit.products.options import Options
from kit.products.outputs import Output, Saved, Viewable, make_sheets, save_blanks, save_outputs
from kit.products.records import describe_owner, find_folder
from kit.reading.dossier import resolve_names
from kit.writers.formats import SHEET_FORMATS

_MIN_COMMUNES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FragilityStudy(Viewable):
    """Un tableau évalué, l'épreuve de ses poids, et ce que la lecture a relevé."""

    source: Path
    assessment: Assessment
    scenarios: tuple[Scenario, ...]
    options: Options

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Ce qui a été relevé sans rien arrêter."""
        return self.assessment.table.problems

    def build_document(self) -> Document:
        """Le document, pas encore écrit."""
        return build_fragility_sheet(
            self.assessment,
            self.scenarios,
            today=self.options.today,
            overrides=self.options.overrides,
        )


def study_table(
    source: Path, *, weights: Weights = EQUAL_WEIGHTS, options: Options | None = None
) -> FragilityStudy:
    """Le tableau de ce fichier, évalué sous ces poids.

    :raises InputError: si un défaut empêche de calculer, avec tous les défauts trouvés.
    """
    assessment = assess_table(read_fragility_table(source), weights)
    return FragilityStudy(
        source=source,
        assessment=assessment,
        scenarios=vary_weights(assessment),
        options=options or Options(),
    )


def write_study(study: FragilityStudy, destination: Path) -> Saved:
    """Le document et le classeur, écrits dans ``destination/<nom du tableau>/``.

    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    output = Output(
        name=FRAGILITY.name,
        document=study.build_document(),
        makers=make_sheets(
            lambda models: build_fragility_workbook(study.assessment, study.scenarios, overrides=models)
        ),
    )
    place = find_folder(destination, describe_owner(study.source))
    return save_outputs([output], place, options=study.options)


def write_blank_table(
    query: str,
    destination: Path,
    *,
    formats: tuple[str, ...] = SHEET_FORMATS,
    replace_files: bool = False,
    overrides: Path | None = None,
) -> tuple[Path, ...]:
    """Un tableau vierge par format : les communes du territoire, et les indicateurs à décrire.

    :raises InputError: si le territoire est inconnu ou désigne plusieurs territoires.
    :raises UsageError: s'il a moins de trois communes, ou si un fichier existe déjà.
    """
    territory = resolve_names(query)
    index = load_territories()
    communes = [index.territory((TerritoryKind.COMMUNE, code)) for code in cover_communes(territory)]
    if not communes:
        raise UsageError(
            f"les communes de « {territory.name} » ne sont pas connues : écrivez ses membres à sa suite, "
            f"par exemple « {territory.name} : CC Un ; CC Deux »"
        )
    if len(communes) < _MIN_COMMUNES:
        raise UsageError(
            f"« {territory.name} » a moins de trois communes : l’indice les compare entre elles, "
            "donnez une intercommunalité, un département, ou un groupe séparé par des « ; »"
        )
    communes.sort(key=lambda one: (fold(one.name), one.code))
    output = Output(
        name=f"{FRAGILITY.name}-{slugify(territory.name)}",
        makers=make_sheets(lambda models: build_blank_table(territory, tuple(communes), overrides=models)),
    )
    return save_blanks(
        [output], destination, formats=formats, replace_files=replace_files, overrides=overrides
    )
