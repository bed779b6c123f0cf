"""De quoi écrire un dessin SVG à la main : textes coupés, protégés, et l'enveloppe accessible.

L'unité est le quart de millimètre : 640 unités font 16 cm imprimés, et 14,2 unités un texte de 10 points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from kit.documents.palette import use_color
from kit.domain.typography import settle_text

WIDTH: Final = 640
LINE: Final = 18.0
TEXT_SIZE: Final = 14.4
# Les rôles de la palette ; leur couleur vient quand le dessin est écrit (``Chart.paint``).
INK: Final = use_color("ink")
MAIN: Final = use_color("main")
MAIN_TINT: Final = use_color("main-tint")
GREY: Final = use_color("grey")
ACCENT: Final = use_color("accent")
DONE: Final = use_color("done")
DISCUSS: Final = use_color("discuss")
BLOCKED: Final = use_color("blocked")
BORDER: Final = use_color("border")
RULE: Final = use_color("line")
SURFACE: Final = use_color("surface")

_FONTS: Final = "'Public Sans','Segoe UI','Liberation Sans',Arial,sans-serif"
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# La largeur moyenne d'un caractère, en unités ; un peu forte, pour que rien ne déborde.
_CHARACTER: Final = 7.9


def protect(text: str) -> str:
    """Le texte pour XML : signes protégés, caractères interdits retirés, rien qui se lise comme un rôle."""
    return escape(_CONTROLS.sub("", text), quote=True).replace("var(--", "var&#40;--")


def wrap(text: str, width: float) -> tuple[str, ...]:
    """Le texte en lignes de ``width`` unités au plus ; un mot trop long est coupé.

    >>> wrap("Gouvernance et animation", 120)
    ('Gouvernance et', 'animation')
    """
    limit = max(4, int(width / _CHARACTER))
    lines: list[str] = []
    for word in re.split(r"[ \t\r\n]+", settle_text(text).strip()):
        if lines and len(lines[-1]) + 1 + len(word) <= limit:
            lines[-1] = f"{lines[-1]} {word}"
            continue
        pieces = [word[at : at + limit] for at in range(0, len(word), limit)] or [""]
        lines.extend(pieces)
    return tuple(lines)


def shorten(text: str, width: float) -> str:
    """Le texte sur une ligne de ``width`` unités, coupé à un mot et suivi de « … » s'il est plus long.

    >>> shorten("Gouvernance et animation", 150)
    'Gouvernance et…'
    """
    lines = wrap(text, width)
    if len(lines) == 1:
        return lines[0]
    return f"{wrap(text, width - _CHARACTER)[0]}…"


def number(value: float) -> str:
    """Une coordonnée courte et stable."""
    return f"{value:.1f}".removesuffix(".0")


def draw_text(x: float, y: float, text: str, *, anchor: str = "start", style: str = "") -> str:
    """Une ligne de texte ; ``style`` : attributs en plus."""
    extra = f" {style}" if style else ""
    return f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"{extra}>{protect(text)}</text>'


def draw_line(start: tuple[float, float], end: tuple[float, float], style: str) -> str:
    """Un trait."""
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" {style}/>'


def build_svg(  # noqa: PLR0913 - chacun se nomme à l'appel
    height: float, body: Sequence[str], *, key: str, title: str, description: str, width: float = WIDTH
) -> str:
    """Le dessin complet, avec son titre et sa description pour les lecteurs d'écran."""
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
                f'width="{number(width)}" height="{number(height)}" role="img" '
                f'aria-labelledby="{key}-titre {key}-desc" font-family="{_FONTS}" '
                f'font-size="{TEXT_SIZE}" fill="{INK}">'
            ),
            f'<title id="{key}-titre">{protect(title)}</title>',
            f'<desc id="{key}-desc">{protect(description)}</desc>',
            *body,
            "</svg>",
            "",
        ]
    )


def loosen(svg: str) -> str:
    """Le dessin à la largeur de ce qui le contient ; ses hauteurs et ses textes ne changent pas."""
    head, closing, rest = svg.partition(">")
    height = head.partition('height="')[2].partition('"')[0]
    loose = head.replace(f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"', 'width="100%"')
    return f"{loose}{closing}{rest}"
