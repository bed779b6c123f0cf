"""La directive ``{graphique}`` : les chiffres d'une fiche en barres, avec leur tableau et leur source."""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.typing import OptionSpec

from kit.documents.bars import Bar, BarPlan, build_bars
from kit.domain.typography import NBSP, format_number, typeset
from kit.knowledge.catalogue import (
    Entry,
    Figure,
    Quiz,
    Survey,
    Table,
    TableRow,
    format_figure,
    load_catalogue,
)
from kit.sphinxext.directives.catalogue import CatalogueDirective
from kit.sphinxext.directives.catalogue_nodes import build_source_note, build_survey_table
from kit.sphinxext.directives.html_elements import (
    Paper,
    build_element,
    build_identifier,
    is_interactive,
)
from kit.sphinxext.directives.tables import build_table

PERCENT: Final = "%"
_TOTAL: Final = "total"
_FACTS: Final = "faits"


class Drawing(nodes.General, nodes.Element):
    """Un dessin SVG en deux largeurs : ``fluid`` suit l'écran, ``fixed`` est fait pour le papier."""


class ChartDirective(CatalogueDirective):
    """Le graphique d'une fiche, son tableau replié, sa source."""

    required_arguments: ClassVar[int] = 1
    option_spec: ClassVar[OptionSpec] = {"titre": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """La figure ; rien si la fiche n'a rien qui se compare."""
        entry = self.find_statable(self.arguments[0])
        if entry is None:
            return []
        self.note_files(entry.family)
        plan = plan_bars(entry)
        if plan is None:
            self.warn(f"« {entry.key} » n’a ni tableau ni chiffres d’une même unité : rien à dessiner")
            return []
        key = build_identifier(self.env.docname, "graphique", self.env.new_serialno("kit-graphique"))
        title = self.options.get("titre") or _name_chart(entry)
        fluid, fixed = (
            build_bars(plan, title=typeset(title), key=key, is_fluid=is_fluid).svg
            for is_fluid in (True, False)
        )
        figure = build_element("figure", class_="kit-chart")
        figure += build_element("figcaption", title)
        figure += Drawing(fluid=fluid, fixed=fixed)
        details = build_element("details", class_="kit-figures", paper=Paper.UNWRAPPED)
        details += build_element("summary", "Voir les chiffres", paper=Paper.DROPPED)
        details += _build_values_table(entry, title)
        return [figure, details, build_source_note(entry, load_catalogue())]


def _name_chart(entry: Entry) -> str:
    """Le titre de la fiche ; un fait donne son énoncé, qui dit la date et la base."""
    return entry.statement if entry.family == _FACTS else entry.title


def plan_bars(entry: Entry) -> BarPlan | None:
    """Les barres d'une fiche ; rien si elle n'a ni tableau ni chiffres qui se comparent."""
    if isinstance(entry, Survey) and entry.table:
        return _plan_table(entry.table)
    if isinstance(entry, Quiz) and (shares := list_shares(entry)):
        answers = tuple(
            Bar(label=typeset(label), parts=(value,), told=_tell(value, PERCENT)) for label, value in shares
        )
        return BarPlan(bars=answers, maximum=100)
    figures = list_comparable(entry.figures)
    bars = tuple(
        Bar(label=typeset(figure.label), parts=(figure.value,), told=_tell(figure.value, figure.unit))
        for figure in figures
    )
    if not bars:
        return None
    top = 100.0 if figures[0].unit == PERCENT else max(figure.value for figure in figures)
    return BarPlan(bars=bars, maximum=top) if top > 0 else None


def list_comparable(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Les chiffres de l'unité la plus employée ; un seul nombre ne se compare que s'il est un pourcentage."""
    if not figures:
        return ()
    counts = Counter(figure.unit for figure in figures)
    unit = PERCENT if PERCENT in counts else counts.most_common(1)[0][0]
    found = tuple(figure for figure in figures if figure.unit == unit and figure.value >= 0)
    return found if len(found) > 1 or unit == PERCENT else ()


def list_shares(quiz: Quiz) -> tuple[tuple[str, float], ...]:
    """La part des participants pour chaque réponse ; rien si l'une est illisible, car le tout serait faux."""
    found = tuple((choice.label, choice.share) for choice in quiz.choices if choice.share is not None)
    return found if len(found) == len(quiz.choices) else ()


def _plan_table(table: Table) -> BarPlan:
    if len(table.columns) == 3 and table.columns[-1] == _TOTAL:
        split = tuple(_build_split_bar(row, table.columns) for row in table.rows)
        return BarPlan(bars=split, maximum=100, series=table.columns[:2])
    bars = tuple(
        _build_plain_bar(row.label if len(table.columns) == 1 else f"{row.label}, {column}", value)
        for row in table.rows
        for column, value in zip(table.columns, row.values, strict=True)
    )
    return BarPlan(bars=bars, maximum=100)


def _build_split_bar(row: TableRow, columns: tuple[str, ...]) -> Bar:
    """Deux parts et leur somme ; la somme seule quand les parts sont illisibles."""
    *parts, total = row.values
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return _build_plain_bar(row.label, total)
    named = (f"{column} {_tell(value, PERCENT)}" for column, value in zip(columns, known, strict=False))
    told = sum(known) if total is None else total
    return Bar(
        label=typeset(row.label),
        parts=tuple(known),
        told=_tell(told, PERCENT),
        detail=f"{', '.join(named)}",
    )


def _build_plain_bar(label: str, value: float | None) -> Bar:
    if value is None:
        return Bar(label=typeset(label), parts=(), told="illisible")
    return Bar(label=typeset(label), parts=(value,), told=_tell(value, PERCENT), is_undivided=True)


def _tell(value: float, unit: str) -> str:
    number = format_number(value, 0 if value == int(value) else 1)
    return f"{number}{NBSP}%" if unit == PERCENT else number


def _build_values_table(entry: Entry, title: str) -> nodes.table:
    """Tous les chiffres de la fiche, même ceux que le dessin laisse de côté."""
    if isinstance(entry, Survey) and entry.table:
        return build_survey_table(title, entry.table)
    if isinstance(entry, Quiz) and (shares := list_shares(entry)):
        answers = [(label, _tell(value, PERCENT)) for label, value in shares]
        return build_table(title, ("Réponse des participants", "Part"), answers)
    rows = [(figure.label, format_figure(figure)) for figure in entry.figures]
    return build_table(title, ("Ce qui est compté", "Valeur"), rows)


def _visit_drawing(translator: Any, node: Drawing) -> None:  # noqa: ANN401 — le traducteur HTML de Sphinx
    name = "fluid" if is_interactive(translator.builder) else "fixed"
    translator.body.append(node[name])
    raise nodes.SkipNode


def _skip(_translator: object, _node: nodes.Element) -> None:
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_node(
        Drawing,
        html=(_visit_drawing, None),
        latex=(_skip, None),
        text=(_skip, None),
        man=(_skip, None),
        texinfo=(_skip, None),
    )
    app.add_directive("graphique", ChartDirective)
