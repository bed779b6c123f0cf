"""Lit une recette de CONTRIBUTING.md et la fait dans une copie du dépôt, telle qu'elle est écrite."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "CONTRIBUTING.md"
NEEDED = ("kit", "templates", "exemples", "book", "tests", "pyproject.toml", "_config.yml", "CHANGELOG.md")
TOOLS = {
    ".venv/bin/kit": (sys.executable, "-m", "kit"),
    ".venv/bin/python": (sys.executable,),
}
_TITLE = re.compile(r"^#### Recette : (.+)$", re.MULTILINE)
_STEP = re.compile(r"^(Créez|Copiez|Dans|Lancez)\b([^\n]*) :\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"`([^`]+)`")


class RecipeError(AssertionError):
    """Une étape qui ne se fait pas telle qu'elle est écrite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Une étape : son verbe, les noms qu'elle cite, son bloc."""

    verb: str
    names: tuple[str, ...]
    block: str


def read_recipes() -> dict[str, tuple[Step, ...]]:
    """Les recettes de la page, par titre."""
    _, *parts = _TITLE.split(PAGE.read_text(encoding="utf-8"))
    return {
        title: tuple(
            Step(verb=verb, names=tuple(_NAMED.findall(words)), block=block)
            for verb, words, block in _STEP.findall(re.split(r"^#{2,4} ", body, flags=re.MULTILINE)[0])
        )
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


def copy_repository(target: Path) -> Path:
    """Une copie de ce que le kit et ses contrôles lisent."""
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("sortie", "_build"))
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target


def count_files(steps: tuple[Step, ...]) -> int:
    """Combien de fichiers une recette touche."""
    return len({step.names[-1 if step.verb == "Copiez" else 0] for step in steps if step.verb != "Lancez"})


def follow(steps: tuple[Step, ...], root: Path) -> str:
    """Fait chaque étape ; rend ce que les commandes ont dit.

    :raises RecipeError: si une ligne citée manque ou si une commande échoue.
    """
    said = ""
    for step in steps:
        if step.verb == "Créez":
            (root / step.names[0]).write_text(step.block, encoding="utf-8")
        elif step.verb == "Copiez":
            source, target = (root / name for name in step.names)
            target.write_text(_change(source.read_text(encoding="utf-8"), step), encoding="utf-8")
        elif step.verb == "Dans":
            path = root / step.names[0]
            edit = _insert if len(step.names) > 1 else _change
            path.write_text(edit(path.read_text(encoding="utf-8"), step), encoding="utf-8")
        else:
            said += "".join(run(line, root) for line in step.block.splitlines())
    return said


def run(line: str, root: Path) -> str:
    """Ce que dit une commande de la page, lancée dans la copie.

    :raises RecipeError: si elle échoue.
    """
    tool, *words = shlex.split(line)
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment = own | {"PYTHONPATH": str(root)}
    done = subprocess.run(
        [*TOOLS[tool], *words], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RecipeError(f"« {line} » : {(done.stdout + done.stderr)[-3000:]}")
    return done.stdout + done.stderr


def _change(text: str, step: Step) -> str:
    lines = step.block.splitlines()
    for old, new in zip(lines[::2], lines[1::2], strict=True):
        if (old[0], new[0]) != ("-", "+") or old[1:] not in text:
            raise RecipeError(f"{step.names[0]} n'a plus « {old[1:]} »")
        text = text.replace(old[1:], new[1:])
    return text


def _insert(text: str, step: Step) -> str:
    lines = text.splitlines(keepends=True)
    places = [rank for rank, line in enumerate(lines, start=1) if line.strip() == step.names[1]]
    if len(places) != 1:
        raise RecipeError(f"{step.names[0]} a {len(places)} fois la ligne « {step.names[1]} »")
    return "".join((*lines[: places[0]], step.block, *lines[places[0] :]))
