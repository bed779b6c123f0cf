"""Des classeurs hostiles, faits ici : chacun prendrait toute la mémoire, ou arrêterait le processus."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

FAR = "<v>1</v></c></row>"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def pack(members: Mapping[str, str | bytes]) -> bytes:
    """Un zip de ces fichiers."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def list_members(*rows: str, strings: str = "", attributes: str = "") -> dict[str, str | bytes]:
    """Les fichiers d'un .xlsx : une feuille par texte de lignes, la première nommée « Actions »."""
    titles = ["Actions", *(f"Feuille {rank}" for rank in range(2, len(rows) + 1))]
    sheets = "".join(
        f'<sheet name="{title}" sheetId="{rank}" r:id="r{rank}"/>' for rank, title in enumerate(titles, 1)
    )
    targets = "".join(
        f'<Relationship Id="r{rank}" Type="{REL}/worksheet" Target="worksheets/sheet{rank}.xml"/>'
        for rank in range(1, len(rows) + 1)
    )
    last = f'<Relationship Id="s" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{TYPES}"/>',
        "_rels/.rels": f"{XML}<Relationships/>",
        "xl/workbook.xml": (
            f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{sheets}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACK}">{targets}{last}</Relationships>',
    }
    for rank, text in enumerate(rows, 1):
        head = f'{XML}<worksheet xmlns="{MAIN}" {attributes}><sheetData>'
        members[f"xl/worksheets/sheet{rank}.xml"] = f"{head}{text}</sheetData></worksheet>"
    if strings:
        members["xl/sharedStrings.xml"] = f'{XML}<sst xmlns="{MAIN}">{strings}</sst>'
    return members


def xlsx(*rows: str, strings: str = "", attributes: str = "") -> bytes:
    """Un .xlsx de ces feuilles."""
    return pack(list_members(*rows, strings=strings, attributes=attributes))


def ods(*tables: str, before: str = "") -> bytes:
    """Un .ods de ces feuilles."""
    body = "".join(
        f'<table:table table:name="Feuille {rank}">{text}</table:table>'
        for rank, text in enumerate(tables, 1)
    )
    spaces = f'xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}"'
    content = (
        f"{XML}{before}<office:document-content {spaces}><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'{XML}<manifest:manifest xmlns:manifest="{MANIFEST}"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return pack({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def cell(text: str, *, columns: int = 1, more: str = "") -> str:
    """Une case de texte d'un .ods, répétée."""
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}" {more}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def line(cells: str, *, rows: int = 1) -> str:
    """Une ligne d'un .ods, répétée."""
    return f'<table:table-row table:number-rows-repeated="{rows}">{cells}</table:table-row>'


def change(member: str, build: Callable[[bytes], bytes]) -> bytes:
    """Un petit .xlsx dont un fichier est récrit."""
    members = {
        name: text.encode() if isinstance(text, str) else text
        for name, text in list_members('<row r="1"><c r="A1"><v>1</v></c></row>').items()
    }
    return pack({**members, member: build(members[member])})


SHEET = "xl/worksheets/sheet1.xml"
SHARED = '<c t="s"><v>0</v></c>'


def flag_encrypted() -> bytes:
    """Le drapeau de chiffrement posé sur chaque fichier du zip."""
    content = bytearray(xlsx("<row/>"))
    for mark, shift in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + shift] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def twice() -> bytes:
    """Deux fichiers du même nom : l'un pour le contrôle, l'autre pour le lecteur."""
    buffer = io.BytesIO(xlsx(f'<row r="1"><c r="A1">{FAR}'))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("XL/worksheets/Sheet1.xml", "<worksheet/>")
    return buffer.getvalue()


def many() -> bytes:
    """Des milliers de fichiers dans le zip."""
    return pack({f"x{rank}.xml": "" for rank in range(6_000)} | list_members("<row/>"))


