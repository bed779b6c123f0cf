"""Un .ods annoté : ses cellules marquées, ses commentaires, sa feuille de plus."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Final

from kit.documents.palette import Palette
from kit.documents.workbook import Sheet, Workbook
from kit.writers.annotating._edits import (
    EditError,
    Edits,
    Span,
    encode,
    encode_text,
    end_tag,
    parse_spans,
    remove_attribute,
    set_attribute,
)
from kit.writers.annotating._ods_cells import dress_cells, keep_cells, list_merged
from kit.writers.annotating._ods_names import OURS, PREFIXES, declare, own_names
from kit.writers.annotating._ods_pages import add_page, open_on
from kit.writers.annotating._package import Package, read_parts
from kit.writers.annotating.marks import (
    AUTHOR,
    Annotation,
    Highlight,
    Mark,
    Spot,
    choose_highlight,
    find_anchor,
    join_marks,
)
from kit.writers.sheet import write_ods

_CONTENT: Final = "content.xml"
_SHEET: Final = re.compile(rb"<table:table .*</table:table>", re.DOTALL)
_STYLE_NAME: Final = re.compile(rb'style:name="([^"]*)"')
_PROPERTIES: Final = re.compile(rb"<[\w-]+:table-cell-properties[\s/>]")


def annotate_ods(content: bytes, annotation: Annotation, palette: Palette) -> bytes:
    """Les octets de la copie annotée.

    :raises EditError: si une partie du classeur n'a pas la forme qu'il faut.
    """
    package = Package(content)
    text = package.read(_CONTENT)
    root = parse_spans(text, _CONTENT, keep_cells)
    body = root.find("body")
    book = body.find("spreadsheet") if body else None
    tables = list(book.list_named("table")) if book else []
    if book is None or not tables or body is None:
        raise EditError("ce classeur ne peut pas être annoté : la liste de ses feuilles manque")
    edits = Edits(text)
    looks = _Looks(edits, root, palette, annotation.day)
    for table in tables:
        marks = [mark for mark in annotation.marks if mark.sheet == table.attributes.get("name")]
        _annotate_table(edits, table, marks, looks)
    ours = read_parts(write_ods(Workbook(title=annotation.sheet.title, sheets=(annotation.sheet,)), palette))
    styles, validations, sheet = _write_ours(ours, annotation.sheet, palette.list_colors()["accent"])
    _add_styles(edits, root, b"".join((*looks.written, styles)))
    _add_validations(edits, book, tables[0], validations)
    edits.insert(tables[-1].end, sheet)
    package.put(_CONTENT, edits.apply())
    add_page(package, ours)
    open_on(package, annotation.sheet.title)
    return package.write()


def _annotate_table(edits: Edits, table: Span, marks: Iterable[Mark], looks: _Looks) -> None:
    merged = tuple(list_merged(table))
    grouped: defaultdict[Spot, list[Mark]] = defaultdict(list)
    for mark in marks:
        grouped[find_anchor(mark.spot, merged)].append(mark)
    joined = [join_marks(group, spot) for spot, group in grouped.items()]
    dress_cells(edits, table, {mark.spot: partial(looks.dress, mark) for mark in joined})


class _Looks:
    """Les styles des cellules marquées : chacun celui qu'avait la cellule, sur un autre fond."""

    def __init__(self, edits: Edits, root: Span, palette: Palette, day: dt.date) -> None:
        self.content, self.palette, self.day = edits.content, palette, day
        automatic = root.find("automatic-styles")
        styles = automatic.children if automatic else ()
        self.known = {one.attributes.get("name", ""): one for one in styles if one.name == "style"}
        self.names: dict[tuple[str, bool], str] = {}
        self.written: list[bytes] = []

    def dress(self, mark: Mark, tag: bytes, inside: bytes, inherited: str) -> bytes:
        """La cellule, son fond et son commentaire ; sans sa balise fermante."""
        prefix = tag[1:].split(b":")[0]
        own = re.search(rb"\s" + prefix + rb':style-name="([^"]*)"', tag)
        style = own[1].decode() if own else inherited
        painted = set_attribute(
            tag, prefix + b":style-name", self._paint(style, is_blocking=mark.is_blocking)
        )
        note = _find_note(inside)
        if note:
            said = b"".join(_build_paragraphs(f"{AUTHOR} :\n{mark.text}"))
            return painted + inside[:note] + said + inside[note:]
        return painted + self._build_note(mark) + inside

    def _paint(self, style: str, *, is_blocking: bool) -> str:
        key = (style, is_blocking)
        if key not in self.names:
            self.names[key] = name = f"{OURS}marque-{len(self.names) + 1}"
            self.written.append(
                self._build_style(style, name, choose_highlight(self.palette, is_blocking=is_blocking))
            )
        return self.names[key]

    def _build_style(self, style: str, name: str, highlight: Highlight) -> bytes:
        known = self.known.get(style)
        fill = (
            f"<style:table-cell-properties {declare('style', 'fo')} "
            f'fo:background-color="{highlight.fill}" fo:border="{_write_border(highlight)}"/>'
        )
        if known is None:
            parent = encode(style) or b"Default"
            return (
                b'<style:style %s style:name="%s" style:family="table-cell" style:parent-style-name="%s">%s'
                % (
                    declare("style").encode(),
                    name.encode(),
                    parent,
                    fill.encode() + b"</style:style>",
                )
            )
        written = self.content[known.start : known.end]
        tag = self.content[known.start : known.body]
        prefix = tag[1:].split(b":")[0]
        opened = set_attribute(tag, prefix + b":name", name)
        if known.is_closed:
            return opened[:-2] + b">" + fill.encode() + b"</" + prefix + b":style>"
        inside = written[known.body - known.start :]
        found = _PROPERTIES.search(inside)
        if found is None:
            return opened + fill.encode() + inside
        end = end_tag(inside, found.start())
        return opened + inside[: found.start()] + _fill(inside[found.start() : end], highlight) + inside[end:]

    def _build_note(self, mark: Mark) -> bytes:
        said = b"".join(_build_paragraphs(mark.text))
        lines = len(mark.text) // 48 + mark.text.count("\n") + 2
        return (
            (
                f'<office:annotation {declare("office", "dc", "text", "svg")} office:display="false" '
                f'svg:width="8.5cm" svg:height="{lines * 0.42:.2f}cm">'
                f"<dc:creator>{AUTHOR}</dc:creator><dc:date>{self.day.isoformat()}T00:00:00</dc:date>"
            ).encode()
            + said
            + b"</office:annotation>"
        )


