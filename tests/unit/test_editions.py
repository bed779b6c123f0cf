"""Les deux éditions d'un carnet, ses exercices, et les réponses qu'on y relève."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kit.domain.errors import InputError
from kit.training.exercises import (
    AnswerState,
    build_trainee_edition,
    build_trainer_edition,
    is_right,
    parse_exercises,
    read_answers,
    read_exercises,
)

STATEMENT = "### Exercice : compter\n\nCombien de partenaires ?\n\n**C’est réussi si** le compte y est."


def cell(kind: str, source: str, role: str = "", key: str = "", **more: Any) -> dict[str, Any]:
    tags = {"tags": [role]} if role else {}
    made = {"cell_type": kind, "metadata": tags | ({"cle": key} if key else {}), "source": source, **more}
    return made | (
        {"outputs": [], "execution_count": None} if kind == "code" and "outputs" not in more else {}
    )


def notebook(*cells: dict[str, Any], **metadata: Any) -> bytes:
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}).encode()


def exercise(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    cells = {
        "exercice": cell("markdown", STATEMENT, "exercice", "compter"),
        "reponse": cell("code", "combien = 0", "reponse", "compter"),
        "solution": cell("code", "combien = 7", "solution", "compter"),
        "note": cell("markdown", "Laissez trois minutes.", "formateur"),
    }
    return list((cells | changes).values())


def codes(content: bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_exercises(content, name="essai.ipynb")
    return [problem.code for problem in caught.value.problems]


def source_of(content: bytes) -> str:
    return "\n".join("".join(item["source"]) for item in json.loads(content)["cells"])


def test_un_exercice_se_lit_en_entier() -> None:
    """Titre, énoncé, critère, réponse à remplir, solution et valeur attendue."""
    (read,) = parse_exercises(notebook(*exercise()))
    assert (read.key, read.title, read.statement) == ("compter", "compter", "Combien de partenaires ?")
    assert read.criterion == "le compte y est."
    assert (read.answer, read.variable) == ("combien = 0", "combien")
    assert (read.solutions, read.expected) == (("combien = 7",), 7)


def test_une_solution_calculee_n_a_pas_de_valeur_attendue() -> None:
    """Sans exécuter, on ne sait pas ce qu'elle vaut."""
    cells = exercise(solution=cell("code", "combien = len(noms)", "solution", "compter"))
    assert parse_exercises(notebook(*cells))[0].expected is None


def test_l_edition_des_stagiaires_ne_garde_rien_de_trop() -> None:
    """Ni solution, ni note, ni résultat, ni métadonnée d'usage."""
    shown = cell("code", "1 + 1", outputs=[{"output_type": "stream", "text": "secret"}], execution_count=3)
    shown["metadata"] = {"papermill": {"duration": 2}, "tags": []}
    content = build_trainee_edition(notebook(shown, *exercise(), authors=[{"name": "Une personne"}]))
    text = content.decode()
    assert "combien = 0" in text
    for absent in ("combien = 7", "trois minutes", "secret", "papermill", "personne", '"execution_count": 3'):
        assert absent not in text
    assert set(json.loads(content)["metadata"]) == {"kernelspec", "language_info"}


def test_l_edition_de_la_formation_annonce_solutions_et_notes() -> None:
    """Jupyter ne montre pas les étiquettes : le titre les dit, une seule fois."""
    content = build_trainer_edition(notebook(*exercise()))
    assert "# Solution\ncombien = 7" in source_of(content)
    assert "**Pour la formation.** Laissez trois minutes." in source_of(content)
    assert build_trainer_edition(content) == content


def test_une_edition_est_reproductible() -> None:
    """Mêmes octets d'une fois sur l'autre, et une édition d'édition ne change plus rien."""
    content = notebook(*exercise())
    assert build_trainee_edition(content) == build_trainee_edition(content)
    assert build_trainer_edition(content) == build_trainer_edition(content)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"note": cell("markdown", "x", "formatrice")}, ["carnet-etiquette"]),
        ({"note": cell("markdown", "x", "solution", "conter")}, ["carnet-exercice-absent"]),
        ({"note": cell("markdown", STATEMENT, "exercice", "compter")}, ["carnet-exercice-double"] * 1),
        ({"note": cell("code", "combien = 1", "reponse", "compter")}, ["carnet-reponse-double"]),
        ({"note": cell("markdown", "x", "solution", "Pas Une Clé")}, ["carnet-sans-cle"]),
        ({"reponse": cell("code", "print(2)", "reponse", "compter")}, ["carnet-reponse-code"]),
        ({"solution": cell("markdown", "x")}, ["carnet-exercice-incomplet"]),
        ({"exercice": cell("markdown", "Combien ?", "exercice", "compter")}, ["carnet-exercice-incomplet"]),
    ],
)
def test_un_carnet_mal_etiquete_est_nomme(changes: dict[str, Any], expected: list[str]) -> None:
    """Chaque défaut a son code, et aucune édition ne sort d'un carnet douteux."""
    content = notebook(*exercise(**changes))
    assert codes(content)[: len(expected)] == expected
    with pytest.raises(InputError):
        build_trainee_edition(content)
    with pytest.raises(InputError):
        build_trainer_edition(content)


