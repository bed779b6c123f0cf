"""Les retouches que pandoc ne sait pas faire dans les fichiers de bureautique (docx, odt)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from kit.documents.document import Document
from kit.documents.palette import Palette
from kit.writers._dense import tighten_docx_page, tighten_docx_styles, tighten_odt_styles

_DATE: Final = (2026, 1, 1, 0, 0, 0)
_Edit = Callable[[str], str]


def finish_docx(content: bytes, document: Document) -> bytes:
    """Le docx, ses tableaux en pleine largeur et en lignes insécables, et s'il le faut en paysage."""
    landscape, dense = document.landscape, document.dense

    def edit(xml: str) -> str:
        if landscape:
            xml = re.sub(r"<w:pgSz [^>]*/>", _LANDSCAPE_PAGE, xml)
        if dense:
            xml = tighten_docx_page(xml)
        xml = xml.replace("<w:tr>", f"<w:tr>{_WHOLE_ROW}").replace(
            f"{_WHOLE_ROW}<w:trPr>", _WHOLE_ROW.removesuffix("</w:trPr>")
        )
        if document.roomy:
            xml = xml.replace(_WHOLE_ROW, _HIGH_ROW)
        xml = _TABLE.sub(_keep_together, xml)
        xml = _LISTED.sub(rf"\1{_LISTED_INDENT}\2", xml)
        return re.sub(r"<w:tblW [^>]*/>(.*?)</w:tblGrid>", _Widener(xml), xml, flags=re.DOTALL)

    styles = {"word/styles.xml": tighten_docx_styles} if dense else {}
    return _rewrite(content, {"word/document.xml": edit, **styles})


def _keep_together(match: re.Match[str]) -> str:
    """Un petit tableau ne se coupe pas : chaque ligne reste avec la suivante, sauf la dernière."""
    *rows, last = re.split(r"(?=<w:tr>)", match[0])
    if not _is_small(columns=match[0].count("<w:gridCol "), rows=len(rows)):
        return match[0]
    return "".join(re.sub(r"(<w:pStyle [^>]*/>)", r"\1<w:keepNext />", row) for row in rows) + last


def _is_small(*, columns: int, rows: int) -> bool:
    """Une fiche (deux colonnes) ou quelques lignes ; un autre passe d'une page à l'autre, titres répétés."""
    return rows <= 4 or (columns <= 2 and rows <= 16)


_TABLE: Final = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
_LANDSCAPE_PAGE: Final = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape" />'
_WHOLE_ROW: Final = "<w:trPr><w:cantSplit /></w:trPr>"
_HIGH_ROW: Final = '<w:trPr><w:cantSplit /><w:trHeight w:val="620" w:hRule="atLeast" /></w:trPr>'
# Le retrait d'une puce vient de sa numérotation ; dans un encadré, il doit suivre celui du cadre.
_LISTED: Final = re.compile(r'(<w:pStyle w:val="(?:Encadre|Note)Liste" /><w:numPr>.*?</w:numPr>)(</w:pPr>)')
_LISTED_INDENT: Final = '<w:ind w:left="480" w:hanging="280" />'


class _Widener:
    """Étend une grille de colonnes à la largeur du texte : pandoc la calcule pour une autre page."""

    def __init__(self, xml: str) -> None:
        page = re.search(r'<w:pgSz [^>]*w:w="(\d+)"', xml)
        margin = re.search(r"<w:pgMar [^>]*>", xml)
        sides = re.findall(r' w:(?:left|right)="(\d+)"', margin[0]) if margin else []
        margins = sum(int(side) for side in sides)
        self.width = int(page[1]) - margins if page else 0

    def __call__(self, match: re.Match[str]) -> str:
        columns = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', match[1])]
        if not self.width or not sum(columns):
            return match[0]
        scaled = [round(width * self.width / sum(columns)) for width in columns]
        grid = "".join(f'<w:gridCol w:w="{width}" />' for width in scaled)
        before = match[1].split("<w:tblGrid>")[0]
        return f'<w:tblW w:type="dxa" w:w="{sum(scaled)}" />{before}<w:tblGrid>{grid}</w:tblGrid>'


def finish_odt(content: bytes, document: Document, palette: Palette) -> bytes:
    """L'odt avec l'alternative des figures, sa langue, et s'il le faut la page en paysage."""
    edits: dict[str, _Edit] = {
        "content.xml": lambda xml: _settle_lists(
            _rule_tables(_hold_tables(_describe_frames(xml, document)), palette, roomy=document.roomy)
        ),
        "meta.xml": _set_language,
    }
    if document.landscape:
        edits["styles.xml"] = _turn_odt
    if document.dense:
        turn = edits.get("styles.xml", str)
        edits["styles.xml"] = lambda xml: tighten_odt_styles(turn(xml))
    return _rewrite(content, edits)


