// Composer le lien qui ouvre un carnet sur un serveur. Rien n’est envoyé ni gardé : le lien se forme ici.
"use strict";

function composeLink({ server, repository, branch, notebook }) {
  const link = new URL(server.endsWith("/") ? server : `${server}/`);
  const folder = new URL(repository).pathname.split("/").pop().replace(/\.git$/, "");
  link.pathname += "hub/user-redirect/git-pull";
  link.searchParams.set("repo", repository);
  link.searchParams.set("branch", branch || "main");
  link.searchParams.set("urlpath", `lab/tree/${folder}/${notebook}`);
  return link.toString();
}

for (const form of document.querySelectorAll("form.hub-link")) {
  const answer = form.querySelector(".hub-link-answer");
  const fields = [...form.querySelectorAll("input, select")];
  const show = () => {
    const values = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
    answer.textContent = "";
    if (!values.server || !values.repository) {
      answer.textContent = "Donnez l’adresse du serveur et celle du dépôt\u00a0: le lien se forme ici.";
      return;
    }
    try {
      const link = document.createElement("a");
      link.href = composeLink(values);
      link.textContent = link.href;
      answer.append("Le lien à donner\u00a0: ", link);
    } catch {
      answer.textContent = "L’une des deux adresses n’est pas complète. Elle commence par https://";
    }
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", show);
  form.hidden = false;
  show();
}
