"""Cache d'exécution des carnets : vidé dès que le code, un gabarit ou un exemple change.

Le cache ne regarde que les cellules ; sans cela, un carnet montrerait les résultats de l'ancien code.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from kit.sphinxext.repairs.fingerprint import read_fingerprint

_LOGGER = logging.getLogger(__name__)
_STAMP = "empreinte-kit.txt"
# L'empreinte est gardée dans l'environnement de Sphinx, d'une construction à l'autre.
_MEMORY = "kit_fingerprint"


def setup(app: Sphinx) -> None:
    """Branche la composante, avant que les carnets ne soient exécutés."""
    app.connect("builder-inited", _empty_stale_cache, priority=100)
    app.connect("env-get-outdated", _list_stale_notebooks)


def is_stale(stamp: Path, fingerprint: str) -> bool:
    """Vrai si le cache vient d'un autre état du dépôt."""
    return not stamp.is_file() or stamp.read_text(encoding="ascii") != fingerprint


def _empty_stale_cache(app: Sphinx) -> None:
    configured = app.config.nb_execution_cache_path
    cache = Path(configured or Path(app.outdir).parent / ".jupyter_cache")
    fingerprint = read_fingerprint()
    if is_stale(cache / _STAMP, fingerprint):
        _LOGGER.info("Le kit a changé : le cache d'exécution des carnets est vidé.")
        shutil.rmtree(cache, ignore_errors=True)
        _create_cache(cache)
        (cache / _STAMP).write_text(fingerprint, encoding="ascii")


def _create_cache(cache: Path) -> None:
    """Crée la base du cache avant que des ouvriers parallèles ne le fassent chacun de leur côté."""
    from jupyter_cache import get_cache

    cache.mkdir(parents=True)
    get_cache(cache).db.dispose()


def _list_stale_notebooks(
    _app: Sphinx, env: BuildEnvironment, added: set[str], *_others: object
) -> list[str]:
    """Les carnets à relire, tous si le kit a changé depuis la dernière construction."""
    fingerprint = read_fingerprint()
    seen = getattr(env, _MEMORY, fingerprint)
    setattr(env, _MEMORY, fingerprint)
    known = (name for name in env.found_docs if name not in added) if seen != fingerprint else ()
    return [name for name in known if Path(env.doc2path(name)).suffix == ".ipynb"]
