"""Toutes les pages du livre, dans un vrai navigateur : accessibilité, poids, requêtes, débordements."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.audit import serve
from browser.book import BookAudit, PageAudit, audit_book

from kit.sphinxext.directives.audit_summary import RULES, SCHEMES, WIDTHS

pytestmark = [pytest.mark.livre, pytest.mark.navigateur]
# Les feuilles, les scripts, les lettres et la page elle-même, sans compression et sans les images.
MOST_BYTES = 300_000
# Le moteur de l'atelier se construit à part (make moteur) ; sans lui, sa page le cherche et le dit.
ENGINE = "/_static/atelier/moteur/"


@pytest.fixture(scope="module")
def audit(jupyter_book) -> BookAudit:
    """Chaque page, en deux largeurs, en clair et en sombre."""
    with serve(jupyter_book.folder) as base:
        names = [path.relative_to(jupyter_book.folder).as_posix() for path in jupyter_book.pages]
        return audit_book([f"{base}{name}" for name in names], widths=WIDTHS)


def name_of(page: PageAudit) -> str:
    return f"{page.address.split('/', 3)[3]} à {page.width} px"


def test_chaque_page_est_auditee_comme_la_declaration_le_dit(audit: BookAudit, jupyter_book) -> None:
    """Le nombre de pages, de passages et de règles imprimé sur la page de l'accessibilité est le vrai."""
    declared = (jupyter_book.folder / "accessibilite.html").read_text(encoding="utf-8")
    assert len(audit.pages) == len(jupyter_book.pages) * len(WIDTHS)
    assert all(set(page.violations) == set(SCHEMES) for page in audit.pages)
    assert audit.rules == RULES
    assert f"{len(jupyter_book.pages)}, c’est-à-dire toutes" in declared
    assert f"{RULES}, de l’outil axe-core" in declared


def test_aucune_page_ne_viole_une_regle_wcag(audit: BookAudit) -> None:
    """Niveaux A et AA de WCAG 2.0, 2.1 et 2.2, en clair et en sombre."""
    faults = {
        f"{name_of(page)}, {scheme}": found
        for page in audit.pages
        for scheme, found in page.violations.items()
        if found
    }
    assert faults == {}


def test_rien_ne_depasse_d_aucun_ecran(audit: BookAudit) -> None:
    """À 1280, 390 et 320 pixels."""
    widths = {width for page in audit.pages for width in page.overflow}
    assert widths == {"1280", "390", "320"}
    assert {name_of(page): page.overflow for page in audit.pages if max(page.overflow.values()) > 0} == {}


def test_aucune_page_ne_demande_rien_ailleurs_ni_ne_garde_rien(audit: BookAudit) -> None:
    """Ni requête tierce, ni cookie, ni mémoire du navigateur tant qu'on n'a rien pressé."""
    base = "/".join(audit.pages[0].address.split("/", 3)[:3])
    asked = {request for page in audit.pages for request in page.requests}
    assert {request for request in asked if not request.startswith((base, "data:", "blob:"))} == set()
    assert audit.cookies == ()
    assert {name_of(page): page.stored for page in audit.pages if page.stored} == {}


def test_aucune_page_n_a_de_script_en_panne_ni_de_fichier_absent(audit: BookAudit) -> None:
    """La console reste vide, et chaque fichier demandé existe."""
    errors = {
        name_of(page): [error for error in page.errors if not (error.startswith("404 ") and ENGINE in error)]
        for page in audit.pages
    }
    assert {name: found for name, found in errors.items() if found} == {}


def test_chaque_page_pese_moins_de_300_ko_hors_images(audit: BookAudit) -> None:
    """Une première visite sur un réseau lent reste courte."""
    weights = {name_of(page): sum(page.weights.values()) for page in audit.pages}
    assert min(weights.values()) > 30_000
    assert {name: weight for name, weight in weights.items() if weight > MOST_BYTES} == {}


def test_chaque_lettre_vient_du_livre(audit: BookAudit) -> None:
    """La police est livrée avec le livre, et vraiment chargée."""
    fonts = {Path(url).name for page in audit.pages for url in page.weights if url.endswith(".woff2")}
    assert "PublicSans-400.woff2" in fonts
