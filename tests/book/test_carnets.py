"""La forme des carnets : courts, sans programmation, sans trace de la machine, aux solutions justes."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kit.domain.errors import UsageError
from kit.notebooks import run_notebook
from kit.training.exercises import (
    CellRole,
    Exercise,
    build_trainee_edition,
    build_trainer_edition,
    read_exercises,
)

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
EXAMPLES = ROOT / "exemples"
NOTEBOOKS = sorted((BOOK / "carnets").glob("*.ipynb"))
ALLOWED = {"kit", "pathlib", "pandas"}
REFUSED = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.comprehension,
)
# D'autres valeurs que celles du carnet, pour chaque paramètre : un autre dossier, un autre groupe.
OTHERS: Mapping[str, object] = {
    "public": "habitant",
    "personnes": 8,
    "minutes": 200,
    "volet": "U3",
    "enquete": "SUR-TAB-UTILE",
}
notebooks = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read_cells(path: Path, kind: str) -> list[dict[str, Any]]:
    return [
        cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind
    ]


def source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def tags_of(cell: dict[str, Any]) -> list[str]:
    tags: list[str] = cell["metadata"].get("tags", [])
    return tags


def read_parameters(path: Path) -> dict[str, Any]:
    """Les paramètres du carnet et leurs valeurs ; une seule cellule les porte."""
    (tagged,) = [cell for cell in read_cells(path, "code") if "parameters" in tags_of(cell)]
    body = ast.parse(source_of(tagged)).body
    assert all(isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) for node in body)
    return {node.targets[0].id: ast.literal_eval(node.value) for node in body}  # type: ignore[attr-defined]  # vérifié juste au-dessus


def run_cell(source: str, names: dict[str, Any]) -> object:
    """Exécute une cellule ; rend la valeur de sa dernière ligne si c'est une expression."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "carnet", "exec"), names)  # noqa: S102 — nos carnets
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "carnet", "eval"), names)  # noqa: S307 — de même


@pytest.fixture(scope="session")
def other_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Les exemples, et des variantes : trois questionnaires sur douze, quatre grilles sur sept."""
    folder = tmp_path_factory.mktemp("autres") / "exemples"
    shutil.copytree(EXAMPLES, folder)
    lines = (folder / "fragilite" / "nombres-imagines.csv").read_bytes().splitlines(keepends=True)
    (folder / "fragilite" / "autre.csv").write_bytes(b"".join(lines[:6]))
    return folder


def list_named(folder: Path, given: str) -> Path:
    """Une partie des fichiers d'un dossier d'exemple, dans un dossier à part."""
    part = folder / f"partie-{given}"
    if not part.exists():
        part.mkdir()
        for source in sorted((folder / given).glob("*.ods"))[:4]:
            shutil.copy(source, part)
    return part


def test_il_y_a_un_carnet_par_atelier() -> None:
    """Les six premiers gardent leur adresse ; les deux kits sont couverts."""
    names = {path.stem for path in NOTEBOOKS}
    assert {"aides", "fiche-argumentaire", "grille-evaluation"} <= names
    assert {"grilles-reunies", "plan-action", "suivi"} <= names
    assert len(names) >= 12


@notebooks
def test_un_carnet_commence_par_son_titre_et_son_utilite(path: Path) -> None:
    """La première cellule est un titre suivi d'une phrase."""
    first = source_of(read_cells(path, "markdown")[0])
    assert re.match(r"# .+\n\n.{20,}", first)


@notebooks
def test_un_carnet_a_une_seule_cellule_de_parametres(path: Path) -> None:
    """Elle tient en deux affectations simples ; un chemin mène à un exemple présent."""
    given = read_parameters(path)
    assert 1 <= len(given) <= 2
    for name in {"chemin", "avant"} & set(given):
        assert (path.parent / given[name]).exists()


@notebooks
def test_un_carnet_tient_en_cinq_cellules_de_six_lignes(path: Path) -> None:
    """Un carnet se lit en une minute ; les exercices viennent après."""
    cells = [cell for cell in read_cells(path, "code") if not set(tags_of(cell)) & set(CellRole)]
    assert len(cells) <= 5
    assert max(len(source_of(cell).splitlines()) for cell in read_cells(path, "code")) <= 6


@notebooks
def test_un_carnet_ne_programme_pas(path: Path) -> None:
    """Ni fonction, ni classe, ni boucle."""
    code = "\n".join(source_of(cell) for cell in read_cells(path, "code"))
    assert [type(node).__name__ for node in ast.walk(ast.parse(code)) if isinstance(node, REFUSED)] == []


@notebooks
def test_un_carnet_n_importe_que_le_kit_pathlib_et_pandas(path: Path) -> None:
    """Ce qu'il montre s'écrit avec le kit."""
    tree = ast.parse("\n".join(source_of(cell) for cell in read_cells(path, "code")))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    found |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in found} <= ALLOWED


