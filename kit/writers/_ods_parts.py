"""Les parties fixes d'un .ods : espaces de noms, styles nommés, métadonnées, réglages d'affichage."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape

from kit.documents.palette import Palette
from kit.documents.workbook import CellStyle, Sheet, Workbook
from kit.domain.typography import fold
from kit.writers._sheet_look import FONT, LOOKS, MARGIN_CM, SPARE_LOOKS, Look, NumberFormat, clean_cell_text

MIMETYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES: Final = " ".join(
    (
        *(
            f'xmlns:{prefix}="{_OASIS}:{name}:1.0"'
            for prefix, name in (
                ("office", "office"),
                ("table", "table"),
                ("text", "text"),
                ("style", "style"),
                ("fo", "xsl-fo-compatible"),
                ("number", "datastyle"),
                ("svg", "svg-compatible"),
                ("meta", "meta"),
                ("config", "config"),
            )
        ),
        f'xmlns:of="{_OASIS}:of:1.2"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:ooo="http://openoffice.org/2004/office"',
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"',
        'office:version="1.3"',
    )
)
MANIFEST: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml" manifest:media-type="text/xml"/>'
        for name in ("content", "styles", "meta", "settings")
    )
    + "</manifest:manifest>"
)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NUMBER: Final = '<number:number number:min-integer-digits="1"'
_DATA_STYLES: Final = {
    NumberFormat.TEXT: "<number:text-style {}><number:text-content/></number:text-style>",
    NumberFormat.DATE: (
        '<number:date-style {}><number:day number:style="long"/><number:text>/</number:text>'
        '<number:month number:style="long"/><number:text>/</number:text>'
        '<number:year number:style="long"/></number:date-style>'
    ),
    NumberFormat.AMOUNT: (
        f'<number:number-style {{}}>{_NUMBER} number:decimal-places="2" number:min-decimal-places="2" '
        'number:grouping="true"/></number:number-style>'
    ),
    NumberFormat.INTEGER: (
        f'<number:number-style {{}}>{_NUMBER} number:decimal-places="0" number:grouping="true"/>'
        "</number:number-style>"
    ),
    NumberFormat.DECIMAL: (
        f'<number:number-style {{}}>{_NUMBER} number:decimal-places="2" number:min-decimal-places="2"/>'
        "</number:number-style>"
    ),
    NumberFormat.PERCENT: (
        f'<number:percentage-style {{}}>{_NUMBER} number:decimal-places="0"/>'
        "<number:text>\u00a0%</number:text></number:percentage-style>"
    ),
}
_MOST_PAGES: Final = 5
PAGES: Final = tuple(
    f"{orientation}-{pages_wide}"
    for orientation in ("paysage", "portrait")
    for pages_wide in range(1, _MOST_PAGES + 1)
)
_SPACES: Final = re.compile(r"^ +| +$| {2,}")


def attribute(text: str) -> str:
    """Le texte tel qu'un attribut XML le porte."""
    return escape(clean_cell_text(text), {'"': "&quot;", "\n": "&#10;"})


def build_text(text: str) -> str:
    """Le texte d'une cellule : un paragraphe par ligne, les suites d'espaces gardées.

    >>> build_text("a  b\\n<c>")
    '<text:p>a<text:s text:c="2"/>b</text:p><text:p>&lt;c&gt;</text:p>'
    """
    lines = clean_cell_text(text).split("\n")
    return "".join(f"<text:p>{_SPACES.sub(_build_spaces, escape(line))}</text:p>" for line in lines)


def _build_spaces(spaces: re.Match[str]) -> str:
    return f'<text:s text:c="{len(spaces[0])}"/>'


def style_name(style: CellStyle, *, is_spare: bool = False) -> str:
    """Le nom XML d'un style de cellule ; ``is_spare`` : celui d'une ligne en réserve, sans cadre."""
    is_open = is_spare and style in SPARE_LOOKS
    return fold(style.value).replace(" ", "-") + ("-en-reserve" if is_open else "")


def build_styles(palette: Palette) -> str:
    """styles.xml : la langue, les styles de cellule nommés en français, les pages A4."""
    colors = palette.list_colors()
    data = "".join(
        pattern.format(f'style:name="{_data_style_name(number)}" number:language="fr" number:country="FR"')
        for number, pattern in _DATA_STYLES.items()
    )
    cells = "".join(_build_cell_style(style, look, colors) for style, look in LOOKS.items())
    cells += "".join(
        _build_cell_style(style, look, colors, is_spare=True) for style, look in SPARE_LOOKS.items()
    )
    return (
        f"{_HEAD}<office:document-styles {NAMESPACES}>"
        f'<office:font-face-decls><style:font-face style:name="{FONT}" svg:font-family="{FONT}" '
        'style:font-family-generic="swiss" style:font-pitch="variable"/></office:font-face-decls>'
        '<office:styles><style:default-style style:family="table-cell"><style:text-properties '
        f'style:font-name="{FONT}" fo:font-size="10pt" fo:language="fr" fo:country="FR"/>'
        "</style:default-style>"
        f'{data}<style:style style:name="Default" style:family="table-cell"/>{cells}</office:styles>'
        f"<office:automatic-styles>{''.join(_build_page(name) for name in PAGES)}</office:automatic-styles>"
        f"<office:master-styles>{''.join(_build_master(name) for name in PAGES)}</office:master-styles>"
        "</office:document-styles>"
    )


def _data_style_name(number: NumberFormat) -> str:
    return f"n-{number.name.lower()}"


