"""Le masque et les dispositions du pptx de référence : bandeau bleu nuit, corps sobre, numéro de page."""

from __future__ import annotations

import re

from _reference_docx import ACCENT, FONT, INK, LIGHT, MUTED, RULE

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LAYOUT_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml"
_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm>'
    "</p:grpSpPr>"
)
# Positions en EMU (360 000 par centimètre), page de 25,4 × 14,29 cm : gauche, haut, largeur, hauteur.
_BAND = (0, 0, 9_144_000, 868_680)
_TITLE = (457_200, 68_580, 8_229_600, 731_520)
_BODY = (457_200, 1_028_700, 8_229_600, 3_611_880)
_NUMBER = (7_772_400, 4_754_880, 914_400, 274_320)
_FOOTER = (457_200, 4_754_880, 6_400_800, 274_320)
_Box = tuple[int, int, int, int]

# Les noms des dispositions sont ceux que pandoc cherche.
_LAYOUTS = (
    ("title", "Title Slide"),
    ("obj", "Title and Content"),
    ("secHead", "Section Header"),
    ("twoObj", "Two Content"),
    ("twoTxTwoObj", "Comparison"),
    ("blank", "Blank"),
    ("objTx", "Content with Caption"),
)


def _frame(box: _Box | None) -> str:
    if box is None:
        return "<p:spPr/>"
    x, y, width, height = box
    return (
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
    )


def _shape(rank: int, role: str, box: _Box | None, *, body: str = "<a:bodyPr/>", style: str = "") -> str:
    """Un emplacement : ``role`` est son attribut ``type`` ou ``idx``, tel que pandoc le cherche."""
    prompt = "Titre" if "itle" in role else "Texte"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{rank}" name="{prompt} {rank}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr><p:ph {role}/></p:nvPr></p:nvSpPr>{_frame(box)}<p:txBody>{body}"
        f'<a:lstStyle>{style}</a:lstStyle><a:p><a:r><a:rPr lang="fr-FR"/><a:t>{prompt}</a:t></a:r></a:p>'
        "</p:txBody></p:sp>"
    )


def _small(rank: int, role: str, box: _Box | None, *, align: str, field: str = "") -> str:
    """Le pied ou le numéro de page : neuf points, gris lisible."""
    style = (
        f'<a:lvl1pPr algn="{align}"><a:defRPr sz="1000"><a:solidFill><a:srgbClr val="{MUTED}"/></a:solidFill>'
        "</a:defRPr></a:lvl1pPr>"
    )
    text = f'{field}<a:endParaRPr lang="fr-FR"/>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{rank}" name="Pied {rank}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr><p:ph {role}/></p:nvPr></p:nvSpPr>{_frame(box)}<p:txBody>"
        f'<a:bodyPr anchor="ctr"/><a:lstStyle>{style if box else ""}</a:lstStyle>'
        f"<a:p>{text}</a:p></p:txBody></p:sp>"
    )


_FIELD = (
    '<a:fld id="{C5EF2332-01BF-834F-8236-50238282D533}" type="slidenum"><a:rPr lang="fr-FR"/>'
    "<a:t>‹N°›</a:t></a:fld>"
)


def _feet(*, master: bool = False) -> str:
    index = (3, 4) if master else (11, 12)
    footer = _small(21, f'type="ftr" sz="quarter" idx="{index[0]}"', _FOOTER if master else None, align="l")
    number = _small(
        22,
        f'type="sldNum" sz="quarter" idx="{index[1]}"',
        _NUMBER if master else None,
        align="r",
        field=_FIELD,
    )
    return footer + number


def _fill(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'


def _band() -> str:
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="20" name="Bandeau"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        + _frame(_BAND).replace("</p:spPr>", f"{_fill(ACCENT)}<a:ln><a:noFill/></a:ln></p:spPr>")
        + '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="fr-FR"/></a:p></p:txBody></p:sp>'
    )


def _level(rank: int, size: int, *, indent: int = 285_750, bullet: str = "•") -> str:
    left = indent * rank
    return (
        f'<a:lvl{rank}pPr marL="{left}" indent="-{indent}" algn="l" defTabSz="685800" rtl="0">'
        f'<a:spcBef><a:spcPts val="700"/></a:spcBef>{_fill(ACCENT).replace("solidFill", "buClr")}'
        f'<a:buFont typeface="Arial"/><a:buChar char="{bullet}"/>'
        f'<a:defRPr lang="fr-FR" sz="{size}" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:cs typeface="+mn-cs"/>'
        f"</a:defRPr></a:lvl{rank}pPr>"
    )


