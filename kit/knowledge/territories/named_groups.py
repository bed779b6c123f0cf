"""Les groupements au nom libre : PETR, pôle métropolitain, syndicat, GAL, parc… suivis de leurs membres.

Aucune liste ouverte ne les donne avec leurs membres : leur nom est celui que la personne écrit, et leur
territoire celui des membres qu'elle nomme.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kit.domain.typography import fold
from kit.knowledge.territories.lookup import resolve_territory

# Le mot par lequel commence le nom d'un groupement qui n'est ni une collectivité ni une intercommunalité.
_WORDS: Final = re.compile(
    r"(?:le |la |l )?(?:petr|poles? (?:d equilibre|metropolitain|territorial)|polem"
    r"|syndicat|sivom|sivu|smictom|sictom|scot|smf|smo|gal|groupe d action locale|leader"
    r"|pnr|parc naturel|groupement|entente|association de (?:communes|collectivites)"
    r"|territoire d industrie)\b"
)


def is_group_name(text: str) -> bool:
    """Vrai si ce nom annonce un groupement que la liste officielle ne donne pas.

    >>> is_group_name("PETR du Pays de Retz"), is_group_name("Les Mureaux")
    (True, False)
    """
    return bool(_WORDS.match(fold(text)))


def split_group_name(names: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Le nom libre d'un groupement, et ses membres, tels qu'ils sont écrits ; sans groupement, un nom vide.

    « PETR X : CC A ; CC B », « PETR X ; CC A ; CC B » et « PETR X » se comprennent.
    """
    listed = tuple(names)
    if listed and ":" in listed[0]:
        head, _, first = (part.strip() for part in listed[0].partition(":"))
        if head and resolve_territory(head).territory is None:
            return head, tuple(name for name in (first, *listed[1:]) if name)
    free = next((name for name in listed if is_group_name(name) and not _is_known(name)), "")
    return free, tuple(name for name in listed if name != free)


def _is_known(name: str) -> bool:
    found = resolve_territory(name)
    return found.territory is not None or bool(found.choices)
