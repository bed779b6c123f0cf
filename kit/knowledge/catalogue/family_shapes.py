"""La forme des familles du catalogue : des clés communes, et celles que chaque famille ajoute."""

from __future__ import annotations

import datetime as dt
from typing import Final

from kit.domain.values import PartnerKind, Stage, TerritoryKind
from kit.knowledge.catalogue.records import Key, Shape
from kit.knowledge.catalogue.shapes import AUDIENCES, FIGURE, PROVENANCE

KEY: Final = r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*"
DAY: Final = r"\d{4}(-\d{2}){0,2}"
TERRITORIES: Final = (*(kind.value for kind in TerritoryKind), "national", "international")
STATUSES: Final = ("clos", "actif", "en extinction", "à vérifier")
STRANDS: Final = ("U1", "U2", "U3", "R1", "R2", "R3", "T")
APPLICANTS: Final = (
    "commune",
    "epci",
    "department",
    "region",
    "special",
    "association",
    "private_person",
    "farmer",
    "private_sector",
    "public_cies",
    "public_org",
    "researcher",
)
FACETS: Final = (
    Key(name="themes", many=True, empty=True, required=False),
    Key(name="publics", many=True, empty=True, required=False, choices=AUDIENCES),
    Key(
        name="etapes",
        many=True,
        empty=True,
        required=False,
        choices=tuple(stage.value for stage in Stage),
    ),
    Key(
        name="odd",
        kind=int,
        many=True,
        empty=True,
        required=False,
        choices=tuple(str(number) for number in range(1, 18)),
    ),
    Key(name="territoires", many=True, empty=True, required=False, choices=TERRITORIES),
    Key(
        name="acteurs",
        many=True,
        empty=True,
        required=False,
        choices=tuple(kind.value for kind in PartnerKind),
    ),
)
STATEMENT: Final = (
    Key(name="cle", pattern=KEY),
    Key(name="titre"),
    Key(name="enonce"),
    Key(
        name="details",
        many=True,
        required=False,
        shape=Shape(keys=(Key(name="cle", pattern=KEY), Key(name="enonce"))),
    ),
    Key(name="chiffres", many=True, shape=FIGURE, required=False),
    Key(name="remarque", required=False),
    *FACETS,
)
TABLE: Final = Shape(
    keys=(
        Key(name="base", kind=int, required=False),
        Key(name="colonnes", many=True),
        Key(
            name="lignes",
            many=True,
            shape=Shape(
                keys=(
                    Key(name="libelle"),
                    Key(name="valeurs", kind=float, many=True, nullable=True),
                )
            ),
        ),
        Key(name="sommes", required=False, shape=Shape(keys=(Key(name="lignes", pattern=r"\S+=\S+"),))),
    )
)
CHOICE: Final = Shape(
    keys=(
        Key(name="cle", pattern=KEY),
        Key(name="libelle"),
        Key(name="part", kind=float, required=False),
        Key(name="juste", kind=bool, required=False),
    )
)


def build_family_shape(*keys: Key, is_own: bool = False) -> Shape:
    """La forme d'un fichier de famille ; ``is_own`` : écrit par ce guide, donc sans source ni fiabilité."""
    provenance = () if is_own else PROVENANCE
    return Shape(
        keys=(
            Key(name="famille"),
            Key(name="titre"),
            Key(name="presentation"),
            Key(name="fiches", many=True, shape=Shape(keys=(*STATEMENT, *provenance, *keys))),
        )
    )


PLAIN: Final = build_family_shape()
SURVEY: Final = build_family_shape(Key(name="tableau", shape=TABLE, required=False))
QUIZ: Final = build_family_shape(
    Key(name="question"),
    Key(name="reponses", many=True, shape=CHOICE),
    Key(name="explication"),
    Key(name="somme", kind=int, required=False),
)
QUESTION: Final = build_family_shape(
    Key(name="question"),
    Key(
        name="choix",
        many=True,
        shape=Shape(keys=(Key(name="libelle"), Key(name="juste", kind=bool), Key(name="retour"))),
    ),
    Key(name="explication"),
    Key(name="objectif"),
    Key(name="renvois", many=True),
    is_own=True,
)
CASE_STUDY: Final = build_family_shape(
    Key(name="territoire"),
    Key(name="nature", choices=TERRITORIES),
    Key(name="code_territoire", pattern=r"\d[0-9AB]\d{3}|\d{9}|\d{2,3}|2[AB]", required=False),
    Key(name="fait"),
    Key(name="lecon"),
)
TARGET: Final = build_family_shape(
    Key(name="numero", pattern=r"17\.\d{1,2}"),
    Key(name="etiquette"),
    Key(name="texte"),
    Key(name="lecture"),
    Key(name="portee", choices=("États", "transposable")),
)
PROGRAMME: Final = build_family_shape(
    Key(name="nom"),
    Key(name="volet", many=True, choices=STRANDS),
    Key(name="operateur"),
    Key(name="publics_vises", many=True, choices=APPLICANTS),
    Key(name="objet"),
    Key(name="montants", many=True, shape=FIGURE, required=False),
    Key(name="debut", pattern=DAY, required=False),
    Key(name="fin", pattern=DAY, required=False),
    Key(name="periode"),
    Key(name="statut", choices=STATUSES),
    # Facultatives dans la forme : leur absence a sa propre phrase (catalogue-statut).
    Key(name="statut_verifie_le", pattern=DAY, required=False),
    Key(name="statut_source", required=False),
    Key(name="ingenierie", kind=bool),
)
METHOD: Final = build_family_shape(
    Key(name="but"),
    Key(name="metier", many=True),
    Key(name="groupe_min", kind=int, required=False),
    Key(name="groupe_max", kind=int, required=False),
    Key(name="duree_min", kind=int, required=False),
    Key(name="duree_max", kind=int, required=False),
    Key(name="distance", choices=("oui", "non", "possible")),
    Key(name="materiel", many=True, empty=True),
    Key(name="deroule", many=True),
    Key(name="attention"),
)
LEVER: Final = build_family_shape(
    Key(name="theme", pattern=r"LEV[1-7]"),
    Key(name="question", pattern=r"LEV[1-7]-Q[1-4]"),
    Key(name="quoi"),
    Key(name="qui"),
    Key(name="temps"),
    Key(name="produit"),
    Key(name="cas", many=True, empty=True, required=False),
    Key(name="appui", many=True),
    Key(name="auteur", choices=("ce guide",)),
    Key(name="verifie_le", kind=dt.date, required=False),
    is_own=True,
)
UNCERTAINTY: Final = build_family_shape(Key(name="pourquoi"), Key(name="lecture_retenue"))
