"""La ligne de commande : ce qu'elle dit, ce qu'elle écrit, son état de sortie."""

from __future__ import annotations

import argparse
import ast
import datetime as dt
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kit import __version__
from kit.cli import build_parser, main
from kit.cli._french_argparse import SENTENCES
from kit.cli.options import parse_day
from kit.sphinxext.directives.command_reference import list_commands

ENGLISH = re.compile(r"\b(usage|options|positional|show|error|invalid|choose|required|arguments?:)\b")


def test_toutes_les_phrases_d_argparse_sont_traduites() -> None:
    """Chaque phrase que ce Python sait dire a sa traduction."""
    said = {
        argument.value
        for node in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "ngettext"}
        for argument in node.args[:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    assert len(said) > 20
    assert said <= set(SENTENCES)


@pytest.mark.parametrize("words", [["--help"], ["produire", "--help"], ["nouveau", "-h"], ["verifier", "-h"]])
def test_l_aide_est_toute_en_francais(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Titres, options et textes."""
    with pytest.raises(SystemExit) as stop:
        main(words)
    text = capsys.readouterr().out
    assert stop.value.code == 0
    assert text.startswith("utilisation")
    assert not re.search(r"\b(usage|show|positional|default)\b", text)


@pytest.mark.parametrize("words", [[], ["produir"], ["produire"], ["produire", "x", "--formats", "doc"]])
def test_une_commande_mal_tournee_sort_avec_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Et une phrase française."""
    with pytest.raises(SystemExit) as stop:
        main(words)
    text = capsys.readouterr().err
    assert stop.value.code == 2
    assert not ENGLISH.search(text)


def test_verifier_un_dossier_sain_sort_avec_0(sound_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Et le dit."""
    assert main(["verifier", str(sound_file), "--le", "23/11/2026"]) == 0
    assert "aucun problème" in capsys.readouterr().out


def test_verifier_un_fichier_absent_sort_avec_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """La phrase nomme le fichier et dit quoi faire."""
    assert main(["verifier", str(tmp_path / "rien.ods")]) == 1
    assert "rien.ods" in capsys.readouterr().err


def test_verifier_plusieurs_dossiers_les_lit_tous(
    sound_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Un fichier illisible n'empêche pas de lire le suivant."""
    assert main(["verifier", str(tmp_path / "rien.ods"), str(sound_file), "--le", "23/11/2026"]) == 1
    assert "dossier.yaml : aucun problème".replace(" :", "\u00a0:") in capsys.readouterr().out


def test_nouveau_pour_un_homonyme_demande_de_choisir(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rien n'est deviné, rien n'est écrit."""
    assert main(["nouveau", "Saint-Denis", "--dans", str(tmp_path)]) == 1
    assert "93066" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nouveau_n_ecrase_pas_sans_qu_on_le_demande(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Un dossier déjà rempli ne se perd pas."""
    words = ["nouveau", "Les Mureaux", "--dans", str(tmp_path), "--formats", "yaml"]
    assert main(words) == 0
    (path,) = tmp_path.iterdir()
    path.write_text("mes réponses", encoding="utf-8")
    assert main(words) == 2
    assert "--remplacer" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mes réponses"


def test_territoire_cherche_par_code_postal(capsys: pytest.CaptureFixture[str]) -> None:
    """Et imprime le code, la nature, les échelons et la population."""
    assert main(["territoire", "78130"]) == 0
    text = capsys.readouterr().out
    assert "78440" in text
    assert "Les Mureaux" in text


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["produir"], "produire"),
        (["modele", "chartre", "x.ods"], "charte"),
        (["produire", "x.ods", "--formats", "odtt"], "odt"),
        (["argumentaire", "x.ods", "--publics", "éluu"], "élu"),
        (["formation", "prepare"], "preparer"),
        (["produire", "x.ods", "--format", "pdf"], "--formats"),
        (["grilles", "vierge", "x", "--respondants=3"], "--repondants"),
    ],
)
def test_un_choix_mal_ecrit_propose_le_plus_proche(
    words: list[str], near: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Une commande, un nom de modèle, un format, un public, une option."""
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    text = re.sub(r"[\u00a0\u202f]", " ", capsys.readouterr().err)
    assert f"vouliez-vous dire « {near} » ?" in text


@pytest.mark.parametrize("day", ["23/11/2026", "2026-11-23", " 2026-11-23 "])
def test_une_date_s_ecrit_en_francais_ou_en_iso(day: str) -> None:
    """Le même jour, des deux façons."""
    assert parse_day(day) == dt.date(2026, 11, 23)


@pytest.mark.parametrize("day", ["2026-13-01", "31/02/2026", "demain", "20261123", "23/11/26", "2026-W47-1"])
def test_une_date_impossible_se_dit_avec_les_deux_ecritures(
    day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Et rien n'est deviné."""
    with pytest.raises(SystemExit) as stop:
        main(["verifier", "x.ods", "--le", day])
    assert stop.value.code == 2
    text = capsys.readouterr().err
    assert day in text
    assert "23/11/2026 ou 2026-11-23" in text


def test_une_option_partagee_dit_la_meme_chose_partout() -> None:
    """« --modeles », « --public » et « --dans » ont partout le même rôle."""
    helps: dict[str, set[str]] = {}
    for _, parser, _ in list_commands(build_parser()):
        for action in parser._actions:
            for option in action.option_strings:
                said = re.sub(r"\(par défaut.*", "", str(action.help)).strip()
                helps.setdefault(option, set()).add(said)
    assert [len(helps[option]) for option in ("--modeles", "--public", "--dans")] == [1, 1, 1]


# --- Un vrai processus ----------------------------------------------------------------------


def run(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kit", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": ""},
    )


def test_python_m_kit_est_la_commande() -> None:
    """Le même nom, la même version."""
    out, error = run("--version").communicate()
    assert (out.strip(), error) == (f"kit {__version__}", "")


@pytest.mark.parametrize("words", [("donnees", "compter"), ("--help",), ("verifier", "rien.ods")])
def test_une_sortie_que_personne_ne_lit_plus_ne_dit_rien(words: tuple[str, ...]) -> None:
    """Comme dans « kit donnees compter | head -1 » : ni trace, ni phrase anglaise."""
    process = run(*words)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 141
    assert "Traceback" not in error
    assert "Exception ignored" not in error
