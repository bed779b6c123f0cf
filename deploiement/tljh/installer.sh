#!/bin/sh
# Met les carnets sur un JupyterHub « The Littlest JupyterHub » déjà installé : sudo sh installer.sh [--oui]
#
# À lancer depuis une copie du dépôt, sur le serveur. ADMIN=prenom donne un compte d'administration.
# Des réglages différents des nôtres sont montrés, demandés, puis gardés ; --oui répond d'avance.
set -eu
answer=
[ "${1:-}" != --oui ] || answer=oui
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=deploiement/commun.sh
. "$here/commun.sh"
hub=${TLJH_INSTALL_PREFIX:-/opt/tljh}
settings=$hub/config/config.yaml
[ "$(id -u)" = 0 ] || { echo "Lancez ce script avec sudo : il écrit dans $hub." >&2; exit 1; }
command -v tljh-config >/dev/null || {
    echo "The Littlest JupyterHub n’est pas installé. Suivez d’abord la page « JupyterHub » du livre." >&2
    exit 1
}
replaced=
if [ -s "$settings" ] && ! cmp -s "$here/tljh/config.yaml" "$settings"; then
    echo "Les réglages de ce serveur diffèrent des nôtres (-, les vôtres ; +, les nôtres) :"
    diff -u "$settings" "$here/tljh/config.yaml" || true
    confirm "Ils seront remplacés ; les vôtres seront gardés." || exit 1
    replaced=oui
fi
sh "$here/preparer.sh" ${answer:+--oui} "${JOUER_COLLECTIF:-/opt/jouer-collectif}" "$hub/user"
[ -z "$replaced" ] || keep_copy "$settings" "$settings"
install -m 600 "$here/tljh/config.yaml" "$settings"
[ -z "${ADMIN:-}" ] || tljh-config add-item users.admin "$ADMIN"
tljh-config reload
echo "Prêt. Chaque stagiaire choisit son mot de passe à sa première connexion."
