"""Le diaporama d'un conseil : les mêmes preuves que l'argumentaire, un titre, six pages et leurs notes."""

from __future__ import annotations

import re

from kit.documents.document import Document
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP, typeset
from kit.domain.values import Audience
from kit.knowledge.catalogue import load_arguments
from kit.products.arguments.page import collect_values
from kit.products.arguments.product import SLIDES
from kit.products.context import Context
from kit.products.dossier.situation import build_dossier_map

MAX_ASKS = 5


def build_argument_slides(context: Context, audience: Audience) -> Document:
    """Le diaporama de l'argumentaire pour ce public."""
    dossier = context.dossier
    argument = load_arguments()[audience]
    ask = dossier.alliance.ask or typeset(argument.ask)
    situation = build_dossier_map(dossier)
    values = {
        "situation": situation,
        **collect_values(context, audience),
        "lead": split_sentences(argument.message, limit=2)[0],
        "asks": split_sentences(ask, limit=MAX_ASKS),
        "public": context.public,
        "today": context.today,
    }
    markdown = fill_template("argumentaire-diapositives.md.j2", values, overrides=context.overrides)
    return Document(
        name=SLIDES.name,
        title=dossier.alliance.name,
        subtitle=f"{dossier.territory.name} – public{NBSP}: {audience.value}",
        subject="Présenter l’alliance à un conseil",
        markdown=markdown,
        charts=situation.charts if situation else (),
    )


def split_sentences(text: str, *, limit: int) -> tuple[str, ...]:
    """Les phrases d'un texte, une par puce ; au-delà de ``limit``, la fin reste d'un seul tenant.

    >>> split_sentences("Venir. Financer deux ans ! Dire oui.", limit=2)
    ('Venir.', 'Financer deux ans ! Dire oui.')
    """
    folded = re.sub(r"[ \t\r\n]+", " ", text).strip()
    return tuple(re.split(r"(?<=[.!?…]) (?=[A-ZÀ-ÖØ-Þ«])", folded, maxsplit=limit - 1))
