// L’étape des documents : aperçu, téléchargements, et Pandoc si on le demande.

import { splitNames } from "./choices.mjs";
import { button, focusOn, h, newId } from "./dom.mjs";
import { download } from "./files.mjs";
import { OfficeOffer, PANDOC, PANDOC_MEGA } from "./office.mjs";
import { T } from "./phrases.mjs";
import { buildSummary } from "./problems.mjs";

const SLIDES = "argumentaire-diapositives";
// Ce que la plupart des gens ouvrent, d’abord.
const FIRST = ["docx", "pptx"];

export class DocumentsStep {
  constructor(app) {
    this.app = app;
    this.element = h("div", { class: "ws-documents" });
    this.publicId = newId("public");
    this.public = h("input", { type: "checkbox", id: this.publicId });
    this.bundleZone = h("section", { class: "ws-card ws-bundle" });
    this.office = new OfficeOffer(app, () => {
      this.buildCards();
      focusOn(this.bundleZone.querySelector("[data-all]"));
    });
    this.cards = h("div", { class: "ws-cards" });
  }

  async show() {
    await this.app.check();
    const { book } = this.app;
    const stopping = book.stopping();
    if (stopping.length) {
      const summary = buildSummary(stopping, { ...this.app.links, title: T.documents.blocked });
      this.element.replaceChildren(summary);
      return;
    }
    const others = book.entries;
    const title = T.problems.seeTitle(others.length);
    const signals = others.length
      ? h("details", { class: "ws-choose" }, h("summary", {}, title), buildSummary(others, { ...this.app.links, title }))
      : null;
    this.buildCards();
    this.office.refresh();
    const choice = h("div", { class: "ws-check" }, this.public, h("label", { for: this.publicId }, T.documents.public));
    this.element.replaceChildren(...[signals, choice, this.cards, this.bundleZone].filter(Boolean));
  }

  buildCards() {
    this.cards.replaceChildren(...this.app.describe.documents.map((kind) => this.buildCard(kind)));
    this.buildBundle();
  }

  /** Vrai si cette édition porte de quoi faire Word, même s’il reste à charger. */
  get mayOffice() {
    return this.app.hasPandoc || (this.app.engine.phases ?? [PANDOC]).includes(PANDOC);
  }

  /** Les formats à prendre d’un clic, Word d’abord ; un clic sur Word le charge s’il le faut. */
  listOffered(formats) {
    const offered = formats.filter(({ means }) => means === "page" || (means === PANDOC && this.mayOffice));
    return [...offered.filter(({ format }) => FIRST.includes(format)), ...offered.filter(({ format }) => !FIRST.includes(format))];
  }

  /** Les formats que la page sait faire maintenant ; le PDF, qui s’imprime, n’en est pas. */
  listReady(formats) {
    return formats.filter(({ means }) => means === "page" || (means === PANDOC && this.app.hasPandoc));
  }

  /** Tous les documents, dans tous les formats prêts, en une archive. */
  buildBundle() {
    const wanted = this.app.describe.documents.flatMap(({ kind, formats }) => this.listReady(formats).map(({ format }) => ({ kind, format })));
    const named = [...new Set(wanted.map(({ format }) => T.documents.formats[format]))];
    const go = button(T.documents.all, () => this.save(go, () => this.app.engine.bundle({ ...this.order(), wanted })), { kind: "main", "data-all": "" });
    this.bundleZone.replaceChildren(h("div", { class: "ws-buttons" }, go), h("p", { class: "ws-help" }, T.documents.allHelp(wanted.length, named)), this.office.element);
  }

  buildCard({ kind, title, formats }) {
    const titleId = newId("document");
    const view = h("div", { class: "ws-preview" });
    const audience = kind === SLIDES ? this.buildAudience() : null;
    const preview = button(T.documents.preview, () => this.preview(kind, title, view, preview), { "aria-describedby": titleId, "data-preview": "" });
    const isHeavy = !this.app.hasPandoc && this.mayOffice && formats.some(({ means }) => means === PANDOC);
    const weight = isHeavy ? h("p", { class: "ws-help", id: newId("weight"), "data-weight": "" }, T.documents.weight(PANDOC_MEGA)) : null;
    const links = this.listOffered(formats).map((one) => this.buildLink({ kind, title, ...one, weight: one.means === PANDOC ? weight : null }));
    if (formats.some(({ means }) => means === "print")) {
      links.push(button([T.documents.formats.pdf, h("span", { class: "ws-extension" }, ` ${T.documents.printed}`)],
        async () => (await this.preview(kind, title, view, preview))?.contentWindow.print(), { "data-format": "pdf" }));
    }
    return h("section", { class: "ws-card", "data-document": kind, "aria-labelledby": titleId }, h("h3", { id: titleId }, title),
      h("p", {}, T.documents.kinds[kind] ?? ""), audience, h("div", { class: "ws-buttons ws-formats" }, links), weight, h("div", { class: "ws-buttons" }, preview), view);
  }

