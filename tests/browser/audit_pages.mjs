// Ouvre des pages dans Chromium et rend ce qu’on y voit, en JSON, sur la sortie standard.
// Entrée (JSON, entrée standard) : {"pages": [adresses], "widths": [1280], "schemes": ["light"],
//   "stops": 0, "folder": ""} ; « stops » : arrêts de tabulation à sonder ; « folder » : où poser les images.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function auditRules(page) {
  await page.evaluate(AXE);
  const result = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    RULES,
  );
  return result.violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    targets: nodes.map((node) => node.target.join(" ")),
    summary: nodes[0].failureSummary,
  }));
}

// Ce qu’une personne lit ou entend de l’interface, une fois les scripts passés.
function readInterface() {
  const names = ["title", "aria-label", "placeholder", "alt", "data-bs-title", "data-bs-original-title"];
  const found = new Set();
  for (const name of names) {
    for (const tag of document.querySelectorAll(`[${name}]`)) found.add(tag.getAttribute(name).trim());
  }
  for (const tag of document.querySelectorAll("button, label, summary, legend, caption, th")) {
    found.add(tag.textContent.trim().replace(/\s+/g, " "));
  }
  return [...found].filter(Boolean);
}

function readFocus() {
  const tag = document.activeElement;
  if (!tag || tag === document.body) return null;
  const boxes = [tag, tag.closest(".sd-card")].filter(Boolean).map((box) => getComputedStyle(box));
  const seen = boxes.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  return { name: tag.outerHTML.slice(0, 120), seen };
}

async function listHiddenFocus(page, stops) {
  const hidden = [];
  for (let stop = 0; stop < stops; stop += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(readFocus);
    if (focus && !focus.seen) hidden.push(focus.name);
  }
  return hidden;
}

async function auditPage(context, address, { stops, folder, name }) {
  const page = await context.newPage();
  const requests = [];
  const errors = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(address, { waitUntil: "load" });
  await page.waitForTimeout(300);
  // Une recherche montre ses résultats un à un ; sur une machine chargée, le délai ne suffit pas.
  if (address.includes("search.html?q=")) await page.getByText("Recherche terminée").waitFor();
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
  const report = {
    address,
    requests,
    errors,
    violations: await auditRules(page),
    words: await page.evaluate(readInterface),
    text: await page.evaluate(() => document.body.innerText),
    overflow: await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    hiddenFocus: await listHiddenFocus(page, stops),
  };
  await page.close();
  return report;
}

async function main() {
  const order = JSON.parse(readFileSync(0, "utf8"));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const reports = [];
  for (const width of order.widths) {
    for (const colorScheme of order.schemes) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, locale: "fr-FR" });
      for (const [index, address] of order.pages.entries()) {
        const name = `${index}-${width}-${colorScheme}`;
        const report = await auditPage(context, address, { stops: order.stops, folder: order.folder, name });
        reports.push({ width, colorScheme, ...report });
      }
      await context.close();
    }
  }
  await browser.close();
  process.stdout.write(JSON.stringify(reports));
}

await main();
