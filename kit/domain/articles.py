"""L'article et l'accord d'un nom de structure, quand son premier mot les dit sans doute."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kit.domain.typography import fold

_MASCULINE_WORDS: Final = """
    atelier centre cinema club college collectif comite commissariat conseil departement etablissement etat
    foyer groupement groupe habitant hopital institut lycee musee office parc parent petr pole rectorat
    reseau service syndicat theatre tribunal
"""
_FEMININE_WORDS: Final = """
    academie agence agglomeration amicale association bibliotheque caisse chambre commune communaute
    compagnie confederation cooperative direction ecole entreprise federation ferme fondation gendarmerie
    mairie maison mediatheque metropole mission mutuelle pharmacie plateforme prefecture region societe
    union universite ville
"""
_MASCULINE: Final = frozenset(_MASCULINE_WORDS.split())
_FEMININE: Final = frozenset(_FEMININE_WORDS.split())
# Un nom commun garde sa majuscule quand c'est celle d'une institution.
_INSTITUTIONS: Final = frozenset({"departement", "region", "etat", "fondation"})
# « Région : Occitanie », comme une liste l'écrit, se dit « la Région (Occitanie) ».
_LEVEL: Final = re.compile(r"^(Département|Région)[ \u00a0\u202f]*:[ \u00a0\u202f]*(.+)$")
_WORD: Final = re.compile(r"^[^\W\d_]+")
_ASPIRATED: Final = frozenset({"halle", "hameau", "haut", "haute"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gender:
    """Le genre et le nombre d'un nom, et les terminaisons qui s'y accordent."""

    is_feminine: bool
    is_plural: bool

    def agree(self, participle: str) -> str:
        """Le participe accordé.

        >>> Gender(is_feminine=True, is_plural=True).agree("représenté")
        'représentées'
        """
        return f"{participle}{'e' if self.is_feminine else ''}{'s' if self.is_plural else ''}"


def find_gender(name: str) -> Gender | None:
    """Le genre et le nombre d'un nom de structure ; ``None`` si son premier mot ne les dit pas.

    >>> find_gender("Région Occitanie"), find_gender("MSA Midi-Pyrénées")
    (Gender(is_feminine=True, is_plural=False), None)
    """
    first = _WORD.match(name.strip())
    if first is None:
        return None
    word = fold(first[0])
    for is_feminine, known in ((False, _MASCULINE), (True, _FEMININE)):
        if word in known:
            return Gender(is_feminine=is_feminine, is_plural=False)
        if word.endswith(("s", "x")) and _singular(word) in known:
            return Gender(is_feminine=is_feminine, is_plural=True)
    return None


def _singular(word: str) -> str:
    return f"{word[:-3]}al" if word.endswith("aux") else word[:-1]


def add_article(name: str) -> str:
    """Le nom précédé de son article, accordé et élidé ; le nom seul si l'on n'en est pas sûr.

    >>> [add_article(name) for name in ("Département (Lot)", "Région Occitanie", "Association des aînés")]
    ['le Département (Lot)', 'la Région Occitanie', 'l’association des aînés']
    >>> add_article("Région : Occitanie"), add_article("Habitants du quartier")
    ('la Région (Occitanie)', 'les habitants du quartier')
    >>> add_article("Communes voisines"), add_article("Lycée Léo-Ferré"), add_article("CPTS Bouriane")
    ('les communes voisines', 'le lycée Léo-Ferré', 'CPTS Bouriane')
    """
    gender, name = find_gender(name), _LEVEL.sub(r"\1 (\2)", name.strip())
    if gender is None:
        return name
    first = _WORD.match(name)
    word = fold(first[0]) if first else ""
    is_kept = word in _INSTITUTIONS
    told = name if is_kept else f"{name[:1].lower()}{name[1:]}"
    if gender.is_plural:
        return f"les {told}"
    if word[:1] in "aeiouyh" and word not in _ASPIRATED:
        return f"l’{told}"
    return f"{'la' if gender.is_feminine else 'le'} {told}"
