"""La demande faite à un public : celle que le dossier lui adresse, sinon une proposition dite comme telle.

Une demande commune se lit part par part : « Aux entreprises : … » ne va qu'aux entreprises, « À tous : … »
à chacun. Ce qui ne nomme personne va à tous, sauf ce qu'un conseil seul peut décider, qui ne va qu'aux élus
et à leur direction générale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kit.domain.typography import fold
from kit.domain.values import Alliance, Audience

MAX_LINES: Final = 5
EVERYONE: Final = frozenset(Audience)
_DECIDERS: Final = frozenset({Audience.ELECTED, Audience.MANAGEMENT})
# À qui une part s'adresse : le début d'un mot, replié, et les publics qu'il désigne.
_ADDRESSEES: Final = (
    (EVERYONE, ("tous", "toutes", "tout le monde", "chacun", "chaque", "ensemble")),
    (
        _DECIDERS,
        (
            *("elu", "maire", "mairie", "ville", "commune", "municipal", "conseil", "agglo", "metropole"),
            *("communaute", "intercommunal", "departement", "region", "collectivite", "epci", "ccas"),
            *("etablissement public", "syndicat", "bureau communautaire", "cc ", "ca "),
        ),
    ),
    (frozenset({Audience.MANAGEMENT}), ("direction", "dgs", "dga")),
    (frozenset({Audience.STAFF}), ("agent", "service", "equipes")),
    (frozenset({Audience.ASSOCIATION}), ("association", "benevole", "club sportif")),
    (
        frozenset({Audience.COMPANY}),
        ("entreprise", "employeur", "dirigeant", "club d", "clubs d", "commercant", "artisan", "pme", "tpe"),
    ),
    (
        frozenset({Audience.RESIDENT}),
        ("habitant", "citoyen", "famille", "parent", "usager", "riverain", "jeune", "aine"),
    ),
    (
        frozenset({Audience.FUNDER}),
        ("financeur", "fondation", "mecene", "etat", "prefet", "prefecture", "ars", "caf", "msa", "bailleur"),
    ),
)
_ADDRESS: Final = re.compile(
    r"(?:^|(?<=[.!?;…]\s))(?:aux?|à|a|pour)\s(?P<to>[^:.;!?]{2,80}?)\s*:(?:\s+|$)", re.IGNORECASE
)
_BULLET: Final = re.compile(r"^[ \t]*(?:[•▪◦·*–—-]|\d{1,2}[.)])[ \t]+")
_COUNCIL: Final = re.compile(
    r"\b(?:deliber\w*|vot(?:e|er|ez|ent|era|ons)|conseil (?:municipal|communautaire|departemental|regional|"
    r"metropolitain|d administration)|conseils? communautaires?|conseils? municipa\w+|elue?s? referente?s?|"
    r"elue? ou agente?|budget (?:primitif|principal|annexe|communal|supplementaire)|prochain budget|mandat)\b"
)
# « Aux lycées : » s'adresse à d'autres ; « Pour 2027 : » et « À décider : » n'adressent rien à personne.
_OTHERS: Final = re.compile(r"(?:aux|pour les)\s\D*$", re.IGNORECASE)
_SENTENCES: Final = re.compile(r"(?<=[.!?…]) (?=[A-ZÀ-ÖØ-Þ«])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ce que l'on demande, une ligne par décision ; ``is_proposed`` : le groupe ne l'a pas encore écrit."""

    lines: tuple[str, ...]
    is_proposed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Une part de la demande commune. ``audiences`` est vide si son destinataire n'est pas un public."""

    text: str
    addressee: str = ""
    audiences: frozenset[Audience] = EVERYONE


def choose_ask(alliance: Alliance, audience: Audience, proposal: str) -> Ask:
    """La demande à ce public : la sienne, sinon sa part de la demande commune, sinon ``proposal``."""
    own = alliance.ask_to(audience)
    if own:
        return Ask(lines=split_lines(own))
    parts = [part.text for part in list_parts(alliance.ask) if audience in part.audiences]
    if parts:
        return Ask(lines=tuple(line for part in parts for line in split_lines(part)))
    return Ask(lines=split_lines(proposal), is_proposed=True)


def list_parts(ask: str) -> tuple[Part, ...]:
    """Les parts d'une demande commune, chacune avec les publics à qui elle va."""
    parts: list[Part] = []
    for raw in ask.splitlines():
        line = _BULLET.sub("", raw).strip()
        parts += _split_line(line, parts[-1] if parts else None) if line else []
    return tuple(part for part in parts if part.text)


def _split_line(line: str, before: Part | None) -> Iterator[Part]:
    """Les parts d'une ligne ; ce qu'elle dit avant de nommer quelqu'un continue la part d'avant."""
    found = list(_ADDRESS.finditer(line))
    head = line[: found[0].start()] if found else line
    if head.strip():
        yield _continue(head.strip(), before)
    for rank, one in enumerate(found):
        end = found[rank + 1].start() if rank + 1 < len(found) else len(line)
        text, audiences = line[one.end() : end].strip(), _find_audiences(one["to"])
        if audiences or _OTHERS.match(one[0].split(":")[0].strip()):
            yield Part(text=_capitalize(text), addressee=one["to"], audiences=audiences)
        else:
            yield _continue(line[one.start() : end].strip(), before)


def _continue(text: str, before: Part | None) -> Part:
    """Une ligne qui ne nomme personne : à qui parlait la précédente, sinon à qui peut la tenir."""
    # « Aux élus : », seul sur sa ligne, ouvre une liste.
    if before is not None and before.addressee:
        return Part(text=_capitalize(text), addressee=before.addressee, audiences=before.audiences)
    is_council = _COUNCIL.search(fold(text)) is not None
    return Part(text=text, audiences=_DECIDERS if is_council else EVERYONE)


def _find_audiences(addressee: str) -> frozenset[Audience]:
    words = f" {fold(addressee)} "
    found = [audiences for audiences, roots in _ADDRESSEES if any(f" {root}" in words for root in roots)]
    return frozenset[Audience]().union(*found)


def _capitalize(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def split_lines(text: str) -> tuple[str, ...]:
    """Une ligne par puce, sinon par phrase ; au-delà de ``MAX_LINES`` phrases, la fin reste d'un seul tenant.

    >>> split_lines("• Venir le 3. mai\\n• Dire oui")
    ('Venir le 3. mai', 'Dire oui')
    """
    lines = [_BULLET.sub("", line).strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1:
        return tuple(lines)
    return split_sentences(lines[0]) if lines else ()


def split_sentences(text: str, *, limit: int = MAX_LINES) -> tuple[str, ...]:
    """Les phrases d'un texte ; au-delà de ``limit``, la fin reste d'un seul tenant.

    >>> split_sentences("Venir. Financer deux ans ! Dire oui.", limit=2)
    ('Venir.', 'Financer deux ans ! Dire oui.')
    """
    folded = re.sub(r"[ \t\r\n]+", " ", text).strip()
    return tuple(_SENTENCES.split(folded, maxsplit=limit - 1)) if folded else ()
