"""Chaque phrase d'erreur se rend, finit bien, et suit la typographie française."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from kit.domain.errors import KINDS, build_problem, format_problem
from kit.domain.typography import typeset
from kit.domain.values import Place

ROOT = Path(__file__).parents[1]
PLACE = Place(file="dossier.ods", sheet="Actions", line=7, column="Fin")


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def render(code: str) -> str:
    kind = KINDS[code]
    values = dict.fromkeys(fields_of(kind.message) | fields_of(kind.remedy), "exemple")
    values |= {"suggestion": ""} if "suggestion" in values else {}
    return typeset(format_problem(build_problem(code, PLACE, **values)))


@pytest.mark.parametrize("code", KINDS)
def test_une_phrase_se_rend_entiere(code: str) -> None:
    """L'endroit, le constat et le remède, sans trou ni ponctuation doublée."""
    text = render(code)
    assert text.startswith("dossier.ods, feuille")
    assert not re.search(r"[{}]|\.\.| ,|  |\?\.", text)
    assert text.endswith((".", "?"))


@pytest.mark.parametrize("code", KINDS)
def test_une_phrase_suit_la_typographie(code: str) -> None:
    """Guillemets français, apostrophes courbes, insécables devant la ponctuation haute."""
    text = render(code)
    assert "'" not in text
    assert '"' not in text
    assert not re.search(r"« (?! )|(?<! ) »| [;:!?]", text.replace("\u00a0", "~").replace("\u202f", "_"))


def test_chaque_code_est_employe() -> None:
    """Aucune phrase morte dans la table."""
    used = {
        node.value
        for path in (ROOT / "kit").rglob("*.py")
        if path.parent.name != "errors"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(set(KINDS) - used) == []
