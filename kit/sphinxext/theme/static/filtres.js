// Choisir des cas, choisir une méthode. Sans ce script, la page montre tout ; rien n’est envoyé ni gardé.
"use strict";

function lireChoix(panneau) {
  const choix = {};
  for (const champ of panneau.querySelectorAll("select, input")) choix[champ.name] = champ.value.trim();
  return choix;
}

function brancherCas(panneau, liste) {
  const cartes = [...liste.children];
  const compte = panneau.querySelector(".filtres-compte");
  return () => {
    const choix = Object.entries(lireChoix(panneau)).filter(([, valeur]) => valeur);
    let vus = 0;
    for (const carte of cartes) {
      const garde = choix.every(([nom, valeur]) => carte.dataset[nom].split("|").includes(valeur));
      carte.hidden = !garde;
      vus += garde ? 1 : 0;
    }
    const suite = vus === 0 ? "\u00a0: retirez un choix pour en voir d’autres." : ".";
    compte.textContent = `${vus} ${panneau.dataset.nom} sur ${cartes.length}${suite}`;
  };
}

// Chaque critère rend sa réponse : va (true), ne va pas (false), inconnu (null), et la phrase qui l’explique.
const CRITERES = {
  etape(carte, valeur) {
    const va = carte.etapes.split("|").includes(valeur);
    return [va, va ? `sert à l’étape «\u00a0${valeur}\u00a0»` : `ne sert pas à l’étape «\u00a0${valeur}\u00a0»`];
  },
  groupe(carte, valeur) {
    const [nombre, min, max] = [valeur, carte.groupeMin, carte.groupeMax].map(Number);
    if (!carte.groupeMin && !carte.groupeMax) return [null, "la source ne dit pas pour combien de personnes"];
    if (carte.groupeMin && nombre < min) return [false, `demande au moins ${min} personnes`];
    if (carte.groupeMax && nombre > max) return [false, `convient jusqu’à ${max} personnes`];
    return [true, `convient à ${nombre} personnes`];
  },
  duree(carte, valeur) {
    const [minutes, min, max] = [valeur, carte.dureeMin, carte.dureeMax].map(Number);
    if (!carte.dureeMin && !carte.dureeMax) return [null, "la source ne dit pas combien de temps il faut"];
    if (carte.dureeMin && minutes < min) return [false, `demande au moins ${min} minutes`];
    if (carte.dureeMax && minutes > max) return [true, `tient en ${max} minutes au plus\u00a0: il restera du temps`];
    return [true, `tient en ${minutes} minutes`];
  },
  distance(carte, valeur) {
    if (valeur === "place") return [true, "se tient dans une salle"];
    if (carte.distance === "non") return [false, "ne se tient pas à distance"];
    return [true, carte.distance === "oui" ? "se tient à distance" : "possible à distance, en l’adaptant"];
  },
};

function ecrireRaisons(carte, raisons) {
  carte.querySelector(".carte-raisons").replaceChildren(
    ...raisons.map(([va, phrase]) => {
      const ligne = document.createElement("li");
      ligne.textContent = `${va === null ? "?" : va ? "✓" : "✗"} ${phrase}`;
      return ligne;
    }),
  );
}

function brancherMethodes(panneau, liste) {
  const cartes = [...liste.children];
  const compte = panneau.querySelector(".filtres-compte");
  const refus = document.createElement("details");
  const titre = document.createElement("summary");
  const refusees = document.createElement("ul");
  refusees.className = "cartes-kit";
  refus.append(titre, refusees);
  refus.hidden = true;
  liste.after(refus);
  return () => {
    const choix = Object.entries(lireChoix(panneau)).filter(([, valeur]) => valeur);
    const notes = cartes.map((carte) => {
      const raisons = choix.map(([nom, valeur]) => CRITERES[nom](carte.dataset, valeur));
      ecrireRaisons(carte, raisons);
      const inconnus = raisons.filter(([va]) => va === null).length;
      return { carte, garde: raisons.every(([va]) => va !== false), inconnus };
    });
    const gardees = notes.filter((note) => note.garde).sort((a, b) => a.inconnus - b.inconnus);
    const ecartees = notes.filter((note) => !note.garde);
    liste.hidden = choix.length === 0;
    liste.replaceChildren(...gardees.map((note) => note.carte));
    refusees.replaceChildren(...ecartees.map((note) => note.carte));
    refus.hidden = ecartees.length === 0;
    titre.textContent = `Ce qui ne convient pas, et pourquoi (${ecartees.length})`;
    const s = gardees.length > 1 ? "s" : "";
    const verbe = gardees.length > 1 ? "conviennent" : "convient";
    compte.textContent = choix.length
      ? `${gardees.length} méthode${s} sur ${cartes.length} ${verbe}.`
      : "Dites au moins une chose de votre rencontre.";
  };
}

document.addEventListener("DOMContentLoaded", () => {
  for (const panneau of document.querySelectorAll(".filtres-kit")) {
    const liste = document.getElementById(panneau.dataset.cible);
    const brancher = panneau.dataset.choix === "methode" ? brancherMethodes : brancherCas;
    const actualiser = brancher(panneau, liste);
    for (const champ of panneau.querySelectorAll("select, input")) {
      champ.addEventListener("input", actualiser);
    }
    panneau.querySelector("button").addEventListener("click", () => {
      for (const champ of panneau.querySelectorAll("select, input")) champ.value = "";
      actualiser();
    });
    panneau.hidden = false;
    actualiser();
  }
});
