// Chaque étape, vue par axe-core, au clavier, et à trois largeurs.
import { join } from "node:path";
import { answer, auditRules, open, pause, readFocus } from "./navigateur.mjs";

// De quoi amener la page à chaque écran ; ``tour`` porte les gestes.
const STATIONS = {
  invitation: async () => {},
  depart: (tour) => tour.start(),
  territoire: async (tour) => {
    await tour.click('[data-start="blank"]');
    await tour.type('[role="combobox"]', "saint-denis");
    await tour.wait('[role="option"]');
    await tour.page.keyboard.press("ArrowDown");
  },
  echelons: async (tour) => {
    await tour.page.keyboard.press("Enter");
    await tour.wait("[data-add-levels]");
  },
  "alliance-fausse": async (tour) => {
    await tour.go("alliance");
    await tour.click("[data-onward]");
    await tour.wait(".ws-summary");
  },
  bloque: async (tour) => {
    await tour.go("documents");
    await tour.wait(".ws-summary");
  },
  menu: (tour) => tour.click(".ws-menu summary"),
  question: async (tour) => {
    await tour.click("[data-erase]");
    await tour.wait("dialog[open]");
  },
  partenaires: async (tour) => {
    await tour.click('dialog button[value="yes"]');
    await tour.click('[data-example="pays-de-retz"]');
    await tour.wait('[data-step-body="territoire"]');
    await tour.go("partenaires");
    await tour.click(".ws-row:nth-child(2) .ws-row__button");
  },
  actions: async (tour) => {
    await tour.go("actions");
    await tour.click(".ws-row:nth-child(3) .ws-row__button");
    for (const group of await tour.page.$$(".ws-more > summary")) await group.click();
    for (const list of await tour.page.$$(".ws-choose > summary")) await list.click();
  },
  details: async (tour) => {
    await tour.go("details");
    await tour.click('[data-list="sous_actions"] .ws-button--add');
  },
  criteres: (tour) => tour.go("evaluation"),
  documents: async (tour) => {
    await tour.go("documents");
    await tour.click('[data-document="plan-action"] [data-preview]');
    await tour.wait("iframe.ws-frame");
  },
  gardes: async (tour) => {
    await tour.click(".ws-menu summary");
    await tour.click("[data-keep]");
    await tour.page.evaluate(() => localStorage.setItem("jouer-collectif-atelier.dossier.abime", "{"));
    await tour.page.evaluate(() => document.querySelector('[data-menu="start"]').click());
    await tour.wait("[data-damaged-list]");
  },
  conflit: async (tour) => {
    await tour.click("[data-back]");
    await tour.page.evaluate(() => {
      const [key] = Object.keys(localStorage).filter((one) => one.includes("atelier.dossier"));
      localStorage.removeItem(key);
      window.dispatchEvent(new StorageEvent("storage", { key }));
    });
    await tour.wait("[data-keep-apart]");
  },
  grilles: async (tour) => {
    await tour.click(".ws-menu summary");
    await tour.click('[data-menu="grids"]');
    await tour.wait(".ws-grids");
  },
  reunies: async (tour, { grids }) => {
    await tour.upload('.ws-grids input[type="file"]', ...grids);
    await tour.click("[data-merge]:not([hidden])");
    await tour.wait("iframe.ws-frame");
  },
};

/** L’écran tel qu’il est, à une largeur et dans un mode. */
async function auditLook({ page }, name, [width, scheme], folder) {
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate((theme) => { document.documentElement.dataset.theme = theme; }, scheme);
  await pause(80);
  const look = `${name}-${width}-${scheme}`;
  if (folder) await page.screenshot({ path: join(folder, `${look}.png`), fullPage: true });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return [look, { violations: await auditRules(page), overflow }];
}

async function auditStations({ address, looks, folder, grids }) {
  const tour = await open({ address });
  const seen = {};
  try {
    // Une ligne hors de l’écran n’est pas dessinée : pour l’examen, elle l’est.
    await tour.page.addStyleTag({ content: ".ws-row { content-visibility: visible !important; }" });
    for (const [name, reach] of Object.entries(STATIONS)) {
      await tour.page.setViewportSize({ width: 1280, height: 900 });
      await reach(tour, { grids });
      for (const look of looks) {
        const [key, found] = await auditLook(tour, name, look, folder);
        seen[key] = found;
      }
    }
  } finally {
    await tour.browser.close();
  }
  return { seen, errors: tour.seen.errors };
}

/** De tabulation en tabulation jusqu’à ce que ``reached`` soit vrai ; retient ce qui ne se voit pas. */
async function tabTo(tour, selector, hidden) {
  for (let stop = 0; stop < 200; stop += 1) {
    const there = await tour.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    if (there) return;
    await tour.page.keyboard.press("Tab");
    const focus = await readFocus(tour.page);
    if (focus && !focus.seen) hidden.push(`${focus.tag} ${focus.name}`);
  }
  throw new Error(`${selector} : hors d’atteinte au clavier`);
}

/** Du bouton « Commencer » au fichier téléchargé, sans la souris. */
async function keyboardOnly({ address }) {
  const tour = await open({ address });
  const { page } = tour;
  const hidden = [];
  const press = async (selector, key = "Enter") => {
    await tabTo(tour, selector, hidden);
    await page.keyboard.press(key);
  };
  const write = async (selector, text) => {
    await tabTo(tour, selector, hidden);
    await page.keyboard.type(text);
  };
  try {
    await press("[data-workshop-start]");
    await tour.wait(".ws-start");
    await press('[data-start="blank"]');
    await write('[role="combobox"]', "pornic");
    await tour.wait('[role="option"]');
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await press("[data-onward]");
    await tour.wait('[data-step-body="alliance"]');
    await write(tour.field("alliance", "nom"), "Au clavier");
    await write(tour.field("alliance", "cause"), "Agir ensemble.");
    await press('[data-field$="|publics"] input', "Space");
    await press("[data-onward]");
    await tour.wait('[data-step-body="partenaires"]');
    await press(".ws-button--add");
    await page.keyboard.type("Lycée");
    await write(tour.field("partenaires", "famille"), "e");
    await press("[data-onward]");
    await tour.wait('[data-step-body="actions"]');
    await press(".ws-button--add");
    await page.keyboard.type("Se rencontrer");
    for (const next of ["details", "evaluation", "documents"]) {
      await press("[data-onward]");
      await tour.wait(`[data-step-body="${next}"]`);
    }
    await tour.wait("[data-document]");
    await press('[data-document="plan-action"] [data-format="xlsx"]');
    await tour.until(() => window.fichiers.length === 1);
    const file = await page.evaluate(() => window.fichiers[0].name);
    return { file, hidden: [...new Set(hidden)] };
  } finally {
    await tour.browser.close();
  }
}

await answer({ etapes: auditStations, clavier: keyboardOnly });