def _build_master() -> str:
    normal = '<a:bodyPr lIns="0" rIns="0" anchor="{0}"><a:normAutofit/></a:bodyPr>'
    shapes = (
        _band()
        + _shape(2, 'type="title"', _TITLE, body=normal.format("ctr"))
        + _shape(3, 'type="body" idx="1"', _BODY, body=normal.format("t"))
        + _feet(master=True)
    )
    layouts = "".join(
        f'<p:sldLayoutId id="{2_147_483_649 + rank}" r:id="rId{rank + 1}"/>' for rank in range(len(_LAYOUTS))
    )
    levels = "".join(
        _level(rank, size, bullet="•" if rank % 2 else "–")
        for rank, size in enumerate((1800, 1600, 1400, 1400, 1400), start=1)
    )
    title = (
        '<a:lvl1pPr algn="l" defTabSz="685800" rtl="0"><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>'
        '<a:defRPr lang="fr-FR" sz="2400" b="1" kern="1200"><a:solidFill><a:schemeClr val="bg1"/>'
        '</a:solidFill><a:latin typeface="+mj-lt"/><a:cs typeface="+mj-cs"/></a:defRPr></a:lvl1pPr>'
    )
    other = '<a:defPPr><a:defRPr lang="fr-FR"/></a:defPPr>' + _level(1, 1400).replace(
        'marL="285750" indent="-285750"', 'marL="0" indent="0"'
    )
    return (
        f'{_HEAD}<p:sldMaster {_SPACES}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef>'
        f"</p:bg><p:spTree>{_GROUP}{shapes}</p:spTree></p:cSld>"
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
        'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" '
        'hlink="hlink" folHlink="folHlink"/>'
        f"<p:sldLayoutIdLst>{layouts}</p:sldLayoutIdLst><p:txStyles><p:titleStyle>{title}</p:titleStyle>"
        f"<p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def _title_shapes(role: str, second: str) -> str:
    big = '<a:lvl1pPr algn="l"><a:defRPr sz="3200" b="1"/></a:lvl1pPr>'
    under = (
        '<a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="2000">'
        f"{_fill(LIGHT)}</a:defRPr></a:lvl1pPr>"
    )
    bottom, top = '<a:bodyPr anchor="b"/>', '<a:bodyPr lIns="0" anchor="t"/>'
    return _shape(2, role, (685_800, 914_400, 7_772_400, 1_645_920), body=bottom, style=big) + _shape(
        3, second, (685_800, 2_743_200, 7_772_400, 1_188_720), body=top, style=under
    )


def _plain(rank: int, role: str, box: _Box, size: int) -> str:
    """Un texte sans puce."""
    style = f'<a:lvl1pPr marL="0" indent="0"><a:buNone/><a:defRPr sz="{size}"/></a:lvl1pPr>'
    return _shape(rank, role, box, style=style)


def _columns() -> str:
    half, gap = 4_023_360, 4_663_440
    left = (457_200, 1_028_700, half, 3_611_880)
    right = (gap, 1_028_700, half, 3_611_880)
    return _shape(3, 'idx="1" sz="half"', left) + _shape(4, 'idx="2" sz="half"', right)


def _comparison() -> str:
    half, gap = 4_023_360, 4_663_440
    return (
        _plain(3, 'type="body" idx="1"', (457_200, 1_005_840, half, 411_480), 1600)
        + _shape(4, 'idx="2" sz="half"', (457_200, 1_440_180, half, 3_200_400))
        + _plain(5, 'type="body" sz="quarter" idx="3"', (gap, 1_005_840, half, 411_480), 1600)
        + _shape(6, 'idx="4" sz="quarter"', (gap, 1_440_180, half, 3_200_400))
    )


def _build_layout(kind: str, name: str) -> str:
    title = _shape(2, 'type="title"', None)
    bodies = {
        "title": _title_shapes('type="ctrTitle"', 'type="subTitle" idx="1"'),
        "secHead": _title_shapes('type="title"', 'type="body" idx="1"'),
        "obj": title + _shape(3, 'idx="1"', None),
        "twoObj": title + _columns(),
        "twoTxTwoObj": title + _comparison(),
        "blank": "",
        "objTx": title
        + _shape(3, 'idx="1"', (3_429_000, 1_028_700, 5_257_800, 3_611_880))
        + _plain(4, 'type="body" sz="half" idx="2"', (457_200, 1_028_700, 2_788_920, 3_611_880), 1400),
    }
    is_dark = kind in {"title", "secHead"}
    ground = f"<p:bg><p:bgPr>{_fill(ACCENT)}<a:effectLst/></p:bgPr></p:bg>" if is_dark else ""
    hidden = ' showMasterSp="0"' if is_dark or kind == "blank" else ""
    feet = "" if is_dark else _feet()
    return (
        f'{_HEAD}<p:sldLayout {_SPACES} type="{kind}" preserve="1"{hidden}><p:cSld name="{name}">{ground}'
        f"<p:spTree>{_GROUP}{bodies[kind]}{feet}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/>"
        "</p:clrMapOvr></p:sldLayout>"
    )


def _relations(pairs: list[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{rank}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for rank, (kind, target) in enumerate(pairs, start=1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{lines}</Relationships>'


def _recolor(theme: str) -> str:
    """Nos couleurs et notre police dans le thème de pandoc."""
    colors = {
        "dk1": INK, "lt1": "FFFFFF", "dk2": ACCENT, "lt2": LIGHT, "accent1": ACCENT, "accent2": MUTED,
        "accent3": RULE, "hlink": ACCENT, "folHlink": MUTED,
    }  # fmt: skip
    for name, color in colors.items():
        theme = re.sub(
            rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{color}"/></a:{name}>', theme
        )
    return re.sub(r'<a:latin typeface="[^"]+"', f'<a:latin typeface="{FONT}"', theme)


def build_pptx_members(default: dict[str, bytes]) -> dict[str, bytes]:
    """Les membres du pptx : notre masque, nos dispositions, le reste maigre, de pandoc."""
    members = {
        name: data
        for name, data in default.items()
        if not re.match(r"ppt/(slides|notesSlides|slideLayouts|slideMasters)/", name)
    }
    for rank, (kind, name) in enumerate(_LAYOUTS, start=1):
        members[f"ppt/slideLayouts/slideLayout{rank}.xml"] = _build_layout(kind, name).encode()
        members[f"ppt/slideLayouts/_rels/slideLayout{rank}.xml.rels"] = _relations(
            [("slideMaster", "../slideMasters/slideMaster1.xml")]
        ).encode()
    members["ppt/slideMasters/slideMaster1.xml"] = _build_master().encode()
    layouts = [("slideLayout", f"../slideLayouts/slideLayout{rank + 1}.xml") for rank in range(len(_LAYOUTS))]
    members["ppt/slideMasters/_rels/slideMaster1.xml.rels"] = _relations(
        [*layouts, ("theme", "../theme/theme1.xml")]
    ).encode()
    members["ppt/theme/theme1.xml"] = _recolor(members["ppt/theme/theme1.xml"].decode()).encode()
    members["docProps/app.xml"] = (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<PresentationFormat>Écran 16:9</PresentationFormat></Properties>"
    ).encode()
    _settle_presentation(members)
    return {name: data.replace(b'lang="en-US"', b'lang="fr-FR"') for name, data in members.items()}


def _settle_presentation(members: dict[str, bytes]) -> None:
    """La liste des pages, les types et les relations, sans ce qui a été retiré."""
    show = members["ppt/presentation.xml"].decode()
    show = re.sub(r"<p:sldIdLst>.*?</p:sldIdLst>|<p:extLst>.*</p:extLst>", "", show, flags=re.DOTALL)
    members["ppt/presentation.xml"] = show.encode()
    relations = members["ppt/_rels/presentation.xml.rels"].decode()
    relations = re.sub(r'<Relationship [^>]*Target="slides/[^>]*/>', "", relations)
    members["ppt/_rels/presentation.xml.rels"] = relations.encode()
    types = members["[Content_Types].xml"].decode()
    types = re.sub(r'<Override PartName="/ppt/(?:slides|notesSlides|slideLayouts)/[^>]*/>', "", types)
    parts = "".join(
        f'<Override PartName="/ppt/slideLayouts/slideLayout{rank}.xml" ContentType="{_LAYOUT_TYPE}"/>'
        for rank in range(1, len(_LAYOUTS) + 1)
    )
    members["[Content_Types].xml"] = types.replace("</Types>", f"{parts}</Types>").encode()
