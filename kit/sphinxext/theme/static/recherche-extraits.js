// Après les outils de recherche de Sphinx : les nombres comptent, l’extrait montre les mots trouvés.
"use strict";

const SANS_ACCENT = (texte) => texte.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const AVANT = 90;
const LONGUEUR = 260;

// Sphinx oublie un nombre seul : « 17 » ne trouverait rien, « ODD 17 » trouverait tous les ODD.
const analyser = Search._parseQuery;
Search._parseQuery = (question) => {
  const analyse = analyser(question);
  const [, mots, , surlignes] = analyse;
  for (const nombre of splitQuery(question).filter((mot) => /^\d+$/.test(mot))) {
    mots.add(nombre);
    surlignes.add(nombre);
  }
  return analyse;
};

// Sphinx n’exige pas un mot de moins de trois lettres : « ODD 17 » rendrait toutes les pages sur un ODD.
const chercherMots = Search.performTermsSearch;
Search.performTermsSearch = (mots, exclus) => {
  const { terms, titleterms, docnames } = Search._index;
  const pagesDe = (nombre) => [terms[nombre], titleterms[nombre]].flat().filter((page) => page !== undefined);
  const exiges = [...mots].filter((mot) => /^\d+$/.test(mot)).map((nombre) => new Set(pagesDe(nombre)));
  return chercherMots(mots, exclus).filter(([nom]) => exiges.every((pages) => pages.has(docnames.indexOf(nom))));
};

// La place de chaque lettre sans accent dans le texte d’origine.
function aplatir(texte) {
  let plat = "";
  const places = [];
  for (let place = 0; place < texte.length; place += 1) {
    for (const lettre of SANS_ACCENT(texte[place])) {
      plat += lettre;
      places.push(place);
    }
  }
  return { plat, places };
}

function trouver(plat, places, racines) {
  const trouvailles = [];
  for (const racine of racines) {
    const suite = /^\d+$/.test(racine) ? "(?![a-z0-9])" : "[a-z0-9]*";
    const motif = new RegExp(`(?<![a-z0-9])${racine.replace(/[^a-z0-9]/g, ".")}${suite}`, "g");
    for (const { index, 0: mot } of plat.matchAll(motif)) {
      trouvailles.push([places[index], places[index + mot.length - 1] + 1]);
    }
  }
  return trouvailles.sort((a, b) => a[0] - b[0]);
}

function debutDeMot(texte, place) {
  const espace = texte.lastIndexOf(" ", place);
  return espace < 0 ? 0 : espace + 1;
}

function marquer(paragraphe, texte, debut, fin, trouvailles) {
  let place = debut;
  for (const [depart, arrivee] of trouvailles) {
    if (depart < place || arrivee > fin) continue;
    paragraphe.append(texte.slice(place, depart));
    const marque = document.createElement("mark");
    marque.textContent = texte.slice(depart, arrivee);
    paragraphe.append(marque);
    place = arrivee;
  }
  paragraphe.append(texte.slice(place, fin));
}

function lirePage(html, ancre) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const zone = page.querySelector("article");
  if (!zone) return "";
  const partie = (ancre && zone.querySelector(`[id="${CSS.escape(ancre.slice(1))}"]`)) || zone;
  for (const inutile of partie.querySelectorAll("script, style, pre, .headerlink, h1, .reperes-kit, title, desc")) inutile.remove();
  for (const bloc of partie.querySelectorAll("p, li, dt, dd, h2, h3, h4, caption")) bloc.append(" ");
  for (const case_ of partie.querySelectorAll("td, th")) case_.append(" · ");
  return partie.textContent.replace(/\s+/g, " ").replace(/( ·)+ (?=· |$)/g, " ").trim();
}

Search.makeSearchSummary = (html, racines, ancre) => {
  const texte = lirePage(html, ancre);
  if (!texte) return null;
  const { plat, places } = aplatir(texte);
  const trouvailles = trouver(plat, places, racines);
  const premier = trouvailles.length ? trouvailles[0][0] : 0;
  const debut = premier > AVANT ? debutDeMot(texte, premier - AVANT) : 0;
  const fin = debut + LONGUEUR < texte.length ? debutDeMot(texte, debut + LONGUEUR) : texte.length;
  const paragraphe = document.createElement("p");
  paragraphe.className = "extrait";
  if (debut > 0) paragraphe.append("… ");
  marquer(paragraphe, texte, debut, fin, trouvailles);
  if (fin < texte.length) paragraphe.append("…");
  return paragraphe;
};

// L’index pèse lourd : il ne vient que s’il y a quelque chose à chercher.
document.addEventListener("DOMContentLoaded", () => {
  if (new URLSearchParams(location.search).get("q")) Search.loadIndex("searchindex.js");
});
