"""Le moteur de l'atelier, posé dans le livre construit, et ce qu'il pèse, imprimé d'après ses fichiers.

Le moteur est fait par ``tools/build_web.py`` dans ``_build/moteur``. Sans lui (npm manque), le livre se
construit quand même : les pages le disent, et gardent le classeur à remplir.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kit.domain.locations import REPOSITORY
from kit.domain.typography import NBSP, format_number
from kit.sphinxext.directives.html_elements import is_interactive
from kit.sphinxext.directives.tables import build_table

ENGINE: Final = REPOSITORY / "_build" / "moteur"
# Là où la page le cherche, à côté de ses scripts.
TARGET: Final = Path("_static") / "atelier" / "moteur"
_HEADERS: Final = ("Fichier", "Ce que c’est", "Poids", "Empreinte (début)")
_LICENSE_HEADERS: Final = ("Logiciel ou données", "Version", "Licence (SPDX)", "Fichier")
# Le début d'une empreinte suffit à l'œil ; « empreintes.txt » les porte entières.
_SHOWN: Final = 12
_ABSENT: Final = (
    "Ce livre a été construit sans le moteur de l’atelier : il manquait npm à la machine qui l’a fait. "
    "La page garde le classeur à remplir et les exemples."
)


class EngineFiles(SphinxDirective):
    """Le tableau des fichiers du moteur : nom, rôle, poids, empreinte."""

    def run(self) -> list[nodes.Node]:
        """Le tableau, ou la phrase qui dit que le moteur n'est pas là."""
        listing = find_engine(self.env.app) / "fichiers.json"
        self.env.note_dependency(str(listing))
        if not listing.is_file():
            return [nodes.paragraph("", _ABSENT)]
        files = json.loads(listing.read_text(encoding="utf-8"))
        return [
            build_table(f"Ce que charge « {phase['titre']} »", _HEADERS, list_rows(phase["fichiers"]))
            for phase in files
        ]


class EngineLicenses(SphinxDirective):
    """Le tableau de ce que le moteur embarque : nom, version, licence, fichier qui le porte, source."""

    def run(self) -> list[nodes.Node]:
        """Le tableau, ou la phrase qui dit que le moteur n'est pas là."""
        listing = find_engine(self.env.app) / "licences.json"
        self.env.note_dependency(str(listing))
        if not listing.is_file():
            return [nodes.paragraph("", _ABSENT)]
        rows = [
            (
                _link(one["nom"], one["source"]),
                one["version"],
                nodes.literal("", one["licence"]),
                one["fichier"],
            )
            for one in json.loads(listing.read_text(encoding="utf-8"))
        ]
        return [build_table("Ce que l’atelier embarque, et sous quelle licence", _LICENSE_HEADERS, rows)]


def _link(name: str, address: str) -> nodes.Node | str:
    if not address.startswith("https://"):
        return name
    return nodes.reference("", name, refuri=address)


def find_engine(app: Sphinx) -> Path:
    """Le dossier où le moteur a été fait, s'il l'a été : alors il porte « lot.json »."""
    return Path(app.config.atelier_moteur)


def list_rows(files: list[dict[str, Any]]) -> list[tuple[nodes.Node | str, ...]]:
    """Une ligne par fichier, puis le total."""
    rows: list[tuple[nodes.Node | str, ...]] = [
        (
            nodes.literal("", file["nom"]),
            file["role"],
            _show_weight(file["poids"]),
            nodes.literal("", file["sha256"][:_SHOWN]),
        )
        for file in files
    ]
    total = sum(file["poids"] for file in files)
    return [*rows, ("Total", "", _show_weight(total), "")]


def _show_weight(size: int) -> str:
    if size < 1_000:
        return f"{format_number(size)}{NBSP}octets"
    if size < 1_000_000:
        return f"{format_number(size / 1_000)}{NBSP}ko"
    return f"{format_number(size / 1_000_000, 2)}{NBSP}Mo"


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_config_value("atelier_moteur", str(ENGINE), "env")
    app.add_directive("atelier-moteur", EngineFiles)
    app.add_directive("atelier-licences", EngineLicenses)
    app.connect("build-finished", _copy_engine)


def _copy_engine(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not is_interactive(app.builder):
        return
    target = Path(app.outdir) / TARGET
    shutil.rmtree(target, ignore_errors=True)
    engine = find_engine(app)
    if (engine / "lot.json").is_file():
        shutil.copytree(engine, target)
