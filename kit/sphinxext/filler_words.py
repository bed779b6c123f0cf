"""Les mots qui annoncent une page au lieu de l'écrire : « lorem », « TODO », « à compléter », « bientôt ».

Une page du livre dit ce qu'elle a à dire, ou n'existe pas. « bientôt » reste permis au fil d'une phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sphinx.application import Sphinx
from sphinx.util import logging

_LOGGER = logging.getLogger(__name__)
_FILLER: Final = re.compile(
    r"""\blorem\b|\b(?:TODO|FIXME|TBD|XXX)\b
    |(?i:\bà\s(?:compléter|rédiger|détailler)\b)
    |(?i:\b(?:bientôt|prochainement)\s(?:disponible|en\sligne|ici|publi\w+))
    |(?i:^\W*bientôt\b)
    |(?i:\bpage\sen\s(?:construction|cours\sd.écriture))""",
    re.VERBOSE,
)
# Du code n'est pas une phrase ; une directive, elle, en contient.
_CODE: Final = re.compile(r"^\s*(?P<fence>`{3,}|~{3,})(?P<language>[^`{]*)$")
_INLINE: Final = re.compile(r"`[^`\n]+`")
# Une page, et le mot qu'elle a le droit d'écrire : elle s'adresse à qui publiera le livre ailleurs.
_ALLOWED: Final = frozenset({("mentions", "à compléter")})


def list_fillers(text: str) -> Iterator[tuple[int, str]]:
    """Chaque mot de remplissage d'un texte Markdown, hors code, avec sa ligne.

    >>> list(list_fillers("Du texte.\\n\\nBientôt disponible.\\n`TODO`"))
    [(3, 'Bientôt disponible')]
    """
    fence = ""
    for rank, line in enumerate(text.splitlines(), start=1):
        found = _CODE.match(line)
        if fence:
            fence = "" if line.strip().startswith(fence) else fence
        elif found:
            fence = found["fence"]
        else:
            yield from ((rank, match[0].strip()) for match in _FILLER.finditer(_INLINE.sub("", line)))


def _warn_fillers(app: Sphinx, docname: str, source: list[str]) -> None:
    if not str(app.env.doc2path(docname)).endswith(".md"):
        return
    for line, word in list_fillers(source[0]):
        if (docname, word.lower()) not in _ALLOWED:
            message = f"mot de remplissage : « {word} » ; écrivez la phrase, ou retirez-la"
            _LOGGER.warning(message, location=(docname, line), type="kit", subtype="remplissage")


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.connect("source-read", _warn_fillers)
