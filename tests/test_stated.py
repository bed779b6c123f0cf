"""Ce que les pages et les modèles affirment : rien d'incertain, et aucun pourcentage hors du catalogue.

Ce qui se prouve ici : les clés citées, et chaque nombre écrit devant « % ». Un nombre en toutes lettres,
ou une idée sans chiffre, reste l'affaire de la relecture.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kit.knowledge.catalogue import Catalogue, Entry, Question, Quiz, Survey, load_catalogue

ROOT = Path(__file__).parents[1]
# Les pages de développement mesurent le kit lui-même : leurs nombres ne sont pas des faits du catalogue.
PAGES = (
    ROOT / "README.md",
    *sorted(path for path in (ROOT / "book").rglob("*.md") if "developpement" not in path.parts),
    *sorted((ROOT / "book" / "carnets").glob("*.ipynb")),
    *sorted((ROOT / "templates").glob("*.j2")),
)
PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)[ \u00a0\u202f]?%")
# Les attributs de mise en page et le code ne sont pas des phrases.
NOT_PROSE = re.compile(
    r"^:width:.*$|```(?:sh|python|text|yaml)\n.*?```|`[^`\n]+`|\{%.*?%\}", re.MULTILINE | re.DOTALL
)
CITED = re.compile(r"\{(?:fait|fiche)\}[ ]*([A-Z][\w-]*)|\{chiffre\}`([A-Z][\w-]*)")
# Un pourcentage qui n'est pas un fait : sa page, sa valeur, et pourquoi.
OWN_PERCENTS = {
    ("templates/grille-evaluation.md.j2", 60.0): "notre règle : sous 60 % de réponses, pas de tendance",
}
# Un pourcentage d'énoncé qui n'est pas un résultat chiffré de la fiche.
NAMED_PERCENTS = {
    "ITI1": "« 10 % pour tout changer » est le nom d'une coalition",
    "CIB-17-2": "0,7 % est un engagement que cite le texte officiel",
}
# La seule page qui imprime les incertitudes le fait par sa directive.
UNCERTAIN_PAGES = {"book/reference/incertitudes.md"}


def read_prose(path: Path) -> str:
    """Le texte d'une page sans code ni attributs ; pour un carnet, ses cellules de texte."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return NOT_PROSE.sub("", text)


def list_percents(text: str) -> set[float]:
    """Les nombres écrits devant « % »."""
    return {float(number.replace(",", ".")) for number in PERCENT.findall(text)}


def list_entry_percents(entry: Entry) -> set[float]:
    """Les pourcentages qu'une fiche porte en données."""
    found = {figure.value for figure in entry.figures if "%" in figure.unit}
    if isinstance(entry, Survey) and entry.table:
        found |= {value for row in entry.table.rows for value in row.values if value is not None}
    if isinstance(entry, Quiz):
        found |= {choice.share for choice in entry.choices if choice.share is not None}
    return found


def list_known_percents(catalogue: Catalogue) -> set[float]:
    """Les pourcentages de toutes les fiches qui peuvent s'imprimer comme des faits."""
    statable = (entry for entry in catalogue.entries if entry.is_statable)
    return {value for entry in statable for value in list_entry_percents(entry)}


def list_uncertain_keys() -> set[str]:
    """Les clés des hypothèses et des doutes."""
    return {entry.key for entry in load_catalogue().entries if not entry.is_statable}


def name_of(path: Path) -> str:
    """Le chemin depuis la racine du dépôt."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_une_page_ne_cite_ni_hypothese_ni_doute(path: Path) -> None:
    """Aucune clé H ou X, ni dans une directive, ni dans le texte."""
    words = set(re.findall(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*", path.read_text(encoding="utf-8")))
    assert name_of(path) in UNCERTAIN_PAGES or words & list_uncertain_keys() == set()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_une_page_ne_cite_que_des_fiches_qui_existent(path: Path) -> None:
    """Les clés des directives sont celles du catalogue, avant même de construire le livre."""
    cited = {first or second for first, second in CITED.findall(path.read_text(encoding="utf-8"))}
    assert cited <= set(load_catalogue().by_key)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_un_pourcentage_ecrit_est_dans_le_catalogue(path: Path) -> None:
    """Sinon, le passer par le rôle {chiffre}, ou dire ici pourquoi ce n'est pas un fait."""
    own = {value for (name, value) in OWN_PERCENTS if name == name_of(path)}
    assert list_percents(read_prose(path)) <= list_known_percents(load_catalogue()) | own


def test_aucune_exception_n_est_de_trop() -> None:
    """Une exception qui ne sert plus s'efface."""
    for name, value in OWN_PERCENTS:
        assert value in list_percents(read_prose(ROOT / name)), name


def test_un_pourcentage_d_enonce_est_aussi_un_chiffre_de_sa_fiche() -> None:
    """La phrase et la donnée disent le même nombre."""
    astray = {
        entry.key
        for entry in load_catalogue().entries
        if entry.is_statable and list_percents(entry.statement) - list_entry_percents(entry)
    }
    assert astray == set(NAMED_PERCENTS)


@pytest.mark.parametrize("question", load_catalogue().list_typed(Question), ids=lambda item: item.key)
def test_une_question_ne_donne_un_pourcentage_que_si_ses_fiches_le_prouvent(question: Question) -> None:
    """La bonne réponse et l'explication suivent les fiches citées ; aucune n'est incertaine."""
    cited = [load_catalogue().get_entry(key) for key in question.links]
    right = (option for option in question.options if option.is_right)
    said = " ".join((question.statement, question.explanation, *(option.label for option in right)))
    assert all(entry.is_statable for entry in cited)
    assert list_percents(said) <= {value for entry in cited for value in list_entry_percents(entry)}


def test_un_argumentaire_ne_prouve_que_par_des_fiches_sures() -> None:
    """Chaque preuve est de fiabilité S, D ou E."""
    catalogue = load_catalogue()
    for argument in catalogue.arguments:
        for key in argument.proofs:
            entry = catalogue.get_entry(key)
            assert entry.reliability, key
            assert entry.is_statable, key


def test_un_argumentaire_ne_donne_un_pourcentage_que_s_il_le_prouve() -> None:
    """Un nombre écrit devant « % » dans un argumentaire vient de l'une de ses preuves."""
    catalogue = load_catalogue()
    for argument in catalogue.arguments:
        parts = (argument.message, argument.objection, argument.answer, argument.ask, argument.unknown)
        proven = {value for key in argument.proofs for value in list_entry_percents(catalogue.get_entry(key))}
        assert list_percents(" ".join(parts)) <= proven, argument.key
