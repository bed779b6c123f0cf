// Le dossier en tant que fichier : enregistrer, reprendre, garder, effacer.

import { button, focusOn, h, newId } from "./dom.mjs";
import { acceptDrops, ask, buildChooser, download, readFile } from "./files.mjs";
import { Keeping } from "./keeping.mjs";
import { forget } from "./kept.mjs";
import { T } from "./phrases.mjs";

const FORMATS = ["ods", "xlsx", "yaml"];
const WORKBOOK = /\.(?:ods|xlsx)$/iu;

export class FilePanel {
  constructor(app) {
    this.app = app;
    this.dirty = false;
    this.said = T.files.fresh;
    this.accepted = ".ods,.xlsx,.yaml,.yml";
    // Le classeur ouvert, tel qu’il est arrivé : c’est lui que l’on annote.
    this.workbook = null;
    this.annotating = h("div", { hidden: true, "data-annotating": "" });
    this.name = h("p", { class: "ws-file__name" });
    this.state = h("p", { class: "ws-file__state" });
    this.keeping = new Keeping(app);
    this.menus = [this.buildMenu(T.files.save, T.files.saveShort, this.buildSaves()), this.buildMenu(T.files.openMenu, T.files.openShort, this.buildOpens())];
    const tools = h("div", { class: "ws-tools", role: "group", "aria-label": T.files.tools }, this.menus,
      button(buildNames(T.start.grids.title, T.files.gridsShort), () => this.leaveTo(() => this.app.showGrids()), { "data-menu": "grids" }),
      button(buildNames(T.files.erase, T.files.eraseShort), () => this.erase(), { "data-erase": "" }));
    this.element = h("div", { class: "ws-file-panel" }, h("div", { class: "ws-identity" }, this.name, this.state), tools, this.keeping.conflict);
    this.refreshState();
  }

