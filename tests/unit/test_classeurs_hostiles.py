"""Aucun classeur ne peut arrêter une lecture : il est refusé vite, par une phrase, et les autres sont lus."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kit.domain.errors import InputError
from kit.domain.values import Place
from kit.reading.tables import _native
from kit.reading.tables.workbook_rows import read_workbook
from tests.unit.hostile_books import CORPUS, xlsx

# Toutes les portes par où entre un classeur : dossier, grille, liste, tableau, questionnaire, travail rendu.
DOORS = """
import json, resource, sys, time
from pathlib import Path
from kit.domain.errors import InputError
from kit.domain.values import Place
from kit.products.fragility.reading import read_fragility_table
from kit.products.grids.reading import read_filled_file
from kit.products.observatory.reading import read_questionnaire
from kit.reading.checks import check_file
from kit.reading.tables.workbook_rows import read_workbook
from kit.training.rosters import read_roster
from kit.training.sessions import read_session
doors = [
    check_file, read_filled_file, read_roster, read_fragility_table, read_questionnaire, read_session,
    lambda path: read_workbook(path.read_bytes(), Place(file=path.name)),
]
slowest, refused = 0.0, []
for path in sorted(Path(sys.argv[1]).iterdir()):
    for door in doors:
        start = time.perf_counter()
        try:
            door(path)
        except InputError as error:
            if door is doors[-1]:
                refused.append(path.name)
        slowest = max(slowest, time.perf_counter() - start)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"refused": refused, "slowest": slowest, "peak": peak // 1024}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tous les classeurs hostiles, écrits une fois."""
    root = tmp_path_factory.mktemp("hostiles")
    for rank, (name, build) in enumerate(CORPUS.values()):
        (root / f"{rank:02d}-{name}").write_bytes(build())
    return root


@pytest.mark.parametrize("case", CORPUS)
def test_un_classeur_hostile_est_refuse_en_moins_d_une_seconde(case: str, folder: Path) -> None:
    """Par le contrôle, sans que le lecteur ait eu à en mourir."""
    rank = list(CORPUS).index(case)
    content = (folder / f"{rank:02d}-{CORPUS[case][0]}").read_bytes()
    start = time.perf_counter()
    with pytest.raises(InputError) as caught:
        read_workbook(content, Place(file="d"))
    assert time.perf_counter() - start < 1
    assert caught.value.problems[0].code in {"classeur-suspect", "classeur-illisible", "classeur-protege"}


def test_aucune_porte_de_lecture_ne_meurt_d_un_classeur_hostile(folder: Path) -> None:
    """Dans un seul processus, qui finit, sous trois cents mégaoctets."""
    assert len(CORPUS) >= 40
    done = subprocess.run(
        [sys.executable, "-c", DOORS, str(folder)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(done.stdout)
    assert len(report["refused"]) == len(CORPUS)
    assert report["peak"] < 300
    assert report["slowest"] < 2


def test_un_lecteur_qui_meurt_ne_fait_perdre_que_son_classeur(monkeypatch: pytest.MonkeyPatch) -> None:
    """Le fichier est refusé, le fils est relancé, le suivant est lu."""
    content = xlsx('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert read_workbook(content, Place(file="a"))[0].rows == ((1.0,),)
    with monkeypatch.context() as patch:
        # Le fils s'arrête pendant qu'on lui parle.
        patch.setattr(_native, "_LENGTH", struct.Struct("<Qx"))
        patch.setattr(_native, "MAX_SECONDS", 0.3)
        with pytest.raises(InputError) as caught:
            read_workbook(content, Place(file="b"))
    assert caught.value.problems[0].code == "classeur-suspect"
    assert read_workbook(content, Place(file="c"))[0].rows == ((1.0,),)


def test_sans_processus_possible_le_lecteur_travaille_sur_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dans une page, le contrôle protège seul."""
    monkeypatch.setattr(_native._READER, "is_possible", False)
    content = xlsx('<row r="1"><c r="A1"><v>2</v></c></row>')
    assert read_workbook(content, Place(file="a"))[0].rows == ((2.0,),)
