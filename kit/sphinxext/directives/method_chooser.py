"""La directive ``{choix-methode}`` : une méthode d'animation selon l'étape, le nombre, le temps et le lieu.

Sans script, le tableau entier ; avec, les méthodes qui conviennent et pourquoi, puis celles qui ne
conviennent pas et pourquoi. Ce que la source ne dit pas est dit inconnu, jamais supposé.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docutils import nodes
from sphinx.application import Sphinx

from kit.domain.typography import format_range
from kit.domain.values import Stage
from kit.knowledge.catalogue import Method, load_catalogue
from kit.sphinxext.directives.catalogue import CatalogueDirective
from kit.sphinxext.directives.filters import build_number, build_panel, build_select, join_words
from kit.sphinxext.directives.html_elements import (
    HtmlElement,
    Paper,
    build_element,
    build_identifier,
    build_paragraph,
)
from kit.sphinxext.directives.tables import build_table

_FAMILY: Final = "methodes"
_UNKNOWN: Final = "non dit"
_LARGEST: Final = 5_000
_LONGEST: Final = 2_000
_REMOTE: Final = {"oui": "oui", "possible": "possible, en l’adaptant", "non": "non"}
_HEADERS: Final = ("Méthode", "Pour quoi faire", "Étape", "Groupe", "Durée", "À distance")


class ChooserDirective(CatalogueDirective):
    """Le choix d'une méthode, et le tableau de toutes."""

    def run(self) -> list[nodes.Node]:
        """Le panneau et ses réponses, puis le tableau."""
        self.note_files(_FAMILY)
        methods = [method for method in load_catalogue().list_typed(Method) if method.is_statable]
        rank = self.env.new_serialno("kit-choix-methode")
        target = build_identifier(self.env.docname, "methodes", rank)
        panel = build_panel("Ma rencontre", _build_fields(target), target, {"chooser": "methods"})
        results = build_element("ul", class_="kit-cards", id=target, hidden=True, paper=Paper.DROPPED)
        results.extend(build_card(method) for method in methods)
        return [panel, results, build_methods_table(methods)]


def build_card(method: Method) -> HtmlElement:
    """La carte d'une méthode, avec ce que le script compare ; il y écrit les raisons."""
    known = {
        "group-min": method.group_min,
        "group-max": method.group_max,
        "minutes-min": method.minutes_min,
        "minutes-max": method.minutes_max,
    }
    bounds = {name: str(value) for name, value in known.items() if value is not None}
    stages = join_words([stage.value for stage in method.facets.stages])
    words = {"stages": stages, "remote": method.remote, **bounds}
    card = build_element("li", class_="kit-card", data=words)
    title = nodes.paragraph(classes=["card-title"])
    title += nodes.strong("", method.title)
    card += title
    card += nodes.paragraph("", method.purpose)
    card += build_element("ul", class_="card-reasons")
    card += build_paragraph("Attention", f" : {method.caution}", classes=["card-words"])
    return card


def build_methods_table(methods: Sequence[Method]) -> nodes.table:
    """Toutes les méthodes, avec ce qui les départage."""
    rows = [
        (
            method.title,
            method.purpose,
            ", ".join(stage.value for stage in method.facets.stages) or _UNKNOWN,
            format_range(method.group_min, method.group_max, "personnes") or _UNKNOWN,
            format_range(method.minutes_min, method.minutes_max, "minutes") or _UNKNOWN,
            _REMOTE[method.remote],
        )
        for method in methods
    ]
    return build_table("Toutes les méthodes, et ce qui les départage", _HEADERS, rows)


def _build_fields(target: str) -> tuple[HtmlElement, ...]:
    stages = [("", "Peu importe"), *((stage.value, stage.value) for stage in Stage)]
    places = [("", "Peu importe"), ("on-site", "Tous dans une salle"), ("remote", "À distance")]
    return (
        build_select(f"{target}-stage", "stage", "Étape", stages),
        build_number(f"{target}-group", "group", "Nombre de personnes", _LARGEST),
        build_number(f"{target}-minutes", "minutes", "Temps disponible, en minutes", _LONGEST),
        build_select(f"{target}-remote", "remote", "Lieu", places),
    )


def setup(app: Sphinx) -> None:
    """Branche la composante ; le script est celui des filtres."""
    app.add_directive("choix-methode", ChooserDirective)
