"""Les retouches que pandoc ne sait pas faire dans les fichiers de bureautique (docx, odt)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from kit.documents.document import Document
from kit.documents.palette import Palette
from kit.writers._dense import MARGIN, tighten_docx_styles, tighten_odt_styles
from kit.writers._xml import NAMES, build_element, edit_tree, qualify, set_attributes

_DATE: Final = (2026, 1, 1, 0, 0, 0)
# Des liens RDF vides que pandoc joint à chaque odt.
_DROPPED: Final = frozenset({"manifest.rdf"})
_Edit = Callable[[bytes], bytes]
_VALUE: Final = qualify("w:val")
_WIDTH: Final = qualify("w:w")
_SIDES: Final = tuple(qualify(f"w:{side}") for side in ("left", "right"))
_STYLE: Final = qualify("table:style-name")


def finish_docx(content: bytes, document: Document) -> bytes:
    """Le docx, ses tableaux en pleine largeur et en lignes insécables, et s'il le faut en paysage."""
    edit = partial(_edit_docx, document=document)
    edits: dict[str, _Edit] = {"word/document.xml": partial(edit_tree, edit=edit)}
    if document.dense:
        edits["word/styles.xml"] = _edit_text(tighten_docx_styles)
    return _rewrite(content, edits)


def _edit_docx(root: Element, document: Document) -> None:
    for page in root.iter(qualify("w:pgSz")) if document.landscape else ():
        set_attributes(page, w__w="16838", w__h="11906", w__orient="landscape")
    for margin in root.iter(qualify("w:pgMar")) if document.dense else ():
        for side in ("top", "right", "bottom", "left"):
            name = qualify(f"w:{side}")
            margin.set(name, str(round(int(margin.get(name, "0")) * MARGIN)))
    width = _measure_text(root)
    for table in root.iter(qualify("w:tbl")):
        _keep_rows(table, roomy=document.roomy)
        _keep_together(table)
        _widen(table, width)
    for properties in root.iter(qualify("w:pPr")):
        _indent_list(properties)


def _measure_text(root: Element) -> int:
    """La largeur du texte, entre les marges ; 0 si la page ne la dit pas."""
    page, margin = (next(root.iter(qualify(name)), None) for name in ("w:pgSz", "w:pgMar"))
    if page is None:
        return 0
    sides = 0 if margin is None else sum(int(margin.get(side, "0")) for side in _SIDES)
    return int(page.get(_WIDTH, "0")) - sides


def _keep_rows(table: Element, *, roomy: bool) -> None:
    """Une ligne ne se coupe pas ; ``roomy`` : elle est haute, pour y signer, sauf celle des titres."""
    for row in table.iterfind("w:tr", NAMES):
        properties = row.find("w:trPr", NAMES)
        if properties is None:
            properties = build_element("w:trPr")
            row.insert(0, properties)
        properties.insert(0, build_element("w:cantSplit"))
        if roomy and properties.find("w:tblHeader", NAMES) is None:
            properties.append(build_element("w:trHeight", val="620", hRule="atLeast"))


def _keep_together(table: Element) -> None:
    """Un petit tableau ne se coupe pas : chaque ligne reste avec la suivante, sauf la dernière."""
    rows = table.findall("w:tr", NAMES)
    if not _is_small(columns=len(table.findall("w:tblGrid/w:gridCol", NAMES)), rows=len(rows)):
        return
    for properties in chain.from_iterable(row.iter(qualify("w:pPr")) for row in rows[:-1]):
        if properties.find("w:pStyle", NAMES) is not None:
            properties.insert(1, build_element("w:keepNext"))


def _is_small(*, columns: int, rows: int) -> bool:
    """Une fiche (deux colonnes) ou quelques lignes ; un autre passe d'une page à l'autre, titres répétés."""
    return rows <= 4 or (columns <= 2 and rows <= 16)


