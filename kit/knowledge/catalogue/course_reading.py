"""Lire une fiche de formation : sa forme, ses règles, la valeur figée qu'on en fait.

Les règles : un objectif commence par un verbe observable ; chaque séquence vise un objectif et chaque
objectif est évalué ; les minutes s'additionnent ; une méthode convient à la taille du groupe.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import NBSP, fold
from kit.domain.values import Problem
from kit.knowledge.catalogue.courses import (
    OBSERVABLE_VERBS,
    BookletPage,
    CardSet,
    Course,
    Equipment,
    HalfDay,
    Objective,
    Per,
    Segment,
    SegmentKind,
    Trace,
    WorkPeriod,
    format_clock,
    parse_clock,
)
from kit.knowledge.catalogue.records import Key, Record, Shape, check_references, check_unique

CLOCK: Final = r"([01]\d|2[0-3]):[0-5]\d"
METHOD_KEY: Final = r"METH-[A-Z0-9-]+"
LEVELS: Final = ("découverte", "approfondissement", "expertise")
MODES: Final = ("présence", "distance", "mixte")
RANGE: Final = Shape(keys=(Key(name="min", kind=int), Key(name="max", kind=int)))
OBJECTIVE: Final = Shape(
    keys=(
        Key(name="cle", pattern=r"O\d"),
        Key(name="enonce"),
        Key(name="evaluation"),
        Key(name="traces", many=True, choices=tuple(trace.value for trace in Trace)),
        Key(name="questions", many=True, empty=True),
        Key(name="lignes", kind=int, required=False),
    )
)
SEGMENT: Final = Shape(
    keys=(
        Key(name="cle", pattern=r"S\d{1,2}"),
        Key(name="titre"),
        Key(name="genre", choices=tuple(kind.value for kind in SegmentKind)),
        Key(name="duree", kind=int),
        Key(name="objectifs", many=True, required=False),
        Key(name="contenu"),
        Key(name="methode", required=False),
        Key(name="fiche_methode", pattern=METHOD_KEY, required=False),
        Key(name="groupes", shape=RANGE, required=False),
        Key(name="activite", required=False),
        Key(name="support", required=False),
        Key(name="appuis", many=True, required=False),
        Key(name="evaluation", required=False),
        Key(name="distance"),
    )
)
HALF_DAY: Final = Shape(
    keys=(
        Key(name="cle", pattern=r"D\d"),
        Key(name="titre"),
        Key(name="jour", kind=int),
        Key(name="debut", pattern=CLOCK),
        Key(name="fin", pattern=CLOCK),
        Key(name="sequences", many=True, shape=SEGMENT),
    )
)
COURSE: Final = Shape(
    keys=(
        Key(name="cle", pattern=r"[a-z0-9]+(-[a-z0-9]+)*"),
        Key(name="code", pattern=r"[A-Z0-9]+(-[A-Z0-9]+)*"),
        Key(name="titre"),
        Key(name="accroche"),
        Key(name="contexte"),
        Key(name="niveau", choices=LEVELS),
        Key(name="public", many=True),
        Key(name="prerequis", many=True),
        Key(name="effectif", shape=RANGE),
        Key(name="table", kind=int),
        Key(name="duree", kind=int),
        Key(name="modalite", choices=MODES),
        Key(name="objectifs", many=True, shape=OBJECTIVE),
        Key(name="contenu", many=True),
        Key(name="methodes", many=True),
        Key(name="evaluation", many=True),
        Key(name="accessibilite", many=True),
        Key(
            name="materiel",
            many=True,
            shape=Shape(
                keys=(
                    Key(name="quoi"),
                    Key(name="nombre", kind=int),
                    Key(name="par", choices=tuple(per.value for per in Per)),
                )
            ),
        ),
        Key(name="carnets", many=True, empty=True),
        Key(
            name="cartes",
            many=True,
            empty=True,
            shape=Shape(
                keys=(
                    Key(name="titre"),
                    Key(name="usage"),
                    Key(name="fiches", many=True),
                    Key(name="par_table", kind=int),
                )
            ),
        ),
        Key(
            name="livret",
            many=True,
            shape=Shape(keys=(Key(name="titre"), Key(name="intro"), Key(name="questions", many=True))),
        ),
        Key(name="distance"),
        Key(name="avertissement"),
        Key(
            name="intersession",
            required=False,
            shape=Shape(
                keys=(
                    Key(name="titre"),
                    Key(name="jours", shape=RANGE),
                    Key(name="travail", many=True),
                    Key(name="rendu"),
                )
            ),
        ),
        Key(name="demi_journees", many=True, shape=HALF_DAY),
    )
)
# Ce qu'une séquence de travail doit dire ; une pause s'en passe.
_WORK_KEYS: Final = ("objectifs", "methode", "activite", "support")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citable:
    """Ce qu'une fiche de formation peut citer : les clés sans doute du catalogue, les fiches de méthode."""

    keys: Collection[str]
    methods: Mapping[str, Record]


