"""La directive ``{commandes}`` : l'aide de la ligne de commande, lue dans son analyseur d'arguments.

L'analyseur est nommé dans la page (``kit.cli:build_parser``) : l'extension ne dépend pas de la commande.
"""

from __future__ import annotations

import argparse
import importlib
import textwrap
from collections.abc import Iterator
from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from kit.domain.typography import join_list
from kit.sphinxext.directives.tables import Cell, build_table

_LOGGER = logging.getLogger(__name__)


class CommandReference(SphinxDirective):
    """Un tableau de toutes les commandes, puis une section par commande : son usage, ses arguments."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Le tableau, dont chaque nom mène à sa section, puis les sections."""
        module_name, _, function_name = self.arguments[0].partition(":")
        try:
            module = importlib.import_module(module_name)
            parser = getattr(module, function_name)()
        except (ImportError, AttributeError) as missing:
            message = f"analyseur introuvable : {self.arguments[0]} ({missing})"
            _LOGGER.warning(message, location=self.get_location(), type="kit", subtype="commandes")
            return []
        self.env.note_dependency(str(module.__file__))
        commands = list(list_commands(parser))
        rows = [(_link_command(name), summary) for name, _, summary in commands]
        table = build_table("Les commandes, en une ligne", ("Commande", "Ce qu’elle fait"), rows)
        return [table, *(_build_command(name, command, summary) for name, command, summary in commands)]


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_directive("commandes", CommandReference)


def list_commands(
    parser: argparse.ArgumentParser, summary: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Les commandes : nom complet, analyseur, phrase de résumé. Sans sous-commande, l'analyseur lui-même.

    Une commande qui en réunit d'autres (``kit donnees``) laisse la place à celles-ci, à toute profondeur.
    """
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001 — argparse n'offre aucun accès public à ses actions
    if not groups:
        yield parser.prog, parser, parser.description or summary
    for group in groups:
        summaries = {choice.dest: choice.help or "" for choice in group._get_subactions()}  # noqa: SLF001 — idem
        # Un autre nom de la même commande ne fait pas une section de plus.
        unique = {id(command): (name, command) for name, command in reversed(group.choices.items())}
        for name, command in reversed(unique.values()):
            yield from list_commands(command, summaries.get(name, ""))


def _anchor(name: str) -> str:
    return nodes.make_id(f"commande-{name}")


def _link_command(name: str) -> nodes.reference:
    return nodes.reference("", "", nodes.literal("", name), refid=_anchor(name))


def _build_command(name: str, command: argparse.ArgumentParser, summary: str) -> nodes.section:
    section = nodes.section(ids=[_anchor(name)])
    title = nodes.title()
    title += nodes.literal("", name)
    section += title
    section += nodes.paragraph("", summary)
    text = _format_usage(name, command)
    section += nodes.literal_block(text, text, language="text")
    actions = [action for action in command._actions if action.help != argparse.SUPPRESS]  # noqa: SLF001 — idem
    caption = f"Arguments et options de « {name} »"
    section += build_table(caption, ("Argument", "Rôle"), [_build_row(action) for action in actions])
    return section


def _format_usage(name: str, command: argparse.ArgumentParser) -> str:
    usage = " ".join(command.format_usage().split())
    bare = usage[usage.index(name) :] if name in usage else usage
    return textwrap.fill(bare, width=76, subsequent_indent="    ", break_on_hyphens=False)


def _build_row(action: argparse.Action) -> tuple[Cell, ...]:
    names = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    role = _fill_help(action)
    given = action.default if isinstance(action.default, (list, tuple)) else (action.default,)
    defaults = [str(value) for value in given if value not in (None, False, argparse.SUPPRESS)]
    note = f" (par défaut : {join_list(defaults)})" if defaults and "par défaut" not in role else ""
    return (nodes.literal("", names), f"{role}{note}")


def _fill_help(action: argparse.Action) -> str:
    values = {**vars(action), "prog": "kit"}
    return (action.help or "") % values if "%" in (action.help or "") else (action.help or "")
