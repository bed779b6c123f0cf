"""Le contrôle d'un classeur avant sa lecture : un fichier hostile ou abîmé est refusé avec une phrase.

Le lecteur de classeurs arrête tout le processus sur une cellule placée très loin, et se laisse
remplir la mémoire par un zip menteur. On décompresse donc ici, sous limites, et on ne lui donne
ensuite que ce qui a été vérifié.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import fold
from kit.domain.values import Place
from kit.reading.tables._ods_scan import scan_ods
from kit.reading.tables._xlsx_scan import list_titles, scan_xlsx

MAX_MEMBERS: Final = 500
MAX_TOTAL: Final = 40_000_000
MAX_RATIO: Final = 250
_RATIO_FLOOR: Final = 4_000_000
MAX_AREA: Final = 4_000_000
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
# Avec les feuilles que nomme le premier, tout ce que le lecteur de classeurs ouvre.
_READ: Final = frozenset(
    {
        *("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"),
        *("_rels/.rels", "[Content_Types].xml", "content.xml", "mimetype", "META-INF/manifest.xml"),
    }
)
# Ni DOCTYPE, ni commentaire, ni CDATA, ni instruction hors de la première ligne : les mesures en dépendent.
_BOM: Final = b"\xef\xbb\xbf"
_WIDE_TEXT: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")

Errors = Mapping[str, Mapping[tuple[int, int], str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedWorkbook:
    """Un classeur vérifié : ``content`` est un zip refait ; ``errors``, les erreurs par feuille.

    ``members`` : les fichiers XML vérifiés, pour qui cherche autre chose que des valeurs.
    """

    content: bytes
    errors: Errors
    members: Mapping[str, bytes]


def check_workbook(
    content: bytes, where: Place, *, skipped: Collection[str] = frozenset()
) -> CheckedWorkbook:
    """Le classeur sûr à lire ; ``skipped`` : titres repliés des feuilles que l'on ne lira pas.

    :raises InputError: s'il est vide, ancien, protégé, abîmé ou suspect.
    """
    _check_container(content, where)
    try:
        members = _read_members(content, where, skipped)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise _refuse("classeur-illisible", where) from error
    if "xl/workbook.xml" in members:
        area, errors = scan_xlsx(members)
    elif "content.xml" in members:
        area, errors = scan_ods(members["content.xml"])
    else:
        raise _refuse("classeur-illisible", where)
    if area > MAX_AREA:
        reason = "une cellule remplie se trouve très loin des autres, ou est répétée à l’excès"
        raise _refuse("classeur-suspect", where, reason=reason)
    return CheckedWorkbook(content=_rebuild(members), errors=errors, members=members)


def _refuse(code: str, where: Place, **values: object) -> InputError:
    return InputError([build_problem(code, where, **values)])


def _check_container(content: bytes, where: Place) -> None:
    if not content:
        raise _refuse("fichier-vide", where)
    if content.startswith(_OLE):
        protected = _ENCRYPTED_PACKAGE in content
        raise _refuse("classeur-protege" if protected else "format-xls", where)
    if not content.startswith(b"PK"):
        raise _refuse("classeur-illisible", where)


def _read_members(content: bytes, where: Place, skipped: Collection[str]) -> dict[str, bytes]:
    """Les fichiers du zip qui seront lus, décompressés sous limites et vérifiés ; les autres sont laissés.

    Requêtes, images, macros et fichiers de gestion documentaire ne passent pas : rien ne les lira.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = archive.infolist()
        names = {member.filename for member in listed}
        total = sum(member.file_size for member in listed)
        if len(listed) > MAX_MEMBERS or len(names) < len(listed):
            raise _refuse("classeur-suspect", where, reason="il contient trop de fichiers")
        if total > MAX_TOTAL or (total > _RATIO_FLOOR and total > MAX_RATIO * len(content)):
            raise _refuse("classeur-suspect", where, reason="il est démesuré une fois décompressé")
        if any(member.flag_bits & 1 for member in listed):
            raise _refuse("classeur-protege", where)
        members = {name: archive.read(name) for name in names & _READ}
        _check_members(members, where)
        sheets = [name for name, title in list_titles(members).items() if fold(title) not in skipped]
        read = {name: archive.read(name) for name in sheets if name in names}
    _check_members(read, where)
    return members | read


def _check_members(members: Mapping[str, bytes], where: Place) -> None:
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise _refuse("classeur-protege", where)
    for text in members.values():
        if _has_declaration(text) or text.startswith(_WIDE_TEXT):
            reason = "il contient une déclaration XML qu’aucun tableur n’écrit"
            raise _refuse("classeur-suspect", where, reason=reason)


def _has_declaration(text: bytes) -> bool:
    first = len(_BOM) if text.startswith(_BOM) else 0
    return b"<!" in text or text.find(b"<?", first + 1) != -1 or text.find(b"<?", 0, first) != -1


def _rebuild(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()
