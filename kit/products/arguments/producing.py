"""Le cas d'usage « argumentaire » : une page ou deux par public, et un diaporama si on le demande."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kit.domain.typography import slugify
from kit.domain.values import Audience
from kit.products.arguments.page import PageChoices, build_argument_page
from kit.products.arguments.slides import build_argument_slides
from kit.products.dossier.pitch import tell_choices
from kit.products.making import Production, find_place, read_context, save_production
from kit.products.options import Options
from kit.products.outputs import Output
from kit.writers.formats import SLIDES_FORMAT

if TYPE_CHECKING:
    from kit.products.context import Context


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
    context = read_context(source, options)
    audiences = tuple(dict.fromkeys(wanted.audiences or context.dossier.alliance.audiences))
    outputs = [output for audience in audiences for output in _list_outputs(audience, wanted, context)]
    asked = (*options.formats, SLIDES_FORMAT) if wanted.has_slides else options.formats
    wider = replace(options, formats=asked)
    return save_production(outputs, find_place(source, destination, context), context=context, options=wider)


def _list_outputs(audience: Audience, wanted: ArgumentOptions, context: Context) -> Iterator[Output]:
    """La page d'un public, puis son diaporama si on le veut, sous le même nom."""
    name = f"argumentaire-{slugify(audience.value)}"
    choices = PageChoices(audience=audience, is_long=wanted.is_long, has_sources=wanted.has_sources)
    told = tell_choices(context, (audience,))
    yield Output(name=name, document=build_argument_page(context, choices), told=told)
    if wanted.has_slides:
        yield Output(name=name, document=build_argument_slides(context, audience), texts=(SLIDES_FORMAT,))
