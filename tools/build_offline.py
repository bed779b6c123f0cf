"""Fait l'atelier en un seul fichier HTML, qui s'ouvre par un double clic, sans réseau.

Usage : python tools/build_offline.py MOTEUR FICHIER [--complet]

MOTEUR est le dossier fait par ``tools/build_web.py``. ``--complet`` embarque aussi pandoc (docx, odt, pptx).
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import posixpath
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kit.documents.palette import load_palette, write_css_variables

ROOT: Final = Path(__file__).parents[1]
STATIC: Final = ROOT / "kit" / "web" / "static"
POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; "
    "connect-src 'none'; img-src blob: data:; style-src 'unsafe-inline'; frame-src 'none'; "
    "form-action 'none'; base-uri 'none'"
)
ENTRY: Final = "entry.mjs"
_READABLE: Final = 100_000
_IMPORT: Final = re.compile(r"""(?:^|[;}\s])(?:from|import)\s*["'](\.\.?/[\w./-]+)["']""")


def build_offline(engine: Path, page: str, styles: str, *, complete: bool) -> str:
    """La page, avec tout ce qu'il lui faut, à la place des marques ``<!--politique-->``, ``<!--styles-->`` et
    ``<!--moteur-->``.

    :raises ValueError: si une marque manque, ou si deux modules dépendent l'un de l'autre.
    """
    lot = json.loads((engine / "lot.json").read_text(encoding="utf-8"))
    kept = {phase: lot[phase] for phase in (("kit", "map", "pandoc") if complete else ("kit", "map"))}
    notice = (engine / "LICENCES.txt").read_text(encoding="utf-8").replace("--", "– –")
    parts = {
        "<!--politique-->": f"<!--\n{notice}\n-->\n"
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        "<!--styles-->": f"<style>\n{write_css_variables(load_palette())}{styles}\n</style>",
        "<!--moteur-->": "\n".join(_list_scripts(engine, kept)),
    }
    for mark, html in parts.items():
        if mark not in page:
            message = f"la page n’a pas la marque {mark}"
            raise ValueError(message)
        page = page.replace(mark, html)
    return page


def _list_scripts(engine: Path, lot: Mapping[str, Any]) -> Iterator[str]:
    """Les modules, du moins dépendant au plus dépendant, les parties du moteur, puis l'amorce."""
    loaded = [f"moteur/{file}" for phase in lot.values() for file in phase["modules"].values()]
    for name, text in order_modules(engine, [ENTRY, "moteur/worker.mjs", *loaded]).items():
        yield _embed_module(name, text)
    for phase in lot.values():
        for part in phase["parts"]:
            packed = base64.b64encode((engine / part["file"]).read_bytes()).decode()
            yield f'<script type="text/plain" data-part="{part["file"]}">{packed}</script>'
    yield f'<script type="application/json" id="lot">{json.dumps(lot)}</script>'
    yield f'<script type="module">{_shield((STATIC / "boot.mjs").read_text(encoding="utf-8"))}</script>'


def _embed_module(name: str, text: str) -> str:
    """Le module tel quel, pour qu'on le lise ; compressé s'il est gros, car personne ne le lira."""
    if len(text) < _READABLE:
        return f'<script type="text/plain" data-module="{name}">{_shield(text)}</script>'
    packed = base64.b64encode(gzip.compress(text.encode(), compresslevel=9, mtime=0)).decode()
    return f'<script type="text/plain" data-module="{name}" data-packed>{packed}</script>'


def order_modules(engine: Path, roots: Sequence[str]) -> dict[str, str]:
    """Le texte de chaque module par son chemin, ceux dont il dépend placés avant lui.

    :raises ValueError: si deux modules dépendent l'un de l'autre : aucun ne pourrait avoir d'adresse.
    """
    found: dict[str, str] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            message = f"ces modules dépendent l’un de l’autre : {' → '.join((*above, name))}"
            raise ValueError(message)
        if name in found:
            return
        text = _find_module(engine, name).read_text(encoding="utf-8")
        for needed in _IMPORT.findall(text):
            inner = posixpath.normpath(posixpath.join(posixpath.dirname(name), needed))
            if _find_module(engine, inner).is_file():
                visit(inner, (*above, name))
        found[name] = text

    for root in roots:
        visit(root, ())
    return found


def _find_module(engine: Path, name: str) -> Path:
    """Le fichier d'un module : ceux du moteur sont dans son dossier, ceux de la page dans le kit."""
    if name == "moteur/source.mjs":
        return STATIC / "offline-source.mjs"
    return engine / name.removeprefix("moteur/") if name.startswith("moteur/") else STATIC / name


def _shield(text: str) -> str:
    """Le script, sans rien qui ferme sa balise avant la fin."""
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def main() -> None:
    """Lit la ligne de commande, écrit le fichier, dit ce qu'il pèse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("moteur", type=Path)
    parser.add_argument("fichier", type=Path)
    parser.add_argument("--page", type=Path, default=STATIC / "offline.html")
    parser.add_argument("--styles", type=Path, default=STATIC / "page.css")
    parser.add_argument("--complet", action="store_true")
    arguments = parser.parse_args()
    if not (arguments.moteur / "lot.json").is_file():
        sys.exit(f"{arguments.moteur} n’a pas de moteur : il faut npm, puis « make moteur »")
    page = build_offline(
        arguments.moteur,
        arguments.page.read_text(encoding="utf-8"),
        arguments.styles.read_text(encoding="utf-8"),
        complete=arguments.complet,
    )
    arguments.fichier.parent.mkdir(parents=True, exist_ok=True)
    arguments.fichier.write_text(page, encoding="utf-8")
    print(f"{arguments.fichier} : {arguments.fichier.stat().st_size / 1e6:.1f} Mo")


if __name__ == "__main__":
    main()
