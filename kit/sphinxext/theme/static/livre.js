// Le confort de la page : rien de ce qu’elle dit n’en dépend.
"use strict";

function nommerBlocsRepliables() {
  for (const bouton of document.querySelectorAll("button.toggle-button, summary.toggle-details__summary")) {
    bouton.removeAttribute("aria-label");
  }
}

// Un bloc de code ou une sortie qui défile se parcourt au clavier ; ce qui tient dans la page, non.
function rendreDefilants() {
  for (const zone of document.querySelectorAll("div.highlight pre, .cell_output .text_html, .kit-document, .tableau-defilant")) {
    const deborde = zone.scrollWidth > zone.clientWidth || zone.scrollHeight > zone.clientHeight;
    if (deborde) {
      zone.tabIndex = 0;
      if (zone.matches(".kit-document")) {
        zone.setAttribute("role", "region");
        zone.setAttribute("aria-label", "Le document produit");
      }
    } else {
      zone.removeAttribute("tabindex");
    }
  }
}

function brancherApparence() {
  const bouton = document.querySelector(".bascule-apparence");
  const page = document.documentElement;
  const nommer = () => {
    bouton.textContent = page.dataset.theme === "dark" ? "Mode clair" : "Mode sombre";
  };
  bouton.addEventListener("click", () => {
    const sombre = page.dataset.theme !== "dark";
    page.dataset.theme = sombre ? "dark" : "light";
    try {
      localStorage.setItem("livre-apparence", sombre ? "sombre" : "clair");
    } catch {
      // Le choix vaut alors pour cette page seulement.
    }
    nommer();
  });
  nommer();
  bouton.hidden = false;
}

function brancherSommaire() {
  const bouton = document.querySelector(".bascule-sommaire");
  const sommaire = document.getElementById("sommaire");
  bouton.hidden = false;
  bouton.addEventListener("click", () => {
    bouton.setAttribute("aria-expanded", String(sommaire.classList.toggle("ouvert")));
  });
  const page = document.querySelector(".sur-cette-page");
  if (page) {
    page.open = matchMedia("(min-width: 84rem)").matches;
    page.dataset.pret = "";
  }
  const ici = sommaire.querySelector("[aria-current]");
  if (ici && sommaire.scrollHeight > sommaire.clientHeight) {
    sommaire.scrollTop = ici.offsetTop - sommaire.clientHeight / 2;
  }
}

// Le lien « Signaler une erreur » emporte l’adresse et le titre de la page ; ils ne quittent pas le navigateur.
function preparerSignalement() {
  const lien = document.querySelector("a.signaler");
  if (!lien) return;
  const titre = document.querySelector("article h1")?.firstChild?.textContent.trim() ?? "";
  const questions = new URLSearchParams({ page: location.href.split(/[?#]/)[0], titre });
  lien.href = `${lien.getAttribute("href")}?${questions}`;
}

function remplirSignalement() {
  const zone = document.querySelector(".message-a-copier");
  if (!zone) return;
  const demande = new URLSearchParams(location.search);
  if (demande.get("page")) {
    zone.value = zone.value
      .replace(/^Page\u00a0: .*$/m, `Page\u00a0: ${demande.get("titre")}`)
      .replace(/^Adresse\u00a0: .*$/m, `Adresse\u00a0: ${demande.get("page")}`);
  }
  const bouton = document.querySelector("button.copier");
  const etat = document.querySelector(".etat-copie");
  bouton.hidden = false;
  bouton.addEventListener("click", async () => {
    zone.select();
    try {
      await navigator.clipboard.writeText(zone.value);
      etat.textContent = "Message copié.";
    } catch {
      etat.textContent = "Le message est sélectionné : copiez-le au clavier (Ctrl + C).";
    }
  });
}

document.addEventListener("DOMContentLoaded", () => {
  brancherApparence();
  brancherSommaire();
  nommerBlocsRepliables();
  rendreDefilants();
  preparerSignalement();
  remplirSignalement();
  window.addEventListener("resize", rendreDefilants);
});
