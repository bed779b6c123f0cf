"""Les pages de contenu, lues telles qu'elles sont écrites : repères, suite, mots de remplissage."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from kit.sphinxext.repairs.filler_words import PLANNED, list_fillers

BOOK = Path(__file__).parents[2] / "book"
FOLDERS = (
    "entrees",
    "pourquoi",
    "comment",
    "quoi",
    "qui",
    "sortie-de-crise",
    "autour",
    "ateliers",
    "former",
)
CONTENT = sorted(path for folder in FOLDERS for path in (BOOK / folder).rglob("*.md"))
PAGES = sorted(BOOK.rglob("*.md"))
NOTEBOOKS = sorted(BOOK.rglob("*.ipynb"))
BLOCK = re.compile(r"^`{3,}\{reperes\}\n(.*?)^`{3,}$", re.MULTILINE | re.DOTALL)


def name_of(path: Path) -> str:
    """Le chemin depuis le dossier du livre."""
    return path.relative_to(BOOK).as_posix()


def find_next(path: Path) -> Path | None:
    """La page de suite d'une page, sans son suffixe ; rien si elle n'a pas de repères."""
    found = BLOCK.search(path.read_text(encoding="utf-8"))
    if not found:
        return None
    target = yaml.safe_load(found[1])["suite"]["page"].removesuffix(".md").removesuffix(".ipynb")
    return (path.parent / target).resolve()


def exists(target: Path) -> bool:
    """Vrai si la page est là, en texte ou en carnet."""
    return any(target.with_name(f"{target.name}{suffix}").is_file() for suffix in (".md", ".ipynb"))


def test_les_pages_de_contenu_sont_la() -> None:
    """Le contrôle qui suit porte sur quelque chose."""
    assert {path.relative_to(BOOK).parts[0] for path in CONTENT} == set(FOLDERS)


@pytest.mark.parametrize("path", CONTENT, ids=name_of)
def test_chaque_page_de_contenu_a_ses_reperes_et_mene_a_une_page(path: Path) -> None:
    """Un seul encadré, avant le premier sous-titre ; la suite existe, et n'est pas la page elle-même."""
    text = path.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    assert len(blocks) == 1
    assert "\n## " not in text[: blocks[0].start()]
    target = find_next(path)
    assert target is not None
    assert exists(target), target
    assert target != path.with_suffix("")


@pytest.mark.parametrize("path", [path for path in PAGES if path not in CONTENT], ids=name_of)
def test_la_suite_d_une_autre_page_existe_aussi(path: Path) -> None:
    """Une page de référence n'a pas toujours de repères ; si elle en a, ils mènent quelque part."""
    target = find_next(path)
    assert target is None or exists(target)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_aucune_page_ne_contient_de_mot_de_remplissage(path: Path) -> None:
    """La ligne et le mot."""
    found = [
        f"ligne {line} : {word}"
        for line, word in list_fillers(path.read_text(encoding="utf-8"))
        if (name_of(path).removesuffix(".md"), word.lower()) not in PLANNED
    ]
    assert found == []


def test_aucune_exception_n_est_de_trop() -> None:
    """Un mot permis qui n'est plus dans sa page ne l'est plus."""
    used = {
        (name_of(path).removesuffix(".md"), word.lower())
        for path in PAGES
        for _, word in list_fillers(path.read_text(encoding="utf-8"))
    }
    assert used == PLANNED


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_aucun_carnet_ne_contient_de_mot_de_remplissage(path: Path) -> None:
    """La cellule, sa ligne et le mot."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found = [
        f"cellule {rank}, ligne {line} : {word}"
        for rank, cell in enumerate(cells, start=1)
        if cell["cell_type"] == "markdown"
        for line, word in list_fillers("".join(cell["source"]))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Un texte.\n\nlorem ipsum", [(3, "lorem")]),
        ("TODO : la suite", [(1, "TODO")]),
        ("Cette partie est à compléter.", [(1, "à compléter")]),
        ("Bientôt, un chapitre.", [(1, "Bientôt")]),
        ("Le quiz est bientôt disponible.", [(1, "bientôt disponible")]),
        ("Page en construction", [(1, "Page en construction")]),
        ("Elle doit en parler bientôt à son maire.", []),
        ("La todoliste n’est pas un marqueur.", []),
        ("```text\nTODO\n```\nEt `TODO` en code.", []),
        ("```{note}\nTODO dans une note\n```", [(2, "TODO")]),
        ("```{note}\nUne note.\n```\n\nTODO après elle", [(5, "TODO")]),
        ("````{note}\n```python\nTODO\n```\n````\nlorem", [(6, "lorem")]),
    ],
)
def test_un_mot_de_remplissage_est_vu_sans_gener_la_langue(text: str, found: list[tuple[int, str]]) -> None:
    """« bientôt » reste un mot ; ce qui est dans du code n'est pas une phrase."""
    assert list(list_fillers(text)) == found
