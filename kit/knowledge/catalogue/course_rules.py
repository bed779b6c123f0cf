"""La forme et les règles d'une fiche de formation.

Un objectif commence par un verbe observable ; chaque séquence vise un objectif et chaque
objectif est évalué ; les minutes s'additionnent ; une méthode convient à la taille du groupe.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import NBSP, fold
from kit.domain.values import Problem
from kit.knowledge.catalogue.courses import (
    OBSERVABLE_VERBS,
    Course,
    SegmentKind,
    Trace,
    format_clock,
    parse_clock,
)
from kit.knowledge.catalogue.deriving import build_shape
from kit.knowledge.catalogue.records import Record, check_references, check_unique

COURSE: Final = build_shape(Course)
# Ce qu'une séquence de travail doit dire ; une pause s'en passe.
_WORK_KEYS: Final = ("objectifs", "methode", "activite", "support")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citable:
    """Ce qu'une fiche de formation peut citer : les clés sans doute du catalogue, les fiches de méthode."""

    keys: Collection[str]
    methods: Mapping[str, Record]


def check_course(root: Record, known: Citable) -> list[Problem]:
    """Les défauts d'une fiche : renvois, verbes, objectifs sans évaluation, minutes, effectifs."""
    segments = [record for half_day in root["demi_journees"] for record in half_day["sequences"]]
    problems = [
        *check_unique(root["objectifs"], "cle"),
        *check_unique(root["demi_journees"], "cle"),
        *check_unique(segments, "cle"),
        *_check_range(root["effectif"]),
        *_check_name(root),
    ]
    for objective in root["objectifs"]:
        problems += _check_objective(objective, segments, known)
    goals = {objective["cle"] for objective in root["objectifs"]}
    for segment in segments:
        problems += [*_check_segment(segment, goals, known), *_check_group(segment, root["effectif"], known)]
    for cards in root["cartes"]:
        problems += check_references(cards, "fiches", known.keys)
    return [*problems, *_check_minutes(root), *_check_method_minutes(root, known), *_check_days(root)]


def _reject(record: Record, field: str, found: object, expected: str) -> Problem:
    return build_problem("catalogue-valeur", record.place(field), found=found, field=field, expected=expected)


def _check_name(root: Record) -> list[Problem]:
    stem = root.file.removesuffix(".yaml")
    return [] if root["cle"] == stem else [_reject(root, "cle", root["cle"], f"le nom du fichier, {stem}")]


def _check_range(record: Record) -> list[Problem]:
    if 0 < record["min"] <= record["max"]:
        return []
    return [_reject(record, "min", record["min"], "un nombre positif qui ne dépasse pas « max »")]


def _check_objective(objective: Record, segments: list[Record], known: Citable) -> list[Problem]:
    problems = check_references(objective, "questions", known.keys)
    verb = objective["enonce"].split(" ")[0]
    if fold(verb) not in {fold(one) for one in OBSERVABLE_VERBS}:
        expected = f"une phrase qui commence par un verbe observable ({', '.join(OBSERVABLE_VERBS)})"
        problems.append(_reject(objective, "enonce", verb, expected))
    aimed = [segment for segment in segments if objective["cle"] in segment.find("objectifs", ())]
    if not any(segment.find("evaluation", "") for segment in aimed):
        expected = "une séquence au moins qui vise cet objectif et dit comment elle l’évalue"
        problems.append(_reject(objective, "cle", objective["cle"], expected))
    if objective.find("lignes", 1) < 1:
        problems.append(_reject(objective, "lignes", objective["lignes"], "un nombre de lignes positif"))
    if objective["questions"] and Trace.QUIZ.value not in objective["traces"]:
        problems.append(_reject(objective, "traces", "questions", "la trace « quiz », puisqu’il en a"))
    return problems


