"""Le produit « observatoire de la vie associative » : le questionnaire, et la synthèse des réponses."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kit.products.product import BlankForm, Example, MadeDocument, Product, Reads
from kit.writers.formats import DOCUMENT_FORMATS


def _write_blank(query: str, folder: Path) -> tuple[Path, ...]:
    from kit.products.observatory.producing import write_blank_questionnaire

    return write_blank_questionnaire(query, folder, replace_files=True)


def _write_example(folder: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
    from kit.products.dossier.examples import find_example_folder
    from kit.products.observatory.producing import gather_questionnaires, write_study
    from kit.products.options import EXAMPLE_DAY, Options

    options = Options(formats=formats, today=EXAMPLE_DAY)
    return write_study(gather_questionnaires([find_example_folder() / "associations"], options), folder).files


OBSERVATORY: Final = MadeDocument(
    name="observatoire", title="Observatoire de la vie associative", formats=DOCUMENT_FORMATS
)
PRODUCT: Final = Product(
    key="observatory",
    title="L’observatoire de la vie associative",
    reads=Reads.QUESTIONNAIRES,
    documents=(OBSERVATORY,),
    blanks=(BlankForm(key="questionnaire", name="questionnaire-vierge", write=_write_blank),),
    example=Example(workshop="vie-associative", write=_write_example),
)
