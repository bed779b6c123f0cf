// L’atelier avec soin : ce qui se voit d’abord, où l’on arrive, et en combien de clics.
import { answer, open } from "./navigateur.mjs";

const STEPS = ["territoire", "alliance", "partenaires", "actions", "details", "evaluation", "documents"];

async function answerThree(tour, click) {
  await tour.type('[role="combobox"]', "44131");
  await click('[role="option"]');
  await tour.until(() => document.querySelectorAll(".ws-chosen li > span").length === 1);
  await click("[data-onward]");
  await tour.wait('[data-step-body="alliance"]');
  await tour.type(tour.field("alliance", "nom"), "Essai");
  await tour.type(tour.field("alliance", "cause"), "Agir ensemble.");
}

/** De l’arrivée au premier fichier Word : les clics, la jauge, le poids dit. */
async function firstWord({ address }) {
  const tour = await open({ address });
  let clicks = 0;
  const click = (selector) => {
    clicks += 1;
    return tour.click(selector);
  };
  const readMeter = () => tour.page.evaluate(() => ({
    text: document.querySelector(".ws-meter__text").textContent, value: document.querySelector(".ws-meter progress").value,
    max: document.querySelector(".ws-meter progress").max, go: !document.querySelector("[data-first]").hidden,
  }));
  try {
    await click("[data-workshop-start]");
    await tour.wait(".ws-start");
    const promised = await tour.read(".ws-start");
    await click('[data-start="blank"]');
    await tour.wait('[role="combobox"]');
    const before = await readMeter();
    await answerThree(tour, click);
    await tour.wait("[data-first]:not([hidden])");
    const after = await readMeter();
    await click("[data-first]");
    await tour.wait("[data-document]");
    const order = await tour.page.evaluate(() => [...document.querySelectorAll('[data-document="fiche-argumentaire"] [data-format]')].map((one) => one.dataset.format));
    const word = '[data-document="fiche-argumentaire"] [data-format="docx"]';
    const offered = await tour.read(word);
    clicks += 1;
    const file = await tour.take(word);
    return { clicks, promised, before, after, order, offered, ready: await tour.read(word), file, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

/** À 390 points : où commence le premier champ, si les étapes se nomment ; et le rang des titres. */
async function smallScreen({ address }) {
  const tour = await open({ address, width: 390 });
  const { page } = tour;
  const tops = {};
  const levels = {};
  try {
    await tour.start('[data-start="blank"]');
    for (const step of STEPS) {
      await tour.go(step);
      if (["partenaires", "actions", "details"].includes(step)) levels[`${step}-vide`] = await readLevels(page);
      tops[step] = await page.evaluate(() => {
        const first = [...document.querySelectorAll(".ws-step-body :is(input, select, textarea, .ws-button--add, .ws-criterion > legend)")].find((one) => one.checkVisibility());
        return first ? Math.round(first.getBoundingClientRect().top) : null;
      });
      if (["partenaires", "actions", "details"].includes(step)) await tour.click(".ws-button--add");
      levels[step] = await readLevels(page);
    }
    const names = await page.evaluate(() => [...document.querySelectorAll(".ws-step__name")].map((one) => [one.textContent, one.getBoundingClientRect().width > 30]));
    return { tops, levels, names, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

const readLevels = (page) => page.evaluate(() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1])));

const listShown = (page, selector) => page.evaluate((wanted) => [...document.querySelectorAll(wanted)].filter((one) => one.checkVisibility()).map((one) => one.dataset.field.split("|").at(-1)), selector);

/** Une action s’ouvre sur cinq champs, et un point d’un groupe plié le déplie ; les critères vont par dimension ; l’aperçu. */
async function oneThing({ address }) {
  const tour = await open({ address });
  const { page } = tour;
  const seen = {};
  try {
    await tour.start('[data-example="pays-de-retz"]');
    await tour.wait('[data-step-body="territoire"]');
    await tour.go("alliance");
    seen.asks = await listShown(page, '[data-field*="|demande_"]');
    await tour.go("actions");
    await tour.click(".ws-row:nth-child(2) .ws-row__button");
    seen.fields = await listShown(page, ".ws-row--open [data-field]");
    seen.groups = await page.evaluate(() => [...document.querySelectorAll(".ws-row--open .ws-more > summary")].map((one) => one.textContent));
    await page.focus(".ws-row--open .ws-more:nth-of-type(1) > summary");
    await page.keyboard.press("Enter");
    seen.unfolded = await listShown(page, ".ws-row--open [data-field]");
    await tour.click(".ws-row--open .ws-more:nth-of-type(3) > summary");
    await tour.type(tour.field("actions", "debut"), "31/02/2027");
    await page.keyboard.press("Tab");
    await tour.until(() => document.querySelector('[data-field$="|debut"] input').getAttribute("aria-invalid") === "true");
    await tour.click(".ws-row:nth-child(1) .ws-row__button");
    await tour.click("[data-onward]");
    await tour.click(".ws-summary li button");
    seen.landed = await page.evaluate(() => [document.activeElement.closest("[data-field]")?.dataset.field.split("|")[2], document.activeElement.checkVisibility()]);
    await tour.go("evaluation");
    seen.criteria = await page.evaluate(() => document.querySelectorAll(".ws-criterion").length);
    await tour.click('[data-dimension]');
    seen.first = await tour.read(".ws-dimension h3");
    await tour.click("[data-next-dimension]");
    seen.second = await page.evaluate(() => [document.querySelector(".ws-dimension h3").textContent, document.activeElement === document.querySelector(".ws-dimension h3")]);
    await tour.go("documents");
    await tour.click('[data-document="plan-action"] [data-preview]');
    await tour.wait("iframe.ws-frame");
    await page.waitForFunction(() => document.querySelector("iframe.ws-frame").contentDocument?.querySelector("h1"));
    seen.preview = await page.evaluate(() => {
      const frame = document.querySelector("iframe.ws-frame").getBoundingClientRect();
      const shown = Math.min(frame.bottom, window.innerHeight) - Math.max(frame.top, 0);
      return { part: shown / frame.height, focused: document.activeElement.matches(".ws-preview h4"), levels: [...document.querySelectorAll("h1, h2, h3, h4")].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1])) };
    });
    seen.tools = await page.evaluate(() => [...document.querySelectorAll(".ws-tools > .ws-button, .ws-tools > details > summary")].map((one) => one.querySelector(".ws-long").textContent));
    return { ...seen, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

await answer({ word: firstWord, petit: smallScreen, attention: oneThing });
