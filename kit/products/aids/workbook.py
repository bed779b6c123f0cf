"""Le classeur des aides : le financement, toutes les aides comparées, et d'où elles viennent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Final

from kit.documents.readme_sheet import build_readme
from kit.documents.table_sheet import Column, Line, TableSheet
from kit.documents.workbook import CellStyle, CellValue, Workbook
from kit.domain.typography import NBSP, remove_controls, typeset
from kit.products.aids.aid import AidSet
from kit.products.aids.matching import DUPLICATES, RULE, AidMatch, Need, Selection
from kit.products.aids.perimeters import Verdict
from kit.products.aids.sheet import describe_amounts, describe_first, describe_source
from kit.products.context import Context

MAX_ROWS: Final = 6_000
_LIMIT: Final = 2_000
_WARNING: Final = "Aucun montant d’aide n’est acquis ; vérifiez sur Aides-territoires et auprès du financeur."
_FUNDING: Final = (
    Column("N°", 8.0),
    Column("Action", 44.0),
    Column("Budget, € HT", 15.0, CellStyle.DECIMAL),
    Column("Acquis, € HT", 15.0, CellStyle.DECIMAL),
    Column("Reste à financer, € HT", 18.0, CellStyle.DECIMAL),
    Column("Aides à étudier", 12.0),
    Column("Premières aides et montants annoncés (ne s'additionnent pas)", 70.0),
)
_AIDS: Final = (
    Column("N°", 8.0),
    Column("Aide", 44.0),
    Column("Porteurs", 28.0),
    Column("Qui appeler", 30.0),
    Column("Suite", 16.0),
    Column("Ouverture", 20.0),
    Column("Clôture", 13.0, CellStyle.DATE),
    Column("Avant le début de l'action", 14.0),
    Column("Montants annoncés", 34.0),
    Column("Ce qui convient", 50.0),
    Column("Ce qui ne convient pas", 40.0),
    Column("À vérifier", 50.0),
    Column("Adresse", 40.0),
    Column("Fiche mise à jour le", 13.0, CellStyle.DATE),
    Column("Autres fiches de la même aide", 30.0),
    Column("Champs mis de côté", 40.0),
)

# Les aides à étudier d'abord : si la feuille déborde, ce sont des aides écartées qui manquent.
_GROUPS: Final[tuple[tuple[str, Callable[[Selection], tuple[AidMatch, ...]]], ...]] = (
    ("à étudier", attrgetter("candidates")),
    ("fermée", attrgetter("closed")),
    ("historique", attrgetter("history")),
    ("écartée", attrgetter("rejected")),
    ("autre sujet", attrgetter("unrelated")),
    ("pas une aide", attrgetter("apart")),
)


def build_aid_workbook(context: Context, aids: AidSet, selections: Sequence[Selection]) -> Workbook:
    """Le classeur des aides de ces actions ; au-delà de 6 000 lignes, la coupe est annoncée."""
    name = context.dossier.alliance.name
    lines = [
        (selection.need, match, label)
        for label, pick in _GROUPS
        for selection in selections
        for match in pick(selection)
    ]
    readme = {
        "en_trop": len(lines) - MAX_ROWS,
        "source": describe_source(aids),
        "regle": RULE,
        "doublons": DUPLICATES,
    }
    return Workbook(
        title=f"{name}{NBSP}: aides à étudier",
        sheets=(
            TableSheet(
                title="Financement",
                intro=_WARNING,
                columns=_FUNDING,
                lines=[_list_funding(selection) for selection in selections],
                frozen=2,
            ).build(),
            TableSheet(
                title="Aides",
                intro="Toutes les aides comparées, avec la raison de chaque suite.",
                columns=_AIDS,
                lines=[
                    _list_cells(need, match, label, public=context.public)
                    for need, match, label in lines[:MAX_ROWS]
                ],
                frozen=2,
                header_columns=2,
                pages_wide=3,
            ).build(),
            build_readme("aides", readme, overrides=context.overrides),
        ),
    )


def _list_funding(selection: Selection) -> Line:
    need = selection.need
    return (
        _clean(need.number),
        _clean(need.title),
        need.budget,
        need.funding,
        need.missing,
        len(selection.candidates),
        _clean(describe_first(selection)),
    )


def _list_cells(need: Need, match: AidMatch, label: str, *, public: bool) -> Line:
    aid = match.aid
    values: tuple[CellValue, ...] = (
        need.number,
        aid.name,
        ", ".join(aid.operators),
        ", ".join(aid.instructors) if public else " ; ".join(filter(None, (aid.contact, *aid.instructors))),
        label,
        match.opening.value,
        aid.deadline,
        "oui" if match.is_before_start else "",
        describe_amounts(aid),
        *(_list_reasons(match, v) for v in (Verdict.FITS, Verdict.FAILS, Verdict.UNKNOWN)),
        aid.url,
        aid.updated_on,
        " ; ".join(other.name for other in match.others),
        "" if public else " ; ".join(f"{name} : {value}" for name, value in aid.aside),
    )
    return tuple(_clean(value) if isinstance(value, str) else value for value in values)


def _list_reasons(match: AidMatch, verdict: Verdict) -> str:
    reasons = match.list_reasons(verdict)
    if verdict is Verdict.FAILS and match.aid.apart:
        return match.aid.apart
    return " ; ".join(reasons)


def _clean(text: str) -> str:
    return typeset(remove_controls(text)[:_LIMIT])
