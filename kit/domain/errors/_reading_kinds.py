"""Ce qui empêche de lire : le fichier, ses feuilles, ses colonnes, ses valeurs, les territoires."""

from __future__ import annotations

from typing import Final

from kit.domain.errors._kind import ProblemKind

KINDS: Final[dict[str, ProblemKind]] = {
    # Le fichier
    "fichier-absent": ProblemKind(
        message="le fichier « {file} » n’existe pas",
        remedy="vérifiez le chemin, ou créez un dossier vierge avec « kit nouveau »",
    ),
    "fichier-non-lu": ProblemKind(
        message="le fichier « {file} » ne peut pas être lu : {reason}",
        remedy="copiez-le dans un de vos dossiers, fermez-le dans les autres programmes, puis recommencez",
    ),
    "fichier-vide": ProblemKind(
        message="le fichier est vide",
        remedy="repartez d’un dossier vierge (« kit nouveau ») ou d’une copie de sauvegarde",
    ),
    "fichier-trop-gros": ProblemKind(
        message="le fichier pèse {size} Mo, au-delà de la limite de {limit} Mo",
        remedy="retirez les images et les feuilles qui ne font pas partie du dossier",
    ),
    "dossier-sans-tableau": ProblemKind(
        message="ce dossier ne contient aucun fichier .csv attendu ({expected})",
        remedy="enregistrez chaque feuille en .csv sous ces noms, ou donnez le classeur",
    ),
    "format-inconnu": ProblemKind(
        message="le format « {suffix} » n’est pas lu",
        remedy="enregistrez le classeur en .ods ou .xlsx, ou donnez un .yaml ou un dossier de .csv",
    ),
    "format-xls": ProblemKind(
        message="l’ancien format .xls n’est pas lu",
        remedy="ouvrez le classeur et enregistrez-le en .ods ou en .xlsx",
    ),
    "classeur-protege": ProblemKind(
        message="le classeur est protégé par un mot de passe",
        remedy="enregistrez-le sans mot de passe à l’ouverture, puis recommencez",
    ),
    "classeur-illisible": ProblemKind(
        message="le classeur est abîmé ou incomplet",
        remedy="rouvrez-le dans LibreOffice ou Excel et enregistrez-le de nouveau",
    ),
    "classeur-suspect": ProblemKind(
        message="le classeur est refusé par précaution : {reason}",
        remedy="recopiez les réponses dans un dossier vierge fait par « kit nouveau »",
    ),
    "yaml-illisible": ProblemKind(
        message="le YAML ne se lit pas : {reason}",
        remedy="vérifiez l’alignement et les deux-points de cette ligne",
    ),
    "texte-illisible": ProblemKind(
        message="l’encodage du fichier n’est ni UTF-8 ni celui d’Excel français",
        remedy="enregistrez de nouveau le .csv en UTF-8",
    ),
    "encodage-mac": ProblemKind(
        message="l’encodage est lu comme celui d’un ancien Mac, à ses accents",
        remedy="si des accents sont faux, enregistrez de nouveau le fichier en « CSV UTF-8 »",
        blocking=False,
    ),
    "csv-illisible": ProblemKind(
        message="le tableau .csv ne se lit pas : {reason}",
        remedy="vérifiez les guillemets de cette ligne, ou enregistrez de nouveau le .csv",
    ),
    # Les feuilles et les colonnes
    "feuille-inconnue": ProblemKind(
        message="la feuille « {found} » n’est pas connue{suggestion}",
        remedy="renommez-la, ou retirez-la du dossier",
        blocking=False,
    ),
    "feuille-reconnue": ProblemKind(
        message="la feuille « {found} » est lue comme « {expected} », d’après ses titres",
        remedy="si ce n’est pas elle, changez ses titres ou retirez-la",
        blocking=False,
    ),
    "feuille-absente": ProblemKind(
        message="la feuille « {expected} » manque",
        remedy=(
            "reprenez-la d’un dossier vierge (« kit nouveau ») ; d’un plan à vous, "
            "« kit importer » fait un dossier"
        ),
    ),
    "feuille-double": ProblemKind(
        message="la feuille « {found} » est présente deux fois",
        remedy="gardez une seule feuille de ce nom",
    ),
    "actions-introuvables": ProblemKind(
        message="aucune feuille n’est reconnue comme « Actions » ; « {found} » l’est peut-être",
        remedy="donnez-lui ce nom et les titres {titles} ; sinon, ajoutez une feuille « Actions », même vide",
    ),
    "trop-de-lignes": ProblemKind(
        message="« {found} » compte plus de {limit} lignes : ce n’est pas un dossier",
        remedy="gardez les lignes qui en sont, et retirez les autres",
    ),
    "entete-absent": ProblemKind(
        message="la ligne des titres de colonnes est introuvable",
        remedy="reprenez les titres d’un dossier vierge : {expected}",
    ),
    "colonne-inconnue": ProblemKind(
        message="la colonne « {found} » n’est pas connue{suggestion} ; son contenu n’est pas repris",
        remedy="corrigez le titre, ou retirez la colonne",
        blocking=False,
    ),
    "colonne-absente": ProblemKind(
        message="la colonne « {expected} », obligatoire, manque",
        remedy="ajoutez la colonne, avec ce titre exact",
    ),
    "colonne-double": ProblemKind(
        message="la colonne « {found} » est présente deux fois",
        remedy="gardez une seule colonne de ce titre",
    ),
    "ligne-laissee": ProblemKind(
        message="la ligne « {found} » est un total, un intitulé ou des titres : elle n’est pas reprise",
        remedy="rien à faire, sauf si c’en est une à compter : remplissez alors ses cases obligatoires",
        blocking=False,
    ),
    "ligne-jointe": ProblemKind(
        message="cette ligne prolonge la ligne {line}, aux cellules fusionnées : elle y est jointe",
        remedy="rien à faire, sauf si c’en est une autre : séparez alors les cellules",
        blocking=False,
    ),
    "suite-laissee": ProblemKind(
        message="« {found} » s’ajoute à une case déjà remplie de la ligne {line}, dont celle-ci est la suite",
        remedy="séparez les cellules fusionnées, ou gardez une seule valeur",
    ),
    "cellule-fusionnee": ProblemKind(
        message="« {found} », fusionné, vaut pour « {field} » des lignes {first} à {last}",
        remedy="rien à faire, sauf si ce n’est pas ce que vous vouliez : séparez alors les cellules",
        blocking=False,
    ),
    "colonne-laissee": ProblemKind(
        message="la colonne {found}, sans titre, porte {count} : elle n’est pas reprise",
        remedy="rien à faire si ce sont vos notes ; sinon, donnez un titre à la colonne",
        blocking=False,
    ),
    "feuille-ambigue": ProblemKind(
        message="« {first} » et « {second} » pourraient être la feuille « {expected} »",
        remedy="donnez à la bonne le nom « {expected} »",
    ),
    "rubrique-inconnue": ProblemKind(
        message="la rubrique « {found} » n’est pas connue{suggestion} ; sa réponse n’est pas reprise",
        remedy="corrigez le nom de la rubrique, ou retirez la ligne",
        blocking=False,
    ),
    "rubrique-double": ProblemKind(
        message="la rubrique « {found} » est présente deux fois",
        remedy="gardez une seule ligne de ce nom",
    ),
    "cle-inconnue": ProblemKind(
        message="la clé « {found} » n’est pas connue{suggestion} ; son contenu n’est pas repris",
        remedy="corrigez la clé, ou retirez-la",
        blocking=False,
    ),
    "cle-double": ProblemKind(
        message="la clé « {found} » est présente deux fois",
        remedy="gardez-en une seule",
    ),
    "forme-inattendue": ProblemKind(
        message="« {found} » devrait contenir {expected}",
        remedy="reprenez la forme d’un dossier vierge (« kit nouveau »)",
    ),
    # La feuille « Corrections » d'une copie annotée
    "corrections-appliquees": ProblemKind(
        message="{count} de cette feuille : {listed}",
        remedy="rien à faire ; pour en retirer une, effacez son « oui »",
        blocking=False,
    ),
    "correction-inconnue": ProblemKind(
        message="la correction de « {found} » attend : le classeur n’a pas cet endroit{suggestion}",
        remedy="reprenez le nom de la feuille et celui de la cellule, par exemple C5",
        blocking=False,
    ),
    "correction-perimee": ProblemKind(
        message="la correction de {place} n’est pas appliquée : on y avait lu « {noted} », "
        "on y lit maintenant « {found} »",
        remedy="si la case est juste ainsi, effacez le « oui » ; sinon, corrigez la case elle-même",
        blocking=False,
    ),
    "correction-sans-valeur": ProblemKind(
        message="la correction de {place} est acceptée, mais cette ligne ne propose rien",
        remedy="écrivez la bonne valeur dans « Autre valeur », ou corrigez la case elle-même",
        blocking=False,
    ),
    "correction-double": ProblemKind(
        message="plusieurs corrections sont acceptées pour {place} ({listed}) : aucune n’est appliquée",
        remedy="gardez un seul « oui » pour cette case",
        blocking=False,
    ),
    "correction-deux-valeurs": ProblemKind(
        message="la correction de {place} accepte « {first} » et donne aussi « {second} » : "
        "aucune n’est appliquée",
        remedy="effacez le « oui », ou ce que dit « Autre valeur »",
        blocking=False,
    ),
    "correction-reponse": ProblemKind(
        message="« {found} », dans « Accepter », n’est ni oui ni non : la correction de {place} attend",
        remedy="écrivez oui pour accepter ; pour refuser, écrivez non ou laissez la case vide",
        blocking=False,
    ),
    "annotation-classeur": ProblemKind(
        message="seul un classeur .xlsx ou .ods peut être annoté",
        remedy="corrigez ce fichier lui-même, ou faites-en un classeur avec « kit convertir »",
    ),
    "annotation-deja": ProblemKind(
        message="ce classeur est déjà une copie annotée",
        remedy="acceptez-y ce qui vous convient, ou annotez le classeur de départ",
    ),
    "annotation-infidele": ProblemKind(
        message="la copie annotée ne se relirait pas comme le classeur : elle n’est pas écrite",
        remedy="enregistrez le classeur de nouveau depuis votre tableur, puis recommencez",
    ),
    # Les valeurs
    "champ-vide": ProblemKind(
        message="« {field} » est obligatoire et n’est pas rempli",
        remedy="{help}",
    ),
    "texte-trop-long": ProblemKind(
        message="« {field} » compte {length} caractères, pour {limit} au plus",
        remedy="raccourcissez le texte",
    ),
    "caracteres-retires": ProblemKind(
        message="« {field} » contenait {count} caractère(s) invisible(s), retiré(s) à la lecture",
        remedy="rien à faire ; ils viennent souvent d’un copier-coller",
        blocking=False,
    ),
    "caractere-absent": ProblemKind(
        message="« {found} » n’a pas de dessin dans nos polices et devient « □ » dans les PDF",
        remedy="remplacez ce caractère, ou servez-vous du fichier odt ou docx",
        blocking=False,
    ),
    "fichier-garde": ProblemKind(
        message="ce fichier a été changé depuis, ou n’est pas du kit : il est gardé ; le nouveau est à côté, "
        "« {found} »",
        remedy="comparez-les, puis gardez celui que vous voulez",
        blocking=False,
    ),
    "format-manque": ProblemKind(
        message="ce fichier n’a pas pu être fait ({reason})",
        remedy="les autres le sont ; servez-vous de l’un d’eux, ou corrigez ce que dit la raison",
    ),
    "choix-inconnu": ProblemKind(
        message="« {found} » n’est pas un choix de « {field} »{suggestion}",
        remedy="choisissez parmi : {expected}",
    ),
    "nombre-attendu": ProblemKind(
        message="« {found} » n’est pas un nombre, attendu pour « {field} »",
        remedy="écrivez le nombre seul, par exemple {example}",
    ),
    "nombre-hors-bornes": ProblemKind(
        message="« {found} » est hors des bornes de « {field} »",
        remedy="donnez un nombre entre {low} et {high}",
    ),
    "date-attendue": ProblemKind(
        message="« {found} » n’est pas une date, attendue pour « {field} »",
        remedy="écrivez la date sous la forme JJ/MM/AAAA, par exemple {example}",
    ),
    "nombre-ambigu": ProblemKind(
        message="« {found} », dans « {field} », peut se lire {first} ou {second}",
        remedy="récrivez-le sans ambiguïté : {first}, ou {second}",
        proposes=("first", "second"),
    ),
    "date-plage": ProblemKind(
        message="« {found} », dans « {field} », couvre plusieurs dates",
        remedy="écrivez une seule date, par exemple {example} ; le début et la fin ont chacun leur case",
    ),
    "annees-plage": ProblemKind(
        message="« {found} », dans « {field} », couvre plusieurs années",
        remedy="faites une ligne par année, chacune avec son montant",
    ),
    "date-inversee": ProblemKind(
        message="« {found} », dans « {field} », n’est pas une date française ; peut-être {read}",
        remedy="récrivez-la JJ/MM/AAAA, et vérifiez les autres dates : le mois y est peut-être écrit d’abord",
    ),
    "date-vague": ProblemKind(
        message="« {found} », dans « {field} », ne donne pas une date sûre",
        remedy="écrivez le mois (« mai 2027 »), la fin (« fin 2027 ») ou le jour, par exemple {example}",
    ),
    "lu-comme": ProblemKind(
        message="« {found} » est lu comme {read}",
        remedy="si ce n’est pas ce que vous vouliez dire, récrivez cette case",
        blocking=False,
        proposes=("read",),
    ),
    "laisse-vide": ProblemKind(
        message="« {found} » laisse « {field} » sans réponse",
        remedy="complétez cette case quand vous saurez",
        blocking=False,
    ),
    "formule-sans-valeur": ProblemKind(
        message="« {field} » contient une formule dont le résultat n’est pas enregistré (cellule {found})",
        remedy="ouvrez le classeur dans Excel ou LibreOffice, recalculez et enregistrez-le",
    ),
    "numero-nombre": ProblemKind(
        message="« {found} » est lu comme le numéro {read}",
        remedy="si c’était {longer}, le tableur a perdu le zéro : mettez la colonne au format Texte",
        blocking=False,
    ),
    "numero-date": ProblemKind(
        message="« {found} », que le tableur a pris pour une date, est lu comme le numéro {read}",
        remedy="mettez la colonne au format Texte et récrivez le numéro",
        blocking=False,
    ),
    "date-pour-nombre": ProblemKind(
        message="« {found} » est une date, où « {field} » attend un nombre",
        remedy="remettez la case au format Nombre : elle vaudra peut-être {number}",
    ),
    "erreur-de-tableur": ProblemKind(
        message="« {field} » contient une erreur de tableur ({found})",
        remedy="remplacez la formule par sa valeur",
    ),
    # Les territoires
    "territoire-inconnu": ProblemKind(
        message="le territoire « {found} » n’est pas dans la liste officielle{suggestion}",
        remedy="écrivez son nom exact, son code INSEE, son SIREN ou son code postal ; "
        "pour un groupement (pays, bassin…), ses membres, séparés par des points-virgules",
    ),
    "groupe-sans-membres": ProblemKind(
        message="la liste officielle ne donne pas les membres de « {found} » : son nom est gardé, "
        "sans carte ni population",
        remedy="écrivez ses membres à sa suite, par exemple « {found} : CC Un ; CC Deux »",
        blocking=False,
    ),
    "territoire-ambigu": ProblemKind(
        message="« {found} » désigne plusieurs territoires : {choices}",
        remedy="recopiez la ligne de celui que vous voulez",
        proposes=("options",),
    ),
    "territoire-precise": ProblemKind(
        message="{note}",
        remedy="si ce n’est pas le territoire voulu, écrivez-en un autre",
        blocking=False,
    ),
    "groupe-un-membre": ProblemKind(
        message="« {found} » n’a ici qu’un membre, « {member} » : carte et population sont les siennes",
        remedy="écrivez les autres à la suite, séparés par des points-virgules",
        blocking=False,
    ),
    "territoire-double": ProblemKind(
        message="« {found} » est écrit {count} fois, et compté une seule",
        remedy="gardez-le une fois",
        blocking=False,
    ),
    "territoire-recouvert": ProblemKind(
        message="« {first} » et « {second} » ont des communes en commun, comptées une seule fois",
        remedy="gardez celui des deux qui dit le mieux votre groupe",
        blocking=False,
    ),
}