def test_une_cellule_a_deux_roles_est_refusee() -> None:
    """Un énoncé étiqueté aussi « solution » ferait fuir la réponse, ou perdre l'énoncé."""
    both = cell("markdown", STATEMENT, "exercice", "compter")
    both["metadata"]["tags"].append("solution")
    assert "carnet-plusieurs-roles" in codes(notebook(*exercise(exercice=both)))


def test_tous_les_defauts_sont_dits_a_la_fois() -> None:
    """Une correction, une relecture."""
    cells = exercise(
        note=cell("markdown", "x", "inconnue"), reponse=cell("code", "f()", "reponse", "compter")
    )
    assert codes(notebook(*cells)) == ["carnet-reponse-code", "carnet-etiquette"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"cells": 3, "nbformat": 4}',
        b'{"cells": [], "nbformat": 3}',
        b'{"cells": [1], "nbformat": 4}',
        b'{"cells": [{"cell_type": "code", "source": [1]}], "nbformat": 4}',
        b"[" * 100_000,
    ],
    ids=lambda content: repr(content[:30]),
)
def test_un_fichier_qui_n_est_pas_un_carnet_donne_une_phrase(content: bytes) -> None:
    """Jamais de trace, quel que soit le fichier rendu."""
    assert codes(content) == ["carnet-illisible"]


def test_un_carnet_absent_donne_une_phrase(tmp_path: Path) -> None:
    """Le nom du fichier est dans la phrase."""
    with pytest.raises(InputError, match=r"absent\.ipynb"):
        read_exercises(tmp_path / "absent.ipynb")


@pytest.mark.parametrize(
    ("sources", "state", "value"),
    [
        (["combien = 7"], AnswerState.FILLED, 7),
        (["combien = 0"], AnswerState.EMPTY, None),
        (["combien ="], AnswerState.UNREADABLE, None),
        (["__import__('os').remove('x')"], AnswerState.UNREADABLE, None),
        (["combien = [1, 2]"], AnswerState.FILLED, (1, 2)),
        (["combien = ''"], AnswerState.EMPTY, None),
        ([], AnswerState.MISSING, None),
        (["combien = 7", "combien = 0"], AnswerState.FILLED, 7),
    ],
)
def test_une_reponse_se_lit_sans_rien_executer(sources: list[str], state: AnswerState, value: object) -> None:
    """Remplie, vide, illisible, absente ou copiée : chaque cas a son état."""
    exercises = parse_exercises(notebook(*exercise()))
    returned = notebook(*(cell("code", source, "reponse", "compter") for source in sources))
    (answer,) = read_answers(returned, exercises)
    assert (answer.state, answer.value) == (state, value)


def test_une_reponse_en_texte_se_lit() -> None:
    """Une cellule de texte répond par ce qui y est écrit."""
    cells = exercise(reponse=cell("markdown", "*Votre réponse :*", "reponse", "compter"))
    exercises = parse_exercises(notebook(*cells))
    returned = notebook(cell("markdown", "Les entreprises.", "reponse", "compter"))
    (answer,) = read_answers(returned, exercises)
    assert (answer.state, answer.text) == (AnswerState.FILLED, "Les entreprises.")
    assert is_right(answer, exercises[0]) is None


def test_une_valeur_attendue_se_compare() -> None:
    """Sans égard aux majuscules ni aux espaces du bord."""
    cells = exercise(
        reponse=cell("code", 'monde = ""', "reponse", "compter"),
        solution=cell("code", 'monde = "Entreprises"', "solution", "compter"),
    )
    exercises = parse_exercises(notebook(*cells))
    for text, right in (("entreprises ", True), ("écoles", False)):
        returned = notebook(cell("code", f"monde = {text!r}", "reponse", "compter"))
        assert is_right(read_answers(returned, exercises)[0], exercises[0]) is right
