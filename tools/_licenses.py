"""Ce que le moteur de l'atelier embarque, et sous quelle licence, relevé dans ce qui est vraiment là."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
DATA: Final = ROOT / "kit" / "data"
TEXTS: Final = ROOT / "licences"
SHIM: Final = "@bjorn3/browser_wasi_shim"
READER: Final = "python-calamine"
# Le nom que nos lots de données donnent à leur licence, et son identifiant SPDX.
_DATA_LICENSES: Final = {"Licence Ouverte 2.0": "etalab-2.0"}
# Les textes que chaque paquet npm porte ; celui de la MPL manque à Pyodide, et vient de « licences ».
_NPM_TEXTS: Final = {"pandoc-wasm": ("LICENSE",), SHIM: ("LICENSE-MIT", "LICENSE-APACHE")}
# Une licence que le paquet ne dit que par son ancien champ ou sa classe.
_SPDX: Final = {"BSD License": "BSD-3-Clause", "MIT License": "MIT"}
_NOTICE: Final = """\
Le moteur de l’atelier embarque des logiciels et des données libres, sans en changer autre chose que des
adresses. Chacun est nommé ici avec sa version, sa licence, le fichier qui le porte et l’adresse de sa
source ; les textes des licences suivent. Pandoc et Python réunissent eux-mêmes d’autres logiciels libres,
dont les avis sont à l’adresse de leur source : leurs paquets ne les donnent pas un par un.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Un logiciel ou un lot de données redistribué : ``license`` est une expression SPDX."""

    name: str
    version: str
    license: str
    source: str
    carried_by: str
    texts: tuple[tuple[str, str], ...] = ()


def list_components(modules: Path, wheel: Path, packages: Sequence[str]) -> tuple[Component, ...]:
    """Tout ce que le moteur porte : le kit, Python, pandoc, les paquets de ``packages``, les contours.

    :raises ValueError: si un paquet ne dit pas sa licence, ou n'en porte pas le texte.
    """
    components = (
        *_list_own(),
        *_list_pyodide(modules),
        *_list_pandoc(modules),
        *(_read_package(name) for name in packages),
        *_read_reader(wheel),
    )
    for component in components:
        if not component.license or not component.version:
            message = f"{component.name} ne dit pas sa version ou sa licence"
            raise ValueError(message)
    return components


def write_notice(components: Sequence[Component]) -> str:
    """« LICENCES.txt » : la liste, puis chaque texte une seule fois."""
    lines = [
        f"{one.name} {one.version} : {one.license} ({one.carried_by}), source : {one.source}"
        for one in components
    ]
    texts = dict(text for one in components for text in one.texts)
    bodies = [f"\n---- {title} ----\n\n{body.strip()}\n" for title, body in texts.items()]
    return "\n".join([_NOTICE, *lines, *bodies])


def _list_own() -> Iterator[Component]:
    """Le kit, ses phrases, et les données publiques qu'il reprend."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = (ROOT / "LICENSE").read_text(encoding="utf-8")
    yield Component(
        name=project["name"],
        version=project["version"],
        license="MIT AND CC-BY-4.0",
        source="l’adresse du dépôt, au colophon du livre",
        carried_by="kit-web.zip",
        texts=(("Jouer collectif en territoire, MIT", own), _read_text("CC-BY-4.0")),
    )
    for carried_by, source in _read_public_data():
        license_name = _DATA_LICENSES[source["licence"]]
        yield Component(
            name=source["titre"],
            version=source.get("version") or source["paquet"],
            license=license_name,
            source=source["adresse"],
            carried_by=carried_by,
            texts=(_read_text(license_name),),
        )


