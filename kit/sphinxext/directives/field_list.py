"""La directive ``{champs}`` : les champs du dossier, tels que ``kit.reading.forms`` les déclare."""

from __future__ import annotations

from typing import ClassVar, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from kit.domain.errors import suggest
from kit.domain.typography import count_noun, slugify
from kit.reading import forms
from kit.sphinxext.directives.tables import Cell, build_table

_LOGGER = logging.getLogger(__name__)
_HEADERS: Final = ("Champ", "Ce qu’on y met", "Type", "Exemple", "Clé YAML")
_WHOLE_PAGE: Final = "tous"


class FieldList(SphinxDirective):
    """Une feuille du dossier en tableau ; « tous » pour toutes, chacune sous son titre."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Les nœuds de la feuille demandée."""
        self.env.note_dependency(str(forms.__file__))
        wanted = self.arguments[0]
        if wanted == _WHOLE_PAGE:
            return [_build_section(form) for form in forms.FORMS]
        by_name = {form.name: form for form in forms.FORMS}
        if wanted not in by_name:
            message = f"feuille inconnue : « {wanted} »{suggest(wanted, by_name)}"
            _LOGGER.warning(message, location=self.get_location(), type="kit")
            return []
        return _build_form(by_name[wanted])


def setup(app: Sphinx) -> None:
    """Branche la composante."""
    app.add_directive("champs", FieldList)


def _build_section(form: forms.Form) -> nodes.section:
    section = nodes.section(ids=[f"feuille-{slugify(form.name)}"])
    section += nodes.title("", f"Feuille « {form.title} »")
    section.extend(_build_form(form))
    return section


def _build_form(form: forms.Form) -> list[nodes.Node]:
    caption = f"Feuille « {form.title} » : {count_noun(len(form.fields), 'champ')}"
    return [
        nodes.paragraph("", form.intro),
        build_table(caption, _HEADERS, [_build_row(field) for field in form.fields]),
    ]


def _build_row(field: forms.Field) -> tuple[Cell, ...]:
    name: list[nodes.Node] = [nodes.strong("", field.label)]
    if field.required:
        name.append(nodes.Text(" (obligatoire)"))
    if field.personal:
        name.append(nodes.Text(" (donnée personnelle)"))
    choices = f" Au choix : {' ; '.join(field.choices)}." if field.choices else ""
    return (name, f"{field.help}{choices}", field.kind.value, field.example, nodes.literal("", field.name))
