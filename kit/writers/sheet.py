"""Classeur → octets : une entrée par format de tableur."""

from __future__ import annotations

from typing import Final, Protocol

from kit.documents.palette import Palette
from kit.documents.workbook import Workbook
from kit.writers._ods import write_ods
from kit.writers._xlsx import write_xlsx

__all__ = ["WRITERS", "write_ods", "write_xlsx"]


class SheetWriter(Protocol):
    """Un classeur en octets ; sans palette, aux couleurs livrées."""

    def __call__(self, workbook: Workbook, palette: Palette | None = None) -> bytes: ...


WRITERS: Final[dict[str, SheetWriter]] = {".ods": write_ods, ".xlsx": write_xlsx}
