"""Du source typst au PDF accessible (PDF/UA-1 et PDF/A-2a), et des dessins SVG aux PNG."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kit.documents.palette import Palette
from kit.domain.errors import KitError
from kit.writers.job import PPI
from kit.writers.look import Look
from kit.writers.signs import (
    EMOJI_FONT,
    dress_drawing,
    list_drawn_signs,
    list_rare_signs,
    replace_signs,
)

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    import typst

_STANDARDS: Final = ["a-2a", "ua-1"]
_SECONDS: Final = 30
_PROXIES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy")
# Le port 9 n'écoute jamais, et rien ne sort de la machine.
_NOWHERE_PROXY: Final = "http://127.0.0.1:9"
_PROBE_FAMILIES: Final = ("Public Sans", "Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern")


class _Network:
    """Ferme à typst le seul chemin qu'il a vers le réseau, le temps d'une composition.

    typst télécharge les paquets qu'un modèle nomme, et n'a pas de réglage pour le lui interdire : il suit
    en revanche les variables de mandataire, qui mènent ici nulle part. Plusieurs fils composent à la fois.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._before: dict[str, str | None] = {}

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Le réseau fermé ; rendu tel qu'il était quand le dernier fil a fini."""
        with self._lock:
            if not self._users:
                self._before = {name: os.environ.get(name) for name in _PROXIES}
                os.environ.update(dict.fromkeys(_PROXIES, _NOWHERE_PROXY))
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                for name, value in self._before.items() if not self._users else ():
                    if value is None:
                        os.environ.pop(name, None)
                    else:
                        os.environ[name] = value


_NETWORK: Final = _Network()


class PdfError(KitError):
    """typst a refusé le document ; porte son message."""


def write_pdf(source: Path, *, day: dt.date, look: Look) -> bytes:
    """Le PDF du fichier typst ``source``, dont les figures sont à côté ; daté de ``day``, reproductible.

    Un signe sans dessin ne doit pas priver un groupe de son document : « □ » le remplace
    (:func:`list_undrawn_signs` le nomme).

    :raises PdfError: si typst refuse le document pour une autre raison.
    """
    text = source.read_text(encoding="utf-8")
    missing = list_undrawn_signs(text, fonts=look.fonts)
    if missing:
        source.write_text(replace_signs(text, missing), encoding="utf-8")
    is_foreign = look.is_foreign(look.typst)
    return _compile_page(source, day=day, look=look, inputs={}, is_foreign=is_foreign)


def _pass_palette(palette: Palette) -> dict[str, str]:
    """Les couleurs claires, telles que les fichiers typst les lisent dans ``sys.inputs.palette``."""
    return {"palette": json.dumps(palette.list_colors())}


def compile_pdf(source: Path, *, day: dt.date, look: Look, inputs: dict[str, str]) -> bytes:
    """Le PDF d'un fichier typst que ses données ne modifient pas : elles arrivent par ``sys.inputs``.

    :raises PdfError: si typst refuse le document.
    """
    return _compile_page(source, day=day, look=look, inputs=inputs, is_foreign=look.is_foreign(source))


def _compile_page(
    source: Path, *, day: dt.date, look: Look, inputs: dict[str, str], is_foreign: bool
) -> bytes:
    """Un modèle qui n'est pas le nôtre se compose à part : s'il ne finit pas, il est arrêté."""
    settings = {
        "root": source.parent,
        "format": "pdf",
        "pdf_standards": _STANDARDS,
        "timestamp": dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC),
        "sys_inputs": inputs | _pass_palette(look.palette),
    }
    if is_foreign:
        return _compile_apart(source, settings, look.fonts)
    return _compile(source, font_paths=_load_fonts(look.fonts), **settings)


def _compile_apart(source: Path, settings: dict[str, Any], fonts: Path) -> bytes:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_compile_in_child, args=(sender, source, settings, fonts), daemon=True)
    child.start()
    sender.close()
    try:
        if not receiver.poll(_SECONDS):
            raise PdfError(f"le modèle de mise en page ne finit pas : arrêté après {_SECONDS} secondes")
        answer: bytes | PdfError = receiver.recv()
    except EOFError:
        raise PdfError("typst s’est arrêté sur le modèle de mise en page") from None
    finally:
        child.kill()
        child.join()
    if isinstance(answer, PdfError):
        raise answer
    return answer


def _compile_in_child(sender: Connection, source: Path, settings: dict[str, Any], fonts: Path) -> None:
    try:
        sender.send(_compile(source, font_paths=_load_fonts(fonts), **settings))
    except PdfError as error:
        sender.send(error)


