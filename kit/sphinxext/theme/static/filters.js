// Choisir des cas, choisir une méthode. Sans ce script, la page montre tout ; rien n’est envoyé ni gardé.
"use strict";

function readChoices(panel) {
  const given = [...panel.querySelectorAll("select, input")].map((field) => [field.name, field.value.trim()]);
  return given.filter(([, value]) => value);
}

function connectCases(panel, list) {
  const cards = [...list.children];
  const count = panel.querySelector(".filters-count");
  return () => {
    const choices = readChoices(panel);
    let shown = 0;
    for (const card of cards) {
      const isKept = choices.every(([name, value]) => card.dataset[name].split("|").includes(value));
      card.hidden = !isKept;
      shown += isKept ? 1 : 0;
    }
    const end = shown === 0 ? "\u00a0: retirez un choix pour en voir d’autres." : ".";
    count.textContent = `${shown} ${panel.dataset.noun} sur ${cards.length}${end}`;
  };
}

// Chaque critère rend sa réponse : va (true), ne va pas (false), inconnu (null), et la phrase qui l’explique.
const CRITERIA = {
  stage(card, value) {
    const fits = card.stages.split("|").includes(value);
    return [fits, fits ? `sert à l’étape «\u00a0${value}\u00a0»` : `ne sert pas à l’étape «\u00a0${value}\u00a0»`];
  },
  group(card, value) {
    const [people, min, max] = [value, card.groupMin, card.groupMax].map(Number);
    if (!card.groupMin && !card.groupMax) return [null, "la source ne dit pas pour combien de personnes"];
    if (card.groupMin && people < min) return [false, `demande au moins ${min} personnes`];
    if (card.groupMax && people > max) return [false, `convient jusqu’à ${max} personnes`];
    return [true, `convient à ${people} personnes`];
  },
  minutes(card, value) {
    const [minutes, min, max] = [value, card.minutesMin, card.minutesMax].map(Number);
    if (!card.minutesMin && !card.minutesMax) return [null, "la source ne dit pas combien de temps il faut"];
    if (card.minutesMin && minutes < min) return [false, `demande au moins ${min} minutes`];
    if (card.minutesMax && minutes > max) return [true, `tient en ${max} minutes au plus\u00a0: il restera du temps`];
    return [true, `tient en ${minutes} minutes`];
  },
  remote(card, value) {
    if (value === "on-site") return [true, "se tient dans une salle"];
    if (card.remote === "non") return [false, "ne se tient pas à distance"];
    return [true, card.remote === "oui" ? "se tient à distance" : "possible à distance, en l’adaptant"];
  },
};

function writeReasons(card, reasons) {
  card.querySelector(".card-reasons").replaceChildren(
    ...reasons.map(([fits, sentence]) => {
      const line = document.createElement("li");
      line.textContent = `${fits === null ? "?" : fits ? "✓" : "✗"} ${sentence}`;
      return line;
    }),
  );
}

function connectMethods(panel, list) {
  const cards = [...list.children];
  const count = panel.querySelector(".filters-count");
  const fold = document.createElement("details");
  const title = document.createElement("summary");
  const refused = document.createElement("ul");
  refused.className = "kit-cards";
  fold.append(title, refused);
  fold.hidden = true;
  list.after(fold);
  return () => {
    const choices = readChoices(panel);
    const notes = cards.map((card) => {
      const reasons = choices.map(([name, value]) => CRITERIA[name](card.dataset, value));
      writeReasons(card, reasons);
      const unknown = reasons.filter(([fits]) => fits === null).length;
      return { card, isKept: reasons.every(([fits]) => fits !== false), unknown };
    });
    const kept = notes.filter((note) => note.isKept).sort((a, b) => a.unknown - b.unknown);
    const others = notes.filter((note) => !note.isKept);
    list.hidden = choices.length === 0;
    list.replaceChildren(...kept.map((note) => note.card));
    refused.replaceChildren(...others.map((note) => note.card));
    fold.hidden = others.length === 0;
    title.textContent = `Ce qui ne convient pas, et pourquoi (${others.length})`;
    const s = kept.length > 1 ? "s" : "";
    const verb = kept.length > 1 ? "conviennent" : "convient";
    count.textContent = choices.length
      ? `${kept.length} méthode${s} sur ${cards.length} ${verb}.`
      : "Dites au moins une chose de votre rencontre.";
  };
}

document.addEventListener("DOMContentLoaded", () => {
  for (const panel of document.querySelectorAll(".kit-filters")) {
    const list = document.getElementById(panel.dataset.target);
    const connect = panel.dataset.chooser === "methods" ? connectMethods : connectCases;
    const refresh = connect(panel, list);
    const fields = panel.querySelectorAll("select, input");
    for (const field of fields) field.addEventListener("input", refresh);
    panel.querySelector("button").addEventListener("click", () => {
      for (const field of fields) field.value = "";
      refresh();
    });
    panel.hidden = false;
    refresh();
  }
});
