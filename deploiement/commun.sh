#!/bin/sh
# Ce que partagent les scripts de mise en place : demander avant de remplacer, et garder ce qu'on remplace.
# À lire par « . commun.sh », après avoir mis dans « answer » la réponse donnée d'avance (« oui ») ou rien.

set -eu
# Une fois par lancement : les copies d'un même lancement se reconnaissent à leur date.
stamp=$(date +%Y%m%d-%H%M%S)

# confirm QUESTION : vrai si la personne répond oui ; sans écran pour répondre, dit comment accepter d'avance.
confirm() {
    [ "$answer" != oui ] || return 0
    if [ ! -t 0 ]; then
        echo "$1 Personne ne peut répondre ici : relancez avec --oui pour accepter. Rien n’a été changé." >&2
        return 1
    fi
    printf '%s [oui/non] ' "$1"
    read -r reply || reply=non
    [ "$reply" = oui ] || { echo "Rien n’a été changé." >&2; return 1; }
}

# keep_copy CHEMIN COPIE : garde CHEMIN, fichier ou dossier, sous un nom libre qui commence par COPIE ; le dit.
keep_copy() {
    copy=$2.avant-$stamp
    rank=2
    while [ -e "$copy" ]; do copy=$2.avant-$stamp-$rank; rank=$((rank + 1)); done
    mkdir -p "$(dirname -- "$copy")"
    cp -Rp -- "$1" "$copy"
    echo "Ce qui était là est gardé dans « $copy »."
}