def _list_pyodide(modules: Path) -> Iterator[Component]:
    info = json.loads((modules / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    yield _read_npm(modules, "pyodide", "pyodide.asm.wasm", texts=(_read_text("MPL-2.0"),))
    yield Component(
        name="CPython",
        version=info["python"],
        license="Python-2.0",
        source="https://github.com/python/cpython",
        carried_by="pyodide.asm.wasm et python_stdlib.zip",
        texts=(_read_text("Python-2.0"),),
    )
    emscripten = re.sub(r"^emscripten_(\d+)_(\d+)_(\d+)$", r"\1.\2.\3", info["platform"])
    yield Component(
        name="Emscripten",
        version=emscripten,
        license="MIT OR NCSA",
        source="https://github.com/emscripten-core/emscripten",
        carried_by="pyodide.asm.wasm",
        texts=_read_texts("MIT OR NCSA"),
    )


def _list_pandoc(modules: Path) -> Iterator[Component]:
    yield _read_npm(modules, "pandoc-wasm", "pandoc/core.js")
    yield Component(
        name="pandoc",
        version=(modules / "pandoc-wasm" / "pandoc-version.txt").read_text(encoding="utf-8").strip(),
        license="GPL-2.0-or-later",
        source="https://github.com/jgm/pandoc",
        carried_by="pandoc.wasm",
        texts=(_read_text("GPL-2.0-or-later"),),
    )
    yield _read_npm(modules, SHIM, "pandoc/")


def _read_npm(
    modules: Path, name: str, carried_by: str, texts: tuple[tuple[str, str], ...] = ()
) -> Component:
    folder = modules / name
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    own = [
        (f"{name}, {file}", (folder / file).read_text(encoding="utf-8")) for file in _NPM_TEXTS.get(name, ())
    ]
    return Component(
        name=name,
        version=package["version"],
        license=package["license"],
        source=package["repository"]["url"].removeprefix("git+").removesuffix(".git"),
        carried_by=carried_by,
        texts=(*own, *texts),
    )


def _read_package(name: str) -> Component:
    found = distribution(name)
    texts = tuple((f"{name}, {file.rsplit('/', 1)[-1]}", text) for file, text in list_texts(found))
    if not texts:
        message = f"{name} ne porte pas le texte de sa licence"
        raise ValueError(message)
    return Component(
        name=name,
        version=found.version,
        license=_read_expression(found),
        source=_read_source(found),
        carried_by="kit-web.zip",
        texts=texts,
    )


def list_texts(found: Distribution) -> Iterator[tuple[str, str]]:
    """Les textes de licence qu'un paquet installé porte : nom de fichier, contenu."""
    for file in found.files or ():
        name = file.as_posix()
        if ".dist-info/" in name and re.search("licen|copying|notice", file.name.lower()):
            yield name, Path(str(file.locate())).read_text(encoding="utf-8")


def _read_expression(found: Distribution) -> str:
    for key in ("License-Expression", "License"):
        if key in found.metadata:
            return str(found.metadata[key])
    said = found.metadata.get_all("Classifier", ())
    classes = [one.rsplit(" :: ", 1)[-1] for one in said if "License ::" in one]
    return " AND ".join(_SPDX.get(one, one) for one in classes)


def _read_source(found: Distribution) -> str:
    urls = dict(line.split(", ", 1) for line in found.metadata.get_all("Project-URL", ()))
    folded = {title.lower(): url for title, url in urls.items()}
    wanted = ("source", "source code", "repository", "homepage")
    home = str(found.metadata["Home-page"]) if "Home-page" in found.metadata else ""
    return next((folded[title] for title in wanted if title in folded), home)


def _read_reader(wheel: Path) -> Iterator[Component]:
    """Le lecteur de classeurs et les bibliothèques Rust qu'il a prises, d'après sa propre nomenclature."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        inventory = next(name for name in names if name.endswith(".cyclonedx.json"))
        listed: dict[str, Any] = json.loads(archive.read(inventory))
        own = next(name for name in names if "/licenses/" in name)
        text = archive.read(own).decode()
    yield Component(
        name=READER,
        version=wheel.name.split("-")[1],
        license=_read_expression(distribution(READER)),
        source=_read_source(distribution(READER)),
        carried_by="kit-web.zip",
        texts=((f"{READER}, LICENSE", text),),
    )
    for part in listed["components"]:
        addresses = {one["type"]: one["url"] for one in part.get("externalReferences", ())}
        yield Component(
            name=f"{part['name']} (Rust)",
            version=part["version"],
            license=part["licenses"][0]["expression"],
            source=addresses.get("vcs", addresses.get("website", "")),
            carried_by=f"kit-web.zip, dans {READER}",
            texts=_read_texts(part["licenses"][0]["expression"]),
        )


def _read_public_data() -> Iterator[tuple[str, dict[str, str]]]:
    """Le fichier du moteur, et la source que dit chaque lot de données publiques."""
    territories = gzip.decompress((DATA / "territoires.json.gz").read_bytes())
    yield "kit-web.zip", json.loads(territories)["source"]
    with zipfile.ZipFile(DATA / "contours.zip") as archive:
        yield "contours.zip", json.loads(archive.read("index.json"))["source"]


def _read_texts(expression: str) -> tuple[tuple[str, str], ...]:
    """Les textes que « licences » a, parmi ceux que nomme l'expression.

    :raises ValueError: si « licences » n'en a aucun.
    """
    names = [name for name in re.findall(r"[\w.-]+", expression) if (TEXTS / f"{name}.txt").is_file()]
    if not names:
        message = f"« licences » n’a le texte d’aucune licence de « {expression} »"
        raise ValueError(message)
    return tuple(_read_text(name) for name in names)


def _read_text(license_name: str) -> tuple[str, str]:
    return license_name, (TEXTS / f"{license_name}.txt").read_text(encoding="utf-8")