def _widen(table: Element, width: int) -> None:
    """Étend les colonnes à la largeur du texte : pandoc les calcule pour une autre page."""
    columns = table.findall("w:tblGrid/w:gridCol", NAMES)
    whole = sum(int(column.get(_WIDTH, "0")) for column in columns)
    if not width or not whole:
        return
    for column in columns:
        column.set(_WIDTH, str(round(int(column.get(_WIDTH, "0")) * width / whole)))
    scaled = sum(int(column.get(_WIDTH, "0")) for column in columns)
    for declared in table.iterfind("w:tblPr/w:tblW", NAMES):
        set_attributes(declared, w__type="dxa", w__w=str(scaled))


def _indent_list(properties: Element) -> None:
    """Le retrait d'une puce vient de sa numérotation ; dans un encadré, il doit suivre celui du cadre."""
    style = properties.find("w:pStyle", NAMES)
    if style is None or style.get(_VALUE) not in {"EncadreListe", "NoteListe"}:
        return
    if properties[-1].tag == qualify("w:numPr"):
        properties.append(build_element("w:ind", left="480", hanging="280"))


def finish_odt(content: bytes, document: Document, palette: Palette) -> bytes:
    """L'odt avec l'alternative des figures, sa langue, et s'il le faut la page en paysage."""
    edit = partial(_edit_odt, document=document, palette=palette)
    edits: dict[str, _Edit] = {
        "content.xml": partial(edit_tree, edit=edit),
        "meta.xml": _edit_text(_set_language),
        "META-INF/manifest.xml": _edit_text(_declare_members),
    }
    turn = _turn_odt if document.landscape else str
    tighten = tighten_odt_styles if document.dense else str
    if document.landscape or document.dense:
        edits["styles.xml"] = _edit_text(lambda xml: tighten(turn(xml)))
    return _rewrite(content, edits)


def _edit_odt(root: Element, document: Document, palette: Palette) -> None:
    _describe_frames(root, document)
    styles = {str(style.get(qualify("style:name"))): style for style in root.iter(qualify("style:style"))}
    for table in root.iter(qualify("table:table")):
        _hold_table(table, styles)
    _rule_cells(styles, palette)
    _keep_odt_rows(root, roomy=document.roomy)
    _settle_lists(root)


def _describe_frames(root: Element, document: Document) -> None:
    """Chaque cadre reçoit le titre et l'alternative de sa figure, dans l'ordre du document."""
    order = re.findall(r"!\[[^\n]*?\]\(([\w-]+)\.svg\)", document.markdown)
    charts = {chart.key: chart for chart in document.charts}
    found = (charts[key] for key in order if key in charts)
    for frame, chart in zip(root.iter(qualify("draw:frame")), found, strict=False):
        for name, text in (("svg:title", chart.title), ("svg:desc", chart.alternative)):
            SubElement(frame, qualify(name)).text = text


def _hold_table(table: Element, styles: Mapping[str, Element]) -> None:
    """Un petit tableau tient sur une page, et reste avec sa légende."""
    columns = sum(1 for _ in table.iter(qualify("table:table-column")))
    rows = sum(1 for _ in table.iter(qualify("table:table-row")))
    style = styles.get(table.get(_STYLE, ""))
    properties = None if style is None else style.find("style:table-properties", NAMES)
    if properties is not None and _is_small(columns=columns, rows=rows):
        set_attributes(properties, style__may_break_between_rows="false")


def _rule_cells(styles: Mapping[str, Element], palette: Palette) -> None:
    """Entête clair, filets horizontaux : pandoc écrit ces deux styles sans filet, et sans parent."""
    inside = {"fo__border_left": "none", "fo__border_right": "none", "fo__border_top": "none"}
    inside |= {"fo__padding": "0.1cm", "fo__padding_left": "0.17cm", "fo__padding_right": "0.17cm"}
    head = {
        "fo__background_color": palette.main.light_tint,
        "fo__border_bottom": f"1.2pt solid {palette.main.light}",
        "style__vertical_align": "bottom",
    }
    body = {"fo__border_bottom": f"0.5pt solid {palette.line.light}"}
    for name, given in (("TableHeaderRowCell", head), ("TableRowCell", body)):
        style = styles.get(name)
        properties = None if style is None else style.find("style:table-cell-properties", NAMES)
        if properties is not None:
            properties.attrib.clear()
            set_attributes(properties, **given, **inside)


