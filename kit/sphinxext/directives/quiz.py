"""La directive ``{quiz}`` : des questions du catalogue, avec un retour pour chaque réponse.

À l'écran, on répond au clavier comme à la souris et le retour est annoncé ; sans script, la réponse se
déplie. Dans un livre imprimé ou numérique, la question est une liste et la réponse la suit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from docutils import nodes
from sphinx.application import Sphinx

from kit.domain.errors import suggest
from kit.knowledge.catalogue import Catalogue, Option, Question, load_catalogue
from kit.sphinxext.directives.catalogue import CatalogueDirective, note_data_files
from kit.sphinxext.directives.catalogue_nodes import build_bullets, build_source_note
from kit.sphinxext.directives.html_elements import (
    HtmlElement,
    Paper,
    build_element,
    build_identifier,
    build_paragraph,
)

_FAMILY: Final = "questions"
_MULTIPLE: Final = " (plusieurs réponses sont justes)"


class QuizDirective(CatalogueDirective):
    """Une ou plusieurs questions, par leurs clés séparées par des espaces."""

    required_arguments: ClassVar[int] = 1
    final_argument_whitespace: ClassVar[bool] = True

    def run(self) -> list[nodes.Node]:
        """Les questions, dans l'ordre des clés ; une clé fausse est un avertissement."""
        catalogue = load_catalogue()
        self.note_files(_FAMILY)
        found = []
        for key in self.arguments[0].split():
            question = self._find(key, catalogue)
            if question:
                families = {catalogue.get_entry(link).family for link in question.links}
                note_data_files(self.env, sorted(families))
                found.append(self._build(question, catalogue))
        return list(found)

    def _find(self, key: str, catalogue: Catalogue) -> Question | None:
        entry = catalogue.by_key.get(key)
        if isinstance(entry, Question):
            return entry
        known = [question.key for question in catalogue.list_typed(Question)]
        self.warn(f"aucune question ne porte la clé « {key} »{suggest(key, known)}")
        return None

    def _build(self, question: Question, catalogue: Catalogue) -> HtmlElement:
        name = build_identifier(self.env.docname, "quiz", self.env.new_serialno("kit-quiz"))
        box = build_element("div", class_="kit-quiz")
        self.set_source_info(box)
        box += build_choices(question, name)
        asked = build_element("div", paper=Paper.ONLY)
        asked += build_paragraph(_ask(question))
        asked += build_bullets(option.label for option in question.options)
        box += asked
        box += build_element(
            "button", "Vérifier", type="button", class_="quiz-check", hidden=True, paper=Paper.DROPPED
        )
        box += build_element("div", class_="quiz-feedback", role="status", paper=Paper.DROPPED)
        box += build_answer(question, catalogue)
        return box


def build_choices(question: Question, name: str) -> HtmlElement:
    """Le groupe de réponses : des boutons radio, ou des cases s'il y a plusieurs réponses justes."""
    fieldset = build_element("fieldset", paper=Paper.DROPPED)
    fieldset += build_element("legend", _ask(question))
    kind = "checkbox" if question.is_multiple else "radio"
    for rank, option in enumerate(question.options):
        line = build_element("div", class_="quiz-choice")
        identifier = f"{name}-{rank}"
        line += build_element("input", type=kind, id=identifier, name=name, value=str(rank))
        line += build_element("label", option.label, for_=identifier)
        fieldset += line
    return fieldset


def build_answer(question: Question, catalogue: Catalogue) -> HtmlElement:
    """La réponse : ce que l'on dit de chaque choix, l'explication, et les fiches qui la prouvent."""
    answer = build_element("details", class_="quiz-answer", paper=Paper.UNWRAPPED)
    answer += build_element("summary", "Voir la réponse", paper=Paper.DROPPED)
    answer += build_element("div", build_paragraph("Réponse"), paper=Paper.ONLY)
    listing = build_element("ul")
    for option in question.options:
        listing += _build_feedback(option)
    answer += listing
    answer += nodes.paragraph("", question.explanation)
    proofs = [catalogue.get_entry(key) for key in question.links]
    titles = (f"{entry.title} ({key})" for entry, key in zip(proofs, question.links, strict=True))
    answer += build_paragraph("Fiches", f" : {' ; '.join(titles)}.", classes=["quiz-entries"])
    answer += _build_notes(question, catalogue)
    return answer


def _build_feedback(option: Option) -> HtmlElement:
    verdict = "Juste" if option.is_right else "Faux"
    line = build_element("li", data_right="yes" if option.is_right else "no")
    line += nodes.strong("", f"{option.label} : {verdict.lower()}.")
    line += build_element("span", f" {option.feedback}", class_="quiz-word")
    return line


def _build_notes(question: Question, catalogue: Catalogue) -> Sequence[nodes.Node]:
    """Une note par source citée, sans répéter la même."""
    notes: dict[str, nodes.paragraph] = {}
    for key in question.links:
        entry = catalogue.get_entry(key)
        if entry.source is not None:
            note = build_source_note(entry, catalogue)
            notes.setdefault(note.astext(), note)
    return tuple(notes.values())


def _ask(question: Question) -> str:
    stated = "Plusieurs réponses sont justes" in question.question
    return f"{question.question}{_MULTIPLE if question.is_multiple and not stated else ''}"


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_directive("quiz", QuizDirective)
    app.add_js_file("quiz.js", loading_method="defer")
