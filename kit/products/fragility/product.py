"""Le produit « fragilités numériques » : le tableau à remplir, et les communes en trois groupes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kit.products.product import BlankForm, Example, MadeDocument, Product, Reads
from kit.writers.formats import DOCUMENT_FORMATS


def _write_blank(query: str, folder: Path) -> tuple[Path, ...]:
    from kit.products.fragility.producing import write_blank_table

    return write_blank_table(query, folder, replace_files=True)


def _write_example(folder: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
    from kit.products.dossier.examples import find_example_folder
    from kit.products.fragility.producing import study_table, write_study
    from kit.products.options import EXAMPLE_DAY, Options

    source = find_example_folder() / "fragilite" / "nombres-imagines.csv"
    study = study_table(source, options=Options(formats=formats, today=EXAMPLE_DAY))
    return write_study(study, folder).files


FRAGILITY: Final = MadeDocument(name="fragilite", title="Fragilités numériques", formats=DOCUMENT_FORMATS)
PRODUCT: Final = Product(
    key="fragility",
    title="Les fragilités numériques",
    reads=Reads.INDICATORS,
    documents=(FRAGILITY,),
    blanks=(BlankForm(key="fragilite", name="tableau-vierge", write=_write_blank),),
    example=Example(workshop="fragilite-numerique", write=_write_example),
)
