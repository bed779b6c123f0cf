// Après les outils de recherche de Sphinx : les nombres comptent, l’extrait montre les mots trouvés.
"use strict";

const stripAccents = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const BEFORE = 90;
const LENGTH = 260;

// Sphinx oublie un nombre seul : « 17 » ne trouverait rien, « ODD 17 » trouverait tous les ODD.
const parseQuery = Search._parseQuery;
Search._parseQuery = (question) => {
  const parsed = parseQuery(question);
  const [, words, , highlighted] = parsed;
  for (const number of splitQuery(question).filter((word) => /^\d+$/.test(word))) {
    words.add(number);
    highlighted.add(number);
  }
  return parsed;
};

// Sphinx n’exige pas un mot de moins de trois lettres : « ODD 17 » rendrait toutes les pages sur un ODD.
const searchTerms = Search.performTermsSearch;
Search.performTermsSearch = (words, excluded) => {
  const { terms, titleterms, docnames } = Search._index;
  const pagesOf = (number) => [terms[number], titleterms[number]].flat().filter((page) => page !== undefined);
  const required = [...words].filter((word) => /^\d+$/.test(word)).map((number) => new Set(pagesOf(number)));
  return searchTerms(words, excluded).filter(([name]) => required.every((pages) => pages.has(docnames.indexOf(name))));
};

// La place de chaque lettre sans accent dans le texte d’origine.
function flatten(text) {
  let flat = "";
  const places = [];
  for (let place = 0; place < text.length; place += 1) {
    for (const letter of stripAccents(text[place])) {
      flat += letter;
      places.push(place);
    }
  }
  return { flat, places };
}

function findRoots(flat, places, roots) {
  const found = [];
  for (const root of roots) {
    const end = /^\d+$/.test(root) ? "(?![a-z0-9])" : "[a-z0-9]*";
    const pattern = new RegExp(`(?<![a-z0-9])${root.replace(/[^a-z0-9]/g, ".")}${end}`, "g");
    for (const { index, 0: word } of flat.matchAll(pattern)) {
      found.push([places[index], places[index + word.length - 1] + 1]);
    }
  }
  return found.sort((a, b) => a[0] - b[0]);
}

function startOfWord(text, place) {
  const space = text.lastIndexOf(" ", place);
  return space < 0 ? 0 : space + 1;
}

function markFound(paragraph, text, [start, end], found) {
  let place = start;
  for (const [from, to] of found) {
    if (from < place || to > end) continue;
    paragraph.append(text.slice(place, from));
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    paragraph.append(mark);
    place = to;
  }
  paragraph.append(text.slice(place, end));
}

function readPage(html, anchor) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const zone = page.querySelector("article");
  if (!zone) return "";
  const part = (anchor && zone.querySelector(`[id="${CSS.escape(anchor.slice(1))}"]`)) || zone;
  for (const useless of part.querySelectorAll("script, style, pre, .headerlink, h1, .kit-landmarks, title, desc")) useless.remove();
  for (const block of part.querySelectorAll("p, li, dt, dd, h2, h3, h4, caption")) block.append(" ");
  for (const cell of part.querySelectorAll("td, th")) cell.append(" · ");
  return part.textContent.replace(/\s+/g, " ").replace(/( ·)+ (?=· |$)/g, " ").trim();
}

Search.makeSearchSummary = (html, roots, anchor) => {
  const text = readPage(html, anchor);
  if (!text) return null;
  const { flat, places } = flatten(text);
  const found = findRoots(flat, places, roots);
  const first = found.length ? found[0][0] : 0;
  const start = first > BEFORE ? startOfWord(text, first - BEFORE) : 0;
  const end = start + LENGTH < text.length ? startOfWord(text, start + LENGTH) : text.length;
  const paragraph = document.createElement("p");
  paragraph.className = "excerpt";
  if (start > 0) paragraph.append("… ");
  markFound(paragraph, text, [start, end], found);
  if (end < text.length) paragraph.append("…");
  return paragraph;
};

// L’index pèse lourd : il ne vient que s’il y a quelque chose à chercher.
document.addEventListener("DOMContentLoaded", () => {
  if (new URLSearchParams(location.search).get("q")) Search.loadIndex("searchindex.js");
});
