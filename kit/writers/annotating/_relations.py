"""Les liens entre les parties d'un .xlsx, et la déclaration de celles qu'on ajoute."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final

from kit.writers.annotating._edits import EditError, Edits, parse_spans, prefix_of
from kit.writers.annotating._package import Package

_TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Un classeur enregistré « Open XML strict » nomme autrement les mêmes liens.
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_EMPTY: Final = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONS}"/>'
)
_SHEET_ML: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES: Final = {
    "worksheet": f"{_SHEET_ML}.worksheet+xml",
    "comments": f"{_SHEET_ML}.comments+xml",
    "styles": f"{_SHEET_ML}.styles+xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Un lien d'une partie vers une autre ; ``kind`` est le dernier mot de son type."""

    key: str
    kind: str
    target: str


def read_namespace(package: Package) -> str:
    """L'espace de noms des liens de ce classeur."""
    return _STRICT if _STRICT.encode() in package.read("_rels/.rels") else _OFFICE


def find_workbook(package: Package) -> str:
    """La partie qui porte la liste des feuilles.

    :raises EditError: si le classeur n'en désigne aucune.
    """
    found = next((one.target for one in list_relations(package, "") if one.kind == "officeDocument"), "")
    if found not in package:
        raise EditError("ce classeur ne peut pas être annoté : il ne dit pas où est la liste de ses feuilles")
    return found


def list_relations(package: Package, part: str) -> tuple[Relation, ...]:
    """Les liens de cette partie vers d'autres parties du classeur."""
    name = _name_relations(part)
    if name not in package:
        return ()
    folder = posixpath.dirname(part)
    return tuple(
        Relation(
            key=one.attributes.get("Id", ""),
            kind=one.attributes.get("Type", "").rpartition("/")[2],
            target=posixpath.normpath(posixpath.join("/", folder, one.attributes.get("Target", ""))).lstrip(
                "/"
            ),
        )
        for one in parse_spans(package.read(name), name).children
        if one.attributes.get("TargetMode") != "External"
    )


def find_related(package: Package, part: str, kind: str) -> str:
    """La partie de cette sorte liée à celle-ci ; vide s'il n'y en a pas."""
    found = (one.target for one in list_relations(package, part) if one.kind == kind)
    return next((target for target in found if target in package), "")


def add_relation(package: Package, part: str, kind: str, target: str) -> str:
    """Lie ``target`` à cette partie ; rend la clé du lien."""
    name = _name_relations(part)
    content = package.read(name) or _EMPTY.encode()
    root = parse_spans(content, name)
    taken = {one.attributes.get("Id") for one in root.children}
    key = next(key for key in (f"rIdKit{rank}" for rank in range(1, len(taken) + 2)) if key not in taken)
    edits = Edits(content)
    near = posixpath.relpath(target, posixpath.dirname(part))
    written = f'Relationship Id="{key}" Type="{read_namespace(package)}/{kind}" Target="{near}"/>'
    edits.append_to(root, b"<" + prefix_of(content, root) + written.encode())
    package.put(name, edits.apply())
    return key


def declare_part(package: Package, part: str, kind: str) -> None:
    """Dit la sorte de cette partie nouvelle."""
    _declare(package, f'Override PartName="/{part}" ContentType="{CONTENT_TYPES[kind]}"/>')


def declare_drawings(package: Package) -> None:
    """Dit la sorte des dessins de commentaires, si le classeur n'en avait pas."""
    root = parse_spans(package.read(_TYPES), _TYPES)
    if not any(one.attributes.get("Extension", "").lower() == "vml" for one in root.children):
        kind = "application/vnd.openxmlformats-officedocument.vmlDrawing"
        _declare(package, f'Default Extension="vml" ContentType="{kind}"/>')


def _declare(package: Package, written: str) -> None:
    content = package.read(_TYPES)
    root = parse_spans(content, _TYPES)
    edits = Edits(content)
    edits.append_to(root, b"<" + prefix_of(content, root) + written.encode())
    package.put(_TYPES, edits.apply())


def _name_relations(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
