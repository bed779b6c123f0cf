// Les questions du livre : on choisit, on vérifie, le retour est annoncé. Rien n’est envoyé ni gardé.
"use strict";

function direRetour(quiz) {
  const retour = quiz.querySelector(".quiz-retour");
  const choix = [...quiz.querySelectorAll(".quiz-choix input")];
  const lignes = [...quiz.querySelectorAll(".quiz-reponse li[data-juste]")];
  retour.replaceChildren();
  const titre = document.createElement("p");
  const gras = document.createElement("strong");
  titre.append(gras);
  retour.append(titre);
  if (!choix.some((case_) => case_.checked)) {
    gras.textContent = "Choisissez d’abord une réponse.";
    return;
  }
  const justes = lignes.map((ligne) => ligne.dataset.juste === "oui");
  const exact = choix.every((case_, rang) => case_.checked === justes[rang]);
  const partiel = choix.some((case_, rang) => case_.checked && justes[rang]);
  gras.textContent = exact ? "✓ Bonne réponse." : partiel ? "Vous y êtes presque." : "✗ Ce n’est pas cela.";
  const liste = document.createElement("ul");
  choix.forEach((case_, rang) => {
    if (!case_.checked) return;
    const ligne = document.createElement("li");
    ligne.append(...[...lignes[rang].childNodes].map((noeud) => noeud.cloneNode(true)));
    liste.append(ligne);
  });
  if (!exact && partiel) {
    const manque = document.createElement("li");
    manque.textContent = "Il en manque, ou il y en a une de trop\u00a0: relisez les autres réponses.";
    liste.append(manque);
  }
  retour.append(liste);
  retour.classList.toggle("est-juste", exact);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const quiz of document.querySelectorAll(".quiz-kit")) {
    const bouton = quiz.querySelector(".quiz-verifier");
    bouton.hidden = false;
    bouton.addEventListener("click", () => direRetour(quiz));
  }
});
