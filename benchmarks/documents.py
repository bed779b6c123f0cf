"""Documents écrits par seconde, par format, à côté de pandoc et de typst nus sur le même Markdown.

Usage : python benchmarks/documents.py [nombre de passages]
Les temps bougent d'une machine à l'autre ; les rapports, mesurés dans le même passage, tiennent mieux.
"""

from __future__ import annotations

import dataclasses
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypandoc
import typst

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "unit"))

from sample_document import build_sample  # type: ignore[import-not-found]  # trouvé par le chemin ajouté

from kit.documents.document import Document
from kit.products.dossier.product import DOCUMENTS
from kit.writers.formats import LAID_OUT_FORMATS as FORMATS
from kit.writers.pandoc import write_documents


def build_documents() -> list[Document]:
    """Trois documents, comme pour un dossier."""
    return [dataclasses.replace(build_sample(one.name), subtitle=one.name) for one in DOCUMENTS]


def run_bare_pandoc(documents: list[Document], target: str) -> None:
    """Un processus pandoc par document, sans notre aspect ni nos retouches."""
    with tempfile.TemporaryDirectory() as name:
        for document in documents:
            call_pandoc(document, target, Path(name) / f"x.{target}")


def run_bare_typst(documents: list[Document]) -> None:
    """pandoc puis typst, sans norme d'accessibilité."""
    with tempfile.TemporaryDirectory() as name:
        for document in documents:
            source = Path(name) / "x.typ"
            call_pandoc(document, "typst", source)
            typst.compile(str(source))


def call_pandoc(document: Document, target: str, output: Path) -> None:
    """pandoc sur le Markdown ; les figures sont à côté, sans quoi il refuse d'écrire un diaporama."""
    for chart in document.charts:
        output.with_name(f"{chart.key}.svg").write_text(chart.svg, encoding="utf-8")
    command = [pypandoc.get_pandoc_path(), "-f", "markdown-smart", "-t", target, "-s", "-o", output.name]
    subprocess.run(
        command, input=document.markdown.encode(), cwd=output.parent, check=True, capture_output=True
    )


def measure(job: Callable[[], object], rounds: int) -> float:
    """La durée médiane, en secondes."""
    durations = []
    for _ in range(rounds):
        start = time.perf_counter()
        job()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations)


def main() -> None:
    """Mesure chaque format, puis tous les fichiers d'un coup."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    documents = build_documents()
    write_documents(documents, FORMATS)
    print(f"{'format':10}{'kit (doc/s)':>14}{'nu (doc/s)':>14}{'kit / nu':>10}")
    for name in FORMATS:
        ours = measure(lambda name=name: write_documents(documents, [name]), rounds)  # type: ignore[misc]  # la boucle fixe le format
        if name == "pdf":
            bare = measure(lambda: run_bare_typst(documents), rounds)
        else:
            bare = measure(lambda name=name: run_bare_pandoc(documents, name), rounds)  # type: ignore[misc]  # la boucle fixe le format
        count = len(documents)
        print(f"{name:10}{count / ours:14.1f}{count / bare:14.1f}{bare / ours:10.2f}")
    everything = measure(lambda: write_documents(documents, FORMATS), rounds)
    print(f"{len(documents)} documents × {len(FORMATS)} formats : {everything:.2f} s")


if __name__ == "__main__":
    main()
