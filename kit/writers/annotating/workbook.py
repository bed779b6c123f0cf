"""La copie annotée d'un classeur, .xlsx ou .ods."""

from __future__ import annotations

from kit.documents.palette import Palette, load_palette
from kit.writers.annotating._ods import annotate_ods
from kit.writers.annotating._package import Package
from kit.writers.annotating._xlsx import annotate_xlsx
from kit.writers.annotating.marks import Annotation


def annotate_workbook(content: bytes, annotation: Annotation, palette: Palette | None = None) -> bytes:
    """Les octets de la copie annotée d'un classeur que la lecture a déjà vérifié.

    :raises EditError: si une de ses parties n'a pas la forme qu'il faut pour y ajouter quelque chose.
    """
    annotate = annotate_ods if "content.xml" in Package(content) else annotate_xlsx
    return annotate(content, annotation, palette or load_palette())
