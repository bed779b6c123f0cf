"""La directive ``{reperes}``, en tête de page : pour qui, combien de temps, avec quoi l'on repart, la suite.

La suite est redite en fin de page, sous forme de lien. Une clé inconnue ou manquante, une page de suite
absente ou un second encadré sont des avertissements avec fichier et ligne.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Final

import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import docname_join, logging
from sphinx.util.docutils import SphinxDirective

from kit.domain.errors import suggest
from kit.knowledge.catalogue.records import CatalogueError, Key, Record, Shape, parse_record
from kit.sphinxext.directives.html_elements import HtmlElement, build_element, build_paragraph

_LOGGER = logging.getLogger(__name__)
_NEXT: Final = Shape(keys=(Key(name="page"), Key(name="texte")))
_LABELS: Final[dict[str, str]] = {
    "pour": "Pour qui",
    "duree": "Combien de temps",
    "avec": "Vous repartez avec",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """La page suivante et le verbe qui y mène."""

    docname: str
    text: str


class Landmarks(SphinxDirective):
    """L'encadré de tête : son corps est en YAML (pour, duree, avec, suite)."""

    has_content: ClassVar[bool] = True

    def run(self) -> list[nodes.Node]:
        """L'encadré, en liste de définition ; rien si son corps est faux."""
        record = self._read()
        onward = self._find_next(record) if record else None
        if record is None or onward is None:
            return []
        box = build_element("aside", class_="kit-landmarks", aria_label="Repères de la page")
        self.set_source_info(box)
        listing = nodes.definition_list()
        for name, label in _LABELS.items():
            listing += _build_item(label, self._build_value(record[name], record.place(name).line or 1))
        listing += _build_item("Ensuite", [build_link(onward)])
        box += listing
        box["onward"] = (onward.docname, onward.text)
        return [box]

    def _read(self) -> Record | None:
        """Le corps, lu selon sa forme ; sinon un avertissement par défaut, à sa ligne."""
        text = "\n".join(self.content)
        try:
            return parse_record(text, _choose_shape(text), file=self.env.docname)
        except CatalogueError as error:
            for problem in error.problems:
                self._warn(f"repères : {problem.message} ; {problem.remedy}", problem.where.line or 1)
            return None

    def _find_next(self, record: Record) -> Onward | None:
        target = record["suite"]["page"].removesuffix(".md").removesuffix(".ipynb")
        docname = docname_join(self.env.docname, target)
        if docname not in self.env.found_docs:
            line = record["suite"].place("page").line or 1
            known = suggest(docname, self.env.found_docs)
            self._warn(f"repères : la page de suite « {docname} » n’existe pas{known}", line)
            return None
        return Onward(docname=docname, text=record["suite"]["texte"])

    def _build_value(self, value: str | Sequence[str], line: int) -> list[nodes.Node]:
        """Une phrase, ou une liste ; chaque texte admet les renvois du livre."""
        if isinstance(value, str):
            return self._parse(value, line)
        listing = nodes.bullet_list()
        for text in value:
            item = nodes.list_item()
            item += nodes.paragraph("", "", *self._parse(text, line))
            listing += item
        return [listing]

    def _parse(self, text: str, line: int) -> list[nodes.Node]:
        inline, messages = self.parse_inline(text, lineno=self._find_line(line))
        return [*inline, *messages]

    def _find_line(self, line: int) -> int:
        """La ligne de la page ; ``line`` est celle du corps, que MyST compte depuis la directive."""
        return self.lineno + self.content_offset + line

    def _warn(self, message: str, line: int) -> None:
        location = (self.env.docname, self._find_line(line))
        _LOGGER.warning(message, location=location, type="kit", subtype="reperes")


class OnwardLink(SphinxTransform):
    """Redit la suite en fin de page."""

    default_priority: ClassVar[int] = 500

    def apply(self, **_options: Any) -> None:  # noqa: ANN401 — imposé par docutils
        """Ajoute le lien à la fin de la section du titre ; un second encadré est un avertissement."""
        boxes = [box for box in self.document.findall(HtmlElement) if "onward" in box]
        for box in boxes[1:]:
            _LOGGER.warning(
                "un seul encadré de repères par page", location=box, type="kit", subtype="reperes"
            )
        for box in boxes[:1]:
            docname, text = box["onward"]
            onward = Onward(docname=docname, text=text)
            link = build_paragraph("Ensuite", " : ", build_link(onward), classes=["kit-onward"])
            sections = [child for child in self.document.children if isinstance(child, nodes.section)]
            (sections[0] if sections else self.document).append(link)


def build_link(onward: Onward) -> addnodes.pending_xref:
    """Le lien vers une page du livre, que chaque constructeur écrit à sa façon."""
    link = addnodes.pending_xref(
        "",
        refdomain="std",
        reftype="doc",
        reftarget=f"/{onward.docname}",
        refexplicit=True,
        refwarn=True,
    )
    link += nodes.inline("", onward.text, classes=["xref", "std", "std-doc"])
    return link


def _build_item(label: str, content: Sequence[nodes.Node]) -> nodes.definition_list_item:
    item = nodes.definition_list_item()
    item += nodes.term("", label)
    body = nodes.definition()
    blocks = [node for node in content if isinstance(node, nodes.bullet_list)]
    body.extend(blocks or [nodes.paragraph("", "", *content)])
    item += body
    return item


def _choose_shape(text: str) -> Shape:
    """La forme du corps : « pour » et « avec » s'écrivent en une phrase ou en liste."""
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError:
        values = None
    found = values if isinstance(values, dict) else {}
    return _build_shape(tuple(name for name in ("pour", "avec") if isinstance(found.get(name), list)))


@cache
def _build_shape(lists: tuple[str, ...]) -> Shape:
    plain = (Key(name=name, many=name in lists) for name in _LABELS)
    return Shape(keys=(*plain, Key(name="suite", shape=_NEXT)))


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_directive("reperes", Landmarks)
    app.add_transform(OnwardLink)
