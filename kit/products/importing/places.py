"""Ce qu'un plan dit hors de ses lignes : son territoire, et la famille de ceux qu'il nomme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kit.domain.typography import fold
from kit.domain.values import Place, Territory
from kit.knowledge.territories import resolve_territory
from kit.products.importing.sheets import PlanSheet
from kit.products.importing.targets import load_titles
from kit.reading.forms import PARTNERS
from kit.reading.tables.raw import write_plain
from kit.reading.tables.titles import cell_at, is_filled
from kit.reading.values.choices import index_choices

_END: Final = re.compile(r"\s*(?:[–—|,;:(\n]|\s-\s|\b(?:19|20)\d\d\b).*", re.DOTALL)
_DEPARTMENT: Final = re.compile(r"[^(–—|,;:\n]+\([^()]+\)")
_LABEL: Final = re.compile(r"\s*(?P<label>[^:]+?)\s*:\s*(?P<value>\S.*)", re.DOTALL)
_FAMILIES: Final = next(one for one in PARTNERS.fields if one.key == "kind").choices


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTerritory:
    """Un territoire nommé au-dessus du tableau : ce qui y est écrit, et où."""

    text: str
    territory: Territory
    where: Place


def find_territory(plans: Sequence[PlanSheet]) -> FoundTerritory | None:
    """Le premier territoire que le haut d'une feuille nomme sans doute possible."""
    for plan in plans:
        for text, line in _list_texts(plan):
            territory = resolve_territory(text).territory
            if territory is not None:
                where = Place(file=plan.sheet.where.file, sheet=plan.sheet.where.sheet, line=line)
                return FoundTerritory(text=text, territory=territory, where=where)
    return None


def _list_texts(plan: PlanSheet) -> Iterator[tuple[str, int]]:
    labels = load_titles().place_labels
    for at, row in enumerate(plan.sheet.rows[: plan.top], start=1):
        for column, cell in enumerate(row):
            if not isinstance(cell, str):
                continue
            label = _LABEL.fullmatch(cell)
            if label and fold(label["label"]) in labels:
                yield label["value"].strip(), at
            elif fold(cell) in labels and is_filled(cell_at(row, column + 1)):
                yield write_plain(cell_at(row, column + 1)), at
            yield from ((text, at) for text in _list_named(cell))


def _list_named(text: str) -> Iterator[str]:
    """Ce qui suit « Communauté de communes », « Ville de »…, mots compris."""
    words = sorted(load_titles().place_words, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
    for match in pattern.finditer(text.replace("’", "'")):
        # « Gourdon (46) » se lit avec son département ; sans lui, il y en a plusieurs.
        precise = _DEPARTMENT.match(text, match.start())
        if precise:
            yield precise[0]
        named = _END.sub("", text[match.start() :]).strip()
        if len(named) > match.end() - match.start():
            yield named


def guess_family(name: str) -> str | None:
    """La famille d'acteur qu'un nom porte en tête : « Mairie de … », « CCI », « Région … ».

    >>> guess_family("Mairie de Gourdon"), guess_family("MSA"), guess_family("Les Amis du lavoir")
    ('commune', 'État et opérateurs', None)
    """
    words = fold(name).split()
    choices = index_choices(_FAMILIES)
    return next(
        (
            str(found)
            for size in range(min(4, len(words)), 0, -1)
            if (found := choices.find(" ".join(words[:size]))) is not None
        ),
        None,
    )
