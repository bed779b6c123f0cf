"""Les styles, l'entête et le pied du docx de référence."""

from __future__ import annotations

ACCENT = "19486A"
DARK = "0F3350"
LIGHT = "E8F0F4"
RULE = "B4C5D0"
INK = "1E2A32"
MUTED = "47555F"
FONT = "Arial"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _spacing(before: int, after: int, line: int = 276) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _edge(side: str, color: str, size: int, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'


def _shade(color: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{color}"/>'


def _run(*, size: int = 0, color: str = "", bold: bool = False, shade: str = "") -> str:
    parts = ["<w:b/><w:bCs/>" if bold else ""]
    parts.append(f'<w:color w:val="{color}"/>' if color else "")
    parts.append(f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "")
    parts.append(_shade(shade) if shade else "")
    return "".join(parts)


def _paragraph(name: str, parent: str, paragraph: str = "", run: str = "", *, following: str = "") -> str:
    """Un style de paragraphe ; son identifiant est son nom sans espace ni accent."""
    after = f'<w:next w:val="{following}"/>' if following else ""
    based = f'<w:basedOn w:val="{parent}"/>' if parent else ""
    default = ' w:default="1"' if name == "Normal" else ""
    body = f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr>"
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{_identify(name)}"><w:name w:val="{name}"/>'
        f"{based}{after}<w:qFormat/>{body}</w:style>"
    )


def _character(name: str, run: str = "", parent: str = "DefaultParagraphFont") -> str:
    default = ' w:default="1"' if name == "Default Paragraph Font" else ""
    based = "" if default else f'<w:basedOn w:val="{parent}"/>'
    return (
        f'<w:style w:type="character"{default} w:styleId="{_identify(name)}"><w:name w:val="{name}"/>'
        f"{based}<w:rPr>{run}</w:rPr></w:style>"
    )


def _identify(name: str) -> str:
    plain = name.translate(str.maketrans("Éé", "Ee"))
    return "".join(word[:1].upper() + word[1:] for word in plain.split())


def _heading(level: int, size: int, before: int, after: int, *, ruled: bool = False) -> str:
    rule = f"<w:pBdr>{_edge('bottom', ACCENT, 10, 4)}</w:pBdr>" if ruled else ""
    body = (
        f'<w:keepNext/><w:keepLines/>{rule}{_spacing(before, after, 264)}<w:outlineLvl w:val="{level - 1}"/>'
    )
    color = ACCENT if level < 3 else DARK
    run = _run(size=size, color=color, bold=True)
    return _paragraph(f"heading {level}", "Normal", body, run, following="BodyText")


def _band(name: str, size: int, *, bold: bool, before: int, after: int) -> str:
    """Le bandeau de titre : fond bleu, une bordure de même couleur pour marge intérieure."""
    edges = "".join(_edge(side, ACCENT, 48, 6) for side in ("top", "left", "bottom", "right"))
    body = (
        f"<w:keepNext/><w:keepLines/><w:pBdr>{edges}</w:pBdr>{_shade(ACCENT)}"
        f'{_spacing(before, after, 252)}<w:ind w:left="230" w:right="230"/>'
    )
    run = _run(size=size, color="FFFFFF", bold=bold)
    return _paragraph(name, "Normal", body, run, following="BodyText")


def _boxed(name: str, parent: str, *, spacing: tuple[int, int], left: int = 200, hanging: int = 0) -> str:
    """L'encadré : filet à gauche, fond clair, et deux bords du même clair pour marge intérieure."""
    inner = "".join(_edge(side, LIGHT, 24, 2) for side in ("top", "bottom"))
    edges = f"<w:pBdr>{inner}</w:pBdr>".replace("<w:bottom", f"{_edge('left', ACCENT, 24, 8)}<w:bottom")
    hang = f' w:hanging="{hanging}"' if hanging else ""
    body = (
        f'{edges}{_shade(LIGHT)}{_spacing(*spacing, 288)}<w:ind w:left="{left}"{hang}/><w:contextualSpacing/>'
    )
    return _paragraph(name, parent, body)


def _styles() -> list[str]:
    keep = "<w:keepNext/>"
    caption = _run(size=18, color=DARK, bold=True)
    note = f'<w:pBdr>{_edge("left", RULE, 12, 8)}</w:pBdr>{_spacing(120, 160)}<w:ind w:left="200"/>'
    return [
        _paragraph("Normal", "", _spacing(0, 120)),
        _character("Default Paragraph Font"),
        _paragraph("Body Text", "Normal", _spacing(60, 120)),
        _paragraph("First Paragraph", "BodyText", following="BodyText"),
        _paragraph("Compact", "Normal", _spacing(30, 50, 264)),
        _band("Title", 42, bold=True, before=0, after=0),
        _band("Subtitle", 23, bold=False, before=0, after=320),
        _paragraph("Author", "Normal"),
        _paragraph("Date", "Normal"),
        _heading(1, 29, 440, 180, ruled=True),
        _heading(2, 24, 320, 120),
        _heading(3, 21, 260, 100),
        _heading(4, 20, 220, 80),
        _heading(5, 20, 200, 80),
        _paragraph("caption", "Normal", _spacing(60, 200), caption),
        _paragraph("Table Caption", "Caption", f"{keep}{_spacing(220, 90)}"),
        _paragraph("Image Caption", "Caption"),
        _paragraph("Figure", "Normal", _spacing(160, 60)),
        _paragraph("Captioned Figure", "Figure", f'{keep}<w:jc w:val="center"/>'),
        _boxed("Encadré", "BodyText", spacing=(160, 0)),
        _boxed("Encadré liste", "Encadre", spacing=(0, 200), left=480, hanging=280),
        _paragraph("Fiche", "BodyText", keep),
        _paragraph("Note", "BodyText", note, _run(size=18, color=MUTED)),
        _paragraph("Note liste", "Note"),
        _paragraph("Chiffres", "BodyText", f'{_spacing(40, 40, 252)}<w:ind w:left="200"/>'),
        _paragraph("Saut", "Normal", f"<w:pageBreakBefore/>{_spacing(0, 0, 20)}", _run(size=2)),
        _paragraph("header", "Normal", _spacing(0, 0), _run(size=16, color=MUTED)),
        _paragraph("footer", "Normal", _spacing(0, 0), _run(size=16, color=MUTED)),
        _paragraph("Block Text", "BodyText", '<w:ind w:left="480" w:right="480"/>'),
        _character("Étiquette", _run(color=DARK, bold=True, shade=LIGHT)),
        _character("Chiffre clé", _run(size=34, color=ACCENT, bold=True)),
        _character("Hyperlink", f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>'),
        _character("Verbatim Char", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'),
        _table(),
    ]


def _table() -> str:
    """Entête clair, filets horizontaux, rien de vertical."""
    rule = "".join(_edge(side, RULE, 4, 0) for side in ("bottom", "insideH"))
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 100), ("bottom", 40), ("right", 100))
    )
    head = (
        f'<w:tblStylePr w:type="firstRow"><w:pPr><w:keepNext/></w:pPr><w:rPr>{_run(color=DARK, bold=True)}'
        f"</w:rPr><w:tcPr><w:tcBorders>{_edge('bottom', ACCENT, 10, 0)}</w:tcBorders>"
        f'{_shade(LIGHT)}<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/><w:qFormat/>'
        f'<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
        f'<w:tblPr><w:tblInd w:w="100" w:type="dxa"/><w:tblBorders>{rule}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"{head}</w:style>"
    )


