// Ce qui tourne mal : connexion perdue, navigateur démuni, fichiers hostiles, dossier énorme ; et ce qui est gardé.
import { answer, open, pause } from "./navigateur.mjs";

/** Le moteur n’arrive pas, puis revient : un bouton recommence. */
async function lostStart({ address }) {
  const tour = await open({ address });
  const { page } = tour;
  try {
    let cut = true;
    await page.route("**/moteur/*.bin*", (route) => (cut ? route.abort() : route.continue()));
    await tour.click("[data-workshop-start]");
    await tour.wait(".ws-loading .ws-button");
    const said = await tour.read(".ws-loading");
    cut = false;
    await tour.click(".ws-loading .ws-button");
    await tour.wait(".ws-start");
    // Une fois chargé, l’atelier se passe de réseau.
    await tour.context.setOffline(true);
    await tour.click('[data-example="les-mureaux"]');
    await tour.wait('[data-step-body="territoire"]');
    await tour.go("documents");
    const file = await tour.take('[data-document="plan-action"] [data-format="ods"]');
    return { said, file: file.name };
  } finally {
    await tour.browser.close();
  }
}

/** Pandoc n’arrive pas : le dossier reste, et le bouton resert. */
async function lostPandoc({ address }) {
  const tour = await open({ address });
  const { page } = tour;
  try {
    await tour.start('[data-example="pays-de-retz"]');
    await tour.wait('[data-step-body="territoire"]');
    let cut = true;
    await page.route("**/moteur/pandoc.wasm*", (route) => (cut ? route.abort() : route.continue()));
    await tour.go("documents");
    await tour.wait("[data-document]");
    const before = tour.seen.requests.filter((one) => one.includes("pandoc")).length;
    const word = '[data-document="fiche-argumentaire"] [data-format="docx"]';
    const offered = await tour.read(word);
    await tour.click(word);
    await tour.wait('[role="alert"]');
    const said = await tour.read('[role="alert"]');
    await tour.go("partenaires");
    const kept = (await page.$$(".ws-row")).length;
    cut = false;
    await tour.go("documents");
    const docx = await tour.take(word);
    await page.selectOption('[data-document="argumentaire-diapositives"] select', "entreprise");
    const pptx = await tour.take('[data-document="argumentaire-diapositives"] [data-format="pptx"]');
    return { said, kept, before, offered, docx, pptx };
  } finally {
    await tour.browser.close();
  }
}

/** Un navigateur qui ignore les modules : il ne lance aucun script d’un type qu’il ne connaît pas. */
function forgetModules({ page }, address) {
  return page.route(address, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll('type="module"', 'type="inconnu"') });
  });
}

/** Un navigateur à qui il manque les scripts, les modules, ou l’un des outils du moteur. */
async function poorBrowser({ address, missing }) {
  const before = (opened) => {
    if (missing === "modules") return forgetModules(opened, address);
    return missing === "scripts" ? null : opened.page.addInitScript((name) => delete globalThis[name], missing);
  };
  const tour = await open({ address, javascript: missing !== "scripts", before });
  try {
    await pause(500);
    const shown = async (selector) => tour.page.locator(selector).isVisible();
    return { errors: tour.seen.errors, message: await tour.read("[data-workshop-fallback]"), messageShown: await shown("[data-workshop-fallback]"), buttonShown: await shown("[data-workshop-invitation]"), blankShown: await shown("[data-workshop-before]") };
  } finally {
    await tour.browser.close();
  }
}

/** Un module n’est pas servi : la page le dit, sans accuser le navigateur. */
async function notServed({ address, missing }) {
  const tour = await open({ address, before: ({ page }) => page.route(`**/${missing}`, (route) => route.fulfill({ status: 404 })) });
  try {
    await tour.page.waitForSelector("[data-workshop-absent]:visible");
    const shown = async (selector) => tour.page.locator(selector).isVisible();
    return { said: await tour.read("[data-workshop-absent]"), blamed: await shown("[data-workshop-fallback]"), button: await shown("[data-workshop-invitation]"), blank: await shown("[data-workshop-before]") };
  } finally {
    await tour.browser.close();
  }
}

