"""Fait le PDF du livre entier, balisé (PDF/UA), à partir du document que le constructeur ``papier`` écrit.

Appelé par ``make livre-pdf``.
"""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path

from _paper_reading import build_from_reading

ROOT = Path(__file__).parents[1]
PAPER = ROOT / "_build" / "papier"


def write_pdf(source: Path, target: Path) -> list[str]:
    """Met le document en page ; rend ce que WeasyPrint en a dit de fâcheux."""
    # Importé ici : lourd, et inutile si le livre ne se construit pas.
    from weasyprint import HTML

    said: list[str] = []
    handler = logging.Handler(level=logging.ERROR)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    target.parent.mkdir(parents=True, exist_ok=True)
    HTML(filename=str(source)).write_pdf(
        str(target), pdf_variant="pdf/ua-1", pdf_tags=True, optimize_images=True, jpeg_quality=85, dpi=150
    )
    logger.removeHandler(handler)
    return said


def main() -> int:
    """Construit, met en page, note l'empreinte."""
    from kit.sphinxext.downloads.book_files import FOLDER, NAME, read_book_fingerprint, stamp_of
    from kit.sphinxext.downloads.productions import format_size

    start = time.perf_counter()
    target = ROOT / "_build" / FOLDER / f"{NAME}.pdf"
    fingerprint = read_book_fingerprint()
    build_from_reading("papier", PAPER)
    faults = write_pdf(PAPER / "livre.html", target)
    for fault in faults:
        print(f"Le PDF a un défaut : {fault}", file=sys.stderr)
    if faults:
        return 1
    stamp_of(target).write_text(fingerprint, encoding="ascii")
    size, seconds = format_size(target.stat().st_size), time.perf_counter() - start
    print(f"Le livre en PDF : {target} ({size}, en {seconds:.0f} s). « make livre » l'offrira en ligne.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
