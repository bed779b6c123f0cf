// Demande au moteur de l'atelier, dans un vrai navigateur, une suite d'opérations ; rend ce qu'il répond.
// Entrée (JSON, entrée standard) : {"browser": "chromium"|"firefox", "url", "engine": adresse du module,
//   "steps": [{"do": "call"|"produce"|"openFile"|"mergeGrids"|"produceGrids"|"escape", "args", "name", "files": [{"name",
//   "b64"}]}]}. Sortie : {"steps": [{"ok", "value", "files", "error", "ms"}], "requests", "ready", "xlsx"}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const order = JSON.parse(readFileSync(0, "utf8"));

async function open() {
  if (order.browser === "firefox") {
    const puppeteer = require("puppeteer-core");
    const browser = await puppeteer.launch({
      browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr", headless: true,
      protocolTimeout: 600_000,
    });
    return [browser, await browser.newPage()];
  }
  const { chromium } = require("playwright-core");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const context = await browser.newContext({ offline: order.url.startsWith("file:") });
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  return [browser, page];
}

// Passe dans la page : rien n'y vient d'ici que ce texte.
async function work({ address, steps }) {
  const { createEngine } = await import(address ?? globalThis.embedded.modules["moteur/engine.mjs"]);
  const progress = [];
  const engine = createEngine({ onProgress: (said) => progress.push(said) });
  const encode = (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 30_000) {
      text += String.fromCharCode(...bytes.subarray(at, at + 30_000));
    }
    return btoa(text);
  };
  const decode = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const show = (file) => ({ name: file.name, mediaType: file.mediaType, b64: encode(file.bytes) });
  const readGrids = ({ files, args }) => {
    const contents = files.map((file) => decode(file.b64));
    const listed = files.map(({ name }, rank) => ({ name, size: contents[rank].length, modified: 0 }));
    return [{ files: listed, ...args }, contents];
  };
  const run = {
    call: async ({ name, args, files }) => {
      const { value, files: made } = await engine.call(name, args, files.map((file) => decode(file.b64)));
      return { value, files: made.map(show) };
    },
    produce: async ({ args }) => ({ files: [show(await engine.produce(args))] }),
    openFile: async ({ files: [file], args }) => {
      const bytes = decode(file.b64);
      const { value } = await engine.call("open_file", { name: file.name, size: bytes.length, ...args }, [bytes]);
      return { value, files: [] };
    },
    mergeGrids: async (step) => ({ value: (await engine.call("merge_grids", ...readGrids(step))).value, files: [] }),
    produceGrids: async (step) => ({ files: [show(await engine.produceGrids(...readGrids(step)))] }),
    // Un fil né comme celui du moteur tente de sortir : la politique de la page doit l'en empêcher.
    escape: async ({ args }) => {
      const script = `fetch(${JSON.stringify(args.url)}).then(() => postMessage("sorti"), () => postMessage("retenu"))`;
      const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
      const worker = new Worker(url, { type: args.type });
      return { value: await new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data))), files: [] };
    },
  };
  const answers = [];
  for (const step of steps) {
    const start = performance.now();
    try {
      const answer = await run[step.do]({ files: [], args: {}, ...step });
      answers.push({ ok: true, ms: performance.now() - start, ...answer });
    } catch (error) {
      const { kind, message, problems } = error;
      answers.push({ ok: false, ms: performance.now() - start, error: { kind, message, problems } });
    }
  }
  return JSON.stringify({ steps: answers, progress, phases: engine.phases });
}

const [browser, page] = await open();
const requests = [];
const errors = [];
page.on("request", (request) => requests.push(request.url()));
page.on("pageerror", (error) => errors.push(String(error)));
await page.goto(order.url, { waitUntil: "load" });
// Le fichier unique déplie ses modules après « load » : on attend qu'il les ait posés.
if (!order.engine) {
  await page.waitForFunction("Boolean(globalThis.embedded)", { timeout: 600_000 });
}
const result = JSON.parse(
  await page.evaluate(`(${work})(${JSON.stringify({ address: order.engine, steps: order.steps })})`),
);
process.stdout.write(JSON.stringify({ ...result, requests, errors }));
await browser.close();
