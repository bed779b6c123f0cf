"""Les commentaires d'un .xlsx : XlsxWriter écrit les nôtres, ceux de la personne restent devant."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from typing import Final

from kit.writers.annotating._edits import Edits, Span, encode_text, parse_spans, prefix_of, set_attribute
from kit.writers.annotating._package import Package, read_parts
from kit.writers.annotating._relations import (
    add_relation,
    declare_drawings,
    declare_part,
    find_related,
    list_relations,
    read_namespace,
)
from kit.writers.annotating._xlsx_cells import link_drawings, parse_sheet, read_spot
from kit.writers.annotating.marks import AUTHOR, Mark, Spot

_COMMENTS: Final = "xl/comments1.xml"
_DRAWINGS: Final = "xl/drawings/vmlDrawing1.vml"
_SHAPE: Final = re.compile(rb"<v:shape .*?</v:shape>", re.DOTALL)
_SHAPE_TYPE: Final = re.compile(rb"<v:shapetype.*?</v:shapetype>", re.DOTALL)
_SHAPE_NUMBER: Final = re.compile(rb"_x0000_s(\d+)")
_WIDTH, _LINE, _PER_LINE = 330, 17, 48


def add_comments(package: Package, part: str, marks: Sequence[Mark]) -> None:
    """Ajoute le commentaire de chacune de ces marques à cette feuille."""
    comments = find_related(package, part, "comments")
    taken = _list_commented(package.read(comments), comments) if comments else {}
    fresh = [mark for mark in marks if mark.spot not in taken]
    ours = _write_ours(fresh) if fresh else {}
    if comments:
        package.put(comments, _extend_comments(package.read(comments), comments, marks, ours))
    elif fresh:
        name = package.name_new("xl/comments{}.xml")
        package.put(name, ours[_COMMENTS])
        declare_part(package, name, "comments")
        add_relation(package, part, "comments", name)
    if fresh:
        _add_drawings(package, part, ours[_DRAWINGS])


def _write_ours(marks: Sequence[Mark]) -> dict[str, bytes]:
    """Les commentaires et leurs dessins, comme XlsxWriter les écrit."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet()
    for mark in marks:
        line, column = mark.spot
        lines = sum(math.ceil(max(1, len(text)) / _PER_LINE) for text in mark.text.split("\n"))
        look = {"author": AUTHOR, "width": _WIDTH, "height": _LINE * (lines + 1), "font_size": 9}
        page.write_comment(line - 1, column - 1, mark.text, look)
    book.close()
    return dict(read_parts(buffer.getvalue()))


def _list_commented(content: bytes, part: str) -> dict[Spot | None, Span]:
    listed = parse_spans(content, part).find("commentList")
    return {read_spot(one.attributes.get("ref", "")): one for one in (listed.children if listed else ())}


def _extend_comments(content: bytes, part: str, marks: Sequence[Mark], ours: dict[str, bytes]) -> bytes:
    """Les commentaires de la feuille, les nôtres ajoutés ; sur une même cellule, le nôtre suit le sien."""
    root, edits = parse_spans(content, part), Edits(content)
    prefix = prefix_of(content, root)
    authors, listed = root.find("authors"), root.find("commentList")
    if authors is None or listed is None:
        return content
    edits.append_to(authors, b"<%sauthor>%s</%sauthor>" % (prefix, encode_text(AUTHOR), prefix))
    taken = _list_commented(content, part)
    for mark in marks:
        if mark.spot in taken:
            _extend_text(edits, taken[mark.spot], mark.text)
    if ours:
        written = ours[_COMMENTS]
        source = parse_spans(written, _COMMENTS).find("commentList")
        rank = str(len(authors.children)).encode()
        added = [
            set_attribute(written[one.start : one.body], b"authorId", rank.decode())
            + written[one.body : one.end]
            for one in (source.children if source else ())
        ]
        edits.append_to(listed, b"".join(_prefix(one, prefix) for one in added))
    return edits.apply()


def _prefix(written: bytes, prefix: bytes) -> bytes:
    return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1" + prefix, written)


def _extend_text(edits: Edits, comment: Span, text: str) -> None:
    """Ajoute ce texte à la fin d'un commentaire de la personne."""
    body = comment.find("text")
    if body is None:
        return
    prefix = prefix_of(edits.content, comment)
    run = b'<%sr><%st xml:space="preserve">%s</%st></%sr>'
    # Un texte nu, avant le nôtre, devient un premier morceau : un tableur n'en lit pas deux sortes à la fois.
    for plain in body.list_named("t"):
        edits.insert(plain.start, b"<%sr>" % prefix)
        edits.insert(plain.end, b"</%sr>" % prefix)
    shown = encode_text(f"\n\n{AUTHOR} :\n{text}")
    edits.append_to(body, run % (prefix, prefix, shown, prefix, prefix))


def _add_drawings(package: Package, part: str, ours: bytes) -> None:
    """Dessine nos commentaires, à la suite des dessins de la feuille si elle en a."""
    link = parse_sheet(package.read(part), part).find("legacyDrawing")
    key = link.attributes.get("id", "") if link else ""
    existing = next((one.target for one in list_relations(package, part) if one.key == key), "")
    if existing in package and existing:
        package.put(existing, _extend_drawings(package.read(existing), ours))
        return
    name = package.name_new("xl/drawings/vmlDrawing{}.vml")
    package.put(name, ours)
    declare_drawings(package)
    key = add_relation(package, part, "vmlDrawing", name)
    package.put(part, link_drawings(package.read(part), part, key, read_namespace(package)))


def _extend_drawings(content: bytes, ours: bytes) -> bytes:
    """Ces dessins et les nôtres. Excel y écrit du HTML mal fermé : on ne les relit pas en XML."""
    numbers = [int(found) for found in _SHAPE_NUMBER.findall(content)]
    shift = max(numbers, default=1024) - 1024
    kinds = [] if b'id="_x0000_t202"' in content else _SHAPE_TYPE.findall(ours)
    shapes = [
        _SHAPE_NUMBER.sub(lambda match: b"_x0000_s%d" % (int(match[1]) + shift), shape)
        for shape in _SHAPE.findall(ours)
    ]
    at = content.rfind(b"</xml>")
    return content[:at] + b"".join((*kinds, *shapes)) + content[at:] if at >= 0 else content
