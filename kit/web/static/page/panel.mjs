// Le dossier en tant que fichier : enregistrer, reprendre, garder, effacer.

import { button, focusOn, h, later, newId } from "./dom.mjs";
import { acceptDrops, ask, buildChooser, download, eraseKept, keep, readFile, readKept } from "./files.mjs";
import { T } from "./phrases.mjs";

const KEEP_DELAY = 500;
const FORMATS = ["ods", "xlsx", "yaml"];

export class FilePanel {
  constructor(app) {
    this.app = app;
    this.dirty = false;
    this.accepted = ".ods,.xlsx,.yaml,.yml";
    this.name = h("p", { class: "at-fichier__nom" });
    this.state = h("p", { class: "at-fichier__etat" });
    this.keepSoon = later(() => this.keepNow(), KEEP_DELAY);
    this.menu = h("details", { class: "at-menu" }, h("summary", { class: "at-bouton" }, T.files.save), this.buildMenu());
    this.menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.menu.open) return;
      this.menu.open = false;
      focusOn(this.menu.querySelector("summary"));
    });
    this.element = h("div", { class: "at-fichier-panneau" }, h("div", {}, this.name, this.state), this.menu);
    this.refresh(T.files.fresh);
  }

  buildMenu() {
    const formats = this.app.describe.dossier_formats ?? FORMATS;
    const saves = formats.map((format) => button([T.documents.formats[format], h("span", { class: "at-extension" }, ` .${format}`)], () => this.save(format), { "data-enregistrer": format }));
    const keepId = newId("garder");
    const keepHelp = newId("aide");
    this.keepBox = h("input", { type: "checkbox", id: keepId, checked: Boolean(readKept()), "aria-describedby": keepHelp, on: { change: () => this.onKeep() } });
    return h("div", { class: "at-menu__corps" },
      h("p", { class: "at-aide" }, T.files.saveHelp), h("div", { class: "at-boutons" }, saves),
      buildChooser({ label: T.files.reopen, accept: this.accepted, onFiles: (files) => this.open(files[0]) }),
      h("div", { class: "at-case" }, this.keepBox, h("label", { for: keepId }, T.files.keep)), h("p", { class: "at-aide", id: keepHelp }, T.files.keepHelp),
      h("div", { class: "at-boutons" }, button(T.start.grids.title, () => this.leaveTo(() => this.app.showGrids()), { "data-menu": "grilles" }), button(T.files.erase, () => this.erase(), { kind: "discret", "data-effacer": "" })));
  }

  /** Prépare ce qui dépend de la page entière : dépôt de fichier, alerte en quittant. */
  listen() {
    acceptDrops(this.app.element, (files) => {
      if (!this.app.body.querySelector(".at-grilles")) this.open(files[0]);
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
      await this.take(await this.app.call("open_file", { name, size }, [bytes]));
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

  async take({ name, values, problems }) {
    this.load(values);
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
      this.app.notice.append(h("details", { class: "at-choisir", open: true }, h("summary", {}, T.files.notes), h("ul", {}, rest.map(({ sentence }) => h("li", {}, sentence)))));
    }
  }

  load(values) {
    this.menu.open = false;
    this.app.book.reset();
    this.app.dossier.load(values);
  }

  resume({ values }) {
    this.load(values);
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
