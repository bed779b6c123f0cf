"""Ce qui ne va pas dans un carnet d'exercices : ses étiquettes, ses exercices, ses solutions."""

from __future__ import annotations

from typing import Final

from kit.domain.errors._kind import ProblemKind

KINDS: Final[dict[str, ProblemKind]] = {
    "carnet-illisible": ProblemKind(
        message="ce n’est pas un carnet Jupyter au format 4 ({reason})",
        remedy="rouvrez-le dans Jupyter, enregistrez-le, ou reprenez le carnet d’origine",
    ),
    "carnet-etiquette": ProblemKind(
        message="la cellule {number} porte une étiquette inconnue, « {found} »{suggestion}",
        remedy="retirez-la, ou gardez l’une de celles-ci : {expected}",
    ),
    "carnet-plusieurs-roles": ProblemKind(
        message="la cellule {number} porte plusieurs étiquettes de rôle : {found}",
        remedy="gardez-en une seule : une solution laissée dans un énoncé irait aux stagiaires",
    ),
    "carnet-sans-cle": ProblemKind(
        message="la cellule {number}, étiquetée « {found} », ne dit pas de quel exercice elle est",
        remedy="ajoutez « cle » à ses métadonnées : lettres minuscules, chiffres et tirets",
    ),
    "carnet-exercice-double": ProblemKind(
        message="l’exercice « {found} » est déclaré deux fois (cellule {number})",
        remedy="donnez une clé différente à chaque exercice",
    ),
    "carnet-exercice-absent": ProblemKind(
        message="la cellule {number}, étiquetée « {field} », est de l’exercice « {found} », qui ne la précède pas{suggestion}",  # noqa: E501 — une phrase d'un trait
        remedy="corrigez sa clé, ou placez l’énoncé avant elle",
    ),
    "carnet-exercice-incomplet": ProblemKind(
        message="il manque à l’exercice « {found} » {missing}",
        remedy="un exercice a un titre, un énoncé, un critère de réussite, une réponse et une solution",
    ),
    "carnet-reponse-double": ProblemKind(
        message="l’exercice « {found} » a deux cellules de réponse (cellule {number})",
        remedy="gardez-en une seule",
    ),
    "carnet-reponse-code": ProblemKind(
        message="la réponse de l’exercice « {found} » n’est pas une affectation simple (cellule {number})",
        remedy="écrivez une seule ligne, de la forme : nom = valeur",
    ),
}
