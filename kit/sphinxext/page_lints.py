"""Contrôles que ni Sphinx ni Jupyter Book ne font : alternatives d'images, titre unique, clés de réglage."""

from __future__ import annotations

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


def setup(app: Sphinx) -> None:
    """Branche la composante."""
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


def _warn_unknown_keys(app: Sphinx) -> None:
    path = Path(app.srcdir).parent / "_config.yml"
    for key in list_unknown_keys(yaml.safe_load(path.read_text(encoding="utf-8"))):
        _LOGGER.warning("%s : clé inconnue : « %s »", path, key, type="kit")


def _warn_page_faults(_app: Sphinx, document: nodes.document) -> None:
    for node, fault in list_page_faults(document):
        _LOGGER.warning(fault, location=node, type="kit")
