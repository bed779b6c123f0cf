// Fabriquer des éléments sans jamais passer par du HTML en texte : ce qu’une personne écrit reste du texte.

let lastId = 0;

/** Un identifiant que rien d’autre ne porte dans la page. */
export function newId(prefix) {
  lastId += 1;
  return `workshop-${prefix}-${lastId}`;
}

/** Un élément, ses attributs, ses écouteurs (`on`) et ses enfants. `false`, `null` : attribut absent. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function setProp(element, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (name === "on") {
    for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
  } else if (name === "value" || name === "checked" || name === "disabled") {
    element[name] = value;
  } else {
    element.setAttribute(name, value === true ? "" : value);
  }
}

/** Un bouton ; `kind` : « main », « quiet »… ou rien. */
export function button(label, click, { kind = "", ...props } = {}) {
  const classes = ["ws-button", kind && `ws-button--${kind}`].filter(Boolean).join(" ");
  return h("button", { type: "button", class: classes, on: { click }, ...props }, label);
}

/** Un texte que seuls les lecteurs d’écran disent. */
export function hidden(text) {
  return h("span", { class: "ws-hidden" }, text);
}

/** Met le focus sur un titre ou une zone qui ne le reçoit pas d’ordinaire. */
export function focusOn(element) {
  if (!element) return;
  if (!element.matches("a, button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
  element.focus();
}

/** Appelle `task` quand rien ne l’a redemandé depuis `delay` millisecondes. */
export function later(task, delay) {
  let timer = 0;
  const run = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(task, delay);
  };
  run.cancel = () => window.clearTimeout(timer);
  return run;
}

/** Une annonce sobre pour les lecteurs d’écran : la dernière dite remplace la précédente. */
export function buildAnnouncer() {
  const zone = h("div", { role: "status", class: "ws-hidden" });
  const speak = later(() => zone.replaceChildren(zone.dataset.next ?? ""), 150);
  const announce = (text) => {
    zone.dataset.next = text;
    zone.replaceChildren();
    speak();
  };
  return { zone, announce };
}
