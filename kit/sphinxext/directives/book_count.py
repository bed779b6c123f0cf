"""La directive ``{compte-livre}`` : ce que contient le livre, compté pendant sa construction.

Chaque page est comptée quand elle est lue ; les comptes vivent dans l'environnement de Sphinx, qui les
réunit après une lecture en parallèle et les garde d'une construction à l'autre.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from kit.domain.typography import format_number
from kit.knowledge.catalogue import load_catalogue
from kit.sphinxext.directives.catalogue import CatalogueDirective
from kit.sphinxext.directives.charts import Drawing
from kit.sphinxext.directives.html_elements import HtmlElement, Paper

_COUNTS: Final = "kit_page_counts"
_PRINTED: Final = "kit_printed_count"
# Un exercice est un nœud de l'une de ces sortes, ou qui porte l'une de ces classes.
_EXERCISES: Final = frozenset({"exercise_node", "exercise_enumerable_node"})
_EXERCISE_CLASS: Final = "kit-exercise"
_SILENT: Final = (nodes.FixedTextElement, nodes.raw, nodes.Invisible, nodes.comment)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCount:
    """Ce que contient une page : mots hors code, figures, exercices, et si elle imprime le compte."""

    words: int = 0
    figures: int = 0
    exercises: int = 0
    prints_count: bool = False


class BookCount(nodes.General, nodes.Element):
    """La place du compte, rempli quand toutes les pages sont lues."""


class BookCountDirective(CatalogueDirective):
    """Le compte du livre entier."""

    def run(self) -> list[nodes.Node]:
        """La place du compte."""
        self.note_files("questions", "cas")
        return [BookCount()]


def count_page(document: nodes.document) -> PageCount:
    """Le compte d'une page lue."""
    return PageCount(
        words=sum(_count_words(text.astext()) for text in document.findall(nodes.Text) if _is_read(text)),
        figures=sum(1 for _ in document.findall(nodes.image)) + sum(1 for _ in document.findall(Drawing)),
        exercises=sum(
            1
            for node in document.findall(nodes.Element)
            if type(node).__name__ in _EXERCISES or _EXERCISE_CLASS in node.get("classes", ())
        ),
        prints_count=next(document.findall(BookCount), None) is not None,
    )


def list_totals(counts: Iterable[PageCount]) -> tuple[tuple[int, str, str], ...]:
    """Chaque nombre du livre, avec son mot au singulier et au pluriel."""
    pages = tuple(counts)
    catalogue = load_catalogue()
    return (
        (len(pages), "page", "pages"),
        (sum(page.words for page in pages), "mot", "mots"),
        (sum(page.figures for page in pages), "figure", "figures"),
        (sum(page.exercises for page in pages), "exercice", "exercices"),
        (len(catalogue.sources), "source", "sources"),
        (len(catalogue.list_entries("questions")), "question pour s’entraîner", "questions pour s’entraîner"),
        (len(catalogue.list_entries("cas")), "cas raconté", "cas racontés"),
    )


def _count_words(text: str) -> int:
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def _is_read(text: nodes.Text) -> bool:
    """Vrai si le texte se lit dans la page : ni code, ni double réservé au papier."""
    parent = text.parent
    while parent is not None:
        if isinstance(parent, _SILENT):
            return False
        if isinstance(parent, HtmlElement) and parent["paper"] is Paper.ONLY:
            return False
        parent = parent.parent
    return True


# --- L'environnement de Sphinx ------------------------------------------------------------


def _get_counts(env: BuildEnvironment) -> dict[str, PageCount]:
    if not hasattr(env, _COUNTS):
        setattr(env, _COUNTS, {})
    counts: dict[str, PageCount] = getattr(env, _COUNTS)
    return counts


def _count_read_page(app: Sphinx, document: nodes.document) -> None:
    _get_counts(app.env)[app.env.docname] = count_page(document)


def _forget_page(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _get_counts(env).pop(docname, None)


def _merge_pages(_app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    read = _get_counts(other)
    _get_counts(env).update({name: read[name] for name in docnames if name in read})


def _list_stale_pages(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Les pages qui impriment le compte, s'il a changé depuis qu'elles ont été écrites."""
    counts = _get_counts(env)
    totals = list_totals(counts.values())
    if getattr(env, _PRINTED, None) == totals:
        return []
    setattr(env, _PRINTED, totals)
    return [docname for docname, page in counts.items() if page.prints_count]


def _print_count(app: Sphinx, document: nodes.document, _docname: str) -> None:
    for place in list(document.findall(BookCount)):
        listing = nodes.bullet_list(classes=["kit-count"])
        for count, singular, plural in list_totals(_get_counts(app.env).values()):
            line = nodes.paragraph()
            line += nodes.strong("", format_number(count))
            line += nodes.Text(f" {singular if count < 2 else plural}")
            item = nodes.list_item()
            item += line
            listing += item
        place.replace_self(listing)


def setup(app: Sphinx) -> None:
    """Branche la composante ; le compte passe après tout ce qui complète une page lue."""
    app.add_node(BookCount)
    app.add_directive("compte-livre", BookCountDirective)
    app.connect("doctree-read", _count_read_page, priority=950)
    app.connect("env-purge-doc", _forget_page)
    app.connect("env-merge-info", _merge_pages)
    app.connect("env-updated", _list_stale_pages)
    app.connect("doctree-resolved", _print_count)
