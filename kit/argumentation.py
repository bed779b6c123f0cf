"""Le cas d'usage « argumentaire » : une page ou deux par public, et un diaporama si on le demande."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.documents.argument_page import PageChoices, build_argument_page
from kit.documents.slides import build_argument_slides
from kit.model import Audience
from kit.session import Options, Production, build_context, check_characters, check_file, save_files
from kit.typography import slugify

if TYPE_CHECKING:
    from kit.documents.context import Context
    from kit.documents.document import Document

SLIDES_FORMAT: Final = "pptx"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentOptions:
    """Ce qu'il faut écrire ; sans public choisi, ceux du dossier."""

    audiences: tuple[Audience, ...] = ()
    is_long: bool = False
    has_sources: bool = True
    has_slides: bool = False


def produce_arguments(
    source: Path, destination: Path, *, wanted: ArgumentOptions, options: Options
) -> Production:
    """Les argumentaires du dossier, écrits dans ``destination/<nom du dossier>/``, un fichier par public.

    :raises InputError: si un problème bloque ; rien n'est alors écrit.
    :raises WriteError: si un fichier ne peut pas être écrit.
    """
    reading = check_file(source, today=options.today)
    context = build_context(reading, options)
    folder = destination / slugify(source.stem if source.is_file() else source.name)
    audiences = tuple(dict.fromkeys(wanted.audiences or context.dossier.alliance.audiences))
    contents: dict[Path, bytes] = {}
    pages = []
    for audience in audiences:
        name = f"argumentaire-{slugify(audience.value)}"
        choices = PageChoices(audience=audience, is_long=wanted.is_long, has_sources=wanted.has_sources)
        page = build_argument_page(context, choices)
        pages.append(page)
        contents |= _write(page, folder / name, options.formats, context)
        if wanted.has_slides:
            slides = build_argument_slides(context, audience)
            contents |= _write(slides, folder / name, (SLIDES_FORMAT,), context)
    unprintable = check_characters(pages, options)
    files = save_files(contents)
    return Production(dossier=context.dossier, files=files, problems=unprintable)


def _write(document: Document, base: Path, formats: tuple[str, ...], context: Context) -> dict[Path, bytes]:
    from kit.writers.pandoc import load_look, write_documents

    written = write_documents(
        (document,),
        formats,
        look=load_look(context.overrides),
        dated=context.dossier.alliance.dated or context.today,
    )
    return {base.with_name(f"{base.name}.{name}"): content for (_, name), content in written.items()}
