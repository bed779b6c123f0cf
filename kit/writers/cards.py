"""Des cartes à imprimer et à découper, en un PDF accessible : quatre par page, en grandes lettres."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from kit.writers.look import Look
from kit.writers.pdf import compile_pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Une carte : le jeu dont elle est, son titre, son texte, une précision et d'où elle vient."""

    group: str
    title: str
    text: str
    detail: str = ""
    source: str = ""


def write_cards(cards: Sequence[Card], *, title: str, look: Look, day: dt.date) -> bytes:
    """Le PDF des cartes, dans l'ordre donné, daté de ``day``.

    :raises PdfError: si typst refuse une carte.
    """
    content = {
        "titre": title,
        "sujet": "Jouer collectif en territoire",
        "jour": f"{day:%Y-%m-%d}",
        "cartes": [
            {
                "jeu": card.group,
                "titre": card.title,
                "texte": card.text,
                "detail": card.detail,
                "source": card.source,
            }
            for card in cards
        ],
    }
    inputs = {"cartes": json.dumps(content, ensure_ascii=False)}
    return compile_pdf(look.cards, day=day, look=look, inputs=inputs)
