"""Les phrases d'erreur : une table de problèmes à codes stables, et les exceptions du kit.

Chaque phrase dit quoi et que faire ; l'endroit est porté par :class:`kit.model.Place`.
La page « Messages » du livre et le test qui rend chaque phrase sont faits de cette table.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kit.model import Place, Problem


class KitError(Exception):
    """Ce qui arrête le kit avec une phrase, jamais avec une trace."""

    exit_status = 3


class InputError(KitError):
    """Les données de la personne ne permettent pas de continuer ; porte tous les problèmes."""

    exit_status = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(format_problem(problem) for problem in self.problems))


class UsageError(KitError):
    """La commande est mal tournée."""

    exit_status = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """Une sorte de problème : son code, sa phrase et son remède, à trous."""

    message: str
    remedy: str
    blocking: bool = True


KINDS: Final[dict[str, ProblemKind]] = {
    # Le fichier
    "fichier-absent": ProblemKind(
        message="le fichier « {file} » n’existe pas",
        remedy="vérifiez le chemin, ou créez un dossier vierge avec « kit nouveau »",
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
    "feuille-absente": ProblemKind(
        message="la feuille « {expected} » manque",
        remedy="reprenez la feuille d’un dossier vierge (« kit nouveau »)",
    ),
    "feuille-double": ProblemKind(
        message="la feuille « {found} » est présente deux fois",
        remedy="gardez une seule feuille de ce nom",
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
    "erreur-de-tableur": ProblemKind(
        message="« {field} » contient une erreur de tableur ({found})",
        remedy="remplacez la formule par sa valeur",
    ),
    # Les territoires
    "territoire-inconnu": ProblemKind(
        message="le territoire « {found} » n’est pas dans la liste officielle{suggestion}",
        remedy="écrivez son nom exact, son code INSEE, son SIREN ou son code postal",
    ),
    "territoire-ambigu": ProblemKind(
        message="« {found} » désigne plusieurs territoires : {choices}",
        remedy="recopiez la ligne de celui que vous voulez",
    ),
    "territoire-precise": ProblemKind(
        message="{note}",
        remedy="si ce n’est pas le territoire voulu, écrivez-en un autre",
        blocking=False,
    ),
    "territoire-recouvert": ProblemKind(
        message="« {first} » et « {second} » ont des communes en commun, comptées une seule fois",
        remedy="gardez celui des deux qui dit le mieux votre groupe",
        blocking=False,
    ),
    # La cohérence
    "numero-double": ProblemKind(
        message="le numéro « {found} » sert à plusieurs actions",
        remedy="donnez à chaque action son numéro",
    ),
    "partenaire-double": ProblemKind(
        message="« {found} » figure deux fois parmi les partenaires",
        remedy="gardez une seule ligne par partenaire",
    ),
    "critere-inconnu": ProblemKind(
        message="le critère « {found} » n’est pas dans la grille{suggestion}",
        remedy="reprenez le code du critère dans un dossier vierge",
    ),
    "critere-double": ProblemKind(
        message="le critère « {found} » reçoit deux réponses",
        remedy="gardez une seule ligne par critère",
    ),
    "dates-inversees": ProblemKind(
        message="l’action {number} finit ({end}) avant de commencer ({start})",
        remedy="corrigez l’une des deux dates",
    ),
    "partenaire-hors-liste": ProblemKind(
        message="« {found} », cité par l’action {number}, n’est pas dans la feuille Partenaires{suggestion}",
        remedy="ajoutez-le à la feuille Partenaires, ou corrigez son nom",
        blocking=False,
    ),
    "sans-pilote": ProblemKind(
        message="l’action {number} n’a pas de structure pilote",
        remedy="nommez qui la fait avancer, même à titre provisoire",
        blocking=False,
    ),
    "sans-indicateur": ProblemKind(
        message="l’action {number} n’a pas d’indicateur",
        remedy="choisissez un signe simple, que quelqu’un relèvera vraiment",
        blocking=False,
    ),
    "sans-echeance": ProblemKind(
        message="l’action {number} n’a pas de date de fin",
        remedy="donnez une échéance, même large : elle ouvre la discussion",
        blocking=False,
    ),
    "echeance-passee": ProblemKind(
        message="l’action {number} devait finir le {end} et n’est pas close",
        remedy="mettez à jour son statut ou son échéance",
        blocking=False,
    ),
    "financement-excessif": ProblemKind(
        message="l’action {number} a plus de financement ({funding}) que de budget ({budget})",
        remedy="vérifiez les deux montants, hors taxes",
        blocking=False,
    ),
    "pilote-surcharge": ProblemKind(
        message="« {lead} » pilote {count} actions ouvertes",
        remedy="répartissez le pilotage : une alliance tient mieux à plusieurs",
        blocking=False,
    ),
    "un-seul-monde": ProblemKind(
        message="tous les partenaires sont de la même famille ({family})",
        remedy="une alliance réunit des mondes différents : qui manque autour de la table ?",
        blocking=False,
    ),
    "bloque-sans-condition": ProblemKind(
        message="l’action {number} est bloquée sans condition de déblocage",
        remedy="écrivez ce qui la débloquerait, et qui peut l’obtenir",
        blocking=False,
    ),
    "realisee-trop-tot": ProblemKind(
        message="l’action {number} est dite réalisée, et sa date de fin ({end}) est à venir",
        remedy="avancez la date de fin, ou revoyez le statut",
        blocking=False,
    ),
    "en-cours-trop-tot": ProblemKind(
        message="l’action {number} est dite en cours, et elle ne commence que le {start}",
        remedy="corrigez la date de début, ou revoyez le statut",
        blocking=False,
    ),
    "a-venir-commencee": ProblemKind(
        message="l’action {number} est dite à venir, et elle devait commencer le {start}",
        remedy="passez-la « En cours » si elle a commencé, ou repoussez la date",
        blocking=False,
    ),
    "rappel-passe": ProblemKind(
        message="l’action {number} devait être reprise le {end}",
        remedy="reparlez-en, puis fixez une nouvelle date de rappel ou effacez-la",
        blocking=False,
    ),
    "bloque-rappel-passe": ProblemKind(
        message="l’action {number} est toujours bloquée, et son rappel du {end} est passé",
        remedy="inscrivez-la à la prochaine rencontre, avec sa condition de déblocage",
        blocking=False,
    ),
    # Les sous-actions, les budgets par année, les rôles
    "action-inconnue": ProblemKind(
        message="aucune action ne porte le numéro « {found} »{suggestion}",
        remedy="reprenez un numéro de la feuille Actions, ou retirez cette ligne",
    ),
    "sous-action-tardive": ProblemKind(
        message="la sous-action « {found} » finit le {first}, après son action {number} ({second})",
        remedy="avancez la sous-action, ou repoussez la fin de l’action",
        blocking=False,
    ),
    "sous-action-passee": ProblemKind(
        message="la sous-action « {found} » de l’action {number} devait finir le {end} et n’est pas close",
        remedy="mettez à jour son statut ou sa date de fin",
        blocking=False,
    ),
    "sous-action-ouverte": ProblemKind(
        message="la sous-action « {found} » reste ouverte, et l’action {number} est dite réalisée",
        remedy="fermez la sous-action, ou revoyez le statut de l’action",
        blocking=False,
    ),
    "budget-annees-different": ProblemKind(
        message="le budget par année de l’action {number} fait {total}, et son budget total {budget}",
        remedy="corrigez la feuille Budgets ou le budget de la feuille Actions",
        blocking=False,
    ),
    "budget-sans-total": ProblemKind(
        message="l’action {number} a un budget par année ({total}) et pas de budget total",
        remedy="recopiez ce total dans la feuille Actions",
        blocking=False,
    ),
    "budget-double": ProblemKind(
        message="l’action {number} a deux budgets de même nature pour {found} ; les deux sont comptés",
        remedy="gardez une ligne par année et par nature",
        blocking=False,
    ),
    "budget-hors-dates": ProblemKind(
        message="l’action {number} a un budget en {found}, en dehors de ses dates",
        remedy="corrigez l’année, ou les dates de l’action",
        blocking=False,
    ),
    "raci-sans-responsable": ProblemKind(
        message="dans l’action {number}, personne ne répond du résultat (rôle A)",
        remedy="donnez le rôle A à une structure, et à une seule",
        blocking=False,
    ),
    "raci-plusieurs-responsables": ProblemKind(
        message="dans l’action {number}, {count} structures répondent du résultat (rôle A)",
        remedy="gardez un seul A : à plusieurs, chacun attend l’autre",
        blocking=False,
    ),
    "raci-sans-realisateur": ProblemKind(
        message="dans l’action {number}, personne ne réalise (rôle R)",
        remedy="donnez le rôle R à une structure au moins",
        blocking=False,
    ),
    "role-hors-liste": ProblemKind(
        message=(
            "« {found} », qui a un rôle dans l’action {number}, n’est ni un partenaire de la liste "
            "ni la structure pilote{suggestion}"
        ),
        remedy="ajoutez-le à la feuille Partenaires, ou corrigez son nom",
        blocking=False,
    ),
    "role-double": ProblemKind(
        message="« {found} » a deux fois le même rôle dans l’action {number}",
        remedy="gardez une seule ligne par rôle",
        blocking=False,
    ),
    "grille-incomplete": ProblemKind(
        message="la grille compte encore {missing} sans réponse, sur {total}",
        remedy="sous 60 % de réponses, aucune tendance n’est imprimée",
        blocking=False,
    ),
    "suivi-inverse": ProblemKind(
        message="le second dossier ({end}) est plus ancien que le premier ({start})",
        remedy="donnez la version précédente d’abord, puis celle d’aujourd’hui",
        blocking=False,
    ),
    "aucune-action": ProblemKind(
        message="la feuille Actions est vide : le plan d’action sera sans fiche",
        remedy="ajoutez au moins une action",
        blocking=False,
    ),
    "aucun-partenaire": ProblemKind(
        message="la feuille Partenaires est vide",
        remedy="ajoutez ceux avec qui vous agissez déjà",
        blocking=False,
    ),
    # Les aides
    "aides-absent": ProblemKind(
        message="le fichier d’aides « {file} » n’existe pas ou ne s’ouvre pas",
        remedy="vérifiez le chemin de l’export donné à « --source »",
    ),
    "aides-format": ProblemKind(
        message="un export d’aides en « {suffix} » n’est pas lu",
        remedy="donnez l’export d’Aides-territoires en .json ou en .csv",
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
    "colonne-sans-titre": ProblemKind(
        message="la colonne n° {number} contient des valeurs, mais n’a pas de titre",
        remedy="donnez-lui un titre, ou videz-la",
    ),
    "pourcentage-mele": ProblemKind(
        message="« {field} » mêle des valeurs avec et sans le signe « % »",
        remedy="écrivez toute la colonne de la même façon",
    ),
    # Les données du kit (kit/data)
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
}


def build_problem(code: str, where: Place, **values: object) -> Problem:
    """Le problème de ce code, ses phrases remplies.

    :raises KeyError: si le code n'est pas dans la table (faute de programmation).
    """
    kind = KINDS[code]
    return Problem(
        code=code,
        where=where,
        message=kind.message.format(**values),
        remedy=kind.remedy.format(**values),
        blocking=kind.blocking,
    )


def format_place(where: Place) -> str:
    """L'endroit en clair.

    >>> format_place(Place(file="dossier.ods", sheet="Actions", line=7, column="Fin"))
    'dossier.ods, feuille « Actions », ligne 7, colonne « Fin »'
    """
    parts = [where.file]
    if where.sheet:
        parts.append(f"feuille « {where.sheet} »")
    if where.path:
        parts.append(f"clé {where.path}")
    if where.line is not None:
        parts.append(f"ligne {where.line}")
    if where.column:
        parts.append(f"colonne « {where.column} »")
    return ", ".join(part for part in parts if part)


def format_problem(problem: Problem) -> str:
    """Une ligne lisible : endroit, ce qui ne va pas, ce qu'il faut faire."""
    place = format_place(problem.where)
    lead = f"{place} : " if place else ""
    remedy = f"{problem.remedy[:1].upper()}{problem.remedy[1:]}"
    return f"{lead}{end_sentence(problem.message)} {end_sentence(remedy)}"


def end_sentence(text: str) -> str:
    """La phrase, finie par un point si elle ne l'est pas déjà.

    >>> end_sentence("Qui manque ?"), end_sentence("Corrigez la date")
    ('Qui manque ?', 'Corrigez la date.')
    """
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def suggest(found: str, expected: Iterable[str]) -> str:
    """La fin de phrase « ; vouliez-vous dire … ? », vide si rien ne ressemble assez.

    >>> suggest("Partenaire", ["Partenaires", "Actions"])
    ' ; vouliez-vous dire « Partenaires » ?'
    """
    by_folded = {choice.casefold(): choice for choice in expected}
    near = difflib.get_close_matches(found.casefold(), by_folded, n=1, cutoff=0.75)
    return f" ; vouliez-vous dire « {by_folded[near[0]]} » ?" if near else ""
