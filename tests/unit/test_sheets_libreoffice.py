"""LibreOffice ouvre nos classeurs, recalcule les mêmes valeurs et les rend lisibles."""

import datetime as dt
from pathlib import Path

import pytest
from office import Convert, read_pdf

from kit.documents.workbook import Cell, CellStyle, Row, Sheet, Workbook
from kit.domain.values import Action, Alliance, Dossier, Status
from kit.knowledge.catalogue import load_grid
from kit.knowledge.territories import resolve_territory
from kit.products.context import Context
from kit.products.dossier.action_plan import build_action_plan
from kit.products.dossier.blank import build_dossier_workbook
from kit.products.dossier.workbooks import build_plan_workbook
from kit.reading.tables import read_tables
from kit.writers.pandoc import write_documents
from kit.writers.sheet import WRITERS

pytestmark = pytest.mark.libreoffice
VALUES = {
    "alliance": [
        {"name": "=Alliance & cie", "territory_names": "Vincennes", "purpose": "Une cause\nsur deux lignes"}
    ],
    "partners": [{"name": "Lycée", "kind": "association", "brings": "- un lieu\n- du temps"}],
    "actions": [{"number": "01", "title": "Se voir", "budget": 12_500.5, "odd": "4 ; 17"}],
    "answers": [{"criterion": "Q1-1", "level": "B", "evidence": "Un compte rendu"}],
}


def list_values(file: Path) -> dict[str, list[dict[str, object]]]:
    """Les valeurs lues, sans les cases vides."""
    return {
        key: [
            {name: c.value for name, c in record.cells.items() if c.value is not None}
            for record in table.records
        ]
        for key, table in read_tables(file).tables.items()
    }


@pytest.mark.parametrize(("written", "saved"), [(".xlsx", ".ods"), (".ods", ".xlsx")])
def test_le_dossier_repasse_par_libreoffice_sans_changer(
    tmp_path: Path, libreoffice: Convert, written: str, saved: str
) -> None:
    """Écrit par nous, réenregistré par LibreOffice, relu : les mêmes réponses, sans problème."""
    file = tmp_path / f"dossier{written}"
    file.write_bytes(WRITERS[written](build_dossier_workbook(VALUES, grid=load_grid())))
    (again,) = libreoffice([file], saved[1:], tmp_path)
    assert list_values(again) == list_values(file)
    assert read_tables(again).problems == ()


@pytest.mark.parametrize(("written", "saved"), [(".ods", ".xlsx"), (".xlsx", ".ods")])
def test_libreoffice_recalcule_les_memes_valeurs(
    tmp_path: Path, libreoffice: Convert, written: str, saved: str
) -> None:
    """Les valeurs calculées en Python sont celles que LibreOffice trouve."""
    from python_calamine import CalamineWorkbook

    formulas = {
        "=SUM(A1:A3)": 6,
        "=ROUND(AVERAGE(A1:A3)/3,2)": 0.67,
        '=COUNTIF(A1:A3,">=2")': 2,
        '=IF(COUNTA(A1:A3)=3,"complet","à finir")': "complet",
        "=IFERROR(1/0,-1)": -1,
        "='Autre feuille'!A1*2": 14,
    }
    rows = [Row(cells=(Cell(value=number),)) for number in (1, 2, 3)]
    rows += [
        Row(cells=(Cell(value=value, formula=text, style=CellStyle.DECIMAL),))
        for text, value in formulas.items()
    ]
    other = Sheet(title="Autre feuille", widths=(10,), rows=(Row(cells=(Cell(value=7),)),))
    book = Workbook(title="Essai", sheets=(Sheet(title="Calcul", widths=(20,), rows=tuple(rows)), other))
    file = tmp_path / f"calcul{written}"
    file.write_bytes(WRITERS[written](book))
    (saved_again,) = libreoffice([file], saved[1:], tmp_path)
    again = CalamineWorkbook.from_path(saved_again).get_sheet_by_name("Calcul").to_python()
    assert [row[0] for row in again[3:]] == list(formulas.values())


def count_pages(path: Path) -> list[int]:
    """Le nombre de mots de chaque page imprimée."""
    return [len(page.split()) for page in read_pdf(path).split("\f")[:-1]]


def make_plan(count: int) -> Context:
    """Un dossier de 40 actions longues : titre de 120 lettres, descriptif, pilote, dates, montants."""
    actions = tuple(
        Action(
            number=f"A{rank}",
            title=f"Action {rank} : {'faire ensemble ' * 7}".strip()[:120],
            axis=f"Axe {rank // 7}",
            lead="Une structure au nom assez long",
            description="Ce qui sera fait, où, avec qui. " * 4,
            objective="Ce qui aura changé pour les habitants.",
            status=tuple(Status)[rank % 8],
            start=dt.date(2026, 1 + rank % 12, 1),
            end=dt.date(2027, 1 + rank % 12, 28),
            budget=1_000.0 * rank,
            funding=400.0 * rank,
            indicator="Personnes rencontrées",
            target="250 par an",
        )
        for rank in range(count)
    )
    territory = resolve_territory("Les Mureaux").territory
    alliance = Alliance(name="Grand plan", territory_names=("Les Mureaux",), purpose="Agir. " * 90)
    dossier = Dossier(alliance=alliance, territory=territory, actions=actions)
    return Context(dossier=dossier, grid=load_grid(), today=dt.date(2026, 11, 27))


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_aucune_feuille_ne_s_imprime_vide(tmp_path: Path, libreoffice: Convert, suffix: str) -> None:
    """Le dossier vierge prend une page par feuille ; le plan de quarante actions, moins de trente."""
    blank, plan = tmp_path / f"vierge{suffix}", tmp_path / f"plan{suffix}"
    blank.write_bytes(WRITERS[suffix](build_dossier_workbook(grid=load_grid())))
    plan.write_bytes(WRITERS[suffix](build_plan_workbook(make_plan(40))))
    printed, filled = (count_pages(path) for path in libreoffice([blank, plan], "pdf", tmp_path))
    assert len(printed) <= 12
    assert len(filled) < 30
    assert min(*printed, *filled) > 20


@pytest.mark.parametrize("suffix", ["docx", "odt", "pdf"])
def test_un_plan_de_quarante_actions_tient_en_moins_de_trente_pages(
    tmp_path: Path, libreoffice: Convert, suffix: str
) -> None:
    """Deux fiches par page, un calendrier d'une page, aucune page blanche."""
    document = build_action_plan(make_plan(40))
    assert [chart.key for chart in document.charts if chart.key.startswith("calendrier")] == ["calendrier"]
    path = tmp_path / f"plan.{suffix}"
    path.write_bytes(write_documents([document], [suffix])[document.name, suffix])
    (printed,) = (path,) if suffix == "pdf" else libreoffice([path], "pdf", tmp_path)
    pages = count_pages(printed)
    assert len(pages) < 30
    # Une page de figure n'a que son titre, sa légende et son pied ; une page vide, que son pied.
    assert min(pages) > 10
