"""Ce que promettent les trois premières parties : repères, exemple sourcé, geste à faire, aucune impasse."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[1] / "book"
DOORS = ("pourquoi", "comment", "quoi", "qui")
NEXT_PARTS = ("sortie-de-crise", "autour")
WAYS_IN = {
    "temps": {"en-5-minutes", "en-30-minutes", "en-une-demi-journee"},
    "rôle": {"elu", "agent", "association", "entreprise", "catalyseur", "formateur"},
    "besoin": {"convaincre", "trouver-des-appuis", "animer", "planifier", "evaluer"},
}
SOURCED = re.compile(
    r"^```\{(?:fait|fiche|famille|graphique|programmes|recit-cas|annuaire-cas)\}", re.MULTILINE
)
ONWARD = re.compile(r"^suite: \{page: ([\w./-]+),", re.MULTILINE)
LINK = re.compile(r"\]\(([\w./-]+)\.md\)|^:link: ([\w./-]+)$", re.MULTILINE)


def list_pages(*folders: str) -> list[str]:
    """Les pages de ces dossiers du livre, dans l'ordre de leur nom."""
    found = (path for folder in folders for path in (BOOK / folder).glob("*.md"))
    return sorted(str(path.relative_to(BOOK).with_suffix("")) for path in found)


FIRST_PAGES = list_pages("entrees", *DOORS)
NEXT_PAGES = list_pages(*NEXT_PARTS)
PAGES = [*FIRST_PAGES, *NEXT_PAGES]
CHAPTERS = [page for page in PAGES if not page.endswith("/index")]
NEXT_CHAPTERS = [page for page in CHAPTERS if page in NEXT_PAGES]


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


def list_links(page: str) -> set[str]:
    """Les pages auxquelles mène une page : ses liens, ses cartes et sa suite."""
    text = read_page(page)
    targets = [first or second for first, second in LINK.findall(text)] + ONWARD.findall(text)
    return {resolve(page, target) for target in targets}


def count_quizzes(folder: str) -> int:
    """Le nombre de pages d'un dossier où l'on peut se vérifier."""
    return sum("```{quiz}" in read_page(page) for page in PAGES if page.startswith(f"{folder}/"))


# --- De page en page ----------------------------------------------------------------------


def test_on_entre_par_le_temps_le_role_ou_le_besoin() -> None:
    """Trois durées, six rôles, cinq besoins, tous sur l'accueil."""
    home = list_links("index")
    for names in WAYS_IN.values():
        assert {f"entrees/{name}" for name in names} <= home


@pytest.mark.parametrize("page", PAGES)
def test_chaque_page_a_ses_reperes_et_une_suite_qui_existe(page: str) -> None:
    """Pour qui, combien de temps, avec quoi, et où aller ensuite."""
    text = read_page(page)
    assert all(re.search(rf"^{key}: \S", text, re.MULTILINE) for key in ("pour", "duree", "avec"))
    assert (BOOK / f"{find_next(page)}.md").is_file()


def test_la_suite_ne_renvoie_jamais_a_la_page_que_l_on_quitte() -> None:
    """De page en page, on avance."""
    assert [page for page in PAGES if find_next(page) in PAGES and find_next(find_next(page)) == page] == []


@pytest.mark.parametrize("part", NEXT_PARTS)
def test_en_suivant_la_suite_on_lit_toute_la_partie(part: str) -> None:
    """De l'accueil de la partie, la suite passe par chaque page une fois, puis en sort."""
    walked, page = [], f"{part}/index"
    while page.startswith(f"{part}/") and page not in walked:
        walked.append(page)
        page = find_next(page)
    assert sorted(walked) == list_pages(part)


def test_trois_liens_au_plus_depuis_l_accueil() -> None:
    """On passe d'une porte à l'autre sans se perdre (exigence CAP1 des ateliers)."""
    reached = {"index"}
    for _ in range(3):
        reached |= {
            target for page in reached if (BOOK / f"{page}.md").is_file() for target in list_links(page)
        }
    assert set(FIRST_PAGES) - reached == set()


def test_un_lien_entre_pages_mene_a_un_fichier() -> None:
    """Avant même de construire le livre."""
    targets = [
        (page, resolve(page, link)) for page in PAGES for link, _ in LINK.findall(read_page(page)) if link
    ]
    assert [pair for pair in targets if not (BOOK / f"{pair[1]}.md").is_file()] == []


# --- Dans chaque chapitre -----------------------------------------------------------------


@pytest.mark.parametrize("page", CHAPTERS)
def test_chaque_chapitre_a_un_exemple_source_et_un_geste(page: str) -> None:
    """Un fait du catalogue (ou le carnet qui en part), et ce que l'on fait chez soi."""
    text = read_page(page)
    assert SOURCED.search(text) or (page in NEXT_PAGES and "carnets/" in text)
    assert re.search(r"^## À vous$", text, re.MULTILINE)


@pytest.mark.parametrize("page", NEXT_CHAPTERS)
def test_chaque_chapitre_des_parties_suivantes_a_un_exemple_nomme(page: str) -> None:
    """Un titre l'annonce ; dans la page des témoins, chaque témoignage est un exemple."""
    assert page == "autour/profils" or re.search(r"^## L’exemple", read_page(page), re.MULTILINE)


@pytest.mark.parametrize(
    ("folder", "least"), [*((door, 1) for door in DOORS), *((part, 3) for part in NEXT_PARTS)]
)
def test_chaque_porte_et_chaque_partie_ont_leurs_questions(folder: str, least: int) -> None:
    """On peut se vérifier partout."""
    assert count_quizzes(folder) >= least


def test_huit_recits_au_moins_disent_ce_que_l_on_ne_sait_pas() -> None:
    """Un récit a son histoire, ses faits, ses trous, et une façon de le refaire."""
    stories = [page for page in PAGES if page.startswith("qui/") and "## L’histoire" in read_page(page)]
    assert len(stories) >= 8
    for page in stories:
        titles = set(re.findall(r"^## (.+)$", read_page(page), re.MULTILINE))
        assert {"Les faits et leur source", "Le refaire chez vous"} <= titles, page
        assert titles & {"Ce que l’on ne sait pas", "Attention au chiffre"}, page
