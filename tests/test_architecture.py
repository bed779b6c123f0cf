"""Les couches : on n'importe que vers le bas ; les modules et les fonctions restent petits."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from kit.writers.formats import FORMATS

ROOT = Path(__file__).parents[1]
KIT = ROOT / "kit"

# Les pièces du kit, du plancher au toit : on n'importe que d'une pièce plus basse, ou de la sienne.
ROOMS = (
    "domain",
    "knowledge",
    "documents",
    "writers",
    "reading",
    "products",
    "training",
    "sphinxext",
    "web",
    "notebooks",
    "cli",
)
# Ce que la page exécute dans le navigateur : du dossier au Markdown, rien de compilé.
PURE = ("kit.documents", "kit.domain", "kit.knowledge", "kit.products", "kit.reading", "kit.web")
COMPILED = ("pandas", "numpy", "lxml", "pydantic", "typst", "pypandoc")
MODULES = sorted(KIT.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def rank_of(module: str) -> int:
    """Le rang de la pièce d'un module ; la façade du paquet est sous le plancher."""
    parts = module.split(".")
    if parts[1:] == ["__main__"]:
        return len(ROOMS)
    return ROOMS.index(parts[1]) if len(parts) > 1 else -1


def find_package(name: str) -> str:
    """La pièce d'un module ; dans les produits, le savoir et le livre, le dossier de chacun."""
    parts = name.split(".")
    depth = 3 if parts[1:2] in (["products"], ["knowledge"], ["sphinxext"]) else 2
    inside = (ROOT / Path(*parts[:depth])).is_dir()
    return ".".join(parts[:depth] if inside else parts[: depth - 1])


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_un_module_n_importe_que_vers_le_bas(path: Path) -> None:
    """Aucun import ne remonte d'une couche."""
    module = name_of(path)
    upward = [
        name for name in imports_of(path) if name.startswith("kit.") and rank_of(name) > rank_of(module)
    ]
    assert upward == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_un_module_prive_reste_dans_son_paquet(path: Path) -> None:
    """On n'importe jamais le module « _prive » d'un autre paquet : ce qui sert ailleurs a un nom public."""
    package = name_of(path.parent / "__init__.py")
    foreign = [
        name
        for name in imports_of(path)
        if name.startswith("kit.") and "._" in name and name.split("._")[0] != package
    ]
    assert foreign == []


def test_aucun_cercle_entre_les_paquets() -> None:
    """D'un dossier de code à l'autre, on ne revient jamais d'où l'on vient."""
    arrows: dict[str, set[str]] = {}
    for path in MODULES:
        package = find_package(name_of(path))
        used = {find_package(name) for name in imports_of(path) if name.startswith("kit.")}
        arrows.setdefault(package, set()).update(used - {package, "kit"})
    order = TopologicalSorter(arrows)
    order.prepare()
    assert order.is_active()


def test_le_dessin_des_imports_est_celui_du_code() -> None:
    """La page d'architecture montre les pièces d'aujourd'hui ; sinon : tools/draw_imports.py."""
    spec = importlib.util.spec_from_file_location("draw_imports", ROOT / "tools" / "draw_imports.py")
    assert spec
    assert spec.loader
    drawing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(drawing)
    arrows = drawing.read_arrows(ROOT)
    kept = ROOT / "book" / "images" / "imports-apres.svg"
    assert kept.read_text(encoding="utf-8") == drawing.draw(arrows)
    page = (ROOT / "book" / "developpement" / "architecture.md").read_text(encoding="utf-8")
    counts = (len(arrows), len(drawing.stack_floors(arrows)), sum(map(len, arrows.values())))
    printed = dict(re.findall(r"^\| (Pièces|Étages|Flèches) \| \d+ \| (\d+) \|$", page, re.MULTILINE))
    assert printed == dict(zip(("Pièces", "Étages", "Flèches"), map(str, counts), strict=True))


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=name_of)
def test_une_facade_ne_porte_pas_de_logique(path: Path) -> None:
    """Un ``__init__`` présente son paquet : des imports, des noms, au plus une fonction d'entrée."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    written = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    lines = sum((node.end_lineno or 0) - node.lineno + 1 for node in written)
    assert lines <= 30, f"{name_of(path)} : {lines} lignes de logique"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_un_module_et_ses_fonctions_restent_petits(path: Path) -> None:
    """Au plus 400 lignes par module et 40 par fonction, sauf la déclaration des champs et des valeurs."""
    text = path.read_text(encoding="utf-8")
    declarations = {"kit.reading.forms", "kit.domain.values"}
    assert len(text.splitlines()) <= (700 if name_of(path) in declarations else 400)
    too_long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 40
    ]
    assert too_long == []


def test_le_coeur_n_importe_aucun_paquet_compile() -> None:
    """Du dossier au Markdown, rien qui manquerait dans un navigateur."""
    guilty = [
        (name_of(path), name)
        for path in MODULES
        if name_of(path).startswith(PURE)
        for name in imports_of(path)
        if name.split(".")[0] in COMPILED
    ]
    assert guilty == []


def test_importer_le_kit_n_importe_rien_de_lourd() -> None:
    """``import kit`` et la ligne de commande ne chargent ni pandas, ni typst, ni jinja2."""
    heavy = (*COMPILED, "jinja2", "xlsxwriter", "yaml", "icalendar", "rich", "papermill", "sphinx")
    code = f"import sys, kit.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def list_format_literals(path: Path) -> Iterator[int]:
    """Les lignes où un tuple, une liste, un ensemble ou un dictionnaire nomme deux formats ou plus."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        items = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", ())
        named = [item.value for item in items if isinstance(item, ast.Constant)]
        if sum(isinstance(one, str) and one.removeprefix(".") in FORMATS for one in named) >= 2:
            yield node.lineno


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_les_formats_ne_sont_declares_qu_une_fois(path: Path) -> None:
    """Hors des écrivains, une liste de formats se tire de ``kit.writers.formats``.

    Ce qui lit des fichiers (``reading``) dit ce qu'il accepte : c'est une autre liste.
    """
    parts = name_of(path).split(".")
    exempt = parts[1:2] in (["writers"], ["reading"]) or parts[-1] == "reading"
    assert exempt or list(list_format_literals(path)) == []
