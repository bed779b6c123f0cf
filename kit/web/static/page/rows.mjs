// Une liste de lignes (partenaires, actions…) : une seule s’ouvre à la fois, les autres tiennent en un titre.
// Les champs d’une ligne fermée n’existent pas : deux cents actions restent fluides.

import { button, focusOn, h, hidden, newId } from "./dom.mjs";
import { buildField } from "./fields.mjs";
import { buildFold, unfold } from "./folds.mjs";
import { GROUPS } from "./layout.mjs";
import { T } from "./phrases.mjs";
import { buildProblem } from "./problems.mjs";

// Les champs qui nomment une ligne, dans l’ordre où ils s’affichent.
const TITLES = {
  partenaires: ["nom"], actions: ["numero", "titre"], sous_actions: ["action", "titre"],
  budgets: ["action", "annee", "nature", "montant"], roles: ["action", "partenaire", "role"],
};
const DETAILS = { partenaires: "famille", actions: "statut", sous_actions: "statut" };

/** Le titre d’une ligne, fait de ses champs principaux, ou de son rang. */
export function nameRow(dossier, form, row) {
  const parts = (TITLES[form] ?? []).map((name) => dossier.read(row, name).trim()).filter(Boolean);
  return parts.join(" · ") || T.rows.untitled(T.rows.nouns[form]?.[0] ?? "ligne", dossier.rows(form).indexOf(row) + 1);
}

export class RowList {
  /** `level` : le rang du titre de chaque ligne, juste après celui qui le précède. */
  constructor(app, form, level) {
    this.app = app;
    this.form = form;
    this.heading = `h${level}`;
    [this.noun, this.addLabel] = T.rows.nouns[form.name];
    this.opened = null;
    this.items = new Map();
    this.list = h("ol", { class: "ws-rows" });
    this.status = h("p", { class: "ws-rows__state" });
    this.element = h("div", { class: "ws-list", "data-list": form.name }, this.status, this.list,
      button(this.addLabel, () => this.add(), { kind: "add" }));
    for (const row of this.rows) this.list.append(this.buildItem(row));
    this.refreshStatus();
  }

  get rows() {
    return this.app.dossier.rows(this.form.name);
  }

  titleOf(row) {
    return nameRow(this.app.dossier, this.form.name, row);
  }

  buildItem(row) {
    const panelId = newId("row");
    const title = h("span", { class: "ws-row__title" });
    const detail = h("span", { class: "ws-row__detail" });
    const badge = h("span", { class: "ws-row__points" });
    const toggle = h("button", {
      type: "button", class: "ws-row__button", "aria-expanded": "false", "aria-controls": panelId,
      on: { click: () => (this.opened === row ? this.close() : this.open(row)) },
    }, title, detail, badge);
    const panel = h("div", { id: panelId, class: "ws-row__fields", hidden: true });
    const item = h("li", { class: "ws-row", "data-row": row.id },
      h("div", { class: "ws-row__head" }, h(this.heading, {}, toggle), this.buildTools(row)), panel);
    const parts = { item, toggle, title, detail, badge, panel };
    this.items.set(row, parts);
    this.app.book.attach(item, () => this.refreshItem(row));
    this.refreshItem(row);
    return item;
  }

  buildTools(row) {
    const tool = (label, sign, click, name) => h("button", { type: "button", class: "ws-tool", "data-tool": name, title: label, on: { click } },
      h("span", { "aria-hidden": "true" }, sign), hidden(label), this.buildToolName(row));
    return h("div", { class: "ws-row__tools" },
      tool(T.rows.up, "↑", () => this.move(row, -1), "up"),
      tool(T.rows.down, "↓", () => this.move(row, 1), "down"),
      tool(T.rows.remove, "✕", () => this.remove(row), "remove"));
  }

  buildToolName(row) {
    return h("span", { class: "ws-hidden", "data-row-name": row.id });
  }

  refreshItem(row) {
    const parts = this.items.get(row);
    if (!parts) return;
    const title = this.titleOf(row);
    if (parts.title.textContent !== title) {
      parts.title.textContent = title;
      for (const name of parts.item.querySelectorAll("[data-row-name]")) name.textContent = ` : ${title}`;
    }
    const detail = DETAILS[this.form.name];
    parts.detail.textContent = detail ? this.app.dossier.read(row, detail) : "";
    const entries = this.app.book.forRow(this.form.name, row);
    const wrong = entries.filter((entry) => entry.problem.blocking).length;
    const seen = entries.length - wrong;
    const said = [wrong && T.steps.toMend(wrong), seen && T.steps.toSee(seen)].filter(Boolean).join(", ");
    parts.badge.textContent = said;
    parts.badge.classList.toggle("ws-row__points--blocking", wrong > 0);
    this.refreshGeneral(parts, entries);
  }