def _defaults() -> str:
    fonts = " ".join(f'w:{use}="{FONT}"' for use in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/><w:color w:val="{INK}"/>'
        '<w:sz w:val="20"/><w:szCs w:val="20"/>'
        '<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _text(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def build_docx_parts() -> dict[str, bytes]:
    """Les membres du docx que nous écrivons nous-mêmes."""
    header = f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{_text("Jouer collectif en territoire")}</w:p>'
    footer = (
        '<w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="right"/></w:pPr>'
        f"{_text('page ')}{_field('PAGE')}{_text(' / ')}{_field('NUMPAGES')}</w:p>"
    )
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId90"/>'
        '<w:footerReference w:type="default" r:id="rId91"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1300" w:right="1417" w:bottom="1200" w:left="1417" w:header="600" '
        'w:footer="560" w:gutter="0"/></w:sectPr>'
    )
    body = f'<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr>{_text("Référence")}</w:p>{section}'
    parts = {
        "styles": f"<w:styles {_W}>{_defaults()}{''.join(_styles())}</w:styles>",
        "header1": f"<w:hdr {_W} {_R}>{header}</w:hdr>",
        "footer1": f"<w:ftr {_W} {_R}>{footer}</w:ftr>",
        "document": f"<w:document {_W} {_R}><w:body>{body}</w:body></w:document>",
    }
    return {f"word/{name}.xml": f"{_HEAD}{xml}".encode() for name, xml in parts.items()}
