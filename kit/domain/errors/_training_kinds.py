"""Ce qui ne va pas dans une session de formation : sa description, sa liste, son dossier."""

from __future__ import annotations

from typing import Final

from kit.domain.errors._kind import ProblemKind

KINDS: Final[dict[str, ProblemKind]] = {
    # La description de la session
    "session-format": ProblemKind(
        message="une session en « {suffix} » n’est pas lue",
        remedy="donnez un fichier .yaml, fait par « kit formation vierge »",
    ),
    "session-jours": ProblemKind(
        message="« {found} » : cette formation demande {expected}, et {count} de donné",
        remedy="donnez {expected}, dans l’ordre, chacun sous la forme JJ/MM/AAAA",
    ),
    "session-ordre": ProblemKind(
        message="les jours ne se suivent pas : {found}",
        remedy="donnez-les du premier au dernier, sans répétition",
    ),
    "session-intervalle": ProblemKind(
        message="{count} entre deux jours, alors que le temps de travail demande de {low} à {high} jours",
        remedy="gardez ces dates si vous y tenez, ou laissez le temps prévu pour le terrain",
        blocking=False,
    ),
    "session-heure": ProblemKind(
        message="« {found} » n’est pas une heure de début possible pour cette formation",
        remedy="écrivez HH:MM, de 00:00 à {latest}, ou laissez vide pour les heures de la fiche",
    ),
    # La liste des stagiaires
    "liste-format": ProblemKind(
        message="une liste en « {suffix} » n’est pas lue",
        remedy="enregistrez la liste en .ods, .xlsx ou .csv",
    ),
    "liste-sans-titres": ProblemKind(
        message="la ligne des titres de la liste est introuvable",
        remedy="donnez une ligne de titres : {expected} ; « kit formation vierge » en fait une",
    ),
    "liste-case-sans-titre": ProblemKind(
        message="« {found} » est dans une colonne sans titre, et n’est pas lu",
        remedy="titrez la colonne ; dans un .csv, mettez entre guillemets un texte à points-virgules",
        blocking=False,
    ),
    "liste-vide": ProblemKind(
        message="la liste ne porte aucun stagiaire",
        remedy="remplissez une ligne par personne, sous les titres",
    ),
    "liste-trop-longue": ProblemKind(
        message="la liste porte {count} stagiaires, au-delà de la limite de {limit}",
        remedy="faites plusieurs sessions, chacune avec sa liste et son dossier",
    ),
    "stagiaire-double": ProblemKind(
        message="« {found} » y est déjà, ligne {first}, avec la même fonction et le même territoire",
        remedy="retirez la ligne en trop, ou distinguez les deux personnes par leur fonction",
    ),
    "stagiaire-homonyme": ProblemKind(
        message="deux personnes s’appellent « {found} », lignes {first} et {second}",
        remedy="rien à faire : leurs dossiers ont deux repères, et « qui-est-qui » dit lequel est à qui",
        blocking=False,
    ),
    "session-effectif": ProblemKind(
        message="{count}, alors que la fiche est écrite pour {low} à {high} personnes",
        remedy="prévoyez deux groupes, une autre fiche, ou d’autres méthodes",
        blocking=False,
    ),
    # Le dossier de la session
    "session-hors-dossier": ProblemKind(
        message="« {found} » mène hors du dossier de la session ({folder})",
        remedy="retirez ce lien, ou préparez la session dans un dossier neuf",
    ),
    "session-manifeste": ProblemKind(
        message="ce fichier ne se lit pas comme le kit l’a écrit",
        remedy="reprenez-le d’une copie de sauvegarde, ou préparez la session dans un dossier neuf",
    ),
    "session-autre": ProblemKind(
        message="ce dossier est déjà celui d’une autre session ({found})",
        remedy="préparez celle-ci dans un autre dossier : rien n’y sera mêlé",
    ),
    "session-sans-noms": ProblemKind(
        message="les noms de cette session ont été effacés : on ne sait plus à qui sont les dossiers",
        remedy="préparez les nouveaux stagiaires dans un autre dossier",
    ),
    "stagiaire-parti": ProblemKind(
        message="le dossier {mark} n’est plus dans la liste ; il est gardé tel quel",
        remedy="gardez-le si la personne revient ; sinon effacez-le vous-même",
        blocking=False,
    ),
    "stagiaire-territoire": ProblemKind(
        message="le territoire de {mark} a changé ({before}, puis {after}) ; son dossier reste tel quel",
        remedy="si rien n’y est rempli, effacez ce dossier et sa ligne du registre, puis recommencez",
        blocking=False,
    ),
    "session-nom-pris": ProblemKind(
        message="« {found} » existe déjà et n’a pas été écrit par le kit ; il est laissé tel quel",
        remedy="renommez-le si vous voulez que le kit écrive le sien",
        blocking=False,
    ),
    "pieces-gardees": ProblemKind(
        message="{count} du formateur, déjà là, n’ont pas été refaites : {found}",
        remedy="ajoutez --remplacer pour les refaire, par exemple quand la liste a changé",
        blocking=False,
    ),
    # Les travaux rendus
    "session-sans-manifeste": ProblemKind(
        message="« {found} » n’est pas le dossier d’une session préparée par le kit",
        remedy="donnez le dossier qui contient session.json",
    ),
    "reponse-incomprise": ProblemKind(
        message="« {found} » n’est pas une réponse possible ; elle n’est pas comptée",
        remedy="écrivez l’une de ces réponses : {expected}",
        blocking=False,
    ),
    "travail-autre-formation": ProblemKind(
        message="ce questionnaire est celui d’une autre formation ({found}) ; il n’est pas compté",
        remedy="rangez-le dans le dossier de sa session",
        blocking=False,
    ),
    "travail-inconnu": ProblemKind(
        message="ce fichier n’est ni un dossier, ni un questionnaire, ni un carnet de la formation",
        remedy="laissez-le, ou rangez-le ailleurs : rien n’y est changé",
        blocking=False,
    ),
    "travail-sans-repere": ProblemKind(
        message="rien ne dit à qui est ce travail ; il n’est pas compté",
        remedy="rangez-le dans le dossier du stagiaire, ou ajoutez son repère au nom, comme « -s07 »",
        blocking=False,
    ),
    "travail-repere-inconnu": ProblemKind(
        message="le repère {found} n’est pas de cette session ; le travail n’est pas compté",
        remedy="vérifiez qu’il vient bien de cette session, et corrigez le repère de son nom",
        blocking=False,
    ),
    "travail-repere-double": ProblemKind(
        message="le contenu dit {found}, le nom ou le dossier dit {other} ; il est compté pour {found}",
        remedy="s’il est à {other}, corrigez le repère écrit dans le fichier",
        blocking=False,
    ),
    "travail-d-un-autre": ProblemKind(
        message="il est rangé à {found}, mais son territoire est celui de {other} ; il n’est pas compté",
        remedy="rendez-le à {other}, ou corrigez son territoire s’il est bien à {found}",
        blocking=False,
    ),
    "session-sans-travaux": ProblemKind(
        message="aucun travail rempli n’a été trouvé",
        remedy="déposez ce que les stagiaires ont rendu dans ce dossier, puis recommencez",
    ),
    "bilan-sans-noms": ProblemKind(
        message="les noms de cette session ont été effacés : le suivi ne peut pas les porter",
        remedy="recommencez sans --noms",
    ),
    "stagiaire-inconnu": ProblemKind(
        message="{found} n’est pas un repère de cette session{suggestion}",
        remedy="donnez l’un de ceux de « qui-est-qui », comme s07",
    ),
    "nom-encore-la": ProblemKind(
        message="le nom d’une personne effacée s’y lit encore",
        remedy="ce fichier n’est pas du kit : effacez-le vous-même si plus rien ne le demande",
        blocking=False,
    ),
    "nom-non-cherche": ProblemKind(
        message="ce fichier n’a pas pu être lu en entier : aucun nom n’y a été cherché",
        remedy="ouvrez-le (image, fichier chiffré, lien, archive emboîtée), et effacez-le s’il porte un nom",
        blocking=False,
    ),
    "travail-deux-versions": ProblemKind(
        message="deux versions du même travail ; « {found} », plus remplie ou plus récente, est comptée",
        remedy="gardez celle-ci à part si elle vous sert : elle n’est ni effacée, ni mêlée à l’autre",
        blocking=False,
    ),
}
