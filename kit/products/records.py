"""Le registre d'un dossier de sortie : ce que le kit y a écrit, pour ne rien écraser d'autre.

Une ligne par fichier, ajoutée avant que le fichier ne soit posé : un arrêt entre les deux ne fait pas renier
ce que le kit a écrit. Un fichier que quelqu'un a corrigé, ou qui n'est pas du kit, est gardé ; le nouveau
s'écrit à côté. Rien du dossier de la personne n'y figure : des noms de fichiers et des empreintes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from kit.domain.errors import build_problem
from kit.domain.typography import name_file
from kit.domain.values import Place, Problem
from kit.products.saving import refuse_write, save_files

RECORD: Final = ".kit-ecrits.jsonl"
_SHORT: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Ce dont un dossier de sortie vient : un nom de fichier, les empreintes de son lieu et de son titre."""

    stem: str
    place: str = ""
    title: str = ""

    def is_same(self, other: Owner) -> bool:
        """Vrai si c'est le même : déplacé, il garde son titre ; renommé dedans, il garde son lieu."""
        is_near = self.place == other.place or bool(self.title and self.title == other.title)
        return self.stem == other.stem and is_near


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFolder:
    """Un dossier de sortie, et ce dont il vient."""

    path: Path
    owner: Owner


@dataclass(slots=True)
class Record:
    """Ce qu'un dossier de sortie garde en mémoire : d'où il vient, les empreintes écrites sous chaque nom."""

    owner: Owner | None = None
    digests: dict[str, set[str]] = field(default_factory=dict)

    def may_belong_to(self, owner: Owner) -> bool:
        """Vrai si rien ne dit que ce dossier est à un autre."""
        return self.owner is None or self.owner.is_same(owner)

    def may_write(self, path: Path, digest: str) -> bool:
        """Vrai si rien n'est là, ou si ce qui est là est ce que le kit a écrit, ou va écrire."""
        if not path.exists():
            return True
        current = compute_digest(path.read_bytes()) if path.is_file() else ""
        return current == digest or current in self.digests.get(path.name, set())


def describe_owner(source: Path, title: str = "") -> Owner:
    """D'où viennent les fichiers : ce fichier, et ce titre, s'il en a un."""
    place = compute_digest(str(source.resolve().parent).encode())[:_SHORT]
    stem = source.stem if source.is_file() else source.name
    return Owner(stem=stem, place=place, title=compute_digest(title.encode())[:_SHORT] if title else "")


def find_folder(destination: Path, owner: Owner) -> OwnFolder:
    """Le dossier de sortie de ce dossier-là : un autre, de même nom, a le sien."""
    base = name_file(owner.stem)
    names = (base if rank == 1 else f"{base}-{rank}" for rank in count(1))
    return next(
        OwnFolder(path=destination / name, owner=owner)
        for name in names
        if read_record(destination / name).may_belong_to(owner)
    )


def save_beside(
    place: Path | OwnFolder, contents: Mapping[str, bytes]
) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """Les fichiers écrits, et ceux que la personne garde : le nouveau est alors à côté, et c'est dit.

    :raises WriteError: si un fichier ne peut pas être lu ou écrit.
    """
    folder, owner = (place.path, place.owner) if isinstance(place, OwnFolder) else (place, None)
    record = read_record(folder)
    if owner and owner != record.owner:
        _append(folder, {"dossier": owner.stem, "lieu": owner.place, "titre": owner.title})
    files: list[Path] = []
    kept: list[Problem] = []
    for name, content in contents.items():
        digest = compute_digest(content)
        path = _choose_path(folder / name, digest, record)
        if path.name != name:
            kept.append(build_problem("fichier-garde", Place(file=name), found=path.name))
        _append(folder, {"fichier": path.name, "empreinte": digest})
        record.digests.setdefault(path.name, set()).add(digest)
        files += save_files({path: content})
    return tuple(files), tuple(kept)


def _choose_path(path: Path, digest: str, record: Record) -> Path:
    with refuse_write(path):
        return next(one for one in _list_names(path) if record.may_write(one, digest))


def _list_names(path: Path) -> Iterator[Path]:
    """Le nom voulu, puis d'autres à côté, sans fin."""
    yield path
    for rank in count(1):
        mark = "nouveau" if rank == 1 else f"nouveau {rank}"
        yield path.with_name(f"{path.stem} ({mark}){path.suffix}")


def read_record(folder: Path) -> Record:
    """Le registre d'un dossier, vide s'il n'en a pas ; une ligne coupée ou étrangère est laissée de côté."""
    record = Record()
    for line in _read_lines(folder / RECORD):
        if "fichier" in line:
            record.digests.setdefault(line["fichier"], set()).add(line.get("empreinte", ""))
        elif "dossier" in line:
            record.owner = Owner(
                stem=line["dossier"], place=line.get("lieu", ""), title=line.get("titre", "")
            )
    return record


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for line in text.splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found


def _append(folder: Path, line: Mapping[str, str]) -> None:
    path = folder / RECORD
    with refuse_write(path):
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(f"{json.dumps(line, ensure_ascii=False)}\n")


def compute_digest(content: bytes) -> str:
    """L'empreinte d'un contenu."""
    return hashlib.sha256(content).hexdigest()
