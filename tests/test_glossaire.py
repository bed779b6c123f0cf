"""Le glossaire explique ce que le livre emploie : chaque sigle, et chaque terme cité."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from kit.knowledge.catalogue import list_texts, load_catalogue

ROOT = Path(__file__).parents[1]
GLOSSARY = ROOT / "book" / "reference" / "glossaire.md"
# Les pages de développement parlent à qui code ; le glossaire est celui du livre.
PAGES = tuple(
    path
    for pattern in ("*.md", "*.ipynb")
    for path in sorted((ROOT / "book").rglob(pattern))
    if "developpement" not in path.parts and "sortie" not in path.parts
)
NOT_PROSE = re.compile(
    r"^[ ]*(`{3,})[^\n]*\n.*?^[ ]*\1`*$|`[^`\n]+`|^:[\w-]+:.*$|\]\([^)]*\)|<[^>]*>", re.MULTILINE | re.DOTALL
)
ACRONYM = re.compile(r"(?<![\w-])(?:[A-Z]{2,}(?:/[A-Z]{2,})?|NOTRe|SCoT|DGFiP)(?![\w]|-[A-Z0-9])")
TERM = re.compile(r"\{term\}`(?:[^`<]*<)?([^`<>]+?)>?`")
# Un mot en capitales qui n'est pas un sigle à expliquer, et pourquoi.
NAMES = {
    "ACTED": "le nom d'une organisation",
    "AG": "deux lettres d'une colonne de tableur",
    "BY": "la seconde moitié de « CC BY », qui est au glossaire",
    "CC": "la première moitié de « CC BY », qui est au glossaire",
    "CV": "le mot courant",
    "ESR": "la suite du nom d'un navigateur",
    "FING": "le nom d'une organisation",
    "GRDF": "le nom d'une entreprise",
    "IFGP": "le nom d'une organisation",
    "ONG": "le mot courant",
    "RAMEAU": "le nom d'une organisation",
    "RTE": "le nom d'une entreprise",
    "SIL": "le nom d'une organisation, dans celui d'une licence de police",
    "USB": "le mot courant",
}


def list_terms() -> list[str]:
    """Les termes du glossaire, dans l'ordre de la page."""
    body = GLOSSARY.read_text(encoding="utf-8").partition("{glossary}\n")[2].partition("\n:::")[0]
    return [line for line in body.splitlines() if line and not line.startswith(" ")]


def read_text(path: Path) -> str:
    """Le texte d'une page ; pour un carnet, ses cellules de texte."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return text


def read_entries() -> dict[str, str]:
    """Ce que chaque fiche imprime, par clé."""
    entries = (entry for entry in load_catalogue().entries if entry.is_statable)
    return {entry.key: " ".join((entry.title, entry.statement, *list_texts(entry))) for entry in entries}


def list_acronyms(text: str) -> set[str]:
    """Les sigles d'un texte, hors code, options et adresses."""
    return set(ACRONYM.findall(NOT_PROSE.sub(" ", text)))


def explain(acronyms: set[str]) -> set[str]:
    """Ceux que personne n'explique."""
    return acronyms - set(list_terms()) - set(NAMES)


def name_of(path: Path) -> str:
    """Le chemin depuis la racine du dépôt."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_chaque_sigle_d_une_page_est_au_glossaire(path: Path) -> None:
    """Ou dans la courte liste des noms propres, avec sa raison."""
    assert explain(list_acronyms(read_text(path))) == set()


def test_chaque_sigle_des_fiches_imprimees_est_au_glossaire() -> None:
    """Les pages impriment le catalogue : ses sigles sont aussi ceux du livre."""
    unexplained = {key: explain(list_acronyms(text)) for key, text in read_entries().items()}
    assert {key: found for key, found in unexplained.items() if found} == {}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_chaque_terme_cite_est_au_glossaire(path: Path) -> None:
    """Un lien vers le glossaire mène à un terme qui y est, à la lettre près."""
    assert set(TERM.findall(read_text(path))) <= set(list_terms())


def test_le_glossaire_est_range_et_sans_doublon() -> None:
    """L'ordre de la page est celui du dictionnaire, accents à part ; aucun terme n'y est deux fois."""
    terms = list_terms()
    assert len(terms) == len(set(terms))
    body = GLOSSARY.read_text(encoding="utf-8").partition("{glossary}\n")[2].partition("\n:::")[0]
    heads = [block.splitlines()[0] for block in body.strip("\n").split("\n\n")]
    folded = [
        "".join(
            letter
            for letter in unicodedata.normalize("NFD", head.lower())
            if not unicodedata.combining(letter)
        )
        for head in heads
    ]
    assert folded == sorted(folded)


def test_une_definition_est_courte() -> None:
    """Trois lignes au plus : au-delà, c'est une page qu'il faut écrire."""
    body = GLOSSARY.read_text(encoding="utf-8").partition("{glossary}\n")[2].partition("\n:::")[0]
    blocks = body.strip("\n").split("\n\n")
    long = [block for block in blocks if sum(line.startswith(" ") for line in block.splitlines()) > 3]
    assert long == []
    assert all(any(line.startswith("  ") for line in block.splitlines()) for block in blocks)


def test_aucune_exception_n_est_de_trop() -> None:
    """Un nom propre que plus rien n'emploie s'efface de la liste."""
    used = {name for text in read_entries().values() for name in list_acronyms(text)}
    for path in PAGES:
        used |= list_acronyms(read_text(path))
    assert set(NAMES) - used == set()
