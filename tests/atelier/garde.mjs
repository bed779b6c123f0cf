// Ce que le navigateur garde : plusieurs dossiers, deux onglets, un stockage abîmé, un stockage plein.
import { answer, open, openTab } from "./navigateur.mjs";

const ROOM = "jouer-collectif-atelier";

const readStore = (page) => page.evaluate(() => Object.entries(localStorage)
  .filter(([key]) => key.includes("atelier")).map(([key, text]) => ({ key, text })));
const readNames = async (page) => (await readStore(page)).map(({ text }) => JSON.parse(text).values.alliance?.nom ?? "").sort();
const listShelf = (page) => page.evaluate(() => [...document.querySelectorAll(".ws-shelf [data-kept]")].map((one) => one.getAttribute("aria-label")));
const openMenu = (page) => page.evaluate(() => { document.querySelector(".ws-menu").open = true; });
const readBox = (page) => page.evaluate(() => document.querySelector("[data-keep]").checked);

async function name(tour, text) {
  await tour.go("alliance");
  await tour.type(tour.field("alliance", "nom"), text);
}

const readName = (tour) => tour.page.evaluate(() => document.querySelector('[data-field$="|nom"] input').value);

async function keep(tour) {
  await openMenu(tour.page);
  await tour.click("[data-keep]");
  await tour.page.keyboard.press("Escape");
}

const untilKept = (tour, text) => tour.until((wanted) => Object.values(localStorage).some((one) => one.includes(wanted)), text);

