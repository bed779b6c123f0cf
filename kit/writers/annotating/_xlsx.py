"""Un .xlsx annoté : ses cellules marquées, ses commentaires, sa feuille de plus."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final
from xml.sax.saxutils import quoteattr

from kit.documents.palette import Palette
from kit.documents.workbook import Sheet, Workbook
from kit.writers.annotating._edits import EditError, Edits, Span, encode, name_in, parse_spans, prefix_of
from kit.writers.annotating._package import Package, read_parts
from kit.writers.annotating._relations import (
    add_relation,
    declare_part,
    find_related,
    find_workbook,
    list_relations,
    read_namespace,
)
from kit.writers.annotating._xlsx_cells import list_merged, paint_cells, parse_sheet, shift_styles, unselect
from kit.writers.annotating._xlsx_comments import add_comments
from kit.writers.annotating._xlsx_styles import StyleSheet
from kit.writers.annotating.marks import Annotation, Mark, Spot, choose_highlight, find_anchor, join_marks
from kit.writers.sheet import write_xlsx

_SHARED: Final = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="s"><v>(\d+)</v></c>')
_STYLES: Final = "xl/styles.xml"


def annotate_xlsx(content: bytes, annotation: Annotation, palette: Palette) -> bytes:
    """Les octets de la copie annotée.

    :raises EditError: si une partie du classeur n'a pas la forme qu'il faut.
    """
    package = Package(content)
    workbook = find_workbook(package)
    sheets = _list_sheets(package, workbook)
    ours = read_parts(write_xlsx(Workbook(title=annotation.sheet.title, sheets=(annotation.sheet,)), palette))
    part = find_related(package, workbook, "styles")
    if not part:
        raise EditError("ce classeur ne peut pas être annoté : il n’a pas de styles")
    styles = StyleSheet(package.read(part), part)
    first = styles.append(ours[_STYLES])
    by_sheet: defaultdict[str, list[Mark]] = defaultdict(list)
    for mark in annotation.marks:
        by_sheet[mark.sheet].append(mark)
    for title, marks in by_sheet.items():
        if title in sheets:
            _annotate_sheet(package, sheets[title], marks, styles, palette)
    package.put(part, styles.write())
    for target in sheets.values():
        package.put(target, unselect(package.read(target), target))
    sheet = shift_styles(_inline(ours), annotation.sheet.title, first)
    color = palette.list_colors()["accent"].lstrip("#").upper()
    sheet = sheet.replace(b"<sheetPr>", b'<sheetPr><tabColor rgb="FF%s"/>' % color.encode(), 1)
    _add_sheet(package, workbook, annotation.sheet, sheet)
    return package.write()


def _list_sheets(package: Package, workbook: str) -> Mapping[str, str]:
    """La partie de chaque feuille, par titre."""
    targets = {one.key: one.target for one in list_relations(package, workbook)}
    found = _find_list(package.read(workbook), workbook)
    return {
        one.attributes.get("name", ""): target
        for one in found.children
        if (target := targets.get(one.attributes.get("id", ""), "")) in package
    }


def _find_list(content: bytes, workbook: str) -> Span:
    found = parse_spans(content, workbook).find("sheets")
    if found is None:
        raise EditError("ce classeur ne peut pas être annoté : la liste de ses feuilles manque")
    return found


def _annotate_sheet(
    package: Package, part: str, marks: Iterable[Mark], styles: StyleSheet, palette: Palette
) -> None:
    content = package.read(part)
    merged = tuple(list_merged(parse_sheet(content, part)))
    grouped: defaultdict[Spot, list[Mark]] = defaultdict(list)
    for mark in marks:
        grouped[find_anchor(mark.spot, merged)].append(mark)
    joined = [join_marks(group, spot) for spot, group in grouped.items()]
    paints = {
        mark.spot: partial(styles.paint, highlight=choose_highlight(palette, is_blocking=mark.is_blocking))
        for mark in joined
    }
    package.put(part, paint_cells(content, part, paints))
    add_comments(package, part, joined)


def _inline(ours: Mapping[str, bytes]) -> bytes:
    """Notre feuille, ses textes dans ses cellules : la table des textes de la personne reste la sienne."""
    part = "xl/sharedStrings.xml"
    table = ours[part]
    texts = [table[one.body : one.tail] for one in parse_spans(table, part).children]
    return _SHARED.sub(
        lambda match: match[1] + b' t="inlineStr"><is>' + texts[int(match[2])] + b"</is></c>",
        ours["xl/worksheets/sheet1.xml"],
    )


def _add_sheet(package: Package, workbook: str, sheet: Sheet, content: bytes) -> None:
    """Ajoute cette feuille après les autres, et ouvre le classeur sur elle."""
    part = package.name_new("xl/worksheets/sheet{}.xml")
    package.put(part, content)
    declare_part(package, part, "worksheet")
    key = add_relation(package, workbook, "worksheet", part)
    text = package.read(workbook)
    root, listed = parse_spans(text, workbook), _find_list(text, workbook)
    number = 1 + max((int(one.attributes.get("sheetId", "0")) for one in listed.children), default=0)
    attribute, declaration = name_in(text, root, read_namespace(package), "id")
    name = quoteattr(sheet.title)
    written = encode(f'sheet name={name} sheetId="{number}"{declaration} {attribute}="{key}"/>')
    edits = Edits(text)
    edits.append_to(listed, b"<" + prefix_of(text, listed) + written)
    views = root.find("bookViews")
    for view in views.children[:1] if views else ():
        edits.set_attribute(view, b"activeTab", str(len(listed.children)))
    package.put(workbook, edits.apply())
