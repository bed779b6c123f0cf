"""Le contrôle d'un classeur avant sa lecture : un fichier hostile ou abîmé est refusé avec une phrase.

On décompresse sous limites les seules parties qui seront lues, on les parcourt avec un vrai lecteur XML,
et l'on ne donne ensuite au lecteur de classeurs que ce qui a été vérifié.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from xml.parsers.expat import ExpatError

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import fold
from kit.domain.values import Place
from kit.reading.tables._ods_scan import compact, scan_ods
from kit.reading.tables._stream import Budget, SheetFacts, SuspectError
from kit.reading.tables._xlsx_scan import (
    RELATIONS,
    STRINGS,
    WORKBOOK,
    check_styles,
    find_workbook,
    list_titles,
    measure_sheet,
    scan_xlsx,
)

MAX_MEMBERS: Final = 5_000
MAX_TOTAL: Final = 40_000_000
MAX_RATIO: Final = 250
_RATIO_FLOOR: Final = 4_000_000
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_STYLES: Final = "xl/styles.xml"
_PACKAGE: Final = "_rels/.rels"
# Celui du fichier pourrait désigner un autre classeur que celui qui est vérifié.
_OWN_PACKAGE: Final = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Target="xl/workbook.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    b"</Relationships>"
)
# Avec les feuilles que nomme le premier, tout ce que le lecteur de classeurs ouvre.
_READ: Final = {
    name.casefold(): name
    for name in (
        *(WORKBOOK, RELATIONS, STRINGS, _STYLES, _PACKAGE, "[Content_Types].xml"),
        *(_CONTENT, "mimetype", _MANIFEST),
    )
}
_WIDE_TEXT: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedWorkbook:
    """Un classeur vérifié : ``content`` est un zip refait ; ``facts``, ce que l'on sait de chaque feuille."""

    content: bytes
    facts: Mapping[str, SheetFacts]


def check_workbook(
    content: bytes, where: Place, *, skipped: Collection[str] = frozenset()
) -> CheckedWorkbook:
    """Le classeur sûr à lire ; ``skipped`` : titres repliés des feuilles que l'on ne lira pas.

    :raises InputError: s'il est vide, ancien, protégé, abîmé ou suspect.
    """
    _check_container(content, where)
    try:
        return _check_members(content, where, skipped)
    except SuspectError as error:
        raise _refuse("classeur-suspect", where, reason=str(error)) from error
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError),
        *(ExpatError, RuntimeError),
    ) as error:
        raise _refuse("classeur-illisible", where) from error


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


def _check_members(content: bytes, where: Place, skipped: Collection[str]) -> CheckedWorkbook:
    """Les fichiers du zip qui seront lus, décompressés sous limites et vérifiés ; les autres sont laissés.

    Requêtes, images, macros et fichiers de gestion documentaire ne passent pas : rien ne les lira.
    """
    budget = Budget()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacking = _Unpacking(archive, where, len(content))
        members = {name: text for name in _READ.values() if (text := unpacking.read(name)) is not None}
        _find_renamed(members, unpacking)
        if b"encryption-data" in members.get(_MANIFEST, b""):
            raise _refuse("classeur-protege", where)
        if WORKBOOK in members:
            titles = list_titles(members[WORKBOOK], members.get(RELATIONS, b""))
            every = {name: text for name in titles if (text := unpacking.read(name)) is not None}
            sheets = {name: text for name, text in every.items() if fold(titles[name]) not in skipped}
    if WORKBOOK in members:
        if _STYLES in members:
            check_styles(members[_STYLES])
        for name in every.keys() - sheets.keys():
            # Une feuille que l'on ne lira pas est mesurée aussi : un fichier hostile l'est en entier.
            budget.add_area(measure_sheet(every[name]))
        texts = {titles[name]: text for name, text in sheets.items()}
        facts = scan_xlsx(texts, members.get(STRINGS, b""), budget)
        members |= sheets
    elif _CONTENT in members:
        found, is_indented = scan_ods(members[_CONTENT], budget)
        if is_indented:
            members[_CONTENT] = compact(members[_CONTENT])
        facts = {title: one for title, one in found.items() if fold(title) not in skipped}
    else:
        raise _refuse("classeur-illisible", where)
    return CheckedWorkbook(content=_rebuild(members), facts=facts)


def _find_renamed(members: dict[str, bytes], unpacking: _Unpacking) -> None:
    """Met à sa place un classeur que le fichier range sous un autre nom."""
    path = find_workbook(members.get(_PACKAGE, b""))
    folder, _, name = path.rpartition("/")
    if WORKBOOK not in members and folder == "xl" and (workbook := unpacking.read(path)) is not None:
        members[WORKBOOK] = workbook
        members[RELATIONS] = unpacking.read(f"xl/_rels/{name}.rels") or b""
    if WORKBOOK in members:
        members[_PACKAGE] = _OWN_PACKAGE


class _Unpacking:
    """Décompresse des fichiers du zip, chacun par son nom, sous une limite commune."""

    def __init__(self, archive: zipfile.ZipFile, where: Place, size: int) -> None:
        listed = archive.infolist()
        if len(listed) > MAX_MEMBERS:
            raise SuspectError("il contient trop de fichiers")
        self.archive, self.where, self.size, self.total = archive, where, size, 0
        self.members: dict[str, zipfile.ZipInfo | None] = {}
        for member in listed:
            name = member.filename.replace("\\", "/").casefold()
            self.members[name] = member if name not in self.members else None

    def read(self, name: str) -> bytes | None:
        """Les octets de ce fichier ; ``None`` s'il n'est pas dans le zip."""
        key = name.casefold()
        if key not in self.members:
            return None
        member = self.members[key]
        if member is None:
            raise SuspectError("il contient deux fichiers du même nom")
        if member.flag_bits & 1:
            raise _refuse("classeur-protege", self.where)
        self.total += member.file_size
        if self.total > MAX_TOTAL or (self.total > _RATIO_FLOOR and self.total > MAX_RATIO * self.size):
            raise SuspectError("il est démesuré une fois décompressé")
        text = self.archive.read(member)
        if text.startswith(_WIDE_TEXT):
            raise SuspectError("il n’est pas écrit en UTF-8, comme le fait tout tableur")
        # Une partie vide ne porte rien : c'est comme si elle n'y était pas.
        return text if text.strip() else None


def _rebuild(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()
