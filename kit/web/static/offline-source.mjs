/* Les fichiers du moteur, portés par la page elle-même : aucune requête, même au premier chargement.
   « embedded » est posé par le script d'amorce (boot.mjs) : l'adresse de chaque module et le texte des
   parties, compressées puis écrites en base 64. */

export async function unpack(packed) {
  return new Response(packed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

async function decode(text, onBytes) {
  // Par tranches de quatre millions de signes : le texte entier, décodé d'un coup, doublerait la mémoire.
  const step = 4_000_000;
  const chunks = [];
  for (let at = 0; at < text.length; at += step) {
    const bytes = Uint8Array.from(atob(text.slice(at, at + step)), (sign) => sign.charCodeAt(0));
    chunks.push(bytes);
    onBytes(bytes.length);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return unpack(new Blob(chunks).stream());
}

export function createSource() {
  const { lot, texts, linkModules, readPart } = globalThis.embedded;

  async function load(phase, onProgress) {
    if (!lot[phase]) {
      throw new Error(`ce fichier ne porte pas « ${phase} »`);
    }
    const { parts, modules: roles } = lot[phase];
    const total = parts.reduce((sum, part) => sum + part.packed, 0);
    let loaded = 0;
    const contents = {};
    for (const part of parts) {
      contents[part.role] = await decode(readPart(part.file), (bytes) => {
        loaded += bytes;
        onProgress(loaded, total);
      });
    }
    return {
      contents,
      // Chromium ne laisse pas un fil lire les adresses « blob: » d'une page ouverte par un double clic :
      // le fil reçoit le texte des modules et leur donne lui-même une adresse.
      texts: texts.filter(([file]) => file.startsWith("moteur/")),
      modules: Object.fromEntries(Object.entries(roles).map(([role, file]) => [role, `moteur/${file}`])),
    };
  }

  return { load, workerType: "classic", workerScript: () => `globalThis.linkModules = ${linkModules};\n${Object.fromEntries(texts)["moteur/worker.mjs"]}`, phases: Object.keys(lot) };
}
