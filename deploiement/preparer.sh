#!/bin/sh
# Prépare l'environnement des carnets, aux versions verrouillées : preparer.sh [--oui] DOSSIER [PREFIXE_DU_NOYAU]
#
# DOSSIER : où créer l'environnement. PREFIXE_DU_NOYAU : où le déclarer à un JupyterLab déjà là, qui s'en
# servira pour nos carnets ; sans lui, l'environnement apporte son propre JupyterLab.
# Ce qui serait remplacé est montré, demandé, puis gardé ; --oui répond d'avance.
# PYTHON=python3.12 choisit un autre Python.
set -eu
answer=
[ "${1:-}" != --oui ] || { answer=oui; shift; }
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=deploiement/commun.sh
. "$here/deploiement/commun.sh"
folder=${1:?Donnez le dossier où créer l’environnement}
case $folder in /*) ;; *) folder=$PWD/$folder ;; esac
prefix=${2:-}
python=${PYTHON:-python3}
mark=$folder/.jouer-collectif
kernel=${prefix:+$prefix/share/jupyter/kernels/python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Il faut Python 3.11 ou plus récent ; « $python » est plus ancien. Essayez : PYTHON=python3.12 sh $0 $*" >&2
    exit 1
}
if [ -e "$folder" ] && [ ! -e "$mark" ] && [ -n "$(ls -A -- "$folder" 2>/dev/null || echo fichier)" ]; then
    echo "« $folder » existe et n’a pas été fait par ce script : donnez un autre dossier. Rien n’a été changé." >&2
    exit 1
fi
# Tout se demande avant de rien toucher.
[ ! -e "$mark" ] || confirm "L’environnement « $folder » sera refait ; l’ancien sera gardé." || exit 1
is_ours() { grep -qF -- "\"$folder/bin/python" "$kernel/kernel.json" 2>/dev/null; }
if [ -n "$kernel" ] && [ -e "$kernel" ] && ! is_ours; then
    confirm "Le noyau « python3 » de « $prefix » sera remplacé ; l’ancien sera gardé." || exit 1
    # Hors du dossier des noyaux, où Jupyter montrerait la copie comme un noyau de plus.
    keep_copy "$kernel" "$prefix/share/jupyter/noyaux-gardes/python3"
fi

previous=
if [ -e "$mark" ]; then
    previous=$folder.avant-$stamp
    mv -- "$folder" "$previous"
fi
# Une installation qui échoue rend l'environnement d'avant, tel qu'il était.
restore() {
    status=$?
    [ "$status" -eq 0 ] || [ -z "$previous" ] || { rm -rf -- "$folder"; mv -- "$previous" "$folder"; }
    exit "$status"
}
trap restore EXIT
trap 'exit 130' INT TERM
"$python" -m venv "$folder"
: >"$mark"
"$folder/bin/pip" install --quiet --require-hashes -r "$here/requirements/formation.txt"
# L'outil qui construit le projet vient du même verrou : rien d'autre n'est téléchargé.
"$folder/bin/pip" install --quiet --no-index --no-deps --no-build-isolation "$here"
[ -z "$previous" ] || echo "L’environnement d’avant est gardé dans « $previous » ; effacez-le quand tout va bien."
if [ -n "$prefix" ]; then
    "$folder/bin/python" -m ipykernel install --prefix "$prefix" --name python3 --display-name "Python 3"
    echo "Le noyau des carnets est déclaré dans « $prefix »."
else
    echo "Prêt. Pour ouvrir les carnets : $folder/bin/jupyter lab"
fi