# --- Contrôler ------------------------------------------------------------------------------


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


# --- Construire -----------------------------------------------------------------------------


def build_course(root: Record) -> Course:
    """La fiche figée d'un enregistrement sans défaut."""
    between = root.find("intersession", None)
    return Course(
        key=root["cle"],
        code=root["code"],
        title=root["titre"],
        summary=root["accroche"],
        context=root["contexte"],
        level=root["niveau"],
        audience=root["public"],
        prerequisites=root["prerequis"],
        group=(root["effectif"]["min"], root["effectif"]["max"]),
        table_size=root["table"],
        minutes=root["duree"],
        mode=root["modalite"],
        objectives=tuple(_build_objective(record) for record in root["objectifs"]),
        contents=root["contenu"],
        methods=root["methodes"],
        evaluation=root["evaluation"],
        accessibility=root["accessibilite"],
        equipment=tuple(
            Equipment(name=record["quoi"], count=record["nombre"], per=Per(record["par"]))
            for record in root["materiel"]
        ),
        half_days=tuple(_build_half_days(root)),
        notebooks=root["carnets"],
        cards=tuple(_build_cards(record) for record in root["cartes"]),
        booklet=tuple(
            BookletPage(title=page["titre"], intro=page["intro"], prompts=page["questions"])
            for page in root["livret"]
        ),
        remote=root["distance"],
        notice=root["avertissement"],
        work_period=None if between is None else _build_work_period(between),
    )


def _build_objective(record: Record) -> Objective:
    return Objective(
        key=record["cle"],
        statement=record["enonce"],
        evaluation=record["evaluation"],
        traces=tuple(Trace(value) for value in record["traces"]),
        questions=record["questions"],
        lines=record.find("lignes", 1),
    )


def _build_cards(record: Record) -> CardSet:
    return CardSet(
        title=record["titre"],
        usage=record["usage"],
        entries=record["fiches"],
        per_table=record["par_table"],
    )


def _build_work_period(record: Record) -> WorkPeriod:
    return WorkPeriod(
        title=record["titre"],
        days_min=record["jours"]["min"],
        days_max=record["jours"]["max"],
        tasks=record["travail"],
        delivery=record["rendu"],
    )


def _build_half_days(root: Record) -> Iterator[HalfDay]:
    for record in root["demi_journees"]:
        yield HalfDay(
            key=record["cle"],
            title=record["titre"],
            day=record["jour"],
            start=parse_clock(record["debut"]),
            end=parse_clock(record["fin"]),
            segments=tuple(_build_segment(segment) for segment in record["sequences"]),
        )


def _build_segment(record: Record) -> Segment:
    groups = record.find("groupes", None)
    return Segment(
        key=record["cle"],
        title=record["titre"],
        kind=SegmentKind(record["genre"]),
        minutes=record["duree"],
        objectives=record.find("objectifs", ()),
        content=record["contenu"],
        method=record.find("methode", ""),
        activity=record.find("activite", ""),
        support=record.find("support", ""),
        evidence=record.find("appuis", ()),
        evaluation=record.find("evaluation", ""),
        remote=record["distance"],
        method_key=record.find("fiche_methode", ""),
        group=(groups["min"], groups["max"]) if groups else None,
    )
