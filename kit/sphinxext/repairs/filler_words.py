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
_FENCE: Final = re.compile(r"^\s*(?P<fence>`{3,}|~{3,})(?P<name>[^`]*)$")
_INLINE: Final = re.compile(r"`[^`\n]+`")
# Une page, et le mot qu'elle a le droit d'écrire : là, il désigne un papier à remplir, pas la page.
PLANNED: Final = frozenset(
    {
        ("mentions", "à compléter"),
        ("former/preparer-une-session", "à compléter"),
        ("remplir-son-dossier", "à compléter"),
    }
)


def list_fillers(text: str) -> Iterator[tuple[int, str]]:
    """Chaque mot de remplissage d'un texte Markdown, hors code, avec sa ligne.

    >>> list(list_fillers("Du texte.\\n\\nBientôt disponible.\\n`TODO`"))
    [(3, 'Bientôt disponible')]
    """
    for rank, line in _list_prose(text):
        yield from ((rank, match[0].strip()) for match in _FILLER.finditer(_INLINE.sub("", line)))


def _list_prose(text: str) -> Iterator[tuple[int, str]]:
    """Les lignes hors des blocs de code, avec leur rang."""
    code = ""
    directives: list[str] = []
    for rank, line in enumerate(text.splitlines(), start=1):
        found = _FENCE.match(line)
        if code:
            is_end = found is not None and not found["name"].strip() and found["fence"].startswith(code)
            code = "" if is_end else code
        elif found is None:
            yield rank, line
        elif found["name"].strip().startswith("{"):
            directives.append(found["fence"])
        elif not found["name"].strip() and directives and found["fence"] == directives[-1]:
            directives.pop()
        else:
            code = found["fence"]


def _warn_fillers(app: Sphinx, docname: str, source: list[str]) -> None:
    if not str(app.env.doc2path(docname)).endswith(".md"):
        return
    for line, word in list_fillers(source[0]):
        if (docname, word.lower()) not in PLANNED:
            message = f"mot de remplissage : « {word} » ; écrivez la phrase, ou retirez-la"
            _LOGGER.warning(message, location=(docname, line), type="kit", subtype="remplissage")


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.connect("source-read", _warn_fillers)
