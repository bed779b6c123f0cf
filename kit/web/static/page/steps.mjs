// La barre d’étapes et le compteur de ce qui manque.

import { h, hidden } from "./dom.mjs";
import { countAnswers } from "./criteria.mjs";
import { STEPS } from "./layout.mjs";
import { T } from "./phrases.mjs";

/** La barre : un bouton par étape, l’étape ouverte dite, ce qu’elle a à corriger aussi. */
export function buildStepBar(app) {
  const items = STEPS.map(({ key, optional }, at) => {
    const state = h("span", { class: "ws-step__state" });
    const name = h("span", { class: "ws-step__name" }, T.steps.titles[key]);
    const tap = h("button", { type: "button", class: "ws-step", "data-step": key, on: { click: () => app.show(key) } },
      h("span", { class: "ws-step__rank" }, String(at + 1)), name, optional ? hidden(` (${T.steps.optional})`) : null, state);
    return { key, tap, state, item: h("li", {}, tap) };
  });
  const element = h("nav", { class: "ws-steps", "aria-label": T.steps.label }, h("ol", {}, items.map(({ item }) => item)));
  const refresh = () => {
    for (const { key, tap, state } of items) {
      if (key === app.current) tap.setAttribute("aria-current", "step");
      else tap.removeAttribute("aria-current");
      const wrong = app.book.forStep(key).filter(({ problem }) => problem.blocking).length;
      state.textContent = wrong ? T.steps.toMend(wrong) : "";
      tap.classList.toggle("ws-step--blocking", wrong > 0);
    }
  };
  return { element, refresh };
}

/** Ce qui manque encore pour un premier document. */
export function listMissing(app) {
  const missing = [];
  let wanted = 0;
  for (const form of app.describe.forms) {
    const rows = form.layout === "fiche" ? [app.dossier.sheet(form.name)] : app.dossier.filled(form.name);
    const needed = form.fields.filter(({ required }) => required);
    wanted += rows.length * needed.length;
    for (const row of rows) {
      missing.push(...needed.filter(({ name }) => !app.dossier.read(row, name).trim()).map(({ label }) => label));
    }
  }
  for (const [name, said] of [["partenaires", T.meter.onePartner], ["actions", T.meter.oneAction]]) {
    wanted += 1;
    if (!app.dossier.filled(name).length) missing.push(said);
  }
  return { missing, wanted };
}

const MOST_NAMED = 4;

/** Le compteur : une barre et une phrase, qui disent la même chose. */
export function buildMeter(app) {
  const bar = h("progress", { "aria-label": T.meter.label });
  const text = h("p", { class: "ws-meter__text" });
  const element = h("div", { class: "ws-meter" }, bar, text);
  const refresh = () => {
    const { missing, wanted } = listMissing(app);
    bar.max = wanted;
    bar.value = wanted - missing.length;
    const named = missing.slice(0, MOST_NAMED).map((name) => name.charAt(0).toLocaleLowerCase("fr") + name.slice(1));
    const wrong = app.book.stopping().filter(({ problem }) => problem.code !== "champ-vide").length;
    const lead = wrong && !missing.length ? T.meter.mend(wrong) : T.meter.ready;
    const [answered, criteria] = countAnswers(app);
    const counts = T.meter.count(app.dossier.filled("partenaires").length, app.dossier.filled("actions").length, answered, criteria);
    text.replaceChildren(h("strong", {}, missing.length ? T.meter.missing(named.join(", "), missing.length > MOST_NAMED) : lead), " ", h("span", {}, `${counts}.`));
  };
  return { element, refresh };
}
