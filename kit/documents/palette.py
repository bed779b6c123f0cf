"""Les couleurs, par rôle : une seule source, ``references/palette.yaml``, pour tout ce que le kit écrit.

Un dessin ou une feuille de style nomme un rôle (``var(--main)``) ; seul celui qui écrit le fichier sait
quelle couleur il a.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from kit.domain.errors import KitError, suggest
from kit.domain.locations import find_shipped
from kit.domain.typography import format_number, join_list

PALETTE_FILE: Final = "references/palette.yaml"
TINT: Final = "tint"
_COLOR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_ROLE: Final = re.compile(r"var\(--([a-z-]+)\)")
_TEXTS: Final = ("ink", "grey", "main", "accent", "done", "discuss", "blocked")
_TEXT_CONTRAST: Final = 4.5
_EDGE_CONTRAST: Final = 3.0


class PaletteError(KitError):
    """Une palette ne peut pas servir ; la phrase dit le fichier, le rôle et quoi faire."""

    exit_status = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """Une couleur en clair et en sombre, et les voiles qui vont avec elle, vides pour un rôle sans voile."""

    light: str
    dark: str
    light_tint: str = ""
    dark_tint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Les couleurs de chaque rôle ; leur usage est écrit dans ``references/palette.yaml``."""

    ink: Shade
    grey: Shade
    main: Shade
    accent: Shade
    done: Shade
    discuss: Shade
    blocked: Shade
    border: Shade
    paper: Shade
    surface: Shade
    sand: Shade
    line: Shade

    def list_colors(self, *, dark: bool = False) -> dict[str, str]:
        """Chaque rôle et sa couleur ; un voile suit son rôle, sous le nom ``main-tint``.

        >>> load_palette().list_colors()["main-tint"]
        '#e6f1f2'
        """
        colors = {}
        for role, shade in self.list_shades():
            colors[role] = shade.dark if dark else shade.light
            if tint := shade.dark_tint if dark else shade.light_tint:
                colors[f"{role}-{TINT}"] = tint
        return colors

    def list_shades(self) -> Iterator[tuple[str, Shade]]:
        """Chaque rôle et ses couleurs, dans l'ordre de la charte."""
        return ((field.name, getattr(self, field.name)) for field in fields(self))

    def paint(self, drawing: str) -> str:
        """Le dessin, chaque rôle ``var(--main)`` changé en sa couleur claire : pour le papier.

        >>> load_palette().paint('<path fill="var(--main)"/>')
        '<path fill="#0b4b5a"/>'
        """
        colors = self.list_colors()
        return _ROLE.sub(lambda found: colors[found[1]], drawing)

    def paint_for_page(self, drawing: str) -> str:
        """Le dessin, chaque rôle doublé de sa couleur : une page sans nos variables le montre aussi.

        >>> load_palette().paint_for_page('<path fill="var(--main)"/>')
        '<path fill="var(--main,#0b4b5a)"/>'
        """
        colors = self.list_colors()
        return _ROLE.sub(lambda found: f"var(--{found[1]},{colors[found[1]]})", drawing)


def use_color(role: str) -> str:
    """Le rôle tel qu'un dessin ou une feuille de style le nomme.

    >>> use_color("main")
    'var(--main)'
    """
    return f"var(--{role})"


def load_palette(overrides: Path | None = None) -> Palette:
    """La palette livrée ; celle de ``overrides`` en remplace les couleurs qu'elle donne, une par une.

    :raises PaletteError: si un rôle est inconnu, une couleur mal écrite, ou un contraste trop faible.
    """
    places = [overrides / PALETTE_FILE, overrides / Path(PALETTE_FILE).name] if overrides else []
    own = next((path for path in places if path.is_file()), None)
    return _load_shipped() if own is None else _build_palette(own, _load_shipped())


@cache
def _load_shipped() -> Palette:
    return _build_palette(find_shipped("_templates", "templates") / PALETTE_FILE, None)


