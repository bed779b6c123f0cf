// Le chef d’atelier : tient le dossier, le moteur et les étapes, et les accorde.

import { buildAnnouncer, button, focusOn, h, later, newId } from "./dom.mjs";
import { CriteriaView } from "./criteria.mjs";
import { DocumentsStep } from "./documents.mjs";
import { Dossier } from "./dossier.mjs";
import { buildField } from "./fields.mjs";
import { buildFold, unfold } from "./folds.mjs";
import { FilePanel } from "./panel.mjs";
import { GridsView } from "./grids.mjs";
import { ImportView } from "./imports.mjs";
import { GROUPS, STEPS, stepOf, TERRITORY_FIELDS } from "./layout.mjs";
import { T } from "./phrases.mjs";
import { buildSummary, ProblemBook, tell } from "./problems.mjs";
import { nameRow, RowList } from "./rows.mjs";
import { StartView } from "./start.mjs";
import { buildMeter, buildStepBar } from "./steps.mjs";
import { TerritoryStep } from "./territory.mjs";

const CHECK_DELAY = 700;
const METER_DELAY = 200;
const NARROW = "(max-width: 44rem)";

export class Workshop {
  constructor(root, engine, describe) {
    Object.assign(this, { root, engine, describe, current: "", hasPandoc: false, checking: null, lists: [] });
    this.criteria = describe.grid.dimensions.flatMap(({ criteria }) => criteria);
    this.dossier = new Dossier(describe.forms);
    this.book = new ProblemBook(stepOf);
    this.checkSoon = later(() => this.check(), CHECK_DELAY);
    this.links = { goTo: (entry) => this.goTo(entry), nameSpot: (entry) => this.nameSpot(entry) };
    const { zone, announce } = buildAnnouncer();
    this.announce = announce;
    this.stepBar = buildStepBar(this);
    this.meter = buildMeter(this);
    this.meterSoon = later(() => this.meter.refresh(), METER_DELAY);
    this.panel = new FilePanel(this);
    this.notice = h("div", { class: "ws-notice-zone" });
    this.body = h("div", { class: "ws-body" });
    this.datalists = h("div", { hidden: true });
    this.frame = h("div", { class: "ws-dossier-frame" }, this.panel.element, this.stepBar.element, this.meter.element);
    this.element = h("div", { class: "ws-app" }, zone, this.frame, this.notice, this.body, this.datalists);
    // Sur un petit écran, la jauge suit l’étape : le premier champ reste en haut.
    this.narrow = window.matchMedia(NARROW);
    this.narrow.addEventListener("change", () => this.placeMeter());
    this.placeMeter();
    this.dossier.onChange(() => this.onChange());
  }

  begin() {
    this.root.append(this.element);
    this.panel.listen();
    this.startView = new StartView(this);
    this.showStart();
    this.announce(T.start.ready);
    window.addEventListener("popstate", ({ state }) => state?.step && this.show(state.step, { push: false }));
  }

  // --- Le moteur -------------------------------------------------------------------------

  async call(name, args, contents = []) {
    const { value } = await this.engine.call(name, args, contents);
    return value;
  }

  async fetchFile(name, args, contents = []) {
    const { files } = await this.engine.call(name, args, contents);
    return files[0];
  }

  /** Relit tout le dossier ; les points relevés s’affichent où ils sont. */
  async check() {
    while (this.checking) await this.checking;
    this.checkSoon.cancel();
    this.checking = this.runCheck();
    await this.checking;
  }

  async runCheck() {
    const snapshot = this.dossier.snapshot();
    try {
      const { problems } = await this.call("check", { values: this.dossier.toValues() });
      this.book.update(problems, snapshot);
    } catch (error) {
      this.sayError(error);
    } finally {
      this.checking = null;
    }
    this.refresh();
  }

  refresh() {
    this.book.refresh(this.body);
    this.stepBar.refresh();
    this.meter.refresh();
  }

  onChange() {
    this.panel.markDirty();
    this.meterSoon();
    this.checkSoon();
  }

  // --- Ce qui se montre ------------------------------------------------------------------

  placeMeter() {
    if (this.narrow.matches) this.body.after(this.meter.element);
    else this.frame.append(this.meter.element);
  }

  hideFrame(hidden) {
    this.frame.hidden = hidden;
    this.meter.element.hidden = hidden;
  }

