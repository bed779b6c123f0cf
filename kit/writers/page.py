"""Un document en page HTML sans pandoc, là où il n'y en a pas : dans un navigateur.

Le Markdown de nos modèles se lit ici par markdown-it, et la page a les mêmes éléments, dans le même ordre,
que celle de pandoc et de ``filtres/*.lua`` (un test les compare). Seules les largeurs des colonnes sont
laissées à la page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

from kit.documents.document import Chart, Document
from kit.documents.palette import Palette, load_palette
from kit.writers.job import strip_prolog
from kit.writers.look import Look, load_look

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_CLASSES: Final = re.compile(r"\{\s*((?:\.[\w-]+\s*)+)\}|([\w-]+)")
_CAPTION: Final = re.compile(r":[ \t]+")
_CONDITION: Final = re.compile(r"\$if\(([\w-]+)\)\$\n(.*?)\$endif\$\n", re.DOTALL)
_VARIABLE: Final = re.compile(r"\$([\w-]+)\$")
_SAFE_TARGET: Final = re.compile(r"https?://|mailto:|#|[\w-]+\.svg$")
_DEEPEST: Final = 5
_WIDE: Final = 3
_MOST_ENTRIES: Final = 24
_SECOND: Final = 3
_UNSEEN: Final = frozenset({"notes", "a-ecrire"})


def write_page(document: Document, *, look: Look | None = None) -> bytes:
    """La page HTML entière du document, dans notre modèle de page."""
    chosen = look or load_look()
    values = {
        "pagetitle": escape(document.title, quote=False),
        "title": escape(document.title, quote=False),
        "subtitle": escape(document.subtitle, quote=False),
        "description-meta": escape(document.subject),
        "css": chosen.read_css(),
        "body": render_body(document, palette=chosen.palette),
    }
    return _fill_page(chosen.html.read_text(encoding="utf-8"), values).encode()


def _fill_page(template: str, values: Mapping[str, str]) -> str:
    """Les deux tournures de notre modèle de page : une variable, et une partie qui en dépend."""
    kept = _CONDITION.sub(lambda found: found[2] if values.get(found[1]) else "", template)
    return _VARIABLE.sub(lambda found: values[found[1]], kept)


def render_body(document: Document, *, palette: Palette | None = None) -> str:
    """Le corps de la page : titres à partir du niveau 2, tableaux et figures tels que la page les veut."""
    parser = _build_parser()
    paint = (palette or load_palette()).paint_for_page
    charts = {chart.key: replace(chart, drawing=paint(chart.drawing)) for chart in document.charts}
    tokens = parser.parse(document.markdown)
    tokens = list(_drop_notes(tokens))
    _settle_headings(tokens)
    tokens = list(_place_contents(tokens))
    tokens = list(_place_captions(tokens))
    tokens = list(_place_figures(tokens, charts))
    return str(parser.renderer.render(tokens, parser.options, {})).strip()


@cache
def _build_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.attrs import attrs_plugin
    from mdit_py_plugins.container import container_plugin

    class Parser(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # noqa: N802 - le nom est celui de markdown-it
            """Un renvoi vers un fichier ou un script n'est pas un lien : comme dans « nettoyer.lua »."""
            return _SAFE_TARGET.match(url) is not None

    parser = Parser("commonmark", {"html": False}).enable("table")
    parser.use(attrs_plugin, spans=True)
    parser.use(container_plugin, "bloc", validate=_is_block, render=_render_block)
    return parser


def _is_block(params: str, _markup: str) -> bool:
    return _CLASSES.fullmatch(params.strip()) is not None


