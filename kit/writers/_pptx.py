"""Les retouches que pandoc ne sait pas faire dans un diaporama : langue, alternatives, numéros, tableaux."""

from __future__ import annotations

import io
import re
import zipfile
from functools import partial
from typing import Final
from xml.etree.ElementTree import Element, fromstring

from kit.documents.palette import Palette
from kit.writers._xml import NAMES, edit_tree, qualify

_DATE: Final = (2026, 1, 1, 0, 0, 0)
_SLIDE: Final = re.compile(r"ppt/slides/slide\d+\.xml")
_NOTES: Final = re.compile(r"ppt/notesSlides/notesSlide\d+\.xml")
_LAYOUT: Final = re.compile(r"ppt/slideLayouts/(?:_rels/)?(slideLayout\d+\.xml)(?:\.rels)?")
_MASTER: Final = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
_NUMBER: Final = (
    f'<p:sp xmlns:a="{NAMES["a"]}" xmlns:p="{NAMES["p"]}">'
    '<p:nvSpPr><p:cNvPr id="0" name="Numéro de page" /><p:cNvSpPr><a:spLocks noGrp="1" /></p:cNvSpPr>'
    '<p:nvPr><p:ph type="sldNum" sz="quarter" idx="12" /></p:nvPr></p:nvSpPr><p:spPr /><p:txBody><a:bodyPr />'
    '<a:lstStyle /><a:p><a:fld id="{C5EF2332-01BF-834F-8236-50238282D533}" type="slidenum">'
    '<a:rPr lang="fr-FR" /><a:t>‹N°›</a:t></a:fld><a:endParaRPr lang="fr-FR" /></a:p></p:txBody></p:sp>'
)
# pandoc ajoute le nom du fichier à la suite de l'alternative.
_FILE_NAME: Final = re.compile(r"\s+\S*\.png$")
# Ce que pandoc nomme en anglais.
_SHAPES: Final = {"Content Placeholder": "Tableau", "Picture": "Figure"}
_CELL_POINTS: Final = 14
# Un tableau dont tous les titres sont forts porte des chiffres clés : on les lit du fond de la salle.
_FIGURE_POINTS: Final = 40
_TILE_POINTS: Final = 18
# Un texte court se lit de loin : son corps, selon le nombre de signes qu'il a.
_SHORT: Final = ((150, 2800), (300, 2400), (420, 2000))
_BOX: Final = "☐"
_PADDING: Final = 180_000
# La hauteur d'une ligne d'une seule ligne de texte ; le logiciel l'agrandit s'il le faut.
_ROW_HEIGHT: Final = 347_472


