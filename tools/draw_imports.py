"""Dessine les imports d'une version du kit : une boîte par pièce, un étage par rang, un trait par import.

Usage : python tools/draw_imports.py DÉPÔT FICHIER.svg
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

_WIDTH: Final = 960
_FLOOR: Final = 74
_BOX: Final = 26
_GAP: Final = 12
_LETTER: Final = 6.9


def read_arrows(root: Path) -> Mapping[str, frozenset[str]]:
    """Les pièces de ``kit/`` (ses entrées de premier rang), chacune avec celles qu'elle importe."""
    kit = root / "kit"
    arrows: dict[str, set[str]] = {}
    for path in sorted(kit.rglob("*.py")):
        room = path.relative_to(kit).parts[0].removesuffix(".py")
        if room.startswith("__"):
            continue
        used = {name.split(".")[1] for name in _list_imports(path) if name.startswith("kit.")}
        arrows.setdefault(room, set()).update(used - {room})
    return {room: frozenset(used & arrows.keys()) for room, used in arrows.items()}


def _list_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def stack_floors(arrows: Mapping[str, frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    """Les étages, du plancher au toit : une pièce est juste au-dessus de la plus haute qu'elle importe.

    :raises RecursionError: si deux pièces s'importent l'une l'autre.
    """
    ranks: dict[str, int] = {}

    def rank(room: str) -> int:
        if room not in ranks:
            ranks[room] = 1 + max((rank(used) for used in arrows[room]), default=-1)
        return ranks[room]

    top = max(map(rank, arrows))
    return tuple(tuple(room for room in sorted(arrows) if ranks[room] == floor) for floor in range(top + 1))


def draw(arrows: Mapping[str, frozenset[str]]) -> str:
    """Le dessin SVG, son titre et sa description compris."""
    floors = stack_floors(arrows)
    height = _FLOOR * len(floors)
    boxes = dict(_place(floors))
    lines = "".join(
        f'<path d="M{_middle(boxes[room])} {boxes[room][1] + _BOX}L{_middle(boxes[used])} {boxes[used][1]}"/>'
        for room in sorted(arrows)
        for used in sorted(arrows[room])
    )
    rooms = "".join(
        f'<rect x="{x}" y="{y}" width="{width}" height="{_BOX}" rx="4"/>'
        f'<text x="{x + width / 2:g}" y="{y + 17}">{room}</text>'
        for room, (x, y, width) in boxes.items()
    )
    count = sum(map(len, arrows.values()))
    said = f"{len(arrows)} pièces, {len(floors)} étages, {count} flèches"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">'
        f"<title>Les imports du kit : {said}</title>"
        "<style>path{stroke:#85765f;stroke-width:1;opacity:.55}rect{fill:#e6f1f2;stroke:#0b4b5a}"
        "text{font:12px sans-serif;text-anchor:middle;fill:#25211b}</style>"
        f'<rect width="{_WIDTH}" height="{height}" style="fill:#ffffff;stroke:none"/>{lines}{rooms}</svg>\n'
    )


def _place(floors: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """La place de chaque boîte : le toit en haut, chaque étage centré."""
    for rank, rooms in enumerate(reversed(floors)):
        widths = [round(len(room) * _LETTER + 14) for room in rooms]
        gap = min(_GAP * 4, (_WIDTH - 2 * _GAP - sum(widths)) / max(1, len(rooms) - 1))
        x = (_WIDTH - sum(widths) - gap * (len(rooms) - 1)) / 2
        for room, width in zip(rooms, widths, strict=True):
            yield room, (round(x, 1), rank * _FLOOR + 20, width)
            x += width + gap


def _middle(box: tuple[float, float, float]) -> str:
    return f"{box[0] + box[2] / 2:g}"


def main() -> None:
    """Lit la ligne de commande et écrit le dessin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("depot", type=Path)
    parser.add_argument("dessin", type=Path)
    arguments = parser.parse_args()
    arguments.dessin.write_text(draw(read_arrows(arguments.depot)), encoding="utf-8")


if __name__ == "__main__":
    main()
