// Écrit dans l’atelier, une action ouverte parmi beaucoup ; rend les millisecondes de chaque geste, en JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const order = JSON.parse(readFileSync(0, "utf8"));
const PATIENCE = 180_000;

/** Du signe tapé à l’image suivante, cent fois. */
function typeInside() {
  const field = document.querySelector('[data-field$="|titre"] input');
  const once = () => new Promise((resolve) => {
    const start = performance.now();
    field.value += "a";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    const work = performance.now() - start;
    requestAnimationFrame(() => setTimeout(() => resolve([work, performance.now() - start]), 0));
  });
  return (async () => {
    const found = [];
    for (let rank = 0; rank < 100; rank += 1) found.push(await once());
    return found;
  })();
}

async function clock(page, act, test) {
  const start = Date.now();
  await act();
  await page.waitForFunction(test, null, { timeout: PATIENCE, polling: "raf" });
  return Date.now() - start;
}

async function measure(browser, path) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(order.address);
  await page.click("[data-workshop-start]");
  await page.setInputFiles('.ws-start input[type="file"]', path);
  await page.waitForSelector('[data-step-body="territoire"]');
  await page.waitForTimeout(2_000);
  const step = await clock(page, () => page.click('[data-step="actions"]'), () => document.querySelector('[data-step-body="actions"] .ws-row'));
  const row = await clock(page, () => page.click(".ws-row__button"), () => document.querySelector('[data-field$="|titre"] input'));
  const typed = await page.evaluate(typeInside);
  await page.close();
  return { step, row, work: typed.map(([work]) => work), frame: typed.map(([, frame]) => frame) };
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const found = {};
for (const [count, path] of Object.entries(order.paths)) found[count] = await measure(browser, path);
await browser.close();
writeFileSync(1, JSON.stringify(found));