def _check_segment(segment: Record, goals: Collection[str], known: Citable) -> list[Problem]:
    problems = [
        *check_references(segment, "objectifs", goals),
        *check_references(segment, "appuis", known.keys),
    ]
    if segment["duree"] < 1:
        problems.append(_reject(segment, "duree", segment["duree"], "un nombre de minutes positif"))
    if "fiche_methode" in segment.values:
        problems += check_references(segment, "fiche_methode", known.methods)
    if segment["genre"] != SegmentKind.BREAK.value:
        problems += [
            build_problem("catalogue-cle-absente", segment.where, expected=name)
            for name in _WORK_KEYS
            if name not in segment.values
        ]
    return problems


def _check_group(segment: Record, size: Record, known: Citable) -> list[Problem]:
    """La méthode convient aux groupes de travail, ou à l'effectif entier s'il ne se divise pas."""
    groups = segment.find("groupes", size)
    problems = _check_range(groups) if groups is not size else []
    method = known.methods.get(segment.find("fiche_methode", ""))
    if method is None or problems:
        return problems
    low, high = method.find("groupe_min", 1), method.find("groupe_max", groups["max"])
    if low <= groups["min"] and groups["max"] <= high:
        return []
    found = f"{method['cle']}, de {low} à {high} personnes,"
    expected = f"une méthode pour {groups['min']} à {groups['max']} personnes, ou la taille des groupes"
    return [_reject(segment, "fiche_methode", found, expected)]


def _check_minutes(root: Record) -> list[Problem]:
    """Les séquences remplissent leur demi-journée, et les demi-journées font la durée annoncée."""
    problems, total = [], 0
    for half_day in root["demi_journees"]:
        start, end = parse_clock(half_day["debut"]), parse_clock(half_day["fin"])
        spent = sum(segment["duree"] for segment in half_day["sequences"])
        total += end - start
        if start + spent != end:
            reached = format_clock(start + spent) if start + spent < 24 * 60 else f"{spent}{NBSP}min"
            expected = f"une fin à {reached}, où mènent les durées des séquences"
            problems.append(_reject(half_day, "fin", half_day["fin"], expected))
    if total != root["duree"]:
        expected = f"{total}, la somme des demi-journées en minutes"
        problems.append(_reject(root, "duree", root["duree"], expected))
    return problems


def _check_method_minutes(root: Record, known: Citable) -> list[Problem]:
    """Le temps donné à une méthode dans une demi-journée est celui que sa fiche demande."""
    problems = []
    for half_day in root["demi_journees"]:
        for key, segments in _group_by_method(half_day).items():
            method = known.methods.get(key)
            spent = sum(segment["duree"] for segment in segments)
            low = method.find("duree_min", spent) if method else spent
            high = method.find("duree_max", spent) if method else spent
            if not low <= spent <= high:
                expected = f"de {low} à {high} minutes à {key}, selon sa fiche"
                problems.append(_reject(segments[0], "duree", spent, expected))
    return problems


def _group_by_method(half_day: Record) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for segment in half_day["sequences"]:
        if "fiche_methode" in segment.values:
            groups.setdefault(segment["fiche_methode"], []).append(segment)
    return groups


def _check_days(root: Record) -> list[Problem]:
    """Les jours se suivent, dans l'ordre des heures ; un temps de travail demande deux jours."""
    problems, previous = [], (1, 0)
    for half_day in root["demi_journees"]:
        current = (half_day["jour"], parse_clock(half_day["debut"]))
        if current[0] not in {previous[0], previous[0] + 1} or current <= previous:
            expected = "des demi-journées dans l’ordre, le premier jour portant le numéro 1"
            problems.append(_reject(half_day, "jour", half_day["jour"], expected))
        previous = (half_day["jour"], parse_clock(half_day["fin"]))
    between = root.find("intersession", None)
    if between is not None:
        problems += _check_range(between["jours"])
        if previous[0] < 2:
            problems.append(_reject(root, "intersession", previous[0], "deux jours au moins"))
    return problems
