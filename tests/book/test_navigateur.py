"""Le livre dans un vrai navigateur : règles d'accessibilité, requêtes, recherche, clavier."""

from __future__ import annotations

import pytest
from browser.audit import PageReport, audit_pages, serve
from browser.english import ENGLISH, PROPER

pytestmark = [pytest.mark.livre, pytest.mark.navigateur]
PAGES = (
    "index.html",
    "carnets/plan-action.html",
    "search.html?q=evaluation",
    "genindex.html",
    "reference/champs.html",
)
Visit = tuple[str, tuple[PageReport, ...]]


@pytest.fixture(scope="module")
def visit(jupyter_book) -> Visit:
    """Les pages témoins, ouvertes en deux largeurs, en clair et en sombre."""
    with serve(jupyter_book.folder) as base:
        return base, audit_pages([f"{base}{page}" for page in PAGES], stops=25)


def name_of(report: PageReport) -> str:
    return f"{report.address.split('/', 3)[3]} à {report.width} px, {report.scheme}"


def test_le_livre_ne_viole_aucune_regle_wcag(visit: Visit) -> None:
    """Aucune règle A ou AA d'axe, dans les deux largeurs et les deux modes."""
    assert len(visit[1]) == len(PAGES) * 4
    assert {name_of(report): report.violations for report in visit[1] if report.violations} == {}


def test_le_livre_ne_demande_rien_a_un_tiers(visit: Visit) -> None:
    """Toutes les requêtes vont au livre lui-même."""
    base, reports = visit
    asked = {request for report in reports for request in report.requests}
    assert any(request.endswith(".css") or ".css?" in request for request in asked)
    assert {request for request in asked if not request.startswith((base, "data:", "blob:"))} == set()


def test_aucun_script_ne_tombe_en_panne(visit: Visit) -> None:
    """La console reste sans erreur."""
    assert {name_of(report): report.errors for report in visit[1] if report.errors} == {}


def test_rien_ne_depasse_de_l_ecran(visit: Visit) -> None:
    """Ni sur ordinateur, ni sur téléphone."""
    assert {name_of(report): report.overflow for report in visit[1] if report.overflow > 0} == {}


def test_le_focus_du_clavier_se_voit_partout(visit: Visit) -> None:
    """Chaque arrêt de tabulation a un contour."""
    assert {name_of(report): report.hidden_focus for report in visit[1] if report.hidden_focus} == {}


def test_chercher_evaluation_sans_accent_trouve_evaluation(visit: Visit) -> None:
    """La recherche ignore les accents."""
    found = next(report for report in visit[1] if "q=evaluation" in report.address)
    results = found.text.split("Recherche terminée", 1)[1]
    assert "Grille d’évaluation" in results


def test_aucun_mot_anglais_n_apparait_apres_les_scripts(visit: Visit) -> None:
    """Ce que les scripts ajoutent est en français aussi."""
    words = {PROPER.sub("", word) for report in visit[1] for word in report.words}
    assert sorted(word for word in words if ENGLISH.search(word)) == []
