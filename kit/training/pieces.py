"""Les pièces d'une session : chaque document de texte, du gabarit de ``templates/formation`` à son Markdown.

Un titre de document finit dans les métadonnées du fichier : aucun n'est fait d'un nom de personne.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.documents.document import Document
from kit.documents.templates import fill_template
from kit.domain.values import Territory
from kit.knowledge.catalogue import Method, load_catalogue
from kit.knowledge.catalogue.courses import Course, format_duration
from kit.knowledge.territories import cover_communes, describe_trend, load_territories
from kit.training.layout import (
    BOOKLET,
    DOSSIER,
    GRIDS,
    HOT,
    NOTEBOOKS,
    QUIZ_AFTER,
    QUIZ_BEFORE,
    TRAINER,
    Seat,
)
from kit.training.questionnaires import (
    Item,
    ItemKind,
    Moment,
    build_cold_items,
    build_hot_items,
    build_quiz,
    list_questions,
)
from kit.training.seating import Seated
from kit.training.sessions import Session

_FOLDER: Final = "formation"
# Ce qui se lit à distance, se remet ou s'écrit garde une mise en page large.
_AIRY: Final = frozenset({"diapositives", "attestation", "livret"})
# Les lignes vides d'une page du livret où l'on écrit, partagées entre ses questions.
_PAGE_LINES: Final = 20
_SUBJECT: Final = "Jouer collectif en territoire"
_EVALUATIONS: Final = {
    Moment.HOT: (
        "evaluation-a-chaud",
        "Évaluation à chaud",
        "Cinq minutes, sans nom. Les réponses de tous sont comptées ensemble.",
    ),
    Moment.COLD: (
        "evaluation-a-froid",
        "Évaluation à froid",
        "Cinq minutes, trois mois après, sans nom. « Pas du tout » nous apprend autant que « tout à fait ».",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """Une ligne de la liste d'impression."""

    what: str
    file: str
    count: int
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """Un matériel et combien en apporter."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """Un fichier remis au stagiaire, et à quoi il sert."""

    name: str
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Un énoncé du catalogue, et d'où il vient."""

    statement: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceMaker:
    """De quoi faire chaque pièce ; ``overrides`` : les modèles de la personne."""

    session: Session
    overrides: Path | None = None

    @property
    def course(self) -> Course:
        """La fiche suivie."""
        return self.session.course

    def _build(self, name: str, title: str, values: Mapping[str, object], *, template: str = "") -> Document:
        """Une pièce ; son gabarit porte son nom, sauf si un autre est dit."""
        shared = {
            "session": self.session,
            "course": self.course,
            "duration": format_duration(self.course.minutes),
        }
        path = f"{_FOLDER}/{template or name}.md.j2"
        return Document(
            name=name,
            title=title,
            subtitle=self.course.title,
            subject=_SUBJECT,
            markdown=fill_template(path, shared | dict(values), overrides=self.overrides),
            landscape=name == "guide-formateur",
            dense=name not in _AIRY,
            roomy=name == "emargement",
        )

    # --- Pour la personne qui anime ---------------------------------------------------------

    def build_course_sheet(self) -> Document:
        """La fiche de stage, publique."""
        return self._build("fiche-de-stage", "Fiche de stage", {})

    def build_guide(self) -> Document:
        """Le guide minuté, en paysage."""
        catalogue = load_catalogue()
        entries = [catalogue.get_entry(key) for key in self.course.method_keys]
        methods = tuple(entry for entry in entries if isinstance(entry, Method))
        values = {"methods": methods}
        return self._build("guide-formateur", "Guide de la formation", values)

    def build_slides(self) -> Document:
        """Le diaporama."""
        values = {"evidence": _list_evidence(self.course)}
        return self._build("diapositives", "Diaporama de la formation", values)

    def build_quiz(self) -> Document:
        """Le quiz à remplir à la main, sans aucune bonne réponse."""
        return self._build("quiz", "Quiz", {"items": build_quiz(self.course)})

    def build_quiz_key(self) -> Document:
        """Le corrigé du quiz."""
        values = {"questions": list_questions(self.course)}
        return self._build("quiz-corrige", "Quiz, le corrigé", values)

    def build_evaluation(self, moment: Moment) -> Document:
        """L'évaluation à chaud ou à froid, à remplir à la main."""
        name, title, intro = _EVALUATIONS[moment]
        build = build_hot_items if moment is Moment.HOT else build_cold_items
        items = build(self.course)
        values = {
            "intro": intro,
            "scales": _keep(items, ItemKind.CHOICE),
            "texts": _keep(items, ItemKind.TEXT),
        }
        return self._build(name, title, values, template="evaluation")

    def build_checklist(self) -> Document:
        """Ce qu'il faut imprimer et apporter, avec les quantités."""
        count, tables = len(self.session.trainees), self.session.tables
        values = {
            "count": count,
            "prints": list_prints(self.session),
            "equipment": tuple(
                Quantity(name=one.name, count=one.total(trainees=count, tables=tables))
                for one in self.course.equipment
            ),
        }
        return self._build("a-imprimer", "À imprimer et à apporter", values)

    # --- Les pièces nominatives -------------------------------------------------------------

    def build_sign_in(self, roster: Sequence[Seated]) -> Document:
        """L'émargement, une page par demi-journée."""
        return self._build("emargement", "Émargement", {"roster": tuple(roster)})

    def build_convocation(self, one: Seated) -> Document:
        """La convocation d'une personne."""
        return self._build("convocation", "Convocation", _name(one))

    def build_certificate(self, one: Seated) -> Document:
        """L'attestation d'une personne, à compléter et à signer."""
        return self._build("attestation", "Attestation de fin de formation", _name(one))

    # --- Le livret --------------------------------------------------------------------------

    def build_booklet(self, seat: Seat, territory: Territory) -> Document:
        """Le livret d'un stagiaire : son territoire, jamais son nom."""
        values = {
            "seat": seat,
            "territory": territory,
            "latest": territory.populations[-1] if territory.populations else None,
            "trend": describe_trend(territory),
            "members": len(cover_communes(territory)) if territory.members or territory.siren else 0,
            "parents": tuple(name for _, _, name in territory.parents),
            "population_source": load_territories().source,
            "pages": self.course.booklet,
            "page_lines": _PAGE_LINES,
            "folder": seat.folder.rpartition("/")[2],
            "files": list_trainee_files(self.course, seat),
        }
        return self._build("livret", "Livret du stagiaire", values)