def _build_cell_style(
    style: CellStyle, look: Look, colors: Mapping[str, str], *, is_spare: bool = False
) -> str:
    data = ""
    if look.number is not NumberFormat.GENERAL:
        data = f' style:data-style-name="{_data_style_name(look.number)}"'
    box = [
        f'style:cell-protect="{"none" if style.is_input else "protected"}"',
        f'fo:wrap-option="{"wrap" if look.wrap else "no-wrap"}"',
        'style:vertical-align="top" style:text-align-source="fix"'
        if look.right or look.centered
        else 'style:vertical-align="top"',
    ]
    if look.background:
        box.append(f'fo:background-color="{colors[look.background]}"')
    if look.border:
        box.append(f'fo:border="0.75pt solid {colors[look.border]}" {_padding(style)}')
    shown = f"{style.value} (en réserve)" if is_spare else style.value
    align = "end" if look.right else "center"
    paragraph = (
        f'<style:paragraph-properties fo:text-align="{align}"/>' if look.right or look.centered else ""
    )
    return (
        f'<style:style style:name="{style_name(style, is_spare=is_spare)}" '
        f'style:display-name="{attribute(shown)}" '
        f'style:family="table-cell" style:parent-style-name="Default"{data}>'
        f"<style:table-cell-properties {' '.join(box)}/>{paragraph}"
        f'<style:text-properties fo:font-size="{look.size}pt" fo:color="{colors[look.color]}" '
        f'fo:font-weight="{"bold" if look.bold else "normal"}" '
        f'fo:font-style="{"italic" if look.italic else "normal"}"/></style:style>'
    )


def _padding(style: CellStyle) -> str:
    """La marge d'une cellule ; celle d'une saisie laisse la place d'écrire."""
    vertical = "0.16cm" if style.is_input else "0.05cm"
    return (
        f'fo:padding-top="{vertical}" fo:padding-bottom="{vertical}" '
        'fo:padding-left="0.06cm" fo:padding-right="0.06cm"'
    )


def page_name(sheet: Sheet) -> str:
    """Le nom de la page A4 de la feuille : sens et nombre de pages en largeur."""
    return f"{'paysage' if sheet.landscape else 'portrait'}-{min(max(sheet.pages_wide, 1), _MOST_PAGES)}"


def _build_page(name: str) -> str:
    orientation, _, pages_wide = name.partition("-")
    width, height, word = (29.7, 21.0, "landscape") if orientation == "paysage" else (21.0, 29.7, "portrait")
    return (
        f'<style:page-layout style:name="page-{name}"><style:page-layout-properties '
        f'fo:page-width="{width}cm" fo:page-height="{height}cm" style:print-orientation="{word}" '
        f'fo:margin="{MARGIN_CM}cm" style:scale-to-X="{pages_wide}" style:print-page-order="ltr" '
        'style:first-page-number="continue" '
        'style:print="objects charts drawings zero-values"/>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.6cm" fo:margin-top="0.2cm"/>'
        "</style:footer-style></style:page-layout>"
    )


def _build_master(name: str) -> str:
    return (
        f'<style:master-page style:name="{name}" style:page-layout-name="page-{name}">'
        '<style:header style:display="false"/><style:footer>'
        "<style:region-left><text:p><text:sheet-name>Feuille</text:sheet-name></text:p></style:region-left>"
        "<style:region-right><text:p><text:page-number>1</text:page-number> / "
        "<text:page-count>1</text:page-count></text:p></style:region-right>"
        "</style:footer></style:master-page>"
    )


def build_meta(workbook: Workbook) -> str:
    """meta.xml : titre, sujet, langue, date fixe."""
    created = dt.datetime.combine(workbook.created, dt.time()).isoformat()
    return (
        f"{_HEAD}<office:document-meta {NAMESPACES}><office:meta>"
        f"<dc:title>{escape(clean_cell_text(workbook.title))}</dc:title>"
        f"<dc:subject>{escape(clean_cell_text(workbook.subject))}</dc:subject>"
        "<dc:language>fr-FR</dc:language>"
        f"<meta:creation-date>{created}</meta:creation-date><dc:date>{created}</dc:date>"
        "<meta:generator>jouer-collectif</meta:generator></office:meta></office:document-meta>"
    )


def build_settings(workbook: Workbook) -> str:
    """settings.xml : lignes et colonnes figées, quadrillage caché, première feuille ouverte."""
    tables = "".join(_build_table_view(sheet) for sheet in workbook.sheets)
    first = attribute(workbook.sheets[0].title)
    return (
        f"{_HEAD}<office:document-settings {NAMESPACES}><office:settings>"
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        f'<config:config-item-map-named config:name="Tables">{tables}</config:config-item-map-named>'
        f'<config:config-item config:name="ActiveTable" config:type="string">{first}</config:config-item>'
        '<config:config-item config:name="ShowGrid" config:type="boolean">false</config:config-item>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )


def _build_table_view(sheet: Sheet) -> str:
    items = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, kind, value in _list_view_settings(sheet)
    )
    return (
        f'<config:config-item-map-entry config:name="{attribute(sheet.title)}">{items}'
        "</config:config-item-map-entry>"
    )


def _list_view_settings(sheet: Sheet) -> Iterator[tuple[str, str, str]]:
    rows, columns = sheet.frozen
    for name, frozen in (("Horizontal", columns), ("Vertical", rows)):
        yield f"{name}SplitMode", "short", "2" if frozen else "0"
        yield f"{name}SplitPosition", "int", str(frozen)
    yield "ActiveSplitRange", "short", "3" if rows and columns else "2"
    yield "PositionLeft", "int", "0"
    yield "PositionRight", "int", str(columns)
    yield "PositionTop", "int", "0"
    yield "PositionBottom", "int", str(rows)
    yield "ShowGrid", "boolean", str(sheet.has_grid).lower()
