// Ce que le navigateur garde, à la demande : une case par dossier, datée, qu’aucun autre dossier ne remplace.

const ROOM = "jouer-collectif-atelier";
const DOSSIER = `${ROOM}.dossier.`;
const ASIDE = `${ROOM}.illisible.`;
const SHEET = "fiche";

// Le nom de cet onglet : il dit qui a écrit une version.
export const TAB = newName();

function newName() {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
}

/** Une case libre pour un dossier de plus. */
export const newKey = () => `${DOSSIER}${newName()}`;

const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (cells) => isPlain(cells) && Object.values(cells).every((text) => typeof text === "string");

/** Vrai si tout ce qui est gardé se montrerait dans ces formulaires : rien ne se perd à la reprise. */
function isSound(record, forms) {
  if (!isPlain(record) || !isPlain(record.values)) return false;
  return Object.entries(record.values).every(([name, given]) => {
    const form = forms.find((one) => one.name === name);
    const rows = form?.layout === SHEET ? [given] : given;
    return form && Array.isArray(rows) && rows.every((row) => isText(row) && Object.keys(row).every((key) => form.fields.some((field) => field.name === key)));
  });
}

function parse(key, text, forms) {
  let record = null;
  try {
    record = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isSound(record, forms)) return null;
  return { key, values: record.values, date: String(record.date ?? ""), revision: Number(record.revision) || 0, tab: String(record.tab ?? ""), name: record.values.alliance?.nom ?? "" };
}

function listKeys() {
  try {
    return Object.keys(window.localStorage).filter((key) => isOurs(key));
  } catch {
    // Un navigateur qui refuse le stockage n’a rien gardé.
    return [];
  }
}

/** La case sans suite est celle des versions qui ne gardaient qu’un dossier. */
export const isOurs = (key) => key === ROOM || key.startsWith(DOSSIER) || key.startsWith(ASIDE);

/** Range à part ce qui ne se lit pas ; sans place pour le faire, le laisse où il est. */
function setAside(key, text) {
  const aside = `${ASIDE}${newName()}`;
  try {
    window.localStorage.setItem(aside, text);
    window.localStorage.removeItem(key);
    return aside;
  } catch {
    return key;
  }
}

/** Les dossiers gardés, le dernier écrit d’abord, et ce qui est là sans pouvoir se lire. */
export function readKept(forms) {
  const [dossiers, damaged] = [[], []];
  for (const key of listKeys()) {
    const text = window.localStorage.getItem(key);
    const record = key.startsWith(ASIDE) ? null : parse(key, text, forms);
    if (record) dossiers.push(record);
    else damaged.push({ key: key.startsWith(ASIDE) ? key : setAside(key, text), text });
  }
  dossiers.sort((one, other) => other.date.localeCompare(one.date));
  return { dossiers, damaged };
}

/** Ce que porte cette case : un dossier, ou `null`. */
export function readOne(key, forms) {
  try {
    const text = window.localStorage.getItem(key);
    return text === null ? null : parse(key, text, forms);
  } catch {
    return null;
  }
}

/** Garde le dossier dans sa case ; rend « » si c’est fait, « plein » ou « refus » sinon : l’ancienne version reste. */
export function keep(key, values, revision) {
  try {
    window.localStorage.setItem(key, JSON.stringify({ values, revision, tab: TAB, date: new Date().toISOString() }));
    return "";
  } catch (error) {
    return error?.name?.includes("Quota") || error?.name === "NS_ERROR_DOM_QUOTA_REACHED" ? "plein" : "refus";
  }
}

/** Oublie ces cases ; rend de quoi les remettre, qui dit s’il l’a pu. */
export function forget(keys) {
  try {
    const texts = keys.map((key) => [key, window.localStorage.getItem(key)]).filter(([, text]) => text !== null);
    for (const key of keys) window.localStorage.removeItem(key);
    return () => {
      try {
        for (const [key, text] of texts) window.localStorage.setItem(key, text);
        return true;
      } catch {
        return false;
      }
    };
  } catch {
    return () => false;
  }
}

/** La date d’un dossier gardé, en toutes lettres ; celle d’une ancienne version l’est déjà. */
export function writeDate(date) {
  const read = new Date(date);
  return Number.isNaN(read.getTime()) ? date : new Intl.DateTimeFormat("fr", { dateStyle: "long", timeStyle: "short" }).format(read);
}
