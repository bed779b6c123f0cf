// Un groupe de champs plié : ce qui peut attendre, à un clic de l’essentiel.

import { h } from "./dom.mjs";
import { T } from "./phrases.mjs";

/** Le groupe ; son titre dit ce qui y est rempli, et ce qui est à corriger l’ouvre. */
export function buildFold(app, { form, row, fields }, title, boxes) {
  const state = h("span", { class: "ws-note" });
  const fold = h("details", { class: "ws-more" }, h("summary", {}, h("span", {}, title), " ", state), h("div", { class: "ws-group" }, boxes));
  const refresh = () => {
    const filled = fields.filter(({ name }) => app.dossier.read(row, name)).length;
    state.textContent = T.rows.filled(filled, fields.length);
    const entries = fields.flatMap(({ name }) => app.book.forField(form.name, row, name));
    if (entries.some(({ problem }) => problem.blocking)) fold.open = true;
  };
  fold.addEventListener("input", refresh);
  fold.addEventListener("change", refresh);
  app.book.attach(fold, refresh);
  refresh();
  return fold;
}

/** Ouvre le groupe plié où se trouve ce champ. */
export function unfold(box) {
  const fold = box?.closest("details.ws-more");
  if (fold) fold.open = true;
}
