"""Les directives des pages (repères, questions, graphiques, compte), dans de petits livres."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import Tag
from small_book import SmallBook, build_book, run_sphinx, run_sphinx_apart, write_pages

from kit.knowledge.catalogue import Quiz, Survey, load_catalogue

pytestmark = pytest.mark.lent

INDEX = """\
# Essai

```{reperes}
pour: [les élus, "les agents : tous"]
duree: 10 minutes
avec: une phrase et [un lien](suite.md)
suite: {page: suite, texte: Lire la suite}
```

```{compte-livre}
```

```{quiz} QST-METIERS QST-DPV
```

```{graphique} CJD-TAB-D
```

```{graphique} CJD-TAB-C
```

```{graphique} ENQ-RNMA
```

```{graphique} BIL21
:titre: Vingt et une mesures
```

![Le même dessin](dessin.svg)

```{toctree}
suite
sources
```
"""
NEXT = """\
# Suite

```{reperes}
pour: les agents
duree: 5 minutes
avec: [un exercice, une grille]
suite: {page: index.md, texte: Revenir au début}
```

:::{admonition} Exercice 1
:class: kit-exercise
Trois mots ici.
:::

```python
ces_mots = "ne comptent pas"
```
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
FAULTY = """\
# Essai

```{reperes}
pour: les élus
duré: 5 minutes
avec: rien
suite: {page: suite, texte: Suite}
```

```{reperes}
pour: les élus
duree: 5 minutes
avec: rien
suite: {page: sources/absente, texte: Suite}
```

```{quiz} QST-DPV QST-DVP
```

```{graphique} EV03
```

```{graphique} CJD-TAB-Z
```

```{graphique} C13
```

```{reperes}
pour: [: ]]
```

TODO : la suite.

```{toctree}
sources
double
```
"""
TWICE = """\
# Double

```{reperes}
pour: les élus
duree: 5 minutes
avec: rien
suite: {page: index, texte: Accueil}
```

```{reperes}
pour: les élus
duree: 5 minutes
avec: rien
suite: {page: index, texte: Accueil}
```
"""


