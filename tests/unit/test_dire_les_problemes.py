"""Ce qui est dit à l'écran : à corriger d'abord, ce qui se ressemble réuni et compté, rien de perdu."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kit.cli.grouping import list_lines
from kit.domain.errors import InputError, build_problem, explain_os_error
from kit.domain.values import Place, Problem
from kit.reading.tables import read_tables


def tell(line: int, found: str = "Haute", read: str = "Élevé", sheet: str = "Actions") -> Problem:
    where = Place(file="d.ods", sheet=sheet, line=line, column="Priorité")
    return build_problem("lu-comme", where, found=found, read=read)


def ask(line: int) -> Problem:
    where = Place(file="d.ods", sheet="Actions", line=line, column="Fin")
    return build_problem("date-vague", where, found="printemps", field="Fin", example="30/06/2027")


def test_ce_qui_est_a_corriger_vient_d_abord() -> None:
    """Même relevé en dernier."""
    lines = list(list_lines([tell(5), ask(6)]))
    assert [line.split("\xa0:")[0] for line in lines] == ["À corriger", "À regarder"]


def test_deux_points_semblables_gardent_leur_phrase_entiere() -> None:
    """Les réunir ne gagnerait rien."""
    lines = list(list_lines([tell(5), tell(6)]))
    assert len(lines) == 2
    assert all("ligne 5" in line or "ligne 6" in line for line in lines)


def test_trente_lectures_tiennent_en_quelques_lignes_sans_en_perdre() -> None:
    """Un seul remède, chaque case derrière sa feuille et sa ligne."""
    problems = [tell(line, found=f"écriture {line}", read=f"lecture {line}") for line in range(5, 35)]
    lines = list(list_lines(problems))
    assert len(lines) < 20
    assert "30\xa0points de la même sorte" in lines[0]
    text = " ".join(line.strip() for line in lines).replace("\xa0", " ")
    assert all(f"« écriture {line} » → lecture {line}" in text for line in range(5, 35))
    assert text.count("récrivez cette case") == 1


def test_des_points_de_plusieurs_fichiers_disent_chacun_le_leur() -> None:
    """Un lot se corrige fichier par fichier."""
    where = [Place(file=f"g{rank}.ods") for rank in range(3)]
    lines = list(list_lines(build_problem("classeur-illisible", one) for one in where))
    assert all(f"g{rank}.ods" in " ".join(lines) for rank in range(3))


def test_un_tube_est_refuse_au_lieu_d_attendre(tmp_path: Path) -> None:
    """Personne n'écrira jamais à l'autre bout."""
    os.mkfifo(tmp_path / "d.yaml")
    with pytest.raises(InputError, match="fichier ordinaire"):
        read_tables(tmp_path / "d.yaml")


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(28, "No space left")])
def test_un_refus_du_systeme_se_dit_en_francais(error: OSError) -> None:
    """Ni la phrase anglaise du système, ni son numéro."""
    said = explain_os_error(error)
    assert error.strerror
    assert error.strerror not in said
    assert said in {"vous n’en avez pas le droit", "le disque est plein"}


@pytest.mark.parametrize(
    "text",
    [
        "alliance:\n  nom: a\n" + "".join(f"k{rank}: 1\n" for rank in range(130_000)),
        "alliance:\n  nom: a\nactions:\n" + "- numero: 1\n" * 70_000,
    ],
)
def test_un_yaml_demesure_est_refuse_avant_d_etre_compose(tmp_path: Path, text: str) -> None:
    """Sans redire cent mille fois le même défaut."""
    (tmp_path / "d.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="trop d’éléments") as caught:
        read_tables(tmp_path / "d.yaml")
    assert len(caught.value.problems) == 1


def test_mille_cles_inconnues_sont_comptees(tmp_path: Path) -> None:
    """Les premières sont nommées, les autres comptées."""
    keys = "".join(f"k{rank}: 1\n" for rank in range(1_000))
    (tmp_path / "d.yaml").write_text(f"alliance:\n  nom: a\n{keys}", encoding="utf-8")
    codes = [problem.code for problem in read_tables(tmp_path / "d.yaml").problems]
    assert codes.count("cle-inconnue") == 50
    assert codes[-1] == "defauts-semblables"
