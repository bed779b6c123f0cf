"""Ce que promettent la deuxième et la troisième partie : repères, exemple sourcé, geste, questions, suite."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[1] / "book"
PARTS = ("sortie-de-crise", "autour")
PAGES = sorted(
    str(path.relative_to(BOOK).with_suffix("")) for part in PARTS for path in (BOOK / part).glob("*.md")
)
CHAPTERS = [page for page in PAGES if not page.endswith("/index")]
SOURCED = re.compile(r"^```\{(?:fait|fiche|famille|graphique|programmes)\}", re.MULTILINE)
ONWARD = re.compile(r"^suite: \{page: ([\w./-]+),", re.MULTILINE)
LINK = re.compile(r"\]\(([\w./-]+)\.md\)")


def read_page(name: str) -> str:
    """Le texte d'une page du livre."""
    return (BOOK / f"{name}.md").read_text(encoding="utf-8")


def resolve(page: str, target: str) -> str:
    """La page visée par un chemin relatif."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), target))


def find_next(page: str) -> str:
    """La page que les repères proposent ensuite."""
    found = ONWARD.findall(read_page(page))
    assert len(found) == 1, page
    return resolve(page, found[0])


@pytest.mark.parametrize("page", PAGES)
def test_chaque_page_a_ses_reperes_et_une_suite_qui_existe(page: str) -> None:
    """Pour qui, combien de temps, avec quoi, et où aller ensuite."""
    text = read_page(page)
    assert all(re.search(rf"^{key}: ", text, re.MULTILINE) for key in ("pour", "duree", "avec"))
    assert (BOOK / f"{find_next(page)}.md").is_file()


@pytest.mark.parametrize("page", CHAPTERS)
def test_chaque_chapitre_a_un_fait_source_un_exemple_et_un_geste(page: str) -> None:
    """Un fait du catalogue, un exemple nommé, et ce que l'on fait chez soi."""
    text = read_page(page)
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert SOURCED.search(text) or "carnets/" in text
    # Dans la page des témoins, chaque témoignage est un exemple.
    assert page == "autour/profils" or any(title.startswith("L’exemple") for title in titles)
    assert "À vous" in titles


@pytest.mark.parametrize("part", PARTS)
def test_chaque_partie_a_ses_questions(part: str) -> None:
    """On peut se vérifier dans chacune des deux parties."""
    assert sum("```{quiz}" in read_page(page) for page in PAGES if page.startswith(f"{part}/")) >= 3


@pytest.mark.parametrize("part", PARTS)
def test_en_suivant_la_suite_on_lit_toute_la_partie(part: str) -> None:
    """De l'accueil de la partie, la suite passe par chaque page une fois, puis en sort."""
    walked, page = [], f"{part}/index"
    while page.startswith(f"{part}/") and page not in walked:
        walked.append(page)
        page = find_next(page)
    assert sorted(walked) == [name for name in PAGES if name.startswith(f"{part}/")]


def test_un_lien_entre_pages_mene_a_un_fichier() -> None:
    """Avant même de construire le livre."""
    dead = [
        f"{page} → {target}"
        for page in PAGES
        for target in LINK.findall(read_page(page))
        if not (BOOK / f"{resolve(page, target)}.md").is_file()
    ]
    assert dead == []
