// Se sert des directives du livre au clavier, avec puis sans script, et rend ce qu’on y lit, en JSON.
// Entrée (JSON, entrée standard) : {"page": adresse, "folder": ""} ; « folder » : où poser les images.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");

async function readVisible(page, selector) {
  return page.locator(selector).filter({ visible: true }).allInnerTexts();
}

// La première question : rien de choisi, puis une mauvaise réponse, puis la bonne, sans la souris.
async function answerQuiz(page) {
  const quiz = page.locator(".kit-quiz").first();
  const button = quiz.locator(".quiz-check");
  const said = [];
  const press = async () => {
    await button.focus();
    await page.keyboard.press("Enter");
    said.push(await quiz.locator("[role=status]").innerText());
  };
  await press();
  await quiz.locator("input").first().focus();
  await page.keyboard.press("Space");
  await press();
  await quiz.locator("input").first().focus();
  await page.keyboard.press("ArrowDown");
  await press();
  return said;
}

async function filterCases(page) {
  const panel = page.locator('.kit-filters[data-noun="cas"]');
  const count = panel.locator("[role=status]");
  const before = await count.innerText();
  await panel.locator("select[name=kind]").selectOption("commune");
  const after = await count.innerText();
  const shown = (await readVisible(page, "li.kit-card[data-kind]")).length;
  const natures = await page
    .locator("li.kit-card[data-kind]:not([hidden])")
    .evaluateAll((cards) => [...new Set(cards.map((card) => card.dataset.kind))]);
  await panel.locator("select[name=theme]").selectOption("ODD");
  const none = await count.innerText();
  await panel.locator("button").focus();
  await page.keyboard.press("Enter");
  return { before, after, shown, natures, none, reset: await count.innerText() };
}

async function chooseMethod(page) {
  const panel = page.locator('.kit-filters[data-chooser="methods"]');
  await panel.locator("input[name=group]").fill("60");
  await panel.locator("input[name=minutes]").fill("90");
  await panel.locator("select[name=stage]").selectOption("faire connaissance");
  const kept = await readVisible(page, "li.kit-card[data-remote]");
  const count = await panel.locator("[role=status]").innerText();
  await page.locator("ul.kit-cards + details > summary").focus();
  await page.keyboard.press("Enter");
  const all = await readVisible(page, "li.kit-card[data-remote]");
  return { count, kept, refused: all.filter((text) => !kept.includes(text)) };
}

async function readBare(browser, address) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 900 } });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator(".quiz-answer > summary").first().click();
  const bare = {
    panels: (await readVisible(page, ".kit-filters")).length,
    buttons: (await readVisible(page, ".quiz-check")).length,
    cards: (await readVisible(page, "li.kit-card[data-kind]")).length,
    methods: (await readVisible(page, "table.kit-table tbody tr")).length,
    answer: await page.locator(".quiz-answer").first().innerText(),
  };
  await context.close();
  return bare;
}

const order = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const page = await browser.newPage({ viewport: { width: 390, height: 900 }, locale: "fr-FR" });
await page.goto(order.page, { waitUntil: "load" });
const report = {
  quiz: await answerQuiz(page),
  cases: await filterCases(page),
  method: await chooseMethod(page),
  bare: await readBare(browser, order.page),
};
if (order.folder) await page.screenshot({ path: join(order.folder, "directives.png"), fullPage: true });
await browser.close();
process.stdout.write(JSON.stringify(report));
