"""Le produit « grilles à plusieurs » : la grille à remplir seul, et les grilles réunies."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kit.products.product import BlankForm, Example, MadeDocument, Product, Reads
from kit.writers.formats import DOCUMENT_FORMATS, SHEET_FORMATS

ALLIANCE: Final = "Votre alliance"


def _write_blank(_query: str, folder: Path) -> tuple[Path, ...]:
    """La grille vierge ne dépend d'aucun territoire."""
    from kit.products.grids.producing import describe_blank_grids
    from kit.products.outputs import save_blanks

    grids = describe_blank_grids(ALLIANCE)
    return save_blanks(grids, folder, formats=SHEET_FORMATS, replace_files=True)


def _write_example(folder: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
    from kit.products.dossier.examples import find_example_folder
    from kit.products.grids.producing import GatherOptions, gather, write_gathering
    from kit.products.options import EXAMPLE_DAY

    options = GatherOptions(formats=formats, today=EXAMPLE_DAY)
    return write_gathering(gather([find_example_folder() / "grilles"], options), folder).files


MERGED: Final = MadeDocument(name="grilles-reunies", title="Grilles réunies", formats=DOCUMENT_FORMATS)
PRODUCT: Final = Product(
    key="grids",
    title="Les grilles à plusieurs",
    reads=Reads.GRIDS,
    documents=(MERGED,),
    blanks=(BlankForm(key="grille", name="grille-vierge", write=_write_blank),),
    example=Example(workshop="grilles-reunies", write=_write_example),
)
