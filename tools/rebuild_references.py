"""Refait les fichiers de référence (docx, odt, pptx) de templates/references à partir de ceux de pandoc.

Les styles sont écrits ici, maigres et commentés ; le reste (thème, numérotation, relations) vient de pandoc.
Le résultat ne dépend que de ce fichier et de la version de pandoc : mêmes octets à chaque passage.
"""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pypandoc
from _reference_docx import build_docx_parts
from _reference_odt import build_odt_styles
from _reference_pptx import build_pptx_members

FOLDER = Path(__file__).parents[1] / "templates" / "references"
DATE = (2026, 1, 1, 0, 0, 0)
DROPPED = {"word/comments.xml", "docProps/custom.xml", "word/webSettings.xml"}


def read_default(name: str) -> dict[str, bytes]:
    """Les membres du fichier de référence de pandoc."""
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", name]
    content = subprocess.run(command, check=True, capture_output=True).stdout
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {member: archive.read(member) for member in archive.namelist()}


def write_zip(members: dict[str, bytes]) -> bytes:
    """Le zip, dates fixées, « mimetype » nu et premier s'il existe."""
    output = io.BytesIO()
    names = sorted(members, key=lambda name: (name not in {"mimetype", "[Content_Types].xml"}, name))
    with zipfile.ZipFile(output, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, members[name])
    return output.getvalue()


def build_docx() -> bytes:
    """Le docx de référence : nos styles, notre entête, notre pied, une page A4."""
    members = {name: data for name, data in read_default("reference.docx").items() if name not in DROPPED}
    members.update(build_docx_parts())
    types = members["[Content_Types].xml"].decode()
    relations = members["word/_rels/document.xml.rels"].decode()
    top_relations = members["_rels/.rels"].decode()
    for name in DROPPED:
        types = re.sub(rf'<Override [^>]*PartName="/{re.escape(name)}"[^>]*/>', "", types)
        relations = re.sub(rf'<Relationship [^>]*Target="{re.escape(name[5:])}"[^>]*/>', "", relations)
        top_relations = re.sub(rf'<Relationship [^>]*Target="/?{re.escape(name)}"[^>]*/>', "", top_relations)
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    extra_types = "".join(
        f'<Override PartName="/word/{part}1.xml" ContentType="{base}.{part}+xml"/>'
        for part in ("header", "footer")
    )
    extra_relations = "".join(
        f'<Relationship Id="rId9{rank}" Type="{kind}/{part}" Target="{part}1.xml"/>'
        for rank, part in enumerate(("header", "footer"))
    )
    members["[Content_Types].xml"] = types.replace("</Types>", f"{extra_types}</Types>").encode()
    members["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>", f"{extra_relations}</Relationships>"
    ).encode()
    members["_rels/.rels"] = top_relations.encode()
    return write_zip(members)


def build_odt() -> bytes:
    """L'odt de référence : nos styles et notre page, le reste de pandoc."""
    members = read_default("reference.odt")
    members["styles.xml"] = build_odt_styles().encode()
    date = rb"<(meta:creation-date|dc:date)>[^<]*"
    members["meta.xml"] = re.sub(date, rb"<\1>2026-01-01T12:00:00Z", members["meta.xml"])
    return write_zip(members)


def build_pptx() -> bytes:
    """Le pptx de référence : notre masque et nos dispositions, le thème de pandoc à nos couleurs."""
    return write_zip(build_pptx_members(read_default("reference.pptx")))


def main() -> None:
    """Écrit les trois fichiers."""
    (FOLDER / "reference.docx").write_bytes(build_docx())
    (FOLDER / "reference.odt").write_bytes(build_odt())
    (FOLDER / "reference.pptx").write_bytes(build_pptx())
    print("Écrits : reference.docx, reference.odt, reference.pptx")


if __name__ == "__main__":
    main()
