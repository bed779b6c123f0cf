#!/bin/sh
# Prend la roue du lecteur de classeurs pour le navigateur, à la version et aux empreintes verrouillées :
# fetch_browser_wheel.sh PIP VERROU DOSSIER
set -eu
pip=$1 lock=$2 folder=$3
mkdir -p "$folder"
# La ligne du paquet et ses empreintes, telles que le verrou les donne.
awk '/^python-calamine==/ { keep = 1 } keep { print } keep && !/\\$/ { exit }' "$lock" >"$folder/verrou.txt"
"$pip" download --quiet --no-deps --only-binary=:all: --require-hashes \
    --platform pyemscripten_2026_0_wasm32 --python-version 3.14 --implementation cp --abi cp314 \
    --dest "$folder" -r "$folder/verrou.txt"
