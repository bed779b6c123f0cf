"""Les styles d'un .xlsx : ceux de la personne gardés, les nôtres ajoutés à leur suite."""

from __future__ import annotations

from typing import Final

from kit.writers.annotating._edits import EditError, Edits, Span, parse_spans, prefix_of, set_attribute
from kit.writers.annotating.marks import Highlight

_POOLS: Final = (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId"))


class StyleSheet:
    """La feuille de styles en cours de retouche. Un style a un rang, que portent les cellules."""

    def __init__(self, content: bytes, part: str) -> None:
        self.content = content
        self.root = parse_spans(content, part)
        self.looks = list(self._find("cellXfs").children)
        self._added: dict[str, list[bytes]] = {name: [] for name in ("cellXfs", *dict(_POOLS))}
        self._painted: dict[tuple[int, Highlight], int] = {}

    def paint(self, base: int, highlight: Highlight) -> int:
        """Le rang du style ``base``, sur ce fond et dans ce cadre."""
        key = (base, highlight)
        if key not in self._painted:
            look = self.looks[base if base < len(self.looks) else 0]
            tag = self.content[look.start : look.body]
            fill, border = self._add_fill(highlight), self._add_border(highlight)
            for name, value in (
                (b"fillId", fill),
                (b"applyFill", 1),
                (b"borderId", border),
                (b"applyBorder", 1),
            ):
                tag = set_attribute(tag, name, str(value))
            self._painted[key] = self._add("cellXfs", tag + self.content[look.body : look.end])
        return self._painted[key]

    def append(self, other: bytes) -> int:
        """Ajoute tous les styles d'un classeur que le kit a écrit ; rend le rang du premier."""
        prefix = prefix_of(self.content, self.root)
        root = parse_spans(other, "xl/styles.xml")
        shifts = {}
        for name, key in _POOLS:
            pool = root.find(name)
            shifts[key] = len(self._find(name).children) + len(self._added[name])
            for child in pool.children if pool else ():
                self._add(name, _move(other[child.start : child.end], prefix))
        looks = root.find("cellXfs")
        first = len(self.looks) + len(self._added["cellXfs"])
        for look in looks.children if looks else ():
            tag = other[look.start : look.body]
            for key, shift in shifts.items():
                tag = set_attribute(tag, key.encode(), str(int(look.attributes.get(key, "0")) + shift))
            self._add("cellXfs", _move(tag + other[look.body : look.end], prefix))
        return first

    def write(self) -> bytes:
        """La feuille de styles, complétée."""
        edits = Edits(self.content)
        for name, added in self._added.items():
            pool = self._find(name)
            if added:
                tag = self.content[pool.start : pool.body]
                tag = set_attribute(tag, b"count", str(len(pool.children) + len(added)))
                edits.replace(pool.start, pool.body, tag)
                edits.insert(pool.tail, b"".join(added))
        return edits.apply()

    def _find(self, name: str) -> Span:
        found = self.root.find(name)
        if found is None or not found.children:
            raise EditError(f"ce classeur ne peut pas être annoté : ses styles n’ont pas de « {name} »")
        return found

    def _add(self, name: str, written: bytes) -> int:
        self._added[name].append(written)
        return len(self._find(name).children) + len(self._added[name]) - 1

    def _add_fill(self, highlight: Highlight) -> int:
        color = f'<fgColor rgb="{_name_color(highlight.fill)}"/><bgColor indexed="64"/>'
        return self._add_once("fills", f'<fill><patternFill patternType="solid">{color}</patternFill></fill>')

    def _add_border(self, highlight: Highlight) -> int:
        look = f'style="{"dashed" if highlight.is_dashed else "thick"}"'
        color = f'<color rgb="{_name_color(highlight.line)}"/>'
        sides = "".join(f"<{side} {look}>{color}</{side}>" for side in ("left", "right", "top", "bottom"))
        return self._add_once("borders", f"<border>{sides}<diagonal/></border>")

    def _add_once(self, name: str, written: str) -> int:
        moved = _move(written.encode(), prefix_of(self.content, self.root))
        added = self._added[name]
        if moved in added:
            return len(self._find(name).children) + added.index(moved)
        return self._add(name, moved)


def _name_color(color: str) -> str:
    return f"FF{color.lstrip('#').upper()}"


def _move(written: bytes, prefix: bytes) -> bytes:
    """Ces éléments, sans préfixe parce que le kit les a écrits, au préfixe de la feuille qui les reçoit."""
    return written.replace(b"</", b"\0").replace(b"<", b"<" + prefix).replace(b"\0", b"</" + prefix)
