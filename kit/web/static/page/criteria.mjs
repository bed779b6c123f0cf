// La grille : une question par critère, une situation par réponse, et ce qui le montre.

import { button, h, newId } from "./dom.mjs";
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

export function buildCriteria(app, form) {
  const { grid } = app.describe;
  const notes = h("details", { class: "ws-choose" }, h("summary", {}, grid.title), h("p", {}, grid.purpose),
    h("ul", {}, (grid.notes ?? []).map((note) => h("li", {}, note))));
  return h("div", {}, notes, buildOrphans(app), grid.dimensions.map((dimension) => buildDimension(app, form, dimension)));
}

function findRow(app, key) {
  return app.dossier.rows(FORM).find((row) => fold(app.dossier.read(row, "critere")) === fold(key));
}

function write(app, key, field, text) {
  const row = findRow(app, key) ?? app.dossier.add(FORM, { critere: key });
  app.dossier.write(row, field, text);
  app.checkSoon();
}

function buildDimension(app, form, dimension) {
  const count = h("span", { class: "ws-tag" });
  const refresh = () => {
    const done = dimension.criteria.filter(({ key }) => {
      const row = findRow(app, key);
      return row && app.dossier.read(row, "niveau");
    });
    count.textContent = T.criteria.answered(done.length, dimension.criteria.length);
  };
  refresh();
  const box = h("section", { class: "ws-dimension", on: { change: refresh } }, h("h3", {}, dimension.title, " ", count),
    h("p", { class: "ws-help" }, dimension.aim));
  box.append(...dimension.criteria.map((criterion) => buildCriterion(app, form, criterion)));
  return box;
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
