"""La description d'un document de texte : du Markdown, des figures, des métadonnées."""

from __future__ import annotations

from dataclasses import dataclass

from kit.documents.palette import load_palette


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Une figure : son dessin SVG, son alternative textuelle, et les mêmes données en tableau.

    Le Markdown du document l'appelle par ``![alternative](key.svg)`` ; l'écrivain choisit SVG ou PNG.
    ``drawing`` nomme ses couleurs par leur rôle, « var(--main) » ; ``width_cm`` est la largeur imprimée.
    """

    key: str
    title: str
    alternative: str
    drawing: str
    width_cm: float = 16.0

    @property
    def svg(self) -> str:
        """Le dessin aux couleurs livrées."""
        return load_palette().paint(self.drawing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Un document prêt à écrire ; ``name`` est celui que lui donne qui le déclare.

    ``markdown`` se lit avec ``-f markdown-smart``, sans entête YAML.
    ``dense`` : une mise en page serrée, pour ce qui doit tenir sur une page. ``roomy`` : des lignes de
    tableau hautes, pour y signer.
    """

    name: str
    title: str
    subtitle: str
    markdown: str
    charts: tuple[Chart, ...] = ()
    subject: str = ""
    landscape: bool = False
    dense: bool = False
    roomy: bool = False