def write_book(folder: Path) -> None:
    (folder / "dessin.svg").write_text(DRAWING, encoding="utf-8")
    write_pages(folder, {"index": INDEX, "suite": NEXT})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Les pages du petit livre sans faute."""
    place = tmp_path_factory.mktemp("livre")
    write_book(place)
    return place


@pytest.fixture(scope="module")
def book(folder: Path) -> SmallBook:
    """Le petit livre sans faute, lu en parallèle."""
    return run_sphinx_apart(folder, "-j", "auto")


@pytest.fixture(scope="module")
def single(folder: Path) -> SmallBook:
    """Le même, en une seule page, pour le papier."""
    return run_sphinx(folder, "singlehtml")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """Le petit livre plein de fautes."""
    return build_book(tmp_path_factory.mktemp("fautes"), {"index": FAULTY, "double": TWICE})


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub", "text"])
def test_un_livre_sans_faute_se_construit_dans_tous_les_formats(folder: Path, builder: str) -> None:
    """Rien n'est dit, et rien n'échoue."""
    done = run_sphinx(folder, builder, "-E", "-d", f"arbres-{builder}")
    assert (done.status, done.said) == (0, "")


# --- Les repères --------------------------------------------------------------------------


def test_les_reperes_disent_pour_qui_combien_de_temps_et_la_suite(book: SmallBook) -> None:
    """Un encadré nommé, une liste de définition, le lien vers la suite."""
    box = book.read().select_one("aside.kit-landmarks")
    assert box["aria-label"] == "Repères de la page"
    assert [term.text for term in box.select("dt")] == [
        "Pour qui",
        "Combien de temps",
        "Vous repartez avec",
        "Ensuite",
    ]
    assert [item.text for item in box.select("dd li")] == ["les élus", "les agents\u00a0: tous"]
    assert [link["href"] for link in box.select("a")] == ["suite.html", "suite.html"]


def test_la_suite_est_redite_en_fin_de_page(book: SmallBook) -> None:
    """Le dernier paragraphe de la page mène à la suivante."""
    page = book.read("suite")
    last = page.select_one("section > .kit-onward")
    assert last.text == "Ensuite\u00a0: Revenir au début"
    assert last.a["href"] == "index.html"
    assert last.find_next_siblings() == []


# --- Les questions ------------------------------------------------------------------------


def read_quiz(book: SmallBook, rank: int) -> Tag:
    found: Tag = book.read().select(".kit-quiz")[rank]
    return found


def test_une_question_se_repond_au_clavier(book: SmallBook) -> None:
    """Un groupe nommé, un champ étiqueté par réponse, un bouton, un retour annoncé."""
    quiz = read_quiz(book, 1)
    question = load_catalogue().get_entry("QST-DPV")
    assert quiz.fieldset.legend.text.startswith("«\u202f") or quiz.fieldset.legend.text.startswith("«\u00a0")
    fields = quiz.select("fieldset input[type=radio]")
    assert len(fields) == len(question.options)
    assert {field["name"] for field in fields} == {"index-quiz-1"}
    assert [label["for"] for label in quiz.select("label")] == [field["id"] for field in fields]
    assert quiz.select_one("button[type=button][hidden]")
    assert quiz.select_one("[role=status]").text == ""


def test_plusieurs_reponses_justes_demandent_des_cases(book: SmallBook) -> None:
    """Et non des boutons radio, qui n'en laissent qu'une."""
    assert len(read_quiz(book, 0).select("input[type=checkbox]")) == 4


def test_sans_script_la_reponse_se_deplie(book: SmallBook) -> None:
    """Chaque réponse y a son retour ; la source suit."""
    answer = read_quiz(book, 1).select_one("details")
    question = load_catalogue().get_entry("QST-DPV")
    assert answer.summary.text == "Voir la réponse"
    lines = answer.select("li[data-right]")
    assert [line["data-right"] == "yes" for line in lines] == [item.is_right for item in question.options]
    assert all(line.select_one(".quiz-word").text.strip() for line in lines)
    assert answer.select_one(".kit-source a")["href"] == "sources.html#source-actes-2020"


def test_sur_papier_la_question_est_une_liste_et_la_reponse_suit(single: SmallBook) -> None:
    """Ni champ, ni bouton, ni bloc replié."""
    page = single.read()
    assert page.select(".kit-quiz :is(input, button, details, summary, fieldset)") == []
    quiz = page.select(".kit-quiz")[1]
    assert quiz.text.index("Le pouvoir") < quiz.text.index("Réponse")
    assert "Le pouvoir\u00a0: juste." in quiz.text


# --- Les graphiques -----------------------------------------------------------------------


def test_un_graphique_est_un_dessin_nomme_et_decrit(book: SmallBook) -> None:
    """Son titre et sa description sont dans la page, sous des identifiants qui n'y sont qu'une fois."""
    page = book.read()
    drawings = page.select("figure.kit-chart svg[role=img]")
    assert len(drawings) == 4
    for drawing in drawings:
        title, description = (page.find(id=name) for name in drawing["aria-labelledby"].split())
        assert (title.name, description.name) == ("title", "desc")
        assert description.text.startswith("Barres")
    names = [tag["id"] for tag in page.select("[id]")]
    assert len(names) == len(set(names))


def test_un_graphique_dit_chaque_valeur_en_clair(book: SmallBook) -> None:
    """Le libellé, la valeur et ses parts : la couleur seule ne dit rien."""
    drawing = book.read().select("figure.kit-chart svg")[0]
    words = " ".join(text.text for text in drawing.select("text"))
    assert "incontournable 57\u00a0%, utile 33\u00a0%" in words
    assert drawing.select_one("pattern")


def test_une_valeur_illisible_n_est_pas_dessinee(book: SmallBook) -> None:
    """Neuf profils, dont un illisible ; les huit autres sont des totaux sans leurs parts."""
    drawing = book.read().select("figure.kit-chart svg")[1]
    assert "illisible" in [text.text for text in drawing.select("text")]
    assert len(drawing.select(".barre-entiere")) == 8
    assert len(drawing.select(".barre-fond")) == 8


def test_le_tableau_du_graphique_porte_tous_les_chiffres(book: SmallBook) -> None:
    """Même celui que le dessin laisse de côté, faute d'unité commune."""
    details = book.read().select("details.kit-figures")[2]
    entry = load_catalogue().get_entry("ENQ-RNMA")
    assert details.summary.text == "Voir les chiffres"
    assert len(details.select("tbody tr")) == len(entry.figures) == 4
    assert len(book.read().select("figure.kit-chart svg")[2].select(".barre-pleine")) == 3


def test_un_graphique_suit_la_largeur_de_l_ecran_et_garde_la_sienne_sur_papier(
    book: SmallBook, single: SmallBook
) -> None:
    """Des pour cent à l'écran ; seize centimètres et un tableau ouvert sur papier."""
    screen, paper = (built.read().select("figure.kit-chart svg")[3] for built in (book, single))
    assert screen["width"] == "100%"
    assert paper["viewbox"].startswith("0 0 640 ")
    assert single.read().select("details") == []
    assert screen.title.text == paper.title.text == "Vingt et une mesures"


