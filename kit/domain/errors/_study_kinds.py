"""Ce qui ne va pas dans les aides, les grilles réunies, le tableau de fragilité."""

from __future__ import annotations

from typing import Final

from kit.domain.errors._kind import ProblemKind

KINDS: Final[dict[str, ProblemKind]] = {
    # Les aides
    "aides-absent": ProblemKind(
        message="le fichier d’aides « {file} » n’existe pas ou ne s’ouvre pas",
        remedy="vérifiez le chemin de l’export donné à « --source »",
    ),
    "aides-format": ProblemKind(
        message="un export d’aides en « {suffix} » n’est pas lu",
        remedy="donnez l’export d’Aides-territoires en .json, .csv ou .xlsx",
    ),
    "aides-trop-gros": ProblemKind(
        message="l’export d’aides pèse {size} Mo, au-delà de la limite de {limit} Mo",
        remedy="filtrez-le sur Aides-territoires (périmètre, public), puis exportez de nouveau",
    ),
    "aides-json": ProblemKind(
        message="ce fichier n’est pas du JSON lisible : {reason}",
        remedy="exportez de nouveau, sans ouvrir ni enregistrer le fichier dans un tableur",
    ),
    "aides-forme": ProblemKind(
        message="ce JSON n’est pas une liste d’aides",
        remedy="donnez la réponse d’Aides-territoires (clé « results »), ou une liste d’aides",
    ),
    "aides-refus": ProblemKind(
        message="ce fichier n’est pas une aide, mais un refus d’Aides-territoires : « {reason} »",
        remedy="vérifiez l’adresse ou l’identifiant de l’aide, puis enregistrez de nouveau la réponse",
    ),
    "aides-autre-liste": ProblemKind(
        message="ce JSON est une autre liste d’Aides-territoires, sans aide ; champs lus : {found}",
        remedy="donnez la réponse de la recherche d’aides (« /api/aids/ »)",
    ),
    "aides-statistiques": ProblemKind(
        message="ce tableau compte les consultations des aides, il ne les décrit pas",
        remedy="donnez l’export d’une recherche ou d’un projet d’Aides-territoires",
    ),
    "aides-colonnes-laissees": ProblemKind(
        message="colonnes ou champs que la recherche n’utilise pas : {found}",
        remedy="rien à faire ; le classeur les recopie, sauf l’auteur de la fiche",
        blocking=False,
    ),
    "aides-colonnes": ProblemKind(
        message="aucune colonne ne donne le nom des aides ; colonnes lues : {found}",
        remedy="nommez-la « name » ou « nom », comme dans l’export d’Aides-territoires",
    ),
    "aides-aucune": ProblemKind(
        message="aucune aide n’a pu être lue dans ce fichier",
        remedy="vérifiez que l’export n’est pas vide, puis recommencez",
    ),
    "aides-incomplet": ProblemKind(
        message="le fichier annonce {total} aides et n’en contient que {count} : c’est une page de résultats",
        remedy="exportez toutes les pages si vous voulez chercher dans toutes les aides",
        blocking=False,
    ),
    "aides-fiche": ProblemKind(
        message="cette aide est laissée de côté : {reason}",
        remedy="les autres sont lues ; corrigez l’export si vous y tenez",
        blocking=False,
    ),
    "aides-date": ProblemKind(
        message="« {found} » n’est pas une date possible pour « {field} »",
        remedy="l’aide est gardée, cette date reste inconnue : vérifiez-la sur Aides-territoires",
        blocking=False,
    ),
    "aides-valeur": ProblemKind(
        message="« {found} » n’est pas une valeur connue de « {field} »",
        remedy="l’aide est gardée, ce point reste inconnu : vérifiez-le sur Aides-territoires",
        blocking=False,
    ),
    # Les réponses d'un formulaire en ligne
    "export-colonnes-personnelles": ProblemKind(
        message="ces colonnes disent qui répond, ou quand : {found} ; elles ne sont pas reprises",
        remedy="rien à faire ; supprimez cet export quand il ne sert plus",
        blocking=False,
    ),
    "export-colonnes-laissees": ProblemKind(
        message="colonnes ({count}) où aucune question n’est reconnue, laissées de côté : {found}",
        remedy="si l’une porte une réponse, remettez le code de sa question entre crochets au début du titre",
        blocking=False,
    ),
    "export-colonnes-absentes": ProblemKind(
        message="aucune colonne ne porte ces questions : {missing} ; elles comptent comme sans réponse",
        remedy="si elles ont été posées, remettez leur code au début du titre, entre crochets",
        blocking=False,
    ),
    "export-question-proche": ProblemKind(
        message="la question « {found} », sans code, est lue comme {question}, dont les mots sont proches",
        remedy="si ce n’est pas elle, mettez le bon code au début du titre, entre crochets",
        blocking=False,
    ),
    "export-question-double": ProblemKind(
        message="deux colonnes portent la question {question} ; la seconde est « {found} »",
        remedy="retirez la colonne de trop : deux réponses qui diffèrent sont laissées vides",
        blocking=False,
    ),
    "export-deux-reponses": ProblemKind(
        message="deux réponses différentes à {question}, « {first} » et « {second} » : elle est laissée vide",
        remedy="gardez une seule des deux colonnes, puis recommencez",
        blocking=False,
    ),
    "export-ligne-courte": ProblemKind(
        message="cette ligne a {count} cases au lieu de {expected} ; ce qu’elle porte est lu",
        remedy="l’export est peut-être coupé : téléchargez-le de nouveau",
        blocking=False,
    ),
    "export-ligne-coupee": ProblemKind(
        message="un guillemet n’est pas refermé sur cette ligne ; elle est laissée, les autres sont lues",
        remedy="l’export est peut-être coupé : téléchargez-le de nouveau",
        blocking=False,
    ),
    "export-ligne-vide": ProblemKind(
        message="lignes ({count}) sans aucune réponse, non comptées : {lines}",
        remedy="rien à faire si ces personnes ont ouvert le formulaire sans répondre",
        blocking=False,
    ),
    "export-meme-adresse": ProblemKind(
        message="les lignes {lines} viennent de la même adresse ; toutes sont comptées",
        remedy="si c’est la même personne, retirez de l’export la ligne de trop",
        blocking=False,
    ),
    "export-sans-question": ProblemKind(
        message="aucune colonne n’y porte une question de nos formulaires ; titres lus : {found}",
        remedy="mettez au début de chaque titre le code de la question entre crochets, comme [{example}]",
    ),
    "reponse-non-lue": ProblemKind(
        message="« {found} » n’est pas une réponse à {question} ; elle est laissée vide",
        remedy="écrivez A, B, C ou NC, ou la situation telle que la grille la décrit",
        blocking=False,
    ),
    "reponse-par-rang": ProblemKind(
        message="« {found} » est lu comme le choix de ce rang, {expected}, pour {question}",
        remedy="si les choix de votre formulaire sont dans un autre ordre, exportez les réponses en texte",
        blocking=False,
    ),
    # Les grilles remplies à plusieurs
    "grille-sans-reponse": ProblemKind(
        message="aucune réponse n’a pu y être lue ; ce fichier n’est pas compté",
        remedy="gardez les colonnes « Critère » et « Situation », ou repartez de « kit grilles vierge »",
    ),
    "grille-autre": ProblemKind(
        message="il répond à la grille « {found} », et l’on réunit « {expected} » ; il n’est pas compté",
        remedy="réunissez chaque grille à part, avec --grille",
    ),
    "grille-autre-version": ProblemKind(
        message="il a été rempli sur une autre version de la grille ({found} au lieu de {expected})",
        remedy="les critères communs sont comptés ; relisez ceux dont la question a changé",
        blocking=False,
    ),
    "grille-deja-reunie": ProblemKind(
        message="c’est le résultat d’une réunion de grilles, pas une grille ; il n’est pas compté",
        remedy="rangez-le ailleurs que les grilles remplies",
        blocking=False,
    ),
    "criteres-absents": ProblemKind(
        message="{count} de la grille n’y figurent pas ({missing}) et comptent comme sans réponse",
        remedy="demandez ces réponses à la personne, si elles comptent pour elle",
        blocking=False,
    ),
    "critere-repete": ProblemKind(
        message="le critère « {found} » a plusieurs lignes ; la première réponse est seule comptée",
        remedy="gardez une seule ligne par critère",
        blocking=False,
    ),
    "colonne-devinee": ProblemKind(
        message="la colonne « {found} » a été lue comme « {expected} », d’après ce qu’elle contient",
        remedy="remettez le titre « {expected} »",
        blocking=False,
    ),
    "cellules-fusionnees": ProblemKind(
        message="les cellules {found} sont fusionnées ; seule la première porte une réponse",
        remedy="séparez ces cellules et donnez une réponse par critère",
        blocking=False,
    ),
    "formule-lue": ProblemKind(
        message="la cellule {found} contient une formule ; c’est son dernier résultat qui est lu",
        remedy="remplacez la formule par sa valeur",
        blocking=False,
    ),
    "college-non-precise": ProblemKind(
        message="le collège du répondant n’est pas donné ; ses réponses comptent, sans collège",
        remedy="choisissez parmi : {expected}",
        blocking=False,
    ),
    "repondant-double": ProblemKind(
        message="« {first} » et « {second} » ont le même répondant ; « {found} » est compté ({reason})",
        remedy="gardez un seul fichier par personne, ou donnez deux noms différents",
        blocking=False,
    ),
    "defauts-semblables": ProblemKind(
        message="{count} de plus ont le même défaut que le précédent",
        remedy="corrigez-les de la même façon",
        blocking=False,
    ),
    "accord-non-calcule": ProblemKind(
        message="l’accord entre répondants n’est pas calculé : l’extra « grilles » n’est pas installé",
        remedy="pour l’avoir, installez le projet avec cet extra : jouer-collectif[grilles]",
        blocking=False,
    ),
    # Le tableau de fragilité numérique
    "tableau-format": ProblemKind(
        message="le format « {suffix} » n’est pas lu",
        remedy="enregistrez le tableau en .ods, .xlsx ou .csv",
    ),
    "commune-absente": ProblemKind(
        message="la ligne n’a ni nom de commune ni code INSEE",
        remedy="écrivez la commune, ou videz la ligne",
    ),
    "commune-double": ProblemKind(
        message="{found} est déjà dans le tableau",
        remedy="gardez une seule ligne par commune",
    ),
    "trop-peu-de-communes": ProblemKind(
        message="il faut au moins trois communes à comparer (trouvées, et évaluables : {count})",
        remedy="ajoutez des communes, ou complétez les valeurs qui manquent",
    ),
    "tableau-sans-indicateur": ProblemKind(
        message="aucun indicateur déclaré ne varie d’une commune à l’autre",
        remedy="déclarez au moins une colonne de nombres, avec son axe et son sens",
    ),
    "indicateur-non-declare": ProblemKind(
        message="la colonne « {found} » n’est pas déclarée{suggestion} ; elle n’est pas comptée",
        remedy="décrivez-la dans la feuille « Indicateurs », ou dans son titre : titre | axe | plus ou moins",
        blocking=False,
    ),
    "indicateur-sans-colonne": ProblemKind(
        message="l’indicateur « {found} » est déclaré, mais aucune colonne ne porte ce titre",
        remedy="corrigez le titre, ou videz la ligne",
        blocking=False,
    ),
    "indicateur-double": ProblemKind(
        message="« {found} » est le titre de deux colonnes ou de deux indicateurs",
        remedy="donnez à chacun un titre différent",
    ),
    "titre-retrouve": ProblemKind(
        message="la formule du titre ({found}) n’a pas de valeur : il est relu dans « Indicateurs »",
        remedy="vérifiez-le ; le classeur ouvert, recalculé et enregistré l’aurait",
        blocking=False,
    ),
    "colonne-sans-titre": ProblemKind(
        message="la colonne n° {number} contient des valeurs, mais n’a pas de titre",
        remedy="donnez-lui un titre, ou videz-la",
    ),
    "pourcentage-mele": ProblemKind(
        message="« {field} » mêle des valeurs avec et sans le signe « % »",
        remedy="écrivez toute la colonne de la même façon",
    ),
}
