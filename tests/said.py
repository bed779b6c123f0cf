"""Qui parle sur une page : le dossier et son territoire, ou nous. De quoi le mesurer, mot par mot.

La page est le Markdown d'un public, sans ses figures. Un mot y vient du dossier s'il est dans une valeur que
le modèle imprime, et que cette valeur n'est ni un texte du catalogue ni le titre d'une source ; tout le reste
est à nous : titres, mots de liaison, demande proposée, fait, sources.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from kit.documents import templates
from kit.documents.document import Document
from kit.domain.typography import fold
from kit.knowledge.catalogue import load_arguments, load_facts, load_sources
from kit.products.arguments.page import PageChoices, build_argument_page
from kit.products.context import Context

OPEN, CLOSE = "\ue010", "\ue011"
_FIGURE = re.compile(r"!\[[^\n]*\]\([^)\n]*\)\{[^}\n]*\}")
_FENCE = re.compile(r"^:{3,}.*$", re.MULTILINE)
_CLASSES = re.compile(r"\]\{[^}\n]*\}")


def count_words(text: str) -> Counter[str]:
    """Les mots repliés, avec leur nombre."""
    return Counter(fold(text).split())


def strip(markdown: str) -> str:
    """Ce qui se lit d'une page : ni figure, ni syntaxe."""
    return _CLASSES.sub("] ", _FENCE.sub(" ", _FIGURE.sub(" ", templates.unescape_markdown(markdown))))


def mark_values(context: Context, choices: PageChoices, patch: pytest.MonkeyPatch) -> Document:
    """La page, chaque valeur imprimée entre deux marques."""
    environment = templates.build_environment()
    finalize = environment.finalize
    assert finalize is not None

    def mark(value: Any) -> str:
        done = finalize(value)
        return done if isinstance(value, templates.Markdown) else f"{OPEN}{done}{CLOSE}"

    environment.finalize = mark
    with patch.context() as inner:
        inner.setattr(templates, "load_environment", lambda _overrides=None: environment)
        return build_argument_page(context, choices)


def list_ours() -> set[str]:
    """Les textes du catalogue et les titres des sources, repliés."""
    texts = [source.title for source in load_sources().values()]
    texts += [fact.statement for fact in load_facts().values()]
    for argument in load_arguments().values():
        texts += [argument.message, argument.ask, argument.objection, argument.answer, argument.unknown]
    return {fold(text) for text in texts}


def measure_share(context: Context, choices: PageChoices, patch: pytest.MonkeyPatch) -> float:
    """La part des mots de la page qui viennent du dossier ou de son territoire."""
    marked = strip(mark_values(context, choices, patch).markdown)
    ours = list_ours()
    values = re.findall(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}", marked)
    theirs = sum(
        len(fold(value).split())
        for value in values
        if not (words := fold(value)) or not any(words in text or text in words for text in ours)
    )
    total = len(fold(re.sub(f"[{OPEN}{CLOSE}]", " ", marked)).split())
    return theirs / total


def measure_likeness(first: str, second: str) -> tuple[float, float]:
    """La ressemblance de deux pages : l'indice de Jaccard sur les mots comptés, puis une mesure plus sévère.

    La première : mots communs sur mots de l'une ou de l'autre, chacun compté autant de fois qu'il y est. La
    seconde : mots communs sur les mots de la page la plus courte.
    """
    one, two = count_words(strip(first)), count_words(strip(second))
    common = (one & two).total()
    return common / (one | two).total(), common / min(one.total(), two.total())
