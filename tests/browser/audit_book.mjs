// Ouvre toutes les pages du livre dans un seul Chromium : chaque largeur, en clair puis en sombre.
// Entrée (JSON, entrée standard) : {"pages": [adresses], "widths": [1280, 390], "narrow": 320}.
// Sortie (JSON) : un rapport par page et par largeur.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SCHEMES = ["light", "dark"];
const TABS = 2;

async function runAxe(page) {
  const result = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    STANDARDS,
  );
  return result.violations.map(({ id, nodes }) => `${id} : ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
}

function measureOverflow() {
  return document.documentElement.scrollWidth - window.innerWidth;
}

// Ce qui pèse à la première ouverture, images à part.
function listen(page) {
  const seen = { requests: [], errors: [], weights: {}, pending: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("response", (response) => {
    const kind = response.request().resourceType();
    if (response.status() >= 400) seen.errors.push(`${response.status()} ${response.url()}`);
    if (["document", "stylesheet", "script", "font"].includes(kind)) {
      seen.pending.push(response.body().then((body) => { seen.weights[response.url()] = body.length; }));
    }
  });
  return seen;
}

async function auditPage(context, address, { width, narrow }) {
  const page = await context.newPage();
  const seen = listen(page);
  await page.goto(address, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  await Promise.all(seen.pending);
  const overflow = { [width]: await page.evaluate(measureOverflow) };
  await page.evaluate(AXE);
  const violations = {};
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate((theme) => { document.documentElement.dataset.theme = theme; }, scheme);
    violations[scheme] = await runAxe(page);
  }
  const stored = await page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage)));
  if (width === Math.min(...context.widths)) {
    await page.setViewportSize({ width: narrow, height: 800 });
    overflow[narrow] = await page.evaluate(measureOverflow);
  }
  await page.close();
  const { requests, errors, weights } = seen;
  return { address, width, requests, errors, weights, overflow, violations, stored };
}

async function auditWidth(browser, order, width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "fr-FR" });
  context.widths = order.widths;
  const waiting = [...order.pages];
  const reports = [];
  async function work() {
    while (waiting.length) reports.push(await auditPage(context, waiting.shift(), { width, narrow: order.narrow }));
  }
  await Promise.all(Array.from({ length: TABS }, work));
  const cookies = (await context.cookies()).map(({ name }) => name);
  await context.close();
  return { reports, cookies };
}

async function main() {
  const order = JSON.parse(readFileSync(0, "utf8"));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const passes = [];
  for (const width of order.widths) passes.push(await auditWidth(browser, order, width));
  await browser.close();
  process.stdout.write(
    JSON.stringify({
      rules: require("axe-core").getRules(STANDARDS).length,
      reports: passes.flatMap(({ reports }) => reports),
      cookies: passes.flatMap(({ cookies }) => cookies),
    }),
  );
}

await main();