  showStart() {
    this.current = "";
    this.hideFrame(true);
    this.clearNotice();
    this.body.replaceChildren(this.startView.element);
    this.startView.refresh();
    focusOn(this.startView.title);
  }

  showGrids() {
    this.grids ??= new GridsView(this);
    this.showAside(this.grids);
  }

  showImport() {
    this.showAside(new ImportView(this));
  }

  /** Un écran à côté des étapes ; on en revient où l’on était. */
  showAside(view) {
    const { element, title } = view;
    this.aside = view;
    this.beforeAside = this.current;
    this.current = "";
    this.hideFrame(true);
    this.clearNotice();
    this.body.replaceChildren(element);
    focusOn(title);
  }

  /** Des fichiers déposés n’importe où sur la page : l’écran ouvert les prend s’il en attend, le dossier sinon. */
  receive(files) {
    if (this.aside?.element.isConnected) this.aside.receive(files);
    else if (files.length > 1) this.sayError(new Error(T.files.onlyOne(files.length)));
    else this.panel.open(files[0]);
  }

  leaveAside() {
    if (this.beforeAside) this.show(this.beforeAside);
    else this.showStart();
  }

  show(key, { push = true, focus = true } = {}) {
    const at = STEPS.findIndex((step) => step.key === key);
    this.current = key;
    this.hideFrame(false);
    this.clearNotice();
    const title = h("h2", { class: "ws-title", tabindex: "-1" }, h("span", { class: "ws-kicker" }, T.steps.place(at + 1, STEPS.length)), " ",
      T.steps.headings[key]);
    this.summary = h("div");
    this.rowLists = new Map();
    const content = this.buildStep(key);
    this.body.replaceChildren(h("section", { class: "ws-step-body", "data-step-body": key }, title, this.buildIntro(key), this.summary, content, this.buildMoves(at)));
    if (push) window.history.pushState({ step: key }, "", `#etape-${key}`);
    this.refresh();
    if (focus) {
      focusOn(title);
      // Le haut de l’atelier d’abord : d’une étape à l’autre, tout est à la même place.
      this.element.scrollIntoView({ block: "start" });
    }
    if (key === "documents") this.documents.show();
  }

  buildIntro(key) {
    const form = this.form(key);
    // Chaque dimension de la grille a la sienne.
    const text = key === "evaluation" ? "" : T.steps.intros[key] ?? form?.intro ?? "";
    return text ? h("p", { class: "ws-intro" }, text) : "";
  }

  form(name) {
    return this.describe.forms.find((form) => form.name === name);
  }

  buildStep(key) {
    if (key === "territoire") return new TerritoryStep(this, this.form("alliance")).element;
    if (key === "alliance") return this.buildSheet(this.form("alliance"));
    if (key === "evaluation") {
      this.criteriaView = new CriteriaView(this, this.form("evaluation"));
      return this.criteriaView.element;
    }
    if (key === "documents") {
      this.documents = new DocumentsStep(this);
      return this.documents.element;
    }
    const { forms } = STEPS.find((step) => step.key === key);
    return h("div", {}, forms.map((name) => this.buildRows(this.form(name), forms.length > 1)));
  }

  buildRows(form, named) {
    const list = new RowList(this, form, named ? 4 : 3);
    this.rowLists.set(form.name, list);
    if (!named) return list.element;
    return h("section", { class: "ws-subpart" }, h("h3", {}, form.title), h("p", { class: "ws-help" }, form.intro), list.element);
  }

  buildSheet(form) {
    const row = this.dossier.sheet(form.name);
    const fields = new Map(form.fields.filter(({ name }) => !TERRITORY_FIELDS.includes(name)).map((field) => [field.name, field]));
    const groups = GROUPS[form.name].map(({ title, fields: names, folded }) => {
      const own = names.map((name) => fields.get(name)).filter(Boolean);
      for (const { name } of own) fields.delete(name);
      const boxes = own.map((field) => buildField(this, { form, row }, field));
      return folded ? buildFold(this, { form, row, fields: own }, title, boxes) : h("fieldset", { class: "ws-group" }, h("legend", {}, title), boxes);
    });
    return h("div", {}, groups, [...fields.values()].map((field) => buildField(this, { form, row }, field)));
  }

  buildMoves(at) {
    const [before, after] = [STEPS[at - 1], STEPS[at + 1]];
    return h("div", { class: "ws-buttons ws-foot" },
      before ? button(T.steps.previous, () => this.show(before.key)) : null,
      after ? button(T.steps.nextNamed(T.steps.titles[after.key]), () => this.goNext(after.key), { kind: "main", "data-onward": "" }) : null);
  }

