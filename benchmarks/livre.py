"""Ce que coûte la construction du livre : à froid, cache chaud, une page ; et le rapport à Sphinx nu.

Une exécution : ``python benchmarks/livre.py``, plusieurs minutes. Rien n'est affirmé ici ; les objectifs
sont imprimés à côté des mesures. « Sphinx nu » construit les mêmes pages, avec les mêmes directives et les
mêmes carnets déjà exécutés, mais avec le thème courant et sans nos retouches.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "book" / "mentions.md"
# Ce que notre extension fait de plus que donner un sens aux directives des pages.
RETOUCHES = (
    *("book_theme", "page_repairs", "page_footer", "third_parties", "page_lints", "redirections"),
    *("french_typography", "french_search", "parallel_reading", "execution_cache"),
)
BARE_CONF = """\
import sys
from pathlib import Path
_root = Path({root!r})
__file__ = str(_root / "conf.py")
exec(compile((_root / "conf.py").read_text(encoding="utf-8"), __file__, "exec"))
sys.path.insert(0, {folder!r})
extensions = [name for name in extensions if name != "kit.sphinxext"]
extensions += ["sphinx_book_theme", "directives_seules"]
html_theme = "sphinx_book_theme"
html_logo, html_favicon = str(_root / html_logo), str(_root / html_favicon)
external_toc_path = str(_root / "book" / "_toc.yml")
"""
BARE_EXTENSION = """\
from importlib import import_module

from kit.sphinxext import COMPONENTS

def setup(app):
    for name in COMPONENTS:
        if name.rpartition(".")[2] not in {skipped!r}:
            import_module(f"kit.sphinxext.{{name}}").setup(app)
    return {{"parallel_read_safe": True, "parallel_write_safe": True}}
"""


def measure(command: list[str]) -> float:
    """Le temps d'une construction, en secondes.

    :raises SystemExit: si elle échoue.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise SystemExit((done.stdout + done.stderr)[-3000:])
    return time.perf_counter() - start


def write_bare_settings(folder: Path) -> None:
    """Les réglages de Sphinx nu, dans un dossier à part."""
    conf = BARE_CONF.format(root=str(ROOT), folder=str(folder))
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    extension = BARE_EXTENSION.format(skipped=set(RETOUCHES))
    (folder / "directives_seules.py").write_text(extension, encoding="utf-8")


def measure_sphinx(conf: Path, output: Path, cache: Path) -> float:
    """Une construction de Sphinx, carnets déjà exécutés."""
    options = ["-q", "-E", "-b", "html", "-D", f"nb_execution_cache_path={cache}"]
    return measure([sys.executable, "-m", "sphinx", *options, "-c", str(conf), "book", str(output)])


def main() -> None:
    """Mesure et imprime un tableau."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tool = str(Path(sys.executable).with_name("jupyter-book"))
        book = [tool, "build", "book", "--path-output", name, "-W", "-n", "--keep-going"]
        rows = [("à froid, tous les carnets", measure(book), "< 90 s")]
        rows.append(("cache d'exécution chaud", measure([*book, "--all"]), "< 15 s"))
        PAGE.touch()
        rows.append(("une page changée", measure(book), "< 3 s"))
        bare = folder / "nu"
        bare.mkdir()
        write_bare_settings(bare)
        cache = folder / "_build" / ".jupyter_cache"
        # Les fichiers à télécharger et les carnets sont déjà faits : on ne compare que les pages.
        ours = measure_sphinx(ROOT, folder / "_build" / "nous", cache)
        plain = measure_sphinx(bare, folder / "_build" / "nu", cache)
        rows += [("Sphinx nu, mêmes pages", plain, ""), ("notre livre, Sphinx seul", ours, "")]
    print(f"{'construction':34}{'temps':>9}  objectif")
    for label, seconds, target in rows:
        print(f"{label:34}{seconds:>7.1f} s  {target}")
    print(f"{'rapport à Sphinx nu':34}{ours / plain:>8.2f}×  ≤ 1,1")


if __name__ == "__main__":
    main()
