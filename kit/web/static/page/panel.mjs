// Le dossier en tant que fichier : enregistrer, reprendre, garder, effacer.

import { button, focusOn, h, later, newId } from "./dom.mjs";
import { acceptDrops, ask, buildChooser, download, eraseKept, keep, readFile, readKept } from "./files.mjs";
import { T } from "./phrases.mjs";

const KEEP_DELAY = 500;
const FORMATS = ["ods", "xlsx", "yaml"];
const WORKBOOK = /\.(?:ods|xlsx)$/iu;

export class FilePanel {
  constructor(app) {
    this.app = app;
    this.dirty = false;
    this.accepted = ".ods,.xlsx,.yaml,.yml";
    // Le classeur ouvert, tel qu’il est arrivé : c’est lui que l’on annote.
    this.workbook = null;
    this.annotating = h("div", { hidden: true, "data-annotating": "" });
    this.name = h("p", { class: "ws-file__name" });
    this.state = h("p", { class: "ws-file__state" });
    this.keepSoon = later(() => this.keepNow(), KEEP_DELAY);
    this.menu = h("details", { class: "ws-menu" }, h("summary", { class: "ws-button" }, T.files.save), this.buildMenu());
    this.menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.menu.open) return;
      this.menu.open = false;
      focusOn(this.menu.querySelector("summary"));
    });
    this.element = h("div", { class: "ws-file-panel" }, h("div", {}, this.name, this.state), this.menu);
    this.refresh(T.files.fresh);
  }

  buildMenu() {
    const formats = this.app.describe.dossier_formats ?? FORMATS;
    const saves = formats.map((format) => button([T.documents.formats[format], h("span", { class: "ws-extension" }, ` .${format}`)], () => this.save(format), { "data-save": format }));
    const keepId = newId("keep");
    const keepHelp = newId("help");
    this.keepBox = h("input", { type: "checkbox", id: keepId, checked: Boolean(readKept()), "aria-describedby": keepHelp, on: { change: () => this.onKeep() } });
    return h("div", { class: "ws-menu__body" },
      h("p", { class: "ws-help" }, T.files.saveHelp), h("div", { class: "ws-buttons" }, saves),
      buildChooser({ label: T.files.reopen, accept: this.accepted, onFiles: (files) => this.open(files[0]) }),
      this.annotating,
      h("div", { class: "ws-check" }, this.keepBox, h("label", { for: keepId }, T.files.keep)), h("p", { class: "ws-help", id: keepHelp }, T.files.keepHelp),
      h("div", { class: "ws-buttons" }, button(T.start.plan.title, () => this.leaveTo(() => this.app.showImport()), { "data-menu": "plan" }), button(T.start.grids.title, () => this.leaveTo(() => this.app.showGrids()), { "data-menu": "grids" }), button(T.files.erase, () => this.erase(), { kind: "quiet", "data-erase": "" })));
  }

  /** Prépare ce qui dépend de la page entière : dépôt de fichier, alerte en quittant. */
  listen() {
    acceptDrops(this.app.element, (files) => {
      if (!this.app.body.querySelector(".ws-grids")) this.open(files[0]);
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.mayLose()) event.preventDefault();
    });
  }

  mayLose() {
    return this.dirty && !this.keepBox.checked && !this.app.dossier.isEmpty();
  }

  refresh(state) {
    const { dossier } = this.app;
    this.name.textContent = dossier.read(dossier.sheet("alliance"), "nom") || T.files.unnamed;
    this.state.textContent = state;
  }

  markDirty() {
    this.dirty = true;
    if (this.keepBox.checked) this.keepSoon();
    this.refresh(this.keepBox.checked ? T.files.keptState : T.files.dirty);
  }

  async save(format) {
    try {
      const file = await this.app.fetchFile("save", { values: this.app.dossier.toValues(), format });
      download(file);
      this.dirty = false;
      this.refresh(T.files.saved(file.name));
      this.app.say(T.documents.done(file.name));
    } catch (error) {
      this.app.sayError(error);
    }
  }

  async open(file) {
    if (!file || !(await this.mayReplace())) return;
    try {
      const { name, size, bytes } = await readFile(file, this.app.describe.max_file_bytes);
      await this.take(await this.app.call("open_file", { name, size }, [bytes]), { name, size, bytes });
    } catch (error) {
      this.app.sayError(error);
    }
  }

  async openExample(name) {
    if (!(await this.mayReplace())) return;
    try {
      await this.take(await this.app.call("example", { name }));
    } catch (error) {
      this.app.sayError(error);
    }
  }

  async mayReplace() {
    return !this.mayLose() || ask(this.app.root, T.files.replaceAsk, T.files.replaceHelp);
  }

  async take({ name, values, problems }, source = null) {
    this.load(values);
    this.workbook = source && WORKBOOK.test(name) && problems.length ? source : null;
    this.annotating.hidden = !this.workbook;
    this.annotating.replaceChildren(...this.buildAnnotating());
    this.dirty = false;
    this.refresh(T.files.saved(name));
    this.app.show("territoire");
    const { dossier } = this.app;
    this.app.say(T.files.opened(name, dossier.filled("partenaires").length, dossier.filled("actions").length));
    // Ce que seule la lecture du fichier peut relever ; le reste revient avec le contrôle du dossier.
    await this.app.check();
    const known = new Set(this.app.book.entries.map(({ problem }) => problem.message));
    const rest = problems.filter(({ message }) => !known.has(message));
    if (rest.length) {
      this.app.notice.append(h("details", { class: "ws-choose", open: true }, h("summary", {}, T.files.notes), h("ul", {}, rest.map(({ sentence }) => h("li", {}, sentence)))));
    }
    if (this.workbook) this.app.notice.append(h("div", { class: "ws-annotating" }, this.buildAnnotating()));
  }

  /** De quoi reprendre son propre classeur, annoté ; rien si le dossier ne vient pas d’un classeur. */
  buildAnnotating() {
    if (!this.workbook) return [];
    const helpId = newId("help");
    const said = h("div");
    const go = button(T.files.annotate, () => this.annotate(said), { "data-annotate": "", "aria-describedby": helpId });
    return [h("div", { class: "ws-buttons" }, go), h("p", { class: "ws-help", id: helpId }, T.files.annotateHelp), said];
  }

  async annotate(near) {
    const { name, size, bytes } = this.workbook;
    try {
      const file = await this.app.fetchFile("annotate", { name, size }, [bytes]);
      if (file) download(file);
      this.app.say(file ? T.files.annotated(file.name) : T.files.nothing(name), { near });
    } catch (error) {
      this.app.sayError(error);
    }
  }

  load(values) {
    this.menu.open = false;
    this.app.book.reset();
    this.app.dossier.load(values);
  }

  forgetWorkbook() {
    this.workbook = null;
    this.annotating.hidden = true;
    this.annotating.replaceChildren();
  }

  resume({ values }) {
    this.load(values);
    this.forgetWorkbook();
    this.dirty = false;
    this.refresh(T.files.keptState);
    this.app.show("territoire");
  }

  onKeep() {
    if (this.keepBox.checked) this.keepNow();
    else eraseKept();
    this.refresh(this.keepBox.checked ? T.files.keptState : T.files.dirty);
  }

  keepNow() {
    const date = new Intl.DateTimeFormat("fr", { dateStyle: "long", timeStyle: "short" }).format(new Date());
    if (keep(this.app.dossier.toValues(), date)) return;
    this.keepBox.checked = false;
    this.app.sayError(new Error(T.files.keepFailed));
  }

  async erase() {
    if (!(await ask(this.app.root, T.files.eraseAsk, T.files.eraseHelp))) return;
    this.keepSoon.cancel();
    eraseKept();
    this.keepBox.checked = false;
    this.load({});
    this.forgetWorkbook();
    this.dirty = false;
    this.refresh(T.files.fresh);
    this.app.showStart();
    this.app.say(T.files.erased);
  }

  leaveTo(go) {
    this.menu.open = false;
    go();
  }
}
