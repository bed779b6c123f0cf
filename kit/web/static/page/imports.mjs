// Importer un plan que la personne tient déjà : ses colonnes, où elles vont, ce qui reste à dire.

import { button, focusOn, h, newId } from "./dom.mjs";
import { buildChooser, readFile } from "./files.mjs";
import { T } from "./phrases.mjs";

const ACCEPTED = ".xlsx,.ods,.csv";
const FEW = 8;

export class ImportView {
  constructor(app) {
    this.app = app;
    this.title = h("h2", { class: "ws-title", tabindex: "-1" }, T.imports.title);
    this.result = h("div", { class: "ws-result" });
    const zone = h("div", { class: "ws-zone" }, buildChooser({ label: T.imports.choose, help: T.imports.accepted, accept: ACCEPTED, onFiles: (files) => this.open(files[0]) }));
    this.element = h("div", { class: "ws-grids ws-imports" }, this.title, h("p", { class: "ws-intro" }, T.imports.intro), zone, this.result,
      h("div", { class: "ws-buttons ws-foot" }, button(T.files.back, () => app.leaveAside())));
  }

  receive(files) {
    if (files.length > 1) this.app.sayError(new Error(T.files.onlyOne(files.length)));
    else this.open(files[0]);
  }

  async open(file) {
    if (!file) return;
    try {
      this.file = await readFile(file, this.app.describe.max_file_bytes);
      this.sheets = [];
      this.columns = [];
      await this.read();
    } catch (error) {
      this.result.replaceChildren();
      this.app.sayError(error);
    }
  }

  /** Relit le plan avec ce que la personne a dit de ses feuilles et de ses colonnes. */
  async read() {
    const { name, size, bytes } = this.file;
    this.app.clearNotice();
    const read = await this.app.call("import_plan", { name, size, sheets: this.sheets, columns: this.columns }, [bytes]);
    this.show(read);
  }

  show(read) {
    const heading = h("h3", { class: "ws-name", tabindex: "-1" }, read.values ? T.imports.read(read.counts) : T.imports.undecided);
    const parts = read.ask.length ? [this.buildSheets(read)] : [this.buildLists(read), this.buildColumns(read)];
    const take = read.values ? button(T.imports.take, () => this.take(read), { kind: "main", "data-import-take": "" }) : null;
    this.result.replaceChildren(heading, ...parts.flat(), take ? h("div", { class: "ws-buttons" }, take) : "");
    focusOn(heading);
  }

  buildSheets({ ask, asked }) {
    const choices = ask.map((name) => button(name, () => {
      this.sheets = [name];
      return this.reread();
    }, { "data-import-sheet": name }));
    return [h("p", {}, asked), h("div", { class: "ws-buttons" }, choices)];
  }

  buildLists({ asked, told, left, missing }) {
    const lines = left.map(({ action, column, value }) => `${action} – ${column} : ${value}`);
    const lists = [[T.imports.missing, missing, true], [T.imports.asked, asked, true], [T.imports.told, told, told.length <= FEW], [T.imports.left, lines, lines.length <= FEW]];
    return lists.filter(([, items]) => items.length).map(([title, items, open]) =>
      h("details", { class: "ws-choose", open }, h("summary", {}, `${title} (${items.length})`), h("ul", {}, items.map((text) => h("li", {}, text)))));
  }

  /** Une ligne par colonne du plan, et la liste des champs où elle peut aller. */
  buildColumns({ columns, targets }) {
    const rows = columns.map((column) => {
      const id = newId("column");
      const options = [h("option", { value: "" }, T.imports.nowhere), ...targets.map(({ key, label }) => h("option", { value: key }, label))];
      const select = h("select", { id, class: "ws-input", "data-column": `${column.sheet}|${column.letter}` }, options);
      select.value = column.target;
      const said = [column.example ? T.imports.example(column.example) : T.imports.empty, columns.some(({ sheet }) => sheet !== column.sheet) ? T.imports.sheet(column.sheet) : ""];
      return h("div", { class: "ws-field" }, h("label", { for: id, class: "ws-name" }, column.title), h("p", { class: "ws-help" }, said.filter(Boolean).join(" ")), select);
    });
    const again = button(T.imports.again, () => {
      this.columns = columns.map(({ sheet, letter }) => ({ sheet, letter, target: this.result.querySelector(`[data-column="${CSS.escape(`${sheet}|${letter}`)}"]`).value }));
      return this.reread();
    }, { "data-import-again": "" });
    return h("details", { class: "ws-choose", open: !columns.some(({ target }) => target) }, h("summary", { "data-import-columns": "" }, T.imports.columns(columns.length)),
      h("p", { class: "ws-help" }, T.imports.columnsHelp), rows, h("div", { class: "ws-buttons" }, again));
  }

  async reread() {
    try {
      await this.read();
    } catch (error) {
      this.app.sayError(error);
    }
  }

  async take({ values, left }) {
    const { app } = this;
    if (!(await app.panel.mayReplace())) return;
    const before = app.panel.load(values);
    app.panel.markDirty();
    app.show("territoire");
    app.say(T.imports.taken(app.dossier.filled("actions").length), { actions: [app.panel.buildReturn(before)] });
    if (left.length) app.notice.append(h("p", { class: "ws-help" }, T.imports.leftThere));
    await app.check();
  }
}
