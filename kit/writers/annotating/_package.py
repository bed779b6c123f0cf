"""Un classeur en tant que zip : ses parties, celles qu'on change, celles qu'on ajoute."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from kit.writers.annotating._edits import parse_spans

# Excel y écrit du HTML mal fermé.
_DRAWINGS: Final = ".vml"
_DATE: Final = (1980, 1, 1, 0, 0, 0)


class Package:
    """Les parties d'un classeur ; ``write`` les rend dans leur ordre, les nouvelles à la fin."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self.names = tuple(member.filename for member in self._archive.infolist())
        self._changed: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._changed or name in self.names

    def read(self, name: str) -> bytes:
        """Le contenu de cette partie, tel qu'il sera écrit ; vide si elle manque."""
        if name in self._changed:
            return self._changed[name]
        return self._archive.read(name) if name in self.names else b""

    def put(self, name: str, content: bytes) -> None:
        """Change ou ajoute cette partie."""
        self._changed[name] = content

    def name_new(self, pattern: str) -> str:
        """Un nom de partie encore libre."""
        rank = 1
        while pattern.format(rank) in self:
            rank += 1
        return pattern.format(rank)

    def write(self) -> bytes:
        """Le classeur ; une partie inchangée garde sa date et sa compression.

        :raises EditError: si une partie changée ne se lit plus.
        """
        for name, content in self._changed.items():
            if not name.endswith(_DRAWINGS):
                parse_spans(content, name)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
            for member in self._archive.infolist():
                target.writestr(member, self.read(member.filename), member.compress_type)
            for name, content in self._changed.items():
                if name not in self.names:
                    target.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def read_parts(content: bytes) -> Mapping[str, bytes]:
    """Toutes les parties d'un classeur que le kit vient d'écrire."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
