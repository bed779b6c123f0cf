"""Un fichier abîmé, protégé ou hostile est refusé vite, avec une phrase, sans tuer le processus."""

import io
import time
import zipfile

import openpyxl
import pytest

from kit.domain.errors import InputError
from kit.products.dossier.blank import build_dossier_workbook
from kit.reading.tables import read_tables
from kit.writers.sheet import write_ods, write_xlsx

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def rewrite(content: bytes, change, *, compression=zipfile.ZIP_DEFLATED) -> bytes:
    """Le même zip, chaque fichier passé par ``change(nom, octets)``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", compression) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return buffer.getvalue()


def replace_in(member: str, old: bytes, new: bytes, content: bytes) -> bytes:
    """Le zip où ``old`` devient ``new`` dans le fichier ``member``."""

    def change(name, text):
        assert name != member or old in text
        return text.replace(old, new, 1) if name == member else text

    return rewrite(content, change)


def blank_xlsx() -> bytes:
    return write_xlsx(build_dossier_workbook())


def blank_ods() -> bytes:
    return write_ods(build_dossier_workbook())


def far_cell() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = book.active["XFD1048576"] = "loin"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def lone_far_cell_in_quotes() -> bytes:
    row = b"<sheetData><row><c r='A1'><v>1</v></c><c cm='>' r='XFD1048576'><v>1</v></c></row>"
    return replace_in("xl/worksheets/sheet1.xml", b"<sheetData>", row, far_cell())


def far_cell_in_a_comment() -> bytes:
    return replace_in("xl/worksheets/sheet2.xml", b"<sheetData>", b'<!-- <c a=" --><sheetData>', blank_xlsx())


def bomb() -> bytes:
    return replace_in(
        "xl/sharedStrings.xml", b"<si>", b"<si><t>" + b" " * 60_000_000 + b"</t></si><si>", blank_xlsx()
    )


def many_members() -> bytes:
    buffer = io.BytesIO(blank_xlsx())
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(6_000):
            archive.writestr(f"x{number}.xml", "<a/>")
    return buffer.getvalue()


def doctype() -> bytes:
    entity = b'?>\n<!DOCTYPE a [<!ENTITY b "c">]>'
    return replace_in("xl/worksheets/sheet1.xml", b"?>", entity, blank_xlsx())


def wide_text() -> bytes:
    return rewrite(
        blank_xlsx(), lambda name, text: text.decode().encode("utf-16") if name == "xl/workbook.xml" else text
    )


def repeated_ods() -> bytes:
    row = (
        b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
        b'table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
        b"</table:table-row></table:table>"
    )
    return replace_in("content.xml", b"</table:table>", row, blank_ods())


def far_row_ods() -> bytes:
    row = (
        b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
        b'<table:table-row><table:table-cell table:number-columns-repeated="16000"/>'
        b'<table:table-cell office:value-type="string">'
        b"<text:p>loin</text:p></table:table-cell></table:table-row></table:table>"
    )
    return replace_in("content.xml", b"</table:table>", row, blank_ods())


def encrypted_ods() -> bytes:
    return replace_in(
        "META-INF/manifest.xml",
        b"</manifest:manifest>",
        b"<manifest:encryption-data/></manifest:manifest>",
        blank_ods(),
    )


def plain_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("photo.txt", "rien")
    return buffer.getvalue()


CASES = {
    "cellule lointaine": ("d.xlsx", far_cell, "classeur-suspect"),
    "cellule lointaine cachée": ("d.xlsx", lone_far_cell_in_quotes, "classeur-suspect"),
    "bombe": ("d.xlsx", bomb, "classeur-suspect"),
    "trop de fichiers": ("d.xlsx", many_members, "classeur-suspect"),
    "doctype": ("d.xlsx", doctype, "classeur-suspect"),
    "utf-16": ("d.xlsx", wide_text, "classeur-suspect"),
    "lignes répétées": ("d.ods", repeated_ods, "classeur-suspect"),
    "ligne lointaine": ("d.ods", far_row_ods, "classeur-suspect"),
    "tronqué": ("d.xlsx", lambda: blank_xlsx()[:9_000], "classeur-illisible"),
    "ods tronqué": ("d.ods", lambda: blank_ods()[:-200], "classeur-illisible"),
    "zip quelconque": ("d.ods", plain_zip, "classeur-illisible"),
    "texte renommé": ("d.xlsx", lambda: b"Ceci n'est pas un classeur", "classeur-illisible"),
    "xlsx chiffré": ("d.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "classeur-protege"),
    "ods chiffré": ("d.ods", encrypted_ods, "classeur-protege"),
    "xls": ("d.xls", lambda: OLE, "format-xls"),
    "xls renommé": ("d.xlsx", lambda: OLE, "format-xls"),
    "vide": ("d.ods", lambda: b"", "fichier-vide"),
    "yaml vide": ("d.yaml", lambda: b"  \n", "fichier-vide"),
    "autre format": ("d.docx", lambda: b"PK", "format-inconnu"),
}


def refuse(path) -> list[str]:
    """Les codes du refus."""
    with pytest.raises(InputError) as caught:
        read_tables(path)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("case", CASES)
def test_un_fichier_refuse_dit_pourquoi(tmp_path, case):
    """Chaque sorte de mauvais fichier a sa phrase, en moins de deux secondes."""
    name, build, code = CASES[case]
    file = tmp_path / name
    file.write_bytes(build())
    start = time.perf_counter()
    assert refuse(file) == [code]
    assert time.perf_counter() - start < 2


def test_un_fichier_absent_est_signale(tmp_path):
    """Le chemin est faux."""
    assert refuse(tmp_path / "absent.ods") == ["fichier-absent"]


def test_un_fichier_de_50_mo_n_est_pas_charge(tmp_path):
    """La taille est lue avant le contenu."""
    file = tmp_path / "gros.xlsx"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    assert refuse(file) == ["fichier-trop-gros"]


def test_un_repertoire_sans_csv_est_refuse(tmp_path):
    """La phrase dit les noms attendus."""
    with pytest.raises(InputError, match=r"alliance\.csv, partenaires\.csv"):
        read_tables(tmp_path)


def test_un_commentaire_dans_le_classeur_ne_gene_pas(tmp_path):
    """Un vrai lecteur XML sait où il finit."""
    (tmp_path / "d.xlsx").write_bytes(far_cell_in_a_comment())
    assert "actions" in read_tables(tmp_path / "d.xlsx").tables


def test_une_cellule_vide_mise_en_forme_au_loin_est_toleree(tmp_path):
    """Un format posé sur toute une colonne n'est pas une attaque."""
    far = b'<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>'
    file = tmp_path / "d.xlsx"
    file.write_bytes(replace_in("xl/worksheets/sheet2.xml", b"</sheetData>", far, blank_xlsx()))
    assert "alliance" in read_tables(file).tables
