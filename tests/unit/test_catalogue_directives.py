"""Les directives du catalogue, dans un petit livre construit pour l'essai."""

from __future__ import annotations

import pytest
from small_book import SmallBook, build_bare_book

from kit.knowledge.catalogue import Uncertainty, load_catalogue

PAGE = """\
# Essai

Pour {chiffre}`SUR01` des Français, dont {chiffre}`SUR02.2` ; {chiffre}`PEM1`.

```{fait} SUR01
```

```{fait} MET-A4
```

```{fiche} CAS-MUREAUX
```

```{fiche} A01
```

```{fiche} QZ2
```

```{fiche} CJD-TAB-B
```

```{fiche} Q1-1
```

```{famille} metiers
```

```{famille} besoins
:tableau:
```

```{toctree}
sources
familles
```
"""
SOURCES = """\
# Sources

```{sources}
```

## Incertain

```{incertitudes}
```

## Index

```{index-catalogue}
```
"""
FAMILIES = [name for name in load_catalogue().families if name != "incertitudes"]
EVERYTHING = "# Familles\n\n" + "\n".join(
    f"## {name}\n\n```{{famille}} {name}\n```\n\n```{{famille}} {name}\n:tableau:\n```\n" for name in FAMILIES
)
FAULTY = """\
# Essai

```{fait} SUR99
```

```{fiche} C13
```

```{famille} metier
```

```{famille} incertitudes
```

Un {chiffre}`SUR01.7`, un {chiffre}`SUR01.x`, un {chiffre}`ZZZ`.
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """Le petit livre sans faute."""
    pages = {"index": PAGE, "sources": SOURCES, "familles": EVERYTHING}
    return build_bare_book(tmp_path_factory.mktemp("livre"), pages, "catalogue")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """Le petit livre plein de fautes."""
    return build_bare_book(tmp_path_factory.mktemp("fautes"), {"index": FAULTY}, "catalogue")


def test_un_livre_sans_faute_se_construit_sans_avertissement(book: SmallBook) -> None:
    """Chaque renvoi vers une source trouve sa cible."""
    assert (book.status, book.said) == (0, "")


def test_un_fait_s_imprime_avec_sa_source_sa_page_et_sa_fiabilite(book: SmallBook) -> None:
    """La note dit tout ce qu'il faut pour vérifier."""
    box = book.read("index").select_one(".kit-fact")
    assert "81 % des Français" in box.text
    assert "Source : Actes de la 6e rencontre" in box.text
    assert "p. 4, 12, 26 (lu tel quel)" in box.text
    assert "Dit par : président d’Ana Bell Group" in box.text
    assert "D’après : exposé des motifs de la rencontre, non signé" in box.text


def test_la_note_mene_a_la_source(book: SmallBook) -> None:
    """Le lien existe, et sa cible aussi."""
    link = book.read("index").select_one(".kit-fact a")["href"]
    assert link == "sources.html#source-actes-2020"
    assert book.read("sources").find(id="source-actes-2020")


def test_une_source_dit_son_auteur_son_adresse_et_sa_licence(book: SmallBook) -> None:
    """L'adresse est donnée pour ce qu'elle est : notée, non vérifiée."""
    term = book.read("sources").find(id="source-fonds-odd17")
    said = term.find_next_sibling("dd")
    assert "Le RAMEAU, 2024." in said.text
    assert "non vérifiée en ligne" in said.text
    assert said.a["href"].startswith("https://lerameau.fr/")
    assert "la cite" in said.text


def test_une_source_sans_adresse_relevee_le_dit(book: SmallBook) -> None:
    """Aucun lien n'est inventé."""
    said = book.read("sources").find(id="source-rnma-covid").find_next_sibling("dd")
    assert "Adresse non relevée." in said.text
    assert said.a is None


def test_l_element_d_une_fiche_s_imprime_seul(book: SmallBook) -> None:
    """La quatrième tâche du premier métier, avec la source du métier."""
    assert "Mettre en relation." in book.read("index").select(".kit-fact")[1].text


