"""Ce qui ne va pas dans les données du kit (``kit/data``)."""

from __future__ import annotations

from typing import Final

from kit.domain.errors._kind import ProblemKind

KINDS: Final[dict[str, ProblemKind]] = {
    "catalogue-cle-inconnue": ProblemKind(
        message="la clé « {found} » n’est pas connue{suggestion}",
        remedy="gardez les clés attendues : {expected}",
    ),
    "catalogue-cle-absente": ProblemKind(
        message="la clé « {expected} » manque",
        remedy="ajoutez-la",
    ),
    "catalogue-double": ProblemKind(
        message="« {found} » est déclaré deux fois",
        remedy="gardez une seule déclaration",
    ),
    "catalogue-valeur": ProblemKind(
        message="« {found} » ne convient pas à « {field} »",
        remedy="donnez {expected}",
    ),
    "catalogue-renvoi": ProblemKind(
        message="« {found} », cité par « {field} », n’existe pas{suggestion}",
        remedy="corrigez le renvoi, ou déclarez ce qu’il désigne",
    ),
    "catalogue-sans-source": ProblemKind(
        message="« {found} » n’a pas de source",
        remedy="ajoutez la clé « source » : un énoncé ou un chiffre sans source ne s’imprime pas",
    ),
    "catalogue-sans-page": ProblemKind(
        message="« {found} » cite sans page une source qui en a",
        remedy="ajoutez la clé « page »",
    ),
    "catalogue-fiabilite": ProblemKind(
        message="« {found} » est de fiabilité {level} : une hypothèse ou un doute n’est pas un fait",
        remedy="retirez-le, ou rétablissez-le par une source publique (fiabilité E)",
    ),
    "catalogue-somme": ProblemKind(
        message="« {found} » fait {total}, alors que {expected} est attendu",
        remedy="relisez les chiffres dans la source",
    ),
    "catalogue-statut": ProblemKind(
        message="« {found} » dit un statut sans sa preuve",
        remedy="ajoutez les clés « statut_verifie_le » et « statut_source »",
    ),
    "catalogue-passage-absent": ProblemKind(
        message="« {found} » affirme sans dire où le lire dans les Actes",
        remedy="ajoutez ses lignes et ses voix à passages.yaml, ou citez une source publique",
    ),
    "catalogue-passage": ProblemKind(
        message="les lignes « {found} » ne conviennent pas au passage de « {field} »",
        remedy="donnez {expected}",
    ),
    "catalogue-voix": ProblemKind(
        message="« {found} » n’est pas de ceux qui parlent dans le passage de « {field} »{suggestion}",
        remedy="nommez une voix de ce passage, ou ajoutez-la à la liste « voix », avec sa fonction",
    ),
    "catalogue-mot": ProblemKind(
        message="« {field} » emploie « {found} » ({kind}) sans le déclarer",
        remedy=(
            "relisez le passage, puis adoucissez la phrase, "
            "ou déclarez le mot dans passages.yaml avec les mots qui le portent"
        ),
    ),
    "catalogue-mot-inutile": ProblemKind(
        message="« {field} » n’emploie pas « {found} », qui est déclaré pour cette fiche",
        remedy="retirez la déclaration",
    ),
    "catalogue-base": ProblemKind(
        message="l’enquête « {found} » donne des parts sans dire de combien de réponses",
        remedy="ajoutez la base, ou dites dans « remarque » que la source ne la donne pas",
    ),
}
