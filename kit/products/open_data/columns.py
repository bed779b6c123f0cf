"""Les colonnes de l'export : leur titre, leur sens, leur type, et comment les lire dans une fiche."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kit.knowledge.catalogue import (
    CaseStudy,
    Entry,
    Lever,
    Method,
    Programme,
    Question,
    Quiz,
    Target,
    Uncertainty,
)

SEPARATOR: Final = " | "
Value = str | float | bool | dt.date | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Une colonne : son nom dans le CSV, son titre, ce qu'elle contient, son type TableSchema."""

    name: str
    title: str
    description: str
    kind: str = "string"
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """Une colonne propre à une famille, et comment la lire dans une fiche."""

    column: Column
    read: Callable[[Any], Value]


_LISTED: Final = "Valeurs séparées par « | »."
COMMON: Final = (
    Column(name="cle", title="Clé", description="Identifiant stable de la fiche.", required=True),
    Column(name="titre", title="Titre", description="Nom court de la fiche.", required=True),
    Column(name="enonce", title="Énoncé", description="L’énoncé, en nos mots.", required=True),
    Column(name="source", title="Source", description="Clé de la source ; vide : écrit par ce guide."),
    Column(name="page", title="Page", description="Page ou pages de la source, si elle est paginée."),
    Column(
        name="fiabilite",
        title="Fiabilité",
        description="S lu tel quel, D déduit, E rétabli ; H hypothèse et X doute ne sont pas des faits.",
    ),
    Column(name="verifie_le", title="Vérifié le", description="Jour de la relecture.", kind="date"),
    Column(name="remarque", title="Remarque", description="Ce qu’il faut savoir avant de citer."),
    Column(name="themes", title="Thèmes", description=_LISTED),
    Column(name="publics", title="Publics", description=_LISTED),
    Column(name="etapes", title="Étapes", description=_LISTED),
    Column(name="odd", title="ODD", description=f"Numéros. {_LISTED}"),
    Column(name="territoires", title="Natures de territoire", description=_LISTED),
    Column(name="acteurs", title="Acteurs", description=_LISTED),
)
SOURCES: Final = (
    Column(name="cle", title="Clé", description="Identifiant de la source.", required=True),
    Column(name="titre", title="Titre", description="Titre du document.", required=True),
    Column(name="auteur", title="Auteur", description="Auteur ou éditeur.", required=True),
    Column(name="date", title="Date", description="Date de publication, telle qu’elle est connue."),
    Column(name="adresse", title="Adresse", description="Lue en copie, non vérifiée en ligne, ou vide."),
    Column(name="licence", title="Licence", description="Ce que la source permet, ou ce qui en est repris."),
    Column(name="lecture", title="Lecture", description="Comment la source a été lue."),
)
_FAMILY: Final = Column(name="famille", title="Famille", description="Famille de la fiche.", required=True)
_ENTRY: Final = Column(name="fiche", title="Fiche", description="Clé de la fiche.", required=True)
DETAILS: Final = (
    _FAMILY,
    _ENTRY,
    Column(name="cle", title="Clé", description="Clé de l’élément.", required=True),
    Column(name="enonce", title="Énoncé", description="L’élément, en nos mots.", required=True),
)
FIGURES: Final = (
    _FAMILY,
    _ENTRY,
    Column(name="valeur", title="Valeur", description="Le nombre.", kind="number", required=True),
    Column(name="unite", title="Unité", description="Ce que compte le nombre.", required=True),
    Column(name="libelle", title="Libellé", description="Ce que mesure le nombre.", required=True),
)
CELLS: Final = (
    _ENTRY,
    Column(name="ligne", title="Ligne", description="Libellé de la ligne.", required=True),
    Column(name="colonne", title="Colonne", description="Libellé de la colonne.", required=True),
    Column(name="valeur", title="Valeur", description="En pour cent ; vide : illisible.", kind="number"),
    Column(name="base", title="Base", description="Nombre de réponses, s’il est connu.", kind="integer"),
)
CHOICES: Final = (
    _ENTRY,
    Column(name="cle", title="Clé", description="Clé de la réponse.", required=True),
    Column(name="libelle", title="Libellé", description="La réponse.", required=True),
    Column(
        name="part",
        title="Part",
        description="En pour cent de la salle ; vide : illisible ou sans objet.",
        kind="number",
    ),
    Column(name="juste", title="Juste", description="Vide pour une opinion.", kind="boolean"),
)

OPTIONS: Final = (
    _ENTRY,
    Column(name="libelle", title="Libellé", description="La réponse.", required=True),
    Column(name="juste", title="Juste", description="Vrai si la réponse est bonne.", kind="boolean"),
    Column(name="retour", title="Retour", description="Ce que l’on dit à qui la choisit.", required=True),
)


