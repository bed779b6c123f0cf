// Deux visites d'une page nue qui lance le moteur ; deux lignes JSON par visite (classeurs, puis docx), en secondes.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

async function launch(browser) {
  if (browser === "firefox") {
    return require("puppeteer-core").launch({
      browser, executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr", headless: true,
      protocolTimeout: 600_000,
    });
  }
  const { chromium } = require("playwright-core");
  const found = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  return found;
}

async function makeSheets({ address, values }) {
  const start = performance.now();
  const since = (from) => (performance.now() - from) / 1000;
  const { createEngine } = await import(`${address}moteur/engine.mjs`);
  globalThis.engine = createEngine();
  globalThis.request = { values, kind: "plan-action", format: "xlsx" };
  await globalThis.engine.produce(globalThis.request);
  const xlsx = since(start);
  const next = performance.now();
  await globalThis.engine.produce(globalThis.request);
  return JSON.stringify({ xlsx, again: since(next) });
}

async function makeText() {
  const start = performance.now();
  await globalThis.engine.produce({ ...globalThis.request, format: "docx" });
  return JSON.stringify({ docx: (performance.now() - start) / 1000 });
}

const order = JSON.parse(await new Promise((resolve) => createInterface({ input: process.stdin }).once("line", resolve)));
const browser = await launch(order.browser);
const context = order.browser === "firefox" ? browser : await browser.newContext();
for (let visit = 0; visit < 2; visit += 1) {
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(`${order.address}index.html`);
  const asked = JSON.stringify({ address: order.address, values: order.values });
  process.stdout.write(`${await page.evaluate(`(${makeSheets})(${asked})`)}\n`);
  process.stdout.write(`${await page.evaluate(`(${makeText})()`)}\n`);
  await page.close();
}
await browser.close();
process.exit(0);
