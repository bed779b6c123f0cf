// Ouvre l’atelier dans Chromium (playwright) ou Firefox (puppeteer) ; les deux offrent ici les mêmes gestes.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PATIENCE = 120_000;

// Chaque fichier que la page fait passe par là : on en garde le nom et les octets.
function keepFiles() {
  window.fichiers = [];
  const blobs = new Map();
  const create = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    const address = create.call(URL, blob);
    blobs.set(address, blob);
    return address;
  };
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[download]");
    if (!link || !blobs.has(link.href)) return;
    const bytes = new Uint8Array(await blobs.get(link.href).arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    window.fichiers.push({ name: link.download, type: blobs.get(link.href).type, base64: btoa(text) });
  }, true);
}

async function openChromium({ width = 1280, scheme = "light", javascript = true } = {}) {
  const { chromium } = require("playwright-core");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: scheme, locale: "fr-FR", javaScriptEnabled: javascript,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  return { browser, context, newPage: () => context.newPage(), ...wrapChromium(page) };
}

function wrapChromium(page) {
  const upload = (selector, ...paths) => page.setInputFiles(selector, paths);
  const waitFor = (test, value) => page.waitForFunction(test, value);
  return { page, upload, waitFor, wrap: wrapChromium, prepare: (script) => page.addInitScript(script) };
}

async function openFirefox() {
  const puppeteer = require("puppeteer-core");
  const browser = await puppeteer.launch({
    browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr", headless: true,
    extraPrefsFirefox: { "intl.accept_languages": "fr", "browser.download.useDownloadDir": true },
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.setViewport({ width: 1280, height: 900 });
  return { browser, newPage: () => browser.newPage(), ...wrapFirefox(page) };
}

function wrapFirefox(page) {
  const upload = async (selector, ...paths) => (await page.$(selector)).uploadFile(...paths);
  const waitFor = (test, value) => page.waitForFunction(test, {}, value);
  return { page, upload, waitFor, wrap: wrapFirefox, prepare: (script) => page.evaluateOnNewDocument(script) };
}

/** Un autre onglet du même navigateur, ouvert sur l’atelier. */
export async function openTab({ newPage, wrap }, address) {
  const page = await newPage();
  page.setDefaultTimeout(PATIENCE);
  const opened = wrap(page);
  await opened.prepare(keepFiles);
  await page.goto(address);
  return { ...opened, ...gestures(opened) };
}

/** Un navigateur ouvert sur l’atelier ; `seen` retient les requêtes et les erreurs. */
export async function open({ name = "chromium", address, ...options }) {
  const opened = await (name === "firefox" ? openFirefox() : openChromium(options));
  const { page } = opened;
  const seen = { requests: [], errors: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  if (options.javascript !== false) await opened.prepare(keepFiles);
  if (options.before) await options.before(opened);
  await page.goto(address);
  return { ...opened, seen, ...gestures(opened) };
}

function gestures({ page, upload, waitFor }) {
  const read = (selector) => page.evaluate((wanted) => document.querySelector(wanted)?.textContent ?? "", selector);
  const wait = (selector) => page.waitForSelector(selector);
  const click = async (selector) => {
    await wait(selector);
    await page.evaluate((wanted) => document.querySelector(wanted).scrollIntoView({ block: "center" }), selector);
    await page.click(selector);
  };
  const clear = (selector) => page.evaluate((wanted) => {
    const field = document.querySelector(wanted);
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, selector);
  const type = async (selector, text) => {
    await click(selector);
    await clear(selector);
    await page.type(selector, text);
  };
  const start = async (choice = "") => {
    await click("[data-workshop-start]");
    await wait(".ws-start");
    if (choice) await click(choice);
  };
  const go = async (step) => {
    await click(`[data-step="${step}"]`);
    await wait(`[data-step-body="${step}"]`);
  };
  const field = (form, name) => `[data-field^="${form}|"][data-field$="|${name}"] :is(input, select, textarea)`;
  const take = async (selector) => {
    const before = await page.evaluate(() => window.fichiers.length);
    await click(selector);
    const deadline = Date.now() + PATIENCE;
    while ((await page.evaluate(() => window.fichiers.length)) <= before) {
      const said = await read('[role="alert"]');
      if (said) throw new Error(said);
      if (Date.now() > deadline) throw new Error(`aucun fichier après ${selector}`);
      await pause(50);
    }
    return page.evaluate(() => window.fichiers.at(-1));
  };
  return { read, wait, click, type, until: waitFor, start, go, field, take, upload };
}

export const pause = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

/** Les règles d’axe enfreintes par la page telle qu’elle est. */
export async function auditRules(page) {
  await page.evaluate(AXE);
  const result = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), RULES);
  return result.violations.map(({ id, nodes }) => `${id} : ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
}

/** L’élément qui a le focus, et s’il se voit. */
export function readFocus(page) {
  return page.evaluate(() => {
    const tag = document.activeElement;
    if (!tag || tag === document.body) return null;
    const style = getComputedStyle(tag);
    const box = tag.getBoundingClientRect();
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.height > 0;
    return { name: (tag.getAttribute("aria-label") ?? tag.textContent ?? "").trim().slice(0, 60), tag: tag.tagName, seen };
  });
}

/** Lit la commande sur l’entrée standard, écrit la réponse sur la sortie. */
export async function answer(scenarios) {
  const order = JSON.parse(readFileSync(0, "utf8"));
  process.stdout.write(JSON.stringify(await scenarios[order.scenario](order)));
}
