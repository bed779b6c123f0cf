"""Les documents HTML produits, ouverts dans un vrai navigateur."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.audit import PageReport, audit_folder

from kit.products.dossier.producing import produce
from kit.products.options import Options

pytestmark = pytest.mark.navigateur
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[PageReport, ...]:
    """Les documents d'un dossier d'exemple, produits en HTML puis ouverts."""
    folder = tmp_path_factory.mktemp("documents")
    produce(ROOT / "exemples" / "les-mureaux.yaml", folder, options=Options(formats=("html",)))
    return audit_folder(folder, schemes=("light",))


def test_les_documents_ne_violent_aucune_regle_wcag(reports: tuple[PageReport, ...]) -> None:
    """Aucune règle A ou AA d'axe n'est enfreinte, sur ordinateur comme sur téléphone."""
    faults = {(report.address, report.width): report.violations for report in reports if report.violations}
    assert faults == {}


def test_les_documents_ne_demandent_rien_a_personne(reports: tuple[PageReport, ...]) -> None:
    """Un document HTML se suffit : aucune requête en dehors de lui-même."""
    asked = {request for report in reports for request in report.requests}
    assert {request for request in asked if not request.startswith(("file:", "data:", "blob:"))} == set()


def test_les_documents_tiennent_dans_un_telephone(reports: tuple[PageReport, ...]) -> None:
    """À 390 pixels, rien ne dépasse de l'écran."""
    assert {report.address: report.overflow for report in reports if report.overflow > 0} == {}
