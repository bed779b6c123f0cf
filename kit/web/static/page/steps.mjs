// La barre d’étapes et le compteur de ce qui manque.

import { button, h, hidden } from "./dom.mjs";
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

/** Les réponses sans lesquelles aucun document ne se fait : ce que la fiche de l’alliance dit obligatoire. */
export function listMissing(app) {
  const form = app.form("alliance");
  const needed = form.fields.filter(({ required }) => required);
  const row = app.dossier.sheet(form.name);
  return { missing: needed.filter(({ name }) => !app.dossier.read(row, name).trim()).map(({ label }) => label), wanted: needed.length };
}

/** Le compteur : une barre et une phrase, qui disent la même chose, et le premier document dès qu’il se peut. */
export function buildMeter(app) {
  const bar = h("progress", { "aria-label": T.meter.label });
  const text = h("p", { class: "ws-meter__text" });
  const go = button(T.meter.go, () => app.show("documents"), { kind: "link", "data-first": "" });
  const element = h("div", { class: "ws-meter" }, bar, text, go);
  const refresh = () => {
    const { missing, wanted } = listMissing(app);
    bar.max = wanted;
    bar.value = wanted - missing.length;
    const named = missing.map((name) => name.charAt(0).toLocaleLowerCase("fr") + name.slice(1));
    const wrong = app.book.stopping().filter(({ problem }) => problem.code !== "champ-vide").length;
    const lead = wrong ? T.meter.mend(wrong) : T.meter.ready;
    const [answered, criteria] = countAnswers(app);
    const counts = T.meter.count(app.dossier.filled("partenaires").length, app.dossier.filled("actions").length, answered, criteria);
    text.replaceChildren(h("strong", {}, missing.length ? T.meter.missing(missing.length, named.join(", ")) : lead), " ", h("span", {}, `${counts}.`));
    go.hidden = Boolean(missing.length || wrong) || app.current === "documents";
  };
  return { element, refresh };
}