def _describe_frames(xml: str, document: Document) -> str:
    """Chaque cadre reçoit le titre et l'alternative de sa figure, dans l'ordre du document."""
    order = re.findall(r"!\[[^\n]*?\]\(([\w-]+)\.svg\)", document.markdown)
    charts = {chart.key: chart for chart in document.charts}
    remaining = iter([charts[key] for key in order if key in charts])

    def describe(match: re.Match[str]) -> str:
        chart = next(remaining, None)
        if chart is None:
            return match[0]
        title, alternative = escape(chart.title), escape(chart.alternative)
        return f"{match[1]}<svg:title>{title}</svg:title><svg:desc>{alternative}</svg:desc></draw:frame>"

    return re.sub(r"(<draw:frame\b.*?)</draw:frame>", describe, xml, flags=re.DOTALL)


def _hold_tables(xml: str) -> str:
    """Les petits tableaux tiennent sur une page, et restent avec leur légende."""
    for table in re.finditer(
        r'<table:table [^>]*table:style-name="([^"]+)".*?</table:table>', xml, re.DOTALL
    ):
        columns = len(re.findall(r"<table:table-column ", table[0]))
        if _is_small(columns=columns, rows=table[0].count("<table:table-row>")):
            head = rf'(<style:style style:name="{re.escape(table[1])}" style:family="table">\s*)'
            whole = r'\1<style:table-properties style:may-break-between-rows="false" '
            xml = re.sub(rf"{head}<style:table-properties ", whole, xml, count=1)
    return xml


_NO_EDGE: Final = (
    'fo:border-left="none" fo:border-right="none" fo:border-top="none" fo:padding="0.1cm" '
    'fo:padding-left="0.17cm" fo:padding-right="0.17cm"'
)


_HIGH: Final = ' style:min-row-height="1.1cm"'


def _rule_tables(xml: str, palette: Palette, *, roomy: bool) -> str:
    """Entête clair, filets horizontaux, et des lignes qui ne se coupent pas."""
    # pandoc écrit ces deux styles de cellule sans filet ni fond, et sans parent où les prendre.
    cells = {
        "TableHeaderRowCell": (
            f'fo:background-color="{palette.main.light_tint}" '
            f'fo:border-bottom="1.2pt solid {palette.main.light}" style:vertical-align="bottom"'
        ),
        "TableRowCell": f'fo:border-bottom="0.5pt solid {palette.line.light}"',
    }
    for name, properties in cells.items():
        head = rf'(<style:style style:name="{name}" style:family="table-cell">\s*)'
        filled = rf"\1<style:table-cell-properties {properties} {_NO_EDGE} />"
        xml = re.sub(head + r"<style:table-cell-properties [^>]*/>", filled, xml)
    row = (
        '<style:style style:name="Ligne" style:family="table-row">'
        f'<style:table-row-properties fo:keep-together="always"{_HIGH if roomy else ""} /></style:style>'
    )
    xml = xml.replace("</office:automatic-styles>", f"{row}</office:automatic-styles>", 1)
    return xml.replace("<table:table-row>", '<table:table-row table:style-name="Ligne">')


_LIST_STYLE: Final = re.compile(r'<text:list-style style:name="(L\d+)">.*?</text:list-style>', re.DOTALL)
_BOXED_LIST: Final = re.compile(
    r'<text:list text:style-name="(L\d+)">\s*<text:list-item>\s*'
    r'<text:p text:style-name="(?:Encadre|Note)Liste"'
)
_ALIGNMENT: Final = re.compile(r"<style:list-level-label-alignment [^>]*/>")


def _settle_lists(xml: str) -> str:
    """Des puces rentrées de 0,35 cm : le filet d'un encadré reste droit devant elles."""
    boxed = set(_BOXED_LIST.findall(xml))

    def settle(match: re.Match[str]) -> str:
        width, follow = ("0.3cm", "space") if match[1] in boxed else ("0.6cm", "listtab")
        left = "0.65cm" if match[1] in boxed else "0.95cm"
        alignment = (
            f'<style:list-level-label-alignment text:label-followed-by="{follow}" '
            f'text:list-tab-stop-position="{left}" fo:text-indent="-{width}" fo:margin-left="{left}" />'
        )
        return _ALIGNMENT.sub(alignment, match[0], count=1).replace(' fo:text-align="right"', "")

    return _LIST_STYLE.sub(settle, xml)


def _set_language(xml: str) -> str:
    if "<dc:language>" in xml:
        return xml
    return xml.replace("</office:meta>", "<dc:language>fr-FR</dc:language></office:meta>")


def _turn_odt(xml: str) -> str:
    xml = re.sub(r'fo:page-width="[^"]*"', 'fo:page-width="29.7cm"', xml)
    xml = re.sub(r'fo:page-height="[^"]*"', 'fo:page-height="21cm"', xml)
    return re.sub(r'style:print-orientation="[^"]*"', 'style:print-orientation="landscape"', xml)


def _rewrite(content: bytes, edits: Mapping[str, _Edit]) -> bytes:
    """Le même zip, certains membres retouchés, les dates fixées ; « mimetype » reste premier et nu."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(output, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename in edits:
                data = edits[member.filename](data.decode("utf-8")).encode("utf-8")
            info = zipfile.ZipInfo(member.filename, _DATE)
            is_bare = member.filename == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if is_bare else zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return output.getvalue()
