#!/bin/sh
# Prépare l'environnement des carnets, aux versions verrouillées : preparer.sh DOSSIER [PREFIXE_DU_NOYAU]
#
# DOSSIER : où créer l'environnement. PREFIXE_DU_NOYAU : où le déclarer à un JupyterLab déjà là, qui s'en
# servira pour nos carnets ; sans lui, l'environnement apporte son propre JupyterLab.
# PYTHON=python3.12 choisit un autre Python.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
folder=${1:?Donnez le dossier où créer l’environnement}
prefix=${2:-}
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Il faut Python 3.11 ou plus récent ; « $python » est plus ancien. Essayez : PYTHON=python3.12 sh $0 $*" >&2
    exit 1
}
"$python" -m venv "$folder"
"$folder/bin/pip" install --quiet --require-hashes -r "$here/requirements/formation.txt"
"$folder/bin/pip" install --quiet --no-deps "$here"
if [ -n "$prefix" ]; then
    "$folder/bin/python" -m ipykernel install --prefix "$prefix" --name python3 --display-name "Python 3"
    echo "Le noyau des carnets est déclaré dans « $prefix »."
else
    echo "Prêt. Pour ouvrir les carnets : $folder/bin/jupyter lab"
fi