def test_le_tableau_du_graphique_porte_la_meme_legende_que_lui(book: SmallBook) -> None:
    """La légende d'un fait est sa phrase, et non ses thèmes ; une enquête y ajoute sa base."""
    page = book.read()
    titles = [caption.get_text(strip=True) for caption in page.select("figure.kit-chart figcaption")]
    tables = [caption.get_text(strip=True) for caption in page.select("details.kit-figures caption")]
    assert len(titles) >= 4
    pairs = zip(tables, titles, strict=True)
    assert [table for table, title in pairs if not table.startswith(title)] == []


def test_chaque_tableau_d_enquete_se_dessine() -> None:
    """Aucune enquête du catalogue ne sort de l'échelle."""
    from kit.documents.bars import build_bars
    from kit.sphinxext.directives.charts import plan_bars

    surveys = [survey for survey in load_catalogue().list_typed(Survey) if survey.table]
    assert len(surveys) == 5
    for survey in surveys:
        plan = plan_bars(survey)
        assert plan is not None
        chart = build_bars(plan, title=survey.title, key="essai")
        assert [row.label for row in survey.table.rows if row.label not in chart.alternative] == []


def test_une_question_posee_a_la_salle_se_dessine_si_chaque_part_est_lisible() -> None:
    """Une barre par réponse, zéros compris ; une part perdue, et il n'y a pas de dessin de la salle."""
    from kit.sphinxext.directives.charts import list_shares, plan_bars

    catalogue = load_catalogue()
    asked = {quiz.key: quiz for quiz in catalogue.list_typed(Quiz)}
    plan = plan_bars(asked["QZ4"])
    assert plan is not None
    assert [bar.parts for bar in plan.bars] == [(34,), (33,), (33,), (0,), (0,)]
    assert plan.maximum == 100
    assert list_shares(asked["QZ3-A"]) == ()


# --- Le compte du livre -------------------------------------------------------------------


def read_count(book: SmallBook) -> dict[str, int]:
    lines = [line.get_text() for line in book.read().select(".kit-count li")]
    split = [line.replace("\u202f", "").partition(" ") for line in lines]
    return {word: int(number) for number, _, word in split}


def test_le_livre_se_compte_pendant_sa_construction(book: SmallBook) -> None:
    """Pages, figures, exercices ; le code ne compte pas."""
    count = read_count(book)
    catalogue = load_catalogue()
    assert (count["pages"], count["figures"], count["exercice"]) == (3, 5, 1)
    assert count["sources"] == len(catalogue.sources)
    assert count["questions pour s’entraîner"] == len(catalogue.list_entries("questions"))
    assert count["mots"] > 500


def test_une_reconstruction_partielle_refait_le_compte(tmp_path: Path) -> None:
    """Une page change ; l'accueil, qui n'a pas changé, dit le nouveau nombre."""
    write_book(tmp_path)
    before = read_count(run_sphinx(tmp_path))
    (tmp_path / "suite.md").write_text(f"{NEXT}\nQuatre mots de plus.\n", encoding="utf-8")
    after = read_count(run_sphinx(tmp_path))
    assert after == {**before, "mots": before["mots"] + 4}


# --- Les fautes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "line", "said"),
    [
        ("index", 5, "la clé « duré » n’est pas connue"),
        ("index", 4, "la clé « duree » manque"),
        ("index", 14, "la page de suite « sources/absente » n’existe pas"),
        ("index", 17, "aucune question ne porte la clé « QST-DVP » ; vouliez-vous dire « QST-DPV » ?"),
        ("index", 20, "« EV03 » n’a ni tableau ni chiffres d’une même unité"),
        ("index", 23, "aucune fiche ne porte la clé « CJD-TAB-Z »"),
        ("index", 26, "« C13 » est incertain"),
        ("index", 30, "repères : "),
        ("index", 33, "mot de remplissage : « TODO »"),
        ("double", 10, "un seul encadré de repères par page"),
    ],
)
def test_une_faute_est_un_avertissement_avec_sa_ligne(
    faulty: SmallBook, page: str, line: int, said: str
) -> None:
    """Le fichier, la ligne et ce qui ne va pas ; la construction échoue."""
    assert faulty.status != 0
    assert [text for text in faulty.said.splitlines() if f"{page}.md:{line}: " in text and said in text], (
        faulty.said
    )
