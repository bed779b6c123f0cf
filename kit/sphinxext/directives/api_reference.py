"""La directive ``{api}`` : les fonctions et les classes publiques de modules du kit, lues dans leur source.

Rien n'est importé ni exécuté : la page dit ce que le code déclare, avec les phrases de ses docstrings.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from kit.domain.locations import REPOSITORY
from kit.domain.typography import slugify

_LOGGER = logging.getLogger(__name__)
_LINE: Final = 76
_RAISES: Final = re.compile(r":raises (\w+):\s*")
_ROLE: Final = re.compile(r":(?:meth|func|class|mod|term):`~?(?:[\w.]*\.)?([\w<> ]+)`")
_LITERAL: Final = re.compile(r"``(.+?)``", re.DOTALL)

Definition = ast.FunctionDef | ast.ClassDef


class ApiReference(SphinxDirective):
    """Une section par module : ce qu'il fait, puis chaque nom public."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Les sections des modules nommés dans le corps, un par ligne."""
        sections: list[nodes.Node] = []
        for name in (line.strip() for line in self.content if line.strip()):
            path = find_module(name)
            if path is None:
                message = f"module introuvable : « {name} »"
                _LOGGER.warning(message, location=self.get_location(), type="kit", subtype="api")
                continue
            self.env.note_dependency(str(path))
            sections.append(_build_module(name, ast.parse(path.read_text(encoding="utf-8"))))
        return sections


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_directive("api", ApiReference)


def find_module(name: str) -> Path | None:
    """Le fichier d'un module du kit, ou rien.

    >>> find_module("kit.products.dossier.producing").name, find_module("kit.absent") is None
    ('producing.py', True)
    """
    base = REPOSITORY.joinpath(*name.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in candidates if path.is_file()), None) if name.startswith("kit") else None


def list_public(tree: ast.Module | ast.ClassDef) -> tuple[Definition, ...]:
    """Les fonctions et les classes dont le nom ne commence pas par un trait bas, dans l'ordre du fichier."""
    return tuple(
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    )


def format_call(function: ast.FunctionDef) -> str:
    """L'appel d'une fonction, un argument par ligne s'il est long.

    >>> format_call(ast.parse("def f(self, a: int, *, b: str = '') -> bool: ...").body[0])
    "f(a: int, *, b: str = '') -> bool"
    """
    function.args.args = [argument for argument in function.args.args if argument.arg not in {"self", "cls"}]
    returned = f" -> {ast.unparse(function.returns)}" if function.returns else ""
    arguments = _list_arguments(function.args)
    short = f"{function.name}({', '.join(arguments)}){returned}"
    if len(short) <= _LINE:
        return short
    lines = "".join(f"    {argument},\n" for argument in arguments)
    return f"{function.name}(\n{lines}){returned}"


def _list_arguments(arguments: ast.arguments) -> list[str]:
    placed = [*arguments.posonlyargs, *arguments.args]
    missing: list[ast.expr | None] = [None] * (len(placed) - len(arguments.defaults))
    texts = [_format_argument(*pair) for pair in zip(placed, [*missing, *arguments.defaults], strict=True)]
    if arguments.kwonlyargs:
        named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        texts += ["*", *(_format_argument(*pair) for pair in named)]
    return texts


def _format_argument(argument: ast.arg, default: ast.expr | None) -> str:
    kind = f": {ast.unparse(argument.annotation)}" if argument.annotation else ""
    value = f" = {ast.unparse(default)}" if default is not None else ""
    return f"{argument.arg}{kind}{value}"


def list_fields(declaration: ast.ClassDef) -> tuple[str, ...]:
    """Les champs publics d'une classe de valeurs, avec leur type et leur valeur de départ."""
    return tuple(
        ast.unparse(node).replace("'", '"')
        for node in declaration.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and not node.target.id.startswith("_")
    )


def _build_module(name: str, tree: ast.Module) -> nodes.section:
    section = nodes.section(ids=[f"api-{slugify(name.replace('.', '-'))}"])
    section += nodes.title("", "", nodes.literal("", name))
    section.extend(_build_text(ast.get_docstring(tree) or ""))
    listing = nodes.definition_list(classes=["kit-api"])
    listing.extend(_build_definition(node) for node in list_public(tree))
    section += listing
    return section


def _build_definition(node: Definition) -> nodes.definition_list_item:
    item = nodes.definition_list_item()
    body = nodes.definition()
    if isinstance(node, ast.FunctionDef):
        body += _build_code(format_call(node))
    elif fields := list_fields(node):
        body += _build_code("\n".join(fields))
    body.extend(_build_text(ast.get_docstring(node) or ""))
    if isinstance(node, ast.ClassDef) and (methods := list_public(node)):
        inner = nodes.definition_list(classes=["kit-api"])
        inner.extend(_build_definition(method) for method in methods)
        body += inner
    item += [nodes.term("", "", nodes.literal("", node.name)), body]
    return item


def _build_code(text: str) -> nodes.literal_block:
    return nodes.literal_block(text, text, language="python")


def _build_text(docstring: str) -> Iterator[nodes.Node]:
    """Les paragraphes d'une docstring, ses exemples, puis ce qu'elle peut lever."""
    for block in re.split(r"\n{2,}", docstring.strip()):
        if block.startswith(">>>"):
            yield nodes.literal_block(block, block, language="pycon")
        elif block.startswith(":raises"):
            yield _build_raises(block)
        elif block:
            yield nodes.paragraph("", "", *_build_inline(" ".join(block.split())))


def _build_raises(block: str) -> nodes.bullet_list:
    listing = nodes.bullet_list(classes=["kit-details"])
    parts = _RAISES.split(" ".join(block.split()))
    for error, reason in zip(parts[1::2], parts[2::2], strict=True):
        line = nodes.paragraph("", "", nodes.Text("Lève "), nodes.literal("", error), nodes.Text(" "))
        line += _build_inline(reason.strip())
        listing += nodes.list_item("", line)
    return listing


def _build_inline(text: str) -> list[nodes.Node]:
    """Le texte, ses mots de code entre doubles accents graves mis en littéral."""
    plain = _ROLE.sub(r"``\1``", text)
    parts = _LITERAL.split(plain)
    return [
        nodes.literal("", part) if index % 2 else nodes.Text(part) for index, part in enumerate(parts) if part
    ]
