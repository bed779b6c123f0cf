// Le confort de la page : rien de ce qu’elle dit n’en dépend.
"use strict";

function nameFolds() {
  for (const button of document.querySelectorAll("button.toggle-button, summary.toggle-details__summary")) {
    button.removeAttribute("aria-label");
  }
}

// Un bloc de code ou une sortie qui défile se parcourt au clavier ; ce qui tient dans la page, non.
function equipScrolling() {
  for (const zone of document.querySelectorAll("div.highlight pre, .cell_output .text_html, .kit-document, .scrolling-table")) {
    const overflows = zone.scrollWidth > zone.clientWidth || zone.scrollHeight > zone.clientHeight;
    if (overflows) {
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

function connectAppearance() {
  const button = document.querySelector(".appearance-toggle");
  const page = document.documentElement;
  const name = () => {
    button.textContent = page.dataset.theme === "dark" ? "Mode clair" : "Mode sombre";
  };
  button.addEventListener("click", () => {
    page.dataset.theme = page.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("book-appearance", page.dataset.theme);
    } catch {
      // Le choix vaut alors pour cette page seulement.
    }
    name();
  });
  name();
  button.hidden = false;
}

function connectContents() {
  const button = document.querySelector(".contents-toggle");
  const contents = document.getElementById("sommaire");
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", String(contents.classList.toggle("is-open")));
  });
  const inner = document.querySelector(".page-contents");
  if (inner) {
    inner.open = matchMedia("(min-width: 84rem)").matches;
    inner.dataset.ready = "";
  }
  const here = contents.querySelector("[aria-current]");
  if (here && contents.scrollHeight > contents.clientHeight) {
    contents.scrollTop = here.offsetTop - contents.clientHeight / 2;
  }
}

// Le lien « Signaler une erreur » emporte l’adresse et le titre de la page ; ils ne quittent pas le navigateur.
function prepareReport() {
  const link = document.querySelector("a.report-link");
  if (!link) return;
  const title = document.querySelector("article h1")?.firstChild?.textContent.trim() ?? "";
  const query = new URLSearchParams({ page: location.href.split(/[?#]/)[0], titre: title });
  link.href = `${link.getAttribute("href")}?${query}`;
}

function fillReport() {
  const message = document.querySelector(".report-message");
  if (!message) return;
  const query = new URLSearchParams(location.search);
  if (query.get("page")) {
    message.value = message.value
      .replace(/^Page\u00a0: .*$/m, `Page\u00a0: ${query.get("titre")}`)
      .replace(/^Adresse\u00a0: .*$/m, `Adresse\u00a0: ${query.get("page")}`);
  }
  const button = document.querySelector("button.copy-button");
  const state = document.querySelector(".copy-state");
  button.hidden = false;
  button.addEventListener("click", async () => {
    message.select();
    try {
      await navigator.clipboard.writeText(message.value);
      state.textContent = "Message copié.";
    } catch {
      state.textContent = "Le message est sélectionné : copiez-le au clavier (Ctrl + C).";
    }
  });
}

document.addEventListener("DOMContentLoaded", () => {
  connectAppearance();
  connectContents();
  nameFolds();
  equipScrolling();
  prepareReport();
  fillReport();
  window.addEventListener("resize", equipScrolling);
});
