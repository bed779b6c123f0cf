/* Le fil qui calcule : Python (phase « kit ») ou pandoc (phase « pandoc »). Il reçoit tout de la page et
   n'a pas de réseau : « fetch » n'y rend que ce qui a été reçu, les autres portes sont fermées. */

const received = new Map();

// Avant tout le reste : ni Python, ni pandoc, ni leurs liaisons n'auront vu une porte ouverte.
function closeDoors() {
  const refuse = (name) => () => {
    throw new Error(`${name} est fermé : rien ne sort de l’atelier`);
  };
  globalThis.fetch = async (address) => {
    const name = String(address?.url ?? address).split("/").pop();
    if (!received.has(name)) {
      throw new Error(`« ${name} » n’a pas été reçu : rien ne sort de l’atelier`);
    }
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(received.get(name), { headers: { "content-type": type } });
  };
  for (const name of ["XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts"]) {
    if (name in globalThis) {
      globalThis[name] = refuse(name);
    }
  }
}

let python;
let pandoc;

// Servis par le livre, les modules ont une adresse ; embarqués dans un fichier, ils n'ont que leur texte.
function findModules({ modules, texts }) {
  if (!texts) {
    return modules;
  }
  const linked = globalThis.linkModules(texts);
  return Object.fromEntries(Object.entries(modules).map(([role, file]) => [role, linked[file]]));
}

async function startKit({ contents, ...message }) {
  closeDoors();
  const modules = findModules(message);
  received.set("pyodide.asm.wasm", contents.wasm);
  received.set("python_stdlib.zip", contents.stdlib);
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([
    import(modules.pyodide),
    import(modules.asm),
  ]);
  python = await loadPyodide({
    createPyodideModule,
    // Une adresse qui ne mène nulle part : « fetch » n'en lit que le dernier mot.
    indexURL: "http://interne.invalid/",
    lockFileContents: new TextDecoder().decode(contents.lock),
  });
  python.unpackArchive(new Uint8Array(contents.kit), "zip", { extractDir: "/lib/kit-web" });
  python.runPython("import sys; sys.path.insert(0, '/lib/kit-web')\nfrom kit.web.api import call");
  received.clear();
}

async function startPandoc({ contents, ...message }) {
  closeDoors();
  const { createPandocInstance } = await import(findModules(message).pandoc);
  pandoc = await createPandocInstance(contents.wasm);
}

// Les contours des communes : le kit les cherche là à chaque carte, et s'en passe s'ils n'y sont pas.
function placeContours({ contours }) {
  python.FS.writeFile("/lib/kit-web/kit/data/contours.zip", new Uint8Array(contours));
}

function callKit({ name, args, files }) {
  const call = python.globals.get("call");
  const given = python.toPy(files);
  const answer = call(name, args, given);
  try {
    const [json, made] = answer.toJs({ create_proxies: false });
    return { json, contents: [...made] };
  } finally {
    answer.destroy();
    given.destroy?.();
    call.destroy();
  }
}

async function convert({ options, files, outputs }) {
  const placed = Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, new Blob([bytes])]),
  );
  const done = await pandoc.convert(options, "", placed);
  const missing = outputs.filter((name) => !done.files[name]);
  if (missing.length) {
    throw new Error(`pandoc n’a pas écrit ${missing.join(", ")} : ${done.stderr}`);
  }
  return Promise.all(outputs.map(async (name) => new Uint8Array(await done.files[name].arrayBuffer())));
}

const OPERATIONS = {
  start: (message) => (message.phase === "kit" ? startKit(message) : startPandoc(message)),
  place: placeContours,
  call: callKit,
  convert,
};

// Un appel après l'autre : ni Python ni pandoc ne savent en servir deux.
let queue = Promise.resolve();

globalThis.onmessage = ({ data }) => {
  queue = queue.then(async () => {
    try {
      const reply = await OPERATIONS[data.operation](data);
      globalThis.postMessage({ id: data.id, reply });
    } catch (error) {
      globalThis.postMessage({ id: data.id, detail: String(error?.stack ?? error) });
    }
  });
};