/** Un dossier gardé, puis un exemple, un dossier neuf, un rechargement : il est toujours là. */
async function survive({ browser, address }) {
  const tour = await open({ name: browser, address });
  const { page } = tour;
  const seen = {};
  try {
    await tour.start('[data-start="blank"]');
    await name(tour, "Premier");
    await keep(tour);
    await tour.type(tour.field("alliance", "nom"), "Premier, corrigé");
    await page.evaluate(() => document.querySelector('[data-menu="start"]')?.click());
    await tour.wait(".ws-start");
    await tour.click('[data-example="pays-de-retz"]');
    await tour.wait('[data-step-body="territoire"] h2');
    await tour.wait("[data-return]");
    seen.afterExample = { names: await readNames(page), box: await readBox(page) };
    await tour.click("[data-return]");
    await tour.until(() => document.querySelector("[data-keep]").checked);
    await tour.go("alliance");
    seen.returned = await readName(tour);
    await page.evaluate(() => document.querySelector('[data-menu="start"]').click());
    await tour.click('[data-start="blank"]');
    await name(tour, "Second");
    seen.afterBlank = { names: await readNames(page), box: await readBox(page) };
    await keep(tour);
    await untilKept(tour, "Second");
    await page.reload();
    await tour.start();
    seen.shelf = await listShelf(page);
    await tour.click('[data-start="blank"]');
    await name(tour, "Troisième, non gardé");
    seen.afterReload = { names: await readNames(page), box: await readBox(page) };
    return { ...seen, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

/** Deux onglets sur le même dossier : le dernier à écrire garde la case, l’autre le sait et garde le sien à part. */
async function twoTabs({ browser, address }) {
  const tour = await open({ name: browser, address });
  const seen = {};
  try {
    await tour.start('[data-start="blank"]');
    await name(tour, "Commun");
    await keep(tour);
    await untilKept(tour, "Commun");
    const other = await openTab(tour, address);
    await other.start("[data-kept]");
    await other.wait('[data-step-body="territoire"]');
    await tour.page.bringToFront();
    seen.opened = await tour.read(".ws-conflict");
    await other.page.bringToFront();
    await name(other, "Du second onglet");
    await untilKept(other, "Du second onglet");
    await tour.page.bringToFront();
    await tour.wait("[data-keep-apart]");
    seen.told = await tour.read(".ws-conflict");
    seen.box = await readBox(tour.page);
    await tour.type(tour.field("alliance", "nom"), "Du premier onglet");
    seen.before = await readNames(tour.page);
    await tour.click("[data-keep-apart]");
    await untilKept(tour, "Du premier onglet");
    seen.after = await readNames(tour.page);
    await other.page.bringToFront();
    await other.type(other.field("alliance", "nom"), "Du second, plus tard");
    await untilKept(other, "plus tard");
    seen.both = await readNames(other.page);
    seen.quiet = await other.read(".ws-conflict");
    return { ...seen, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

/** Un stockage d’avant, un abîmé : le premier se reprend, le second se met de côté tel quel. */
async function damaged({ browser, address, old, broken }) {
  const tour = await open({ name: browser, address });
  const { page } = tour;
  try {
    await page.evaluate(([key, first, texts]) => {
      localStorage.setItem(key, first);
      texts.forEach((text, rank) => localStorage.setItem(`${key}.dossier.x${rank}`, text));
    }, [ROOM, old, broken]);
    await tour.start();
    const shelf = await listShelf(page);
    const said = await tour.read("[data-damaged-list]");
    const store = await readStore(page);
    const taken = await tour.take("[data-damaged]");
    await tour.click("[data-kept]");
    await tour.wait('[data-step-body="territoire"]');
    await tour.go("alliance");
    return { shelf, said, store, taken, resumed: await readName(tour), errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

/** Plus de place : la version gardée avant reste, et la page le dit. */
async function full({ browser, address }) {
  const tour = await open({ name: browser, address });
  const { page } = tour;
  try {
    await tour.start('[data-start="blank"]');
    await name(tour, "Avant");
    await keep(tour);
    await untilKept(tour, "Avant");
    await page.evaluate(() => {
      let size = 6_000_000;
      for (let rank = 0; size > 0; rank += 1) {
        try {
          localStorage.setItem(`plein-${rank}`, "x".repeat(size));
        } catch {
          size = Math.floor(size / 2);
        }
      }
    });
    await tour.type(tour.field("alliance", "nom"), "Un nom bien plus long que la place qui reste, puisqu’il n’en reste pas");
    await tour.wait('[role="alert"]');
    const said = await tour.read('[role="alert"]');
    const left = (await readStore(page)).map(({ text }) => JSON.parse(text).values.alliance.nom);
    const warns = await page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
    return { said, left, box: await readBox(page), warns, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

/** Effacer un dossier gardé se demande, s’annule, et ne touche pas aux autres. */
async function forget({ browser, address }) {
  const tour = await open({ name: browser, address });
  const { page } = tour;
  const seen = {};
  try {
    await tour.start('[data-start="blank"]');
    await name(tour, "Un");
    await keep(tour);
    await untilKept(tour, "Un");
    await page.evaluate(() => document.querySelector('[data-menu="start"]').click());
    await tour.click('[data-start="blank"]');
    await name(tour, "Deux");
    await keep(tour);
    await untilKept(tour, "Deux");
    await tour.click("[data-erase]");
    await tour.click('dialog button[value="no"]');
    seen.refused = await readNames(page);
    await tour.click("[data-erase]");
    await tour.click('dialog button[value="yes"]');
    await tour.wait(".ws-start");
    seen.erased = await readNames(page);
    await tour.click("[data-undo-erase]");
    await tour.wait('[data-step-body="territoire"]');
    seen.undone = { names: await readNames(page), box: await readBox(page) };
    await page.evaluate(() => document.querySelector('[data-menu="start"]').click());
    await tour.click("[data-forget]");
    await tour.click('dialog button[value="yes"]');
    await tour.until(() => document.activeElement?.matches("[data-undo-forget]"));
    seen.forgotten = (await readNames(page)).length;
    await page.keyboard.press("Enter");
    await tour.until(() => document.querySelectorAll("[data-kept]").length === 2);
    seen.restored = await readNames(page);
    await tour.click("[data-forget-all]");
    await tour.click('dialog button[value="yes"]');
    await tour.wait("[data-undo-forget]");
    seen.none = await readStore(page);
    return { ...seen, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

await answer({ survivre: survive, onglets: twoTabs, abime: damaged, plein: full, oublier: forget });
