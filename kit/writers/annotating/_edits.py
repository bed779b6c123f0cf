"""Retoucher un XML sans le réécrire : l'endroit de chaque élément, et les octets qu'on y glisse.

Un arbre relu puis réécrit perd des espaces de noms, l'ordre des attributs, des parties inconnues ; ici, ce
qui n'est pas touché garde ses octets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from kit.domain.errors import KitError

_TAG: Final = re.compile(rb"""<[^<>"']*+(?:"[^"]*+"[^<>"']*+|'[^']*+'[^<>"']*+)*+>""")
_NAME: Final = re.compile(rb"<([^\s/>]+)")
_ATTRIBUTE: Final = re.compile(rb"""\s+([^\s=<>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")


class EditError(KitError):
    """Un classeur qui se lit, mais dont une partie n'a pas la forme qu'il faut pour y ajouter."""

    exit_status = 1


@dataclass(slots=True, kw_only=True)
class Span:
    """Un élément et ses octets : ``start`` à ``end`` en entier, ``body`` à ``tail`` entre ses balises.

    ``name`` et les clés de ``attributes`` sont sans préfixe ; ``parent`` est vide pour la racine.
    """

    name: str
    attributes: dict[str, str]
    start: int
    body: int
    tail: int = 0
    end: int = 0
    parent: Span | None = None
    children: list[Span] = field(default_factory=list)

    def find(self, name: str) -> Span | None:
        """Le premier enfant de ce nom."""
        return next((child for child in self.children if child.name == name), None)

    def list_named(self, name: str) -> Iterator[Span]:
        """Les enfants de ce nom."""
        return (child for child in self.children if child.name == name)

    @property
    def is_closed(self) -> bool:
        """Vrai pour une balise qui se ferme elle-même."""
        return self.body == self.end


def keep_all(_: Span) -> bool:
    """Tout garder."""
    return True


def parse_spans(content: bytes, part: str, keep: Callable[[Span], bool] = keep_all) -> Span:
    """La racine de ce XML ; ``keep`` dit quels éléments retenir, avec ce qu'ils contiennent.

    :raises EditError: s'il ne se lit pas.
    """
    walk = _Walk(content, keep)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: walk.enter(
        parser.CurrentByteIndex, name, attributes
    )
    parser.EndElementHandler = lambda _: walk.leave(parser.CurrentByteIndex)
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(part)
    try:
        parser.Parse(content, True)  # noqa: FBT003 - l'interface d'expat
    except expat.ExpatError:
        _refuse(part)
    return walk.root or _refuse(part)


def _refuse(part: str) -> Span:
    raise EditError(
        f"ce classeur ne peut pas être annoté : sa partie « {part} » ne se lit pas. "
        "Ouvrez-le, enregistrez-le de nouveau, puis recommencez"
    )


class _Walk:
    """La lecture en cours : la racine, l'élément ouvert, et la profondeur de ce qui n'est pas retenu."""

    def __init__(self, content: bytes, keep: Callable[[Span], bool]) -> None:
        self.content, self.keep = content, keep
        self.root: Span | None = None
        self.open: Span | None = None
        self.skipped = 0

    def enter(self, at: int, name: str, attributes: dict[str, str]) -> None:
        if self.skipped:
            self.skipped += 1
            return
        short = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        body = end_tag(self.content, at)
        span = Span(name=name.rpartition(" ")[2], attributes=short, start=at, body=body, parent=self.open)
        if self.open is None:
            self.root = span
        elif self.keep(span):
            self.open.children.append(span)
        else:
            self.skipped = 1
            return
        self.open = span

    def leave(self, at: int) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        span = self.open
        if span is not None:
            is_closed = self.content[span.body - 2 : span.body] == b"/>"
            span.tail, span.end = (span.body, span.body) if is_closed else (at, end_tag(self.content, at))
            self.open = span.parent


def end_tag(content: bytes, at: int) -> int:
    """La fin de la balise qui commence là."""
    match = _TAG.match(content, at)
    return match.end() if match else at


class Edits:
    """Ce qui se glisse dans un XML ; ``apply`` le rend, le reste inchangé."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._changes: list[tuple[int, int, int, bytes]] = []

    def replace(self, start: int, end: int, text: bytes) -> None:
        """Met ``text`` à la place de ces octets."""
        self._changes.append((start, end, len(self._changes), text))

    def insert(self, at: int, text: bytes) -> None:
        """Glisse ``text`` à cet endroit, après ce qui y a déjà été glissé."""
        self.replace(at, at, text)

    def append_to(self, span: Span, text: bytes) -> None:
        """Glisse ``text`` à la fin de cet élément, qui s'ouvre s'il était fermé."""
        if not span.is_closed:
            self.insert(span.tail, text)
            return
        tag = self.content[span.start : span.body]
        name = raw_name(self.content, span)
        self.replace(span.start, span.body, tag[:-2] + b">" + text + b"</" + name + b">")

    def set_attribute(self, span: Span, name: bytes, value: str) -> None:
        """Donne cette valeur à cet attribut de la balise."""
        tag = self.content[span.start : span.body]
        self.replace(span.start, span.body, set_attribute(tag, name, value))

    def apply(self) -> bytes:
        """Le XML retouché."""
        pieces: list[bytes] = []
        at = 0
        for start, end, _, text in sorted(self._changes):
            if start < at:
                message = "deux retouches se recouvrent"
                raise ValueError(message)
            pieces += (self.content[at:start], text)
            at = end
        return b"".join((*pieces, self.content[at:]))


def raw_name(content: bytes, span: Span) -> bytes:
    """Le nom d'un élément tel qu'il est écrit, préfixe compris."""
    match = _NAME.match(content, span.start)
    return match[1] if match else b""


def prefix_of(content: bytes, span: Span) -> bytes:
    """Le préfixe d'un élément, deux-points compris ; vide s'il n'en a pas."""
    head, colon, _ = raw_name(content, span).rpartition(b":")
    return head + colon


def name_in(content: bytes, root: Span, namespace: str, name: str) -> tuple[str, str]:
    """Un attribut de cet espace de noms, et de quoi le déclarer si la racine ne le fait pas."""
    declared = f'="{namespace}"'.encode()
    for match in _ATTRIBUTE.finditer(content[root.start : root.body]):
        if match[1].startswith(b"xmlns:") and match[0].endswith(declared):
            return f"{match[1].decode()[6:]}:{name}", ""
    return f"kit:{name}", f' xmlns:kit="{namespace}"'


def set_attribute(tag: bytes, name: bytes, value: str) -> bytes:
    """La balise, cet attribut à cette valeur.

    >>> set_attribute(b"<c r='A1' s=\\"4\\"/>", b"s", "7"), set_attribute(b"<c>", b"s", "7")
    (b'<c r=\\'A1\\' s="7"/>', b'<c s="7">')
    """
    written = b" " + name + b"=" + encode(quoteattr(value))
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name:
            return tag[: match.start()] + written + tag[match.end() :]
    at = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:at].rstrip() + written + tag[at:]


def remove_attribute(tag: bytes, name: bytes) -> bytes:
    """La balise, sans cet attribut."""
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name:
            return tag[: match.start()] + tag[match.end() :]
    return tag


def encode(text: str) -> bytes:
    """Ce texte, déjà échappé, dans n'importe quel encodage : ce qui n'est pas ASCII y est numéroté."""
    return text.encode("ascii", "xmlcharrefreplace")


def encode_text(text: str) -> bytes:
    """Ce texte, échappé et encodé."""
    return encode(escape(text))
