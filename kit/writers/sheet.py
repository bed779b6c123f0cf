"""Classeur → octets : une entrée par format de tableur."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kit.documents.workbook import Workbook
from kit.writers._ods import write_ods
from kit.writers._xlsx import write_xlsx

__all__ = ["WRITERS", "write_ods", "write_xlsx"]

WRITERS: Final[dict[str, Callable[[Workbook], bytes]]] = {".ods": write_ods, ".xlsx": write_xlsx}
