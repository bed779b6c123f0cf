"""Fait le dossier du moteur de l'atelier : Python et pandoc pour navigateur, le kit en un seul zip.

Usage : python tools/build_web.py DOSSIER [--modules node_modules] [--roues .venv-navigateur]

Les octets ne dépendent ni du jour ni de la machine : mêmes versions, mêmes fichiers, mêmes dates.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

from _browser_lot import ON_DEMAND, list_files
from _licenses import SHIM, Component, list_components, write_notice

ROOT: Final = Path(__file__).parents[1]
STATIC: Final = ROOT / "kit" / "web" / "static"
DATA: Final = ROOT / "kit" / "data"
_DATE: Final = (2026, 1, 1, 0, 0, 0)
# Les paquets purs Python que le kit importe pour ses documents et ses classeurs, aux versions installées.
PACKAGES: Final = (
    "icalendar",
    "jinja2",
    "markdown-it-py",
    "markupsafe",
    "mdit-py-plugins",
    "mdurl",
    "python-dateutil",
    "pyyaml",
    "typing_extensions",
    "tzdata",
    "xlsxwriter",
)
# Jointe au moteur, mais jamais chargée par la page.
LICENSES: Final = "LICENCES.txt"
_WASI: Final = (
    "debug.js",
    "fd.js",
    "fs_mem.js",
    "fs_opfs.js",
    "index.js",
    "strace.js",
    "wasi.js",
    "wasi_defs.js",
)
# Les heures du calendrier sont en temps universel.
_ZONES: Final = frozenset({"tzdata/zoneinfo/UTC", "tzdata/zoneinfo/Etc/UTC"})
# Ce que charge un clic sur « Commencer », puis la première demande d'un docx, d'un odt ou d'un pptx, puis
# le premier document qui montre une carte.
TITLES: Final = ("Commencer", "Word, PowerPoint et LibreOffice Writer", "Un document qui montre une carte")
_STARTS: Final = ("pandoc", "contours")
_ROLES: Final = (
    ("contours", "les contours des communes"),
    ("engine", "le moteur : il lance le calcul dans un fil à part"),
    ("kit-web", "le kit, ses gabarits, les territoires, les bibliothèques Python"),
    ("lot", "la liste de ce qui suit, avec les empreintes"),
    ("pandoc.wasm", "pandoc, l’outil de mise en page (WebAssembly)"),
    ("pandoc/", "de quoi parler à pandoc"),
    ("pyodide-lock", "la version de Python ; aucun paquet à prendre ailleurs"),
    ("pyodide.asm.mjs", "Python pour navigateur : la liaison"),
    ("pyodide.asm.wasm", "Python pour navigateur : l’interpréteur (WebAssembly)"),
    ("pyodide.mjs", "Python pour navigateur : le démarrage"),
    ("python_stdlib", "la bibliothèque standard de Python"),
    ("source", "où le moteur prend ses fichiers"),
    ("worker", "le fil qui calcule, sans accès au réseau"),
)


class MissingPartError(Exception):
    """Il manque ce qui vient de npm ou de PyPI ; dit quoi."""


def build_engine(destination: Path, *, modules: Path, wheels: Path) -> dict[str, Any]:
    """Le dossier du moteur, écrit dans ``destination`` ; rend ce que « lot.json » porte.

    :raises MissingPartError: si un paquet npm ou la roue du lecteur de classeurs n'est pas là.
    """
    pyodide = modules / "pyodide"
    binary = modules / "pandoc-wasm" / "src" / "pandoc.wasm"
    for part in (pyodide / "pyodide.mjs", binary):
        if not part.is_file():
            raise MissingPartError(f"{part} manque : lancez « npm ci »")
    shutil.rmtree(destination, ignore_errors=True)
    destination.mkdir(parents=True)
    for name in ("engine.mjs", "source.mjs", "worker.mjs"):
        shutil.copyfile(STATIC / name, destination / name)
    for name in ("pyodide.mjs", "pyodide.asm.mjs"):
        text = (pyodide / name).read_text(encoding="utf-8")
        (destination / name).write_text(_strip_source_map(text), encoding="utf-8")
    modules_of_pandoc = _copy_pandoc_modules(modules, destination)
    components = list_components(modules, find_reader(wheels), PACKAGES)
    (destination / LICENSES).write_text(write_notice(components), encoding="utf-8")
    lot = {
        "kit": {
            "modules": {"pyodide": "pyodide.mjs", "asm": "pyodide.asm.mjs"},
            "parts": [
                _pack(destination, "wasm", "pyodide.asm.wasm", (pyodide / "pyodide.asm.wasm").read_bytes()),
                _pack(
                    destination, "stdlib", "python_stdlib.zip", (pyodide / "python_stdlib.zip").read_bytes()
                ),
                _pack(destination, "lock", "pyodide-lock.json", _shorten_lock(pyodide / "pyodide-lock.json")),
                _pack(destination, "kit", "kit-web.zip", build_lot(wheels)),
            ],
        },
        "pandoc": {
            "modules": {"pandoc": modules_of_pandoc},
            "parts": [_pack(destination, "wasm", "pandoc.wasm", binary.read_bytes())],
        },
        "map": {
            "modules": {},
            "parts": [_pack(destination, "contours", ON_DEMAND, (DATA / ON_DEMAND).read_bytes())],
        },
    }
    (destination / "lot.json").write_text(json.dumps(lot, indent=1) + "\n", encoding="utf-8")
    _write_prints(destination)
    _write_components(destination, components)
    return lot


def _write_prints(destination: Path) -> None:
    """Les empreintes, pour « sha256sum -c », et la liste des fichiers que la page du livre imprime."""
    paths = sorted(path for path in destination.rglob("*") if path.is_file())
    files = [(path.relative_to(destination).as_posix(), path.read_bytes()) for path in paths]
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files]
    (destination / "empreintes.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    phases: dict[str, list[dict[str, object]]] = {title: [] for title in TITLES}
    for name, content in files:
        if name == LICENSES:
            continue
        title = TITLES[next((rank for rank, start in enumerate(_STARTS, 1) if name.startswith(start)), 0)]
        phases[title].append(
            {
                "nom": name,
                "role": next(role for start, role in _ROLES if name.startswith(start)),
                "poids": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        )
    listed = [{"titre": title, "fichiers": entries} for title, entries in phases.items()]
    text = json.dumps(listed, ensure_ascii=False, indent=1)
    (destination / "fichiers.json").write_text(f"{text}\n", encoding="utf-8")


def _write_components(destination: Path, components: Sequence[Component]) -> None:
    """« licences.json », que la page pour un service informatique imprime."""
    listed = [
        {
            "nom": one.name,
            "version": one.version,
            "licence": one.license,
            "source": one.source,
            "fichier": one.carried_by,
        }
        for one in components
    ]
    text = json.dumps(listed, ensure_ascii=False, indent=1)
    (destination / "licences.json").write_text(f"{text}\n", encoding="utf-8")


def _strip_source_map(text: str) -> str:
    """Sans le renvoi à une carte du code que nous ne servons pas."""
    return "\n".join(line for line in text.split("\n") if not line.startswith("//# sourceMappingURL="))


def _copy_pandoc_modules(modules: Path, destination: Path) -> str:
    """Le module de pandoc et le système de fichiers en mémoire dont il a besoin, nommés par leur adresse."""
    folder = destination / "pandoc"
    folder.mkdir()
    for name in _WASI:
        shutil.copyfile(modules / SHIM / "dist" / name, folder / name)
    core = (modules / "pandoc-wasm" / "src" / "core.js").read_text(encoding="utf-8")
    if f'from "{SHIM}"' not in core:
        raise MissingPartError(
            "pandoc-wasm a changé de forme : son module n’importe plus son système de fichiers"
        )
    (folder / "core.js").write_text(core.replace(f'from "{SHIM}"', 'from "./index.js"'), encoding="utf-8")
    return "pandoc/core.js"


def _pack(destination: Path, role: str, name: str, content: bytes) -> dict[str, Any]:
    """Une partie compressée par nous, pour peser peu même chez un hébergeur qui ne compresse rien."""
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    file = f"{name}.bin"
    (destination / file).write_bytes(packed)
    digest = hashlib.sha256(packed).digest()
    return {
        "role": role,
        "file": file,
        "size": len(content),
        "packed": len(packed),
        "sha256": digest.hex(),
        "integrity": f"sha256-{base64.b64encode(digest).decode()}",
    }


def _shorten_lock(path: Path) -> bytes:
    """La liste des paquets de Pyodide, vidée : aucun ne se charge d'ailleurs."""
    lock = json.loads(path.read_text(encoding="utf-8"))
    return json.dumps({"info": lock["info"], "packages": {}}).encode()