FAR_CELLS = {
    "cellule lointaine": f'<row r="1"><c r="XFD1048576">{FAR}',
    "référence cachée dans un attribut": f'<row r="1"><c foo=" r=\'A1\'" r="XFD1048576">{FAR}',
    "référence cachée dans une apostrophe": f"<row r=\"1\"><c foo=' r=\"A1\"' r='XFD1048576'>{FAR}",
    "signe > dans un attribut": f'<row r="1"><c foo=">" r="XFD1048576">{FAR}',
    "référence après un saut": f'<row r="1"><c\n\tr\n=\n"XFD1048576">{FAR}',
    "référence en entités": f'<row r="1"><c r="&#88;FD1048576">{FAR}',
    "référence en minuscules": f'<row r="1"><c r="xfd1048576">{FAR}',
    "préfixe": '<x:row r="1"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "préfixe à tiret": '<a-b:row r="1"><a-b:c r="XFD1048576"><a-b:v>1</a-b:v></a-b:c></a-b:row>',
    "préfixe accentué": '<é:row r="1"><é:c r="XFD1048576"><é:v>1</é:v></é:c></é:row>',
    "autre attribut r": f'<row r="1"><c x:r="A1" r="XFD1048576">{FAR}',
    "ligne lointaine": f'<row r="1048576"><c/><c r="XFD1048576">{FAR}',
    "colonnes sans fin": f'<row r="1"><c r="ZZZZZZZ9">{FAR}',
    "numéro de ligne démesuré": f'<row r="1"><c r="A999999999">{FAR}',
    "ligne sans référence de case": f'<row r="99999999"><c>{FAR}',
    "texte sur place": '<row r="1"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
    "formule lointaine": '<row r="1"><c r="XFD1048576" t="str"><f>1</f><v>x</v></c></row>',
    "erreur lointaine": '<row r="1"><c r="XFD1048576" t="e"><v>#REF!</v></c></row>',
    "derrière un commentaire": f'<!-- <c r="A1"> --><row r="1"><c r="XFD1048576">{FAR}',
    "derrière une instruction": f'<?x <c r="A1">?><row r="1"><c r="XFD1048576">{FAR}',
    "adresse impossible": f'<row r="1"><c r="$A$1">{FAR}',
    "numéro de ligne en lettres": f'<row r="x"><c r="A1">{FAR}',
}
SPACES = 'xmlns:x="x" xmlns:a-b="a" xmlns:é="e"'
CORPUS: dict[str, tuple[str, Callable[[], bytes]]] = {
    **{
        label: ("d.xlsx", lambda text=text: xlsx(text, attributes=SPACES))  # type: ignore[misc]
        for label, text in FAR_CELLS.items()
    },
    "texte partagé répété": (
        "d.xlsx",
        lambda: xlsx(f"<row>{SHARED * 9_000}</row>", strings=f"<si><t>{'a' * 1_000_000}</t></si>"),
    ),
    "texte partagé en entités": (
        "d.xlsx",
        lambda: xlsx(f"<row>{SHARED * 9_000}</row>", strings=f"<si><t>{'&amp;' * 300_000}</t></si>"),
    ),
    "texte partagé en morceaux": (
        "d.xlsx",
        lambda: xlsx(f"<row>{SHARED * 9_000}</row>", strings=f"<si>{'<r><t>aaaaaaaa</t></r>' * 30_000}</si>"),
    ),
    "quarante feuilles de texte": (
        "d.xlsx",
        lambda: xlsx(
            *[f"<row>{SHARED * 400}</row>"] * 40, strings=f"<si><t>{'a' * 40_000}</t></si>" + "<si/>" * 9
        ),
    ),
    "quarante feuilles étendues": (
        "d.xlsx",
        lambda: xlsx(*[f'<row r="1"><c r="CV2000">{FAR}'] * 40),
    ),
    "lignes vides sans fin": ("d.xlsx", lambda: xlsx("<row/>" * 2_100_000)),
    "textes vides sans fin": ("d.xlsx", lambda: xlsx("<row/>", strings="<si/>" * 3_000_000)),
    "styles sans fin": (
        "d.xlsx",
        lambda: pack({**list_members("<row/>"), "xl/styles.xml": f"<a>{'<b/>' * 3_000_000}</a>"}),
    ),
    "zip démesuré": ("d.xlsx", lambda: xlsx("<row/>", strings=f"<si><t>{' ' * 60_000_000}</t></si>")),
    "zip de trop de fichiers": ("d.xlsx", many),
    "deux fichiers du même nom": ("d.xlsx", twice),
    "zip chiffré": ("d.xlsx", flag_encrypted),
    "zip tronqué": ("d.xlsx", lambda: xlsx("<row/>")[:-60]),
    "texte caché": (
        "d.xlsx",
        lambda: change(SHEET, lambda text: text.replace(b"1</v>", b"<![CDATA[1]]></v>")),
    ),
    "entités": (
        "d.xlsx",
        lambda: change(
            SHEET,
            lambda text: text.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;">]>'),
        ),
    ),
    "entités du classeur": (
        "d.xlsx",
        lambda: change("xl/workbook.xml", lambda text: text.replace(b"?>", b'?><!DOCTYPE a SYSTEM "b">')),
    ),
    "autre encodage": (
        "d.xlsx",
        lambda: change(SHEET, lambda text: text.replace(b'encoding="UTF-8"', b"").decode().encode("utf-16")),
    ),
    "feuille qui n'est pas du XML": ("d.xlsx", lambda: change(SHEET, lambda text: text[:-20])),
    "lignes et colonnes répétées": ("d.ods", lambda: ods(line(cell("1", columns=16_000), rows=1_000_000))),
    "texte répété en colonnes": ("d.ods", lambda: ods(line(cell("a" * 100_000, columns=9_000)))),
    "texte répété en lignes": ("d.ods", lambda: ods(line(cell("a" * 100_000), rows=9_000))),
    "valeur répétée": (
        "d.ods",
        lambda: ods(line(cell("", columns=9_000, more=f'office:string-value="{"a" * 100_000}"'))),
    ),
    "espaces comptées": ("d.ods", lambda: ods(line(cell('<text:s text:c="300000000"/>')))),
    "espaces comptées et répétées": (
        "d.ods",
        lambda: ods(line(cell('<text:s text:c="9000"/>', columns=100), rows=9_000)),
    ),
    "répétition démesurée": ("d.ods", lambda: ods(line(cell("a", columns=10**18)))),
    "espaces démesurées": ("d.ods", lambda: ods(line(cell(f'<text:s text:c="{10**20}"/>')))),
    "case derrière un million de lignes": (
        "d.ods",
        lambda: ods(
            line("<table:table-cell/>", rows=1_000_000)
            + line('<table:table-cell table:number-columns-repeated="16000"/>' + cell("loin"))
        ),
    ),
    "lignes d'entête répétées": (
        "d.ods",
        lambda: ods(
            f"<table:table-header-rows>{line(cell('a', columns=9_000), rows=9_000)}</table:table-header-rows>"
        ),
    ),
    "cases recouvertes répétées": (
        "d.ods",
        lambda: ods(
            line(
                '<table:covered-table-cell office:value-type="float" office:value="1" '
                'table:number-columns-repeated="16000"/>',
                rows=1_000_000,
            )
        ),
    ),
    "quarante feuilles d'un .ods": ("d.ods", lambda: ods(*[line(cell("a", columns=400), rows=400)] * 40)),
    "entités d'un .ods": ("d.ods", lambda: ods("", before='<!DOCTYPE a [<!ENTITY b "c">]>')),
}
