// Le dossier en cours : des textes tels qu’ils sont tapés, rangés comme dans le fichier YAML du kit.

const SHEET = "fiche";

let lastRow = 0;

function newRow(cells = {}) {
  lastRow += 1;
  return { id: `l${lastRow}`, cells };
}

/** Une valeur lue d’un fichier, en texte : les listes deviennent « a ; b », les dates JJ/MM/AAAA. */
export function writePlain(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(writePlain).filter(Boolean).join(" ; ");
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(String(value));
  if (iso) return `${iso[3]}/${iso[2]}/${iso[1]}`;
  return typeof value === "number" ? String(value).replace(".", ",") : String(value);
}

function readCells(form, record) {
  const known = form.fields.map((field) => [field.name, writePlain(record?.[field.name])]);
  return Object.fromEntries(known.filter(([, text]) => text !== ""));
}

const isFilled = (row) => Object.values(row.cells).some((text) => text.trim() !== "");

export class Dossier {
  constructor(forms) {
    this.forms = forms;
    this.byName = new Map(forms.map((form) => [form.name, form]));
    this.listeners = new Set();
    this.clear();
  }

  clear() {
    this.tables = new Map(this.forms.map((form) => [form.name, form.layout === SHEET ? [newRow()] : []]));
  }

  /** Remplace tout par ces valeurs, à la forme du fichier YAML. */
  load(values) {
    this.clear();
    for (const form of this.forms) {
      const given = values?.[form.name];
      const records = form.layout === SHEET ? [given ?? {}] : given ?? [];
      this.tables.set(form.name, records.map((record) => newRow(readCells(form, record))));
    }
    this.tell();
  }

  rows(name) {
    return this.tables.get(name);
  }

  /** La seule ligne d’une fiche. */
  sheet(name) {
    return this.tables.get(name)[0];
  }

  read(row, field) {
    return row.cells[field] ?? "";
  }

  write(row, field, text) {
    if (text === "") delete row.cells[field];
    else row.cells[field] = text;
    this.tell();
  }

  add(name, cells = {}) {
    const row = newRow(cells);
    this.rows(name).push(row);
    this.tell();
    return row;
  }

  /** Retire la ligne ; rend de quoi la remettre à sa place. */
  remove(name, row) {
    const rows = this.rows(name);
    const rank = rows.indexOf(row);
    rows.splice(rank, 1);
    this.tell();
    return () => {
      rows.splice(Math.min(rank, rows.length), 0, row);
      this.tell();
    };
  }

  move(name, row, by) {
    const rows = this.rows(name);
    const from = rows.indexOf(row);
    const to = from + by;
    if (to < 0 || to >= rows.length) return false;
    rows.splice(from, 1);
    rows.splice(to, 0, row);
    this.tell();
    return true;
  }

  filled(name) {
    return this.rows(name).filter(isFilled);
  }

  isEmpty() {
    return this.forms.every((form) => this.filled(form.name).length === 0);
  }

  /** Les valeurs à envoyer au kit ; les lignes restées vides n’en sont pas. */
  toValues() {
    const values = {};
    for (const form of this.forms) {
      const records = this.filled(form.name).map((row) => ({ ...row.cells }));
      values[form.name] = form.layout === SHEET ? records[0] ?? {} : records;
    }
    return values;
  }

  /** Les lignes telles que ``toValues`` les compte, pour retrouver ensuite celles que le kit nomme par leur rang. */
  snapshot() {
    const kept = (form) => (form.layout === SHEET ? [this.sheet(form.name)] : this.filled(form.name));
    return new Map(this.forms.map((form) => [form.name, kept(form)]));
  }

  onChange(listener) {
    this.listeners.add(listener);
  }

  tell() {
    for (const listener of this.listeners) listener();
  }
}
