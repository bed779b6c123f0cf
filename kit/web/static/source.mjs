/* D'où viennent les fichiers du moteur, servis par le livre : « lot.json » les nomme, avec leur poids et leur
   empreinte. Le fichier hors ligne remplace ce module par « offline-source.mjs ». */

export async function unpack(packed) {
  return new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

const HERE = new URL(".", import.meta.url);

export function createSource(base = HERE) {
  const locate = (name) => new URL(name, base).href;

  async function fetchPart(part, onBytes) {
    // L'empreinte, dans l'adresse, distingue deux versions : le navigateur garde la sienne sans redemander.
    const response = await fetch(`${locate(part.file)}?${part.sha256.slice(0, 12)}`, { integrity: part.integrity });
    if (!response.ok) {
      throw new Error(`${part.file} : ${response.status}`);
    }
    const counter = new TransformStream({
      transform(bytes, controller) {
        onBytes(bytes.length);
        controller.enqueue(bytes);
      },
    });
    return unpack(response.body.pipeThrough(counter));
  }

  async function load(phase, onProgress) {
    const response = await fetch(locate("lot.json"), { cache: "no-cache" });
    if (!response.ok) {
      throw new Error(`lot.json : ${response.status}`);
    }
    const lot = (await response.json())[phase];
    const total = lot.parts.reduce((sum, part) => sum + part.packed, 0);
    let loaded = 0;
    const count = (bytes) => {
      loaded += bytes;
      onProgress(loaded, total);
    };
    const contents = await Promise.all(lot.parts.map((part) => fetchPart(part, count)));
    return {
      contents: Object.fromEntries(lot.parts.map((part, rank) => [part.role, contents[rank]])),
      modules: Object.fromEntries(Object.entries(lot.modules).map(([role, file]) => [role, locate(file)])),
    };
  }

  return { load, phases: ["kit", "map", "pandoc"], workerType: "module", workerScript: () => `import ${JSON.stringify(locate("worker.mjs"))};` };
}
