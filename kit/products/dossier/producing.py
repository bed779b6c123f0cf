"""Les cas d'usage du dossier : produire ses documents, préparer un dossier vierge, le convertir.

Rien n'est écrit tant qu'un problème bloque.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kit.domain.typography import join_list, slugify
from kit.knowledge.catalogue import load_grid
from kit.products.context import build_context, remove_personal
from kit.products.dossier.product import DOCUMENTS
from kit.products.making import Production, produce_documents
from kit.products.options import OnStep, Options
from kit.products.outputs import Output, save_blanks
from kit.products.product import DossierDocument, find_document
from kit.products.saving import name_after
from kit.reading.checks import check_file
from kit.reading.dossier import Reading, resolve_names
from kit.writers.formats import DOSSIER_FORMATS, FORM_FORMATS, VALUES_FORMAT

if TYPE_CHECKING:
    from kit.documents.document import Document
    from kit.products.dossier.blank import DossierValues
    from kit.reading.tables.raw import RawSheet


def choose_documents(names: Iterable[str]) -> tuple[DossierDocument, ...]:
    """Les documents de ces noms, dans leur ordre ; tous, si aucun n'est nommé.

    :raises UsageError: si un nom n'est pas celui d'un document.
    """
    wanted = {find_document(name, DOCUMENTS).name for name in names}
    return tuple(one for one in DOCUMENTS if one.name in wanted or not wanted)


def build_documents(reading: Reading, options: Options) -> tuple[Document, ...]:
    """Les documents demandés, pas encore écrits.

    :raises InputError: si un problème bloque.
    """
    context = build_context(reading, options)
    return tuple(one.build(context) for one in choose_documents(options.documents))


def produce(
    source: Path, destination: Path, *, options: Options | None = None, on_step: OnStep | None = None
) -> Production:
    """Les documents du dossier, écrits dans ``destination/<nom du dossier>/`` ; ``problems`` dit tout.

    Ce qui n'a pas pu être lu est dit à qui produit, d'abord, et dans aucun document.

    :raises InputError: s'il manque un nom, un territoire ou une cause ; rien n'est alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    options = options or Options()
    documents = choose_documents(options.documents)
    made = produce_documents(documents, source, destination, options=options, on_step=on_step)
    return replace(made, problems=tuple(dict.fromkeys((*made.noticed, *made.problems))))


def write_blank(
    query: str,
    destination: Path,
    *,
    formats: tuple[str, ...] = FORM_FORMATS,
    replace_files: bool = False,
    overrides: Path | None = None,
) -> tuple[Path, ...]:
    """Un dossier vierge par format, pré-rempli de ce que l'on sait du territoire.

    :raises InputError: si le territoire est inconnu ou désigne plusieurs territoires.
    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux.
    """
    from kit.products.dossier.prefill import build_blank_values

    territory = resolve_names(query)
    values = build_blank_values(territory, query=query, today=dt.date.today())
    output = describe_dossier(slugify(territory.name), values)
    return save_blanks(
        [output], destination, formats=formats, replace_files=replace_files, overrides=overrides
    )


def convert(
    source: Path,
    destination: Path,
    *,
    formats: tuple[str, ...],
    replace_files: bool = False,
    public: bool = False,
) -> tuple[Path, ...]:
    """Le même dossier, réécrit dans d'autres formats, rien de perdu ; ``public`` : sauf ce qui est personnel.

    :raises InputError: si une case n'a pas pu être lue : elle serait perdue.
    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux.
    """
    from kit.products.dossier.blank import dossier_values

    reading = check_file(source)
    dossier = reading.complete
    # Ce que la personne a ajouté peut désigner quelqu'un : rien n'en sort en public.
    values = dossier_values(remove_personal(dossier)) if public else dossier_values(dossier, reading.extra)
    output = describe_dossier(name_after(source), values, () if public else reading.extra_sheets)
    return save_blanks([output], destination, formats=formats, replace_files=replace_files)


def describe_dossier(name: str, values: DossierValues, added: Sequence[RawSheet] = ()) -> Output:
    """Le dossier à remplir ou rempli, à écrire sous ce nom dans chacun de ses formats.

    ``added`` : les feuilles de la personne, à garder dans un classeur.
    """
    makers = {form: partial(write_dossier, values, form, added=added) for form in DOSSIER_FORMATS}
    return Output(name=name, makers=makers)


def list_kept(source: Path, formats: Sequence[str]) -> tuple[str, ...]:
    """Ce que la personne a ajouté à ce dossier et que sa conversion garde, ou ne peut pas garder, en phrases.

    :raises InputError: si rien ne peut être lu.
    """
    reading = check_file(source)
    columns = dict.fromkeys(title for cells in reading.extra.values() for title in cells)
    sheets = [sheet.title for sheet in reading.extra_sheets]
    said = []
    if columns:
        said.append(f"Colonnes ajoutées, gardées : {join_list([f'« {title} »' for title in columns])}.")
    if sheets:
        named = join_list([f"« {title} »" for title in sheets])
        said.append(f"Feuilles ajoutées, gardées dans un classeur : {named}.")
        if VALUES_FORMAT in formats:
            said.append("Le fichier yaml ne les porte pas.")
    return tuple(said)


def write_dossier(
    values: DossierValues, name: str, overrides: Path | None = None, *, added: Sequence[RawSheet] = ()
) -> bytes:
    """Le dossier à remplir ou rempli, dans l'un des :data:`kit.writers.formats.DOSSIER_FORMATS`."""
    from kit.documents.palette import load_palette
    from kit.products.dossier.added import add_sheets
    from kit.products.dossier.blank import build_dossier_workbook, build_dossier_yaml
    from kit.writers.sheet import WRITERS

    if name == VALUES_FORMAT:
        return build_dossier_yaml(values, grid=load_grid()).encode()
    workbook = build_dossier_workbook(values, grid=load_grid(), overrides=overrides)
    return WRITERS[f".{name}"](add_sheets(workbook, added), load_palette(overrides))