def _list_evidence(course: Course) -> dict[str, Evidence]:
    """Les énoncés montrés pendant les apports, par clé."""
    catalogue = load_catalogue()
    keys = {key for half_day in course.half_days for one in half_day.segments for key in one.evidence}
    found = {}
    for key in keys:
        source = catalogue.get_entry(key).source
        said = f"{source.title}{f', page {source.page}' if source.page else ''}" if source else "ce guide"
        found[key] = Evidence(statement=catalogue.get_statement(key), source=said)
    return found


def _name(one: Seated) -> dict[str, object]:
    return {"trainee": one.trainee, "seat": one.seat}


def _keep(items: Sequence[Item], kind: ItemKind) -> tuple[Item, ...]:
    return tuple(item for item in items if item.kind is kind)


def list_trainee_files(course: Course, seat: Seat) -> tuple[ListedFile, ...]:
    """Ce que contient le dossier d'un stagiaire."""
    notebooks = ListedFile(
        name=f"{NOTEBOOKS}/", use="Les exercices pas à pas, déjà réglés sur votre dossier."
    )
    grids = ListedFile(name=f"{GRIDS}/", use="La grille, à faire remplir par trois personnes au moins.")
    return (
        ListedFile(
            name=f"{DOSSIER}-{seat.mark}.ods",
            use="Votre dossier d'alliance, prérempli pour votre territoire.",
        ),
        ListedFile(name=f"{QUIZ_BEFORE}-{seat.mark}.ods", use="Le quiz d'entrée."),
        ListedFile(name=f"{QUIZ_AFTER}-{seat.mark}.ods", use="Le quiz de sortie."),
        ListedFile(name=f"{HOT}.ods", use="L'évaluation à chaud, sans nom."),
        ListedFile(name=f"{BOOKLET}-{seat.mark}.docx", use="Ce livret, en docx, odt et pdf."),
        *((notebooks,) if course.notebooks else ()),
        *((grids,) if needs_grids(course) else ()),
    )


def needs_grids(course: Course) -> bool:
    """Vrai si un carnet réunit des grilles remplies par d'autres."""
    return "grilles-reunies" in course.notebooks


def list_prints(session: Session) -> tuple[Printing, ...]:
    """Ce qu'il faut imprimer : combien d'exemplaires, et comment."""
    count, tables = len(session.trainees), session.tables
    trainers = max(1, len(session.trainers))
    rows = [
        ("Émargement", "personnel/emargement.pdf", 1, "une page par demi-journée"),
        ("Guide", f"{TRAINER}/guide-formateur.pdf", trainers, "paysage"),
        ("Livret du stagiaire", "stagiaires/…/livret-….pdf", count, "recto verso, un par personne"),
        ("Quiz d'entrée et de sortie", f"{TRAINER}/quiz.pdf", 2 * count, "deux par personne"),
        ("Évaluation à chaud", f"{TRAINER}/evaluation-a-chaud.pdf", count, "une par personne"),
        ("Corrigé du quiz", f"{TRAINER}/quiz-corrige.pdf", trainers, "à garder pour vous"),
    ]
    if session.course.cards:
        how = "papier épais, recto, à découper ; un jeu par table"
        rows.append(("Cartes", f"{TRAINER}/cartes.pdf", tables, how))
    return tuple(Printing(what=what, file=file, count=number, how=how) for what, file, number, how in rows)
