"""Autour des feuilles d'un .ods : la page où s'imprime la nôtre, et celle où le classeur s'ouvre."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kit.writers.annotating._edits import Edits, Span, encode_text, parse_spans
from kit.writers.annotating._ods_names import own_names
from kit.writers.annotating._package import Package

_STYLES: Final = "styles.xml"
_SETTINGS: Final = "settings.xml"
# Notre page dans ce que le kit écrit, et le groupe qui la reçoit.
_PAGES: Final = (("automatic-styles", "page-layout"), ("master-styles", "master-page"))
_USED: Final = re.compile(rb'style:master-page-name="([^"]*)"')


def add_page(package: Package, ours: Mapping[str, bytes]) -> None:
    """Ajoute la page de notre feuille à celles du classeur."""
    used = _USED.search(ours["content.xml"])
    text = package.read(_STYLES)
    if used is None or not text:
        return
    written, edits = ours[_STYLES], Edits(text)
    root, source = parse_spans(text, _STYLES), parse_spans(written, _STYLES)
    for group, name in _PAGES:
        receiving, giving = root.find(group), source.find(group)
        wanted = {used[1].decode(), f"page-{used[1].decode()}"}
        for one in giving.list_named(name) if giving else ():
            if receiving is not None and one.attributes.get("name") in wanted:
                edits.append_to(receiving, own_names(written[one.start : one.end]))
    package.put(_STYLES, edits.apply())


def open_on(package: Package, title: str) -> None:
    """Ouvre le classeur sur cette feuille."""
    text = package.read(_SETTINGS)
    if not text:
        return
    edits = Edits(text)
    for item in _walk(parse_spans(text, _SETTINGS)):
        if item.name == "config-item" and item.attributes.get("name") == "ActiveTable" and not item.is_closed:
            edits.replace(item.body, item.tail, encode_text(title))
    package.put(_SETTINGS, edits.apply())


def _walk(span: Span) -> Iterator[Span]:
    yield span
    for child in span.children:
        yield from _walk(child)