def _compile(source: Path | bytes, **settings: Any) -> bytes:  # noqa: ANN401 — les réglages de typst
    """Ce que typst rend ; un refus, comme un arrêt de son dessinateur, est une :class:`PdfError`.

    Le réseau lui est fermé : un modèle qui demande un paquet est refusé, il n'est pas servi d'ailleurs.
    """
    import typst

    try:
        with _NETWORK.closed():
            return bytes(typst.compile(source, **settings))
    except typst.TypstError as error:
        if "failed to download package" in error.message:
            raise PdfError(
                "le modèle de mise en page demande un paquet de typst à prendre sur le réseau, "
                "que le kit n’ouvre pas : copiez dans le modèle ce dont il a besoin"
            ) from None
        raise PdfError(f"typst a refusé le document : {error.message}") from None
    except BaseException as error:
        # Une panique de Rust n'est pas une « Exception » pour Python, et un texte rare suffit à en faire une.
        if type(error).__name__ != "PanicException":
            raise
        raise PdfError("typst s’est arrêté sur un texte du document") from None


def list_undrawn_signs(text: str, *, fonts: Path) -> tuple[str, ...]:
    """Les signes de ``text`` qu'aucune de nos polices ne dessine dans une page."""
    return tuple(_find_undrawn(list_rare_signs(text), fonts))


def list_undrawn_in_drawing(svg: str, *, fonts: Path) -> tuple[str, ...]:
    """Les signes des textes d'un dessin qu'aucune de nos polices n'y dessine."""
    return tuple(sign for sign in list_drawn_signs(svg) if not _is_drawn(sign, fonts))


def dress_for_print(svg: str, *, fonts: Path) -> str:
    """Le dessin tel que typst sait l'imprimer, « □ » à la place de ce qu'il ne dessine pas."""
    return dress_drawing(svg, lambda sign: _is_drawn(sign, fonts))


def _find_undrawn(signs: Sequence[str], fonts: Path) -> Iterator[str]:
    """Un essai pour tous ; s'il échoue, chaque moitié, jusqu'au signe qui manque."""
    if not signs or _can_print(tuple(signs), fonts):
        return
    if len(signs) == 1:
        yield signs[0]
        return
    middle = len(signs) // 2
    yield from _find_undrawn(signs[:middle], fonts)
    yield from _find_undrawn(signs[middle:], fonts)


@cache
def _can_print(signs: tuple[str, ...], fonts: Path) -> bool:
    """Vrai si une page qui porte ces signes, chacun entre deux mots, se compile."""
    escaped = ("".join(f"\\u{{{ord(char):x}}}" for char in sign) for sign in signs)
    families = ", ".join(f'"{name}"' for name in (*_PROBE_FAMILIES, EMOJI_FONT))
    body = "\n".join(f'mot #"{sign}" mot' for sign in escaped)
    return _can_compile(f'#set text(lang: "fr", font: ({families}))\n{body}\n', fonts)


@cache
def _is_drawn(sign: str, fonts: Path) -> bool:
    """Vrai si un dessin qui porte ce signe se compile."""
    svg = dress_drawing(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 9"><text font-family="Public Sans" y="8">'
        f"mot {escape(sign)} mot</text></svg>",
        lambda _sign: True,
    )
    return _can_compile(
        f'#image(bytes({json.dumps(svg, ensure_ascii=False)}), format: "svg", alt: "x")\n', fonts
    )


def _can_compile(body: str, fonts: Path) -> bool:
    head = '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 1))\n'
    try:
        _compile(
            f"{head}{body}".encode(),
            font_paths=_load_fonts(fonts),
            format="pdf",
            pdf_standards=_STANDARDS,
            timestamp=0,
        )
    except PdfError:
        return False
    return True


def draw_png(svg: Path, *, width_cm: float, fonts: Path) -> bytes:
    """Le dessin SVG en PNG, à 200 points par pouce pour la largeur imprimée.

    :raises PdfError: si typst refuse le dessin.
    """
    page = (
        f"#set page(width: {width_cm:g}cm, height: auto, margin: 0pt, fill: white)\n"
        f'#image("{svg.name}", width: 100%)\n'
    )
    path = svg.with_suffix(".png.typ")
    path.write_text(page, encoding="utf-8")
    return _compile(path, root=path.parent, font_paths=_load_fonts(fonts), format="png", ppi=PPI)


@cache
def _load_fonts(folder: Path) -> typst.Fonts:
    """Nos polices et celles de typst ; jamais celles de la machine, pour un résultat partout le même."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[folder])
