"""Le produit « suivi » : le bilan de ce qui a changé d'une version du dossier à la suivante."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kit.products.product import Example, MadeDocument, Product, Reads
from kit.writers.formats import ANNEX_FORMAT, SLIDES_FORMAT, TEXT_FORMATS


def _write_example(folder: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
    from kit.products.dossier.examples import find_example_folder
    from kit.products.follow_up.producing import compare_files, follow_plan
    from kit.products.options import EXAMPLE_DAY, Options

    source = find_example_folder()
    before, after = source / "les-mureaux.yaml", source / "suivi" / "les-mureaux-2027.yaml"
    day = compare_files(before, after, options=Options()).context.dossier.alliance.dated or EXAMPLE_DAY
    return follow_plan(before, after, folder, options=Options(formats=formats, today=day)).files


REPORT: Final = MadeDocument(name="bilan", title="Bilan pour les élus", formats=TEXT_FORMATS)
SLIDES: Final = MadeDocument(name="bilan-diapositives", title="Diaporama du bilan", formats=(SLIDES_FORMAT,))
ANNEX: Final = MadeDocument(name="bilan-annexe", title="Annexe du bilan", formats=(ANNEX_FORMAT,))
PRODUCT: Final = Product(
    key="follow_up",
    title="Le suivi du plan",
    reads=Reads.VERSIONS,
    documents=(REPORT, SLIDES, ANNEX),
    example=Example(workshop="suivi", write=_write_example),
)
