// Un champ du formulaire, tel que ``kit.reading.forms`` le déclare : nom, aide, saisie, points à corriger.

import { h, newId } from "./dom.mjs";
import { buildChecks, buildPicker } from "./choices.mjs";
import { SIDE_BY_SIDE } from "./layout.mjs";
import { buildProblem, tell } from "./problems.mjs";
import { T } from "./phrases.mjs";

const INPUT_MODES = { year: "numeric", date: "numeric", amount: "decimal" };
const SHORT = ["choice", "date", "year", "amount"];
const SHORT_LENGTH = 20;
// L’aide d’une date en dit déjà la forme, et une liste se lit.
const NO_EXAMPLE = ["choice", "choices", "date", "year"];
// Le compteur n’apparaît que quand la fin approche.
const NEAR_END = 0.8;
// Où un champ peut reprendre ce qui est écrit ailleurs dans le dossier.
const SOURCES = {
  "actions.partenaires": ["partenaires", "nom"],
  "actions.financeurs": ["partenaires", "nom"],
  "actions.structure_pilote": ["partenaires", "nom"],
  "sous_actions.structure_pilote": ["partenaires", "nom"],
  "sous_actions.action": ["actions", "numero"],
  "budgets.action": ["actions", "numero"],
  "roles.action": ["actions", "numero"],
  "roles.partenaire": ["partenaires", "nom"],
};

/** Le champ, prêt à poser ; `place` = { form, row }. */
export function buildField(app, place, field) {
  const ids = { control: newId(field.name), help: newId("help"), points: newId("points") };
  const part = { app, ...place, field, ids };
  const box = field.kind === "choices" ? buildGroup(part) : buildSingle(part);
  box.dataset.field = `${place.form.name}|${place.row.id}|${field.name}`;
  if (SIDE_BY_SIDE.has(field.name)) box.classList.add("ws-field--half");
  else if (isShort(field)) box.classList.add("ws-field--short");
  return box;
}

function isShort(field) {
  return SHORT.includes(field.kind) || field.max_length <= SHORT_LENGTH;
}

function buildName(field) {
  const tags = [];
  if (field.required) tags.push(h("span", { class: "ws-tag ws-tag--required" }, T.field.required));
  if (field.personal) tags.push(h("span", { class: "ws-tag" }, T.field.personal));
  return [field.label, ...tags.flatMap((tag) => [" ", tag])];
}

// Écrit pour une case de tableur ; ici, les réponses se cochent.
const SEVERAL = /\s*;\s*plusieurs séparés par des points-virgules/u;

function buildHelp(field, id) {
  const example = field.example && !NO_EXAMPLE.includes(field.kind);
  const said = [field.kind === "choices" ? field.help.replace(SEVERAL, T.field.several) : field.help];
  if (example) said.push(" ", h("span", { class: "ws-example" }, T.field.example, field.example));
  return h("p", { class: "ws-help", id }, said);
}

function buildSingle(part) {
  const { app, form, row, field, ids } = part;
  const control = buildControl(part);
  const points = h("div", { id: ids.points, class: "ws-points" });
  const counter = h("p", { class: "ws-counter", hidden: true });
  const box = h("div", { class: "ws-field" },
    h("label", { for: ids.control, class: "ws-name" }, buildName(field)),
    buildHelp(field, ids.help), control, counter, points, buildExtra(part, control));
  listen(part, control, counter);
  app.book.attach(box, () => showPoints(part, control, points));
  showPoints(part, control, points);
  showCounter(field, app.dossier.read(row, field.name), counter);
  return box;

  function buildExtra() {
    if (field.kind === "odd" && app.describe.odd?.length) {
      const odd = app.describe.odd.map(({ number, title }) => ({ value: String(number), label: `${number}. ${title}` }));
      return buildPicker(control, T.field.pick, () => odd);
    }
    const source = SOURCES[`${form.name}.${field.name}`];
    if (!source || field.kind !== "names") return null;
    return buildPicker(control, T.field.pickPartners, () => app.listValues(...source).map((value) => ({ value, label: value })));
  }
}

function buildControl(part) {
  const { app, form, row, field, ids } = part;
  const value = app.dossier.read(row, field.name);
  const common = { id: ids.control, "aria-describedby": ids.help, required: field.required, value };
  if (field.kind === "choice") return buildSelect(field, value, common);
  if (field.kind === "long_text") return h("textarea", { ...common, rows: 3, class: "ws-input" });
  const source = SOURCES[`${form.name}.${field.name}`];
  const single = source && field.kind === "text";
  const input = h("input", {
    ...common, type: "text", class: "ws-input", autocomplete: "off",
    inputmode: INPUT_MODES[field.kind] ?? null, list: single ? app.listId(source) : null,
  });
  if (single) app.fillList(source);
  return input;
}

function buildSelect(field, value, common) {
  const same = (choice) => choice.toLocaleLowerCase("fr") === value.toLocaleLowerCase("fr");
  const known = field.choices.find(same);
  const options = field.choices.map((choice) => h("option", { value: choice }, choice));
  if (value && !known) options.push(h("option", { value }, T.field.unknown(value)));
  const select = h("select", { ...common, class: "ws-input" }, h("option", { value: "" }, T.field.none), ...options);
  select.value = known ?? value;
  return select;
}

/** Plusieurs cases sous une même question. */
function buildGroup(part) {
  const { app, form, row, field, ids } = part;
  const points = h("div", { id: ids.points, class: "ws-points" });
  const write = (text) => {
    app.dossier.write(row, field.name, text);
    app.book.touch(form.name, row, field.name);
  };
  const checks = buildChecks(field.choices.map((value) => ({ value, label: value })), app.dossier.read(row, field.name), write);
  const box = h("fieldset", { class: "ws-field ws-field--group", "aria-describedby": ids.help },
    h("legend", { class: "ws-name" }, buildName(field)), buildHelp(field, ids.help), checks, points);
  const first = checks.querySelector("input");
  app.book.attach(box, () => showPoints(part, first, points));
  showPoints(part, first, points);
  return box;
}

function listen({ app, form, row, field }, control, counter) {
  control.addEventListener("input", () => {
    app.dossier.write(row, field.name, control.value);
    showCounter(field, control.value, counter);
  });
  control.addEventListener("change", () => {
    app.book.touch(form.name, row, field.name);
    app.checkSoon();
  });
  control.addEventListener("blur", () => {
    app.book.touch(form.name, row, field.name);
    app.book.refresh(app.root);
  });
}

function showCounter(field, text, counter) {
  const near = text.length > field.max_length * NEAR_END;
  counter.hidden = !near;
  counter.textContent = near ? T.field.left(field.max_length - text.length) : "";
}

export function showPoints({ app, form, row, field, ids }, control, zone) {
  const entries = app.book.forField(form.name, row, field.name);
  const said = entries.map((entry) => tell(entry.problem)).join("\n");
  if (zone.dataset.said === said) return;
  zone.dataset.said = said;
  zone.replaceChildren(...entries.map((entry) => buildProblem(entry)));
  const wrong = entries.some((entry) => entry.problem.blocking);
  control.setAttribute("aria-describedby", entries.length ? `${ids.points} ${ids.help}` : ids.help);
  if (wrong) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}
