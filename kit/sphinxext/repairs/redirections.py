"""Une adresse publiée ne meurt pas : une page déplacée garde la sienne, qui mène à la nouvelle.

``book/redirections.yml`` donne, pour chaque ancienne page, la page d'aujourd'hui (sans « .html »).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from html import escape
from pathlib import Path
from typing import Final

import yaml
from sphinx.application import Sphinx
from sphinx.util import logging

_LOGGER = logging.getLogger(__name__)
_FILE: Final = "redirections.yml"
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={address}">
<title>Cette page a changé d’adresse</title>
</head>
<body>
<h1>Cette page a changé d’adresse</h1>
<p><a href="{address}">Aller à la page</a></p>
</body>
</html>
"""


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.connect("build-finished", _write_redirections)


def read_redirections(source: Path) -> dict[str, str]:
    """Les pages déplacées : l'ancienne, la nouvelle. Vide sans fichier."""
    path = source / _FILE
    found = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None
    return {str(old): str(new) for old, new in (found or {}).items()}


def list_faults(moved: Mapping[str, str], known: Collection[str]) -> tuple[str, ...]:
    """Les déplacements impossibles, chacun en une phrase.

    >>> list_faults({"avant": "apres", "index": "apres"}, {"index", "apres"})
    ('« index » est encore une page du livre : elle ne peut mener ailleurs',)
    """
    alive = (
        f"« {old} » est encore une page du livre : elle ne peut mener ailleurs"
        for old in moved
        if old in known
    )
    dead = (
        f"« {old} » mène à « {new} », qui n’est pas une page du livre"
        for old, new in moved.items()
        if new.partition("#")[0] not in known
    )
    return (*alive, *dead)


def build_redirection(old: str, new: str) -> str:
    """La page laissée à l'ancienne adresse.

    >>> 'href="../comment/index.html#but"' in build_redirection("vieux/plan", "comment/index#but")
    True
    """
    page, mark, anchor = new.partition("#")
    address = os.path.relpath(f"{page}.html", Path(old).parent.as_posix() or ".")
    return _PAGE.format(address=escape(f"{Path(address).as_posix()}{mark}{anchor}"))


def _write_redirections(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name != "html":
        return
    moved = read_redirections(Path(app.srcdir))
    for fault in list_faults(moved, app.env.found_docs):
        _LOGGER.warning("%s : %s", _FILE, fault, type="kit", subtype="redirections")
    for old, new in moved.items():
        path = Path(app.outdir) / f"{old}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(build_redirection(old, new), encoding="utf-8")