def finish_pptx(content: bytes, palette: Palette) -> bytes:
    """Le pptx en français, ses images décrites, ses pages numérotées, ses tableaux à leur place.

    Un texte court y est grand ; une demande, dont les lignes s'ouvrent par une case, y est encadrée.
    """
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(output, "w") as target:
        orphans = _list_orphans(source)
        for member in source.infolist():
            if member.filename in orphans:
                continue
            data = _edit(member.filename, source.read(member), palette)
            if member.filename == "[Content_Types].xml":
                data = _forget(data, orphans)
            info = zipfile.ZipInfo(member.filename, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return output.getvalue()


def _list_orphans(archive: zipfile.ZipFile) -> set[str]:
    """Les dispositions que pandoc ajoute de son propre modèle, et qu'aucun masque ne connaît."""
    known = set(re.findall(rb"slideLayouts/(slideLayout\d+\.xml)", archive.read(_MASTER)))
    return {
        name
        for name in archive.namelist()
        if (found := _LAYOUT.fullmatch(name)) and found[1].encode() not in known
    }


def _forget(types: bytes, orphans: set[str]) -> bytes:
    """La liste des types sans ces membres."""
    for name in orphans:
        types = re.sub(rb'<Override [^>]*PartName="/' + re.escape(name.encode()) + rb'"[^>]*/>', b"", types)
    return types


def _edit(name: str, data: bytes, palette: Palette) -> bytes:
    if _SLIDE.fullmatch(name):
        return edit_tree(data, partial(_edit_slide, palette=palette))
    if _NOTES.fullmatch(name):
        return edit_tree(data, _set_language)
    if name == "docProps/core.xml":
        language = b"<dc:language>fr-FR</dc:language></cp:coreProperties>"
        return data if b"<dc:language>" in data else data.replace(b"</cp:coreProperties>", language)
    # Ce que pandoc prend dans son propre modèle, le masque des notes par exemple, est en anglais.
    is_text = name.startswith("ppt/") and name.endswith(".xml")
    return data.replace(b'lang="en-US"', b'lang="fr-FR"') if is_text else data


def _edit_slide(root: Element, palette: Palette) -> None:
    for shape in root.iter(qualify("p:sp")):
        if shape.find("p:nvSpPr/p:nvPr/p:ph[@idx='1']", NAMES) is not None:
            _settle_text(shape, palette)
    for table in root.iter(qualify("a:tbl")):
        _settle_table(table)
    kinds = {holder.get("type") for holder in root.iter(qualify("p:ph"))}
    tree = root.find("p:cSld/p:spTree", NAMES)
    if tree is not None and "ctrTitle" not in kinds:
        tree.append(fromstring(_NUMBER))  # noqa: S314 - c'est notre texte
    for rank, shape in enumerate(root.iter(qualify("p:cNvPr")), start=1):
        # Un numéro par forme : pandoc en donne deux fois le même, ce que le format refuse.
        shape.set("id", f"{rank}")
        name, _, number = shape.get("name", "").rpartition(" ")
        shape.set("name", _SHAPES.get(name, f"{name} {number}".lstrip()))
        if "descr" in shape.attrib:
            shape.set("descr", _FILE_NAME.sub("", shape.attrib["descr"]))
    _set_language(root)


def _set_language(root: Element) -> None:
    for element in root.iter():
        if element.tag == qualify("a:rPr") or element.get("lang") == "en-US":
            is_known = element.get("lang") not in {None, "en-US"}
            element.set("lang", element.attrib["lang"] if is_known else "fr-FR")


def _settle_text(shape: Element, palette: Palette) -> None:
    """Le corps d'une page : plus grand s'il est court, encadré s'il porte une demande."""
    texts = ["".join(paragraph.itertext()) for paragraph in shape.iter(qualify("a:p"))]
    is_half = shape.find("p:nvSpPr/p:nvPr/p:ph[@sz='half']", NAMES) is not None
    length = sum(map(len, texts)) * (2 if is_half else 1)
    size = next((size for most, size in _SHORT if length <= most), None)
    for run in shape.iter(qualify("a:rPr")) if size else ():
        run.attrib.setdefault("sz", str(size))
    if any(text.startswith(_BOX) for text in texts):
        _frame(shape, palette)


def _frame(shape: Element, palette: Palette) -> None:
    """Le cadre d'une demande, aux couleurs de la palette."""
    colors = palette.list_colors()
    fill, line = (colors[role].removeprefix("#").upper() for role in ("accent-tint", "accent"))
    properties, body = shape.find("p:spPr", NAMES), shape.find("p:txBody/a:bodyPr", NAMES)
    if properties is None or body is None:
        return
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, str(_PADDING))
    ground = f'<a:solidFill xmlns:a="{NAMES["a"]}"><a:srgbClr val="{fill}" /></a:solidFill>'
    edge = ground.replace(fill, line)
    stroke = f'<a:ln xmlns:a="{NAMES["a"]}" w="25400">{edge}</a:ln>'
    properties.extend(fromstring(one) for one in (ground, stroke))  # noqa: S314 - c'est notre texte


def _settle_table(table: Element) -> None:
    """Un corps de texte qui tient, et des lignes qui ne se partagent pas toute la hauteur."""
    first = table.find("a:tr", NAMES)
    heads = [] if first is None else list(first.iter(qualify("a:rPr")))
    has_figures = bool(heads) and all(run.get("b") == "1" for run in heads)
    for run in heads if has_figures else ():
        run.set("sz", str(_FIGURE_POINTS * 100))
    points = _TILE_POINTS if has_figures else _CELL_POINTS
    for run in table.iter(qualify("a:rPr")):
        run.attrib.setdefault("sz", str(points * 100))
    for row in table.iter(qualify("a:tr")):
        row.set("h", str(_ROW_HEIGHT))
