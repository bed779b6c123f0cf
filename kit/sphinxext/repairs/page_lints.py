"""Contrôles que ni Sphinx ni Jupyter Book ne font : images, titre unique, tableaux, clés de réglage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

_LOGGER = logging.getLogger(__name__)
# Les clés de _config.yml que nos deux constructions savent lire ; une autre serait sans effet.
_KNOWN_KEYS: Final[dict[str, frozenset[str]]] = {
    "": frozenset(
        {"title", "author", "project", "copyright", "logo", "exclude_patterns", "only_build_toc_files"}
        | {"execute", "parse", "html", "repository", "launch_buttons", "sphinx"}
    ),
    "execute": frozenset(
        {"execute_notebooks", "timeout", "allow_errors", "raise_on_error", "show_tb", "stderr_output"}
    ),
    "parse": frozenset({"myst_enable_extensions"}),
    "html": frozenset(
        {"favicon", "use_edit_page_button", "use_repository_button", "use_issues_button"}
        | {"home_page_in_navbar", "use_multitoc_numbering", "baseurl"}
    ),
    "repository": frozenset({"url"}),
    "launch_buttons": frozenset({"thebe"}),
    "sphinx": frozenset({"extra_extensions", "recursive_update", "config"}),
}


_FENCE: Final = re.compile(r"^\s*(`{3,}|~{3,})(\S*)")
_DELIMITER: Final = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")
# Un trait entre accents graves ou échappé est du texte, pas une limite de case.
_PLAIN_BAR: Final = re.compile(r"`[^`]*`|\\\|")


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.connect("source-read", _warn_ragged_tables)
    app.connect("builder-inited", _warn_unknown_keys)
    app.connect("doctree-read", _warn_page_faults)


def list_unknown_keys(config: Mapping[str, Any]) -> tuple[str, ...]:
    """Les clés de ``_config.yml`` que personne ne lira.

    >>> list_unknown_keys({"title": "Livre", "execute": {"timeoutt": 30}})
    ('execute.timeoutt',)
    """
    sections = {"": config, **{key: value for key, value in config.items() if isinstance(value, Mapping)}}
    return tuple(
        f"{section}.{key}".lstrip(".")
        for section, values in sections.items()
        for key in values
        if key not in _KNOWN_KEYS.get(section, frozenset())
    )


def list_page_faults(document: nodes.document) -> Iterator[tuple[nodes.Node, str]]:
    """Les défauts d'une page, chacun avec le nœud en cause."""
    for image in document.findall(nodes.image):
        alternative = str(image.get("alt", "")).strip()
        if not alternative or Path(str(image.get("uri", ""))).name == alternative:
            yield image, "image sans texte de remplacement"
    sections = [child for child in document.children if isinstance(child, nodes.section)]
    for section in sections[1:]:
        yield section, "plus d’un titre de premier niveau dans la page"


def list_ragged_rows(text: str) -> Iterator[tuple[int, int, int]]:
    """Les lignes de tableau qui n'ont pas autant de cases que leur entête : ligne, cases, cases attendues.

    La lecture de Markdown les complète ou les coupe sans rien dire.

    >>> list(list_ragged_rows("| a | b |\\n|---|---|\\n| 1 | 2 |\\n| 3 |"))
    [(4, 1, 2)]
    """
    expected, fence, before = 0, "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip() == fence):
            # Le corps d'une directive est du texte ; celui d'un bloc de code, non.
            fence = "" if fence else ("" if mark.group(2).startswith("{table}") else mark.group(1))
            expected = 0
        elif fence or "|" not in line:
            expected = 0
        elif not expected and _DELIMITER.match(line):
            expected = _count_cells(line)
            if before and _count_cells(before) != expected:
                yield number - 1, _count_cells(before), expected
        elif expected and _count_cells(line) != expected:
            yield number, _count_cells(line), expected
        before = line if "|" in line else ""


def _count_cells(line: str) -> int:
    return len(_PLAIN_BAR.sub("", line).strip().removeprefix("|").removesuffix("|").split("|"))


def _warn_ragged_tables(app: Sphinx, page: str, content: list[str]) -> None:
    if not str(app.env.doc2path(page)).endswith(".md"):
        return
    for line, found, expected in list_ragged_rows(content[0]):
        fault = f"tableau bancal : {found} case(s) au lieu de {expected}"
        _LOGGER.warning(fault, location=(page, line), type="kit")


def _warn_unknown_keys(app: Sphinx) -> None:
    path = Path(app.srcdir).parent / "_config.yml"
    for key in list_unknown_keys(yaml.safe_load(path.read_text(encoding="utf-8"))):
        _LOGGER.warning("%s : clé inconnue : « %s »", path, key, type="kit")


def _warn_page_faults(_app: Sphinx, document: nodes.document) -> None:
    for node, fault in list_page_faults(document):
        _LOGGER.warning(fault, location=node, type="kit")