/** Des fichiers glissés sur la page : un dossier au premier écran, un texte ignoré, des grilles ensemble. */
async function dropFiles({ address, dossier, grids }) {
  const tour = await open({ address });
  const { page } = tour;
  const drop = (selector, given) => page.evaluate(([wanted, files]) => {
    const zone = document.querySelector(wanted);
    const dataTransfer = new DataTransfer();
    for (const { name, base64 } of files) {
      dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], name));
    }
    if (!files.length) dataTransfer.setData("text/plain", "un texte");
    const send = (type) => !zone.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    const taken = send("dragover");
    const hovered = document.querySelector(".ws-hovered") !== null;
    send("drop");
    return { taken, hovered, left: document.querySelector(".ws-hovered") === null };
  }, [selector, given]);
  try {
    await tour.start();
    const text = await drop(".ws-start", []);
    const several = await drop("h1", [dossier, dossier]);
    const refused = await tour.read('[role="alert"]');
    // Hors de l’atelier : n’importe où sur la page.
    const file = await drop("h1", [dossier]);
    await tour.wait('[data-step-body="territoire"]');
    await tour.until(() => document.querySelector(".ws-notice"));
    const said = await tour.read(".ws-notice");
    await page.evaluate(() => { document.querySelector(".ws-menu").open = true; });
    await tour.click('[data-menu="grids"]');
    await drop(".ws-grids", grids);
    await tour.until((count) => document.querySelectorAll(".ws-grids .ws-chosen li > span").length === count, grids.length);
    const go = await tour.read("[data-merge]");
    return { text, several, refused, file, said, go, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

/** Chaque mauvais fichier a sa phrase, et le dossier en cours reste. */
async function badFiles({ address, files }) {
  const tour = await open({ address });
  const { page } = tour;
  const said = {};
  try {
    await tour.start('[data-example="pays-de-retz"]');
    await tour.wait('[data-step-body="territoire"]');
    await tour.go("partenaires");
    for (const [name, path] of Object.entries(files)) {
      await page.evaluate(() => { document.querySelector(".ws-menu").open = true; });
      await tour.upload('.ws-menu input[type="file"]', path);
      await tour.wait('[role="alert"]');
      said[name] = await page.evaluate(() => {
        const alert = document.querySelector('[role="alert"]');
        return { text: alert.innerText, focused: document.activeElement === alert };
      });
      await page.evaluate(() => document.querySelector('[role="alert"]').remove());
    }
    return { said, kept: (await page.$$(".ws-row")).length, errors: tour.seen.errors };
  } finally {
    await tour.browser.close();
  }
}

/** Un dossier de milliers de lignes s’ouvre, ou se refuse par une phrase. */
async function hugeDossier({ address, path }) {
  const tour = await open({ address });
  try {
    await tour.start();
    await tour.upload('.ws-start input[type="file"]', path);
    await tour.page.waitForSelector('[data-step-body="territoire"], [role="alert"]');
    const refused = await tour.read('[role="alert"]');
    if (refused) return { refused };
    await tour.go("actions");
    await tour.click(".ws-row:nth-child(1500) .ws-row__button");
    await tour.type(tour.field("actions", "structure_pilote"), "Mobilité");
    return { refused, rows: (await tour.page.$$(".ws-row")).length, typed: await tour.page.inputValue(tour.field("actions", "structure_pilote")) };
  } finally {
    await tour.browser.close();
  }
}

const readStore = (page) => page.evaluate(() => Object.entries(localStorage).filter(([name]) => name.includes("atelier")));

/** Rien n’est gardé sans la case ; « Tout effacer » efface vraiment ; quitter sans enregistrer se demande. */
async function keeping({ address }) {
  const tour = await open({ address });
  const { page } = tour;
  try {
    await tour.start('[data-start="blank"]');
    await tour.go("alliance");
    await tour.type(tour.field("alliance", "nom"), "Secret");
    await pause(900);
    const without = await readStore(page);
    const warns = await page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
    await page.evaluate(() => { document.querySelector(".ws-menu").open = true; });
    await tour.click('.ws-menu input[type="checkbox"]');
    await tour.until(() => Object.keys(localStorage).some((name) => name.includes("atelier")));
    const kept = await readStore(page);
    await page.reload();
    await tour.start("[data-kept]");
    await tour.go("alliance");
    const found = await page.inputValue(tour.field("alliance", "nom"));
    await page.evaluate(() => { document.querySelector(".ws-menu").open = true; });
    await tour.click("[data-erase]");
    await tour.click('dialog button[value="yes"]');
    await tour.wait(".ws-start");
    const erased = await readStore(page);
    await tour.click('[data-start="blank"]');
    await tour.go("alliance");
    return { without, warns, kept, found, erased, left: await page.inputValue(tour.field("alliance", "nom")) };
  } finally {
    await tour.browser.close();
  }
}

await answer({ depart: lostStart, pandoc: lostPandoc, demuni: poorBrowser, depot: dropFiles, absent: notServed, fichiers: badFiles, enorme: hugeDossier, garder: keeping });
