"""La description d'un document de texte : du Markdown, des figures, des métadonnées."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kit.documents.palette import load_palette


class DocumentKind(StrEnum):
    """Les documents du kit ; la valeur sert de clé de fichier et d'option."""

    ARGUMENT_SHEET = "fiche-argumentaire"
    ACTION_PLAN = "plan-action"
    EVALUATION_GRID = "grille-evaluation"
    AIDS = "aides"
    CHARTER = "charte"
    CONVENTION = "convention"
    RECIPROCITY = "contrat-reciprocite"
    TERRITORY_PROJECT = "projet-de-territoire"
    MERGED_GRIDS = "grilles-reunies"
    ARGUMENT_PAGE = "argumentaire"
    ARGUMENT_SLIDES = "argumentaire-diapositives"
    PROGRESS_REPORT = "bilan"
    PROGRESS_SLIDES = "bilan-diapositives"
    FRAGILITY = "fragilite"
    OBSERVATORY = "observatoire"
    COURSE_SHEET = "fiche-de-stage"
    TRAINER_GUIDE = "guide-formateur"
    COURSE_SLIDES = "diapositives"
    CONVOCATION = "convocation"
    CERTIFICATE = "attestation"
    SIGN_IN_SHEET = "emargement"
    QUIZ = "quiz"
    QUIZ_KEY = "quiz-corrige"
    HOT_EVALUATION = "evaluation-a-chaud"
    COLD_EVALUATION = "evaluation-a-froid"
    CHECKLIST = "a-imprimer"
    BOOKLET = "livret"
    EXERCISES = "exercices"
    ANSWER_KEY = "corrige"
    FEEDBACK = "retour"
    OUTCOME = "bilan-formation"


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
    """Un document prêt à écrire. ``markdown`` se lit avec ``-f markdown-smart``, sans entête YAML.

    ``dense`` : une mise en page serrée, pour ce qui doit tenir sur une page. ``roomy`` : des lignes de
    tableau hautes, pour y signer.
    """

    kind: DocumentKind
    title: str
    subtitle: str
    markdown: str
    charts: tuple[Chart, ...] = ()
    subject: str = ""
    landscape: bool = False
    dense: bool = False
    roomy: bool = False
