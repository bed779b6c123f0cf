"""L'atelier servi comme dans le livre : la page, ses modules, et le moteur."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.audit import serve

from kit.sphinxext.downloads.workshop_page import ON_ERROR, PAGE_FILES, POLICY, STATIC
from kit.sphinxext.theme.stylesheets import build_book_sheet

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
THEME = ROOT / "kit" / "sphinxext" / "theme" / "static"
PATIENCE = 280

PAGE = """<!DOCTYPE html>
<html lang="fr" data-content_root="./">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>L’atelier dans la page</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="book.css"><link rel="stylesheet" href="page.css">
<script src="appearance.js"></script>
<script type="module" src="entry.mjs" onerror="{on_error}"></script></head>
<body><main id="contenu"><article><h1>L’atelier dans la page</h1>
<div class="workshop" data-workshop>{shell}<p data-workshop-before>Le classeur vierge</p></div>
</article></main></body></html>
"""

Play = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def site(engine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le dossier de la page : l'interface, le thème du livre, le moteur."""
    folder = tmp_path_factory.mktemp("atelier")
    shell = (STATIC / "shell.html").read_text(encoding="utf-8")
    page = PAGE.format(policy=POLICY, on_error=ON_ERROR, shell=shell)
    (folder / "index.html").write_text(page, encoding="utf-8")
    shutil.copytree(STATIC / "page", folder / "page")
    shutil.copytree(THEME / "fonts", folder / "fonts")
    for source in (*(STATIC / name for name in PAGE_FILES), THEME / "appearance.js"):
        shutil.copyfile(source, folder / source.name)
    (folder / "book.css").write_text(build_book_sheet(), encoding="utf-8")
    (folder / "moteur").symlink_to(engine)
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """L'adresse de la page, servie sur cette machine."""
    with serve(site) as base:
        yield f"{base}index.html"


@pytest.fixture(scope="session")
def play(address: str) -> Play:
    """Joue un scénario d'un script ``.mjs`` de ce dossier et rend ce qu'il a vu."""

    def _play(script: str, scenario: str, **order: object) -> dict[str, Any]:
        done = subprocess.run(
            ["node", str(HERE / f"{script}.mjs")],
            input=json.dumps({"address": address, "scenario": scenario, **order}),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, f"{script}, {scenario} : {done.stderr[-3000:]}"
        seen: dict[str, Any] = json.loads(done.stdout)
        return seen

    return _play


def list_foreign(requests: list[str], address: str) -> list[str]:
    """Les requêtes vers un autre hôte que celui de la page."""
    host = address.rpartition("/")[0]
    return [one for one in requests if not one.startswith((host, "blob:", "data:", "about:"))]


def read_bytes(file: dict[str, Any]) -> bytes:
    """Les octets d'un fichier que la page a fait."""
    return base64.b64decode(file["base64"])
