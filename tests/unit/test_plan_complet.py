"""Le plan d'action complet : sous-actions, budgets par année, rôles, carte, plan très long."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from kit.documents.document import Document
from kit.domain.errors import build_problem
from kit.domain.typography import NBSP
from kit.domain.values import (
    Action,
    Alliance,
    Budget,
    BudgetKind,
    Commitment,
    Dossier,
    Partner,
    PartnerKind,
    PartnerRole,
    Place,
    RaciRole,
    Role,
    Status,
    SubAction,
    Territory,
    TerritoryKind,
)
from kit.knowledge.catalogue import load_grid
from kit.products.context import Context
from kit.products.dossier.action_plan import MAX_PRINTED, build_action_plan
from kit.products.dossier.partner_map import MOST, build_partner_map, build_partner_matrix
from kit.products.dossier.plan_parts import build_budget_table, build_raci, describe_years
from kit.products.dossier.producing import produce
from kit.products.options import Options

TERRITORY = Territory(kind=TerritoryKind.COMMUNE, code="78440", name="Les Mureaux")
PARTNERS = (
    Partner(
        name="Club <d'entreprises>",
        kind=PartnerKind.BUSINESS_NETWORK,
        commitment=Commitment.COMMITTED,
        role=PartnerRole.FUNDS,
    ),
    Partner(name="Lycée", kind=PartnerKind.EDUCATION, commitment=Commitment.IN_TALKS),
    Partner(name="Collège", kind=PartnerKind.EDUCATION),
)
DOSSIER = Dossier(
    alliance=Alliance(name="Essai", territory_names=("Les Mureaux",), purpose="Essayer."),
    territory=TERRITORY,
    partners=PARTNERS,
    actions=(
        Action(number="A1", title="Ouvrir", lead="Mairie", budget=300.0),
        Action(number="A2", title="Fermer", lead="Mairie"),
    ),
    sub_actions=(
        SubAction(action="a1", title="Trouver un local", status=Status.DONE, end=dt.date(2026, 5, 1)),
        SubAction(action="A1", title="Acheter des chaises", lead="Lycée"),
    ),
    budgets=(
        Budget(action="A1", year=2027, kind=BudgetKind.OPERATING, amount=100.0),
        Budget(action="a1", year=2026, kind=BudgetKind.CAPITAL, amount=150.0),
        Budget(action="A1", year=2026, kind=BudgetKind.OPERATING, amount=50.0),
    ),
    roles=(
        Role(action="A1", partner="Mairie", role=RaciRole.ACCOUNTABLE),
        Role(action="a1", partner="Lycée", role=RaciRole.RESPONSIBLE),
        Role(action="A1", partner="Collège", role=RaciRole.RESPONSIBLE),
    ),
)


def build(dossier: Dossier) -> Document:
    return build_action_plan(Context(dossier=dossier, grid=load_grid(), today=dt.date(2026, 11, 23)))


def rows_of(document: Document) -> list[list[str]]:
    """Les lignes de tableau du Markdown, cases nettoyées."""
    lines = [line for line in document.markdown.splitlines() if line.startswith("|")]
    bare = [re.sub(r"\[((?:\\.|[^\]\\])*)\]\{[^}]*\}|\*\*", r"\1", line) for line in lines]
    plain = [re.sub(r"\\(.)", r"\1", line.strip("|")) for line in bare]
    return [[cell.strip() for cell in line.split("|")] for line in plain]


def test_le_budget_par_annee_fait_ses_totaux() -> None:
    """2026 : 50 + 150 ; 2027 : 100 ; en tout 150 de fonctionnement et 150 d'investissement."""
    table = build_budget_table(DOSSIER.budgets)
    assert table is not None
    assert table.natures == ("Fonctionnement", "Investissement")
    assert table.rows == (("2026", (50.0, 150.0), 200.0), ("2027", (100.0, 0.0), 100.0))
    assert (table.totals, table.total, table.detailed) == ((150.0, 150.0), 300.0, 1)


def test_les_annees_d_une_action_se_lisent_en_une_ligne() -> None:
    """Dans l'ordre des années, la nature entre parenthèses."""
    budgets = (Budget(action="A1", year=2027, amount=1.5), *DOSSIER.budgets[1:2])
    assert describe_years(budgets) == f"2026 : 150{NBSP}€ (investissement), 2027 : 1,50{NBSP}€"


def test_les_roles_se_rangent_par_action() -> None:
    """Une ligne par action dont les rôles sont donnés ; les autres n'y sont pas."""
    (row,) = build_raci(DOSSIER.actions, DOSSIER.roles)
    assert row.action.number == "A1"
    assert (row.accountable, row.responsible) == (("Mairie",), ("Lycée", "Collège"))
    assert row.consulted == row.informed == ()


def test_la_fiche_montre_ses_sous_actions() -> None:
    """La structure pilote de l'action vaut pour une sous-action qui n'en a pas."""
    rows = rows_of(build(DOSSIER))
    assert ["Trouver un local", "Mairie", "Réalisé", "01/05/2026"] in rows
    assert ["Acheter des chaises", "Lycée", "—", "—"] in rows


def test_le_plan_montre_le_budget_par_annee_et_les_roles() -> None:
    """Les deux tableaux du document disent ce que le dossier dit."""
    rows = rows_of(build(DOSSIER))
    assert ["2026", f"50{NBSP}€", f"150{NBSP}€", f"200{NBSP}€"] in rows
    assert ["A1 – Ouvrir", "Lycée\u202f; Collège", "Mairie", "—", "—"] in rows


