"""Les styles et la page de l'odt de référence."""

from __future__ import annotations

ACCENT = "#19486a"
DARK = "#0f3350"
LIGHT = "#e8f0f4"
RULE = "#b4c5d0"
INK = "#1e2a32"
MUTED = "#47555f"
FONT = "Arial"

_SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    }.items()
)


def _attributes(values: dict[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in values.items())


def _space(top: str, bottom: str, **more: str) -> dict[str, str]:
    named = {f"fo:{name.replace('_', '-')}": value for name, value in more.items()}
    return {"fo:margin-top": top, "fo:margin-bottom": bottom, **named}


def _font(size: str = "", color: str = "", *, bold: bool = False) -> dict[str, str]:
    values = {"fo:font-size": size, "fo:color": color, "fo:font-weight": "bold" if bold else ""}
    return {name: value for name, value in values.items() if value}


def _paragraph(
    name: str, parent: str = "Standard", paragraph: dict[str, str] | None = None,
    text: dict[str, str] | None = None, *, extra: str = "",
) -> str:  # fmt: skip
    """Un style de paragraphe ; « name » est celui qui s'affiche."""
    identifier, shown = _identify(name), f' style:display-name="{name}"'
    based = f' style:parent-style-name="{_identify(parent)}"' if parent else ""
    return (
        f'<style:style style:name="{identifier}"{shown} style:family="paragraph"{based} '
        f'style:class="text"{extra}><style:paragraph-properties{_attributes(paragraph or {})}/>'
        f"<style:text-properties{_attributes(text or {})}/></style:style>"
    )


def _character(name: str, text: dict[str, str]) -> str:
    return (
        f'<style:style style:name="{_identify(name)}" style:display-name="{name}" style:family="text">'
        f"<style:text-properties{_attributes(text)}/></style:style>"
    )


_OURS = {
    "Encadré": "Encadre", "Encadré liste": "EncadreListe", "Note liste": "NoteListe",
    "Étiquette": "Etiquette", "Chiffre clé": "ChiffreCle",
}  # fmt: skip


def _identify(name: str) -> str:
    return _OURS.get(name) or name.replace(" ", "_20_")


def _heading(level: int, size: str, top: str, bottom: str) -> str:
    paragraph = _space(top, bottom, keep_with_next="always", line_height="110%")
    if level == 1:
        paragraph |= {"fo:border-bottom": f"1.2pt solid {ACCENT}", "fo:padding-bottom": "0.1cm"}
        paragraph |= {"fo:border-left": "none", "fo:border-right": "none", "fo:border-top": "none"}
    color = ACCENT if level < 3 else DARK
    extra = f' style:default-outline-level="{level}" style:next-style-name="Text_20_body"'
    return _paragraph(f"Heading {level}", "Heading", paragraph, _font(size, color, bold=True), extra=extra)


def _band(bottom: str, top_padding: str) -> dict[str, str]:
    return {
        **_space("0cm", bottom, keep_with_next="always", line_height="105%"),
        "fo:background-color": ACCENT, "fo:border": f"0.5pt solid {ACCENT}",
        "fo:padding-left": "0.45cm", "fo:padding-right": "0.45cm",
        "fo:padding-top": top_padding, "fo:padding-bottom": "0.35cm",
        "fo:margin-left": "0cm", "fo:margin-right": "0cm", "style:join-border": "true",
    }  # fmt: skip


def _boxed() -> dict[str, str]:
    return {
        **_space("0cm", "0cm", line_height="125%"), "fo:background-color": LIGHT,
        "fo:border-left": f"3pt solid {ACCENT}", "fo:border-right": "none", "fo:border-top": "none",
        "fo:border-bottom": "none", "fo:padding": "0.12cm", "fo:padding-left": "0.3cm",
        "fo:margin-left": "0.35cm", "style:join-border": "true",
    }  # fmt: skip


def _styles() -> list[str]:
    note = {
        **_space("0.2cm", "0.3cm", margin_left="0.35cm"), "fo:border-left": f"1.5pt solid {RULE}",
        "fo:border-right": "none", "fo:border-top": "none", "fo:border-bottom": "none",
        "fo:padding-left": "0.3cm",
    }  # fmt: skip
    keep = {"fo:keep-with-next": "always"}
    small = _font("9pt", MUTED)
    edge = {"text:number-lines": "false"}
    return [
        _paragraph("Standard", "", _space("0cm", "0.2cm", line_height="120%")),
        _paragraph("Text body", "Standard", _space("0.1cm", "0.2cm")),
        _paragraph("First paragraph", "Text body"),
        _paragraph("Heading", "Standard", keep),
        _heading(1, "14.5pt", "0.8cm", "0.32cm"),
        _heading(2, "12pt", "0.55cm", "0.2cm"),
        _heading(3, "10.5pt", "0.45cm", "0.17cm"),
        _heading(4, "10pt", "0.4cm", "0.15cm"),
        _heading(5, "10pt", "0.35cm", "0.15cm"),
        _paragraph("Title", "Standard", _band("0cm", "0.5cm"), _font("21pt", "#ffffff", bold=True)),
        _paragraph("Subtitle", "Standard", _band("0.6cm", "0.05cm"), _font("11.5pt", "#ffffff")),
        _paragraph("Author"), _paragraph("Date"), _paragraph("Abstract"),
        _paragraph("List", "Text body"),
        _paragraph("Quotations", "Text body", {"fo:margin-left": "0.8cm", "fo:margin-right": "0.8cm"}),
        _paragraph("Table Contents", "Standard", _space("0.05cm", "0.06cm", line_height="112%"),
                   _font("9pt")),
        _paragraph("Table Heading", "Table Contents", keep, _font("9pt", DARK, bold=True)),
        _paragraph("Caption", "Standard", _space("0.1cm", "0.4cm"), _font("9pt", DARK, bold=True)),
        _paragraph("TableCaption", "Caption", {**_space("0.4cm", "0.15cm"), **keep}),
        _paragraph("FigureCaption", "Caption"),
        _paragraph("Figure", "Standard", _space("0.3cm", "0.1cm")),
        _paragraph("FigureWithCaption", "Figure", {**keep, "fo:text-align": "center"}),
        _paragraph("Encadré", "Text body", _boxed()),
        _paragraph("Encadré liste", "Encadré",
                   {**_boxed(), "fo:margin-left": "0.95cm", "fo:text-indent": "-0.6cm"}),
        _paragraph("Fiche", "Text body", keep),
        _paragraph("Note", "Text body", note, small),
        _paragraph("Note liste", "Note"),
        _paragraph("Chiffres", "Text body", _space("0.12cm", "0.12cm", margin_left="0.35cm")),
        _paragraph("Saut", "Standard", {**_space("0cm", "0cm"), "fo:break-before": "page"}, _font("1pt")),
        _paragraph("Header", "Standard", edge, _font("8pt", MUTED)),
        _paragraph("Footer", "Standard", {**edge, "fo:text-align": "end"}, _font("8pt", MUTED)),
        _character("Étiquette", {**_font("", DARK, bold=True), "fo:background-color": LIGHT}),
        _character("Chiffre clé", _font("17pt", ACCENT, bold=True)),
        _character("Internet link", {"fo:color": ACCENT, "style:text-underline-style": "solid"}),
        _character("Source Text", {"style:font-name": "Courier New"}),
        _character("Bullet Symbols", {}), _character("Numbering Symbols", {}),
        '<style:style style:name="Graphics" style:family="graphic"/>',
        '<style:style style:name="Formula" style:family="graphic"/>',
    ]  # fmt: skip


def _defaults() -> str:
    language = {
        "style:font-name": FONT, "fo:font-size": "10pt", "fo:color": INK, "fo:language": "fr",
        "fo:country": "FR", "fo:hyphenate": "false",
    }  # fmt: skip
    paragraph = {"fo:orphans": "2", "fo:widows": "2", "style:writing-mode": "page"}
    return (
        '<style:default-style style:family="paragraph">'
        f"<style:paragraph-properties{_attributes(paragraph)}/>"
        f"<style:text-properties{_attributes(language)}/></style:default-style>"
        '<style:default-style style:family="table">'
        '<style:table-properties table:border-model="collapsing"/></style:default-style>'
        '<style:default-style style:family="table-row">'
        '<style:table-row-properties fo:keep-together="always"/></style:default-style>'
    )


def _page() -> str:
    size = {
        "fo:page-width": "21cm", "fo:page-height": "29.7cm", "style:print-orientation": "portrait",
        "fo:margin-top": "1.1cm", "fo:margin-bottom": "1cm", "fo:margin-left": "2.5cm",
        "fo:margin-right": "2.5cm",
    }  # fmt: skip
    header = '<style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.5cm"/>'
    footer = '<style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.5cm"/>'
    return (
        f'<style:page-layout style:name="Mpm1"><style:page-layout-properties{_attributes(size)}/>'
        f"<style:header-style>{header}</style:header-style>"
        f"<style:footer-style>{footer}</style:footer-style></style:page-layout>"
    )


def _master() -> str:
    number = '<text:page-number text:select-page="current">1</text:page-number>'
    return (
        '<style:master-page style:name="Standard" style:page-layout-name="Mpm1">'
        '<style:header><text:p text:style-name="Header">Jouer collectif en territoire</text:p>'
        f'</style:header><style:footer><text:p text:style-name="Footer">page {number} / '
        "<text:page-count>1</text:page-count></text:p></style:footer></style:master-page>"
    )


def build_odt_styles() -> str:
    """Le membre styles.xml."""
    faces = "".join(
        f'<style:font-face style:name="{name}" svg:font-family="{family}"/>'
        for name, family in ((FONT, FONT), ("Courier New", "'Courier New'"))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document-styles {_SPACES} office:version="1.3">'
        f"<office:font-face-decls>{faces}</office:font-face-decls>"
        f"<office:styles>{_defaults()}{''.join(_styles())}</office:styles>"
        f"<office:automatic-styles>{_page()}</office:automatic-styles>"
        f"<office:master-styles>{_master()}</office:master-styles></office:document-styles>"
    )
