"""Les ateliers : leurs pages, leurs fichiers, et les façons de lancer les carnets."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.application import Sphinx

from kit.domain.errors import UsageError
from kit.domain.typography import typeset
from kit.sphinxext.directives.exercises import rewrite_cells
from kit.sphinxext.downloads.workshop_files import (
    ARCHIVE,
    TRAINEE,
    TRAINER,
    build_archive,
    list_parameter_files,
    produce_workshops,
    workshop_folder,
)
from kit.sphinxext.downloads.workshop_lists import list_groups
from kit.sphinxext.downloads.workshops import WorkshopError, list_workshops, read_workshop
from kit.training.exercises import (
    CellRole,
    build_trainee_edition,
    fill_parameters,
    parse_exercises,
    read_exercises,
    read_parameters,
)
from kit.training.exercises.sheet import build_exercise_sheet

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
WORKSHOPS = list_workshops(BOOK)
DEPLOYMENT = ROOT / "deploiement"
SCRIPTS = (*sorted(DEPLOYMENT.rglob("*.sh")), ROOT / ".binder" / "postBuild")
PAGE = """---
atelier:
  ordre: 1
  etape: toutes
  document: une fiche
---

# Un atelier

```{reperes}
pour: Tous.
duree: Une heure.
avec: "Une {term}`cause commune`, signée."
suite:
  page: index
  texte: Revenir
```
"""
workshops = pytest.mark.parametrize("workshop", WORKSHOPS, ids=lambda one: one.name)


@pytest.fixture(scope="session")
def outdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un dossier de construction où les fichiers des ateliers ont été faits."""
    folder = tmp_path_factory.mktemp("construction") / "html"
    folder.mkdir()
    produce_workshops(cast("Sphinx", SimpleNamespace(srcdir=BOOK, outdir=folder)))
    return folder


# --- Les pages ----------------------------------------------------------------------------


def test_chaque_carnet_a_sa_page_d_atelier() -> None:
    """Une page par carnet, et l'inverse."""
    assert {one.name for one in WORKSHOPS} == {path.stem for path in (BOOK / "carnets").glob("*.ipynb")}
    assert len({one.rank for one in WORKSHOPS}) == len(WORKSHOPS)


