#!/bin/sh
# Installe les paquets Debian dont les contrôles ont besoin et que la machine n'a pas.
set -eu
missing=""
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need soffice "libreoffice-writer libreoffice-calc libreoffice-impress"
need chromium chromium
need firefox-esr firefox-esr
need pdftotext poppler-utils
need node nodejs
need npm npm
need epubcheck epubcheck
has_library() { /sbin/ldconfig -p | grep -q "$1" || missing="$missing $2"; }
# La police de même chasse qu’Arial : sans elle, LibreOffice compte les pages autrement.
fc-list 2>/dev/null | grep -q Liberation || missing="$missing fonts-liberation"
has_library libpangoft2-1.0.so libpangoft2-1.0-0
has_library libharfbuzz-subset.so libharfbuzz-subset0
[ -n "$missing" ] || exit 0
echo "Installation des paquets Debian qui manquent aux contrôles :$missing"
sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
$sudo apt-get update -qq
# shellcheck disable=SC2086 # la liste est faite de noms séparés par des espaces
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