def test_sans_feuille_facultative_le_plan_n_a_pas_de_rubrique_vide() -> None:
    """Ni « Qui fait quoi », ni budget par année, ni sous-actions."""
    document = build(replace(DOSSIER, sub_actions=(), budgets=(), roles=()))
    for title in ("# Qui fait quoi", "budget par année", "Sous-action"):
        assert title not in document.markdown


def test_la_carte_range_par_famille_et_par_engagement() -> None:
    """Seules les colonnes remplies y sont ; les familles vides n'y sont pas."""
    matrix = build_partner_matrix(PARTNERS)
    assert [label for _, label in matrix.columns] == ["Engagé", "En discussion", "Non précisé"]
    names = {row.label: [[one.name for one in cell] for cell in row.cells] for row in matrix.rows}
    assert names == {
        "réseau économique": [["Club <d'entreprises>"], [], []],
        "enseignement et recherche": [[], ["Lycée"], ["Collège"]],
    }


def test_la_carte_dit_en_phrases_ce_qu_elle_dessine() -> None:
    """L'alternative nomme chaque partenaire, sa famille et son engagement."""
    (chart,) = build_partner_map(PARTNERS)
    assert chart.alternative.startswith(f"Carte de 3{NBSP}partenaires, de 2{NBSP}familles")
    assert f"En discussion, 1{NBSP}: Lycée (enseignement et recherche)." in chart.alternative
    root = ET.fromstring(chart.svg)  # noqa: S314 - notre propre dessin
    drawn = " ".join(text for text in root.itertext())
    assert "<d'entreprises>" in drawn
    assert "(finance)" in drawn
    assert root.attrib["role"] == "img"


@pytest.mark.parametrize("count", [1, 9, 30, 40])
def test_la_carte_tient_dans_ses_bords(count: int) -> None:
    """Aucune étiquette ne sort du dessin, même pour une famille très nombreuse."""
    partners = [
        Partner(
            name=f"Association départementale numéro {rank} des quartiers",
            kind=PartnerKind.ASSOCIATION,
            commitment=Commitment.TO_CONTACT,
        )
        for rank in range(count)
    ]
    charts = build_partner_map(partners)
    drawn = 0
    for chart in charts:
        root = ET.fromstring(chart.svg)  # noqa: S314 - notre propre dessin
        height = float(root.attrib["height"])
        boxes = list(root.iter("{http://www.w3.org/2000/svg}rect"))
        drawn += len(boxes)
        for box in boxes:
            assert float(box.attrib["x"]) + float(box.attrib["width"]) <= 640
            assert float(box.attrib["y"]) + float(box.attrib["height"]) <= height
    assert drawn == count


def test_trop_de_partenaires_laissent_le_tableau_seul() -> None:
    """Au-delà, l'image ne se lirait plus."""
    many = [replace(PARTNERS[0], name=f"P{rank}") for rank in range(MOST + 1)]
    assert build_partner_map(many) == ()
    long = [replace(PARTNERS[0], name=f"P{rank} {'mot ' * 30}") for rank in range(MOST)]
    assert build_partner_map(long) == ()
    assert "Combien de partenaires" in build(replace(DOSSIER, partners=tuple(long))).markdown
    assert build_partner_map(()) == ()


def make_long(count: int) -> Dossier:
    actions = tuple(
        Action(number=f"A{rank}", title=f"Action {rank}", axis=f"Axe {rank % 2}", budget=10.0)
        for rank in range(count)
    )
    return replace(DOSSIER, actions=actions, sub_actions=(), budgets=(), roles=())


def test_un_plan_a_la_limite_garde_toutes_ses_fiches() -> None:
    """150 actions : 150 fiches."""
    assert build(make_long(MAX_PRINTED)).markdown.count("{.fiche}") == MAX_PRINTED


def test_un_plan_tres_long_renvoie_au_classeur_et_le_dit() -> None:
    """151 actions : plus de fiche, 150 lignes, le total par axe, et la phrase qui l'explique."""
    document = build(make_long(MAX_PRINTED + 1))
    assert "{.fiche}" not in document.markdown
    assert "plan" in document.markdown
    assert re.search(r"Ce plan compte 151\\?.actions", document.markdown)
    rows = rows_of(document)
    assert ["Axe 0", "76", f"760{NBSP}€ prévus"] in rows
    assert ["A149", "Action 149", "—", "—", "—", f"10{NBSP}€ prévus"] in rows
    assert not any(row[0] == "A150" for row in rows)


def test_un_plan_tres_long_vient_toujours_avec_son_classeur(tmp_path: Path) -> None:
    """Même si l'on ne demande que la page web."""
    lines = [f"  - {{numero: A{rank}, titre: Action {rank}}}" for rank in range(MAX_PRINTED + 1)]
    source = tmp_path / "long.yaml"
    head = "alliance:\n  nom: Long\n  territoire: Les Mureaux (78440)\n  cause: Essayer\nactions:\n"
    source.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    options = Options(formats=("html",), today=dt.date(2026, 11, 23))
    names = {path.name for path in produce(source, tmp_path / "sortie", options=options).files}
    assert {"plan-action.html", "plan-action.ods"} <= names


def test_les_points_d_attention_trop_nombreux_sont_comptes() -> None:
    """Soixante au plus ; le reste se lit avec « kit verifier »."""
    problems = tuple(build_problem("sans-pilote", Place(), number=f"A{rank}") for rank in range(63))
    context = Context(dossier=DOSSIER, grid=load_grid(), today=dt.date(2026, 11, 23), problems=problems)
    markdown = build_action_plan(context).markdown
    assert markdown.partition("# Points d’attention")[2].count("\n- ") == 60
    assert re.search(r"Et 3\\?.autres points", markdown)
