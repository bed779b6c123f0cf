// Le premier écran de l’atelier : par où commencer.

import { button, h } from "./dom.mjs";
import { buildChooser, readKept } from "./files.mjs";
import { T } from "./phrases.mjs";

export class StartView {
  constructor(app) {
    this.app = app;
    this.title = h("h2", { class: "ws-title", tabindex: "-1" }, T.start.title);
    this.kept = h("div");
    const blank = this.buildCard(T.start.blank, () => app.show("territoire"), { kind: "main", "data-start": "blank" });
    const reopen = h("section", { class: "ws-card" }, h("h3", {}, T.start.reopen.title), buildChooser({
      label: T.start.reopen.label, help: T.start.reopen.help, accept: app.panel.accepted, onFiles: (files) => app.panel.open(files[0]),
    }));
    const plan = this.buildCard(T.start.plan, () => app.showImport(), { "data-start": "plan" });
    const grids = this.buildCard(T.start.grids, () => app.showGrids(), { "data-start": "grids" });
    this.element = h("div", { class: "ws-start" }, this.title, this.kept, h("div", { class: "ws-cards" }, blank, reopen, plan, this.buildExamples(), grids));
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
    const kept = readKept();
    if (!kept) {
      this.kept.replaceChildren();
      return;
    }
    const resume = button(T.start.kept(kept.date), () => this.app.panel.resume(kept), { kind: "main", "data-kept": "" });
    const erase = button(T.files.erase, () => this.app.panel.erase(), { kind: "quiet" });
    this.kept.replaceChildren(h("section", { class: "ws-card" }, h("div", { class: "ws-buttons" }, resume, erase), h("p", {}, T.start.keptHelp)));
  }
}
