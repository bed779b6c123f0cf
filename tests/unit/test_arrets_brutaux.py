"""Un arrêt brutal : rien de déchiré, de renié ni de laissé en clair, et la reprise donne le même résultat."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from kit.products.records import RECORD
from kit.writers.workspace import PREFIX, is_alive, open_workspace, sweep_workspaces

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "exemples"
DAY = ("--le", "23/11/2026")
# Ce qui date de l'instant, et non du contenu.
CHANGING = frozenset({RECORD})


def start(words: tuple[str, ...], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "kit", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "passage")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def list_prints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in CHANGING
    }


COMMANDS = {
    "produire": ("produire", "dossier.yaml", "--dans", "sortie", *DAY),
    "formation preparer": ("formation", "preparer", "formation/session.yaml", "--dans", "sortie"),
    "grilles reunir": ("grilles", "reunir", "grilles", "--dans", "sortie", *DAY),
}


def prepare_folder(folder: Path) -> Path:
    (folder / "passage").mkdir(parents=True)
    shutil.copyfile(EXAMPLES / "les-mureaux.yaml", folder / "dossier.yaml")
    for name in ("formation", "grilles"):
        shutil.copytree(EXAMPLES / name, folder / name)
    return folder


@pytest.mark.lent
@pytest.mark.parametrize("name", COMMANDS)
def test_une_commande_tuee_puis_relancee_donne_le_meme_resultat(name: str, tmp_path: Path) -> None:
    """Vingt arrêts au hasard ; la reprise égale un passage d'un trait, et le dossier de passage est vide."""
    words = COMMANDS[name]
    whole = prepare_folder(tmp_path / "entier")
    begun = time.perf_counter()
    assert start(words, whole).wait() == 0
    lasting = time.perf_counter() - begun
    expected = list_prints(whole / "sortie")
    draw = random.Random(14)  # noqa: S311 — des instants d’arrêt, refaits à l’identique
    folder = prepare_folder(tmp_path / "tue")
    for _ in range(20):
        process = start(words, folder)
        time.sleep(draw.uniform(0.1, lasting))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert start(words, folder).wait() == 0
    assert list_prints(folder / "sortie") == expected
    assert [path.name for path in (folder / "passage").iterdir() if path.name.startswith("kit-")] == []


def test_un_dossier_de_travail_abandonne_est_efface_a_la_fois_suivante(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Celui d'un processus mort part ; celui d'un vivant, ou d'un autre programme, reste."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    dead, alive, other = (
        tmp_path / f"{PREFIX}{done.pid}-x",
        tmp_path / f"{PREFIX}{os.getpid()}-y",
        tmp_path / "kit-z",
    )
    for folder in (dead, alive, other):
        folder.mkdir()
        (folder / "clair.md").write_text("Claire", encoding="utf-8")
    with open_workspace() as mine:
        assert not dead.exists()
        assert alive.exists()
        assert other.exists()
    assert not mine.exists()
    sweep_workspaces(tmp_path / "absent")
    assert is_alive(os.getpid())
