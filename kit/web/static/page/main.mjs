// L’atelier : ce que la page montre, du bouton « Commencer » aux documents.
// Rien n’est chargé avant le clic ; rien de ce qui est écrit ne quitte cet ordinateur.

import { button, focusOn, h } from "./dom.mjs";
import { showProgress } from "./office.mjs";
import { T } from "./phrases.mjs";
import { Workshop } from "./workshop.mjs";

const MEGA = 1_000_000;

const inMegabytes = (bytes) => (bytes / MEGA).toFixed(1).replace(".", ",");

/** Prépare la page : l’invitation seule, tant que personne ne demande l’atelier. */
export function mount(root, { createEngine, isSupported }) {
  const invitation = root.querySelector("[data-workshop-invitation]");
  if (!isSupported()) return;
  root.querySelector("[data-workshop-fallback]").hidden = true;
  const go = root.querySelector("[data-workshop-start]");
  invitation.hidden = false;
  go.addEventListener("click", () => start(root, invitation, createEngine));
}

async function start(root, invitation, createEngine) {
  const text = h("p");
  const bar = h("progress", { "aria-label": T.start.loading });
  const screen = h("div", { class: "ws-loading", tabindex: "-1" }, h("h2", {}, T.start.loading), bar, text);
  invitation.hidden = true;
  for (const before of root.querySelectorAll("[data-workshop-before]")) before.hidden = true;
  root.append(screen);
  focusOn(screen);
  const engine = createEngine({
    onProgress: (said) => {
      showProgress(bar, said);
      engine.onProgress?.(said);
      if (said.total) text.textContent = T.start.loaded(inMegabytes(said.loaded), inMegabytes(said.total));
    },
  });
  try {
    const { value } = await engine.call("describe", {});
    screen.remove();
    new Workshop(root, engine, value).begin();
  } catch (error) {
    const retry = button(T.start.retry, () => {
      screen.remove();
      start(root, invitation, createEngine);
    }, { kind: "main" });
    screen.replaceChildren(h("h2", {}, T.start.failed), h("p", {}, error.message), h("p", {}, T.start.failedHelp), retry);
    focusOn(screen);
  }
}
