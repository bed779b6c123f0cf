"""La ligne de commande : ce qu'elle dit, ce qu'elle écrit, son état de sortie."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
from pathlib import Path

import pytest

from kit.cli import main
from kit.cli._french_argparse import SENTENCES

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
