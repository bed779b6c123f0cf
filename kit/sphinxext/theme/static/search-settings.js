// Avant les outils de recherche de Sphinx : ils garderaient les mots cherchés d’une page à l’autre.
"use strict";
// eslint-disable-next-line no-unused-vars
const SPHINX_HIGHLIGHT_ENABLED = false;
