"""La directive ``{messages}`` : tous les messages du kit, avec leur code, leur sens et leur remède.

Une option citée dans une phrase (``--source``) reste en code : la typographie en ferait un tiret.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kit.domain import errors
from kit.domain.typography import count_noun, slugify
from kit.sphinxext.directives.tables import Cell, build_table

_CATALOGUE: Final = "catalogue-"
_HEADERS: Final = ("Code", "Message", "Que faire")
_OPTION: Final = re.compile(r"(--[a-z][a-z-]*)")
# Ce que font les messages de chaque table.
_EFFECTS: Final[dict[str, str]] = {
    "Ce qui est à corriger": (
        "Dans un dossier, la case, la ligne ou la feuille est laissée de côté, le reste se fait. Sans nom, "
        "territoire ou cause, aucun document n’est écrit, et rien de déjà écrit n’est touché."
    ),
    "Ce qui est seulement signalé": (
        "Les documents sont écrits ; ce qui concerne le fichier ne se dit qu’à qui l’a rempli."
    ),
    "Pour qui corrige les données du guide": (
        "Ils ne concernent que les personnes qui modifient le catalogue livré avec l’outil."
    ),
}
# Ce que le message remplit à l'usage, dit en français plutôt qu'en nom de variable.
BLANKS: Final[dict[str, str]] = {
    "suggestion": "",
    "file": "fichier",
    "found": "ce qui est écrit",
    "read": "ce qui est lu",
    "expected": "ce qui est attendu",
    "field": "champ",
    "help": "l’aide du champ",
    "example": "un exemple",
    "reason": "la raison",
    "choices": "les possibilités",
    "kind": "genre",
    "level": "fiabilité",
    "number": "n°",
    "lead": "structure",
    "family": "famille",
    "count": "nombre",
    "length": "nombre",
    "limit": "limite",
    "size": "taille",
    "suffix": "extension",
    "low": "minimum",
    "high": "maximum",
    "start": "début",
    "end": "fin",
    "funding": "financement",
    "budget": "budget",
    "missing": "nombre",
    "note": "précision",
    "other": "autre repère",
    "cited_by": "ce qui la cite",
    "first": "premier",
    "second": "second",
    "total": "total",
    "folder": "dossier",
    "latest": "heure",
    "mark": "repère",
    "member": "membre",
    "before": "avant",
    "after": "après",
    "audience": "public",
    "axis": "axe",
    "key": "clé",
    "last": "dernier",
    "line": "ligne",
    "lines": "lignes",
    "listed": "liste",
    "longer": "avec un zéro",
    "noted": "ce qui était lu",
    "place": "case",
    "question": "question",
    "seen": "ce qui a été vu",
    "shown": "unité",
    "title": "titre",
    "titles": "titres",
}


class MessageList(SphinxDirective):
    """Trois sections : ce qui est à corriger, ce qui est signalé, ce qui concerne les données du guide."""

    def run(self) -> list[nodes.Node]:
        """Une section par table, avec ce que ces messages font."""
        for path in sorted(Path(errors.__file__).parent.glob("_*.py")):
            self.env.note_dependency(str(path))
        return [_build_kinds(title, kinds) for title, kinds in sort_kinds() if kinds]


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_directive("messages", MessageList)


def fill_blanks(sentence: str) -> str:
    """La phrase, ses trous nommés en français.

    >>> fill_blanks("le fichier « {file} » n’existe pas{suggestion}")
    'le fichier « [fichier] » n’existe pas'
    """
    return re.sub(r"\{(\w+)\}", lambda blank: _name_blank(blank[1]), sentence)


def _name_blank(key: str) -> str:
    name = BLANKS.get(key, key)
    return f"[{name}]" if name else ""


def sort_kinds() -> tuple[tuple[str, dict[str, errors.ProblemKind]], ...]:
    """Les messages par table, chacun dans une seule, rangés par code."""
    kinds = dict(sorted(errors.KINDS.items()))
    catalogue = {code: kind for code, kind in kinds.items() if code.startswith(_CATALOGUE)}
    dossier = {code: kind for code, kind in kinds.items() if code not in catalogue}
    stopping, signalled, shipped = _EFFECTS
    return (
        (stopping, {code: kind for code, kind in dossier.items() if kind.blocking}),
        (signalled, {code: kind for code, kind in dossier.items() if not kind.blocking}),
        (shipped, catalogue),
    )


def _build_kinds(title: str, kinds: dict[str, errors.ProblemKind]) -> nodes.section:
    section = nodes.section(ids=[f"messages-{slugify(title)}"])
    section += nodes.title("", title)
    section += nodes.paragraph("", _EFFECTS[title])
    rows = [_build_row(code, kind) for code, kind in kinds.items()]
    section += build_table(f"{title} : {count_noun(len(kinds), 'message')}", _HEADERS, rows)
    return section


def _build_row(code: str, kind: errors.ProblemKind) -> tuple[Cell, ...]:
    sentences = (fill_blanks(text) for text in (kind.message, kind.remedy))
    return (
        nodes.literal("", code),
        *(_build_sentence(f"{text[:1].upper()}{text[1:]}.") for text in sentences),
    )


def _build_sentence(text: str) -> list[nodes.Node]:
    return [
        nodes.literal("", part) if index % 2 else nodes.Text(part)
        for index, part in enumerate(_OPTION.split(text))
        if part
    ]
