// Choisir plusieurs réponses : des cases à cocher, ou une saisie libre accompagnée d’une liste.

import { h, newId } from "./dom.mjs";
import { T } from "./phrases.mjs";

const SEPARATOR = " ; ";

/** Les réponses d’un texte « a ; b », sans doublon. */
export function splitNames(text) {
  return [...new Set(text.split(/[;\n]/u).map((name) => name.trim()).filter(Boolean))];
}

/** Les numéros d’ODD d’un texte acceptent aussi la virgule et l’espace. */
function splitAny(text) {
  return /^[\d\s,;/]+$/u.test(text) ? text.split(/[\s,;/]+/u).filter(Boolean) : splitNames(text);
}

const fold = (text) => text.toLocaleLowerCase("fr").replaceAll("’", "'");

/** Une case par choix ; une réponse hors liste garde sa case, pour ne rien perdre. */
export function buildChecks(options, text, write) {
  const chosen = splitAny(text);
  const known = new Set(options.map(({ value }) => fold(value)));
  const extra = chosen.filter((value) => !known.has(fold(value)));
  const all = [...options, ...extra.map((value) => ({ value, label: T.field.unknown(value) }))];
  const group = h("div", { class: "ws-checks" });
  const save = () => {
    const boxes = [...group.querySelectorAll("input")];
    write(boxes.filter((box) => box.checked).map((box) => box.dataset.value).join(SEPARATOR));
  };
  group.append(...all.map(({ value, label }) => {
    const id = newId("check");
    const checked = chosen.some((one) => fold(one) === fold(value));
    const box = h("input", { type: "checkbox", id, checked, "data-value": value, on: { change: save } });
    return h("div", { class: "ws-check" }, box, h("label", { for: id }, label));
  }));
  return group;
}

/** Une liste repliée, à cocher, qui écrit dans la saisie `control`. */
export function buildPicker(control, title, listOptions) {
  const body = h("div");
  const fill = () => {
    const write = (text) => {
      control.value = text;
      control.dispatchEvent(new Event("input"));
      control.dispatchEvent(new Event("change"));
    };
    body.replaceChildren(buildChecks(listOptions(), control.value, write));
  };
  return h("details", { class: "ws-choose", on: { toggle: (event) => event.target.open && fill() } }, h("summary", {}, title), body);
}