def _build_palette(path: Path, base: Palette | None) -> Palette:
    known = dict(base.list_shades()) if base else {}
    given = _read_values(path)
    faults = [fault for role, value in given.items() for fault in _check_value(role, value)]
    if faults:
        raise PaletteError(_tell(path, faults))
    changed = {
        role: replace(known[role], **value) if base else Shade(**value) for role, value in given.items()
    }
    palette = Palette(**known | changed)
    if faults := list(check_contrasts(palette)):
        raise PaletteError(_tell(path, faults))
    return palette


def _tell(path: Path, faults: list[str]) -> str:
    return f"la palette « {path.name} » ne peut pas servir : {' ; '.join(faults)}"


def _read_values(path: Path) -> Mapping[str, Any]:
    import yaml

    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PaletteError(_tell(path, [f"elle se lit mal ({error})"])) from None
    if not isinstance(values, dict):
        raise PaletteError(_tell(path, ["elle doit donner un rôle par ligne, comme « main: {…} »"]))
    return {str(role): value for role, value in values.items()}


def _check_value(role: str, value: object) -> Iterator[str]:
    roles = [field.name for field in fields(Palette)]
    if role not in roles:
        yield f"le rôle « {role} » n’existe pas{suggest(role, roles)}"
        return
    expected = {field.name for field in fields(Shade)}
    if not isinstance(value, dict) or not set(value) <= expected or not value:
        yield f"« {role} » demande une de ces couleurs au moins : {join_list(sorted(expected), 'ou')}"
        return
    for name, color in value.items():
        if not isinstance(color, str) or not _COLOR.fullmatch(color):
            yield f"« {role}.{name} » n’est pas une couleur comme « #0b4b5a », entre guillemets"


# --- Les contrastes --------------------------------------------------------------------------


def compute_contrast(first: str, second: str) -> float:
    """Le contraste de deux couleurs, de 1 à 21 (formule des WCAG 2.2).

    >>> round(compute_contrast("#000000", "#ffffff"), 1)
    21.0
    """
    low, high = sorted((_compute_luminance(first), _compute_luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _compute_luminance(color: str) -> float:
    channels = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def check_contrasts(palette: Palette) -> Iterator[str]:
    """Une phrase par couple de couleurs qui ne se lirait pas, en clair puis en sombre."""
    for dark in (False, True):
        colors, mode = palette.list_colors(dark=dark), "sombre" if dark else "clair"
        for role, ground, lowest in _list_pairs(colors):
            ratio = compute_contrast(colors[role], colors[ground])
            if ratio < lowest:
                yield (
                    f"« {role} » sur « {ground} », en {mode}, n’a qu’un contraste de "
                    f"{format_number(ratio, 1)} ; il en faut {format_number(lowest, 1)}"
                )


def _list_pairs(colors: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    """Chaque rôle et chaque fond où il se pose, avec le contraste qu'il y faut."""
    for role in _TEXTS:
        tint = f"{role}-{TINT}"
        for ground in ("surface", "paper", "sand", *((tint,) if tint in colors else ())):
            yield role, ground, _TEXT_CONTRAST
    for ground in sorted(name for name in colors if name.endswith(TINT)):
        yield "ink", ground, _TEXT_CONTRAST
    for ground in ("surface", "paper"):
        yield "border", ground, _EDGE_CONTRAST


# --- Pour les feuilles de style --------------------------------------------------------------


def write_css_variables(palette: Palette, *, dark_selector: str = "") -> str:
    """Les rôles en variables CSS (``--main``, ``--main-tint``…), en clair puis en sombre.

    Le sombre suit l'écran de la personne, jamais l'imprimante ; ``dark_selector`` le lie plutôt à ce
    sélecteur, pour une page qui a son bouton.
    """
    light, dark = (_declare(palette.list_colors(dark=dark)) for dark in (False, True))
    head = f":root {{ color-scheme: light; {light} }}\n"
    if dark_selector:
        return f"{head}{dark_selector} {{ color-scheme: dark; {dark} }}\n"
    return (
        f"{head}@media screen and (prefers-color-scheme: dark) {{ :root {{ color-scheme: dark; {dark} }} }}\n"
    )


def _declare(colors: Mapping[str, str]) -> str:
    return " ".join(f"--{role}: {color};" for role, color in colors.items())
