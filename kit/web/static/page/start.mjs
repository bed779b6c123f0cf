// Le premier écran de l’atelier : par où commencer.

import { button, h } from "./dom.mjs";
import { buildChooser } from "./files.mjs";
import { KeptList } from "./shelf.mjs";
import { T } from "./phrases.mjs";

export class StartView {
  constructor(app) {
    this.app = app;
    this.title = h("h2", { class: "ws-title", tabindex: "-1" }, T.start.title);
    this.kept = new KeptList(app);
    this.back = h("div", { class: "ws-buttons" });
    const blank = this.buildCard(T.start.blank, () => app.panel.openBlank(), { kind: "main", "data-start": "blank" });
    const reopen = h("section", { class: "ws-card" }, h("h3", {}, T.start.reopen.title), buildChooser({
      label: T.start.reopen.label, help: T.start.reopen.help, accept: app.panel.accepted, onFiles: (files) => app.panel.open(files[0]),
    }));
    const plan = this.buildCard(T.start.plan, () => app.showImport(), { "data-start": "plan" });
    const grids = this.buildCard(T.start.grids, () => app.showGrids(), { "data-start": "grids" });
    this.element = h("div", { class: "ws-start" }, this.title, this.kept.element, this.back, h("div", { class: "ws-cards" }, blank, reopen, plan, this.buildExamples(), grids));
  }

  buildCard({ title, help, label }, click, props) {
    return h("section", { class: "ws-card" }, h("h3", {}, title), h("p", {}, help), h("div", { class: "ws-buttons" }, button(label, click, props)));
  }

  buildExamples() {
    const { examples = [] } = this.app.describe;
    if (!examples.length) return null;
    const links = examples.map(({ name, title }) => h("li", {}, button(title, () => this.app.panel.openExample(name), { kind: "link", "data-example": name })));
    return h("section", { class: "ws-card" }, h("h3", {}, T.start.example.title), h("p", {}, T.start.example.help), h("ul", {}, links));
  }

  refresh() {
    this.kept.refresh();
    // Un dossier ouvert n’est pas perdu parce qu’on est venu voir les autres.
    const { dossier } = this.app;
    const name = dossier.read(dossier.sheet("alliance"), "nom") || T.files.unnamed;
    this.back.replaceChildren(dossier.isEmpty() ? "" : button(T.start.back(name), () => this.app.show("territoire"), { kind: "main", "data-back": "" }));
  }

  findKept(key) {
    return this.kept.find(key);
  }
}
