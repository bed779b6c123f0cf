"""Les options que plusieurs commandes partagent : déclarées une fois, composées par chaque commande."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict

from kit.domain.typography import join_list, typeset

if TYPE_CHECKING:
    from kit.products.options import Options

DEFAULT_FOLDER: Final = "sortie"
_HERE: Final = "ici"
_DOSSIER: Final = "classeur .ods ou .xlsx, fichier .yaml, ou dossier de .csv"
_REPLACE: Final = "écraser les fichiers de même nom"
_DAY: Final = "produire comme à cette date"
_FRENCH_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Shared(TypedDict, total=False):
    """Ce que ces options disent d'une production ; ce qui manque garde sa valeur habituelle."""

    formats: tuple[str, ...]
    overrides: Path
    public: bool
    today: dt.date


def parse_day(text: str) -> dt.date:
    """La date d'une option, écrite JJ/MM/AAAA ou AAAA-MM-JJ.

    :raises ArgumentTypeError: si ce n'en est pas une.
    """
    french, iso = _FRENCH_DAY.fullmatch(text.strip()), _ISO_DAY.fullmatch(text.strip())
    try:
        if french:
            return dt.date(int(french[3]), int(french[2]), int(french[1]))
        if iso:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        pass  # un jour qui n'existe pas se dit comme un texte qui n'est pas une date
    sentence = f"« {text} » n’est pas une date. Écrivez-la 23/11/2026 ou 2026-11-23"
    raise argparse.ArgumentTypeError(typeset(sentence))


def add_dossier(parser: argparse.ArgumentParser, help_: str = _DOSSIER) -> None:
    """Le dossier à lire."""
    parser.add_argument("dossier", type=Path, help=typeset(help_))


def add_dossiers(parser: argparse.ArgumentParser) -> None:
    """Un ou plusieurs dossiers à lire."""
    parser.add_argument("dossiers", nargs="+", type=Path, help=_DOSSIER)


def add_files(
    parser: argparse.ArgumentParser, help_: str, *, option: str = "", required: bool = False
) -> None:
    """Des fichiers à lire, ou les dossiers qui les contiennent ; ``option`` : sous ce nom."""
    if option:
        parser.add_argument(
            option,
            nargs="+",
            type=Path,
            default=[],
            required=required,
            metavar="FICHIER",
            help=typeset(help_),
        )
    else:
        parser.add_argument("fichiers", nargs="+", type=Path, metavar="FICHIERS", help=typeset(help_))


def add_folder(parser: argparse.ArgumentParser, default: str = DEFAULT_FOLDER, *, shown: str = "") -> None:
    """« --dans ». Sans ``default``, la commande choisit, et ``shown`` dit comment."""
    said = shown or (_HERE if default == "." else default)
    parser.add_argument(
        "--dans",
        type=Path,
        default=Path(default) if default else None,
        metavar="DOSSIER",
        help=typeset(f"dossier où écrire (par défaut : {said})"),
    )


def add_formats(
    parser: argparse.ArgumentParser,
    known: Sequence[str],
    default: Sequence[str] = (),
    *,
    option: str = "--formats",
    what: str = "",
) -> None:
    """« --formats » ; sans ``default``, tous. ``what`` : de quoi ce sont les formats."""
    given = tuple(default) or tuple(known)
    said = join_list(given) if default and len(known) > 1 else "tous"
    choices = join_list(known, "ou")
    parser.add_argument(
        option,
        nargs="+",
        choices=tuple(known),
        default=given,
        metavar="FORMAT",
        help=typeset(f"{f'{what} : ' if what else ''}{choices} (par défaut : {said})"),
    )


def add_overrides(parser: argparse.ArgumentParser) -> None:
    """« --modeles »."""
    parser.add_argument("--modeles", type=Path, metavar="DOSSIER", help="vos modèles, à la place des nôtres")


def add_public(parser: argparse.ArgumentParser) -> None:
    """« --public »."""
    parser.add_argument("--public", action="store_true", help="sans aucune donnée personnelle")


def add_day(parser: argparse.ArgumentParser, help_: str = _DAY, *, option: str = "--le") -> None:
    """« --le »."""
    parser.add_argument(option, type=parse_day, metavar="JJ/MM/AAAA", help=typeset(help_))


def add_replace(parser: argparse.ArgumentParser, help_: str = _REPLACE) -> None:
    """« --remplacer »."""
    parser.add_argument("--remplacer", action="store_true", help=typeset(help_))


def add_production(
    parser: argparse.ArgumentParser, formats: Sequence[str], *, public: bool = False, day: str = _DAY
) -> None:
    """Ce que demande toute production : où, dans quels formats, avec quels modèles, à quelle date.

    ``public`` : le produit lit un dossier, et peut en taire les données personnelles.
    """
    add_folder(parser)
    add_formats(parser, formats)
    add_overrides(parser)
    if public:
        add_public(parser)
    add_day(parser, day)


def read_overrides(arguments: argparse.Namespace) -> Path | None:
    """Le dossier de modèles, contrôlé avant toute lecture.

    :raises UsageError: s'il n'existe pas.
    """
    from kit.products.options import resolve_overrides

    return resolve_overrides(arguments.modeles)


def read_options(arguments: argparse.Namespace) -> Options:
    """Les options d'une production, dites au produit.

    :raises UsageError: si le dossier de modèles n'existe pas.
    """
    from kit.products.options import Options

    return Options(**read_shared(arguments))


def read_shared(arguments: argparse.Namespace) -> Shared:
    """Ce que ces options donnent à toute sorte d'``Options`` ; ce que la commande n'a pas n'y est pas."""
    given = vars(arguments)
    shared = Shared()
    if "formats" in given:
        shared["formats"] = tuple(given["formats"])
    if given.get("modeles"):
        shared["overrides"] = given["modeles"]
    if "public" in given:
        shared["public"] = given["public"]
    if given.get("le"):
        shared["today"] = given["le"]
    return shared