  buildLink({ kind, title, format, means, weight }) {
    const name = T.documents.formats[format] ?? format;
    const isFirst = FIRST.includes(format);
    return button([name, h("span", { class: "ws-extension" }, ` .${format}`), weight && isFirst ? h("span", { class: "ws-extension", "data-weight": "" }, T.documents.more(PANDOC_MEGA)) : ""],
      (event) => this.save(event.currentTarget, () => this.fetchFile(kind, format, means), title),
      { "aria-describedby": weight?.id ?? null, kind: isFirst ? "main" : "", "aria-label": `${T.documents.download(name, title)}, .${format}`, "data-format": format });
  }

  /** À qui parle le diaporama : les publics cochés dans le dossier d’abord. */
  buildAudience() {
    const id = newId("public");
    const row = this.app.dossier.sheet("alliance");
    const field = this.app.form("alliance").fields.find(({ name }) => name === "publics");
    const chosen = splitNames(this.app.dossier.read(row, field.name));
    const options = [...new Set([...chosen.filter((one) => field.choices.includes(one)), ...field.choices])];
    this.audience = h("select", { id, class: "ws-input ws-input--short" }, options.map((value) => h("option", { value }, value)));
    return h("div", {}, h("label", { for: id, class: "ws-name" }, T.documents.audience), " ", this.audience);
  }

  async preview(kind, title, view, opener) {
    opener.disabled = true;
    view.replaceChildren(h("p", { role: "status" }, T.documents.working));
    try {
      const { page } = await this.app.call("preview", { ...this.order(), kind });
      const frame = buildFrame(page, T.documents.frame(title));
      const print = button(T.documents.print, () => frame.contentWindow.print());
      const close = button(T.documents.close, () => {
        view.replaceChildren();
        focusOn(opener);
      }, { kind: "quiet" });
      const head = h("h4", { tabindex: "-1" }, T.documents.frame(title));
      view.replaceChildren(head, h("div", { class: "ws-buttons" }, print, close), frame, h("p", { class: "ws-help" }, T.documents.printHelp));
      focusOn(head);
      // L’aperçu s’ouvre sous les yeux : son titre en haut, le document dessous.
      head.scrollIntoView({ block: "start" });
      await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
      return frame;
    } catch (error) {
      view.replaceChildren();
      this.app.sayError(error);
      return null;
    } finally {
      opener.disabled = false;
    }
  }

  order() {
    return { values: this.app.dossier.toValues(), public: this.public.checked, audience: this.audience?.value ?? "" };
  }

  /** Fait un fichier, et le dit à côté du bouton qui l’a demandé. */
  async save(asked, make, title = "") {
    asked.setAttribute("aria-busy", "true");
    const near = asked.closest(".ws-card");
    this.app.announce(T.documents.working);
    try {
      if (asked.dataset.format && !(await this.prepare(asked.dataset.format, near))) return;
      const file = await make();
      download(file);
      this.app.say(T.documents.done(file.name), { near });
    } catch (error) {
      this.app.sayError(error, title);
    } finally {
      asked.removeAttribute("aria-busy");
    }
  }

  /** Charge de quoi faire ce format, s’il le faut ; faux, et dit, si le chargement n’aboutit pas. */
  async prepare(format, near) {
    const means = this.app.describe.documents.flatMap(({ formats }) => formats).find((one) => one.format === format).means;
    if (means !== PANDOC || this.app.hasPandoc) return true;
    if (!(await this.office.bring(near))) return false;
    for (const said of this.cards.querySelectorAll("[data-weight]")) said.remove();
    this.buildBundle();
    return true;
  }

  async fetchFile(kind, format, means) {
    const order = { ...this.order(), kind, format };
    return means === PANDOC ? this.app.engine.produce(order) : this.app.fetchFile("produce", order);
  }
}

/** Le document dans son propre cadre : ses styles à lui, et aucun script. */
export function buildFrame(html, title) {
  // « same-origin » permet d’imprimer le cadre ; sans « scripts », rien ne s’y exécute.
  return h("iframe", { class: "ws-frame", title, sandbox: "allow-same-origin allow-modals", srcdoc: html });
}
