"""Ce qui ne va pas dans un dossier lu : cohérence, sous-actions, budgets, rôles."""

from __future__ import annotations

from typing import Final

from kit.domain.errors._kind import ProblemKind

KINDS: Final[dict[str, ProblemKind]] = {
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
    "demande-proposee": ProblemKind(
        message=(
            "aucune demande n’est écrite pour le public « {audience} » : sa page porte celle du guide, "
            "marquée comme une proposition"
        ),
        remedy="remplissez « {field} » dans la feuille Alliance",
        blocking=False,
    ),
    "demande-sans-public": ProblemKind(
        message="la part de la demande qui commence par « {found} » ne nomme aucun public de la fiche",
        remedy="rien à faire si elle va à d’autres ; sinon, remplissez la demande de ce public",
        blocking=False,
    ),
    "fait-imprime": ProblemKind(
        message="le fait {key} est imprimé pour le public « {audience} » : {reason}",
        remedy="relisez-le, et changez le modèle de la page si vous ne sauriez pas le défendre",
        blocking=False,
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
    "lieu-hors-territoire": ProblemKind(
        message="{found}, citée par {cited_by}, n’est pas dans le territoire du dossier",
        remedy="ajoutez-la au territoire si elle en est ; sinon rien à faire, la carte la trace en tireté",
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
}
