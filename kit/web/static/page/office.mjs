// Word, PowerPoint et LibreOffice Writer : pandoc ne se charge que si on le demande, et une seule fois.

import { button, h } from "./dom.mjs";
import { T } from "./phrases.mjs";

// Le poids annoncé, en mégaoctets ; un test le compare au poids vrai.
export const PANDOC_MEGA = 16;
export const PANDOC = "pandoc";

export class OfficeOffer {
  /** `onReady` : ce que la vue refait quand pandoc est là. */
  constructor(app, onReady) {
    this.app = app;
    this.onReady = onReady;
    this.element = h("div", { class: "ws-pandoc" });
  }

  refresh() {
    if (this.app.hasPandoc) {
      this.element.replaceChildren(h("p", {}, T.documents.pandocReady));
      return;
    }
    if (!(this.app.engine.phases ?? [PANDOC]).includes(PANDOC)) {
      this.element.replaceChildren(h("p", {}, T.documents.noPandoc));
      return;
    }
    const load = button(T.documents.pandoc(PANDOC_MEGA), () => this.load(load), { "data-pandoc": "" });
    this.element.replaceChildren(load, h("p", { class: "ws-help" }, T.documents.pandocHelp));
  }

  async load(asked) {
    asked.disabled = true;
    if (await this.bring(this.element)) this.onReady();
    else asked.disabled = false;
  }

  /** Charge pandoc, une barre dans `place` ; rend faux, et le dit, si cela n’aboutit pas. */
  async bring(place) {
    const bar = h("progress", { "aria-label": T.start.loading });
    place.append(bar);
    try {
      this.app.engine.onProgress = (said) => showProgress(bar, said);
      await this.app.engine.start(PANDOC);
      this.app.hasPandoc = true;
      this.refresh();
      this.app.announce(T.documents.pandocReady);
      return true;
    } catch (error) {
      this.app.sayError(error, T.documents.pandocFailed);
      return false;
    } finally {
      bar.remove();
    }
  }
}

/** Ce qui est chargé, sur une barre. */
export function showProgress(bar, { loaded, total }) {
  if (!total) return;
  bar.max = total;
  bar.value = Math.min(loaded, total);
}
