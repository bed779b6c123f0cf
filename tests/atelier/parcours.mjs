// Le parcours entier : remplir, se tromper, corriger, produire, enregistrer, effacer, rouvrir, réunir.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { answer, auditRules, open } from "./navigateur.mjs";

async function fillTerritory({ page, type, wait, until }) {
  await type('[role="combobox"]', "saint-denis");
  await wait('[role="option"]');
  const choices = await page.evaluate(() => [...document.querySelectorAll('[role="option"]')].map((one) => one.textContent));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await until(() => document.querySelectorAll(".ws-chosen li > span").length === 1);
  return choices;
}

/** Ce que dit un champ faux : son état, et le texte qui le décrit. */
function readField(page, selector) {
  return page.evaluate((wanted) => {
    const control = document.querySelector(wanted);
    const ids = (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
    return { invalid: control.getAttribute("aria-invalid"), said: ids.map((id) => document.getElementById(id)?.textContent ?? "(absent)").join(" ") };
  }, selector);
}

async function errAndMend(tour) {
  const { page, click, type, wait, until, field } = tour;
  await click("[data-onward]");
  await wait(".ws-summary");
  const summary = await page.evaluate(() => ({
    focused: document.activeElement.classList.contains("ws-summary"),
    links: [...document.querySelectorAll(".ws-summary li button")].map((one) => one.textContent),
  }));
  await click(".ws-summary li button");
  summary.landed = await page.evaluate(() => document.activeElement.closest("[data-field]")?.dataset.field.split("|")[2]);
  await type(field("alliance", "nom"), "Essai & <b>gras</b> 🙂");
  await type(field("alliance", "cause"), "=1+1 agir ensemble");
  await type(field("alliance", "date"), "31/02/2027");
  await page.keyboard.press("Tab");
  await until((wanted) => document.querySelector(wanted).getAttribute("aria-invalid") === "true", field("alliance", "date"));
  const wrong = await readField(page, field("alliance", "date"));
  await type(field("alliance", "date"), "01/03/2027");
  await page.keyboard.press("Tab");
  await until((wanted) => !document.querySelector(wanted).hasAttribute("aria-invalid"), field("alliance", "date"));
  return { summary, wrong };
}

async function addRows({ page, click, type, wait, until, field, go }) {
  await go("partenaires");
  for (const name of ["Lycée du parc", "Club d’entreprises"]) {
    await click(".ws-button--add");
    await type(field("partenaires", "nom"), name);
    await page.select?.(field("partenaires", "famille"), "entreprise");
    await page.selectOption?.(field("partenaires", "famille"), "entreprise");
  }
  await click('.ws-row:nth-child(2) [data-tool="up"]');
  const moved = await page.evaluate(() => [...document.querySelectorAll(".ws-row__title")].map((one) => one.textContent));
  await click('.ws-row:nth-child(1) [data-tool="remove"]');
  await wait(".ws-row--removed");
  const undoFocused = await page.evaluate(() => document.activeElement.closest(".ws-row--removed") !== null);
  await page.keyboard.press("Enter");
  await until(() => !document.querySelector(".ws-row--removed"));
  await go("actions");
  await click(".ws-button--add");
  await type(field("actions", "titre"), "Se rencontrer");
  const restored = await page.evaluate(() => document.querySelector(".ws-row__title").textContent);
  await go("evaluation");
  await click('.ws-criterion [type="radio"]');
  return { moved, undoFocused, restored };
}

async function makeFiles({ page, take, click, wait, go }) {
  await go("documents");
  await wait("[data-document]");
  const files = {};
  for (const [kind, format] of [["fiche-argumentaire", "html"], ["plan-action", "xlsx"], ["plan-action", "ods"], ["plan-action", "ics"], ["grille-evaluation", "xlsx"]]) {
    files[`${kind}.${format}`] = await take(`[data-document="${kind}"] [data-format="${format}"]`);
  }
  await click('[data-document="fiche-argumentaire"] [data-preview]');
  await wait("iframe.ws-frame");
  await page.waitForFunction(() => document.querySelector("iframe.ws-frame").contentDocument?.querySelector("h1"));
  const shown = await page.evaluate(() => {
    const frame = document.querySelector("iframe.ws-frame");
    return { title: frame.title, heading: frame.contentDocument.querySelector("h1").textContent, sandbox: frame.getAttribute("sandbox") };
  });
  return { files, shown };
}

async function saveAndReopen(tour, folder) {
  const { page, click, wait, take, upload, until } = tour;
  await click(".ws-menu summary");
  const saved = await take('[data-save="ods"]');
  const path = join(folder, saved.name);
  writeFileSync(path, Buffer.from(saved.base64, "base64"));
  await click("[data-erase]");
  await wait("dialog[open]");
  await click('dialog button[value="yes"]');
  await wait(".ws-start");
  await upload('.ws-start input[type="file"]', path);
  await wait('[data-step-body="territoire"]');
  await until(() => document.querySelector(".ws-notice"));
  await tour.go("alliance");
  const values = await page.evaluate((names) => Object.fromEntries(names.map((name) => [name, document.querySelector(`[data-field$="|${name}"] :is(input, textarea)`).value])), ["nom", "cause", "date"]);
  await tour.go("actions");
  values.action = await page.evaluate(() => document.querySelector(".ws-row__title").textContent);
  return { saved: { name: saved.name, base64: saved.base64 }, values };
}

async function mergeGrids({ page, click, wait, upload, take }, grids) {
  await page.evaluate(() => { document.querySelector(".ws-menu").open = true; });
  await click('[data-menu="grids"]');
  await wait(".ws-grids");
  await upload('.ws-grids input[type="file"]', ...grids);
  await wait("[data-merge]:not([hidden])");
  await click("[data-merge]");
  await wait("iframe.ws-frame");
  await page.waitForFunction(() => document.querySelector("iframe.ws-frame").contentDocument?.querySelector("svg"));
  const shown = await page.evaluate(() => {
    const inside = document.querySelector("iframe.ws-frame").contentDocument;
    return { heading: inside.querySelector("h1").textContent, parts: [...inside.querySelectorAll("h2")].map((one) => one.textContent), tables: inside.querySelectorAll("table").length, charts: inside.querySelectorAll("svg").length, said: document.querySelector(".ws-result h3").textContent };
  });
  return { shown, workbook: await take('.ws-result [data-format="xlsx"]') };
}

async function wholeTour({ browser: name, address, folder, grids }) {
  const tour = await open({ name, address });
  try {
    await tour.start('[data-start="blank"]');
    const choices = await fillTerritory(tour);
    await tour.click("[data-onward]");
    await tour.wait('[data-step-body="alliance"]');
    const mended = await errAndMend(tour);
    const rows = await addRows(tour);
    const made = await makeFiles(tour);
    const reopened = await saveAndReopen(tour, folder);
    const merged = grids ? await mergeGrids(tour, grids) : null;
    return { choices, ...mended, rows, ...made, reopened, merged, ...tour.seen };
  } finally {
    await tour.browser.close();
  }
}

const listPartners = (page) => page.evaluate(() => [...document.querySelectorAll(".ws-row__title")].map((one) => one.textContent));

/** Les échelons publics : proposés après le choix d’un territoire, ajoutés au clic, sans doublon. */
async function publicLevels({ address, typed }) {
  const tour = await open({ address });
  const { page } = tour;
  try {
    await tour.start('[data-start="blank"]');
    await tour.go("partenaires");
    for (const name of typed) {
      await tour.click(".ws-button--add");
      await tour.type(tour.field("partenaires", "nom"), name);
    }
    await tour.go("territoire");
    await tour.type('[role="combobox"]', "44131");
    await tour.wait('[role="option"]');
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await tour.wait("[data-add-levels]");
    const offered = await page.evaluate(() => [...document.querySelectorAll("[data-levels] li")].map((one) => one.textContent));
    await tour.go("partenaires");
    const before = await listPartners(page);
    await tour.go("territoire");
    await tour.click("[data-add-levels]");
    await tour.wait("[data-levels] .ws-notice");
    const focused = await page.evaluate(() => document.activeElement.matches("[data-levels] .ws-notice"));
    await tour.go("partenaires");
    const after = await listPartners(page);
    await tour.click(".ws-row:last-child .ws-row__button");
    const engagement = await page.inputValue(tour.field("partenaires", "engagement"));
    await tour.go("territoire");
    await tour.wait(".ws-chosen li > span");
    return { offered, before, after, engagement, focused, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

const listChosen = (page) => page.evaluate(() => [...document.querySelectorAll(".ws-chosen li > span")].map((one) => one.textContent));

/** Un nom exact se prend par Tab ou Entrée ; des homonymes restent à choisir ; un groupement garde son nom. */
async function territories({ address }) {
  const tour = await open({ address });
  const { page } = tour;
  const leave = async (text, key) => {
    await tour.type('[role="combobox"]', text);
    await page.keyboard.press(key);
  };
  try {
    await tour.start('[data-start="blank"]');
    await tour.go("territoire");
    await leave("Sainte-Pazanne", "Tab");
    await tour.until(() => document.querySelectorAll(".ws-chosen li > span").length === 1);
    const moved = await page.evaluate(() => document.activeElement.getAttribute("role") !== "combobox");
    await leave("Saint-Denis", "Tab");
    await tour.until(() => document.querySelector('p.ws-help[role="status"]').textContent.includes("revenez"));
    const homonyms = await listChosen(page);
    await leave("PETR des Deux Rives", "Enter");
    await tour.until(() => document.querySelectorAll(".ws-chosen li > span").length === 2);
    return { moved, homonyms, chosen: await listChosen(page), errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

/** Un classeur rempli à la main, ouvert, repris annoté au clavier, et rouvert ; à l’écran, puis dans le menu. */
async function annotate({ address, workbook, accepted }) {
  const tour = await open({ address });
  const { page } = tour;
  const told = {};
  try {
    await tour.start();
    await tour.upload('.ws-start input[type="file"]', workbook);
    const shown = ".ws-notice-zone [data-annotate]";
    await tour.wait(shown);
    told.violations = await auditRules(page);
    await page.focus(shown);
    const before = await page.evaluate(() => window.fichiers.length);
    await page.keyboard.press("Enter");
    await tour.until((count) => window.fichiers.length > count, before);
    told.copy = await page.evaluate(() => window.fichiers.at(-1));
    await tour.wait(".ws-notice-zone .ws-notice");
    told.focused = await page.evaluate((wanted) => document.activeElement.matches(wanted), shown);
    await tour.click(".ws-menu summary");
    told.menuViolations = await auditRules(page);
    told.again = await tour.take("[data-annotating] [data-annotate]");
    await tour.upload('.ws-menu input[type="file"]', accepted);
    await tour.until(() => document.querySelector(".ws-notice-zone details"));
    told.read = await tour.read(".ws-notice-zone details");
    return { ...told, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

/** « Tout télécharger » avant et après pandoc, et chaque fichier pris un à un. */
async function everything({ address }) {
  const tour = await open({ address });
  try {
    await tour.start('[data-example="pays-de-retz"]');
    await tour.wait('[data-step-body="territoire"]');
    await tour.go("documents");
    const light = await tour.take("[data-all]");
    await tour.click("[data-pandoc]");
    await tour.until(() => document.activeElement?.matches("[data-all]") && !document.querySelector("[data-pandoc]"));
    const full = await tour.take("[data-all]");
    const one = {};
    const asked = await tour.page.evaluate(() => [...document.querySelectorAll("[data-document] [data-format]:not([data-format=pdf])")].map((button) => [button.closest("[data-document]").dataset.document, button.dataset.format]));
    for (const [kind, format] of asked) {
      one[`${kind}.${format}`] = await tour.take(`[data-document="${kind}"] [data-format="${format}"]`);
    }
    return { light, full, one, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

/** Les grilles réunies en Word et en LibreOffice Writer, après le chargement demandé dans leur écran. */
async function gridsInOffice({ address, grids }) {
  const tour = await open({ address });
  try {
    await tour.start('[data-start="grids"]');
    await tour.upload('.ws-grids input[type="file"]', ...grids);
    await tour.click("[data-merge]:not([hidden])");
    await tour.wait("iframe.ws-frame");
    const before = await tour.page.evaluate(() => [...document.querySelectorAll(".ws-result [data-format]")].map((one) => one.dataset.format));
    await tour.click(".ws-result [data-pandoc]");
    await tour.wait('.ws-result [data-format="docx"]:focus');
    const made = {};
    for (const format of ["docx", "odt"]) made[format] = await tour.take(`.ws-result [data-format="${format}"]`);
    return { before, made, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

await answer({ annoter: annotate, grilles: gridsInOffice, tout: everything, parcours: wholeTour, echelons: publicLevels, territoires: territories });
