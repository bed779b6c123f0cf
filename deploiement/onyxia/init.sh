#!/bin/bash
# Script d'initialisation d'un service Jupyter sur Onyxia.
#
# Dans le formulaire du service : « PersonalInit » reçoit l'adresse de ce fichier, « PersonalInitArgs »
# l'adresse du dépôt, puis, si l'on veut, la branche.
set -euo pipefail
repository=${1:?Donnez l’adresse du dépôt en argument du script}
branch=${2:-main}
work=${WORKSPACE_DIR:-$HOME/work}
target=$work/jouer-collectif

mkdir -p "$work"
# Le service peut redémarrer : une copie déjà là garde le travail de la personne.
[ -e "$target" ] || git clone --quiet --depth 1 --branch "$branch" "$repository" "$target"
[ -f "$target/deploiement/preparer.sh" ] || {
    echo "« $target » existe et n’est pas une copie de ce projet : renommez-le. Rien n’a été changé." >&2
    exit 1
}
# Personne ne répond au démarrage d'un service : ce qui est remplacé est gardé, et dit.
sh "$target/deploiement/preparer.sh" --oui "$HOME/.jouer-collectif" "$HOME/.local"
echo "Prêt. Les carnets sont dans $target/book/carnets."