def _render_block(self: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:  # noqa: ANN401
    del self
    token = tokens[at]
    return f'<div class="{_class_of(token)}">\n' if token.nesting == 1 else "</div>\n"


def _class_of(token: Token) -> str:
    found = _CLASSES.fullmatch(token.info.strip())
    names = (found[1] or found[2]).split() if found else []
    return " ".join(name.removeprefix(".") for name in names)


def _drop_notes(tokens: Sequence[Token]) -> Iterator[Token]:
    """Les notes de l'orateur n'ont de place que dans un diaporama, les lignes à écrire que sur le papier."""
    hidden = False
    for token in tokens:
        is_hidden = token.type == "container_bloc_open" and _class_of(token) in _UNSEEN
        hidden = hidden or is_hidden
        if not hidden:
            yield token
        if hidden and token.type == "container_bloc_close":
            hidden = False


def _settle_headings(tokens: Sequence[Token]) -> None:
    """Sans saut de niveau, à partir de h2 (le titre du document est h1), chacun avec son repère."""
    opened = [token for token in tokens if token.type == "heading_open"]
    lowest = min((int(token.tag[1]) for token in opened), default=1)
    previous = number = 0
    for token in tokens:
        if token.type == "heading_open":
            previous = min(int(token.tag[1]) - lowest + 1, previous + 1, _DEEPEST)
            number += 1
            token.tag = f"h{previous + 1}"
            token.attrSet("id", f"section-{number}")
        elif token.type == "heading_close":
            token.tag = f"h{previous + 1}"


def _place_contents(tokens: Sequence[Token]) -> Iterator[Token]:
    """Le sommaire renvoie à chaque partie, et à ce qui la découpe tant que la liste est courte."""
    headings = [
        (int(token.tag[1]), str(token.attrGet("id")), _plain(tokens[at + 1]))
        for at, token in enumerate(tokens)
        if token.type == "heading_open"
    ]
    is_short = sum(level <= _SECOND for level, _, _ in headings) <= _MOST_ENTRIES
    items = ""
    for level, key, text in headings:
        entry = f'<li><a href="#{key}">{escape(text, quote=False)}</a></li>\n'
        if level == _SECOND - 1:
            items += entry
        elif level == _SECOND and is_short:
            # Dans la dernière entrée : une liste ouverte, ou celle qui l'est déjà.
            inner = items.removesuffix("</ul></li>\n")
            opened = inner if inner != items else f"{items.removesuffix('</li>' + chr(10))}\n<ul>\n"
            items = f"{opened}{entry}</ul></li>\n"
    is_inside = False
    for token in tokens:
        is_inside = is_inside or (token.type == "container_bloc_open" and _class_of(token) == "sommaire")
        if is_inside and token.type == "container_bloc_close":
            yield _raw(f"<ul>\n{items}</ul>\n")
            is_inside = False
        yield token


def _place_captions(tokens: Sequence[Token]) -> Iterator[Token]:
    """La ligne « : légende » qui précède un tableau y entre ; le tableau défile seul s'il est large."""
    waiting: Token | None = None
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "paragraph_open" and _is_caption(tokens, at):
            waiting, at = tokens[at + 1], at + 3
            continue
        if token.type == "table_open":
            yield from _open_table(tokens, at, waiting)
            waiting = None
        elif token.type == "th_open":
            token.attrSet("scope", "col")
            yield token
        else:
            yield token
            if token.type == "table_close":
                yield _raw("</div>\n")
        at += 1


def _is_caption(tokens: Sequence[Token], at: int) -> bool:
    is_followed = at + 3 < len(tokens) and tokens[at + 3].type == "table_open"
    return is_followed and _CAPTION.match(tokens[at + 1].content) is not None


def _open_table(tokens: Sequence[Token], at: int, caption: Token | None) -> Iterator[Token]:
    columns = 0
    for token in tokens[at:]:
        if token.type == "tr_close":
            break
        columns += token.type == "th_open"
    # Un deux-points typographique suit « Tableau », comme dans « formats.lua ».
    title = _CAPTION.sub("", _plain(caption), count=1) if caption else ""
    label = escape(f"Tableau : {title}" if title else "Tableau")
    classes = "tableau large" if columns > _WIDE else "tableau"
    yield _raw(f'<div class="{classes}" tabindex="0" role="region" aria-label="{label}">\n')
    yield tokens[at]
    if caption is not None and caption.children:
        caption.children[0].content = _CAPTION.sub("", caption.children[0].content, count=1)
        yield _raw("<caption>")
        yield caption
        yield _raw("</caption>\n")


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


def _raw(html: str) -> Token:
    from markdown_it.token import Token

    return Token("html_block", "", 0, content=html)


def _place_figures(tokens: Sequence[Token], charts: Mapping[str, Chart]) -> Iterator[Token]:
    """Une figure seule dans son paragraphe devient son dessin, avec sa légende."""
    at = 0
    while at < len(tokens):
        children = tokens[at + 1].children or [] if tokens[at].type == "paragraph_open" else []
        chart = _chart_of(children, charts)
        if chart is not None:
            yield _raw(
                '<figure>\n<div class="dessin" tabindex="0" role="group" aria-label="Figure">\n'
                f"{strip_prolog(chart.drawing)}\n</div>\n"
                f"<figcaption>{escape(chart.title, quote=False)}</figcaption>\n</figure>\n"
            )
            at += 3
            continue
        yield tokens[at]
        at += 1


def _chart_of(children: Sequence[Token], charts: Mapping[str, Chart]) -> Chart | None:
    if len(children) != 1 or children[0].type != "image":
        return None
    return charts.get(str(children[0].attrGet("src") or "").removesuffix(".svg"))
