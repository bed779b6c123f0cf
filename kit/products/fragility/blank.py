"""Le tableau de fragilité vierge : les communes déjà listées, et une feuille où décrire ses indicateurs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kit.documents.readme_sheet import build_readme
from kit.documents.table_sheet import Column, Line, TableSheet
from kit.documents.workbook import (
    Cell,
    CellStyle,
    ChoiceList,
    Sheet,
    Workbook,
    build_range,
    column_letter,
)
from kit.domain.typography import NBSP, typeset
from kit.domain.values import Territory
from kit.knowledge.territories import Match, load_territories
from kit.products.fragility.ideas import list_ideas
from kit.products.fragility.table import (
    COMMUNE,
    COMMUNES,
    INDICATORS,
    POPULATION,
    REMARKS,
    Direction,
    FragilityAxis,
)

PER_AXIS: Final = 4
_FIRST: Final = 4


def build_blank_table(
    territory: Territory, communes: tuple[Territory, ...], *, overrides: Path | None = None
) -> Workbook:
    """Le tableau vierge de ces communes."""
    return Workbook(
        title=f"{territory.name}{NBSP}: fragilités numériques",
        subject="Jouer collectif en territoire",
        sheets=(
            build_readme("fragilite-vierge", overrides=overrides),
            _build_indicators(),
            _build_communes(communes),
        ),
    )


def _build_indicators() -> Sheet:
    """Quatre lignes par axe ; des idées d'indicateurs s'y lisent et s'y choisissent."""
    lines = [_list_line(axis, rank) for axis in FragilityAxis for rank in range(PER_AXIS)]
    last = _FIRST + len(lines) - 1
    axes, directions = (tuple(one.value for one in kind) for kind in (FragilityAxis, Direction))
    return TableSheet(
        title=INDICATORS,
        intro="Une ligne par indicateur ; une ligne sans titre n'est pas lue. Les idées de droite sont à "
        "choisir, à changer, ou à laisser.",
        columns=(
            Column("Titre de la colonne", 44.0, CellStyle.INPUT_TEXT),
            Column("Axe", 28.0, CellStyle.INPUT_CHOICE),
            Column("Sens", 24.0, CellStyle.INPUT_CHOICE),
            Column("Poids", 9.0, CellStyle.INPUT_AMOUNT),
            Column("Source et année", 30.0, CellStyle.INPUT_TEXT),
            Column("Une idée", 44.0, CellStyle.HELP),
            Column("Où la trouver", 50.0, CellStyle.HELP),
        ),
        lines=lines,
        frozen=0,
        choice_lists=(
            *(_propose_titles(axis, _FIRST + PER_AXIS * at) for at, axis in enumerate(FragilityAxis)),
            ChoiceList(cells=build_range(2, _FIRST, last), choices=axes),
            ChoiceList(cells=build_range(3, _FIRST, last), choices=directions),
        ),
    ).build()


def _propose_titles(axis: FragilityAxis, first: int) -> ChoiceList:
    """Les idées de l'axe, à choisir dans la case du titre."""
    return ChoiceList(
        cells=build_range(1, first, first + PER_AXIS - 1),
        choices=tuple(one.title for one in list_ideas(axis)),
        title="Titre de la colonne",
        help=typeset("Choisissez une idée, ou écrivez le titre de votre indicateur."),
        strict=False,
    )


def _list_line(axis: FragilityAxis, rank: int) -> Line:
    ideas = list_ideas(axis)
    if rank >= len(ideas):
        return (None, axis.value, Direction.MORE.value, 1, None, None, None)
    idea = ideas[rank]
    return (None, axis.value, idea.direction.value, 1, None, idea.title, idea.told)


def _build_communes(communes: tuple[Territory, ...]) -> Sheet:
    """Une ligne par commune ; les titres des colonnes suivent la feuille « Indicateurs »."""
    count = PER_AXIS * len(FragilityAxis)
    year = max((one.populations[-1].year for one in communes if one.populations), default=None)
    source = f"Population {year} : {load_territories().source.title}." if year else "Une ligne par commune."
    return TableSheet(
        title=COMMUNES,
        intro=source,
        columns=(
            Column(COMMUNE, 34.0, CellStyle.LABEL),
            Column(POPULATION, 12.0, CellStyle.NUMBER),
            *(Column(_build_linked_title(_FIRST + at), 15.0, CellStyle.INPUT_AMOUNT) for at in range(count)),
            Column(REMARKS, 40.0, CellStyle.INPUT_TEXT),
        ),
        lines=[(Match(territory=one).entry, one.population, *[None] * (count + 1)) for one in communes],
        height=48.0,
        frozen=2,
        header_columns=2,
        pages_wide=3,
    ).build()


def _build_linked_title(line: int) -> Cell:
    target, waiting = f"{INDICATORS}!${column_letter(1)}${line}", f"Colonne {line - _FIRST + 1}"
    return Cell(value=waiting, formula=f'=IF({target}="","{waiting}",{target})', style=CellStyle.HEADING)
