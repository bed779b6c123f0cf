"""Les couches : on n'importe que vers le bas ; les modules et les fonctions restent petits."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KIT = ROOT / "kit"

# Du plancher au toit ; un module n'importe que des couches plus basses, ou de la sienne.
LAYERS = (
    ("kit", "kit.model", "kit.typography", "kit.errors"),
    ("kit._fields", "kit._plan_forms", "kit.forms", "kit.catalogue", "kit.territories"),
    ("kit.tables", "kit.aids", "kit.dossier", "kit._values"),
    (
        "kit.checks",
        "kit.matching",
        "kit.scoring",
        "kit.grids",
        "kit.choosing",
        "kit.public_agenda",
        "kit.follow_up",
        "kit.fragility",
        "kit.observatory",
    ),
    ("kit.documents",),
    ("kit.writers",),
    (
        "kit.session",
        "kit.gathering",
        "kit.aid_search",
        "kit.agreements",
        "kit.datapackage",
        "kit.argumentation",
        "kit.progress",
        "kit.fragility_study",
        "kit.observatory_study",
        "kit.editions",
    ),
    ("kit.notebooks", "kit.sphinxext", "kit.training", "kit.web"),
    ("kit.cli",),
)
# Le chemin du dossier au Markdown et les classeurs doivent vivre aussi dans un navigateur.
PURE = (
    "kit.aids",
    "kit.catalogue",
    "kit.choosing",
    "kit.documents",
    "kit.follow_up",
    "kit.matching",
    "kit.dossier",
    "kit.checks",
    "kit.scoring",
    "kit.forms",
    "kit.model",
    "kit.territories",
    "kit.web",
)
COMPILED = ("pandas", "numpy", "lxml", "pydantic", "typst", "pypandoc", "python_calamine")
MODULES = sorted(KIT.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def rank_of(module: str) -> int:
    """La couche d'un module : celle du plus long préfixe déclaré."""
    found = [
        (len(prefix), rank)
        for rank, layer in enumerate(LAYERS)
        for prefix in layer
        if module == prefix or module.startswith(f"{prefix}.")
    ]
    declared = [pair for pair in found if pair[0] > len("kit")] or [pair for pair in found if module == "kit"]
    assert declared, f"{module} n'a pas de couche : déclarez-la dans ce test"
    return max(declared)[1]


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
def test_un_module_et_ses_fonctions_restent_petits(path: Path) -> None:
    """Au plus 400 lignes par module et 40 par fonction, sauf la déclaration des champs et des valeurs."""
    text = path.read_text(encoding="utf-8")
    declarations = {"kit.forms", "kit.model"}
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
