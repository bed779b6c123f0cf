"""Ce qui empêche une plateforme de lire ce que nous écrivons, et nous de lire un plan venu d'ailleurs."""

from __future__ import annotations

from typing import Final

from kit.domain.errors._kind import ProblemKind

KINDS: Final[dict[str, ProblemKind]] = {
    # Vers Territoires en Transitions
    "tet-feuille": ProblemKind(
        message="aucune feuille n’a « {expected} » dans sa case A2 : la plateforme n’y trouve pas de plan",
        remedy="repartez d’un fichier fait par « kit exporter-tet »",
    ),
    "tet-colonne": ProblemKind(
        message="la colonne « {found} » devrait s’appeler « {expected} », à cette place : tout est refusé",
        remedy="corrigez ce titre, ou repartez d’un fichier fait par « kit exporter-tet »",
    ),
    "tet-sans-titre": ProblemKind(
        message="cette ligne n’a pas de titre d’action : tout est refusé",
        remedy="donnez-lui un titre, ou videz-la",
    ),
    "tet-titre-long": ProblemKind(
        message="le titre « {found}… » dépasse {limit} caractères : tout est refusé",
        remedy="raccourcissez-le",
    ),
    "tet-texte": ProblemKind(
        message="« {found} » est un nombre ou une date, où la plateforme attend un texte : tout est refusé",
        remedy="écrivez-le en toutes lettres, ou mettez la case au format texte",
    ),
    "tet-valeur-perdue": ProblemKind(
        message="« {found} » n’est pas dans la liste de la plateforme : la valeur serait perdue ou changée",
        remedy="choisissez parmi : {expected}",
        blocking=False,
    ),
    "tet-nombre": ProblemKind(
        message="« {found} » n’est pas un nombre pour la plateforme : tout est refusé",
        remedy="écrivez le nombre seul, sans espace ni signe",
    ),
    "tet-budget": ProblemKind(
        message="le budget « {found} » est négatif, ou dépasse mille milliards : tout est refusé",
        remedy="corrigez ce montant",
    ),
    "tet-date": ProblemKind(
        message="« {found} » n’est pas une date sûre pour la plateforme : refusée, ou mal comprise",
        remedy="écrivez le jour entier, JJ/MM/AAAA",
    ),
    "tet-dates": ProblemKind(
        message="« {title} » finit avant de commencer : tout est refusé",
        remedy="corrigez l’une des deux dates dans le dossier, puis recommencez",
    ),
    "tet-doublon": ProblemKind(
        message=(
            "« {title} » est déjà le titre de la ligne {first}, dans le même axe ({axis}) : tout est refusé"
        ),
        remedy="distinguez les deux titres dans le dossier, par le lieu ou l’année, puis recommencez",
    ),
    "tet-sans-parent": ProblemKind(
        message=(
            "la sous-action « {found} » ne retrouve pas son action « {title} » dans le même axe : "
            "tout est refusé"
        ),
        remedy="donnez-lui, lettre pour lettre, l’axe et le titre de son action",
    ),
}
