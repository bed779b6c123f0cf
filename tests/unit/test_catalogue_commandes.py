"""``kit chercher`` et ``kit donnees``, et le compte que le LISEZ-MOI en donne."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kit.cli import main
from kit.cli.catalogue import build_count_table
from kit.knowledge.catalogue import load_catalogue

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"<!-- compte du catalogue -->\n(.*?)\n<!-- fin du compte -->", re.DOTALL)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(list(words))
    out, err = capsys.readouterr()
    return status, out, err


def test_chercher_dit_la_fiche_sa_source_et_sa_fiabilite(capsys) -> None:
    """Clé, titre, énoncé, source et page, en clair."""
    status, out, _ = run(capsys, "chercher", "SUR01", "--limite", "1")
    assert status == 0
    assert out.startswith("SUR01")
    assert "81\u00a0% des Français" in out
    assert "p.\u00a04, 12, 26 (lu tel quel)" in out


def test_chercher_accepte_plusieurs_mots_sans_guillemets(capsys) -> None:
    """Les mots de la commande font une seule demande."""
    status, out, _ = run(capsys, "chercher", "elus", "locaux", "--famille", "faits")
    assert status == 0
    assert "CJD-D2" in out


def test_un_doute_trouve_est_montre_comme_un_doute(capsys) -> None:
    """Une incertitude ne se lit pas comme un fait."""
    _, out, _ = run(capsys, "chercher", "C13")
    assert "incertain, à ne pas citer comme un fait" in out.splitlines()[0]


def test_chercher_sans_reponse_le_dit(capsys) -> None:
    """L'état de sortie et la phrase disent qu'il n'y a rien."""
    status, out, _ = run(capsys, "chercher", "zzzz")
    assert status == 1
    assert "Aucune fiche" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--famille", "metier"), "vouliez-vous dire «\u00a0metiers\u00a0»"),
        (("--limite", "0"), "au moins 1"),
    ],
)
def test_une_demande_mal_tournee_est_expliquee(capsys, words, said) -> None:
    """La phrase propose ce qui existe."""
    status, _, err = run(capsys, "chercher", "mobilité", *words)
    assert status == 2
    assert said in err


def test_compter_donne_chaque_famille_et_le_total(capsys) -> None:
    """Une ligne par famille, le total à la fin."""
    status, out, _ = run(capsys, "donnees", "compter")
    lines = out.splitlines()
    counts = {name: count for name, count in load_catalogue().count_families().items() if count}
    assert status == 0
    assert len(lines) == len(counts) + 1
    assert re.search(r"^metiers +4 ", out, re.MULTILINE)
    assert lines[-1].startswith(f"{sum(counts.values())}\u00a0fiches")


def test_exporter_ecrit_le_paquet_de_donnees(capsys, tmp_path) -> None:
    """Le dossier demandé reçoit les tableaux et leur description."""
    status, out, _ = run(capsys, "donnees", "exporter", str(tmp_path / "export"))
    assert status == 0
    assert (tmp_path / "export" / "datapackage.json").is_file()
    assert str(len(list((tmp_path / "export").iterdir()))) in out


def test_exporter_n_ecrase_pas_sans_le_dire(capsys, tmp_path) -> None:
    """Le second export demande --remplacer."""
    folder = str(tmp_path)
    assert run(capsys, "donnees", "exporter", folder)[0] == 0
    status, _, err = run(capsys, "donnees", "exporter", folder)
    assert status == 2
    assert "--remplacer" in err
    assert run(capsys, "donnees", "exporter", folder, "--remplacer")[0] == 0


def test_le_lisez_moi_donne_le_compte_exact() -> None:
    """Le bloc du LISEZ-MOI est celui que « kit donnees compter --tableau » écrit."""
    found = BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert found, "le bloc manque dans README.md"
    assert found[1] == build_count_table(load_catalogue()), (
        "recopiez la sortie de « kit donnees compter --tableau » entre les deux commentaires de README.md"
    )
