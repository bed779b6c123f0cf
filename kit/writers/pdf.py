"""Du source typst au PDF accessible (PDF/UA-1 et PDF/A-2a), et des dessins SVG aux PNG."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.documents.palette import Palette
from kit.domain.errors import KitError
from kit.writers.job import PPI
from kit.writers.look import Look

if TYPE_CHECKING:
    import typst

_MISSING: Final = re.compile(r'the text `"(.*)"` (?:could not be displayed|contains)', re.DOTALL)
# Ce que nos polices couvrent à coup sûr : inutile de les essayer.
_COVERED: Final = re.compile(r"[\s!-~\u00a0-\u017f\u2010-\u2027\u202f\u20ac]")
_ESCAPE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_REPLACEMENT: Final = "□"


class PdfError(KitError):
    """typst a refusé le document ; porte son message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """Un PDF et les caractères qu'aucune police n'a, remplacés par « □ »."""

    content: bytes
    replaced: tuple[str, ...] = ()


def write_pdf(source: Path, *, day: dt.date, fonts: Path, palette: Palette) -> Pdf:
    """Le PDF du fichier typst ``source``, dont les figures sont à côté ; daté de ``day``, reproductible.

    Un caractère sans dessin ne doit pas priver un groupe de son document : il est remplacé et rapporté.

    :raises PdfError: si typst refuse le document pour une autre raison.
    """
    import typst

    files = [source, *sorted(source.parent.glob("*.svg"))]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    replaced = set(list_unprintable(text, fonts=fonts))
    stamp = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
    missing = replaced
    while True:
        _replace(files, missing)
        try:
            content = typst.compile(
                source,
                root=source.parent,
                font_paths=_load_fonts(fonts),
                format="pdf",
                pdf_standards=["a-2a", "ua-1"],
                timestamp=stamp,
                sys_inputs=_pass_palette(palette),
            )
        except typst.TypstError as error:
            missing = _read_missing(error.message) - replaced
            if not missing:
                raise PdfError(f"typst a refusé le document : {error.message}") from None
            replaced |= missing
        else:
            return Pdf(content=content, replaced=tuple(sorted(replaced)))


def _pass_palette(palette: Palette) -> dict[str, str]:
    """Les couleurs claires, telles que les fichiers typst les lisent dans ``sys.inputs.palette``."""
    return {"palette": json.dumps(palette.list_colors())}


def compile_pdf(source: Path, *, day: dt.date, look: Look, inputs: dict[str, str]) -> bytes:
    """Le PDF d'un fichier typst que ses données ne modifient pas : elles arrivent par ``sys.inputs``.

    :raises PdfError: si typst refuse le document.
    """
    import typst

    try:
        return typst.compile(
            source,
            root=source.parent,
            font_paths=_load_fonts(look.fonts),
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC),
            sys_inputs=inputs | _pass_palette(look.palette),
        )
    except typst.TypstError as error:
        raise PdfError(f"typst a refusé le document : {error.message}") from None


def _replace(files: list[Path], missing: set[str]) -> None:
    """Remplace ces caractères dans les fichiers."""
    table = str.maketrans(dict.fromkeys(missing, _REPLACEMENT))
    for path in files if missing else ():
        path.write_text(path.read_text(encoding="utf-8").translate(table), encoding="utf-8")


def list_unprintable(text: str, *, fonts: Path) -> tuple[str, ...]:
    """Les caractères de ``text`` qu'aucune de nos polices ne dessine, dans l'ordre des points de code."""
    doubtful = {char for char in set(text) if not _COVERED.match(char)}
    missing: set[str] = set()
    while doubtful:
        found = _find_missing("".join(sorted(doubtful)), fonts) & doubtful
        if not found:
            break
        doubtful -= found
        missing |= found
    return tuple(sorted(missing))


def _find_missing(characters: str, fonts: Path) -> set[str]:
    """Un essai sur une page : ce que typst dit ne pas savoir dessiner."""
    import typst

    points = "".join(f"{ord(char)}, " for char in characters)
    probe = (
        '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 1))\n'
        '#set text(lang: "fr", font: ("Public Sans", "Libertinus Serif"))\n'
        f"#for point in ({points}) [#str.from-unicode(point) a ]\n"
    )
    try:
        typst.compile(
            probe.encode(),
            font_paths=_load_fonts(fonts),
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=0,
        )
    except typst.TypstError as error:
        return _read_missing(error.message)
    return set()


def _read_missing(message: str) -> set[str]:
    match = _MISSING.search(message)
    return set(_ESCAPE.sub(lambda code: chr(int(code[1], 16)), match[1])) if match else set()


def draw_png(svg: Path, *, width_cm: float, fonts: Path) -> bytes:
    """Le dessin SVG en PNG, à 200 points par pouce pour la largeur imprimée."""
    import typst

    page = (
        f"#set page(width: {width_cm:g}cm, height: auto, margin: 0pt, fill: white)\n"
        f'#image("{svg.name}", width: 100%)\n'
    )
    path = svg.with_suffix(".png.typ")
    path.write_text(page, encoding="utf-8")
    try:
        return typst.compile(path, root=path.parent, font_paths=_load_fonts(fonts), format="png", ppi=PPI)
    except typst.TypstError as error:
        raise PdfError(f"typst a refusé le dessin « {svg.name} » : {error.message}") from None


@cache
def _load_fonts(folder: Path) -> typst.Fonts:
    """Nos polices et celles de typst ; jamais celles de la machine, pour un résultat partout le même."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[folder])
