"""Les retouches que pandoc ne sait pas faire dans un diaporama : langue, alternatives, numéros, tableaux."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import count
from typing import Final

_DATE: Final = (2026, 1, 1, 0, 0, 0)
_SLIDE: Final = re.compile(r"ppt/slides/slide\d+\.xml")
_NOTES: Final = re.compile(r"ppt/notesSlides/notesSlide\d+\.xml")
_LAYOUT: Final = re.compile(r"ppt/slideLayouts/(?:_rels/)?(slideLayout\d+\.xml)(?:\.rels)?")
_MASTER: Final = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
_NUMBER: Final = (
    '<p:sp><p:nvSpPr><p:cNvPr id="0" name="Numéro de page" /><p:cNvSpPr><a:spLocks noGrp="1" /></p:cNvSpPr>'
    '<p:nvPr><p:ph type="sldNum" sz="quarter" idx="12" /></p:nvPr></p:nvSpPr><p:spPr /><p:txBody><a:bodyPr />'
    '<a:lstStyle /><a:p><a:fld id="{C5EF2332-01BF-834F-8236-50238282D533}" type="slidenum">'
    '<a:rPr lang="fr-FR" /><a:t>‹N°›</a:t></a:fld><a:endParaRPr lang="fr-FR" /></a:p></p:txBody></p:sp>'
)
# pandoc ajoute le nom du fichier à la suite de l'alternative.
_FILE_NAME: Final = re.compile(r'(descr="[^"]*?)\s+[^"\s]*\.png"')
_TABLE: Final = re.compile(r"<a:tbl>.*?</a:tbl>", re.DOTALL)
_CELL_POINTS: Final = 14
# La hauteur d'une ligne d'une seule ligne de texte ; le logiciel l'agrandit s'il le faut.
_ROW_HEIGHT: Final = 347_472


def finish_pptx(content: bytes) -> bytes:
    """Le pptx en français, ses images décrites, ses pages numérotées, ses tableaux à leur place."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(output, "w") as target:
        orphans = _list_orphans(source)
        for member in source.infolist():
            if member.filename in orphans:
                continue
            data = _edit(member.filename, source.read(member))
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


def _edit(name: str, data: bytes) -> bytes:
    if _SLIDE.fullmatch(name):
        return _edit_slide(data.decode("utf-8")).encode("utf-8")
    if _NOTES.fullmatch(name):
        return _set_language(data.decode("utf-8")).encode("utf-8")
    if name == "docProps/core.xml":
        language = b"<dc:language>fr-FR</dc:language></cp:coreProperties>"
        return data if b"<dc:language>" in data else data.replace(b"</cp:coreProperties>", language)
    # Ce que pandoc prend dans son propre modèle, le masque des notes par exemple, est en anglais.
    is_text = name.startswith("ppt/") and name.endswith(".xml")
    return data.replace(b'lang="en-US"', b'lang="fr-FR"') if is_text else data


def _edit_slide(xml: str) -> str:
    xml = _FILE_NAME.sub(r'\1"', xml)
    xml = re.sub(r'name="Content Placeholder \d+"', 'name="Tableau"', xml)
    xml = re.sub(r'name="Picture \d+"', 'name="Figure"', xml)
    xml = _TABLE.sub(lambda match: _settle_table(match[0]), xml)
    if 'type="ctrTitle"' not in xml:
        xml = xml.replace("</p:spTree>", f"{_NUMBER}</p:spTree>", 1)
    return _number_shapes(_set_language(xml))


def _set_language(xml: str) -> str:
    xml = xml.replace('lang="en-US"', 'lang="fr-FR"')
    return re.sub(r"<a:rPr(?![^>]*\blang=)", '<a:rPr lang="fr-FR"', xml)


def _number_shapes(xml: str) -> str:
    """Un numéro par forme : pandoc en donne deux fois le même, ce que le format refuse."""
    ranks = count(1)
    return re.sub(
        r"<p:cNvPr\b[^>]*>", lambda tag: re.sub(r'\bid="\d+"', f'id="{next(ranks)}"', tag[0], count=1), xml
    )


def _settle_table(xml: str) -> str:
    """Un corps de texte qui tient, et des lignes qui ne se partagent pas toute la hauteur."""
    xml = re.sub(r"<a:rPr(?![^>]*\bsz=)", f'<a:rPr sz="{_CELL_POINTS * 100}"', xml)
    return re.sub(r'<a:tr h="\d+">', f'<a:tr h="{_ROW_HEIGHT}">', xml)
