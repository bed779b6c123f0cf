// La liste des dossiers gardés dans ce navigateur : ouvrir, effacer, annuler ; et ce qui n’a pas pu se lire.

import { button, focusOn, h } from "./dom.mjs";
import { ask, download } from "./files.mjs";
import { forget, readKept, readOne, writeDate } from "./kept.mjs";
import { T } from "./phrases.mjs";

export class KeptList {
  constructor(app) {
    this.app = app;
    this.element = h("div", { class: "ws-shelf" });
  }

  find(key) {
    return readOne(key, this.app.describe.forms);
  }

  refresh() {
    const { dossiers, damaged } = readKept(this.app.describe.forms);
    const all = [...dossiers, ...damaged].map(({ key }) => key);
    this.element.replaceChildren(...[this.buildDossiers(dossiers, all), this.buildDamaged(damaged)].filter(Boolean));
  }

  buildDossiers(dossiers, all) {
    if (!dossiers.length) return null;
    const items = dossiers.map((record) => {
      const name = record.name || T.files.unnamed;
      const date = writeDate(record.date);
      const open = button(T.kept.open, () => this.app.panel.resumeAsked(record.key), { kind: "main", "data-kept": record.key, "aria-label": T.kept.openNamed(name, date) });
      const erase = button(T.kept.erase, () => this.erase([record.key], T.kept.eraseAsk(name), T.kept.erased(name)), { kind: "quiet", "data-forget": record.key, "aria-label": T.kept.eraseNamed(name, date) });
      return h("li", {}, h("p", {}, h("strong", {}, name), " ", h("span", { class: "ws-note" }, date)), h("div", { class: "ws-buttons" }, open, erase));
    });
    const every = button(T.kept.eraseAll, () => this.erase(all, T.kept.eraseAllAsk(dossiers.length), T.kept.erasedAll), { kind: "quiet", "data-forget-all": "" });
    return h("section", { class: "ws-card" }, h("h3", {}, T.kept.title(dossiers.length)), h("p", { class: "ws-help" }, T.start.keptHelp), h("ul", { class: "ws-chosen" }, items), h("div", { class: "ws-buttons" }, every));
  }

  /** Ce qui est abîmé n’est jamais jeté : on peut l’emporter, ou l’effacer. */
  buildDamaged(damaged) {
    if (!damaged.length) return null;
    const items = damaged.map(({ key, text }, rank) => h("li", {}, h("p", {}, T.kept.damagedItem(rank + 1)), h("div", { class: "ws-buttons" },
      button(T.kept.damagedTake, () => download({ name: `dossier-illisible-${rank + 1}.txt`, mediaType: "text/plain", bytes: new TextEncoder().encode(text) }), { "data-damaged": key, "aria-label": `${T.kept.damagedTake}, ${rank + 1}` }),
      button(T.kept.erase, () => this.erase([key], T.kept.eraseAsk(T.kept.damagedItem(rank + 1)), T.kept.erased(T.kept.damagedItem(rank + 1))), { kind: "quiet", "aria-label": `${T.kept.erase}, ${T.kept.damagedItem(rank + 1)}` }))));
    return h("section", { class: "ws-card ws-card--warning", "data-damaged-list": "" }, h("h3", {}, T.kept.damaged(damaged.length)), h("p", {}, T.kept.damagedHelp), h("ul", { class: "ws-chosen" }, items));
  }

  async erase(keys, question, said) {
    if (!(await ask(this.app.root, question, T.files.eraseHelp))) return;
    const { keeping } = this.app.panel;
    // Le dossier ouvert reste dans la page : il n’est seulement plus gardé.
    if (keys.includes(keeping.key)) {
      keeping.follow();
      this.app.panel.dirty = true;
      this.app.panel.refreshState();
    }
    const restore = forget(keys);
    this.refresh();
    const undo = button(T.kept.undo, () => {
      const done = restore();
      this.refresh();
      if (done) this.app.say(T.kept.restored);
      else this.app.sayError(new Error(T.kept.full(false)));
      focusOn(this.element.querySelector("[data-kept]") ?? this.app.startView.title);
    }, { "data-undo-forget": "" });
    this.app.say(said, { actions: [undo] });
    focusOn(undo);
  }
}
