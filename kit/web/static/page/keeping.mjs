// Garder le dossier en cours dans ce navigateur : sa case à cocher, sa place, et l’autre onglet qui l’écrirait aussi.

import { button, focusOn, h, later, newId } from "./dom.mjs";
import { forget, isOurs, keep, newKey, readOne, TAB } from "./kept.mjs";
import { T } from "./phrases.mjs";

const KEEP_DELAY = 500;

export class Keeping {
  constructor(app) {
    this.app = app;
    this.key = "";
    this.revision = 0;
    this.tab = "";
    this.soon = later(() => this.keepNow(), KEEP_DELAY);
    this.isWaiting = false;
    const [id, help] = [newId("keep"), newId("help")];
    this.box = h("input", { type: "checkbox", id, "data-keep": "", "aria-describedby": help, on: { change: () => this.onTick() } });
    this.element = h("div", {}, h("div", { class: "ws-check" }, this.box, h("label", { for: id }, T.files.keep)), h("p", { class: "ws-help", id: help }, T.files.keepHelp));
    // Ce que dit l’autre onglet reste en vue d’une étape à l’autre, jusqu’à une réponse.
    this.conflict = h("div", { class: "ws-conflict" });
  }

  get isOn() {
    return this.box.checked;
  }

  listen() {
    window.addEventListener("storage", ({ key }) => {
      if (key !== null && !isOurs(key)) return;
      this.app.startView.refresh();
      if (this.isOn && (key === null || key === this.key)) this.isStillMine();
    });
    window.addEventListener("pagehide", () => this.flush());
  }

  /** Le dossier en cours devient un autre : celui-ci, gardé sous cette case, ou aucun. */
  follow(record = null) {
    this.soon.cancel();
    this.isWaiting = false;
    this.key = record?.key ?? "";
    // La version que cette page connaît : son rang, et l’onglet qui l’a écrite.
    this.revision = record?.revision ?? 0;
    this.tab = record?.tab ?? "";
    this.box.checked = Boolean(record);
    this.conflict.replaceChildren();
  }

  touch() {
    if (!this.isOn) return;
    this.isWaiting = true;
    this.soon();
  }

  /** Écrit tout de suite ce qui attendait. */
  flush() {
    if (this.isOn && this.isWaiting) this.keepNow();
  }

  onTick() {
    if (this.isOn) {
      this.conflict.replaceChildren();
      this.keepNow();
    } else {
      this.soon.cancel();
      this.isWaiting = false;
      if (this.key) forget([this.key]);
      this.follow();
    }
    this.app.panel.refreshState();
  }

  keepNow() {
    this.soon.cancel();
    this.isWaiting = false;
    if (this.key && !this.isStillMine()) return;
    const key = this.key || newKey();
    const refused = keep(key, this.app.dossier.toValues(), this.revision + 1);
    if (refused) {
      this.box.checked = false;
      this.app.panel.refreshState();
      this.app.sayError(new Error(refused === "plein" ? T.kept.full(this.revision > 0) : T.files.keepFailed));
      return;
    }
    this.key = key;
    this.revision += 1;
    this.tab = TAB;
  }

  /** Faux, et dit, si un autre onglet a écrit ou effacé ce dossier depuis. */
  isStillMine() {
    const found = readOne(this.key, this.app.describe.forms);
    if (found && found.revision === this.revision && found.tab === this.tab) return true;
    this.tellConflict(found);
    return false;
  }

  tellConflict(found) {
    const { key } = this;
    this.follow();
    const { panel } = this.app;
    panel.dirty = true;
    const apart = button(T.kept.keepApart, () => {
      this.conflict.replaceChildren();
      this.box.checked = true;
      this.keepNow();
      panel.refreshState();
      if (this.isOn) this.app.say(T.kept.keptApart);
    }, { kind: "main", "data-keep-apart": "" });
    const theirs = found ? button(T.kept.takeTheirs, () => panel.resumeAsked(key), { "data-take-theirs": "" }) : null;
    const box = h("section", { class: "ws-summary ws-summary--blocking", role: "alert", tabindex: "-1" },
      h("p", {}, found ? T.kept.overwritten : T.kept.erasedElsewhere), h("div", { class: "ws-buttons" }, [apart, theirs]));
    this.conflict.replaceChildren(box);
    panel.refreshState();
    if (document.visibilityState === "visible" && !this.app.frame.hidden) focusOn(box);
  }
}
