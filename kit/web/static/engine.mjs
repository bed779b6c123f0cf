/* Le moteur de l'atelier : le kit, en Python, dans un fil à part de la page.

   Rien ne part : les fichiers du moteur viennent du dossier du livre (ou de la page elle-même, pour le
   fichier hors ligne), et le fil qui calcule n'a aucun accès au réseau (voir worker.mjs).

   CONTRAT
     import { createEngine, EngineError } from "…/atelier/moteur/engine.mjs";
     const engine = createEngine({ onProgress });      // ne charge rien
     onProgress({ phase, loaded, total })              // phase : "kit", "map" ou "pandoc" ; octets ; total 0 = fini
     await engine.start("kit")                         // facultatif : charge « kit » ou « pandoc » d'avance
     engine.phases                                     // ce qui peut se charger : le fichier hors ligne léger
                                                       // n'a pas "pandoc", donc ni docx, ni odt, ni pptx
     await engine.call(name, args, files = [])         // → { value, files } ; noms et valeurs : kit/web/api.py
     await engine.produce({ values, kind, format, today, public })   // → fichier ; docx, odt, pptx par pandoc
     await engine.bundle({ values, wanted: [{ kind, format }], today, public, audience })   // → une archive zip
     await engine.produceGrids({ files, format, alliance, named, today }, contents)   // → fichier ; docx, odt par pandoc
     engine.stop()                                     // rend la mémoire ; le prochain appel recharge
   Un fichier : { name, mediaType, bytes }.
   Les appels sont servis dans l'ordre. Une erreur est une EngineError : message (phrase à montrer telle
   quelle), kind ("data", "loading", "browser", "memory", "internal"), problems (voir api.py). */

import { createSource } from "./source.mjs";

export class EngineError extends Error {
  constructor(kind, message, problems = []) {
    super(message);
    this.name = "EngineError";
    this.kind = kind;
    this.problems = problems;
  }
}

const PANDOC_FORMATS = ["docx", "odt", "pptx"];
// Les appels dont un document peut montrer une carte : elle demande les contours, chargés la première fois.
const MAP_CALLS = ["preview", "produce", "prepare_pandoc", "finish_pandoc", "bundle"];

const SENTENCES = {
  browser:
    "Ce navigateur ne sait pas faire tourner l’atelier (WebAssembly ou les modules lui manquent). "
    + "Essayez avec une version récente de Firefox, de Chrome ou d’Edge, ou prenez le dossier vierge à remplir.",
  loading:
    "Le chargement de l’atelier s’est interrompu. Vos réponses sont toujours dans la page : "
    + "vérifiez la connexion, puis recommencez.",
  memory:
    "La mémoire de ce navigateur ne suffit pas. Vos réponses sont toujours dans la page : "
    + "fermez d’autres onglets, puis recommencez.",
  internal:
    "L’atelier a rencontré une erreur qui n’est pas de votre fait. Vos réponses sont toujours dans la page : "
    + "enregistrez votre dossier, puis rechargez.",
};

export function explain(kind, detail = "") {
  if (detail) {
    console.error(detail);
  }
  return new EngineError(kind, SENTENCES[kind]);
}

export function isSupported() {
  return typeof WebAssembly === "object" && typeof Worker === "function"
    && typeof DecompressionStream === "function";
}

function kindOf(detail) {
  return /memory|mémoire|allocation|RangeError/i.test(detail) ? "memory" : "internal";
}

// Un fil, ses questions en attente, ses réponses dans l'ordre.
class Thread {
  constructor(source) {
    this.waiting = new Map();
    this.next = 0;
    // Un fil né d'un blob hérite de la politique de sécurité de la page.
    const url = URL.createObjectURL(new Blob([source.workerScript()], { type: "text/javascript" }));
    this.worker = new Worker(url, { type: source.workerType });
    this.worker.onmessage = ({ data }) => this.settle(data);
    this.worker.onerror = (event) => this.fail(explain("loading", event.message));
    this.worker.onmessageerror = () => this.fail(explain("internal", "message illisible"));
  }

  ask(operation, body, transfer = []) {
    return new Promise((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      const id = this.next++;
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, operation, ...body }, transfer);
    });
  }

  settle({ id, reply, detail }) {
    const waiter = this.waiting.get(id);
    this.waiting.delete(id);
    if (detail === undefined) {
      waiter?.resolve(reply);
    } else {
      const error = explain(kindOf(detail), detail);
      waiter?.reject(error);
      this.fail(error);
    }
  }

  fail(error) {
    this.failure = error;
    this.worker.terminate();
    for (const { reject } of this.waiting.values()) {
      reject(error);
    }
    this.waiting.clear();
  }
}

