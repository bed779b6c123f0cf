"""Ce que l'atelier emporte du kit : ce que ses appels atteignent, et rien d'autre.

Un module est atteint si un import y mène depuis ``kit.web.api``, même un import fait à l'usage, dans une
fonction. Une donnée, un gabarit ou un filtre l'est si un module atteint le nomme ; une partie de
gabarit, si un gabarit atteint l'inclut.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from modulefinder import ModuleFinder
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
ENTRY: Final = "kit.web.api"
# Les contours pèsent autant que le reste : la page les prend à part, quand un document a une carte.
ON_DEMAND: Final = "contours.zip"
_INCLUDE: Final = re.compile(r'{% include "([^"]+)" %}')
_REFERENCES: Final = (
    "document.css",
    "document.html",
    "palette.yaml",
    "reference.docx",
    "reference.odt",
    "reference.pptx",
)


def list_files() -> Iterator[tuple[str, Path]]:
    """Chaque fichier du lot : son nom dans l'archive, et où il est dans le dépôt."""
    modules = list_modules()
    named = frozenset(text for path in modules for text in _list_texts(path))
    filters = (path for path in (ROOT / "kit").rglob("*.lua") if path.name in named)
    for path in (*modules, *_list_data(named), *filters):
        yield path.relative_to(ROOT).as_posix(), path
    templates = ROOT / "templates"
    # Un texte est nommé en entier, les phrases d'un classeur par leur seul nom.
    texts = [path for path in templates.glob("*.md.j2") if path.name in named]
    parts = {name for path in texts for name in _INCLUDE.findall(path.read_text(encoding="utf-8"))}
    sheets = (path for path in templates.glob("classeurs/*.md.j2") if path.name.split(".")[0] in named)
    for path in (*texts, *(templates / name for name in sorted(parts)), *sheets):
        yield f"kit/_templates/{path.relative_to(templates).as_posix()}", path
    # Le PDF se fait par l'impression : ce que typst demande reste à la commande.
    for name in _REFERENCES:
        yield f"kit/_templates/references/{name}", ROOT / "templates" / "references" / name
    for path in (ROOT / "exemples").glob("*.yaml"):
        yield f"kit/_exemples/{path.name}", path


def list_modules() -> tuple[Path, ...]:
    """Les modules du kit atteints, et les façades des dossiers qui les portent."""
    finder = ModuleFinder(path=[str(ROOT)])
    finder.import_hook(ENTRY)
    found = (getattr(module, "__file__", "") for name, module in finder.modules.items() if is_ours(name))
    return tuple(sorted(Path(file) for file in found))


def is_ours(name: str) -> bool:
    """Vrai pour un module du kit."""
    return name.partition(".")[0] == "kit"


def _list_texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _list_data(named: frozenset[str]) -> Iterator[Path]:
    """Les données nommées, leur dossier compris, et les familles que lit le catalogue entier."""
    from kit.knowledge.catalogue import FAMILIES

    for path in (ROOT / "kit" / "data").rglob("*"):
        top = path.relative_to(ROOT / "kit" / "data").parts[0]
        if path.is_file() and top != ON_DEMAND and (top in named or path.stem in FAMILIES):
            yield path
