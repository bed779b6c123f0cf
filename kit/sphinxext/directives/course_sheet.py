"""La directive ``{formation}`` : une fiche de formation entière, son déroulé à la minute compris.

``{formations}`` les présente toutes, une par ligne.
"""

from __future__ import annotations

from typing import ClassVar, Final

from docutils import nodes
from sphinx.application import Sphinx

from kit.domain.errors import end_sentence, suggest
from kit.domain.typography import NBSP, count_noun, join_list, slugify
from kit.knowledge.catalogue import Method, list_courses, load_catalogue, load_course
from kit.knowledge.catalogue.courses import Course, HalfDay, Per, TimedSegment, format_duration
from kit.sphinxext.directives.catalogue import CatalogueDirective
from kit.sphinxext.directives.catalogue_nodes import build_bullets
from kit.sphinxext.directives.tables import Cell, build_table

_FOLDER: Final = "formations"
_METHODS: Final = "methodes"
# Neuf informations en cinq colonnes : un tableau de neuf colonnes ne se lit pas à l'écran.
_TIMETABLE: Final = (
    "Heure et durée",
    "Séquence et objectif",
    "Contenu et activité des stagiaires",
    "Méthode et support",
    "Évaluation",
)
_PER: Final = {Per.TRAINEE: "par stagiaire", Per.TABLE: "par table", Per.ROOM: "pour la salle"}


class CourseDirective(CatalogueDirective):
    """Une fiche de formation, par sa clé."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Les nœuds de la fiche ; une clé fausse est un avertissement."""
        self.note_files(_FOLDER, _METHODS)
        key = self.arguments[0]
        if key not in list_courses():
            self.warn(f"aucune fiche de formation ne porte la clé « {key} »{suggest(key, list_courses())}")
            return []
        return build_course_nodes(load_course(key))


class CourseListDirective(CatalogueDirective):
    """Toutes les fiches de formation, en un tableau."""

    def run(self) -> list[nodes.Node]:
        """Le tableau des fiches."""
        self.note_files(_FOLDER)
        rows = [_build_list_row(load_course(key)) for key in list_courses()]
        headers = ("Fiche", "Pour qui", "Durée", "Groupe", "Clé pour la commande")
        return [build_table("Les fiches de formation", headers, rows)]


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_directive("formation", CourseDirective)
    app.add_directive("formations", CourseListDirective)


def build_course_nodes(course: Course) -> list[nodes.Node]:
    """La fiche : en bref, objectifs, déroulé par demi-journée, à distance, matériel."""
    return [
        nodes.paragraph("", course.context),
        nodes.paragraph("", course.notice, classes=["kit-source"]),
        _build_summary(course),
        _build_objectives(course),
        _build_section(course, "Le contenu et les méthodes", _build_contents(course)),
        _build_section(
            course, "Le déroulé, à la minute", [_build_timetable(course, one) for one in course.half_days]
        ),
        *_build_work_period(course),
        _build_section(course, "À distance", _build_remote(course)),
        _build_section(course, "Ce que chaque méthode demande", [_build_methods(course)]),
        _build_section(course, "Le matériel et les cartes", _build_equipment(course)),
        _build_section(course, "Accessibilité", [build_bullets(course.accessibility)]),
    ]


def _build_list_row(course: Course) -> tuple[Cell, ...]:
    low, high = course.group
    days = count_noun(course.days, "jour") if course.days > 1 else ""
    duration = " sur ".join(part for part in (format_duration(course.minutes), days) if part)
    return (
        course.title,
        course.audience[0],
        duration,
        f"{low} à {high} personnes",
        nodes.literal("", course.key),
    )


def _build_section(course: Course, title: str, content: list[nodes.Node]) -> nodes.section:
    section = nodes.section(ids=[f"{course.key}-{slugify(title)}"])
    section += nodes.title("", title)
    section.extend(content)
    return section


def _build_summary(course: Course) -> nodes.table:
    low, high = course.group
    rows = (
        ("Code", course.code),
        ("Niveau", course.level),
        ("Public", " ; ".join(course.audience)),
        ("Prérequis", " ; ".join(course.prerequisites)),
        ("Durée", f"{format_duration(course.minutes)}, pauses comprises"),
        ("Modalité", course.mode),
        ("Groupe", f"de {low} à {high} personnes, par tables de {course.table_size}"),
        ("Évaluation", " ; ".join(course.evaluation)),
        ("Carnets", join_list(course.notebooks) or "aucun"),
    )
    return build_table(f"{course.title}{NBSP}: en bref", ("Rubrique", "Ce qui est prévu"), rows)