  /** Passe à la suite, ou montre d’abord ce qui bloque dans cette étape. */
  async goNext(next) {
    const here = this.current;
    this.book.attempt(here);
    await this.check();
    if (this.current !== here) return;
    const blocking = this.book.forStep(here).filter(({ problem }) => problem.blocking);
    if (!blocking.length) {
      this.show(next);
      return;
    }
    const anyway = button(T.steps.anyway, () => this.show(next), { kind: "quiet", "data-anyway": "" });
    const box = buildSummary(blocking, { ...this.links, title: T.problems.title(blocking.length), actions: [anyway] });
    this.summary.replaceChildren(box);
    focusOn(box);
  }

  /** Ouvre l’étape, la ligne et le champ d’un point à corriger. */
  goTo({ step, form, row, field }) {
    if (step !== this.current) this.show(step, { focus: false });
    const list = this.rowLists.get(form);
    if (list) {
      if (row && this.dossier.rows(form).includes(row)) list.open(row, field || list.form.fields[0].name);
      else focusOn(list.element.querySelector(".ws-button--add"));
      return;
    }
    const id = form === "evaluation" && row ? this.dossier.read(row, "critere") : row?.id;
    if (form === "evaluation" && id) this.criteriaView.reveal(id);
    const box = this.body.querySelector(`[data-field="${CSS.escape(`${form}|${id}|${field}`)}"]`) ?? this.body.querySelector(`[data-field^="${CSS.escape(`${form}|${id}|`)}"]`);
    unfold(box);
    focusOn(box?.querySelector("input, select, textarea") ?? this.body.querySelector(".ws-title"));
  }

  /** De quoi nommer, dans une liste, la ligne et le champ d’un point. */
  nameSpot({ form, row, field }) {
    const described = this.form(form);
    if (!described || described.layout === "fiche") return "";
    const label = described.fields.find(({ name }) => name === field)?.label;
    if (!row) return "";
    const title = form === "evaluation" ? this.dossier.read(row, "critere") : nameRow(this.dossier, form, row);
    return [title, label].filter(Boolean).join(", ") + "\u00a0: ";
  }

  // --- Les phrases -----------------------------------------------------------------------

  say(text, { near = null, actions = [] } = {}) {
    this.announce(text);
    const gestures = actions.filter(Boolean);
    const said = gestures.length ? h("div", { class: "ws-notice" }, h("p", {}, text), h("div", { class: "ws-buttons" }, gestures)) : h("p", { class: "ws-notice" }, text);
    for (const old of this.element.querySelectorAll(".ws-notice")) old.remove();
    if (near) near.append(said);
    else this.notice.replaceChildren(said);
  }

  /** Ce qui n’a pas marché, dit en tête et mis au focus ; ce qui est écrit reste écrit. */
  sayError(error, lead = "") {
    const problems = (error.problems ?? []).map((problem) => h("li", {}, problem.sentence ?? tell(problem)));
    const text = problems.length ? h("ul", {}, problems) : h("p", {}, error.message);
    const box = h("div", { class: "ws-summary ws-summary--blocking", role: "alert", tabindex: "-1" }, lead ? h("p", {}, h("strong", {}, lead)) : "", text,
      button(T.files.close, () => this.clearNotice(), { kind: "quiet" }));
    this.notice.replaceChildren(box);
    focusOn(box);
  }

  clearNotice() {
    this.notice.replaceChildren();
  }

  // --- Ce qui se reprend d’un endroit à l’autre --------------------------------------------

  listValues(form, field) {
    return [...new Set(this.dossier.rows(form).map((row) => this.dossier.read(row, field).trim()).filter(Boolean))];
  }

  listId([form, field]) {
    const name = `${form}.${field}`;
    let list = this.lists.find((one) => one.dataset.source === name);
    if (!list) {
      list = h("datalist", { id: newId("choices"), "data-source": name });
      this.lists.push(list);
      this.datalists.append(list);
    }
    return list.id;
  }

  fillList(source) {
    const list = document.getElementById(this.listId(source)) ?? this.lists.find((one) => one.dataset.source === source.join("."));
    list.replaceChildren(...this.listValues(...source).map((value) => h("option", { value })));
  }
}
