// Ce qui ne peut être corrigé qu’une fois la page ouverte.
"use strict";

function nommerBlocsRepliables() {
  for (const bouton of document.querySelectorAll("button.toggle-button, summary.toggle-details__summary")) {
    bouton.removeAttribute("aria-label");
  }
}

// Un bloc de code ou une sortie qui défile se parcourt au clavier.
function rendreDefilants() {
  for (const zone of document.querySelectorAll("div.highlight pre, .cell_output .text_html, .kit-document, .pst-scrollable-table-container")) {
    if (zone.scrollWidth > zone.clientWidth || zone.scrollHeight > zone.clientHeight) {
      zone.tabIndex = 0;
      if (zone.matches(".kit-document")) {
        zone.setAttribute("role", "region");
        zone.setAttribute("aria-label", "Le document produit");
      }
    }
  }
}

document.addEventListener("DOMContentLoaded", () => {
  nommerBlocsRepliables();
  rendreDefilants();
  window.addEventListener("resize", rendreDefilants);
});
