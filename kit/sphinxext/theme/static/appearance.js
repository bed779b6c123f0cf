// Clair ou sombre, avant que la page ne se peigne : le choix de la personne, sinon celui de sa machine.
"use strict";
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("book-appearance");
  } catch {
    // Un navigateur peut refuser de garder quoi que ce soit : on suit alors la machine.
  }
  const isDark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  document.documentElement.classList.add("js");
})();
