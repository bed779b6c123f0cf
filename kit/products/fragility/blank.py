"""Le tableau de fragilité vierge : les communes déjà listées, et une feuille où décrire ses indicateurs."""

from __future__ import annotations

from typing import Final

from kit.documents.workbook import (
    Cell,
    CellStyle,
    ChoiceList,
    Row,
    Sheet,
    Workbook,
    build_range,
    column_letter,
)
from kit.domain.typography import NBSP, typeset
from kit.domain.values import Territory
from kit.knowledge.territories import Match, load_territories
from kit.products.dossier.readme import README_TITLE, WIDTHS, build_section
from kit.products.fragility import COMMUNE, INDICATORS, Direction, FragilityAxis
from kit.products.fragility.table import COMMUNES, POPULATION, REMARKS

HEADINGS: Final = ("Titre de la colonne", "Axe", "Sens", "Poids", "Source et année")
PER_AXIS: Final = 4
_FIRST: Final = 4
_WHAT: Final = """\
Ce classeur réunit des nombres que vous avez déjà, commune par commune, pour situer où les démarches en \
ligne risquent de laisser des habitants de côté, et en parler. Il s'inspire des quatre axes de l'indice de \
fragilité numérique (Hubikoop, https://hubikoop.fr) ; ce n'est pas cet indice, et il n'en dépend pas."""
_HOW: Final = """\
1. Feuille « Indicateurs » : une ligne par nombre que vous avez. Donnez-lui un titre, vérifiez son axe, \
dites son sens. « plus = plus fragile » : une grande valeur est un signe de fragilité (part des logements \
sans débit suffisant). « moins = plus fragile » : une petite valeur l'est (nombre de lieux d'accueil).
2. Feuille « Communes » : vos titres s'y écrivent seuls ; remplissez les nombres. Une case vide, « nd » \
ou « s » (secret statistique) est une valeur manquante : ne mettez pas zéro à la place.
3. Le poids vaut 1 : ne le changez que si le groupe sait dire pourquoi.
Prenez des parts ou des taux plutôt que des nombres d'habitants : sinon, l'indice ne dira que la taille des \
communes. Deux ou trois indicateurs par axe suffisent.
Retirez ou ajoutez des lignes de communes si vous le voulez ; il en faut trois au moins."""
_THEN: Final = """\
Enregistrez, puis lancez : kit fragilite FICHIER. Chaque défaut est signalé avec sa feuille et sa ligne.
Dans un .csv, sans feuille « Indicateurs », la description tient dans le titre : « Part des 75 ans et plus \
| compétences numériques | plus »."""


def build_blank_table(territory: Territory, communes: tuple[Territory, ...]) -> Workbook:
    """Le tableau vierge de ces communes."""
    return Workbook(
        title=f"{territory.name}{NBSP}: fragilités numériques",
        subject="Jouer collectif en territoire",
        sheets=(_build_readme(), _build_indicators(), _build_communes(communes)),
    )


def _build_readme() -> Sheet:
    rows = [Row(cells=(Cell(value="Fragilités numériques", style=CellStyle.TITLE),))]
    for title, text in (
        ("À quoi sert ce classeur", _WHAT),
        ("Comment le remplir", _HOW),
        ("Et ensuite", _THEN),
    ):
        rows += build_section(title, text)
    return Sheet(title=README_TITLE, widths=WIDTHS, rows=tuple(rows))


def _build_indicators() -> Sheet:
    rows = [
        Row(cells=(Cell(value=INDICATORS, style=CellStyle.TITLE),)),
        Row(
            cells=(
                Cell(
                    value=typeset("Une ligne par indicateur ; une ligne sans titre n'est pas lue."),
                    style=CellStyle.INTRO,
                ),
            )
        ),
        Row(cells=tuple(Cell(value=title, style=CellStyle.HEADING) for title in HEADINGS)),
    ]
    for axis in FragilityAxis:
        rows += [_build_indicator(axis) for _ in range(PER_AXIS)]
    last = len(rows)
    return Sheet(
        title=INDICATORS,
        widths=(44.0, 28.0, 24.0, 9.0, 44.0),
        rows=tuple(rows),
        choice_lists=(
            ChoiceList(
                cells=build_range(2, _FIRST, last), choices=tuple(axis.value for axis in FragilityAxis)
            ),
            ChoiceList(
                cells=build_range(3, _FIRST, last), choices=tuple(direction.value for direction in Direction)
            ),
        ),
        frozen=(3, 0),
        header_rows=(3, 3),
    )


def _build_indicator(axis: FragilityAxis) -> Row:
    return Row(
        cells=(
            Cell(style=CellStyle.INPUT_TEXT),
            Cell(value=axis.value, style=CellStyle.INPUT_CHOICE),
            Cell(value=Direction.MORE.value, style=CellStyle.INPUT_CHOICE),
            Cell(value=1, style=CellStyle.INPUT_AMOUNT),
            Cell(style=CellStyle.INPUT_TEXT),
        )
    )


def _build_communes(communes: tuple[Territory, ...]) -> Sheet:
    """Une ligne par commune ; les titres des colonnes suivent la feuille « Indicateurs »."""
    count = PER_AXIS * len(FragilityAxis)
    year = max((one.populations[-1].year for one in communes if one.populations), default=None)
    source = f"Population {year} : {load_territories().source.title}." if year else ""
    titles = tuple(_build_linked_title(_FIRST + rank) for rank in range(count))
    heading = (Cell(value=COMMUNE, style=CellStyle.HEADING), Cell(value=POPULATION, style=CellStyle.HEADING))
    rows = (
        Row(cells=(Cell(value=COMMUNES, style=CellStyle.TITLE),)),
        Row(cells=(Cell(value=typeset(source), style=CellStyle.INTRO),)),
        Row(cells=(*heading, *titles, Cell(value=REMARKS, style=CellStyle.HEADING)), height=48.0),
        *(_build_commune(one, count) for one in communes),
    )
    return Sheet(
        title=COMMUNES,
        widths=(34.0, 12.0, *(15.0 for _ in range(count)), 40.0),
        rows=rows,
        frozen=(3, 2),
        header_rows=(3, 3),
        header_columns=2,
        pages_wide=3,
    )


def _build_linked_title(line: int) -> Cell:
    target, waiting = f"{INDICATORS}!${column_letter(1)}${line}", f"Colonne {line - _FIRST + 1}"
    return Cell(value=waiting, formula=f'=IF({target}="","{waiting}",{target})', style=CellStyle.HEADING)


def _build_commune(commune: Territory, count: int) -> Row:
    blanks = (Cell(style=CellStyle.INPUT_AMOUNT) for _ in range(count))
    return Row(
        cells=(
            Cell(value=Match(territory=commune).entry, style=CellStyle.LABEL),
            Cell(value=commune.population, style=CellStyle.NUMBER),
            *blanks,
            Cell(style=CellStyle.INPUT_TEXT),
        )
    )
