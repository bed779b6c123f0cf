"""Les directives ``{exercice}`` et ``{solution}``, et les exercices des carnets, montrés de même.

Une solution est repliée dans la page, et dépliée dans ce qui s'imprime : PDF, livre numérique.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec
from sphinx.writers.html5 import HTML5Translator

from kit.domain.errors import InputError, format_problem, suggest
from kit.domain.typography import typeset
from kit.training.exercises import CRITERION, CellRole, parse_exercises, split_statement

_LOGGER = logging.getLogger(__name__)
# Ceux dont les pages se lisent à l'écran, dans un navigateur : là seulement, une solution se replie.
_SCREEN: Final = frozenset({"html", "dirhtml"})
# Plus longue que toute clôture qu'un énoncé peut contenir.
_FENCE: Final = "`" * 7


class exercise_block(nodes.container):  # noqa: N801 — un nœud docutils s'écrit en minuscules
    """Un énoncé : ``key`` et ``title``."""


class solution_block(nodes.container):  # noqa: N801 — de même
    """Une solution : ``key`` de l'exercice, et ``title``, posé quand la page est lue."""


class ExerciseDirective(SphinxDirective):
    """Un exercice : son titre, sa clé, son énoncé, et son critère de réussite en dernier paragraphe."""

    required_arguments: ClassVar[int] = 1
    final_argument_whitespace: ClassVar[bool] = True
    has_content: ClassVar[bool] = True
    option_spec: ClassVar[OptionSpec] = {"cle": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """L'énoncé, sous son titre."""
        title = self.arguments[0].strip()
        if CRITERION not in "\n".join(self.content):
            message = f"l’exercice « {title} » n’a pas de critère (« {CRITERION} … »)"
            _LOGGER.warning(message, location=self.get_location(), type="kit", subtype="exercice")
        block = exercise_block(classes=["kit-exercise"], key=self.options.get("cle", ""), title=title)
        block += nodes.paragraph("", f"Exercice : {title}", classes=["exercise-title"])
        block += self.parse_content_to_nodes()
        return [block]


class SolutionDirective(SphinxDirective):
    """La solution d'un exercice de la page, nommé par sa clé ; sans clé, du dernier énoncé."""

    optional_arguments: ClassVar[int] = 1
    has_content: ClassVar[bool] = True

    def run(self) -> list[nodes.Node]:
        """La solution ; son titre lui est donné quand toute la page est lue."""
        block = solution_block(
            classes=["solution"], key=self.arguments[0] if self.arguments else "", title=""
        )
        self.set_source_info(block)
        block += self.parse_content_to_nodes()
        return [block]


class NameSolutions(SphinxTransform):
    """Range les cellules de solution des carnets, réunit celles d'un même exercice, et les nomme."""

    # Avant la typographie française, qui voit alors aussi les titres.
    default_priority: ClassVar[int] = 750

    def apply(self, **_options: object) -> None:
        """Sur place ; une solution sans exercice est un avertissement."""
        for cell in list(self.document.findall(nodes.container)):
            if _is_solution_cell(cell):
                _wrap(cell)
        for solution in list(self.document.findall(solution_block)):
            _join_previous(solution)
        titles: dict[str, str] = {}
        last = ""
        for block in self.document.findall(nodes.container):
            if not isinstance(block, exercise_block | solution_block):
                continue
            key = str(block["key"])
            if isinstance(block, exercise_block):
                last = key or str(block["title"])
                titles[last] = str(block["title"])
                continue
            if (key or last) not in titles:
                message = f"solution d’un exercice absent de la page : « {key} »{suggest(key, titles)}"
                _LOGGER.warning(message, location=block, type="kit", subtype="exercice")
            block["title"] = titles.get(key or last, "")


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_node(exercise_block, html=(_open_exercise, _close_exercise))
    app.add_node(solution_block, html=(_open_solution, _close_solution))
    app.add_directive("exercice", ExerciseDirective)
    app.add_directive("solution", SolutionDirective)
    app.add_transform(NameSolutions)
    app.connect("source-read", _rewrite_notebook)


def rewrite_cells(cells: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Les cellules d'un carnet, telles que le livre les montre.

    L'énoncé et la solution deviennent des directives ; la place d'une réponse en texte et les notes
    d'animation n'ont pas d'usage dans une page.
    """
    for cell in cells:
        metadata = cell.get("metadata", {})
        tags = metadata.get("tags", [])
        is_text = cell["cell_type"] == "markdown"
        if CellRole.TRAINER in tags or (is_text and CellRole.ANSWER in tags):
            continue
        text = "".join(cell["source"])
        key = metadata.get("cle", "")
        if is_text and CellRole.EXERCISE in tags:
            title, statement, criterion = split_statement(text)
            body = f":cle: {key}\n\n{statement}\n\n{CRITERION} {criterion}"
            yield cell | {"source": f"{_FENCE}{{exercice}} {title}\n{body}\n{_FENCE}"}
        elif is_text and CellRole.SOLUTION in tags:
            yield cell | {"source": f"{_FENCE}{{solution}} {key}\n{text}\n{_FENCE}"}
        else:
            yield cell


def _rewrite_notebook(app: Sphinx, docname: str, source: list[str]) -> None:
    path = Path(app.env.doc2path(docname))
    if path.suffix != ".ipynb":
        return
    try:
        parse_exercises(source[0].encode(), name=path.name)
    except InputError as error:
        for problem in error.problems:
            _LOGGER.warning(format_problem(problem), location=docname, type="kit", subtype="exercice")
        return
    notebook = json.loads(source[0])
    notebook["cells"] = list(rewrite_cells(notebook["cells"]))
    source[0] = json.dumps(notebook, ensure_ascii=False)


def _is_solution_cell(node: nodes.container) -> bool:
    return {"cell", f"tag_{CellRole.SOLUTION}"} <= set(node["classes"])


def _wrap(cell: nodes.Element) -> None:
    metadata: dict[str, Any] = cell["cell_metadata"]
    block = solution_block(classes=["solution"], key=metadata.get("cle", ""), title="")
    block.source, block.line = cell.source, cell.line
    cell.replace_self(block)
    block += cell


def _join_previous(block: nodes.Element) -> None:
    """Deux solutions qui se suivent pour un même exercice n'en font qu'une à déplier."""
    siblings = block.parent.children
    rank = siblings.index(block)
    previous = siblings[rank - 1] if rank else None
    if isinstance(previous, solution_block) and previous["key"] == block["key"]:
        previous.extend(block.children)
        block.parent.remove(block)


def _open_exercise(translator: HTML5Translator, node: nodes.Element) -> None:
    label = typeset(f"Exercice : {node['title']}")
    attributes: dict[str, Any] = {"role": "group", "aria-label": label}
    translator.body.append(translator.starttag(node, "div", **attributes))


def _close_exercise(translator: HTML5Translator, _node: nodes.Element) -> None:
    translator.body.append("</div>\n")


def _open_solution(translator: HTML5Translator, node: nodes.Element) -> None:
    is_screen = translator.builder.name in _SCREEN
    title = translator.encode(typeset(f"Solution : {node['title']}" if node["title"] else "Solution"))
    translator.body.append(translator.starttag(node, "details" if is_screen else "div"))
    tag = "summary" if is_screen else "p"
    translator.body.append(f'<{tag} class="solution-title">{title}</{tag}>\n')


def _close_solution(translator: HTML5Translator, _node: nodes.Element) -> None:
    translator.body.append("</details>\n" if translator.builder.name in _SCREEN else "</div>\n")
