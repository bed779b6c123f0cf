"""``kit donnees relire`` : l'énoncé à côté de son passage, si le texte est là ; sinon, où le lire."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.cli import main
from kit.cli.rereading import draw_keys
from kit.knowledge.catalogue import load_catalogue
from kit.knowledge.catalogue.passages import load_passages


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["donnees", "relire", *words])
    out, err = capsys.readouterr()
    return status, out.replace("\u00a0", " ").replace("\u202f", " "), err


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """Un texte inventé, de la longueur de celui que les passages désignent."""
    path = tmp_path / "texte inventé.txt"
    lines = (f"propos inventé {number}" for number in range(1, load_passages().last_line + 1))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_l_enonce_se_lit_a_cote_de_son_passage(capsys, scan) -> None:
    """Chaque ligne du passage avec son numéro, et elle seule ; l'énoncé à gauche."""
    status, out, _ = run(capsys, "SUR07", "--texte", str(scan))
    assert status == 0
    sides = [line.split("│") for line in out.splitlines() if "│" in line]
    read = [right.strip() for _, right in sides if right.strip()]
    assert read == [f"{number}  propos inventé {number}" for number in range(282, 287)]
    left = " ".join(" ".join(side for side, _ in sides).split())
    assert left in " ".join(load_catalogue().get_statement("SUR07").replace("\u00a0", " ").split())
    assert "D’après : introduction de la journée" in out


def test_deux_intervalles_se_suivent_sans_se_meler(capsys, scan) -> None:
    """« … » dit que des lignes manquent entre les deux."""
    _, out, _ = run(capsys, "SUR02", "--texte", str(scan))
    read = [line.split("│")[1].strip() for line in out.splitlines() if "│" in line]
    assert read[:5] == [
        "8  propos inventé 8",
        "9  propos inventé 9",
        "10  propos inventé 10",
        "…",
        "1243  propos inventé 1243",
    ]


def test_sans_le_texte_on_sait_ou_lire(capsys) -> None:
    """Le titre, la page, les lignes et la voix ; l'énoncé, mais aucun passage."""
    status, out, _ = run(capsys, "SUR07")
    assert status == 0
    assert "│" not in out
    assert "p. 8 (lu tel quel)" in out
    assert "Lignes 282-286" in out
    assert "trois maires sur quatre" in out


def test_un_enonce_d_une_autre_source_donne_son_adresse(capsys) -> None:
    """Il n'a pas de passage dans les Actes, et on le dit."""
    _, out, _ = run(capsys, "ELU1")
    assert "Sans passage dans les Actes (" in out


def test_un_tirage_se_refait(capsys) -> None:
    """Soixante énoncés, tous différents, les mêmes à chaque fois pour une graine."""
    passages = load_passages()
    drawn = draw_keys(passages, 60, 15)
    assert len(set(drawn)) == 60
    assert drawn == draw_keys(passages, 60, 15) != draw_keys(passages, 60, 16)
    status, out, _ = run(capsys, "--tirage", "60")
    assert status == 0
    assert all(f"{key}  " in out for key in drawn)
    assert "60 énoncés à relire" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "au moins une clé"),
        (("SUR0X",), "vouliez-vous dire"),
        (("--tirage", "5000"), "entre 0 et"),
        (("--tirage", "-1"), "entre 0 et"),
        (("SUR07", "--texte", "absent.txt"), "ne se lit pas"),
    ],
)
def test_une_demande_mal_tournee_est_expliquee(capsys, words, said) -> None:
    """L'état de sortie de l'usage, et ce qu'il faut changer."""
    status, _, err = run(capsys, *words)
    assert status == 2
    assert said in err


def test_un_autre_texte_est_refuse(capsys, tmp_path) -> None:
    """Ses lignes ne seraient pas celles que les passages désignent."""
    path = tmp_path / "autre.txt"
    path.write_text("une ligne\nune autre\n", encoding="utf-8")
    status, _, err = run(capsys, "SUR07", "--texte", str(path))
    assert status == 2
    assert "a 2 lignes" in err
