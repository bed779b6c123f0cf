"""Un membre XML écrit par pandoc, lu en arbre, retouché, réécrit avec ses préfixes.

Réservé à ce que pandoc écrit lui-même : réécrire un arbre perd les espaces de noms déclarés sans être
employés, dont dépend par exemple « mc:Ignorable ». Le fichier d'aspect d'une personne se retouche donc en
texte (``_dense.py``).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final
from xml.etree import ElementTree as ET

_OPEN: Final = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE: Final = "http://schemas.openxmlformats.org"
NAMES: Final = {
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "a": f"{_OFFICE}/drawingml/2006/main",
    "p": f"{_OFFICE}/presentationml/2006/main",
    "office": f"{_OPEN}:office:1.0",
    "style": f"{_OPEN}:style:1.0",
    "table": f"{_OPEN}:table:1.0",
    "text": f"{_OPEN}:text:1.0",
    "draw": f"{_OPEN}:drawing:1.0",
    "fo": f"{_OPEN}:xsl-fo-compatible:1.0",
    "svg": f"{_OPEN}:svg-compatible:1.0",
}
"""Les préfixes de nos recherches, les mêmes que ceux de pandoc."""


def edit_tree(xml: bytes, edit: Callable[[ET.Element], None]) -> bytes:
    """Le même document, retouché par ``edit`` ; ses préfixes restent ceux qu'il avait."""
    # Ce XML vient d'être écrit par pandoc, sur cette machine ou dans cette page.
    for _, (prefix, address) in ET.iterparse(io.BytesIO(xml), events=("start-ns",)):  # noqa: S314
        ET.register_namespace(prefix, address)
    root = ET.fromstring(xml)  # noqa: S314
    edit(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def qualify(name: str) -> str:
    """Un nom préfixé tel que l'arbre le porte.

    >>> qualify("w:tbl")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tbl'
    """
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def build_element(name: str, **attributes: str) -> ET.Element:
    """Un élément ; ses attributs ont le préfixe de son nom.

    >>> build_element("w:trHeight", val="620").attrib
    {'{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val': '620'}
    """
    prefix = name.partition(":")[0]
    return ET.Element(qualify(name), {qualify(f"{prefix}:{key}"): value for key, value in attributes.items()})


def set_attributes(element: ET.Element, **attributes: str) -> None:
    """Pose ces attributs ; « fo__text_indent » s'écrit « fo:text-indent »."""
    for key, value in attributes.items():
        element.set(qualify(key.replace("__", ":").replace("_", "-")), value)
