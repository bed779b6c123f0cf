"""Refait l'image que les messageries montrent quand on partage le livre (1200 × 630).

À lancer quand le titre ou le dessin changent : ``python tools/make_social_card.py``.
"""

from __future__ import annotations

from pathlib import Path

import typst

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "kit" / "sphinxext" / "theme" / "static" / "social-card.png"
FONTS = ROOT / "templates" / "references" / "polices"
SOURCE = """\
#set page(width: 1200pt, height: 630pt, margin: 0pt, fill: rgb("#fbf8f2"))
#set text(font: "Public Sans", fill: rgb("#25211b"), lang: "fr")
#place(bottom, rect(width: 100%, height: 18pt, fill: gradient.linear(
  (rgb("#2a78ad"), 0%), (rgb("#2a78ad"), 33%), (rgb("#bf5a0c"), 33%), (rgb("#bf5a0c"), 66%),
  (rgb("#2e8555"), 66%), (rgb("#2e8555"), 100%))))
#place(right + horizon, dx: -70pt, dy: -10pt, image("/book/images/logo.svg", width: 330pt))
#pad(x: 80pt, top: 120pt, block(width: 720pt)[
  #set par(leading: 0.42em)
  #text(size: 84pt, weight: 700, tracking: -0.02em)[Jouer collectif \\ en territoire]
  #v(16pt)
  #set par(leading: 0.6em)
  #text(size: 33pt, fill: rgb("#4f473b"))[
    Un dossier rempli, trois documents : \\ convaincre, s’organiser, se relire.
  ]
])
"""


def main() -> None:
    """Dessine la carte et l'écrit."""
    source = ROOT / "tools" / "carte-sociale.typ"
    source.write_text(SOURCE, encoding="utf-8")
    try:
        drawn = typst.compile(
            str(source),
            root=str(ROOT),
            font_paths=[str(FONTS)],
            format="png",
            ppi=72,
            ignore_system_fonts=True,
        )
    finally:
        source.unlink()
    TARGET.write_bytes(drawn)


if __name__ == "__main__":
    main()
