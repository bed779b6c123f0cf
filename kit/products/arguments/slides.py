"""Le diaporama d'un conseil : ce que dit la page, une idée par diapositive, et les notes de qui présente."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kit.documents.document import Document
from kit.documents.family_band import build_family_band
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP
from kit.domain.values import Audience
from kit.knowledge.territories import load_territories
from kit.products.arguments.product import SLIDES
from kit.products.context import Context
from kit.products.dossier.asks import split_sentences
from kit.products.dossier.pitch import Pitch, build_pitches

# Ce qu'une diapositive porte sans que rien n'en sorte, en signes : à côté de la carte, puis seul.
MOST_BESIDE: Final = 260
MOST_TEXT: Final = 650
_EVERY: Final = 10_000
_COUNTS: Final = ("", "Une action", "Deux actions", "Trois actions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Un passage de la page de l'objection ; la première ligne est l'objection elle-même."""

    text: str
    is_objection: bool = False


def build_argument_slides(context: Context, audience: Audience) -> Document:
    """Le diaporama de l'argumentaire pour ce public."""
    dossier = context.dossier
    (page,) = build_pitches(context, (audience,))
    # De loin, la bande a besoin de plus grandes lettres.
    band = build_family_band(page.table.rows, large=True) if page.table.rows else None
    pitch = replace(page, table=replace(page.table, band=band))
    finding, alliance = pitch.finding, dossier.alliance
    shown = (*((finding.lead,) if finding.lead else ()), *finding.points, *finding.paragraphs)
    values = {
        "alliance": alliance,
        "pitch": pitch,
        "finding_parts": share_out(shown, MOST_TEXT),
        "has_points": bool(finding.points),
        "purpose_parts": share_out((alliance.purpose,), MOST_TEXT),
        "has_map_beside": len(alliance.purpose) <= MOST_BESIDE,
        "card_title": _name_cards(pitch),
        "answer_parts": _share_answer(pitch),
        "ask_parts": share_out(pitch.ask.lines, MOST_TEXT),
        "population_source": load_territories().source.title,
        "public": context.public,
        "today": context.today,
    }
    return Document(
        name=SLIDES.name,
        title=alliance.name,
        subtitle=f"{dossier.territory.name} – public{NBSP}: {audience.value}",
        subject="Présenter l’alliance à un conseil",
        markdown=fill_template("argumentaire-diapositives.md.j2", values, overrides=context.overrides),
        charts=pitch.charts,
    )


def _name_cards(pitch: Pitch) -> str:
    shown = _COUNTS[len(pitch.cards)]
    return f"{shown} sur {pitch.totals.count}" if pitch.totals.count > len(pitch.cards) else shown


def _share_answer(pitch: Pitch) -> tuple[tuple[Line, ...], ...]:
    """L'objection puis la réponse, en autant de pages qu'il en faut."""
    alliance = pitch.alliance
    objection = share_out((alliance.objection,), MOST_TEXT)
    answer = share_out((alliance.answer,), MOST_TEXT)
    said = tuple(Line(text=" ".join(part), is_objection=True) for part in objection)
    told = tuple(Line(text=" ".join(part)) for part in answer)
    is_short = len(said) == len(told) == 1 and len(said[0].text) + len(told[0].text) <= MOST_TEXT
    return ((*said, *told),) if is_short else tuple((line,) for line in (*said, *told))


def share_out(lines: Iterable[str], most: int) -> tuple[tuple[str, ...], ...]:
    """Ces lignes, réparties en pages de ``most`` signes au plus ; une ligne trop longue se coupe.

    >>> share_out(("Un. Deux.", "Trois."), 9)
    (('Un. Deux.',), ('Trois.',))
    """
    pages: list[list[str]] = []
    for line in (piece for whole in lines for piece in _cut(whole, most)):
        if not pages or sum(map(len, pages[-1])) + len(line) > most:
            pages.append([])
        pages[-1].append(line)
    return tuple(tuple(page) for page in pages)


def _cut(text: str, most: int) -> list[str]:
    """La ligne entière, ou ses morceaux : à une fin de phrase si possible, sinon entre deux mots."""
    if len(text) <= most:
        return [text]
    pieces: list[str] = []
    for sentence in split_sentences(text, limit=_EVERY):
        for part in _wrap(sentence, most):
            if pieces and len(pieces[-1]) + 1 + len(part) <= most:
                pieces[-1] = f"{pieces[-1]} {part}"
            else:
                pieces.append(part)
    return pieces


def _wrap(sentence: str, most: int) -> list[str]:
    parts: list[str] = []
    for word in sentence.split(" "):
        if parts and len(parts[-1]) + 1 + len(word) <= most:
            parts[-1] = f"{parts[-1]} {word}"
        else:
            parts.append(word)
    return parts
