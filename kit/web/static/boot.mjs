/* L'amorce du fichier hors ligne : chaque module embarqué devient une adresse « blob: », ses imports renvoient
   aux adresses de ceux dont il dépend (rangés avant lui), puis l'entrée est lancée. */

function linkModules(texts) {
  const modules = {};
  for (const [file, text] of texts) {
    const linked = text.replace(/((?:from|import)\s*)(["'])(\.\.?\/[\w./-]+)\2/g, (whole, lead, quote, name) => {
      const found = modules[new URL(name, `http://interne.invalid/${file}`).pathname.slice(1)];
      return found ? `${lead}${quote}${found}${quote}` : whole;
    });
    modules[file] = URL.createObjectURL(new Blob([linked], { type: "text/javascript" }));
  }
  return modules;
}

async function readModule(script) {
  if (!("packed" in script.dataset)) {
    return script.textContent;
  }
  const packed = Uint8Array.from(atob(script.textContent), (sign) => sign.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

const scripts = [...document.querySelectorAll("script[data-module]")];
const texts = await Promise.all(scripts.map(async (script) => [script.dataset.module, await readModule(script)]));
const modules = linkModules(texts);

globalThis.embedded = {
  linkModules,
  modules,
  texts,
  lot: JSON.parse(document.getElementById("lot").textContent),
  readPart: (file) => document.querySelector(`script[data-part="${file}"]`).textContent,
};

await import(modules["entry.mjs"]);
