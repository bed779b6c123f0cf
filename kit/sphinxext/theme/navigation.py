"""Se repérer dans le livre : le sommaire replié par parties, le fil d'Ariane, le sommaire de la page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

_CAPTION: Final = re.compile(
    r'<p class="caption"[^>]*>\s*<span class="caption-text">(?P<title>.*?)</span>\s*</p>', re.DOTALL
)
_CURRENT: Final = re.compile(r'class="[^"]*\bcurrent\b')
_CURRENT_LINK: Final = re.compile(r'<a class="current reference internal" href="#">')
_INNER_LIST: Final = re.compile(
    r"^\s*<ul[^>]*>\s*<li>\s*<a[^>]*>.*?</a>\s*(<ul.*</ul>)\s*</li>\s*</ul>\s*$", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Une partie du livre : son titre, et les pages de premier niveau dans l'ordre."""

    title: str
    pages: tuple[str, ...]


def list_parts(env: BuildEnvironment) -> tuple[Part, ...]:
    """Les parties du livre, dans l'ordre du sommaire."""
    root = env.tocs.get(env.config.root_doc)
    return tuple(
        Part(title=str(tree.get("caption") or ""), pages=tuple(name for _, name in tree["entries"]))
        for tree in (root.findall(addnodes.toctree) if root else ())
    )


def list_children(env: BuildEnvironment, page: str) -> tuple[str, ...]:
    """Les sous-pages d'une page, dans l'ordre."""
    return tuple(env.toctree_includes.get(page, ()))


def list_ancestors(env: BuildEnvironment, page: str, path_to: Callable[[str], str]) -> list[tuple[str, str]]:
    """Ce qui mène à une page, de l'accueil à sa page mère : le texte et l'adresse (vide pour une partie).

    ``path_to`` donne l'adresse d'une page depuis celle-ci. Vide pour l'accueil.
    """
    if page == env.config.root_doc:
        return []
    chain = _list_chain(env, page)
    top = chain[0] if chain else page
    part = next((part.title for part in list_parts(env) if top in part.pages), "")
    crumbs = [("Accueil", path_to(env.config.root_doc))]
    crumbs += [(part, "")] if part else []
    return crumbs + [(env.titles[name].astext(), path_to(name)) for name in chain if name != page]


def _list_chain(env: BuildEnvironment, page: str) -> list[str]:
    """La page et ses mères, de la plus haute à elle, sans l'accueil."""
    mothers = {child: mother for mother, children in env.toctree_includes.items() for child in children}
    chain: list[str] = []
    while page in mothers and page not in chain:
        chain.insert(0, page)
        page = mothers[page]
    return chain


def fold_parts(menu: str) -> str:
    """Le sommaire dont chaque partie se replie ; celle de la page en cours est ouverte.

    >>> menu = '<p class="caption"><span class="caption-text">Un</span></p><ul><li>a</li></ul>'
    >>> fold_parts(menu)
    '<details><summary>Un</summary><ul><li>a</li></ul></details>'
    """
    pieces = _CAPTION.split(menu)
    folded = [pieces[0]]
    for title, pages in zip(pieces[1::2], pieces[2::2], strict=True):
        is_open = " open" if _CURRENT.search(pages) else ""
        folded.append(f"<details{is_open}><summary>{title}</summary>{pages.strip()}</details>")
    return _CURRENT_LINK.sub(
        '<a class="current reference internal" href="#contenu" aria-current="page">', "".join(folded)
    )


def keep_subsections(toc: str) -> str:
    """Les sections d'une page, sans son titre ; vide si la page en a moins de deux.

    >>> keep_subsections('<ul><li><a href="#">Page</a><ul><li>a</li></ul></li></ul>')
    ''
    """
    found = _INNER_LIST.match(toc)
    sections = found.group(1) if found else ""
    return sections if sections.count("<li>") > 1 else ""


def list_tree(env: BuildEnvironment, page: str, depth: int = 0) -> Iterator[tuple[int, str]]:
    """La page et toutes celles qu'elle ouvre, chacune avec sa profondeur."""
    yield depth, page
    for child in list_children(env, page):
        yield from list_tree(env, child, depth + 1)


def title_of(env: BuildEnvironment, page: str) -> str:
    """Le titre d'une page, en texte."""
    title = env.titles.get(page)
    return title.astext() if isinstance(title, nodes.Element) else escape(page)
