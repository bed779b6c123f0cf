// La grille : une question par critère, une situation par réponse, et ce qui le montre.

import { button, focusOn, h, newId } from "./dom.mjs";
import { T } from "./phrases.mjs";
import { buildProblem } from "./problems.mjs";

const FORM = "evaluation";
const fold = (text) => text.trim().toLocaleUpperCase("fr");

/** Les critères répondus, et le nombre de critères. */
export function countAnswers(app) {
  const known = new Set(app.criteria.map(({ key }) => fold(key)));
  const answered = app.dossier.rows(FORM).filter((row) => known.has(fold(app.dossier.read(row, "critere"))) && app.dossier.read(row, "niveau"));
  return [answered.length, known.size];
}

/** Une dimension à la fois : ses critères, puis la suivante. */
export class CriteriaView {
  constructor(app, form) {
    this.app = app;
    this.form = form;
    const { grid } = app.describe;
    const notes = h("details", { class: "ws-choose" }, h("summary", {}, grid.title), h("p", {}, grid.purpose),
      h("ul", {}, (grid.notes ?? []).map((note) => h("li", {}, note))));
    this.dimensions = grid.dimensions;
    this.tabs = this.dimensions.map((dimension, at) => this.buildTab(dimension, at));
    this.page = h("div", { on: { change: () => this.refresh() } });
    const bar = h("nav", { class: "ws-dimensions", "aria-label": T.criteria.dimensions }, h("ol", {}, this.tabs.map(({ tap }) => h("li", {}, tap))));
    this.element = h("div", {}, bar, this.page, buildOrphans(app), notes);
    app.book.attach(bar, () => this.refresh());
    this.show(this.findFirst());
  }

  buildTab({ key, title }, at) {
    const count = h("span", { class: "ws-note" });
    const tap = h("button", { type: "button", class: "ws-dimension-tab", "data-dimension": key, on: { click: () => this.open(at) } },
      h("span", { class: "ws-short", "aria-hidden": "true" }, String(at + 1)), h("span", { class: "ws-long-name" }, title), " ", count);
    return { tap, count };
  }

  countDone({ criteria }) {
    return criteria.filter(({ key }) => {
      const row = findRow(this.app, key);
      return row && this.app.dossier.read(row, "niveau");
    }).length;
  }

  countWrong({ criteria }) {
    const rows = criteria.map(({ key }) => findRow(this.app, key)).filter(Boolean);
    return rows.flatMap((row) => this.app.book.forRow(FORM, row)).filter(({ problem }) => problem.blocking).length;
  }

  /** La première dimension où il reste à répondre. */
  findFirst() {
    return Math.max(0, this.dimensions.findIndex((dimension) => this.countDone(dimension) < dimension.criteria.length));
  }

  show(at) {
    this.at = at;
    const dimension = this.dimensions[at];
    this.title = h("h3", { tabindex: "-1" }, dimension.title);
    const next = this.dimensions[at + 1];
    this.page.replaceChildren(
      h("section", { class: "ws-dimension" }, this.title, h("p", { class: "ws-help" }, dimension.aim, " ", T.criteria.intro), dimension.criteria.map((criterion) => buildCriterion(this.app, this.form, criterion))),
      next ? h("div", { class: "ws-buttons ws-dimension__next" }, button(T.criteria.next(next.title), () => this.open(at + 1), { "data-next-dimension": "" })) : "");
    this.refresh();
  }

  open(at) {
    this.show(at);
    this.app.book.refresh(this.page);
    focusOn(this.title);
    this.title.scrollIntoView({ block: "start" });
  }

  /** Montre la dimension de ce critère. */
  reveal(criterion) {
    const at = this.dimensions.findIndex(({ criteria }) => criteria.some(({ key }) => fold(key) === fold(criterion)));
    if (at >= 0 && at !== this.at) this.show(at);
  }

