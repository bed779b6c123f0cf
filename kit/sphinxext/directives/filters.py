"""Des listes de choix pour ne garder dans une page que ce qui convient ; sans script, tout se voit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kit.sphinxext.directives.html_elements import HtmlElement, Paper, build_element

SEPARATOR = "|"


def build_select(identifier: str, name: str, label: str, values: Sequence[tuple[str, str]]) -> HtmlElement:
    """Une liste native et son étiquette ; le premier choix ne filtre rien. ``values`` : (valeur, libellé)."""
    line = build_element("div", class_="kit-filter")
    line += build_element("label", label, for_=identifier)
    select = build_element("select", id=identifier, name=name)
    for value, text in values:
        select += build_element("option", text, value=value)
    line += select
    return line


def build_number(identifier: str, name: str, label: str, highest: int) -> HtmlElement:
    """Un nombre entier à saisir, et son étiquette."""
    line = build_element("div", class_="kit-filter")
    line += build_element("label", label, for_=identifier)
    line += build_element(
        "input", type="number", id=identifier, name=name, min="1", max=str(highest), inputmode="numeric"
    )
    return line


def build_panel(
    legend: str, lines: Sequence[HtmlElement], target: str, data: Mapping[str, str]
) -> HtmlElement:
    """Le panneau, caché tant que le script n'est pas là ; ``target`` : l'identifiant de ce qu'il filtre."""
    panel = build_element(
        "div", class_="kit-filters", hidden=True, paper=Paper.DROPPED, data={"target": target, **data}
    )
    fieldset = build_element("fieldset")
    fieldset += build_element("legend", legend)
    grid = build_element("div", class_="filters-grid")
    grid.extend(lines)
    fieldset += grid
    panel += fieldset
    panel += build_element("button", "Tout montrer", type="button", class_="kit-button")
    panel += build_element("p", class_="filters-count", role="status")
    return panel


def join_words(values: Sequence[object]) -> str:
    """Les mots d'une fiche, pour l'attribut que le script relit."""
    return SEPARATOR.join(str(value) for value in values)