@notebooks
def test_un_carnet_ne_garde_ni_resultat_ni_trace_de_la_machine(path: Path) -> None:
    """Le fichier versionné est vide de sorties, de compteurs et de chemins absolus."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert all(
        not cell["outputs"] and cell["execution_count"] is None
        for cell in raw["cells"]
        if cell["cell_type"] == "code"
    )
    assert set(raw["metadata"]) == {"kernelspec", "language_info"}
    assert raw["metadata"]["kernelspec"]["name"] == "python3"
    assert re.search(r'"(/|[A-Z]:\\\\|~|file:)', path.read_text(encoding="utf-8")) is None


@notebooks
def test_un_carnet_a_des_exercices_dont_un_sur_son_propre_dossier(path: Path) -> None:
    """Un exercice se vérifie tout seul ou presque ; un autre demande d'écrire."""
    exercises = read_exercises(path)
    assert len(exercises) >= 2
    assert any(exercise.variable for exercise in exercises)
    assert any(not exercise.variable for exercise in exercises)


def test_une_cle_d_exercice_ne_sert_qu_une_fois_dans_tous_les_carnets() -> None:
    """Le bilan d'une session les compte ensemble."""
    keys = [exercise.key for path in NOTEBOOKS for exercise in read_exercises(path)]
    assert sorted(keys) == sorted(set(keys))


@notebooks
def test_aucune_solution_n_est_dans_l_edition_des_stagiaires(path: Path) -> None:
    """Chaque édition est ouverte, et chaque ligne de chaque solution y est cherchée."""
    trainee = json.loads(build_trainee_edition(path.read_bytes()))
    kept = [source_of(cell) for cell in trainee["cells"]]
    everything = "\n".join(kept)
    assert not any({"solution", "formateur"} & set(tags_of(cell)) for cell in trainee["cells"])
    for exercise in read_exercises(path):
        assert exercise.answer in kept
        for solution in exercise.solutions:
            assert solution not in everything
            for line in [line for line in solution.splitlines() if line and "import" not in line]:
                assert line not in kept
                assert len(line) < 15 or line not in everything, line


@notebooks
def test_les_deux_editions_ne_portent_ni_chemin_ni_nom(path: Path) -> None:
    """Leurs métadonnées ne disent que le langage et l'exercice."""
    for build in (build_trainee_edition, build_trainer_edition):
        raw = json.loads(build(path.read_bytes()))
        assert raw["metadata"] == {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
        assert {key for cell in raw["cells"] for key in cell["metadata"]} <= {"cle", "tags"}
        assert len({cell["id"] for cell in raw["cells"]}) == len(raw["cells"])


@notebooks
def test_les_solutions_sont_justes_sur_d_autres_donnees_aussi(
    path: Path, other_examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """La solution d'un exercice à valeur ne dépend pas du dossier que la personne a choisi."""
    for number, folder in enumerate((EXAMPLES, other_examples)):
        place = tmp_path / str(number) / "book" / "carnets"
        place.mkdir(parents=True)
        shutil.copytree(folder, tmp_path / str(number) / "exemples")
        monkeypatch.chdir(place)
        names: dict[str, Any] = {}
        checked = 0
        for cell in read_cells(path, "code"):
            value = run_cell(source_of(cell), names)
            if number and "parameters" in tags_of(cell):
                names |= choose_values(path, other_examples)
            if CellRole.SOLUTION in tags_of(cell) and value is not None:
                assert bool(value) is True, source_of(cell)
                checked += 1
        assert checked == sum(bool(exercise.variable) for exercise in read_exercises(path))
        assert all(exercise.expected is not None for exercise in read_exercises(path) if exercise.variable)


def choose_values(path: Path, folder: Path) -> dict[str, object]:
    """D'autres valeurs pour les paramètres de ce carnet."""
    given = read_parameters(path)
    others = dict(OTHERS)
    if "chemin" in given:
        source = Path(given["chemin"])
        if source.suffix == "":
            others["chemin"] = list_named(folder, source.name).as_posix()
        elif "avant" in given:
            others["chemin"] = (folder / "les-mureaux.ods").as_posix()
        else:
            name = {".csv": "fragilite/autre.csv"}.get(source.suffix, "pays-de-retz.ods")
            name = "paris-est-marne-et-bois.ods" if source.name == name else name
            others["chemin"] = (folder / name).as_posix()
        others["avant"] = (folder / "les-mureaux.yaml").as_posix()
    return {name: others[name] for name in given}


@pytest.mark.livre
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@notebooks
def test_un_carnet_s_execute_avec_papermill_sur_d_autres_donnees(
    path: Path, other_examples: Path, tmp_path: Path
) -> None:
    """Le noyau va au bout, et le carnet exécuté ne garde que les paramètres donnés."""
    source = tmp_path / "carnets" / path.name
    source.parent.mkdir()
    source.write_bytes(build_trainee_edition(path.read_bytes()))
    values = choose_values(path, other_examples)
    done = run_notebook(source, tmp_path / "fait.ipynb", values)
    assert json.loads(done.read_text(encoding="utf-8"))["metadata"]["papermill"]["parameters"] == values


@notebooks
def test_un_parametre_inconnu_est_refuse(path: Path, tmp_path: Path) -> None:
    """papermill se contenterait d'un avertissement."""
    with pytest.raises(UsageError, match="n’a pas de paramètre « inconnu »"):
        run_notebook(path, tmp_path / "fait.ipynb", {"inconnu": "x"})


def test_une_variable_d_exercice_ne_sert_qu_une_fois_par_carnet() -> None:
    """Une réponse ne doit pas en écraser une autre."""

    def list_variables(exercises: tuple[Exercise, ...]) -> list[str]:
        return [exercise.variable for exercise in exercises if exercise.variable]

    for path in NOTEBOOKS:
        names = list_variables(read_exercises(path))
        assert len(names) == len(set(names)), path.name
