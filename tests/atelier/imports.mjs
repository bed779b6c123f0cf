// Importer un plan : au clavier comme à la souris, sous les yeux d’axe-core, jusqu’aux actions du dossier.
import { answer, auditRules, open, readFocus } from "./navigateur.mjs";

const WIDTHS = [[1280, "light"], [320, "dark"]];

async function auditAll(page, name, folder) {
  const seen = {};
  for (const [width, scheme] of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate((theme) => { document.documentElement.dataset.theme = theme; }, scheme);
    if (folder) await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    seen[`${name}-${width}`] = { violations: await auditRules(page), overflow };
  }
  return seen;
}

async function bring({ address, plan, folder }) {
  const tour = await open({ address });
  const { page } = tour;
  try {
    await tour.start();
    await page.focus('[data-start="plan"]');
    await page.keyboard.press("Enter");
    await tour.wait(".ws-imports");
    const seen = await auditAll(page, "vide", folder);
    await tour.upload('.ws-imports input[type="file"]', plan);
    await tour.wait("[data-import-take]");
    const read = await tour.read(".ws-result h3");
    const isFocused = await page.evaluate(() => document.activeElement.matches(".ws-result h3"));
    const lists = await page.evaluate(() => [...document.querySelectorAll(".ws-result summary")].map((one) => one.textContent));
    await page.focus("[data-import-columns]");
    const outline = await readFocus(page);
    await page.keyboard.press("Enter");
    Object.assign(seen, await auditAll(page, "lu", folder));
    await page.selectOption('[data-column="Plan|F"]', "descriptif");
    await page.focus("[data-import-again]");
    await page.keyboard.press("Enter");
    await tour.until(() => ![...document.querySelectorAll(".ws-result summary")].some((one) => one.textContent.startsWith("Non repris")));
    await page.focus("[data-import-take]");
    await page.keyboard.press("Enter");
    await tour.wait('[data-step-body="territoire"]');
    const said = await tour.read(".ws-notice");
    await tour.go("actions");
    await tour.click(".ws-row:nth-child(1) .ws-row__button");
    const action = await page.evaluate(() => Object.fromEntries(["titre", "descriptif", "fin"].map((name) => [name, document.querySelector(`[data-field$="|${name}"] :is(input, textarea)`).value])));
    return { seen, read, isFocused, lists, outline, said, action, ...tour.seen };
  } finally {
    await tour.browser.close();
  }
}

await answer({ reprise: bring });
