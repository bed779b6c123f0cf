"""La forme des fichiers propres aux documents : sources, faits, argumentaires, grilles, ODD.

Celle des familles est dans :mod:`kit.knowledge.catalogue.family_shapes`.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from kit.domain.values import Audience, Reliability, TerritoryKind
from kit.knowledge.catalogue.records import Key, Shape

LEVELS: Final = ("A", "B", "C", "NC")
PURPOSES: Final = ("rejoindre", "soutenir", "financer", "continuer")
SITUATIONS: Final = ("A", "B", "C")

SOURCES: Final = Shape(
    keys=(
        Key(
            name="sources",
            many=True,
            shape=Shape(
                keys=(
                    Key(name="cle"),
                    Key(name="titre"),
                    Key(name="auteur"),
                    Key(name="date"),
                    Key(name="adresse", pattern=r"https?://\S+", required=False),
                    Key(name="licence"),
                    Key(name="lecture"),
                    Key(name="paginee", kind=bool, required=False),
                )
            ),
        ),
    )
)
PROVENANCE: Final = (
    Key(name="source", required=False),
    Key(name="page", required=False),
    Key(name="fiabilite", choices=tuple(level.value for level in Reliability)),
    Key(name="verifie_le", kind=dt.date),
)
FIGURE: Final = Shape(keys=(Key(name="valeur", kind=float), Key(name="unite"), Key(name="libelle")))
CASE: Final = Shape(
    keys=(
        Key(name="territoire"),
        Key(name="nature", choices=tuple(kind.value for kind in TerritoryKind)),
        Key(name="lecon"),
    )
)
AUDIENCES: Final = tuple(audience.value for audience in Audience)
FACTS: Final = Shape(
    keys=(
        Key(name="themes", many=True),
        Key(
            name="faits",
            many=True,
            shape=Shape(
                keys=(
                    Key(name="id", pattern=r"[A-Z0-9-]+"),
                    Key(name="enonce"),
                    Key(name="chiffres", many=True, shape=FIGURE, required=False),
                    *PROVENANCE,
                    Key(name="themes", many=True),
                    Key(name="publics", many=True, choices=AUDIENCES),
                    Key(name="cas", shape=CASE, required=False),
                )
            ),
        ),
    )
)
ARGUMENTS: Final = Shape(
    keys=(
        Key(
            name="arguments",
            many=True,
            shape=Shape(
                keys=(
                    Key(name="public", choices=AUDIENCES),
                    Key(name="but", choices=PURPOSES),
                    Key(name="message"),
                    Key(name="preuves", many=True),
                    Key(name="objection"),
                    Key(name="reponse"),
                    Key(name="demande"),
                    Key(name="limite"),
                )
            ),
        ),
    )
)
CRITERION: Final = Shape(
    keys=(
        Key(name="cle", pattern=r"[A-Z]\d+-\d+"),
        Key(name="question"),
        Key(name="situations", shape=Shape(keys=tuple(Key(name=level) for level in SITUATIONS))),
        Key(name="preuves"),
        Key(name="suggestion"),
        Key(name="poids", kind=float, required=False),
    )
)
DIMENSION: Final = Shape(
    keys=(
        Key(name="cle"),
        Key(name="titre"),
        Key(name="visee"),
        Key(name="criteres", many=True, shape=CRITERION),
    )
)
GRID: Final = Shape(
    keys=(
        Key(name="cle"),
        Key(name="titre"),
        Key(name="but"),
        Key(name="source"),
        Key(
            name="niveaux",
            many=True,
            shape=Shape(
                keys=(
                    Key(name="cle", choices=LEVELS),
                    Key(name="libelle"),
                    Key(name="valeur", kind=int, nullable=True),
                )
            ),
        ),
        Key(name="notes", many=True, required=False),
        Key(name="dimensions", many=True, shape=DIMENSION),
    )
)
ODD: Final = Shape(
    keys=(
        *PROVENANCE,
        Key(
            name="odd",
            many=True,
            shape=Shape(
                keys=(
                    Key(name="numero", kind=int),
                    Key(name="titre"),
                    Key(name="intitule"),
                    Key(name="couleur", pattern="#[0-9A-F]{6}", required=False),
                )
            ),
        ),
    )
)