async function startThread(source, phase, onProgress) {
  if (!isSupported()) {
    throw explain("browser");
  }
  let resources;
  try {
    resources = await source.load(phase, (loaded, total) => onProgress({ phase, loaded, total }));
  } catch (error) {
    throw explain("loading", error);
  }
  const thread = new Thread(source);
  try {
    await thread.ask("start", { phase, ...resources }, Object.values(resources.contents));
  } catch (error) {
    thread.fail(error);
    throw error;
  }
  onProgress({ phase, loaded: 0, total: 0 });
  return thread;
}

async function draw(drawing) {
  const blob = new Blob([drawing.svg], { type: "image/svg+xml" });
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image(drawing.width, drawing.height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = drawing.width;
    canvas.height = drawing.height;
    const context = canvas.getContext("2d");
    context.fillStyle = "white";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    return new Uint8Array(await png.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}

export function createEngine({ onProgress = () => {}, source = createSource() } = {}) {
  const threads = {};

  function open(phase) {
    if (threads[phase]?.failed) {
      delete threads[phase];
    }
    if (!threads[phase]) {
      const entry = { failed: false };
      entry.ready = startThread(source, phase, onProgress).catch((error) => {
        entry.failed = true;
        throw error;
      });
      threads[phase] = entry;
    }
    return threads[phase];
  }

  async function ask(phase, operation, body) {
    const entry = open(phase);
    const thread = await entry.ready;
    try {
      return await thread.ask(operation, body);
    } catch (error) {
      entry.failed = true;
      throw error;
    }
  }

  // Sans les contours, un document se fait quand même, sans sa carte ; le suivant les redemande.
  async function placeMap() {
    const entry = open("kit");
    const thread = await entry.ready;
    entry.map ??= source
      .load("map", (loaded, total) => onProgress({ phase: "map", loaded, total }))
      .then(({ contents }) => thread.ask("place", contents, Object.values(contents)))
      .then(() => onProgress({ phase: "map", loaded: 0, total: 0 }))
      .catch((error) => {
        console.error(error);
        delete entry.map;
      });
    await entry.map;
  }

  async function call(name, args = {}, files = []) {
    if (MAP_CALLS.includes(name) && source.phases.includes("map")) {
      await placeMap();
    }
    const { json, contents } = await ask("kit", "call", { name, args: JSON.stringify(args), files });
    const reply = JSON.parse(json);
    if (!reply.ok) {
      throw new EngineError("data", reply.message, reply.problems);
    }
    const made = reply.files.map((file, rank) => ({
      name: file.name, mediaType: file.media_type, bytes: contents[rank],
    }));
    return { value: reply.value, files: made };
  }

  async function producePandoc({ kind, format, ...rest }) {
    const prepared = await call("prepare_pandoc", { kinds: [kind], formats: [format], ...rest });
    const made = await convert(prepared);
    const finished = await call("finish_pandoc", { outputs: prepared.value.outputs, ...rest }, made);
    return finished.files[0];
  }

  // Ce que pandoc écrit de ce que le kit a préparé.
  async function convert({ value, files }) {
    const placed = Object.fromEntries(files.map((file) => [file.name, file.bytes]));
    for (const drawing of value.charts) {
      placed[drawing.file] = await draw(drawing);
    }
    const names = value.outputs.map((output) => output.file);
    return ask("pandoc", "convert", { options: value.options, files: placed, outputs: names });
  }

  /** Les grilles réunies dans un format ; ``args`` : ceux de merge_grids, et ``format``. */
  async function produceGrids(args, contents) {
    if (!PANDOC_FORMATS.includes(args.format)) {
      return (await call("write_grids", args, contents)).files[0];
    }
    const made = await convert(await call("prepare_grids", args, contents));
    return (await call("finish_grids", args, [...contents, ...made])).files[0];
  }

  async function produce(request) {
    if (PANDOC_FORMATS.includes(request.format)) {
      return producePandoc(request);
    }
    return (await call("produce", request)).files[0];
  }

  async function bundle({ wanted, ...rest }) {
    const made = [];
    for (const one of wanted.filter(({ format }) => PANDOC_FORMATS.includes(format))) {
      made.push((await producePandoc({ ...one, ...rest })).bytes);
    }
    return (await call("bundle", { wanted, ...rest }, made)).files[0];
  }

  return {
    start: (phase = "kit") => open(phase).ready.then(() => undefined),
    phases: source.phases,
    call,
    produce,
    bundle,
    produceGrids,
    stop() {
      for (const phase of Object.keys(threads)) {
        threads[phase].ready.then((thread) => thread.fail(explain("internal", "moteur arrêté")), () => {});
        delete threads[phase];
      }
    },
  };
}