def build_lot(wheels: Path) -> bytes:
    """« kit-web.zip » : le kit, ses gabarits, ses données, les paquets qu'il importe."""
    kit = {name: path.read_bytes() for name, path in list_files()}
    files = {**kit, **dict(_list_packages()), **dict(_list_reader(wheels))}
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name])
    return output.getvalue()


def _list_packages() -> Iterator[tuple[str, bytes]]:
    """Le code des paquets ; leurs licences sont dans « LICENCES.txt », que la page n'a pas à charger."""
    for package in PACKAGES:
        for file in distribution(package).files or ():
            name = file.as_posix()
            if _is_kept(package, name):
                yield name, Path(str(file.locate())).read_bytes()


def _is_kept(package: str, name: str) -> bool:
    if name.startswith("..") or any(part in name for part in ("/tests/", ".dist-info/", "__pycache__")):
        return False
    return name.endswith(".py") or (package == "tzdata" and name in _ZONES)


def find_reader(wheels: Path) -> Path:
    """La roue du lecteur de classeurs, le même qu'au terminal, compilé pour le navigateur.

    :raises MissingPartError: si le dossier ne la porte pas, ou en porte plusieurs.
    """
    found = sorted(wheels.glob("python_calamine-*_wasm32.whl"))
    if len(found) != 1:
        raise MissingPartError(f"la roue du lecteur de classeurs manque dans {wheels}")
    return found[0]


def _list_reader(wheels: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(find_reader(wheels)) as archive:
        for name in archive.namelist():
            if name.endswith((".py", ".so")):
                yield name, archive.read(name)


def weigh(lot: Mapping[str, Any], phase: str) -> int:
    """Les octets que la page télécharge pour cette phase, sans compter ses modules."""
    return sum(part["packed"] for part in lot[phase]["parts"])


def main() -> None:
    """Lit la ligne de commande, fait le dossier, dit ce qu'il pèse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("destination", type=Path)
    parser.add_argument("--modules", type=Path, default=ROOT / "node_modules")
    parser.add_argument("--roues", type=Path, default=ROOT / ".venv-navigateur")
    arguments = parser.parse_args()
    lot = build_engine(arguments.destination, modules=arguments.modules, wheels=arguments.roues)
    for phase, part in (("kit", "le kit"), ("pandoc", "pandoc, à la demande")):
        print(f"{part} : {weigh(lot, phase) / 1e6:.2f} Mo")


if __name__ == "__main__":
    main()