def _fill(tag: bytes, highlight: Highlight) -> bytes:
    """Ces propriétés de cellule, sur ce fond et dans ce cadre ; le préfixe peut manquer au fichier."""
    for name in set(
        re.findall(rb"\s([\w-]+:(?:background-color|border(?:-left|-right|-top|-bottom)?))=", tag)
    ):
        tag = remove_attribute(tag, name)
    tag = set_attribute(tag, b"xmlns:kit", PREFIXES["fo"])
    tag = set_attribute(tag, b"kit:background-color", highlight.fill)
    return set_attribute(tag, b"kit:border", _write_border(highlight))


def _write_border(highlight: Highlight) -> str:
    return f"{'1pt dashed' if highlight.is_dashed else '2.5pt solid'} {highlight.line}"


def _find_note(inside: bytes) -> int:
    """Où finit le texte du commentaire que porte déjà la cellule ; 0 si elle n'en a pas."""
    found = re.search(rb"</[\w-]+:annotation>", inside)
    return found.start() if found else 0


def _build_paragraphs(text: str) -> Iterable[bytes]:
    for line in text.split("\n"):
        yield f"<text:p {declare('text')}>".encode() + encode_text(line) + b"</text:p>"


def _write_ours(ours: Mapping[str, bytes], sheet: Sheet, color: str) -> tuple[bytes, bytes, bytes]:
    """Notre feuille comme le kit l'écrit : ses styles, ses listes, elle-même, sous des noms à elle."""
    text = ours[_CONTENT]
    found = _SHEET.search(text)
    written = found[0] if found else b""
    used = set(re.findall(rb'table:style-name="([^"]*)"', written))
    styles = [
        own_names(style)
        for part, group in ((_CONTENT, "automatic-styles"), ("styles.xml", "styles"))
        for style in _list_children(ours[part], part, group)
        if _is_used(style, used)
    ]
    tab = b'<style:table-properties table:tab-color="%s"' % color.encode()
    body = _list_children(text, _CONTENT, "body", "spreadsheet", "content-validations")
    title = encode(sheet.title)
    return (
        b"".join(styles).replace(b"<style:table-properties", tab),
        b"".join(map(own_names, body)),
        own_names(written).replace(
            b'table:name="%s%s"' % (OURS.encode(), title), b'table:name="%s"' % title, 1
        ),
    )


def _is_used(style: bytes, used: Collection[bytes]) -> bool:
    if style.startswith(b"<number:"):
        return True
    return style.startswith(b"<style:style") and _STYLE_NAME.findall(style)[0] in used


def _list_children(text: bytes, part: str, *path: str) -> Iterator[bytes]:
    """Ce que porte cet élément, dans ce que le kit a écrit."""
    found: Span | None = parse_spans(text, part)
    for name in path:
        found = found.find(name) if found else None
    for child in found.children if found else ():
        yield text[child.start : child.end]


def _add_styles(edits: Edits, root: Span, styles: bytes) -> None:
    automatic, body = root.find("automatic-styles"), root.find("body")
    if automatic is not None:
        edits.append_to(automatic, styles)
    elif body is not None:
        opening = f"<office:automatic-styles {declare('office')}>".encode()
        edits.insert(body.start, opening + styles + b"</office:automatic-styles>")


def _add_validations(edits: Edits, book: Span, first: Span, validations: bytes) -> None:
    existing = book.find("content-validations")
    if existing is not None:
        edits.append_to(existing, validations)
    elif validations:
        opening = f"<table:content-validations {declare('table')}>".encode()
        edits.insert(first.start, opening + validations + b"</table:content-validations>")
