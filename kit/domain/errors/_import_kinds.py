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
    # Reprendre un plan qui existe
    "import-format": ProblemKind(
        message="un plan ne se reprend pas d’un fichier « {suffix} »",
        remedy="enregistrez-le en .xlsx, .ods ou .csv, puis recommencez",
    ),
    "import-deja-dossier": ProblemKind(
        message="ce fichier est déjà un dossier du kit : il n’y a rien à reprendre",
        remedy="contrôlez-le avec « kit verifier », ou ouvrez-le par « Reprendre un dossier » dans la page",
    ),
    "import-sans-plan": ProblemKind(
        message=(
            "aucune feuille n’a un titre d’action et, à côté, un pilote, une date, un budget ou un statut ; "
            "{seen}"
        ),
        remedy="donnez un titre à chaque colonne, ou dites où elles vont avec le fichier des colonnes",
    ),
    "import-sans-action": ProblemKind(
        message="les titres sont reconnus, et aucune action n’est écrite dessous",
        remedy="vérifiez que c’est la bonne feuille, ou nommez-la avec --feuille",
    ),
    "import-formule": ProblemKind(
        message="cette case contient une formule dont le résultat n’est pas enregistré",
        remedy="ouvrez le plan dans Excel ou LibreOffice, enregistrez-le, puis recommencez",
    ),
    "import-deux-plans": ProblemKind(
        message="plusieurs feuilles peuvent être le plan : {choices}",
        remedy="nommez celle à reprendre avec --feuille, ou retirez les autres",
    ),
    "import-feuille": ProblemKind(
        message="aucun plan n’est reconnu dans la feuille « {found} »{suggestion}",
        remedy="les feuilles où il y en a un : {expected}",
    ),
    "import-trop-long": ProblemKind(
        message="{count} lignes sont remplies ; un plan en compte {limit} au plus",
        remedy="gardez les lignes du plan dans une copie, et retirez le reste",
    ),
    "import-colonnes": ProblemKind(
        message="« {found} » n’est pas un champ du dossier{suggestion}",
        remedy="recopiez l’un des champs possibles de la dernière colonne, ou laissez vide",
    ),
    "import-colonnes-forme": ProblemKind(
        message="ce fichier n’est pas un fichier de colonnes : il y manque « {expected} »",
        remedy="reprenez celui que « kit importer » a écrit à côté du dossier",
    ),
    "import-colonne-disparue": ProblemKind(
        message="la colonne « {found} » n’est plus dans le plan",
        remedy="refaites le fichier des colonnes avec « kit importer »",
    ),
    "import-champ-double": ProblemKind(
        message="deux colonnes vont au même champ, « {found} », qui n’en prend qu’une",
        remedy="gardez-en une, et laissez l’autre vide ou joignez-la au descriptif",
    ),
    "import-coupe": ProblemKind(
        message="cette ligne s’arrête avant les autres : le fichier a peut-être été coupé",
        remedy="comparez avec le plan d’origine ; exportez-le de nouveau s’il en manque",
        blocking=False,
    ),
    "import-par-axe": ProblemKind(
        message="{count} feuilles sont reprises, chacune comme un axe : {found}",
        remedy="s’il ne fallait pas les réunir, nommez les bonnes avec --feuille",
        blocking=False,
    ),
    "import-feuille-laissee": ProblemKind(
        message="la feuille « {found} » n’est pas un plan : elle n’est pas reprise",
        remedy="rien à faire si elle ne porte pas d’actions",
        blocking=False,
    ),
    "import-numeros": ProblemKind(
        message="les numéros manquent ou se répètent : les actions sont numérotées de A1 à {last}",
        remedy="changez-les dans la feuille Actions si vous y tenez",
        blocking=False,
    ),
    "import-milliers": ProblemKind(
        message="les montants de « {found} » sont comptés par {shown}",
        remedy="si ce n’est pas le cas, corrigez le titre de la colonne",
        blocking=False,
    ),
    "import-ttc": ProblemKind(
        message="« {found} » est TTC ; le dossier compte hors taxes : les montants sont repris tels quels",
        remedy="ôtez la TVA dans la feuille Actions, ou dites aux lecteurs qu’elle est comprise",
        blocking=False,
    ),
    "import-personnel": ProblemKind(
        message="« {found} » porte des données de personnes : elle n’est recopiée nulle part",
        remedy="rien à faire ; elle reste dans votre fichier",
        blocking=False,
    ),
    "import-axe": ProblemKind(
        message="les lignes sans axe prennent celui du dessus ({count})",
        remedy="si elles n’en ont pas, videz la case dans la feuille Actions",
        blocking=False,
    ),
    "import-noms": ProblemKind(
        message="dans « {found} », les virgules et les barres séparent des noms",
        remedy="si un nom en porte une, corrigez-le dans la feuille Actions",
        blocking=False,
    ),
    "import-suite": ProblemKind(
        message="« {found} », sans titre d’action, est joint à l’action du dessus, « {title} »",
        remedy="si c’en est une autre, donnez-lui un titre",
        blocking=False,
    ),
    "import-deux-pilotes": ProblemKind(
        message="« {found} » semble nommer plusieurs pilotes",
        remedy="gardez celui qui fait avancer, et mettez les autres dans Partenaires",
        blocking=False,
    ),
    "import-territoire": ProblemKind(
        message="le territoire est lu dans le fichier : « {found} » donne {read}",
        remedy="si ce n’est pas lui, écrivez-en un autre, ou donnez --territoire",
        blocking=False,
    ),
    "import-personne": ProblemKind(
        message="« {found} » est une personne : elle va dans « Personne pilote », hors des documents publics",
        remedy="écrivez la structure pilote à côté",
        blocking=False,
    ),
    "import-famille": ProblemKind(
        message="familles d’acteurs lues dans les noms : {found}",
        remedy="si l’une n’est pas la bonne, changez-la dans la feuille Partenaires",
        blocking=False,
    ),
}
