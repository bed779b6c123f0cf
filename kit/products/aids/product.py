"""Le produit « aides » : des aides à étudier pour chaque action d'un dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kit.products.product import Example, MadeDocument, Product, Reads
from kit.writers.formats import DOCUMENT_FORMATS


def _write_example(folder: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
    from kit.products.aids.producing import AidSearch, find_aids, produce_aids
    from kit.products.dossier.examples import find_example
    from kit.products.options import EXAMPLE_DAY, Options

    options = Options(formats=formats, today=EXAMPLE_DAY)
    return produce_aids(find_aids(find_example(), AidSearch(), options=options), folder).files


AIDS: Final = MadeDocument(name="aides", title="Aides à étudier", formats=DOCUMENT_FORMATS)
PRODUCT: Final = Product(
    key="aids",
    title="Les aides à étudier",
    reads=Reads.DOSSIER,
    documents=(AIDS,),
    example=Example(workshop="aides", write=_write_example),
)
