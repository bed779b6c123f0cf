"""Recherche sans accents : « evaluation » trouve « évaluation », à l'index comme dans le navigateur."""

from __future__ import annotations

import re
import unicodedata
from typing import ClassVar, Final

from sphinx.application import Sphinx
from sphinx.search.fr import SearchFrench

# La racinisation laisse « elus » tel quel : trop court pour elle.
_SHORT_PLURAL: Final = re.compile(r"^([a-z]{2}[a-rt-z])s$")
# Même calcul que ``strip_accents`` ; les deux changent ensemble.
_BROWSER_SIDE: Final = """
const StemmerWithAccents = Stemmer;
Stemmer = function () {
  const root = new StemmerWithAccents();
  this.stemWord = (word) => root.stemWord(
    word.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").normalize("NFD")
      .replace(/[\\u0300-\\u036f]/g, "").replace(/^([a-z]{2}[a-rt-z])s$/, "$1"));
};
window.Stemmer = Stemmer;
"""


def strip_accents(word: str) -> str:
    """Le mot en minuscules, sans accents ni ligatures, ni pluriel des mots de trois lettres.

    >>> strip_accents("Œuvre"), strip_accents("évaluée"), strip_accents("élus")
    ('oeuvre', 'evaluee', 'elu')
    """
    spelled = word.lower().replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFD", spelled)
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _SHORT_PLURAL.sub(r"\1", bare)


class AccentBlindFrench(SearchFrench):
    """Le français de Sphinx, accents retirés avant la racinisation (l'ordre compte)."""

    js_splitter_code: ClassVar[str] = _BROWSER_SIDE  # type: ignore[misc]  # attribut d'instance chez Sphinx, jamais réécrit

    def __init__(self, options: dict[str, str]) -> None:
        """Garde la racine de chaque mot déjà vu : le livre emploie les mêmes mots de page en page."""
        super().__init__(options)
        self._roots: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """La racine du mot sans accents."""
        if word not in self._roots:
            self._roots[word] = super().stem(strip_accents(word))
        return self._roots[word]


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_search_language(AccentBlindFrench)
