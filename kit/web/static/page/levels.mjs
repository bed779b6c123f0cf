// Les échelons publics d’un territoire (intercommunalité, département, région), proposés comme partenaires à contacter.
// Rien ne s’ajoute d’office : un bouton, et seulement ce qui n’est pas déjà dans la liste.

import { button, focusOn, h } from "./dom.mjs";
import { T } from "./phrases.mjs";

const FORM = "partenaires";
const NAME = "nom";
const fold = (text) => text.trim().toLocaleLowerCase("fr").replaceAll("’", "'");

export class PublicLevels {
  constructor(app) {
    this.app = app;
    this.asked = 0;
    this.element = h("div", { class: "ws-levels", "data-levels": "" });
  }

  /** Demande au kit ce que « kit nouveau » préremplit pour ces territoires ; propose ce qui manque. */
  async offer(names) {
    this.asked += 1;
    const turn = this.asked;
    const records = names.length ? await this.read(names) : [];
    if (turn !== this.asked) return;
    const known = new Set(this.app.dossier.rows(FORM).map((row) => fold(this.app.dossier.read(row, NAME))));
    const missing = records.filter((record) => !known.has(fold(record[NAME])));
    this.element.replaceChildren(...(missing.length ? this.build(missing) : []));
  }

  async read(names) {
    try {
      const { values } = await this.app.call("prefill", { territory: names.join(" ; ") });
      return values[FORM];
    } catch {
      // Un territoire mal écrit se dit déjà à côté de son champ ; il n’y a alors rien à proposer.
      return [];
    }
  }

  build(records) {
    const add = button(T.levels.add(records.length), () => this.add(records), { "data-add-levels": "" });
    return [h("h3", { class: "ws-name" }, T.levels.title), h("p", { class: "ws-help" }, T.levels.help),
      h("ul", {}, records.map((record) => h("li", {}, record[NAME]))), h("div", { class: "ws-buttons" }, add)];
  }

  add(records) {
    for (const record of records) this.app.dossier.add(FORM, { ...record });
    const said = h("p", { class: "ws-notice", tabindex: "-1" }, T.levels.added(records.length));
    this.element.replaceChildren(said);
    focusOn(said);
  }
}
