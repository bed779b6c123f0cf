"""``kit donnees relire`` : un énoncé à côté de son passage, pour qui tient le catalogue.

Le texte numérisé des Actes n'est pas livré : qui l'a sous la main le donne, et rien n'en est gardé.
"""

from __future__ import annotations

import argparse
import random
import sys
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli.terminal import add_command, say
from kit.domain.errors import UsageError, end_sentence
from kit.domain.typography import count_noun, format_number, typeset

if TYPE_CHECKING:
    from kit.cli.terminal import Commands
    from kit.knowledge.catalogue import Catalogue
    from kit.knowledge.catalogue.passages import Passages

_SEED: Final = 15
_STATEMENT_WIDTH: Final = 44
_PASSAGE_WIDTH: Final = 70


def add_reread(parts: Commands) -> None:
    """Ajoute ``kit donnees relire``."""
    reread = add_command(parts, "relire", _run_reread, "montre des énoncés à côté de leur passage")
    reread.add_argument("cles", nargs="*", metavar="CLE", help="clés de fiches, ou d'éléments de fiche")
    reread.add_argument(
        "--texte",
        type=Path,
        metavar="CHEMIN",
        help="texte numérisé des Actes, une ligne par ligne ; sans lui, le titre, la page et les lignes",
    )
    reread.add_argument(
        "--tirage", type=int, default=0, metavar="NOMBRE", help="ajoute des énoncés au hasard"
    )
    reread.add_argument(
        "--graine",
        type=int,
        default=_SEED,
        metavar="NOMBRE",
        help=f"la même graine donne le même tirage (par défaut : {_SEED})",
    )


def _run_reread(arguments: argparse.Namespace) -> int:
    from kit.knowledge.catalogue import load_catalogue
    from kit.knowledge.catalogue.passages import load_passages

    catalogue, passages = load_catalogue(), load_passages()
    keys = (*arguments.cles, *draw_keys(passages, arguments.tirage, arguments.graine))
    if not keys:
        raise UsageError("donnez au moins une clé, ou « --tirage » avec un nombre d’énoncés")
    for key in arguments.cles:
        _check_key(key, catalogue)
    scan = read_scan(arguments.texte, passages) if arguments.texte else ()
    for key in keys:
        for line in (*describe_head(key, catalogue, passages), *compare(key, catalogue, passages, scan)):
            sys.stdout.write(f"{line}\n")
        sys.stdout.write("\n")
    say(f"{count_noun(len(keys), 'énoncé')} à relire.")
    return 0


def draw_keys(passages: Passages, count: int, seed: int) -> tuple[str, ...]:
    """Ce nombre de clés, tirées parmi celles qui ont un passage ; la même graine donne les mêmes.

    :raises UsageError: s'il n'y en a pas autant.
    """
    known = sorted(passage.key for passage in passages.passages)
    if not 0 <= count <= len(known):
        raise UsageError(f"le tirage est un nombre entre 0 et {format_number(len(known))}")
    return tuple(sorted(random.Random(seed).sample(known, count)))  # noqa: S311 — un tirage à refaire, non un secret


def _check_key(key: str, catalogue: Catalogue) -> None:
    try:
        catalogue.get_entry(key)
    except LookupError as missing:
        raise UsageError(str(missing)) from None


def read_scan(path: Path, passages: Passages) -> tuple[str, ...]:
    """Les lignes du texte numérisé.

    :raises UsageError: si le fichier ne se lit pas, ou n'a pas les lignes que le catalogue désigne.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"le texte {path} ne se lit pas : donnez un fichier texte, en UTF-8") from None
    lines = tuple(text.rstrip().split("\n"))
    if len(lines) != passages.last_line:
        counts = f"{format_number(len(lines))} lignes, et non {format_number(passages.last_line)}"
        raise UsageError(f"le texte {path} a {counts} : ce n’est pas celui que les passages désignent")
    return lines


def describe_head(key: str, catalogue: Catalogue, passages: Passages) -> Iterator[str]:
    """Ce qui situe un énoncé : clé et titre, source et page, lignes du passage, voix."""
    from kit.knowledge.catalogue.passages import tell_voices

    entry = catalogue.get_entry(key)
    yield typeset(f"{key}  {entry.title}")
    source = entry.source
    if source is None:
        yield typeset("  Écrit par ce guide.")
    else:
        page = f", p. {source.page}" if source.page else ""
        yield typeset(f"  {source.title}{page} ({source.reliability.wording})")
    if passage := passages.find_passage(key):
        yield typeset(f"  Lignes {passage.lines}")
    else:
        where = source.url if source and source.url else "adresse non relevée"
        yield f"  {typeset('Sans passage dans les Actes')} ({where})"
    yield from (typeset(f"  {end_sentence(told)}") for told in tell_voices(passages.list_voices(key)))


def compare(key: str, catalogue: Catalogue, passages: Passages, scan: Sequence[str]) -> Iterator[str]:
    """L'énoncé à gauche, les lignes numérotées de son passage à droite ; l'énoncé seul sans le texte."""
    from kit.knowledge.catalogue import CaseStudy

    entry = catalogue.get_entry(key)
    said = [catalogue.get_statement(key)]
    if isinstance(entry, CaseStudy) and key == entry.key:
        said.append(entry.deed)
    left = [
        line for text in said for line in textwrap.wrap(typeset(" ".join(text.split())), _STATEMENT_WIDTH)
    ]
    passage = passages.find_passage(key)
    right = tuple(list_passage(passage.lines, scan)) if passage and scan else ()
    for statement, read in zip_longest(left, right, fillvalue=""):
        yield f"  {statement:<{_STATEMENT_WIDTH}} │ {read}".rstrip() if right else f"  {statement}"


def list_passage(spans: str, scan: Sequence[str]) -> Iterator[str]:
    """Les lignes d'un passage, avec leur numéro ; « … » entre deux intervalles."""
    from kit.knowledge.catalogue.passages import list_spans

    for rank, (first, last) in enumerate(list_spans(spans)):
        if rank:
            yield "…"
        for number in range(first, last + 1):
            wrapped = textwrap.wrap(scan[number - 1], _PASSAGE_WIDTH) or [""]
            yield f"{number:>5}  {wrapped[0]}"
            yield from (f"{'':>5}  {rest}" for rest in wrapped[1:])
