"""La page de l'API : ses exemples s'exécutent, et la directive lit tout ce que les modules déclarent."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import re
import shutil
from pathlib import Path

import pytest
from small_book import build_bare_book

from kit.sphinxext.directives.api_reference import find_module, format_call, list_fields, list_public

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "book" / "reference" / "api.md"
LISTED = re.search(r"```\{api\}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
MODULES = LISTED[1].split() if LISTED else []


def test_les_exemples_de_la_page_s_executent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chaque appel de la page rend ce qu'elle imprime, dans un dossier neuf."""
    shutil.copytree(ROOT / "exemples", tmp_path / "exemples")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```pycon\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "api.md", str(PAGE), 0)
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL).run(test)
    assert results.attempted >= 20
    assert results.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_un_module_liste_existe_et_s_importe(name: str) -> None:
    """La page ne promet que ce qui s'appelle : chaque nom imprimé est dans le module."""
    path = find_module(name)
    assert path is not None
    module = importlib.import_module(name)
    public = list_public(ast.parse(path.read_text(encoding="utf-8")))
    assert [node.name for node in public if not hasattr(module, node.name)] == []
    assert public


def test_la_page_liste_tous_les_cas_d_usage() -> None:
    """Ce par quoi chaque produit se fabrique y est."""
    products = (ROOT / "kit" / "products").glob("*/producing.py")
    use_cases = {f"kit.products.{path.parent.name}.producing" for path in products}
    assert len(use_cases) >= 7
    assert use_cases <= set(MODULES)


def test_un_appel_imprime_nomme_les_memes_arguments_que_la_fonction() -> None:
    """La signature lue dans le texte est celle que Python connaît."""
    from kit.products.dossier import producing as session

    tree = ast.parse(Path(session.__file__).read_text(encoding="utf-8"))
    functions = [node for node in list_public(tree) if isinstance(node, ast.FunctionDef)]
    for node in functions:
        call = format_call(node)
        for argument in inspect.signature(getattr(session, node.name)).parameters:
            assert re.search(rf"\b{argument}\b", call), (node.name, argument)


def test_un_appel_long_tient_sur_plusieurs_lignes() -> None:
    """Un argument par ligne, pour un écran étroit."""
    arguments = ", ".join(f"argument_numero_{index}: str" for index in range(6))
    node = ast.parse(f"def produire({arguments}, *, bref: bool = False) -> None: ...").body[0]
    assert isinstance(node, ast.FunctionDef)
    lines = format_call(node).splitlines()
    assert lines[0] == "produire("
    assert lines[-1] == ") -> None"
    assert "    bref: bool = False," in lines


def test_les_champs_prives_ne_se_montrent_pas() -> None:
    """Une classe de valeurs ne donne que ce qui est à lire."""
    node = ast.parse("class A:\n    x: int\n    _y: str = 'a'\n    z: str = 'b'\n").body[0]
    assert isinstance(node, ast.ClassDef)
    assert list_fields(node) == ("x: int", 'z: str = "b"')


def test_la_directive_ecrit_les_noms_les_appels_et_les_erreurs(tmp_path: Path) -> None:
    """Le titre du module, chaque nom public, le code, ce qu'une fonction lève ; un module inconnu se dit."""
    text = "# Essai\n\n```{api}\nkit.products.dossier.producing\nkit.products.options\nkit.absent\n```\n"
    book = build_bare_book(tmp_path, {"index": text}, "api_reference")
    assert "module introuvable : « kit.absent »" in book.said
    assert re.search(r"index\.md:\d+: WARNING", book.said)
    page = book.read()
    assert page.h2.get_text(strip=True).startswith("kit.products.dossier.producing")
    names = [term.get_text() for term in page.select("dl.kit-api > dt")]
    assert {"produce", "Options", "convert"} <= set(names)
    assert "Lève InputError si un problème bloque" in page.get_text()
    assert "``" not in page.get_text()
