"""Un contenu qui ne se connaît qu'une fois tout le livre lu : plan du site, fichiers à emporter, comptes.

Une directive pose un repère ; au moment d'écrire la page, une fonction le remplace. Ce que dit une telle page
dépend des autres : elle est réécrite dès que son contenu a changé, et seulement alors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

Build = Callable[[Sphinx, str], Sequence[nodes.Node]]
# Gardés dans l'environnement de Sphinx : les repères de chaque page, et ce qu'ils ont donné la dernière fois.
_MARKS: Final = "kit_late_marks"
_WRITTEN: Final = "kit_late_written"
_BUILDERS: Final[dict[str, Build]] = {}


class LateContent(nodes.General, nodes.Element):
    """Le repère ; ``kind`` dit quelle fonction le remplace."""


class LateDirective(SphinxDirective):
    """Pose le repère, et note la page."""

    kind: ClassVar[str] = ""

    def run(self) -> list[nodes.Node]:
        """Le repère seul."""
        marks_of(self.env).setdefault(self.env.docname, set()).add(self.kind)
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


def marks_of(env: BuildEnvironment) -> dict[str, set[str]]:
    """Les pages qui portent un repère, et lesquels."""
    found: dict[str, set[str]] | None = getattr(env, _MARKS, None)
    if found is None:
        found = {}
        setattr(env, _MARKS, found)
    return found


def _replace(app: Sphinx, document: nodes.document, page: str) -> None:
    for mark in list(document.findall(LateContent)):
        mark.replace_self(list(_BUILDERS[mark["kind"]](app, page)))


def _list_pages(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Les pages dont le contenu n'est plus celui qu'a écrit la dernière construction de cette sortie."""
    everything: dict[str, dict[str, str]] = getattr(env, _WRITTEN, {})
    before = everything.get(app.builder.name, {})
    now = {page: _describe(app, page, kinds) for page, kinds in marks_of(env).items()}
    setattr(env, _WRITTEN, everything | {app.builder.name: now})
    return sorted(page for page, content in now.items() if before.get(page) != content)


def _describe(app: Sphinx, page: str, kinds: set[str]) -> str:
    return "".join(node.pformat() for kind in sorted(kinds) for node in _BUILDERS[kind](app, page))


def _forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    marks_of(env).pop(page, None)


def _merge(_app: Sphinx, env: BuildEnvironment, pages: set[str], other: Any) -> None:  # noqa: ANN401 — imposé par Sphinx
    marks_of(env).update({page: kinds for page, kinds in marks_of(other).items() if page in pages})
