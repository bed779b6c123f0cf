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
[ -d "$target/.git" ] || git clone --quiet --depth 1 --branch "$branch" "$repository" "$target"
sh "$target/deploiement/preparer.sh" "$HOME/.jouer-collectif" "$HOME/.local"
echo "Prêt. Les carnets sont dans $target/book/carnets."
