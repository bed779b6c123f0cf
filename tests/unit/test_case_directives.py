"""Les cas et les méthodes dans les pages : annuaire, image, récit, choix d'une méthode."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from bs4 import Tag
from small_book import SmallBook, build_book, run_sphinx, write_pages

from kit.documents.symbol_rows import SymbolRow, build_symbol_rows
from kit.knowledge.catalogue import CaseStudy, Method, load_catalogue
from kit.sphinxext.directives.cases import find_region, group_by_place, list_cases

pytestmark = pytest.mark.lent

INDEX = """\
# Essai

```{image-cas}
```

```{annuaire-cas}
```

```{choix-methode}
```

```{toctree}
recits
sources
```
"""
STORIES = """\
# Récits

```{recit-cas} CAS-MUREAUX
```

```{recit-cas} CAS-GARAGE
```
"""
PAGES = {"index": INDEX, "recits": STORIES}
FAULTY = (
    "# Essai\n\n```{recit-cas} CAS-MURAUX\n```\n\n```{recit-cas} SUR01\n```\n\n```{toctree}\nsources\n```\n"
)
CASES = list_cases()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Les pages du petit livre."""
    place = tmp_path_factory.mktemp("cas")
    write_pages(place, PAGES)
    return place


@pytest.fixture(scope="module")
def book(folder: Path) -> SmallBook:
    """Le petit livre construit."""
    return run_sphinx(folder)


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub", "text"])
def test_un_livre_de_cas_se_construit_dans_tous_les_formats(folder: Path, builder: str) -> None:
    """Rien n'est dit, et rien n'échoue."""
    done = run_sphinx(folder, builder, "-E", "-d", f"arbres-{builder}")
    assert (done.status, done.said) == (0, "")


def list_cards(book: SmallBook) -> list[Tag]:
    found: list[Tag] = book.read().select("li.kit-card[data-kind]")
    return found


def test_sans_script_l_annuaire_montre_tous_les_cas(book: SmallBook) -> None:
    """Une carte par cas, aucune cachée ; seul le panneau attend le script."""
    cards = list_cards(book)
    assert [card.select_one(".card-title").text for card in cards] != []
    assert len(cards) == len(load_catalogue().list_entries("cas")) == 29
    assert [card for card in cards if card.find_parent(hidden=True)] == []
    panel = book.read().select_one('.kit-filters[data-noun="cas"]')
    assert panel.has_attr("hidden")
    assert panel.select_one("[role=status]")


def test_chaque_filtre_est_une_liste_native_et_dit_ce_qu_il_garde(book: SmallBook) -> None:
    """Une étiquette par liste ; le nombre écrit est celui des cartes qui portent le mot."""
    panel = book.read().select_one('.kit-filters[data-noun="cas"]')
    cards = list_cards(book)
    assert [label.text for label in panel.select("label")] == [
        "Nature du territoire",
        "Thème",
        "Étape",
        "Acteur",
    ]
    for select in panel.select("select"):
        assert panel.select_one(f'label[for="{select["id"]}"]')
        words = Counter(word for card in cards for word in card[f"data-{select['name']}"].split("|"))
        told = {option["value"]: option.text for option in select.select("option") if option["value"]}
        assert told == {word: f"{word} ({count})" for word, count in words.items() if word}


def test_une_carte_mene_au_recit_quand_une_page_le_raconte(book: SmallBook) -> None:
    """Et n'invente pas de lien sinon."""
    links = {link["href"] for card in list_cards(book) for link in card.select("a")}
    assert links == {"recits.html#cas-mureaux", "recits.html#cas-garage"}


def test_un_recit_a_une_adresse_qui_ne_change_pas(book: SmallBook) -> None:
    """Le territoire, l'action, les chiffres, la leçon, la source, et un lien nommé vers lui-même."""
    story = book.read("recits").find(id="cas-mureaux")
    link = story.select_one("a.headerlink")
    assert link["href"] == "#cas-mureaux"
    assert link["aria-label"].startswith("Lien permanent vers « Vivre Les Mureaux")
    for words in ("Les Mureaux (commune)", "Ce qui a été fait", "125\u00a0membres", "Ce que l’on en retient"):
        assert words in story.text
    assert story.select_one(".kit-source a")["href"] == "sources.html#source-actes-2020"


