"""Un nom effacé se retrouve où qu'il soit écrit ; ce qui n'a pas pu être lu est dit."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import docx
import pytest

from kit.documents.document import Document
from kit.training.outcome.name_search import Found, search_names
from kit.writers.pandoc import write_documents

NAME = "Chloé D’Artagnan-Le Goff"


def pack(**members: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return output.getvalue()


def write_split_docx() -> bytes:
    """Le nom coupé en trois morceaux de mise en forme."""
    document = docx.Document()
    paragraph = document.add_paragraph("Vu avec ")
    for part in ("Chloé D’Ar", "tagnan-", "Le Goff"):
        paragraph.add_run(part).bold = part == "tagnan-"
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def write_pdf_page(text: str) -> bytes:
    (content,) = write_documents(
        [Document(name="x", title="T", subtitle="", markdown=f"{text}\n")], ["pdf"]
    ).values()
    return content


def write_tar() -> bytes:
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w:gz") as archive:
        info = tarfile.TarInfo("notes.txt")
        info.size = len(NAME.encode())
        archive.addfile(info, io.BytesIO(NAME.encode()))
    return output.getvalue()


FILES = {
    "a.txt": NAME.encode(),
    "sans-accent.txt": b"Chloe d'artagnan le goff",
    "a-l-envers.txt": "D’ARTAGNAN-LE GOFF Chloé".encode(),
    "latin.txt": "Chloé D'Artagnan-Le Goff".encode("cp1252"),
    "utf16.txt": NAME.encode("utf-16"),
    "utf16-sans-marque.csv": f"nom;{NAME}".encode("utf-16-le"),
    "decompose.md": "Chloe\u0301 D’Artagnan-Le Goff".encode(),
    "entites.html": b"<p>Chlo&eacute; D&#39;Artagnan-Le&nbsp;Goff</p>",
    "attribut.svg": f'<svg><g title="{NAME}"/></svg>'.encode(),
    "apos.xlsx": pack(xl__sharedStrings=b"<sst><si><t>Chlo\xc3\xa9 D&apos;Artagnan-Le Goff</t></si></sst>"),
    "morceaux.docx": write_split_docx(),
    "emboite.zip": pack(un=pack(deux=pack(trois=NAME.encode()))),
    "compresse.txt.gz": gzip.compress(NAME.encode()),
    "archive.tgz": write_tar(),
    "imprime.pdf": write_pdf_page(f"Attestation de {NAME}"),
    "echappe.json": json.dumps({"qui": NAME}).encode(),
    "echappe.yaml": b'qui: "Chlo\\xe9 D\\u2019Artagnan-Le Goff"',
    "Chloe_D_Artagnan_Le_Goff.txt": b"rien",
}


@pytest.mark.parametrize("label", FILES)
def test_un_nom_se_trouve_ou_qu_il_soit_ecrit(label: str, tmp_path: Path) -> None:
    """Entités, morceaux, archives, codages, PDF, sans accent, à l'envers, dans le nom du fichier."""
    path = tmp_path / label
    path.write_bytes(FILES[label])
    assert search_names(path, label, [NAME]) == Found(has_name=True, is_read=True)
    assert search_names(path, "x", ["Zoé Inconnue"]) == Found(has_name=False, is_read=True)


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04 coupe",
        b"%PDF-1.7 coupe",
        pack(photo=b"\xff\xd8\xff\xe0"),
        b"x" * 20_000_001,
        b"\x1f\x8b coupe",
    ],
)
def test_ce_qui_ne_se_lit_pas_est_dit(content: bytes, tmp_path: Path) -> None:
    """Une image, une archive coupée, un fichier démesuré : aucun nom n'y est cherché, et on le sait."""
    path = tmp_path / "x.bin"
    path.write_bytes(content)
    assert search_names(path, "x.bin", [NAME]) == Found(has_name=False, is_read=False)


def test_un_nom_dans_un_autre_mot_n_est_pas_ce_nom(tmp_path: Path) -> None:
    """« Anne Le » n'est pas dans « Jeanne Lebrun »."""
    path = tmp_path / "x.txt"
    path.write_text("Jeanne Lebrun", encoding="utf-8")
    assert not search_names(path, "x.txt", ["Anne Le"]).has_name
