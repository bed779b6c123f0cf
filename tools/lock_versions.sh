#!/bin/sh
# Refait les trois fichiers de versions verrouillées, avec empreintes : lock_versions.sh UV
set -eu
uv=$1
compile() {
    "$uv" pip compile pyproject.toml --extra "$1" --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet -o "requirements/$1.txt"
    # Le projet lui-même est installé à part, depuis le dépôt.
    sed -i '/^jouer-collectif/d' "requirements/$1.txt"
}
compile tests
compile livre-sphinx
compile formation
