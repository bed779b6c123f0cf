"""Le résultat de l'audit automatique, dit sur la page de l'accessibilité tel que les contrôles l'exigent.

Le nombre de pages est celui du livre en cours de construction. ``tests/book/test_navigateur.py`` refait
l'audit sur ces pages, avec ces règles, et n'admet aucune violation : la page ne peut dire mieux que lui.
"""

from __future__ import annotations

from typing import Final

from docutils import nodes
from sphinx.application import Sphinx

from kit.domain.typography import format_number, typeset
from kit.sphinxext.directives.late_content import add_late_directive
from kit.sphinxext.directives.tables import build_table

# La recherche et l'index n'ont pas de source : Sphinx les écrit.
GENERATED: Final = ("search", "genindex")
RULES: Final = 70
WIDTHS: Final = (1280, 390)
SCHEMES: Final = ("light", "dark")


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    add_late_directive(app, "resultat-audit", build_summary)


def count_pages(app: Sphinx) -> int:
    """Les pages du livre, la recherche et l'index compris."""
    return len(app.env.found_docs) + len(GENERATED)


def build_summary(app: Sphinx, _page: str) -> list[nodes.Node]:
    """Un tableau : ce qui est audité, comment, et le résultat."""
    pages = count_pages(app)
    passes = len(WIDTHS) * len(SCHEMES)
    rows = (
        ("Pages auditées", f"{format_number(pages)}, c’est-à-dire toutes"),
        (
            "Passages par page",
            f"{passes} : {WIDTHS[0]} et {WIDTHS[1]} pixels de large, en clair et en sombre",
        ),
        (
            "Règles contrôlées",
            f"{format_number(RULES)}, de l’outil axe-core, pour WCAG 2.0, 2.1 et 2.2, niveaux A et AA",
        ),
        ("Violations admises", "aucune : à la première, la version n’est pas publiée"),
        ("Pages relues par une personne avec un lecteur d’écran", "aucune"),
    )
    caption = typeset("Ce que la machine a contrôlé, et ce que personne n’a contrôlé")
    table = build_table(caption, ("Objet", "Résultat"), [[typeset(cell) for cell in row] for row in rows])
    # Un tableau posé après la lecture n'a pas reçu d'identifiant, et Sphinx en veut un.
    table["ids"].append("resultat-audit")
    return [table]