def _keep_odt_rows(root: Element, *, roomy: bool) -> None:
    """Une ligne ne se coupe pas ; ``roomy`` : elle est haute, pour y signer."""
    automatic = root.find("office:automatic-styles", NAMES)
    if automatic is None:
        return
    style = SubElement(automatic, qualify("style:style"))
    set_attributes(style, style__name="Ligne", style__family="table-row")
    properties = SubElement(style, qualify("style:table-row-properties"))
    set_attributes(properties, fo__keep_together="always")
    if roomy:
        set_attributes(properties, style__min_row_height="1.1cm")
    for row in root.iter(qualify("table:table-row")):
        if _STYLE not in row.attrib:
            row.set(_STYLE, "Ligne")


def _settle_lists(root: Element) -> None:
    """Des puces rentrées de 0,35 cm : le filet d'un encadré reste droit devant elles."""
    boxed = {
        listed.get(qualify("text:style-name"))
        for listed in root.iter(qualify("text:list"))
        for first in listed.findall("text:list-item[1]/text:p[1]", NAMES)
        if first.get(qualify("text:style-name")) in {"EncadreListe", "NoteListe"}
    }
    for style in root.iter(qualify("text:list-style")):
        is_boxed = style.get(qualify("style:name")) in boxed
        width, left, follow = ("0.3cm", "0.65cm", "space") if is_boxed else ("0.6cm", "0.95cm", "listtab")
        for alignment in list(style.iter(qualify("style:list-level-label-alignment")))[:1]:
            alignment.attrib.clear()
            set_attributes(alignment, text__label_followed_by=follow, text__list_tab_stop_position=left)
            set_attributes(alignment, fo__text_indent=f"-{width}", fo__margin_left=left)
        for element in style.iter():
            if element.get(qualify("fo:text-align")) == "right":
                del element.attrib[qualify("fo:text-align")]


def _set_language(xml: str) -> str:
    if "<dc:language>" in xml:
        return xml
    return xml.replace("</office:meta>", "<dc:language>fr-FR</dc:language></office:meta>")


def _declare_members(xml: str) -> str:
    """Le manifeste tel que la norme le veut : « text/xml » pour nos membres, et rien de ce qui est retiré."""
    xml = re.sub(r'\s*<manifest:file-entry[^>]*manifest:full-path="manifest\.rdf"[^>]*/>', "", xml)
    return re.sub(r'manifest:media-type="application/xml"', 'manifest:media-type="text/xml"', xml)


def _turn_odt(xml: str) -> str:
    xml = re.sub(r'fo:page-width="[^"]*"', 'fo:page-width="29.7cm"', xml)
    xml = re.sub(r'fo:page-height="[^"]*"', 'fo:page-height="21cm"', xml)
    return re.sub(r'style:print-orientation="[^"]*"', 'style:print-orientation="landscape"', xml)


def _edit_text(edit: Callable[[str], str]) -> _Edit:
    """Une retouche en texte, pour un membre qui peut venir du fichier de la personne."""
    return lambda xml: edit(xml.decode("utf-8")).encode("utf-8")


def _rewrite(content: bytes, edits: Mapping[str, _Edit]) -> bytes:
    """Le même zip, certains membres retouchés, les dates fixées ; « mimetype » reste premier et nu."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(output, "w") as target:
        for member in source.infolist():
            if member.filename in _DROPPED:
                continue
            data = source.read(member)
            if member.filename in edits:
                data = edits[member.filename](data)
            info = zipfile.ZipInfo(member.filename, _DATE)
            is_bare = member.filename == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if is_bare else zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return output.getvalue()
