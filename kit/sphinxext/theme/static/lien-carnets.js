// Composer le lien qui ouvre un carnet sur un serveur. Rien n’est envoyé ni gardé : le lien se forme ici.
"use strict";

function composerLien({ serveur, depot, branche, carnet }) {
  const lien = new URL(serveur.endsWith("/") ? serveur : `${serveur}/`);
  const dossier = new URL(depot).pathname.split("/").pop().replace(/\.git$/, "");
  lien.pathname += "hub/user-redirect/git-pull";
  lien.searchParams.set("repo", depot);
  lien.searchParams.set("branch", branche || "main");
  lien.searchParams.set("urlpath", `lab/tree/${dossier}/${carnet}`);
  return lien.toString();
}

for (const formulaire of document.querySelectorAll("form.lien-carnets")) {
  const reponse = formulaire.querySelector(".lien-carnets-reponse");
  const champs = [...formulaire.querySelectorAll("input, select")];
  const montrer = () => {
    const valeurs = Object.fromEntries(champs.map((champ) => [champ.name, champ.value.trim()]));
    reponse.textContent = "";
    if (!valeurs.serveur || !valeurs.depot) {
      reponse.textContent = "Donnez l’adresse du serveur et celle du dépôt\u00a0: le lien se forme ici.";
      return;
    }
    try {
      const lien = document.createElement("a");
      lien.href = composerLien(valeurs);
      lien.textContent = lien.href;
      reponse.append("Le lien à donner\u00a0: ", lien);
    } catch {
      reponse.textContent = "L’une des deux adresses n’est pas complète. Elle commence par https://";
    }
  };
  formulaire.addEventListener("submit", (evenement) => evenement.preventDefault());
  formulaire.addEventListener("input", montrer);
  formulaire.hidden = false;
  montrer();
}
