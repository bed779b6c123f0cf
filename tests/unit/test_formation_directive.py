"""Les directives des fiches de formation, dans un petit livre construit pour l'essai."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from small_book import build_bare_book

from kit.knowledge.catalogue import list_courses, load_course

PAGE = """\
# Essai

```{formations}
```

## La fiche

```{formation} agents-une-journee
```

```{formation} agent-une-journee
```
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[BeautifulSoup, str]:
    """La page construite, et ce que Sphinx en a dit."""
    book = build_bare_book(tmp_path_factory.mktemp("livre"), {"index": PAGE}, "course_sheet")
    return book.read(), book.said


def test_une_cle_fausse_est_un_avertissement_avec_une_proposition(built: tuple[BeautifulSoup, str]) -> None:
    """Le fichier, la ligne, et la clé la plus proche."""
    assert "index.md:11: WARNING: aucune fiche de formation" in built[1]
    assert "vouliez-vous dire « agents-une-journee »" in built[1]


def test_le_deroule_est_un_tableau_par_demi_journee(built: tuple[BeautifulSoup, str]) -> None:
    """Légende, entêtes de colonne et de ligne, une ligne par séquence, toutes ses informations."""
    course = load_course("agents-une-journee")
    tables = {table.caption.get_text(): table for table in built[0].find_all("table")}
    for half_day in course.half_days:
        caption = next(text for text in tables if text.startswith(f"{half_day.title}, "))
        rows = tables[caption].tbody.find_all("tr")
        assert len(rows) == len(half_day.segments)
        for row, segment in zip(rows, half_day.segments, strict=True):
            text = row.get_text(" ")
            parts = (segment.title, segment.activity, segment.support, segment.evaluation)
            assert all(part in text for part in parts)


def test_toutes_les_fiches_sont_presentees(built: tuple[BeautifulSoup, str]) -> None:
    """Une ligne par fiche, avec la clé que demande la commande."""
    table = built[0].find("table")
    assert [code.get_text() for code in table.find_all("code")] == list(list_courses())


def test_la_fiche_se_dit_non_certifiante(built: tuple[BeautifulSoup, str]) -> None:
    """Qui la lit ne la prend pas pour un stage agréé."""
    assert "ni une action certifiée" in built[0].get_text()
