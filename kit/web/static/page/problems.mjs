// Les points relevés par le kit : rangés par étape, ligne et champ, montrés à côté de ce qu’ils concernent.

import { button, h } from "./dom.mjs";
import { T, typeset } from "./phrases.mjs";

const EMPTY = "champ-vide";

const keyOf = (form, row, field) => `${form}|${row?.id ?? ""}|${field}`;

export class ProblemBook {
  /** `stepOf(form, field)` : la clé de l’étape qui montre ce champ. */
  constructor(stepOf) {
    this.stepOf = stepOf;
    this.entries = [];
    this.refreshers = new WeakMap();
    this.reset();
  }

  /** Oublie ce qui a été touché : un champ vide d’un dossier neuf n’est pas encore un défaut. */
  reset() {
    this.touched = new Set();
    this.attempted = new Set();
    this.entries = [];
  }

  update(problems, snapshot) {
    this.entries = problems.map((problem) => {
      const { form, field } = problem;
      const row = problem.row === null ? null : snapshot.get(form)?.[problem.row] ?? null;
      return { problem, form, row, field, step: form ? this.stepOf(form, field) : "" };
    });
  }

  touch(form, row, field) {
    this.touched.add(keyOf(form, row, field));
  }

  attempt(step) {
    this.attempted.add(step);
  }

  isShown(entry) {
    if (entry.problem.code !== EMPTY) return true;
    return this.attempted.has(entry.step) || this.touched.has(keyOf(entry.form, entry.row, entry.field));
  }

  forField(form, row, field) {
    return this.entries.filter(
      (entry) => entry.form === form && entry.row === row && entry.field === field && this.isShown(entry),
    );
  }

  forRow(form, row) {
    return this.entries.filter((entry) => entry.form === form && entry.row === row && this.isShown(entry));
  }

  forStep(step) {
    return this.entries.filter((entry) => entry.step === step && this.isShown(entry));
  }

  blocking() {
    return this.entries.filter((entry) => entry.problem.blocking);
  }

  /** Ce qui empêche tout document : un nom, un territoire ou une cause qui manque. */
  stopping() {
    return this.entries.filter((entry) => entry.problem.stops);
  }

  /** `refresh` sera rappelé pour cet élément chaque fois que les points changent. */
  attach(element, refresh) {
    element.setAttribute("data-tracked", "");
    this.refreshers.set(element, refresh);
  }

  refresh(root) {
    for (const element of root.querySelectorAll("[data-tracked]")) this.refreshers.get(element)?.();
  }
}

/** La phrase du kit, sans l’endroit : le point est montré à sa place. */
export function tell({ message, remedy }) {
  return typeset(`${message} ${remedy}`);
}

/** Un point : le mot dit s’il bloque, la couleur ne fait que le souligner. */
export function buildProblem({ problem }, { tag = "p" } = {}) {
  const kind = problem.blocking ? "blocking" : "warning";
  const lead = problem.blocking ? T.problems.mend : T.problems.see;
  return h(tag, { class: `ws-point ws-point--${kind}` }, h("strong", {}, lead), tell(problem));
}

/** Les points en tête d’une étape, chacun avec un lien vers son champ ; à mettre au focus. */
export function buildSummary(entries, { goTo, nameSpot, title, actions = [] }) {
  const blocking = entries.some((entry) => entry.problem.blocking);
  const head = h("h3", { class: "ws-summary__title" }, title);
  const list = h("ul", {}, entries.map((entry) => h("li", {}, buildLink(entry, goTo, nameSpot))));
  const kind = blocking ? "blocking" : "warning";
  return h("section", { class: `ws-summary ws-summary--${kind}`, tabindex: "-1" }, head, list, ...actions);
}

function buildLink(entry, goTo, nameSpot) {
  const { problem } = entry;
  const lead = problem.blocking ? T.problems.mend : T.problems.see;
  if (!entry.form) return buildProblem(entry, { tag: "span" });
  return button([h("strong", {}, lead), nameSpot?.(entry) ?? "", tell(problem)], () => goTo(entry), { kind: "link" });
}
