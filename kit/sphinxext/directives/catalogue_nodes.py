"""Les fiches du catalogue en nœuds de page : énoncé, rubriques, source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx import addnodes

from kit.domain.errors import end_sentence
from kit.domain.typography import NBSP, format_date, format_number, slugify
from kit.domain.values import Source
from kit.knowledge.catalogue import (
    Catalogue,
    Entry,
    Method,
    Question,
    Quiz,
    Survey,
    Table,
    list_lines,
)
from kit.knowledge.catalogue.passages import load_passages, tell_voices
from kit.sphinxext.directives.tables import build_table


def anchor_of(key: str) -> str:
    """L'ancre d'une source, d'une famille ou d'une fiche dans la page qui la décrit.

    >>> anchor_of("source-actes-2020"), anchor_of("PEM2")
    ('source-actes-2020', 'pem2')
    """
    return slugify(key)


def describe_source(source: Source) -> str:
    """Ce qui suit le titre d'une source : sa page, et ce que vaut l'énoncé."""
    page = f", p. {source.page}" if source.page else ""
    return f"{page} ({source.reliability.wording})"


def build_source_note(entry: Entry, catalogue: Catalogue, *, key: str = "") -> nodes.paragraph:
    """La note qui dit d'où vient la fiche, ou son élément ``key``, et qui le dit.

    « Écrit par ce guide » si elle est de nous.
    """
    note = nodes.paragraph(classes=["kit-source"])
    if entry.source is None:
        note += nodes.Text("Écrit par ce guide.")
        if entry.reference:
            structure = catalogue.sources[entry.reference]
            note += nodes.Text(" La structure vient de : ")
            note += [build_source_link(structure.key, structure.title), nodes.Text(".")]
        return note
    note += nodes.Text("Source : ")
    note += build_source_link(entry.reference, entry.source.title)
    said = tell_voices(load_passages().list_voices(key or entry.key))
    told = (f"{describe_source(entry.source)}.", *map(end_sentence, said))
    note += nodes.Text(" ".join(told))
    return note


def build_source_link(key: str, title: str) -> addnodes.pending_xref:
    """Un lien vers la source, dans la page qui les liste toutes."""
    target = anchor_of(f"source-{key}")
    link = addnodes.pending_xref(
        "", refdomain="std", reftype="ref", reftarget=target, refexplicit=True, refwarn=True
    )
    link += nodes.inline("", title, classes=["xref", "std", "std-ref"])
    return link


def build_statement(text: str) -> nodes.paragraph:
    """Un énoncé, en paragraphe."""
    return nodes.paragraph("", end_sentence(" ".join(text.split())))


def build_entry(entry: Entry, catalogue: Catalogue) -> nodes.definition_list_item:
    """Une fiche entière, comme entrée de liste : titre, énoncé, rubriques, source."""
    item = nodes.definition_list_item()
    item += nodes.term("", entry.title)
    body = nodes.definition()
    body.extend(build_body(entry, catalogue))
    item += body
    return item


def build_body(entry: Entry, catalogue: Catalogue) -> list[nodes.Node]:
    """Ce qui suit le titre d'une fiche."""
    body: list[nodes.Node] = []
    if isinstance(entry, Quiz | Question):
        # La question se lit avant la réponse, que l'énoncé donne.
        question = nodes.paragraph()
        question += nodes.strong("", entry.question)
        choices = _list_choices(entry) if isinstance(entry, Quiz) else _list_options(entry)
        body += [question, build_bullets(choices)]
    body.append(build_statement(entry.statement))
    if entry.details:
        body.append(build_bullets(detail.statement for detail in entry.details))
    if isinstance(entry, Survey) and entry.table:
        body.append(build_survey_table(entry.title, entry.table))
    if isinstance(entry, Method):
        body.append(_build_steps(entry.steps))
    lines = list_lines(entry, catalogue.get_title)
    if entry.checked_on:
        lines = (*lines, ("Relu le", format_date(entry.checked_on)))
    if lines:
        body.append(_build_lines(lines))
    body.append(build_source_note(entry, catalogue))
    return body


def build_bullets(texts: Iterable[str]) -> nodes.bullet_list:
    """Une liste à puces."""
    listing = nodes.bullet_list()
    for text in texts:
        item = nodes.list_item()
        item += nodes.paragraph("", text)
        listing += item
    return listing


def _build_steps(steps: Iterable[str]) -> nodes.enumerated_list:
    """Le déroulé, étape par étape."""
    listing = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
    for step in steps:
        item = nodes.list_item()
        item += build_statement(step)
        listing += item
    return listing


def _build_lines(lines: Iterable[tuple[str, str]]) -> nodes.bullet_list:
    """Des rubriques nommées : « Leçon : … »."""
    listing = nodes.bullet_list(classes=["kit-details"])
    for label, text in lines:
        line = nodes.paragraph()
        line += [nodes.strong("", label), nodes.Text(f" : {text}")]
        item = nodes.list_item()
        item += line
        listing += item
    return listing


def _list_choices(entry: Quiz) -> Iterator[str]:
    for choice in entry.choices:
        share = "" if choice.share is None else f" : {format_number(choice.share)}{NBSP}% des participants"
        right = " (bonne réponse)" if choice.is_right else ""
        yield f"{choice.label}{share}{right}"


def _list_options(entry: Question) -> Iterator[str]:
    for option in entry.options:
        yield f"{option.label}{' (bonne réponse)' if option.is_right else ''}"


def build_survey_table(title: str, table: Table) -> nodes.table:
    """Le tableau d'une enquête, en pour cent, avec sa base si elle est connue."""
    base = f" (base : {format_number(table.base)} réponses)" if table.base else ""
    rows = [
        (
            row.label,
            *("illisible" if value is None else f"{format_number(value)}{NBSP}%" for value in row.values),
        )
        for row in table.rows
    ]
    headers = ("Réponse", *(f"{name[:1].upper()}{name[1:]}" for name in table.columns))
    return build_table(f"{title}{base}", headers, rows)
