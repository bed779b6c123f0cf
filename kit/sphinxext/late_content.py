"""Un contenu qui ne se connaît qu'une fois tout le livre lu : plan du site, fichiers à emporter, comptes.

Une directive pose un repère ; au moment d'écrire la page, une fonction le remplace. Les pages qui en portent
sont réécrites à chaque construction : ce qu'elles disent dépend des autres.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

Build = Callable[[Sphinx, str], Sequence[nodes.Node]]
_PAGES: Final = "kit_late_pages"
_BUILDERS: Final[dict[str, Build]] = {}


class LateContent(nodes.General, nodes.Element):
    """Le repère ; ``kind`` dit quelle fonction le remplace."""


class LateDirective(SphinxDirective):
    """Pose le repère, et note la page."""

    kind: ClassVar[str] = ""

    def run(self) -> list[nodes.Node]:
        """Le repère seul."""
        pages_of(self.env).add(self.env.docname)
        return [LateContent(kind=self.kind)]


def add_late_directive(app: Sphinx, name: str, build: Build) -> None:
    """Déclare une directive sans argument dont ``build(app, page)`` donne le contenu."""
    _BUILDERS[name] = build
    app.add_directive(name, type(f"Late{len(_BUILDERS)}", (LateDirective,), {"kind": name}))


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_node(LateContent)
    app.connect("doctree-resolved", _replace)
    app.connect("env-updated", _list_pages)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)


def pages_of(env: BuildEnvironment) -> set[str]:
    """Les pages qui portent un repère."""
    found: set[str] | None = getattr(env, _PAGES, None)
    if found is None:
        found = set()
        setattr(env, _PAGES, found)
    return found


def _replace(app: Sphinx, document: nodes.document, page: str) -> None:
    for mark in list(document.findall(LateContent)):
        mark.replace_self(list(_BUILDERS[mark["kind"]](app, page)))


def _list_pages(_app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    return sorted(pages_of(env))


def _forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    pages_of(env).discard(page)


def _merge(_app: Sphinx, env: BuildEnvironment, _pages: set[str], other: Any) -> None:  # noqa: ANN401 — imposé par Sphinx
    pages_of(env).update(pages_of(other))
