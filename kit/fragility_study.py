"""Le cas d'usage de la fragilité numérique : un tableau vierge, ou un tableau lu, évalué et écrit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.documents.document import Document
from kit.documents.fragility_blank import build_blank_table
from kit.documents.fragility_sheet import build_fragility_sheet
from kit.documents.fragility_workbook import build_fragility_workbook
from kit.dossier import resolve_names
from kit.errors import UsageError
from kit.fragility import (
    EQUAL_WEIGHTS,
    Assessment,
    Scenario,
    Weights,
    assess_table,
    read_fragility_table,
    vary_weights,
)
from kit.model import Problem, TerritoryKind
from kit.session import SHEET_FORMATS, TEXT_FORMATS, Options, check_characters, save_files
from kit.territories import cover_communes, load_territories
from kit.typography import fold, slugify

NAME: Final = "fragilite"
_MIN_COMMUNES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
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

    def check_print(self) -> tuple[Problem, ...]:
        """Les caractères que nos polices ne dessinent pas en PDF."""
        return check_characters((self.build_document(),), self.options)

    def _repr_html_(self) -> str:
        """Le document, tel qu'un carnet le montre."""
        from kit.writers.fragment import write_fragment

        return write_fragment(self.build_document())


def study_table(source: Path, *, weights: Weights = EQUAL_WEIGHTS, options: Options | None = None) -> Study:
    """Le tableau de ce fichier, évalué sous ces poids.

    :raises InputError: si un défaut empêche de calculer, avec tous les défauts trouvés.
    """
    assessment = assess_table(read_fragility_table(source), weights)
    return Study(
        source=source,
        assessment=assessment,
        scenarios=vary_weights(assessment),
        options=options or Options(),
    )


def write_study(study: Study, destination: Path) -> tuple[Path, ...]:
    """Le document et le classeur, écrits dans ``destination/<nom du tableau>/``.

    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    from kit.writers.pandoc import load_look, write_documents
    from kit.writers.sheet import WRITERS

    options = study.options
    folder = destination / slugify(study.source.stem)
    texts = tuple(name for name in TEXT_FORMATS if name in options.formats)
    contents: dict[Path, bytes] = {}
    if texts:
        written = write_documents(
            (study.build_document(),), texts, look=load_look(options.overrides), dated=options.today
        )
        contents = {folder / f"{NAME}.{name}": content for (_, name), content in written.items()}
    for name in SHEET_FORMATS:
        if name in options.formats:
            workbook = build_fragility_workbook(study.assessment, study.scenarios)
            contents[folder / f"{NAME}.{name}"] = WRITERS[f".{name}"](workbook)
    return save_files(contents)


def write_blank_table(
    query: str, destination: Path, *, formats: tuple[str, ...] = SHEET_FORMATS, replace_files: bool = False
) -> tuple[Path, ...]:
    """Un tableau vierge par format : les communes du territoire, et les indicateurs à décrire.

    :raises InputError: si le territoire est inconnu ou désigne plusieurs territoires.
    :raises UsageError: s'il a moins de trois communes, ou si un fichier existe déjà.
    """
    from kit.writers.sheet import WRITERS

    territory = resolve_names(query)
    index = load_territories()
    communes = [index.territory((TerritoryKind.COMMUNE, code)) for code in cover_communes(territory)]
    if len(communes) < _MIN_COMMUNES:
        raise UsageError(
            f"« {territory.name} » a moins de trois communes : l’indice les compare entre elles, "
            "donnez une intercommunalité, un département, ou un groupe séparé par des « ; »"
        )
    communes.sort(key=lambda one: (fold(one.name), one.code))
    base = destination / f"{NAME}-{slugify(territory.name)}"
    paths = [base.with_name(f"{base.name}.{name}") for name in formats]
    taken = [path for path in paths if path.exists()]
    if taken and not replace_files:
        raise UsageError(f"« {taken[0]} » existe déjà. Ajoutez --remplacer pour l’écraser")
    workbook = build_blank_table(territory, tuple(communes))
    return save_files({path: WRITERS[path.suffix](workbook) for path in paths})