def _build_objectives(course: Course) -> nodes.section:
    rows = [(one.key, one.statement, one.evaluation, join_list(one.traces)) for one in course.objectives]
    headers = ("Repère", "À la fin, chacun sait", "Comment on le voit", "Où en lire la trace")
    return _build_section(course, "Les objectifs", [build_table("Objectifs évaluables", headers, rows)])


def _build_contents(course: Course) -> list[nodes.Node]:
    return [
        build_bullets(course.contents),
        nodes.paragraph("", "Comment on travaille :"),
        build_bullets(course.methods),
    ]


def _build_timetable(course: Course, half_day: HalfDay) -> nodes.table:
    caption = f"{half_day.title}, {half_day.hours} ({format_duration(half_day.minutes)})"
    rows = [_build_segment(course, timed) for timed in half_day.time_segments()]
    table = build_table(caption, _TIMETABLE, rows)
    table["classes"].append("timetable")
    return table


def _build_segment(course: Course, timed: TimedSegment) -> tuple[Cell, ...]:
    segment = timed.segment
    groups = f" (groupes de {segment.group[0]} à {segment.group[1]})" if segment.group else ""
    aimed = course.name_objectives(segment)
    support = _label("Support", segment.support)
    return (
        [nodes.Text(f"{timed.clock}, {format_duration(segment.minutes)}")],
        [nodes.Text(end_sentence(segment.title)), *_label("Objectif", aimed)],
        [nodes.Text(end_sentence(segment.content)), *_label("Activité", segment.activity)],
        [nodes.Text(end_sentence(f"{segment.method}{groups}") if segment.method else "–"), *support],
        segment.evaluation or "–",
    )


def _label(title: str, text: str) -> list[nodes.Node]:
    """Une précision dans la même case, annoncée par son nom ; rien si elle est vide."""
    return [nodes.Text(" "), nodes.strong("", f"{title}{NBSP}:"), nodes.Text(f" {text}")] if text else []


def _build_work_period(course: Course) -> list[nodes.Node]:
    between = course.work_period
    if between is None:
        return []
    lead = f"{between.title}, de {between.days_min} à {between.days_max} jours."
    content: list[nodes.Node] = [
        nodes.paragraph("", lead),
        build_bullets(between.tasks),
        nodes.paragraph("", f"À rendre : {between.delivery}"),
    ]
    return [_build_section(course, "Entre les deux jours", content)]


def _build_remote(course: Course) -> list[nodes.Node]:
    rows = [
        (segment.title, segment.remote)
        for half_day in course.half_days
        for segment in half_day.segments
        if not segment.is_break
    ]
    table = build_table("Ce que devient chaque séquence", ("Séquence", "À distance"), rows)
    return [nodes.paragraph("", course.remote), table]


def _build_methods(course: Course) -> nodes.table:
    catalogue = load_catalogue()
    entries = [catalogue.get_entry(key) for key in course.method_keys]
    rows = [
        (entry.title, entry.purpose, _describe_group(entry), _describe_time(entry))
        for entry in entries
        if isinstance(entry, Method)
    ]
    return build_table("Méthodes du catalogue employées", ("Méthode", "But", "Groupe", "Durée"), rows)


def _describe_group(method: Method) -> str:
    return f"{method.group_min} à {method.group_max}" if method.group_min else "non dit par la source"


def _describe_time(method: Method) -> str:
    if not method.minutes_min:
        return "non dite par la source"
    return f"{method.minutes_min} à {method.minutes_max} minutes"


def _build_equipment(course: Course) -> list[nodes.Node]:
    rows = [(one.name, str(one.count), _PER[one.per]) for one in course.equipment]
    cards = [f"{one.title} ({count_noun(len(one.entries), 'carte')}) : {one.usage}" for one in course.cards]
    table = build_table("Matériel à prévoir", ("Quoi", "Combien", "Pour qui"), rows)
    if not cards:
        return [table]
    return [table, nodes.paragraph("", "Cartes à imprimer, une fois par table :"), build_bullets(cards)]
