"""Du dossier à ses documents : lire et contrôler, bâtir ce qui est demandé, écrire d'un seul coup.

Tout produit qui part d'un dossier passe par ici : un problème qui bloque arrête avant le premier fichier, un
export public est privé des données personnelles, et tout porte la date du dossier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kit.domain.values import Dossier, Problem
from kit.products.context import Context, build_context, locate_text
from kit.products.options import OnStep, Options
from kit.products.outputs import Origin, Output, Saved, save_outputs
from kit.products.product import DossierDocument
from kit.products.records import OwnFolder, describe_owner, find_folder
from kit.reading.checks import check_file
from kit.writers.formats import ANNEX_FORMAT, LAID_OUT_FORMATS


@dataclass(frozen=True, slots=True, kw_only=True)
class Production(Saved):
    """Ce qui a été écrit d'un dossier ; ``noticed`` : tout ce que sa lecture a relevé.

    ``problems`` commence par ce qui n'a pas pu être lu : la case est vide dans les documents.
    """

    dossier: Dossier
    noticed: tuple[Problem, ...] = ()


def read_context(source: Path, options: Options) -> Context:
    """Le dossier de ce fichier, contrôlé, prêt pour les documents.

    :raises InputError: si un problème bloque.
    """
    return build_context(check_file(source, today=options.today), options)


def produce_documents(
    documents: Sequence[DossierDocument],
    source: Path,
    destination: Path,
    *,
    options: Options,
    on_step: OnStep | None = None,
) -> Production:
    """Ces documents du dossier, écrits dans ``destination/<nom du dossier>/``.

    :raises InputError: si un problème bloque ; rien n'est alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    if on_step:
        on_step("Lecture et contrôle du dossier")
    context = read_context(source, options)
    outputs = [describe_output(one, context) for one in documents]
    place = find_place(source, destination, context)
    return save_production(outputs, place, context=context, options=options, on_step=on_step)


def find_place(source: Path, destination: Path, context: Context) -> OwnFolder:
    """Le dossier de sortie de ce dossier rempli, à lui seul : un autre du même nom a le sien."""
    return find_folder(destination, describe_owner(source, context.dossier.alliance.name))


def save_production(
    outputs: Sequence[Output],
    place: OwnFolder,
    *,
    context: Context,
    options: Options,
    on_step: OnStep | None = None,
) -> Production:
    """Ces sorties d'un dossier, écrites là et datées de lui.

    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    origin = Origin(dated=context.dated, locate=partial(locate_text, context.dossier))
    saved = save_outputs(outputs, place, options=options, origin=origin, on_step=on_step)
    unread = tuple(problem for problem in context.told if problem.blocking)
    return Production(
        dossier=context.dossier,
        files=saved.files,
        problems=(*unread, *saved.problems),
        noticed=context.told,
    )


def describe_output(document: DossierDocument, context: Context) -> Output:
    """Ce que ce document écrit de ce dossier, selon ce qu'il déclare."""
    return Output(
        name=document.name,
        document=document.build(context),
        texts=tuple(name for name in document.formats if name in LAID_OUT_FORMATS),
        makers=document.list_makers(context),
        annex=ANNEX_FORMAT if document.needs_annex(context) else "",
        told=document.tell(context),
    )
