"""Ce que la feuille « Lisez-moi » dit des champs d'un formulaire : une ligne chacun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kit.documents.workbook import Cell, CellStyle, Row
from kit.domain.typography import join_list, typeset
from kit.reading.forms import Form, list_personal_fields

_HEADINGS: Final = ("Feuille", "Champ", "Ce qui est attendu", "Type", "Choix", "Obligatoire", "Exemple")


def build_field_rows(forms: Sequence[Form]) -> tuple[Row, ...]:
    """La table des champs de ces formulaires, ses titres d'abord."""
    rows = [Row(cells=tuple(Cell(value=title, style=CellStyle.HEADING) for title in _HEADINGS))]
    for form in forms:
        for field in form.fields:
            values = (
                form.title,
                typeset(field.label),
                typeset(field.help),
                typeset(field.kind.value),
                " ; ".join(field.choices),
                "oui" if field.required else "non",
                field.example,
            )
            styles = (CellStyle.PLAIN, CellStyle.LABEL, *[CellStyle.PLAIN] * 5)
            cells = (Cell(value=v, style=style) for v, style in zip(values, styles, strict=True))
            rows.append(Row(cells=tuple(cells)))
    return tuple(rows)


def describe_personal_fields() -> str:
    """Les champs du dossier qui portent une donnée personnelle, feuille par feuille."""
    by_sheet: dict[str, list[str]] = {}
    for sheet, label in list_personal_fields():
        by_sheet.setdefault(sheet, []).append(f"« {label} »")
    return " ; ".join(f"feuille {sheet} : {join_list(labels)}" for sheet, labels in by_sheet.items())