def test_l_image_compte_chaque_cas_une_fois(book: SmallBook) -> None:
    """Autant de signes que de cas, une ligne de tableau par ligne du dessin."""
    page = book.read()
    drawing = page.select_one("figure.kit-chart svg[role=img]")
    signs = drawing.select(".signe, .signe-creux")
    rows = page.select("details.kit-figures tbody tr")
    counts = [int(row.select("td")[0].text) for row in rows]
    legend = 5
    assert sum(counts) == len(CASES) == len(signs) - legend
    assert "Sans code de territoire" in rows[-1].th.text


@pytest.mark.parametrize(
    ("key", "region"),
    [
        ("CAS-MUREAUX", "Île-de-France"),
        ("CAS-CLUBS", "Île-de-France"),
        ("CAS-CLERMONT", "Auvergne-Rhône-Alpes"),
        ("CAS-VILLES-CARRE", "Centre-Val de Loire"),
        ("CAS-RETZ", ""),
    ],
)
def test_la_region_vient_du_code_du_territoire(key: str, region: str) -> None:
    """Commune, établissement public territorial, département, région ; sans code, pas de région devinée."""
    case = load_catalogue().get_entry(key)
    assert isinstance(case, CaseStudy)
    assert find_region(case) == region


def test_ce_qui_n_a_pas_de_region_vient_en_dernier() -> None:
    """Le pays, les autres pays, puis ceux que rien ne situe."""
    places = [place for place, _ in group_by_place(CASES)]
    assert places[-3:] == [
        "À l’échelle du pays",
        "Dans d’autres pays",
        "Sans code de territoire dans nos données",
    ]


def test_une_forme_sans_legende_est_refusee() -> None:
    """Un signe que rien n'explique ne se dessine pas."""
    rows = [SymbolRow(label="Ici", shapes=("disque", "carré"))]
    with pytest.raises(ValueError, match="légende"):
        build_symbol_rows(rows, {"disque": "une commune"}, title="Essai", key="essai")


def test_sans_script_le_tableau_dit_toutes_les_methodes(book: SmallBook) -> None:
    """Une ligne par méthode ; ce que la source ne dit pas est « non dit »."""
    methods = load_catalogue().list_typed(Method)
    table = book.read().select("table.kit-table")[-1]
    assert [row.th.text for row in table.select("tbody tr")] == [method.title for method in methods]
    raci = next(row for row in table.select("tbody tr") if row.th.text == "Matrice RACI")
    assert [cell.text for cell in raci.select("td")][2:4] == ["non dit", "non dit"]


def test_chaque_carte_de_methode_porte_ce_que_le_script_compare(book: SmallBook) -> None:
    """Les bornes connues, et elles seules."""
    cards = book.read().select("li.kit-card[data-remote]")
    for card, method in zip(cards, load_catalogue().list_typed(Method), strict=True):
        bounds = (method.group_min, method.group_max, method.minutes_min, method.minutes_max)
        names = ("data-group-min", "data-group-max", "data-minutes-min", "data-minutes-max")
        assert [card.get(name) for name in names] == [
            None if bound is None else str(bound) for bound in bounds
        ], method.key


@pytest.mark.parametrize(
    ("line", "said"),
    [(3, "aucun cas ne porte la clé « CAS-MURAUX » ; vouliez-vous dire « CAS-MUREAUX » ?"), (6, "« SUR01 »")],
)
def test_un_cas_inconnu_est_un_avertissement_avec_sa_ligne(tmp_path: Path, line: int, said: str) -> None:
    """Le fichier, la ligne, et la clé la plus proche."""
    faulty = build_book(tmp_path, {"index": FAULTY})
    assert faulty.status != 0
    assert [text for text in faulty.said.splitlines() if f"index.md:{line}: " in text and said in text]
