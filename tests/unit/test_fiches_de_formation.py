"""Une fiche de formation tient ses promesses : objectifs évalués, minutes justes, méthodes à la taille."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kit.domain import locations
from kit.domain.typography import fold
from kit.knowledge import catalogue
from kit.knowledge.catalogue import CatalogueError, load_course
from kit.knowledge.catalogue.courses import OBSERVABLE_VERBS, format_clock

KEYS = catalogue.list_courses()
Change = Callable[[dict[str, Any]], None]


def read_changed(tmp_path: Path, change: Change) -> list[str]:
    """Les phrases que donne le catalogue quand la fiche des agents est changée ainsi."""
    folder = tmp_path / "data"
    shutil.copytree(locations.DATA, folder, ignore=shutil.ignore_patterns("*.gz"))
    path = folder / "formations" / "agents-une-journee.yaml"
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(values)
    path.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        catalogue.read_catalogue(folder)
    return [problem.message for problem in caught.value.problems] + [
        problem.remedy for problem in caught.value.problems
    ]


def test_trois_publics_ont_leur_fiche() -> None:
    """Une demi-journée pour des élus, une journée pour des agents, deux jours et un temps de terrain."""
    assert [load_course(key).minutes for key in KEYS] == [360, 720, 210]
    between = load_course("catalyseurs-deux-jours").work_period
    assert between is not None
    assert between.days_min >= 14


@pytest.mark.parametrize("key", KEYS)
def test_les_minutes_tombent_sur_la_duree_annoncee(key: str) -> None:
    """La dernière séquence de chaque demi-journée finit à l'heure, et le tout fait la durée."""
    course = load_course(key)
    for half_day in course.half_days:
        last = half_day.time_segments()[-1]
        assert last.start + last.segment.minutes == half_day.end
    assert sum(half_day.minutes for half_day in course.half_days) == course.minutes


@pytest.mark.parametrize("key", KEYS)
def test_chaque_objectif_est_observable_vise_et_evalue(key: str) -> None:
    """Un verbe de la liste, une séquence qui le vise, une évaluation."""
    course = load_course(key)
    segments = [segment for half_day in course.half_days for segment in half_day.segments]
    verbs = {fold(verb) for verb in OBSERVABLE_VERBS}
    for objective in course.objectives:
        assert fold(objective.statement.split()[0]) in verbs
        assert any(objective.key in segment.objectives and segment.evaluation for segment in segments)
    assert all(segment.objectives for segment in segments if not segment.is_break)


@pytest.mark.parametrize("key", KEYS)
def test_une_demi_journee_a_sa_pause_et_sa_variante_a_distance(key: str) -> None:
    """Jamais plus de deux heures sans pause ; chaque séquence dit ce qu'elle devient à distance."""
    for half_day in load_course(key).half_days:
        run = 0
        for segment in half_day.segments:
            run = 0 if segment.is_break else run + segment.minutes
            assert run <= 120
            assert segment.remote
        assert any(segment.is_break for segment in half_day.segments)


@pytest.mark.parametrize("key", KEYS)
def test_une_methode_convient_a_la_taille_du_groupe(key: str) -> None:
    """La fiche de la méthode admet le plus petit et le plus grand des groupes prévus."""
    course = load_course(key)
    entries = catalogue.load_catalogue()
    for half_day in course.half_days:
        for segment in half_day.segments:
            if segment.method_key:
                method = entries.get_entry(segment.method_key)
                assert isinstance(method, catalogue.Method)
                low, high = segment.group or course.group
                assert (method.group_min or low) <= low
                assert high <= (method.group_max or high)


@pytest.mark.parametrize("key", KEYS)
def test_une_fiche_se_dit_inspiree_et_non_certifiante(key: str) -> None:
    """Elle ne se fait pas passer pour un stage d'un établissement."""
    notice = load_course(key).notice
    assert "inspirée" in notice
    assert "ni une action certifiée" in notice


def shorten(values: dict[str, Any]) -> None:
    values["demi_journees"][0]["sequences"][0]["duree"] -= 5


def blur(values: dict[str, Any]) -> None:
    values["objectifs"][0]["enonce"] = "comprendre les alliances"


def forget(values: dict[str, Any]) -> None:
    for half_day in values["demi_journees"]:
        for segment in half_day["sequences"]:
            segment["objectifs"] = [key for key in segment.get("objectifs", ["O1"]) if key != "O4"] or ["O1"]


def crowd(values: dict[str, Any]) -> None:
    values["effectif"] = {"min": 10, "max": 90}


def rush(values: dict[str, Any]) -> None:
    segments = values["demi_journees"][1]["sequences"]
    segments[1]["duree"] -= 20
    segments[2]["duree"] += 20


def invent(values: dict[str, Any]) -> None:
    values["demi_journees"][0]["sequences"][0]["fiche_methode"] = "METH-MOT-CLES"


def stretch(values: dict[str, Any]) -> None:
    values["duree"] = 400


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (shorten, f"une fin à {format_clock(715)}"),
        (blur, "un verbe observable"),
        (forget, "dit comment elle l’évalue"),
        (crowd, "METH-MOTS-CLES, de 10 à 75 personnes"),
        (rush, "de 45 à 60 minutes à METH-ACCELERATEUR"),
        (invent, "vouliez-vous dire « METH-MOTS-CLES »"),
        (stretch, "360, la somme des demi-journées"),
    ],
)
def test_une_fiche_fausse_est_refusee_et_dit_pourquoi(tmp_path: Path, change: Change, expected: str) -> None:
    """Minutes, verbes, évaluation, taille du groupe, temps d'une méthode, renvoi, durée."""
    assert any(expected in text for text in read_changed(tmp_path, change))