def test_une_page_d_atelier_dit_ses_reperes_sans_renvoi(tmp_path: Path) -> None:
    """Le tableau reprend les mots, non la syntaxe."""
    path = tmp_path / "essai.md"
    path.write_text(PAGE, encoding="utf-8")
    assert read_workshop(path).outcome == "Une cause commune, signée."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  etape: toutes\n", "", "la clé 'etape' manque"),
        ("  ordre:", "  rang: 2\n  ordre:", "la clé « rang » n’est pas connue"),
        ("  document:", "  vierge: grile\n  document:", "vouliez-vous dire « grille »"),
        ("# Un atelier", "Un atelier", "il faut un entête"),
        ("duree: Une heure.\n", "", "la clé 'duree' manque"),
    ],
)
def test_une_page_mal_remplie_est_nommee(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Le fichier, la clé, et le mot le plus proche."""
    path = tmp_path / "essai.md"
    path.write_text(PAGE.replace(old, new), encoding="utf-8")
    with pytest.raises(WorkshopError, match=message):
        read_workshop(path)


def test_un_atelier_sans_carnet_est_refuse(tmp_path: Path) -> None:
    """L'index ne mène nulle part sinon."""
    (tmp_path / "ateliers").mkdir()
    (tmp_path / "ateliers" / "essai.md").write_text(PAGE, encoding="utf-8")
    with pytest.raises(WorkshopError, match="« essai » n’a pas de carnet"):
        list_workshops(tmp_path)


# --- Les fichiers -------------------------------------------------------------------------


@workshops
def test_un_atelier_offre_ses_fichiers(workshop: Any, outdir: Path) -> None:
    """L'archive, les deux carnets, les exercices en docx et en pdf, leur corrigé."""
    content = (BOOK / "carnets" / f"{workshop.name}.ipynb").read_bytes()
    groups = dict(list_groups(workshop, content, outdir))
    shown = [path.name for files in groups.values() for _, path in files]
    assert {ARCHIVE, TRAINEE, TRAINER, "exercices.docx", "exercices.pdf", "corrige.pdf"} <= set(shown)
    assert ("À remplir pour votre territoire" in groups) == bool(workshop.blank)
    assert all(path.stat().st_size for files in groups.values() for _, path in files)


@workshops
def test_aucune_solution_n_est_dans_les_fichiers_des_stagiaires(workshop: Any, outdir: Path) -> None:
    """Chaque fichier de l'archive est ouvert, et chaque ligne de solution y est cherchée."""
    solutions = [
        line
        for exercise in read_exercises(BOOK / "carnets" / f"{workshop.name}.ipynb")
        for solution in exercise.solutions
        for line in solution.splitlines()
        if len(line) > 15
    ]
    assert solutions
    for name, text in read_archive(workshop_folder(outdir, workshop.name) / ARCHIVE):
        for line in solutions:
            assert line not in text, name


def read_archive(path: Path) -> list[tuple[str, str]]:
    """Le texte de chaque fichier de l'archive, ceux des documents dépliés compris."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if not zipfile.is_zipfile(io.BytesIO(content)):
                text = content.decode("utf-8-sig")
                found.append((name, "\n".join(strings_of(text)) if name.endswith(".ipynb") else text))
                continue
            with zipfile.ZipFile(io.BytesIO(content)) as inner:
                parts = (inner.read(part) for part in inner.namelist() if part.endswith((".xml", ".rels")))
                found += [(name, re.sub(r"<[^>]+>", "", part.decode())) for part in parts]
    return found


def strings_of(notebook: str) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(notebook)["cells"]]


@workshops
def test_le_carnet_de_l_archive_trouve_ses_exemples(workshop: Any, outdir: Path) -> None:
    """Chaque chemin de la cellule de paramètres mène à un fichier de l'archive."""
    with zipfile.ZipFile(workshop_folder(outdir, workshop.name) / ARCHIVE) as archive:
        names = archive.namelist()
        given = read_parameters(archive.read(f"{workshop.name}/{TRAINEE}"))
    content = (BOOK / "carnets" / f"{workshop.name}.ipynb").read_bytes()
    for key in list_parameter_files(content):
        assert any(name.startswith(f"{workshop.name}/{given[key]}") for name in names)
    assert not any(".." in str(value) for value in given.values())


def test_une_archive_donne_toujours_les_memes_octets() -> None:
    """Ni date ni ordre du disque."""
    assert build_archive({"b": b"2", "a": b"1"}) == build_archive({"a": b"1", "b": b"2"})


def test_les_parametres_s_ecrivent_sans_rien_executer() -> None:
    """Un texte, un nombre ; un nom inconnu est refusé, avec le plus proche."""
    content = (BOOK / "carnets" / "methode-animation.ipynb").read_bytes()
    filled = fill_parameters(content, {"personnes": 8})
    assert read_parameters(filled) == {"personnes": 8, "minutes": 120}
    with pytest.raises(UsageError, match="vouliez-vous dire « personnes »"):
        fill_parameters(content, {"personne": 8})


def test_la_feuille_d_exercices_n_a_pas_de_solution_et_le_corrige_en_a() -> None:
    """Une décimale s'y écrit à la française."""
    exercises = read_exercises(BOOK / "carnets" / "vie-associative.ipynb")
    sheet = build_exercise_sheet("Essai", exercises, has_solutions=False).markdown
    key = build_exercise_sheet("Essai", exercises, has_solutions=True).markdown
    assert "Votre réponse" in sheet
    assert "0,5" not in sheet.replace("\\", "")
    assert "0,5" in key.replace("\\", "")
    assert "Par exemple" in key
    assert "Par exemple" not in sheet


def test_les_jeux_d_exercice_se_refont_a_l_identique(tmp_path: Path) -> None:
    """L'outil écrit toujours les mêmes octets, et rien de plus."""
    tool = ROOT / "tools" / "make_example_studies.py"
    subprocess.run([sys.executable, str(tool), str(tmp_path)], check=True, capture_output=True)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*"))
    assert len(made) == 13
    for path in made:
        assert (tmp_path / path).read_bytes() == (ROOT / "exemples" / path).read_bytes()


# --- Les exercices dans les pages ---------------------------------------------------------


def test_un_carnet_montre_l_exercice_puis_la_solution_repliee() -> None:
    """Les cellules deviennent des directives ; la note d'animation n'est pas publiée."""
    content = (BOOK / "carnets" / "plan-action.ipynb").read_bytes()
    shown = [str(cell["source"]) for cell in rewrite_cells(json.loads(content)["cells"])]
    text = "\n".join(shown)
    assert text.count("{exercice} ") == len(parse_exercises(content))
    assert "{solution} indicateur-releve" in text
    assert "Les stagiaires travaillent sur leur propre plan" not in text
    trainee = json.loads(build_trainee_edition(content))["cells"]
    assert not [cell for cell in trainee if CellRole.SOLUTION in cell["metadata"].get("tags", [])]


@pytest.mark.livre
def test_une_solution_se_deplie_au_clavier_dans_le_livre(book: Any) -> None:
    """Un élément details, fermé, nommé par son exercice, après l'énoncé."""
    page = (book.folder / "carnets" / "plan-action.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(page, "html.parser")
    blocks = soup.select("div.kit-exercise, details.solution")
    exercises = read_exercises(BOOK / "carnets" / "plan-action.ipynb")
    assert [block.name for block in blocks] == ["div", "details"] * len(exercises)
    assert not any(block.has_attr("open") for block in blocks)
    titles = [block.find("summary").get_text(strip=True) for block in blocks[1::2]]
    assert titles == [typeset(f"Solution : {exercise.title}") for exercise in exercises]


# --- Lancer les carnets -------------------------------------------------------------------


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_un_script_de_mise_en_place_se_lit_et_n_ecrit_aucune_version(path: Path) -> None:
    """Sa syntaxe est bonne, il s'arrête à la première erreur, et les versions viennent du verrou."""
    text = path.read_text(encoding="utf-8")
    shell = text.splitlines()[0].removeprefix("#!").rsplit("/", 1)[-1]
    subprocess.run([shell, "-n", str(path)], check=True)
    assert re.search(r"^set -eu", text, re.MULTILINE)
    assert not re.search(r"[a-z]==\d|>=\d", text)
    assert path.stat().st_mode & 0o111


def test_le_verrou_de_la_formation_suit_celui_des_controles() -> None:
    """Ce que nous contrôlons est ce que les stagiaires installent, à l'identique."""

    def read(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9._-]+)==([^ \\\n]+)", text, re.MULTILINE))

    training, tests = read("formation.txt"), read("tests.txt")
    assert {"jupyterlab", "papermill", "pandas", "ipykernel", "krippendorff"} <= set(training)
    shared = set(training) & set(tests)
    assert len(shared) > 50
    assert {name: training[name] for name in shared} == {name: tests[name] for name in shared}


def test_le_verrou_de_la_formation_couvre_ce_que_le_projet_demande() -> None:
    """Chaque dépendance du projet, et celles des carnets, y a sa version et son empreinte."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = settings["optional-dependencies"]
    wanted = [*settings["dependencies"], *extras["carnets"], *extras["grilles"], *extras["formation"]]
    names = {re.split(r"[<>=\[]", one)[0].lower().replace("_", "-") for one in wanted} - {"jouer-collectif"}
    lock = (ROOT / "requirements" / "formation.txt").read_text(encoding="utf-8")
    assert {name for name in names if not re.search(rf"^{name}==", lock, re.MULTILINE)} == set()
    assert "--hash=sha256:" in lock


def test_les_reglages_du_serveur_se_lisent_et_ferment_la_porte() -> None:
    """Personne n'entre sans compte, et chacun a une part de mémoire fixée."""
    settings = yaml.safe_load((DEPLOYMENT / "tljh" / "config.yaml").read_text(encoding="utf-8"))
    assert settings["auth"]["FirstUseAuthenticator"]["create_users"] is False
    assert settings["limits"]["memory"]
    assert settings["user_environment"]["default_app"] == "jupyterlab"


def test_binder_prend_un_python_que_le_projet_accepte() -> None:
    """La version de .binder tient dans celles du projet."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8").strip()
    assert re.fullmatch(r"python-3\.\d+", asked)
    lowest = re.search(r"(\d+)\.(\d+)", settings["requires-python"])
    assert lowest is not None
    found = tuple(map(int, asked.removeprefix("python-").split(".")))
    assert found >= (int(lowest[1]), int(lowest[2]))


def test_le_lien_d_un_serveur_se_compose_sans_requete() -> None:
    """Le script fait le lien que nbgitpuller attend, et n'appelle rien."""
    script = (ROOT / "kit" / "sphinxext" / "theme" / "static" / "hub-link.js").read_text(encoding="utf-8")
    assert not re.search(r"fetch|XMLHttp|sendBeacon|localStorage|cookie", script)
    function = script[script.index("function composeLink") : script.index("for (const form")]
    call = (
        "console.log(composeLink({server: 'https://h.fr', repository: 'https://f.fr/e/jouer.git', "
        "branch: '', notebook: 'book/carnets/suivi.ipynb'}))"
    )
    done = subprocess.run(["node", "-e", function + call], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == (
        "https://h.fr/hub/user-redirect/git-pull?repo=https%3A%2F%2Ff.fr%2Fe%2Fjouer.git&branch=main"
        "&urlpath=lab%2Ftree%2Fjouer%2Fbook%2Fcarnets%2Fsuivi.ipynb"
    )
