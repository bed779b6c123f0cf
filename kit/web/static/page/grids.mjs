// Réunir les grilles remplies par les partenaires, et en préparer de vierges à leur envoyer.

import { button, focusOn, h, newId } from "./dom.mjs";
import { buildFrame } from "./documents.mjs";
import { buildChooser, download, readFile } from "./files.mjs";
import { OfficeOffer } from "./office.mjs";
import { T, typeset } from "./phrases.mjs";
import { buildProblem } from "./problems.mjs";

const ACCEPTED = ".ods,.xlsx,.csv,.tsv,.zip";
const FORMATS = ["html", "xlsx", "ods"];
const OFFICE = ["docx", "odt"];
const MOST = 500;

export class GridsView {
  constructor(app) {
    this.app = app;
    this.files = [];
    this.downloads = h("div", { class: "ws-buttons ws-formats" });
    this.office = new OfficeOffer(app, () => {
      this.refreshDownloads();
      focusOn(this.downloads.querySelector("[data-format=docx]"));
    });
    this.list = h("ul", { class: "ws-chosen" });
    this.go = button("", () => this.merge(), { kind: "main", "data-merge": "" });
    this.result = h("div", { class: "ws-result" });
    this.title = h("h2", { class: "ws-title", tabindex: "-1" }, T.grids.title);
    const zone = h("div", { class: "ws-zone" },
      buildChooser({ label: T.grids.choose, help: T.grids.accepted, accept: ACCEPTED, multiple: true, onFiles: (files) => this.add(files) }));
    this.element = h("div", { class: "ws-grids" }, this.title, h("p", { class: "ws-intro" }, T.grids.intro), zone,
      h("h3", { class: "ws-name" }, T.grids.list), this.list, this.go, this.result, this.buildBlank(),
      h("div", { class: "ws-buttons ws-foot" }, button(T.files.back, () => app.leaveAside())));
    this.showFiles();
  }

  receive(files) {
    return this.add(files);
  }

  async add(files) {
    let count = 0;
    for (const file of files) {
      try {
        const read = await readFile(file, this.app.describe.max_file_bytes);
        this.files = [...this.files.filter(({ name }) => name !== read.name), read];
        count += 1;
      } catch (error) {
        this.app.sayError(error);
      }
    }
    this.result.replaceChildren();
    this.showFiles();
    if (count) {
      this.app.announce(T.grids.added(count));
      focusOn(this.go);
    }
  }

  showFiles() {
    const items = this.files.map((file) => h("li", {}, h("span", {}, file.name),
      button(T.grids.remove(file.name), () => {
        this.files = this.files.filter((one) => one !== file);
        this.showFiles();
        focusOn(this.title);
      }, { kind: "quiet" })));
    this.list.replaceChildren(...(items.length ? items : [h("li", { class: "ws-empty" }, T.grids.none)]));
    this.go.textContent = T.grids.merge(this.files.length);
    this.go.hidden = !this.files.length;
  }

  async merge() {
    this.result.replaceChildren(h("p", { role: "status" }, T.grids.working));
    try {
      const merged = await this.app.call("merge_grids", ...this.order());
      const problems = merged.problems.map((problem) => h("li", {}, nameFile(problem), buildProblem({ problem }, { tag: "span" })));
      const head = h("h3", { tabindex: "-1" }, typeset(`${T.grids.result} : ${T.grids.done(merged.count)}`));
      const notes = problems.length ? h("details", { class: "ws-choose", open: true }, h("summary", {}, T.files.notes), h("ul", {}, problems)) : null;
      const page = await this.fetchFile("html");
      const frame = buildFrame(new TextDecoder().decode(page.bytes), T.documents.frame(merged.title));
      this.print = button(T.documents.print, () => frame.contentWindow.print());
      this.refreshDownloads();
      this.office.refresh();
      this.result.replaceChildren(...[head, notes, this.downloads, this.office.element, frame].filter(Boolean));
      focusOn(head);
    } catch (error) {
      this.result.replaceChildren();
      this.app.sayError(error);
    }
  }

  order() {
    const files = this.files.map(({ name, size, modified }) => ({ name, size, modified }));
    return [{ files }, this.files.map(({ bytes }) => bytes)];
  }

  fetchFile(format) {
    const [args, contents] = this.order();
    return this.app.engine.produceGrids({ ...args, format }, contents);
  }

  refreshDownloads() {
    this.downloads.replaceChildren(...this.buildDownloads(), this.print);
  }

  buildDownloads() {
    const formats = this.app.hasPandoc ? [...FORMATS, ...OFFICE] : FORMATS;
    return formats.map((format) => button([T.documents.formats[format], h("span", { class: "ws-extension" }, ` .${format}`)], async () => {
      try {
        const file = await this.fetchFile(format);
        download(file);
        this.app.say(T.documents.done(file.name), { near: this.result });
      } catch (error) {
        this.app.sayError(error);
      }
    }, { "data-format": format, "aria-label": `${T.documents.download(T.documents.formats[format], T.grids.result)}, .${format}` }));
  }

  buildBlank() {
    const [countId, formatId] = [newId("count"), newId("format")];
    const count = h("input", { type: "number", id: countId, min: 1, max: MOST, value: "5", class: "ws-input ws-input--short" });
    const format = h("select", { id: formatId, class: "ws-input ws-input--short" },
      h("option", { value: "xlsx" }, T.documents.formats.xlsx), h("option", { value: "ods" }, T.documents.formats.ods));
    const go = button(T.grids.blankGo, async () => {
      const people = Number(count.value);
      if (!Number.isInteger(people) || people < 1 || people > MOST) {
        this.app.sayError(new Error(T.grids.limit));
        return;
      }
      try {
        const alliance = this.app.dossier.read(this.app.dossier.sheet("alliance"), "nom");
        const file = await this.app.fetchFile("blank_grids", { alliance, count: people, format: format.value });
        download(file);
        this.app.say(T.documents.done(file.name), { near: box });
      } catch (error) {
        this.app.sayError(error);
      }
    });
    const box = h("section", { class: "ws-card ws-blanks" }, h("h3", {}, T.grids.blankTitle), h("p", {}, T.grids.blankHelp),
      h("div", { class: "ws-line" }, h("div", {}, h("label", { for: countId, class: "ws-name" }, T.grids.blankCount), count),
        h("div", {}, h("label", { for: formatId, class: "ws-name" }, T.grids.blankFormat), format)), h("div", { class: "ws-buttons" }, go));
    return box;
  }
}

function nameFile({ file }) {
  return file ? h("strong", {}, typeset(`${file} : `)) : "";
}
