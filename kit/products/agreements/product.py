"""Le produit « écrits d'alliance » : charte, convention, contrat, trame de projet de territoire.

Un écrit de plus est une ligne ici, et son modèle ``templates/<nom>.md.j2``.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.products.product import DossierCommand, DossierDocument, Example, Product, Reads
from kit.writers.formats import TEXT_FORMATS

if TYPE_CHECKING:
    from kit.documents.document import Document
    from kit.products.context import Context


def _build(name: str, title: str, subject: str, context: Context) -> Document:
    from kit.products.agreements.texts import build_agreement

    return build_agreement(name, title=title, subject=subject, context=context)


def _declare(name: str, title: str, subject: str) -> DossierDocument:
    return DossierDocument(
        name=name, title=title, formats=TEXT_FORMATS, build=partial(_build, name, title, subject)
    )


def _write_example(folder: Path, formats: tuple[str, ...]) -> tuple[Path, ...]:
    from kit.products.agreements.producing import produce_agreement
    from kit.products.dossier.examples import find_example
    from kit.products.options import EXAMPLE_DAY, Options

    options = Options(formats=formats, today=EXAMPLE_DAY)
    shown = (produce_agreement(one.name, find_example(), folder, options=options) for one in DOCUMENTS[:2])
    return tuple(path for saved in shown for path in saved.files)


DOCUMENTS: Final = (
    _declare(
        "charte",
        "Charte d’alliance",
        "Ce que les membres de l’alliance veulent ensemble et les règles qu’ils se donnent",
    ),
    _declare(
        "convention",
        "Projet de convention de partenariat",
        "Projet de convention entre les partenaires de l’alliance, à faire relire",
    ),
    _declare(
        "contrat-reciprocite",
        "Projet de contrat de réciprocité",
        "Projet de contrat entre territoires : thèmes et engagements réciproques",
    ),
    _declare(
        "projet-de-territoire",
        "Trame de projet de territoire",
        "Diagnostic, enjeux, orientations et actions, à débattre",
    ),
)
PRODUCT: Final = Product(
    key="agreements",
    title="Les écrits d’alliance",
    reads=Reads.DOSSIER,
    documents=DOCUMENTS,
    command=DossierCommand(
        name="modele",
        summary="prépare une charte, une convention ou un contrat",
        announce="Projet à relire",
        advice="C'est une base de travail : complétez ce qui est entre crochets et faites-la relire avant de "
        "signer.",
        picks=True,
    ),
    example=Example(workshop="ecrits-engagement", write=_write_example),
)
