"""Le catalogue dans un carnet : une famille ou une enquête en tableau pandas, et un tableau montré."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kit.domain.errors import UsageError, suggest
from kit.domain.typography import format_number
from kit.knowledge.catalogue import Survey, load_catalogue
from kit.notebooks.views import HtmlView, build_table_view

if TYPE_CHECKING:
    import pandas as pd


_TITLES: Final = "titres"


def open_family(name: str) -> pd.DataFrame:
    """Une famille du catalogue : une ligne par fiche, les colonnes de l'export en données ouvertes.

    :raises UsageError: si la famille n'existe pas.
    """
    import pandas as pd

    from kit.products.open_data.exporting import list_resources

    tables = {resource.name: resource for resource in list_resources(load_catalogue())}
    if name not in tables:
        raise UsageError(f"la famille « {name} » n’existe pas{suggest(name, tables)} ({', '.join(tables)})")
    table = tables[name]
    frame = pd.DataFrame(table.rows, columns=[column.name for column in table.columns])
    # Les titres lisibles suivent le tableau dans ses extraits : les noms de colonnes n'ont pas d'accent.
    frame.attrs[_TITLES] = {column.name: column.title for column in table.columns}
    return frame


def open_survey(key: str) -> pd.DataFrame:
    """Le tableau d'une enquête : une ligne par réponse, une colonne par groupe ; une case illisible est vide.

    :raises UsageError: si la clé n'est pas celle d'une enquête qui a un tableau.
    """
    import pandas as pd

    surveys = {one.key: one.table for one in load_catalogue().list_typed(Survey) if one.table}
    table = surveys.get(key)
    if table is None:
        raise UsageError(
            f"l’enquête « {key} » n’a pas de tableau{suggest(key, surveys)} ({', '.join(surveys)})"
        )
    cells = [[*row.values] for row in table.rows]  # noqa: PD011 — un de nos tableaux, pas un de pandas
    return pd.DataFrame(cells, index=[row.label for row in table.rows], columns=list(table.columns))


def show_table(frame: pd.DataFrame, caption: str) -> HtmlView:
    """Le tableau, légendé ; sa première colonne, ou son index s'il est nommé en mots, nomme chaque ligne."""
    shown = frame if frame.index.inferred_type == "integer" else frame.reset_index(names="Rubrique")
    rows = [tuple(map(_write_cell, row)) for row in shown.itertuples(index=False)]
    titles: dict[str, str] = frame.attrs.get(_TITLES, {})
    headings = tuple(_write_heading(titles.get(str(name), str(name))) for name in shown.columns)
    return build_table_view(caption, headings, rows)


def _write_heading(name: str) -> str:
    text = name.replace("_", " ")
    return f"{text[:1].upper()}{text[1:]}"


def _write_cell(value: object) -> str:
    """La valeur en français ; une case vide se dit."""
    import pandas as pd

    if isinstance(value, bool):
        return "oui" if value else "non"
    if pd.isna(value) or value == "":
        return "—"
    if isinstance(value, int | float):
        return format_number(value, 0 if float(value).is_integer() else 1)
    return str(value)