  buildMenu(name, short, parts) {
    const menu = h("details", { class: "ws-menu" }, h("summary", { class: "ws-button" }, buildNames(name, short)), h("div", { class: "ws-menu__body" }, parts));
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      focusOn(menu.querySelector("summary"));
    });
    menu.addEventListener("toggle", () => {
      if (menu.open) for (const other of this.menus) if (other !== menu) other.open = false;
    });
    return menu;
  }

  buildSaves() {
    const formats = this.app.describe.dossier_formats ?? FORMATS;
    const saves = formats.map((format) => button([T.documents.formats[format], h("span", { class: "ws-extension" }, ` .${format}`)], () => this.save(format), { "data-save": format }));
    return [h("p", { class: "ws-help" }, T.files.saveHelp), h("div", { class: "ws-buttons" }, saves), this.annotating, this.keeping.element];
  }

  buildOpens() {
    return [
      buildChooser({ label: T.files.reopen, accept: this.accepted, onFiles: (files) => this.open(files[0]) }),
      h("div", { class: "ws-buttons" }, button(T.start.plan.title, () => this.leaveTo(() => this.app.showImport()), { "data-menu": "plan" }),
        button(T.files.others, () => this.leaveTo(() => this.app.showStart()), { "data-menu": "start" })),
    ];
  }

  /** Prépare ce qui dépend de la page entière : dépôt de fichier, alerte en quittant, autre onglet. */
  listen() {
    acceptDrops(document, this.app.element, (files) => this.app.receive(files));
    document.addEventListener("click", ({ target }) => {
      for (const menu of this.menus) if (menu.open && !menu.contains(target)) menu.open = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.mayLose()) event.preventDefault();
    });
    this.keeping.listen();
  }

  mayLose() {
    return this.dirty && !this.keeping.isOn && !this.app.dossier.isEmpty();
  }

  refresh(state) {
    this.said = state;
    this.refreshState();
  }

  refreshState() {
    const { dossier } = this.app;
    this.name.textContent = dossier.read(dossier.sheet("alliance"), "nom") || T.files.unnamed;
    this.state.textContent = this.keeping.isOn ? T.files.keptState : this.dirty ? T.files.dirty : this.said;
  }

  markDirty() {
    this.dirty = true;
    this.keeping.touch();
    this.refreshState();
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

  /** Un dossier neuf ; celui qui était ouvert reste gardé, s’il l’était, et se reprend d’un bouton. */
  async openBlank() {
    if (!(await this.mayReplace())) return;
    const before = this.load({});
    this.settle(T.files.fresh);
    this.app.show("territoire");
    if (before) this.app.say(T.files.blank, { actions: [this.buildReturn(before)] });
  }

  async mayReplace() {
    this.keeping.flush();
    return !this.mayLose() || ask(this.app.root, T.files.replaceAsk, T.files.replaceHelp);
  }

  async take({ name, values, problems }, source = null) {
    const before = this.load(values);
    this.holdWorkbook(WORKBOOK.test(name) && problems.length ? source : null);
    this.settle(T.files.saved(name));
    this.app.show("territoire");
    const { dossier } = this.app;
    this.app.say(T.files.opened(name, dossier.filled("partenaires").length, dossier.filled("actions").length), { actions: [this.buildReturn(before)] });
    // Ce que seule la lecture du fichier peut relever ; le reste revient avec le contrôle du dossier.
    await this.app.check();
    const known = new Set(this.app.book.entries.map(({ problem }) => problem.message));
    const rest = problems.filter(({ message }) => !known.has(message));
    if (rest.length) {
      this.app.notice.append(h("details", { class: "ws-choose", open: true }, h("summary", {}, T.files.notes), h("ul", {}, rest.map(({ sentence }) => h("li", {}, sentence)))));
    }
    if (this.workbook) this.app.notice.append(h("div", { class: "ws-annotating" }, this.buildAnnotating()));
  }

  /** Le classeur que l’on peut annoter : celui que l’on vient d’ouvrir, ou aucun. */
  holdWorkbook(workbook) {
    this.workbook = workbook;
    this.annotating.hidden = !workbook;
    this.annotating.replaceChildren(...this.buildAnnotating());
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

  /** Met ces valeurs dans la page, sous aucune case du navigateur ; rend le dossier qui y était, ou `null`. */
  load(values) {
    const { app, keeping } = this;
    const isEmpty = app.dossier.isEmpty();
    const before = { values: app.dossier.toValues(), key: keeping.isOn ? keeping.key : "", dirty: this.dirty, said: this.said, workbook: this.workbook };
    keeping.follow();
    for (const menu of this.menus) menu.open = false;
    app.book.reset();
    this.holdWorkbook(null);
    app.dossier.load(values);
    return isEmpty ? null : before;
  }

  settle(state) {
    this.dirty = false;
    this.refresh(state);
  }

  /** Ouvre un dossier gardé, dans sa case. */
  resume(record) {
    this.keeping.flush();
    const before = this.load(record.values);
    this.keeping.follow(record);
    this.settle(T.files.fresh);
    this.app.show("territoire");
    this.app.say(T.kept.resumed(record.name || T.files.unnamed), { actions: [this.buildReturn(before)] });
  }

  async resumeAsked(key) {
    if (!(await this.mayReplace())) return;
    const record = this.app.startView.findKept(key);
    if (record) this.resume(record);
    else this.app.startView.refresh();
  }

  /** Revenir au dossier que celui-ci a remplacé dans la page : rien de gardé ne change. */
  buildReturn(before) {
    if (!before) return null;
    return button(T.files.undoReplace, async () => {
      if (!(await this.mayReplace())) return;
      const kept = before.key ? this.app.startView.findKept(before.key) : null;
      this.load(kept?.values ?? before.values);
      this.holdWorkbook(before.workbook);
      if (kept) this.keeping.follow(kept);
      this.dirty = !kept && before.dirty;
      this.refresh(before.said);
      this.app.show("territoire");
      this.app.say(T.files.returned);
    }, { "data-return": "" });
  }

  /** Efface le dossier en cours, de la page et de sa case ; les autres dossiers gardés restent. */
  async erase() {
    if (!(await ask(this.app.root, T.files.eraseAsk, T.files.eraseHelp))) return;
    this.keeping.flush();
    const { key } = this.keeping;
    const restore = key ? forget([key]) : null;
    const before = this.load({});
    this.settle(T.files.fresh);
    this.app.showStart();
    const undo = before && button(T.files.undoErase, () => {
      this.load(before.values);
      this.holdWorkbook(before.workbook);
      const kept = restore?.() ? this.app.startView.findKept(key) : null;
      if (kept) this.keeping.follow(kept);
      this.dirty = !kept;
      this.refresh(before.said);
      this.app.show("territoire");
    }, { "data-undo-erase": "" });
    this.app.say(T.files.erased, { actions: [undo] });
  }

  leaveTo(go) {
    for (const menu of this.menus) menu.open = false;
    go();
  }
}

/** Le nom d’un geste : entier là où il y a la place, un mot sur un petit écran. */
function buildNames(name, short) {
  return [h("span", { class: "ws-long" }, name), h("span", { class: "ws-short" }, short)];
}