def _extra(
    name: str, title: str, read: Callable[[Any], Value], description: str = "", kind: str = "string"
) -> Extra:
    column = Column(name=name, title=title, description=description or f"{title}.", kind=kind)
    return Extra(column=column, read=read)


def join_values(values: Iterable[object]) -> str:
    """Les valeurs d'une liste, dans une seule case."""
    return SEPARATOR.join(str(value) for value in values)


_AMONG: Final = "Parmi le vocabulaire d’Aides-territoires, séparés par « | »."
EXTRAS: Final[Mapping[type[Entry], tuple[Extra, ...]]] = {
    Quiz: (
        _extra("question", "Question", lambda entry: entry.question),
        _extra("explication", "Explication", lambda entry: entry.explanation),
    ),
    Question: (
        _extra("question", "Question", lambda entry: entry.question),
        _extra("explication", "Explication", lambda entry: entry.explanation),
        _extra("objectif", "Objectif", lambda entry: entry.objective, "Ce que la question vérifie."),
        _extra("renvois", "Renvois", lambda entry: join_values(entry.links), _LISTED),
    ),
    CaseStudy: (
        _extra("territoire", "Territoire", lambda entry: entry.territory),
        _extra("nature", "Nature du territoire", lambda entry: entry.kind),
        _extra("code_territoire", "Code INSEE ou SIREN", lambda entry: entry.code),
        _extra("fait", "Ce qui a été fait", lambda entry: entry.deed),
        _extra("lecon", "Ce que le cas apprend", lambda entry: entry.lesson),
    ),
    Target: (
        _extra("numero", "Numéro", lambda entry: entry.number),
        _extra("etiquette", "Étiquette", lambda entry: entry.label, "Notre nom court."),
        _extra("texte", "Texte officiel", lambda entry: entry.official_text, "Cité : A/RES/70/1."),
        _extra("lecture", "Lecture territoriale", lambda entry: entry.reading, "Notre transposition."),
        _extra("portee", "Portée", lambda entry: entry.scope),
    ),
    Programme: (
        _extra("volet", "Volets", lambda entry: join_values(entry.strands), _LISTED),
        _extra("operateur", "Opérateur", lambda entry: entry.operator),
        _extra("publics_vises", "Publics visés", lambda entry: join_values(entry.applicants), _AMONG),
        _extra("objet", "Objet", lambda entry: entry.purpose),
        _extra("debut", "Début", lambda entry: entry.start, "Année, mois ou jour."),
        _extra("fin", "Fin", lambda entry: entry.end, "Année, mois ou jour."),
        _extra("periode", "Période", lambda entry: entry.period),
        _extra("statut", "Statut", lambda entry: entry.status),
        _extra("statut_verifie_le", "Date de la preuve", lambda entry: entry.status_checked_on),
        _extra("statut_source", "Source du statut", lambda entry: entry.status_reference),
        _extra("ingenierie", "Ingénierie", lambda entry: entry.is_engineering, kind="boolean"),
    ),
    Method: (
        _extra("but", "But", lambda entry: entry.purpose),
        _extra("metier", "Métiers", lambda entry: join_values(entry.crafts), _LISTED),
        _extra("groupe_min", "Groupe, au moins", lambda entry: entry.group_min, kind="integer"),
        _extra("groupe_max", "Groupe, au plus", lambda entry: entry.group_max, kind="integer"),
        _extra("duree_min", "Durée, au moins", lambda entry: entry.minutes_min, "En minutes.", "integer"),
        _extra("duree_max", "Durée, au plus", lambda entry: entry.minutes_max, "En minutes.", "integer"),
        _extra("distance", "À distance", lambda entry: entry.remote),
        _extra("materiel", "Matériel", lambda entry: join_values(entry.equipment), _LISTED),
        _extra("deroule", "Déroulé", lambda entry: join_values(entry.steps), _LISTED),
        _extra("attention", "Attention", lambda entry: entry.caution),
    ),
    Lever: (
        _extra("theme", "Thème de levier", lambda entry: entry.lever_theme),
        _extra("question", "Question", lambda entry: entry.question),
        _extra("quoi", "Quoi faire", lambda entry: entry.deed),
        _extra("qui", "Qui", lambda entry: entry.who),
        _extra("temps", "Temps", lambda entry: entry.time),
        _extra("produit", "Ce que cela produit", lambda entry: entry.product),
        _extra("cas", "Cas", lambda entry: join_values(entry.cases), _LISTED),
        _extra("appui", "Appui", lambda entry: join_values(entry.basis), _LISTED),
        _extra("auteur", "Auteur", lambda entry: entry.author),
    ),
    Uncertainty: (
        _extra("pourquoi", "Pourquoi", lambda entry: entry.reason),
        _extra("lecture_retenue", "Lecture retenue", lambda entry: entry.reading),
    ),
}
