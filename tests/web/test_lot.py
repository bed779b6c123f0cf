"""Ce que l'atelier emporte du kit : tout ce qu'il atteint, et rien d'autre."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from _browser_lot import ENTRY, list_files
from web.samples import TODAY, load_example

# Importe chaque module du lot, puis joue un appel par document, et dit quels fichiers du lot ont servi.
PLAY = """
import importlib, json, pathlib, sys
lot, order = pathlib.Path(sys.argv[1]), json.loads(sys.stdin.read())
sys.path.insert(0, str(lot))
opened = set()
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
for name in order["modules"]:
    importlib.import_module(name)
from kit.web.api import call
refused = [json.loads(call(*step)[0]) for step in order["calls"]]
refused = [reply for reply in refused if not reply["ok"]]
used = sorted(name for name in order["files"] if str(lot / name) in opened)
print(json.dumps({"home": importlib.import_module("kit").__file__, "refused": refused, "used": used}))
"""


@pytest.fixture(scope="module")
def lot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le lot, posé seul dans un dossier."""
    folder = tmp_path_factory.mktemp("lot")
    for name, source in list_files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    return folder


def name_module(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def list_calls() -> Iterator[tuple[str, str]]:
    """Un aperçu et une préparation pour pandoc par document, un classeur, une grille à envoyer."""
    values = load_example("pays-de-retz")
    common = {"values": values, "today": TODAY}
    kinds = ("fiche-argumentaire", "plan-action", "grille-evaluation", "argumentaire-diapositives")
    steps = [
        *(("preview", {**common, "kind": kind}) for kind in kinds),
        *(("prepare_pandoc", {**common, "kinds": [kind], "formats": ["docx", "odt"]}) for kind in kinds[:3]),
        ("prepare_pandoc", {**common, "kinds": [kinds[3]], "formats": ["pptx"]}),
        ("describe", {}),
        ("check", common),
        ("save", {**common, "format": "ods"}),
        ("produce", {**common, "kind": kinds[1], "format": "ics"}),
        ("search_territory", {"query": "Pornic"}),
        ("prefill", {"territory": "Pornic"}),
        ("example", {"name": "les-mureaux"}),
        ("blank_grids", {"count": 2, "format": "xlsx"}),
    ]
    yield from ((name, json.dumps(arguments)) for name, arguments in steps)


def test_le_lot_suffit_a_tout_ce_que_la_page_demande(lot: Path) -> None:
    """Sans le dépôt : chaque module s'importe, chaque document se fait, et chaque gabarit joint a servi."""
    files = [path.relative_to(lot).as_posix() for path in lot.rglob("*") if path.is_file()]
    order = {
        "modules": sorted(name_module(path, lot) for path in lot.rglob("*.py")),
        "calls": list(list_calls()),
        "files": files,
    }
    command = [sys.executable, "-c", PLAY, str(lot)]
    done = subprocess.run(command, input=json.dumps(order), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout)
    assert seen["home"].startswith(str(lot))
    assert seen["refused"] == []
    looked = {name for name in files if name.endswith((".j2", ".lua")) or "/references/" in name}
    idle = {Path(name).name for name in looked - set(seen["used"])}
    # L'une attend des grilles remplies ; les autres sont nommées par un module dont la page a besoin.
    assert idle <= {"grilles-reunies.md.j2", "argumentaire.md.j2", "formulaire.md.j2"}


def test_chaque_module_du_lot_est_demande_par_un_autre(lot: Path) -> None:
    """Rien n'est emporté que personne n'importe, hors l'entrée et les façades des dossiers."""
    modules = {name_module(path, lot): path for path in lot.rglob("*.py")}
    asked = {name for path in modules.values() for name in list_imports(path)}
    idle = {name for name, path in modules.items() if name not in asked and path.name != "__init__.py"}
    assert idle <= {ENTRY}
    assert "kit.cli" not in modules


def list_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
