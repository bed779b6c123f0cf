"""Ce qui arrive de mauvais par la ligne de commande : une phrase, l'état 1, rien d'écrit ni d'écrasé."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.cli import main
from kit.products.dossier.producing import write_blank


def make_empty(folder: Path) -> Path:
    path = folder / "vide.ods"
    path.touch()
    return path


def make_truncated(folder: Path) -> Path:
    (path,) = write_blank("Les Mureaux", folder, formats=("xlsx",))
    path.write_bytes(path.read_bytes()[:-900])
    return path


def make_old_excel(folder: Path) -> Path:
    path = folder / "ancien.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return path


def make_protected(folder: Path) -> Path:
    path = folder / "secret.xlsx"
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + name)
    return path


def make_huge(folder: Path) -> Path:
    path = folder / "enorme.ods"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    return path


def make_folder(folder: Path) -> Path:
    path = folder / "photos"
    path.mkdir()
    return path


def make_text(folder: Path) -> Path:
    path = folder / "notes.txt"
    path.write_text("bonjour", encoding="utf-8")
    return path


def make_broken_yaml(folder: Path) -> Path:
    path = folder / "dossier.yaml"
    path.write_text("alliance:\n  nom: [oups\n", encoding="utf-8")
    return path


BAD = [
    (make_empty, "vide"),
    (make_truncated, "abîmé"),
    (make_old_excel, ".xls"),
    (make_protected, "mot de passe"),
    (make_huge, "Mo"),
    (make_folder, ".csv"),
    (make_text, ".txt"),
    (make_broken_yaml, "YAML"),
]


@pytest.mark.parametrize(("make", "word"), BAD, ids=[make.__name__ for make, _ in BAD])
def test_un_mauvais_fichier_donne_une_phrase_et_n_ecrit_rien(
    make: Callable[[Path], Path], word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """L'état est 1, la phrase nomme le fichier et dit quoi faire, la sortie reste intacte."""
    source = make(tmp_path)
    output = tmp_path / "sortie"
    capsys.readouterr()
    assert main(["produire", str(source), "--dans", str(output)]) == 1
    text = capsys.readouterr().err
    assert source.name in text
    assert word in text
    assert not output.exists()


@pytest.mark.parametrize(
    "hostile",
    [
        '=HYPERLINK("x")',
        "+33 1",
        "-1",
        "@SUM(A1)",
        "# titre",
        "| a | b |",
        "![](x.png)",
        "{{ 7*7 }}",
        "<script>",
    ],
)
def test_un_texte_hostile_reste_du_texte(hostile: str, sound_file: Path, tmp_path: Path) -> None:
    """Formule, Markdown, modèle ou HTML saisis dans un titre : imprimés tels quels."""
    text = sound_file.read_text(encoding="utf-8")
    quoted = hostile.replace("'", "''")
    text = text.replace("titre: Faire rencontrer élèves et professionnels", f"titre: '{quoted}'")
    sound_file.write_text(text, encoding="utf-8")
    words = ["produire", str(sound_file), "--dans", str(tmp_path / "s"), "--formats", "html", "ods"]
    assert main([*words, "--documents", "plan-action", "--le", "23/11/2026"]) == 0
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_path(str(tmp_path / "s" / "dossier" / "plan-action.ods"))
    assert workbook.get_sheet_by_name("Actions").to_python()[4][1] == hostile
    page = (tmp_path / "s" / "dossier" / "plan-action.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert hostile in html.unescape(page)


def test_un_dossier_deja_produit_survit_a_une_faute(sound_file: Path, tmp_path: Path) -> None:
    """Le plan d'hier reste entier quand le dossier d'aujourd'hui a un problème bloquant."""
    words = ["produire", str(sound_file), "--dans", str(tmp_path / "s"), "--formats", "html"]
    assert main([*words, "--le", "23/11/2026"]) == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "s" / "dossier").iterdir()}
    text = sound_file.read_text(encoding="utf-8").replace("territoire:", "lieu:")
    sound_file.write_text(text, encoding="utf-8")
    assert main(words) == 1
    assert {path.name: path.read_bytes() for path in (tmp_path / "s" / "dossier").iterdir()} == before


def test_un_modele_de_la_personne_mal_ecrit_n_ecrit_rien(
    sound_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """La phrase nomme le modèle et le champ."""
    folder = tmp_path / "modeles"
    folder.mkdir()
    (folder / "plan-action.md.j2").write_text("{{ alliance.nmae }}", encoding="utf-8")
    words = ["produire", str(sound_file), "--dans", str(tmp_path / "s"), "--modeles", str(folder)]
    assert main(words) == 1
    assert "plan-action.md.j2" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()


def test_un_modele_de_la_personne_remplace_le_notre(sound_file: Path, tmp_path: Path) -> None:
    """Un seul fichier remplacé ; les autres restent les nôtres."""
    folder = tmp_path / "modeles"
    folder.mkdir()
    (folder / "plan-action.md.j2").write_text("# À notre façon\n\n{{ alliance.name }}\n", encoding="utf-8")
    words = ["produire", str(sound_file), "--dans", str(tmp_path / "s"), "--modeles", str(folder)]
    assert main([*words, "--formats", "html"]) == 0
    assert "À notre façon" in (tmp_path / "s" / "dossier" / "plan-action.html").read_text(encoding="utf-8")
    assert "Sources" in (tmp_path / "s" / "dossier" / "fiche-argumentaire.html").read_text(encoding="utf-8")
