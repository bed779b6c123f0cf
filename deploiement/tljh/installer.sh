#!/bin/sh
# Met les carnets sur un JupyterHub « The Littlest JupyterHub » déjà installé : sudo sh installer.sh
#
# À lancer depuis une copie du dépôt, sur le serveur. ADMIN=prenom donne un compte d'administration.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
[ "$(id -u)" = 0 ] || { echo "Lancez ce script avec sudo : il écrit dans /opt." >&2; exit 1; }
command -v tljh-config >/dev/null || {
    echo "The Littlest JupyterHub n’est pas installé. Suivez d’abord la page « JupyterHub » du livre." >&2
    exit 1
}
sh "$here/preparer.sh" /opt/jouer-collectif /opt/tljh/user
install -m 600 "$here/tljh/config.yaml" /opt/tljh/config/config.yaml
[ -z "${ADMIN:-}" ] || tljh-config add-item users.admin "$ADMIN"
tljh-config reload
echo "Prêt. Chaque stagiaire choisit son mot de passe à sa première connexion."
