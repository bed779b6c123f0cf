// L’étape des documents : aperçu, téléchargements, et Pandoc si on le demande.

import { splitNames } from "./choices.mjs";
import { button, focusOn, h, newId } from "./dom.mjs";
import { download } from "./files.mjs";
import { OfficeOffer, PANDOC } from "./office.mjs";
import { T } from "./phrases.mjs";
import { buildSummary } from "./problems.mjs";

const SLIDES = "argumentaire-diapositives";

export class DocumentsStep {
  constructor(app) {
    this.app = app;
    this.element = h("div", { class: "ws-documents" });
    this.publicId = newId("public");
    this.public = h("input", { type: "checkbox", id: this.publicId });
    this.bundleZone = h("section", { class: "ws-card ws-bundle" });
    this.office = new OfficeOffer(app, () => {
      this.buildCards();
      focusOn(this.cards.querySelector("[data-format=docx]"));
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
    this.element.replaceChildren(...[signals, choice, this.bundleZone, this.cards, this.office.element].filter(Boolean));
  }

  buildCards() {
    this.cards.replaceChildren(...this.app.describe.documents.map((kind) => this.buildCard(kind)));
    this.buildBundle();
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
    this.bundleZone.replaceChildren(h("div", { class: "ws-buttons" }, go), h("p", { class: "ws-help" }, T.documents.allHelp(wanted.length, named)));
  }

  buildCard({ kind, title, formats }) {
    const titleId = newId("document");
    const view = h("div", { class: "ws-preview" });
    const audience = kind === SLIDES ? this.buildAudience() : null;
    const preview = button(T.documents.preview, () => this.preview(kind, title, view, preview), { kind: "main", "aria-describedby": titleId });
    const links = this.listReady(formats).map(({ format, means }) => button([T.documents.formats[format] ?? format, h("span", { class: "ws-extension" }, ` .${format}`)],
      (event) => this.save(event.currentTarget, () => this.fetchFile(kind, format, means), title),
      { "aria-label": `${T.documents.download(T.documents.formats[format] ?? format, title)}, .${format}`, "data-format": format }));
    if (formats.some(({ means }) => means === "print")) {
      links.push(button([T.documents.formats.pdf, h("span", { class: "ws-extension" }, ` ${T.documents.printed}`)],
        async () => (await this.preview(kind, title, view, preview))?.contentWindow.print(), { "data-format": "pdf" }));
    }
    return h("section", { class: "ws-card", "data-document": kind, "aria-labelledby": titleId }, h("h3", { id: titleId }, title),
      h("p", {}, T.documents.kinds[kind] ?? ""), audience, h("div", { class: "ws-buttons" }, preview), h("div", { class: "ws-buttons ws-formats" }, links), view);
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
      view.replaceChildren(h("div", { class: "ws-buttons" }, print, close), h("p", { class: "ws-help" }, T.documents.printHelp), frame);
      focusOn(print);
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
    this.app.announce(T.documents.working);
    try {
      const file = await make();
      download(file);
      this.app.say(T.documents.done(file.name), { near: asked.closest(".ws-card, .ws-buttons") });
    } catch (error) {
      this.app.sayError(error, title);
    } finally {
      asked.removeAttribute("aria-busy");
    }
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
