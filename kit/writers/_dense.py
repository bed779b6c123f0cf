"""Une mise en page serrée, pour ce qui doit tenir sur une page : marges, blancs et titres réduits.

Les proportions s'appliquent au fichier de référence, quel qu'il soit : celui de la personne aussi. Il se
retouche en texte : réécrire son arbre perdrait les espaces de noms qu'il déclare sans les employer.
"""

from __future__ import annotations

import re
from typing import Final

_SPACE: Final = 0.3
_TITLE: Final = 0.74
MARGIN: Final = 0.64


def tighten_docx_styles(xml: str) -> str:
    """Les styles docx aux blancs réduits, et aux titres plus petits."""
    xml = re.sub(
        r"<w:spacing [^>]*w:before[^>]*>",
        lambda tag: _scale(tag[0], r'w:(?:before|after)="', _SPACE),
        xml,
    )
    return re.sub(
        r'<w:style [^>]*w:styleId="(?:Title|Heading1)".*?</w:style>',
        lambda style: _scale(style[0], r'w:(?:sz|szCs) w:val="', _TITLE),
        xml,
        flags=re.DOTALL,
    )


def tighten_odt_styles(xml: str) -> str:
    """Les styles odt aux marges et aux blancs réduits, et aux titres plus petits."""
    xml = re.sub(
        r"<style:page-layout-properties [^>]*>",
        lambda tag: _scale_units(tag[0], r'fo:margin-(?:left|right|bottom)="', MARGIN),
        xml,
    )
    xml = re.sub(
        r"<style:paragraph-properties [^>]*>",
        lambda tag: _scale_units(tag[0], r'fo:(?:margin|padding)-(?:top|bottom)="', _SPACE),
        xml,
    )
    return re.sub(
        r'<style:style [^>]*style:name="(?:Title|Heading_20_1)".*?</style:style>',
        lambda style: _scale_units(style[0], r'fo:font-size="', _TITLE),
        xml,
        flags=re.DOTALL,
    )


def _scale(xml: str, attribute: str, share: float) -> str:
    """Les valeurs entières de ces attributs, réduites."""
    return re.sub(rf"({attribute})(\d+)", lambda match: f"{match[1]}{round(int(match[2]) * share)}", xml)


def _scale_units(xml: str, attribute: str, share: float) -> str:
    """Les longueurs de ces attributs, réduites, dans leur unité."""
    return re.sub(rf"({attribute})([\d.]+)", lambda match: f"{match[1]}{float(match[2]) * share:.4g}", xml)