  refresh() {
    for (const [at, { tap, count }] of this.tabs.entries()) {
      const dimension = this.dimensions[at];
      const wrong = this.countWrong(dimension);
      const [done, all] = [this.countDone(dimension), dimension.criteria.length];
      const said = [T.criteria.answered(done, all), wrong && T.steps.toMend(wrong)].filter(Boolean).join(", ");
      count.replaceChildren(h("span", { class: "ws-short", "aria-hidden": "true" }, wrong ? "!" : `${done}/${all}`), h("span", { class: "ws-long-name" }, said));
      if (at === this.at) tap.setAttribute("aria-current", "true");
      else tap.removeAttribute("aria-current");
    }
  }
}

function findRow(app, key) {
  return app.dossier.rows(FORM).find((row) => fold(app.dossier.read(row, "critere")) === fold(key));
}

function write(app, key, field, text) {
  const row = findRow(app, key) ?? app.dossier.add(FORM, { critere: key });
  app.dossier.write(row, field, text);
  app.checkSoon();
}

function buildCriterion(app, form, criterion) {
  const row = findRow(app, criterion.key);
  const chosen = row ? fold(app.dossier.read(row, "niveau")) : "";
  const said = new Map(Object.entries(criterion.situations));
  const group = newId("level");
  const options = [...app.describe.grid.levels.map(({ key, label }) => [key, said.get(key) ?? label, said.has(key)]), ["", T.criteria.none, false]];
  const points = h("div", { class: "ws-points" });
  const box = h("fieldset", { class: "ws-field ws-criterion", "data-field": `${FORM}|${criterion.key}|niveau` },
    h("legend", { class: "ws-name" }, criterion.label),
    options.map(([key, text, isLettered]) => buildLevel({ app, criterion, group, key, text, isLettered, chosen })),
    points, buildEvidence(app, form, criterion, row));
  app.book.attach(box, () => {
    const current = findRow(app, criterion.key);
    const entries = current ? app.book.forRow(FORM, current) : [];
    points.replaceChildren(...entries.map((entry) => buildProblem(entry)));
  });
  return box;
}

function buildLevel({ app, criterion, group, key, text, isLettered, chosen }) {
  const id = newId("situation");
  const radio = h("input", {
    type: "radio", id, name: group, checked: fold(key) === chosen,
    on: { change: () => write(app, criterion.key, "niveau", key) },
  });
  const letter = isLettered ? h("strong", { class: "ws-letter" }, key) : null;
  return h("div", { class: "ws-situation" }, radio, h("label", { for: id }, letter, h("span", {}, text)));
}

function buildEvidence(app, form, criterion, row) {
  const field = form.fields.find(({ name }) => name === "preuve");
  const [id, help] = [newId("evidence"), newId("help")];
  const area = h("textarea", {
    id, rows: 2, class: "ws-input", "aria-describedby": help, value: row ? app.dossier.read(row, "preuve") : "",
    on: { input: () => write(app, criterion.key, "preuve", area.value) },
  });
  const said = criterion.evidence ? [h("span", { class: "ws-example" }, T.criteria.evidence, criterion.evidence)] : [field.help];
  return h("div", { class: "ws-evidence" }, h("label", { for: id, class: "ws-name" }, field.label), h("p", { class: "ws-help", id: help }, said), area);
}

/** Des réponses à des critères inconnus viennent d’un fichier : on les montre, et l’on peut les retirer. */
function buildOrphans(app) {
  const known = new Set(app.criteria.map(({ key }) => fold(key)));
  const list = () => app.dossier.rows(FORM).filter((row) => !known.has(fold(app.dossier.read(row, "critere"))));
  if (!list().length) return null;
  const box = h("div", { class: "ws-summary ws-summary--blocking" });
  const fill = () => {
    const rows = list();
    box.hidden = !rows.length;
    box.replaceChildren(h("p", {}, T.criteria.orphans), h("ul", {}, rows.map((row) => h("li", {}, Object.values(row.cells).join(" · "), " ",
      button(T.rows.remove, () => {
        app.dossier.remove(FORM, row);
        app.checkSoon();
        fill();
      }, { kind: "quiet" })))));
  };
  fill();
  return box;
}
