// Clair ou sombre, avant que la page ne se peigne : le choix de la personne, sinon celui de sa machine.
"use strict";
(() => {
  let choix = null;
  try {
    choix = localStorage.getItem("livre-apparence");
  } catch {
    // Un navigateur peut refuser de garder quoi que ce soit : on suit alors la machine.
  }
  const sombre = choix ? choix === "sombre" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = sombre ? "dark" : "light";
  document.documentElement.classList.add("js");
})();