def test_un_chiffre_est_lie_a_son_unite(book: SmallBook) -> None:
    """Le premier chiffre, le deuxième, un grand nombre."""
    text = book.read("index").p.text
    assert "81\u00a0%" in text
    assert "52\u00a0%" in text
    assert "45\u202f000\u00a0habitants" in text


@pytest.mark.parametrize(
    ("rank", "words"),
    [
        (0, ["Ce que l’on en retient", "Territoire"]),
        (1, ["Opérateur", "Statut", "clos (preuve"]),
        (2, ["93\u00a0% des participants", "Explication"]),
        (3, ["base : 107 réponses", "91\u00a0%"]),
        (4, ["Écrit par ce guide", "La structure vient de"]),
    ],
)
def test_une_fiche_montre_ce_que_sa_famille_a_en_propre(book: SmallBook, rank: int, words: list[str]) -> None:
    """Cas, programme, question, enquête, critère."""
    text = book.read("index").select(".kit-entry")[rank].text
    assert [word for word in words if word not in text] == []


def test_une_famille_s_imprime_en_liste_ou_en_tableau(book: SmallBook) -> None:
    """Quatre métiers en liste, quatre besoins en tableau avec légende et entêtes."""
    page = book.read("index")
    assert len(page.select("dl.kit-family > dt")) == 4
    table = page.select("table.kit-table")[-1]
    assert len(table.select("tbody tr")) == 4
    assert table.caption.text.startswith("Les quatre besoins")
    assert [header.text for header in table.select("thead th")] == ["Fiche", "Énoncé", "Source"]


def test_toutes_les_familles_s_impriment_en_entier(book: SmallBook) -> None:
    """Autant d'entrées, et autant de lignes de tableau, que de fiches sûres."""
    page = book.read("familles")
    entries = [entry for entry in load_catalogue().entries if entry.is_statable]
    assert len(page.select("dl.kit-family > dt")) == len(entries)
    tables = [table for table in page.select("table.kit-table") if "Énoncé" in table.thead.text]
    assert sum(len(table.select("tbody tr")) for table in tables) == len(entries)


def test_ce_qui_est_de_ce_guide_le_dit(book: SmallBook) -> None:
    """Un levier n'a pas de source : il est signé."""
    page = book.read("familles")
    lever = load_catalogue().list_entries("leviers")[0]
    term = next(term for term in page.select("dl.kit-family > dt") if term.text.startswith(lever.title))
    assert "Écrit par ce guide." in term.find_next_sibling("dd").text


def test_l_index_mene_a_chaque_famille(book: SmallBook) -> None:
    """Chaque lien du tableau vise un titre de la page."""
    page = book.read("sources")
    links = [link["href"] for link in page.select("table.kit-table a")]
    assert len(links) > 20
    assert [link for link in links if not page.find(id=link.removeprefix("#"))] == []


def test_les_incertitudes_disent_pourquoi_et_ce_que_l_on_retient(book: SmallBook) -> None:
    """Chaque entrée porte sa clé, sa raison et la lecture retenue."""
    page = book.read("sources")
    terms = [term.text for term in page.select("dl.kit-family > dt")]
    assert any(term.startswith("C13") for term in terms)
    assert len(terms) == len(load_catalogue().list_typed(Uncertainty))
    assert page.text.count("Ce que nous retenons") == len(terms)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (3, "aucune fiche ne porte la clé « SUR99 »"),
        (6, "« C13 » est incertain"),
        (9, "famille inconnue : « metier » ; vouliez-vous dire « metiers » ?"),
        (12, "famille inconnue : « incertitudes »"),
        (15, "« SUR01.7 » ne désigne aucun"),
        (15, "« SUR01.x » ne désigne aucun"),
        (15, "aucune fiche ne porte la clé « ZZZ »"),
    ],
)
def test_une_faute_est_un_avertissement_avec_sa_ligne(faulty: SmallBook, line: int, said: str) -> None:
    """Le fichier, la ligne et ce qui ne va pas ; la construction échoue."""
    assert faulty.status != 0
    assert [text for text in faulty.said.splitlines() if f"index.md:{line}: " in text and said in text]
