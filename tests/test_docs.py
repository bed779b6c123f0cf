"""La documentation reste vraie : les commandes citées existent, l'API publique est décrite."""

from __future__ import annotations

import argparse
import ast
import re
from pathlib import Path

import pytest

from kit.cli import build_parser

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for path in (ROOT / "kit").rglob("*.py") if not path.name.startswith("_"))
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "book").rglob("*.md")])
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home)/\w+|/tmp/\w+")


def list_commands() -> set[str]:
    actions = build_parser()._actions
    return {
        name
        for action in actions
        if isinstance(action, argparse._SubParsersAction)
        for name in action.choices
    }


def list_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def code_of(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_les_commandes_citees_existent(page: Path) -> None:
    """Chaque « kit … » et chaque « make … » d'une page se lance."""
    code = code_of(page)
    assert set(re.findall(r"^\s*(?:\$ )?kit ([a-z][a-z-]*)", code, re.MULTILINE)) <= list_commands()
    assert set(re.findall(r"^\s*(?:\$ )?make ([a-z-]+)", code, re.MULTILINE)) <= list_targets()


def test_le_lisez_moi_cite_chaque_commande() -> None:
    """Une commande que le LISEZ-MOI ne nomme pas n'existe pas pour un nouveau venu."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(list_commands()) if f"kit {name}" not in text] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_l_api_publique_est_decrite(path: Path) -> None:
    """Chaque module, classe et fonction publics ont une docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    methods = [
        method
        for node in nodes
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and not method.name.startswith("_")
    ]
    assert ast.get_docstring(tree)
    assert [node.name for node in (*nodes, *methods) if not ast.get_docstring(node)] == []


def test_aucun_fichier_ne_porte_un_chemin_de_machine() -> None:
    """Ni dans le code, ni dans les pages, ni dans les carnets."""
    suffixes = {".py", ".md", ".ipynb", ".yml", ".yaml", ".toml", ".j2", ".sh", ".json", ".txt", ".lua"}
    folders = (
        "kit",
        "book",
        "templates",
        "exemples",
        "tools",
        "benchmarks",
        "requirements",
        "deploiement",
        ".binder",
        ".ci",
    )
    guilty = [
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes and MACHINE_PATH.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []
