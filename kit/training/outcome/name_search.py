"""Chercher un nom dans des fichiers avec de vrais lecteurs, et dire ceux que l'on n'a pas su lire.

Un nom s'écrit de bien des façons dans un fichier : une entité (``&#39;``), deux morceaux de phrase, un flux
compressé, un autre codage, une archive dans une archive, sans accent, prénom après nom. Tout est ramené à
des mots sans accent ni casse avant de comparer.
"""

from __future__ import annotations

import bz2
import gzip
import html
import io
import json
import lzma
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from kit.domain.typography import fold

# Au-delà, c'est une archive piégée ou une image : le fichier est dit non lu.
_MOST: Final = 20_000_000
_DEEPEST: Final = 5
_MARKUP: Final = frozenset({".xml", ".html", ".htm", ".xhtml", ".svg", ".rels", ".opf", ".ncx"})
_PACKED: Final[dict[bytes, Callable[..., Any]]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ": lzma.open,
}
_BINARY: Final = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"\xd0\xcf\x11\xe0",
    b"7z\xbc\xaf",
    b"Rar!",
    b"II*",
)
_FIGURES: Final = ("word/media/", "ppt/media/", "Pictures/", "Thumbnails/", "docProps/thumbnail")
_ESCAPES: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_CODECS: Final = ("utf-8", "cp1252")


class UnreadError(Exception):
    """Le contenu d'un fichier n'a pas pu être lu en entier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Ce qu'une recherche a trouvé dans un fichier : un nom, ou qu'il n'a pas pu être lu."""

    has_name: bool
    is_read: bool


def search_names(path: Path, label: str, names: Sequence[str]) -> Found:
    """Vrai ou faux : un des noms se lit dans le fichier ou dans ``label``, son chemin tel qu'on le montre."""
    patterns = [_spell(name) for name in names if fold(name)]
    texts = [label]
    is_read = True
    try:
        texts += _read_texts(path.name, path.read_bytes(), 0)
    except (UnreadError, OSError):
        is_read = False
    has_name = any(_contains(text, patterns) for text in texts)
    return Found(has_name=has_name, is_read=is_read)


def _spell(name: str) -> tuple[re.Pattern[str], ...]:
    """Le nom dans l'ordre donné, puis à l'envers ; ses mots peuvent être collés ou séparés d'un rien."""
    words = fold(name).split()
    orders = (words, words[::-1], [*words[1:], *words[:1]])
    joined = {r"\W{0,3}".join(map(re.escape, order)) for order in orders}
    return tuple(re.compile(rf"(?<![^\W\d_]){text}(?![^\W\d_])") for text in joined)


def _contains(text: str, patterns: Sequence[tuple[re.Pattern[str], ...]]) -> bool:
    folded = fold(text)
    return any(one.search(folded) for spellings in patterns for one in spellings)


def _read_texts(name: str, content: bytes, depth: int) -> Iterator[str]:
    """Tous les textes d'un contenu, ceux des fichiers qu'il enferme compris.

    :raises UnreadError: si une partie ne se lit pas : image, fichier chiffré, trop gros ou trop emboîté.
    """
    if len(content) > _MOST or depth > _DEEPEST:
        raise UnreadError
    if content.startswith(b"PK\x03\x04"):
        yield from _read_zip(content, depth)
    elif content.startswith(b"%PDF"):
        yield from _read_pdf(content)
    elif packed := next((opener for mark, opener in _PACKED.items() if content.startswith(mark)), None):
        yield from _read_packed(name, packed, content, depth)
    elif content[257:262] == b"ustar":
        yield from _read_tar(content, depth)
    elif content.startswith(_BINARY):
        raise UnreadError
    else:
        yield from _read_plain(name, content)


def _read_zip(content: bytes, depth: int) -> Iterator[str]:
    unread = False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                yield info.filename
                if info.file_size > _MOST or info.flag_bits & 1:
                    unread = True
                    continue
                try:
                    yield from _read_texts(info.filename, archive.read(info), depth + 1)
                except UnreadError:
                    # Les images d'un document de bureautique sont nos figures, sans nom.
                    unread = unread or not info.filename.startswith(_FIGURES)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise UnreadError from error
    if unread:
        raise UnreadError


def _read_tar(content: bytes, depth: int) -> Iterator[str]:
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in archive:
                yield member.name
                stream = archive.extractfile(member) if member.isfile() else None
                if stream:
                    yield from _read_texts(member.name, stream.read(_MOST + 1), depth + 1)
    except tarfile.TarError as error:
        raise UnreadError from error


def _read_packed(name: str, opener: Callable[..., Any], content: bytes, depth: int) -> Iterator[str]:
    try:
        with opener(io.BytesIO(content)) as stream:
            inside = stream.read(_MOST + 1)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise UnreadError from error
    yield from _read_texts(Path(name).stem, inside, depth + 1)


def _read_pdf(content: bytes) -> Iterator[str]:
    """Le texte de chaque page et les propriétés ; une page sans texte est une image : elle n'est pas lue."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        pages = [page.extract_text() for page in reader.pages]
        yield "\n".join(map(str, (reader.metadata or {}).values()))
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadError from error
    yield from pages
    if not all(page.strip() for page in pages):
        raise UnreadError


def _read_plain(name: str, content: bytes) -> Iterator[str]:
    text = _decode(content)
    suffix = Path(name).suffix.lower()
    if suffix in _MARKUP or text.lstrip().startswith("<"):
        yield from _read_markup(content, text)
        return
    if suffix in {".json", ".ipynb"}:
        yield from _read_json(text)
    yield text
    yield html.unescape(text)
    yield _ESCAPES.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


def _decode(content: bytes) -> str:
    for mark, codec in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if content.startswith(mark):
            return content.decode(codec, "replace")
    # Un texte en UTF-16 sans marque a un octet nul sur deux.
    if content[1:200:2].count(0) > len(content[1:200:2]) // 2:
        return content.decode("utf-16-le", "replace")
    if content[0:200:2].count(0) > len(content[0:200:2]) // 2:
        return content.decode("utf-16-be", "replace")
    for codec in _CODECS:
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _read_markup(content: bytes, text: str) -> Iterator[str]:
    """Le texte collé, celui de chaque balise à part, et les attributs ; à défaut, sans balises."""
    parts: list[str] = []
    attributes: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, found: attributes.extend(found.values())
    parser.CharacterDataHandler = parts.append
    try:
        parser.Parse(content, True)  # noqa: FBT003 — la fin, telle que la demande expat
    except expat.ExpatError:
        stripped = html.unescape(re.sub(r"<[^>]*>", " ", text))
        yield from (stripped, html.unescape(re.sub(r"<[^>]*>", "", text)), html.unescape(text))
        return
    yield "".join(parts)
    yield " ".join(parts)
    yield "\n".join(attributes)


def _read_json(text: str) -> Iterator[str]:
    try:
        pending = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            pending += value
            yield "".join(one for one in value if isinstance(one, str))
        elif isinstance(value, dict):
            pending += [*value.keys(), *value.values()]
