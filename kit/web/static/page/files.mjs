// Les fichiers : télécharger, choisir, déposer, lire.

import { h, newId } from "./dom.mjs";
import { T } from "./phrases.mjs";

/** Met ces octets dans les téléchargements de la personne. */
export function download({ name, mediaType: type, bytes }) {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // Le temps que le navigateur ait pris le fichier.
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Un fichier choisi et ses octets ; trop gros, il n’est pas lu : le kit le refuse sur son poids. */
export async function readFile(file, limit) {
  const read = { name: file.name, size: file.size, modified: file.lastModified / 1000 };
  try {
    return { ...read, bytes: file.size > limit ? new Uint8Array() : new Uint8Array(await file.arrayBuffer()) };
  } catch {
    throw new Error(T.files.unreadable(file.name));
  }
}

/** Un choix de fichier qui accepte aussi le glisser-déposer. */
export function buildChooser({ label, help, accept, multiple = false, onFiles }) {
  const [id, helpId] = [newId("file"), newId("help")];
  const input = h("input", { type: "file", id, accept, multiple, class: "ws-file", "aria-describedby": help ? helpId : null });
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    if (files.length) onFiles(files);
  });
  return h("div", { class: "ws-drop" }, h("label", { for: id, class: "ws-name" }, label), help ? h("p", { class: "ws-help", id: helpId }, help) : null, input);
}

/** Fait de `zone` un endroit où déposer des fichiers ; `shown` montre qu’il les attend. */
export function acceptDrops(zone, shown, onFiles) {
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  zone.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    shown.classList.add("ws-hovered");
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) shown.classList.remove("ws-hovered");
  });
  zone.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    shown.classList.remove("ws-hovered");
    onFiles([...event.dataTransfer.files]);
  });
}

/** Une question à laquelle répondre par oui ou non ; rend la réponse. */
export function ask(root, question, help) {
  return new Promise((resolve) => {
    const title = newId("question");
    const form = h("form", { method: "dialog" }, h("p", { id: title, class: "ws-question" }, question), h("p", {}, help),
      h("div", { class: "ws-buttons" },
        h("button", { class: "ws-button ws-button--main", value: "yes" }, T.files.yes),
        h("button", { class: "ws-button", value: "no", autofocus: true }, T.files.no)));
    const dialog = h("dialog", { class: "ws-dialog", "aria-labelledby": title }, form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    root.append(dialog);
    dialog.showModal();
  });
}
