"""Ce qu'un récit ajoute à sa source se voit : première ligne sourcée, mots forts déclarés, scènes marquées.

Deux registres sont tenus à la main : ``recits.csv`` donne, pour chaque mot fort d'une histoire, les lignes
du texte lu qui le portent ; ``pages.csv`` dit ce que la relecture des pages a changé, ou gardé, et pourquoi.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from kit.knowledge.catalogue import load_catalogue

BOOK = Path(__file__).parents[1] / "book"
REGISTERS = Path(__file__).parent / "data" / "relecture"
# Le texte lu a tant de lignes ; une ligne déclarée au-delà est une faute de frappe.
SCAN_LINES = 3027
STORIES = sorted(
    path.stem
    for path in (BOOK / "qui").glob("*.md")
    if "\n## L’histoire\n" in path.read_text(encoding="utf-8")
)
OPENING = re.compile(
    r"^\*Raconté par nous, d’après .+ \(Actes, pages? (\d+(?:(?:, | et )\d+)*)\)[^*]*\.\*$", re.MULTILINE
)
READING = "*Notre lecture.*"
SCENE = re.compile(r"^:::\{admonition\} Récit reconstitué\n.*?^:::$", re.MULTILINE | re.DOTALL)
CITED = re.compile(r"^```\{(?:fait|fiche|recit-cas)\} (.+)$|\{chiffre\}`([\w-]+)", re.MULTILINE)
# Un ordre, une exclusion, une totalité, une cause ou une négation : ce que l'on ajoute sans le voir.
STRONG = re.compile(
    r"\b(d’abord|puis|ensuite|enfin|alors|avant|première?|seule?s?|jamais|toujours|tou(?:t|te|s|tes)|chaque|vraie?|"
    r"parce que|grâce à|donc|faute de|surtout|aussitôt)\b|\b(n(?:e\b|’))",
    re.IGNORECASE,
)
DECISIONS = {"corrigé", "corrigé autrement", "gardé en partie", "gardé", "données", "code"}


def read_page(name: str) -> str:
    """Le texte d'une page de récit."""
    return (BOOK / "qui" / f"{name}.md").read_text(encoding="utf-8")


def read_section(name: str, title: str) -> str:
    """Le corps d'une section d'un récit ; vide si elle manque."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", read_page(name), re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def list_cited_pages(name: str) -> set[str]:
    """Les pages des Actes que portent les fiches citées par un récit."""
    keys = [key for first, second in CITED.findall(read_page(name)) for key in (first or second).split()]
    sources = (load_catalogue().get_entry(key.split(".")[0]).source for key in keys)
    return {page for source in sources if source for page in re.findall(r"\d+", source.page or "")}


def count_strong_words(name: str) -> Counter[str]:
    """Les mots forts de l'histoire, hors scènes reconstituées et hors première ligne."""
    story = OPENING.sub("", SCENE.sub("", read_section(name, "L’histoire")))
    return Counter("ne" if found[2] else found[1].lower() for found in STRONG.finditer(story))


def read_register(name: str) -> list[dict[str, str]]:
    """Les lignes d'un registre."""
    with (REGISTERS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", STORIES)
def test_un_recit_dit_d_abord_qui_a_parle_et_a_quelle_page(name: str) -> None:
    """La première ligne est la marque, et ses pages sont celles des fiches citées plus bas."""
    first_line = read_section(name, "L’histoire").split("\n")[0]
    opening = OPENING.match(first_line)
    assert opening, first_line
    assert set(re.findall(r"\d+", opening[1])) <= list_cited_pages(name)


@pytest.mark.parametrize("name", STORIES)
def test_ce_qu_un_recit_conclut_est_signe(name: str) -> None:
    """La section des leçons commence par sa marque."""
    assert read_section(name, "Ce qui a compté").startswith(f"{READING}\n")


@pytest.mark.parametrize("name", STORIES)
def test_un_mot_fort_d_une_histoire_a_ses_lignes(name: str) -> None:
    """Chaque ordre, exclusion, cause ou négation a ses lignes, et rien n'est de trop."""
    declared = {row["mot"]: int(row["nombre"]) for row in read_register("recits") if row["page"] == name}
    assert declared == dict(count_strong_words(name))


def test_une_scene_reconstituee_dit_ce_que_l_on_sait() -> None:
    """Il y en a, elles ne sont que dans les récits, et chacune porte ce qui est connu."""
    pages = {path: path.read_text(encoding="utf-8") for path in BOOK.rglob("*.md")}
    marked = {path: SCENE.findall(text) for path, text in pages.items() if "} Récit reconstitué" in text}
    assert marked
    for path, scenes in marked.items():
        assert path.stem in STORIES, path
        assert scenes, path
        assert all("**Ce que l’on sait** :" in scene for scene in scenes), path


def test_les_lignes_declarees_sont_dans_le_texte() -> None:
    """« 959-961 », ou plusieurs passages séparés par une espace ; et chaque page existe."""
    rows = read_register("recits")
    assert {row["page"] for row in rows} <= set(STORIES)
    for row in rows:
        for passage in row["lignes"].split():
            first, _, last = passage.partition("-")
            assert 1 <= int(first) <= int(last or first) <= SCAN_LINES, row


def test_chaque_ligne_du_registre_des_pages_a_sa_reponse() -> None:
    """Une décision connue, une raison écrite, et aucune ligne en double."""
    rows = read_register("pages")
    numbers = [row["ligne"] for row in rows if row["ligne"]]
    assert len(numbers) == len(set(numbers))
    for row in rows:
        assert row["decision"] in DECISIONS, row
        assert row["raison"].strip(), row
        for path in re.findall(r"[\w-]+/[\w-]+\.md", row["fichier"]):
            assert (BOOK / path).is_file(), path