  /** Les points qui concernent la ligne entière, en tête de ses champs. */
  refreshGeneral(parts, entries) {
    const zone = parts.panel.querySelector(".ws-row__general");
    zone?.replaceChildren(...entries.filter((entry) => !entry.field).map((entry) => buildProblem(entry)));
  }

  refreshStatus() {
    const count = this.rows.length;
    this.status.textContent = count ? T.rows.count(count, this.noun) : T.rows.empty;
  }

  open(row, field = "") {
    if (this.opened !== row) {
      this.close();
      const { toggle, panel, item } = this.items.get(row);
      panel.append(h("div", { class: "ws-row__general" }), ...this.buildGroups(row));
      panel.hidden = false;
      toggle.setAttribute("aria-expanded", "true");
      item.classList.add("ws-row--open");
      panel.addEventListener("input", () => this.refreshItem(row));
      this.opened = row;
      this.refreshItem(row);
    }
    if (field) focusOn(this.findControl(row, field));
  }

  findControl(row, field) {
    const box = this.items.get(row)?.panel.querySelector(`[data-field="${this.form.name}|${row.id}|${field}"]`);
    unfold(box);
    return box?.querySelector("input, select, textarea") ?? this.items.get(row)?.toggle;
  }

  /** Les champs, par groupes lisibles ; un champ hors des groupes connus finit la liste. */
  buildGroups(row) {
    const groups = GROUPS[this.form.name] ?? [];
    const placed = new Set(groups.flatMap(({ fields }) => fields));
    const rest = this.form.fields.map(({ name }) => name).filter((name) => !placed.has(name));
    return [...groups, ...(rest.length ? [{ title: "", fields: rest }] : [])].map(({ title, fields, folded }) => {
      const own = fields.map((name) => this.form.fields.find((field) => field.name === name)).filter(Boolean);
      const boxes = own.map((field) => buildField(this.app, { form: this.form, row }, field));
      if (folded) return buildFold(this.app, { form: this.form, row, fields: own }, title, boxes);
      const head = title ? [h("legend", {}, title)] : [];
      return title ? h("fieldset", { class: "ws-group" }, ...head, ...boxes) : h("div", { class: "ws-group" }, ...boxes);
    });
  }

  close() {
    const parts = this.items.get(this.opened);
    this.opened = null;
    if (!parts) return;
    parts.panel.hidden = true;
    parts.panel.replaceChildren();
    parts.toggle.setAttribute("aria-expanded", "false");
    parts.item.classList.remove("ws-row--open");
  }

  add() {
    const row = this.app.dossier.add(this.form.name, this.guessCells());
    this.list.append(this.buildItem(row));
    this.refreshStatus();
    this.open(row);
    const empty = this.form.fields.find(({ name }) => !this.app.dossier.read(row, name)) ?? this.form.fields[0];
    focusOn(this.findControl(row, empty.name));
    this.app.announce(T.rows.added(this.noun, this.rows.length));
  }

  /** Le numéro d’une action suit le dernier : « A3 » après « A2 ». */
  guessCells() {
    if (this.form.name !== "actions") return {};
    const numbers = this.rows.map((row) => this.app.dossier.read(row, "numero"));
    const last = /^(.*?)(\d+)$/u.exec(numbers.at(-1) ?? "A0");
    return last ? { numero: `${last[1]}${Number(last[2]) + 1}` } : {};
  }

  move(row, by) {
    const { item } = this.items.get(row);
    if (!this.app.dossier.move(this.form.name, row, by)) return;
    const focused = document.activeElement;
    if (by < 0) item.previousElementSibling.before(item);
    else item.nextElementSibling.after(item);
    focusOn(focused);
    this.app.announce(T.rows.moved(this.titleOf(row), this.rows.indexOf(row) + 1, this.rows.length));
  }

  /** Supprimer laisse, à la même place, de quoi annuler. */
  remove(row) {
    const title = this.titleOf(row);
    if (this.opened === row) this.close();
    const { item } = this.items.get(row);
    const restore = this.app.dossier.remove(this.form.name, row);
    const undo = button(T.rows.undo, () => {
      restore();
      trace.replaceWith(item);
      this.refreshStatus();
      focusOn(this.items.get(row).toggle);
    });
    const trace = h("li", { class: "ws-row ws-row--removed" }, h("p", {}, T.rows.removed(title)), undo);
    for (const old of this.list.querySelectorAll(".ws-row--removed")) old.remove();
    item.replaceWith(trace);
    this.refreshStatus();
    focusOn(undo);
  }
}
