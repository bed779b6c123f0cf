// Chercher et choisir un ou plusieurs territoires : une liste de suggestions, homonymes compris.

import { button, focusOn, h, later, newId } from "./dom.mjs";
import { splitNames } from "./choices.mjs";
import { buildField, showPoints } from "./fields.mjs";
import { PublicLevels } from "./levels.mjs";
import { T } from "./phrases.mjs";

const FIELD = "territoire";
const GROUP = "groupe";
const LEAST = 2;
const DELAY = 250;

export class TerritoryStep {
  constructor(app, form) {
    this.app = app;
    this.form = form;
    this.row = app.dossier.sheet(form.name);
    this.matches = [];
    this.exact = null;
    this.groupName = "";
    this.active = -1;
    this.asked = 0;
    this.searchSoon = later(() => this.search(), DELAY);
    this.ids = { control: newId("territory"), help: newId("help"), points: newId("points"), list: newId("list") };
    this.levels = new PublicLevels(app);
    this.element = h("div", {}, this.buildSearch(), this.buildChosen(), this.levels.element);
    this.showChosen();
  }

  buildSearch() {
    this.input = h("input", {
      type: "text", id: this.ids.control, class: "ws-input", role: "combobox", autocomplete: "off", "aria-expanded": "false",
      "aria-controls": this.ids.list, "aria-autocomplete": "list", "aria-describedby": this.ids.help,
      on: { input: () => this.searchSoon(), keydown: (event) => this.onKey(event), blur: () => this.onLeave() },
    });
    this.list = h("ul", { id: this.ids.list, role: "listbox", "aria-label": T.territory.list, class: "ws-suggestions", hidden: true });
    this.points = h("div", { id: this.ids.points, class: "ws-points" });
    this.state = h("p", { class: "ws-help", role: "status" });
    const box = h("div", { class: "ws-field", "data-field": `${this.form.name}|${this.row.id}|${FIELD}` },
      h("label", { for: this.ids.control, class: "ws-name" }, T.territory.label, " ", h("span", { class: "ws-tag ws-tag--required" }, T.field.required)),
      h("p", { class: "ws-help", id: this.ids.help }, T.territory.help),
      h("div", { class: "ws-combo" }, this.input, this.list), this.state, this.points);
    const field = { name: FIELD };
    const part = { app: this.app, form: this.form, row: this.row, field, ids: this.ids };
    this.app.book.attach(box, () => showPoints(part, this.input, this.points));
    return box;
  }

  buildChosen() {
    this.heading = h("h3", { class: "ws-name" }, T.territory.chosen);
    this.chosen = h("ul", { class: "ws-chosen" });
    const field = this.form.fields.find(({ name }) => name === GROUP);
    this.group = buildField(this.app, { form: this.form, row: this.row }, field);
    return h("div", { class: "ws-territories" }, this.heading, this.chosen, this.group);
  }

  get names() {
    return splitNames(this.app.dossier.read(this.row, FIELD));
  }

  async search() {
    const query = this.input.value.trim();
    this.asked += 1;
    const turn = this.asked;
    if (query.length < LEAST) {
      this.close();
      this.state.textContent = "";
      return;
    }
    const { matches, exact, is_group: isGroup } = await this.app.call("search_territory", { query });
    if (turn !== this.asked) return;
    this.matches = matches;
    this.exact = matches.find(({ entry }) => entry === exact) ?? null;
    this.groupName = isGroup ? query : "";
    this.active = -1;
    this.state.textContent = isGroup ? T.territory.isGroup : matches.length ? T.territory.found(matches.length) : T.territory.nothing;
    this.showMatches();
  }

  showMatches() {
    this.list.replaceChildren(...this.matches.map((match, rank) => {
      const note = match.note ? h("span", { class: "ws-note" }, match.note) : null;
      return h("li", {
        id: `${this.ids.list}-${rank}`, role: "option", "aria-selected": "false",
        on: { mousedown: (event) => event.preventDefault(), click: () => this.pick(match) },
      }, match.label, note);
    }));
    this.list.hidden = this.matches.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && this.matches.length) {
      event.preventDefault();
      if (this.list.hidden) this.showMatches();
      this.activate((this.active + moves[event.key] + this.matches.length + (this.active < 0 && event.key === "ArrowUp" ? 1 : 0)) % this.matches.length);
    } else if (event.key === "Escape") {
      this.close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.active >= 0) this.pick(this.matches[this.active]);
      else this.settle({ stays: true });
    }
  }

  /** En quittant le champ : un nom exact est pris ; ce qui se lit de plusieurs façons reste à choisir. */
  onLeave() {
    window.setTimeout(() => {
      if (document.activeElement !== this.input) this.settle({ stays: false });
    }, 150);
  }

  async settle({ stays }) {
    const query = this.input.value.trim();
    if (query.length < LEAST) {
      this.close();
      return;
    }
    // La recherche que la frappe a demandée n’a plus à partir : elle rendrait celle-ci périmée.
    this.searchSoon.cancel();
    await this.search();
    if (this.exact) this.pick(this.exact, { stays });
    else if (this.groupName) this.pick({ entry: this.groupName, note: T.territory.groupNamed }, { stays });
    else if (stays && this.matches.length === 1) this.pick(this.matches[0]);
    else if (stays && this.matches.length) this.activate(0);
    else if (!stays && this.matches.length) this.state.textContent = T.territory.choose(this.matches.length);
  }

  activate(rank) {
    this.active = rank;
    for (const [at, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(at === rank));
      if (at === rank) option.scrollIntoView({ block: "nearest" });
    }
    this.input.setAttribute("aria-activedescendant", `${this.ids.list}-${rank}`);
  }

  pick(match, { stays = true } = {}) {
    this.write([...this.names.filter((name) => name !== match.entry), match.entry]);
    this.input.value = "";
    this.matches = [];
    this.close();
    this.state.textContent = match.note || "";
    this.app.announce(T.territory.added(match.entry));
    if (stays) focusOn(this.input);
  }

  write(names) {
    this.app.dossier.write(this.row, FIELD, names.join(" ; "));
    this.app.book.touch(this.form.name, this.row, FIELD);
    this.app.checkSoon();
    this.showChosen();
  }

  showChosen() {
    const { names } = this;
    this.heading.textContent = names.length > 1 ? T.territory.chosenSeveral : T.territory.chosen;
    const items = names.map((name) => h("li", {}, h("span", {}, name),
      button(T.territory.remove(name), () => this.removeName(name), { kind: "quiet" })));
    this.chosen.replaceChildren(...(items.length ? items : [h("li", { class: "ws-empty" }, T.territory.nobody)]));
    this.levels.offer(names);
    this.group.hidden = names.length < 2 && !this.app.dossier.read(this.row, GROUP);
  }

  removeName(name) {
    this.write(this.names.filter((one) => one !== name));
    this.app.announce(T.territory.removed(name));
    focusOn(this.input);
  }
}
