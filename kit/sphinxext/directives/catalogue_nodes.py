"""Les fiches du catalogue en nœuds de page : énoncé, rubriques, source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx import addnodes

from kit.domain.errors import end_sentence
from kit.domain.typography import MONTHS, NBSP, format_date, format_number, join_list, slugify
from kit.domain.values import Source
from kit.knowledge.catalogue import (
    CaseStudy,
    Catalogue,
    Entry,
    Figure,
    Lever,
    Method,
    Programme,
    Question,
    Quiz,
    Survey,
    Table,
    Target,
    Uncertainty,
)
from kit.sphinxext.directives.tables import build_table

Line = tuple[str, str]


def anchor_of(key: str) -> str:
    """L'ancre d'une source, d'une famille ou d'une fiche dans la page qui la décrit.

    >>> anchor_of("source-actes-2020"), anchor_of("PEM2")
    ('source-actes-2020', 'pem2')
    """
    return slugify(key)


def format_figure(figure: Figure) -> str:
    """Un chiffre et son unité, liés par une espace insécable.

    >>> format_figure(Figure(value=81, unit="%", label="Français")).replace(NBSP, "~")
    '81~%'
    """
    whole = figure.value == int(figure.value)
    text = format_number(figure.value, 0 if whole else len(f"{figure.value:.10g}".partition(".")[2]))
    return f"{text}{NBSP}{figure.unit}"


def describe_source(source: Source) -> str:
    """Ce qui suit le titre d'une source : page, fiabilité, date de relecture."""
    page = f", p. {source.page}" if source.page else ""
    read = f", relu le {format_date(source.checked_on)}" if source.checked_on else ""
    return f"{page} (fiabilité {source.reliability.value}{read})"


def build_source_note(entry: Entry, catalogue: Catalogue) -> nodes.paragraph:
    """La note qui dit d'où vient la fiche ; « Écrit par ce guide » si elle est de nous."""
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
    note += nodes.Text(f"{describe_source(entry.source)}.")
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
    lines = [*_list_lines(entry, catalogue), *_list_common_lines(entry)]
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


def _build_lines(lines: Iterable[Line]) -> nodes.bullet_list:
    """Des rubriques nommées : « Leçon : … »."""
    listing = nodes.bullet_list(classes=["kit-details"])
    for label, text in lines:
        line = nodes.paragraph()
        line += [nodes.strong("", label), nodes.Text(f" : {text}")]
        item = nodes.list_item()
        item += line
        listing += item
    return listing


def _list_common_lines(entry: Entry) -> Iterator[Line]:
    if entry.figures:
        told = (f"{format_figure(figure)}, {figure.label}" for figure in entry.figures)
        yield "Chiffres", " ; ".join(told)
    if entry.remark:
        yield "À savoir", entry.remark


def _list_choices(entry: Quiz) -> Iterator[str]:
    for choice in entry.choices:
        share = "" if choice.share is None else f" : {format_number(choice.share)}{NBSP}% de la salle"
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


# --- Les rubriques propres à une famille --------------------------------------------------


def _list_lines(entry: Entry, catalogue: Catalogue) -> Iterator[Line]:
    match entry:
        case Quiz():
            yield "Explication", entry.explanation
        case Question():
            yield from (("Explication", entry.explanation), ("Objectif", entry.objective))
            yield "Prouvé par", " ; ".join(f"{catalogue.get_entry(key).title} ({key})" for key in entry.links)
        case CaseStudy():
            yield "Territoire", f"{entry.territory} ({entry.kind})"
            yield from (("Ce qui a été fait", entry.deed), ("Ce que l’on en retient", entry.lesson))
        case Target():
            yield "Texte officiel, cité", f"« {entry.official_text} »"
            yield f"Notre lecture, par transposition (portée : {entry.scope})", entry.reading
        case Programme():
            yield from _list_programme_lines(entry, catalogue)
        case Method():
            yield from _list_method_lines(entry)
        case Lever():
            yield from _list_lever_lines(entry, catalogue)
        case Uncertainty():
            yield from (("Pourquoi", entry.reason), ("Ce que nous retenons", entry.reading))
        case _:
            return


def _list_programme_lines(entry: Programme, catalogue: Catalogue) -> Iterator[Line]:
    source = catalogue.sources[entry.status_reference]
    yield "Opérateur", entry.operator
    yield "Objet", entry.purpose
    yield "Période", entry.period
    yield (
        "Statut",
        f"{entry.status} (preuve : {source.title}, {format_partial_date(entry.status_checked_on)})",
    )


def format_partial_date(text: str) -> str:
    """Une année, un mois ou un jour écrits à l'endroit (AAAA-MM-JJ), en français.

    >>> format_partial_date("2022"), format_partial_date("2022-06")
    ('2022', 'juin 2022')
    >>> format_partial_date("2022-06-30").replace(NBSP, "~")
    '30~juin 2022'
    """
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return format_date(dt.date(*parts))
    return f"{MONTHS[parts[1] - 1]} {parts[0]}" if len(parts) == 2 else text


def _list_method_lines(entry: Method) -> Iterator[Line]:
    yield "But", entry.purpose
    yield from (
        (label, text)
        for label, text in (
            ("Groupe", format_range(entry.group_min, entry.group_max, "personnes")),
            ("Durée", format_range(entry.minutes_min, entry.minutes_max, "minutes")),
            ("À distance", entry.remote),
            ("Matériel", join_list(entry.equipment)),
        )
        if text
    )
    yield "Attention", entry.caution


def format_range(low: int | None, high: int | None, unit: str) -> str:
    """Un intervalle en clair ; vide si rien n'est connu.

    >>> format_range(60, 120, "minutes"), format_range(12, None, "personnes"), format_range(None, None, "")
    ('de 60 à 120 minutes', 'au moins 12 personnes', '')
    """
    if low is None and high is None:
        return ""
    least, most = ("" if bound is None else format_number(bound) for bound in (low, high))
    if low == high:
        return f"{least} {unit}"
    if high is None:
        return f"au moins {least} {unit}"
    return f"au plus {most} {unit}" if low is None else f"de {least} à {most} {unit}"


def _list_lever_lines(entry: Lever, catalogue: Catalogue) -> Iterator[Line]:
    yield from (("Quoi faire", entry.deed), ("Qui", entry.who), ("Temps", entry.time))
    yield "Ce que cela produit", entry.product
    if entry.cases:
        yield "Cas", " ; ".join(catalogue.get_entry(key).title for key in entry.cases)
    yield "Tiré de", " ; ".join(f"{catalogue.get_entry(key).title} ({key})" for key in entry.basis)
