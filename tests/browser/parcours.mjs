// Parcourt le livre comme une personne, au clavier seul, et rend ce qu’elle a trouvé, en JSON.
// Entrée (JSON) : {"base": adresse, "home": page, "links": [motifs], "searches": [mots], "print": page, "quiz": page}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const MOST_TABS = 400;

function readFocused() {
  const tag = document.activeElement;
  if (!tag || tag === document.body) return null;
  const text = (tag.getAttribute("aria-label") || tag.textContent).replace(/\s+/g, " ").trim();
  return { tag: tag.localName, text, href: tag.getAttribute("href") ?? "", download: tag.matches("a.download") };
}

// Tabule jusqu’à ce que la condition soit remplie ; rend l’élément atteint et le nombre d’arrêts.
async function tabTo(page, accept) {
  for (let stops = 1; stops <= MOST_TABS; stops += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(readFocused);
    if (focused && accept(focused)) return { ...focused, stops };
  }
  throw new Error(`rien d’atteint au clavier sur ${page.url()} : ${accept}`);
}

async function skipToContent(page) {
  const first = await tabTo(page, () => true);
  await page.keyboard.press("Enter");
  const inside = await page.evaluate(() => document.activeElement?.localName);
  return { skip: first.text, inside };
}

async function followLinks(page, { base, home, links }) {
  await page.goto(base + home);
  const path = [];
  for (const motif of links) {
    const arrived = await skipToContent(page);
    const wanted = new RegExp(motif, "i");
    const link = await tabTo(page, ({ tag, text, href }) => tag === "a" && !href.startsWith("#") && wanted.test(text));
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    path.push({ ...arrived, link: link.text, stops: link.stops, title: await page.textContent("h1"), url: page.url() });
  }
  return path;
}

async function downloadHere(page) {
  await skipToContent(page);
  await tabTo(page, ({ download }) => download);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  return { name: download.suggestedFilename(), size: readFileSync(await download.path()).length };
}

async function search(page, base, words) {
  await page.goto(base);
  await tabTo(page, ({ tag }) => tag === "input");
  await page.keyboard.type(words);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await page.waitForFunction(() => /Recherche terminée|Votre recherche/.test(document.body.innerText));
  await page.waitForLoadState("networkidle");
  return page.evaluate(() => ({
    titles: [...document.querySelectorAll("ul.search > li > a")].map((link) => link.textContent),
    excerpts: [...document.querySelectorAll("ul.search .excerpt")].map((text) => text.textContent),
    marks: [...document.querySelectorAll("ul.search mark")].map((mark) => mark.textContent),
    values: [...document.querySelectorAll("input[name=q]")].map((field) => field.value),
  }));
}

async function darken(page, base, next) {
  await page.goto(base);
  const before = await page.evaluate(() => [document.documentElement.dataset.theme, { ...localStorage }]);
  await tabTo(page, ({ text }) => text === "Mode sombre");
  await page.keyboard.press("Enter");
  const shown = () => [document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor];
  const here = await page.evaluate(shown);
  await page.goto(base + next);
  return { before, here, next: await page.evaluate(shown), stored: await page.evaluate(() => ({ ...localStorage })) };
}

async function printPage(page, address) {
  await page.goto(address);
  await page.emulateMedia({ media: "print" });
  const seen = await page.evaluate(() => ({
    hidden: [".masthead", ".book-contents", ".page-turn"].map((name) => getComputedStyle(document.querySelector(name)).display),
    after: [...document.querySelectorAll("article a.external")].map((link) => getComputedStyle(link, "::after").content),
    background: getComputedStyle(document.body).backgroundColor,
  }));
  await page.emulateMedia({ media: "screen" });
  return seen;
}

async function report(page, base) {
  await page.goto(`${base}vie-privee.html`);
  await tabTo(page, ({ text }) => text === "Signaler une erreur dans cette page");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  return page.inputValue(".report-message");
}

// Répond à la première question de la page : d’abord sans choisir, puis en choisissant la bonne réponse.
async function answerQuiz(page, address) {
  await page.goto(address);
  const readBack = () => page.textContent(".kit-quiz .quiz-feedback");
  const check = async () => {
    await tabTo(page, ({ tag, text }) => tag === "button" && text === "Vérifier");
    await page.keyboard.press("Enter");
    return readBack();
  };
  await skipToContent(page);
  const empty = await check();
  await page.reload();
  await skipToContent(page);
  const right = await page.evaluate(() => {
    const quiz = document.querySelector(".kit-quiz");
    return [...quiz.querySelectorAll(".quiz-answer li[data-right]")].map(({ dataset }) => dataset.right === "yes");
  });
  const kind = await page.getAttribute(".kit-quiz .quiz-choice input", "type");
  await tabTo(page, ({ tag }) => tag === "input");
  const rank = right.indexOf(true);
  for (let step = 0; step < rank; step += 1) await page.keyboard.press(kind === "radio" ? "ArrowDown" : "Tab");
  await page.keyboard.press("Space");
  return { empty, kind, right, answered: await check(), role: await page.getAttribute(".kit-quiz .quiz-feedback", "role") };
}

async function main() {
  const order = JSON.parse(readFileSync(0, "utf8"));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: "light", locale: "fr-FR" });
  const page = await context.newPage();
  const seen = { path: await followLinks(page, order), download: await downloadHere(page), searches: {} };
  for (const words of order.searches) seen.searches[words] = await search(page, order.base, words);
  seen.stored = await page.evaluate(() => ({ ...localStorage }));
  seen.print = await printPage(page, order.base + order.print);
  seen.report = await report(page, order.base);
  seen.quiz = await answerQuiz(page, order.base + order.quiz);
  seen.dark = await darken(page, order.base, order.print);
  seen.cookies = await context.cookies();
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
}

await main();
