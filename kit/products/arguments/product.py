"""Le produit « argumentaire » : une page par public, et un diaporama."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.products.product import DossierDocument, Example, MadeDocument, Product, Reads
from kit.writers.formats import SLIDES_FORMAT, TEXT_FORMATS

if TYPE_CHECKING:
    from kit.documents.document import Document
    from kit.products.context import Context


def _build_slides(context: Context) -> Document:
    from kit.products.arguments.slides import build_argument_slides

    return build_argument_slides(context, context.chosen_audience)


def _write_example(folder: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
    from kit.domain.values import Audience
    from kit.products.arguments.producing import ArgumentOptions, produce_arguments
    from kit.products.dossier.examples import find_example
    from kit.products.options import EXAMPLE_DAY, Options

    wanted = ArgumentOptions(audiences=(Audience.COMPANY,))
    options = Options(formats=formats, today=EXAMPLE_DAY)
    return produce_arguments(find_example(), folder, wanted=wanted, options=options).files


PAGE: Final = MadeDocument(name="argumentaire", title="Argumentaire pour un public", formats=TEXT_FORMATS)
SLIDES: Final = DossierDocument(
    name="argumentaire-diapositives",
    title="Diaporama pour un conseil",
    formats=(SLIDES_FORMAT,),
    build=_build_slides,
    in_page=True,
)
PRODUCT: Final = Product(
    key="arguments",
    title="Les argumentaires",
    reads=Reads.DOSSIER,
    documents=(PAGE, SLIDES),
    example=Example(workshop="preuves-et-public", write=_write_example),
)
