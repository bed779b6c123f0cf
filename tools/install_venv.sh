#!/bin/sh
# Crée un environnement Python aux versions verrouillées : install_venv.sh PYTHON DOSSIER VERROU
set -eu
python=$1 folder=$2 lock=$3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Il faut Python 3.11 ou plus récent ; « $python » est plus ancien. Essayez : make PYTHON=python3.12" >&2
    exit 1
}
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    echo "Installation du paquet Debian python3-venv, qui manque à Python"
    sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends python3-venv
fi
"$python" -m venv --clear "$folder"
"$folder/bin/pip" install --quiet --require-hashes -r "$lock"
"$folder/bin/pip" install --quiet --no-deps --no-build-isolation -e .
