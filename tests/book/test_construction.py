"""Les deux constructions du livre : elles passent, et elles donnent le même livre."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.livre
BOOK = Path(__file__).parents[2] / "book"
GENERATED = {"genindex.html", "search.html"}


def list_toc_files() -> list[str]:
    """Les pages nommées dans le sommaire, dans l'ordre."""

    def walk(node: object) -> list[str]:
        if isinstance(node, list):
            return [name for item in node for name in walk(item)]
        if not isinstance(node, dict):
            return []
        own = [str(node[key]) for key in ("root", "file") if key in node]
        own += [
            path.relative_to(BOOK).with_suffix("").as_posix()
            for path in sorted(BOOK.glob(f"{node['glob']}.md") if "glob" in node else [])
        ]
        return own + [name for key in ("parts", "chapters", "sections") for name in walk(node.get(key))]

    return walk(yaml.safe_load((BOOK / "_toc.yml").read_text(encoding="utf-8")))


def test_la_construction_passe_sans_avertissement(book) -> None:
    """Tout avertissement est une erreur, dans les deux constructions."""
    assert book.status == 0, book.output[-6000:]


def test_les_deux_constructions_donnent_les_memes_pages(jupyter_book, sphinx_book) -> None:
    """Une adresse donnée reste bonne si l'on change d'outil."""
    by_tool = [
        {path.relative_to(built.folder).as_posix() for path in built.pages}
        for built in (jupyter_book, sphinx_book)
    ]
    assert by_tool[0] == by_tool[1]


def test_chaque_page_du_sommaire_existe() -> None:
    """Le sommaire ne nomme que des pages présentes."""
    names = list_toc_files()
    assert names
    assert [name for name in names if not list(BOOK.glob(f"{name}.*"))] == []


def test_chaque_page_est_au_sommaire(book) -> None:
    """Aucune page n'est orpheline."""
    built = {path.relative_to(book.folder).as_posix() for path in book.pages} - GENERATED
    assert built == {f"{name}.html" for name in list_toc_files()}


def test_les_deux_constructions_partagent_les_fichiers_produits(jupyter_book, sphinx_book) -> None:
    """Les exemples ne sont produits qu'une fois, sous une seule empreinte."""
    folder = jupyter_book.folder.parent / "telechargements"
    assert sphinx_book.folder.parent == jupyter_book.folder.parent
    assert len(list(folder.glob("empreinte-kit.txt"))) == 1


def test_la_version_citee_est_celle_du_kit() -> None:
    """La page « Comment citer » et les réglages du livre suivent le code."""
    from kit import __version__

    settings = yaml.safe_load((BOOK.parent / "_config.yml").read_text(encoding="utf-8"))
    cited = (BOOK / "comment-citer.md").read_text(encoding="utf-8")
    assert settings["sphinx"]["config"]["version"] == __version__
    assert cited.count(f"ersion {__version__}") == 2
