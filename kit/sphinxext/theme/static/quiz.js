// Les questions du livre : on choisit, on vérifie, le retour est annoncé. Rien n’est envoyé ni gardé.
"use strict";

function tellFeedback(quiz) {
  const feedback = quiz.querySelector(".quiz-feedback");
  const boxes = [...quiz.querySelectorAll(".quiz-choice input")];
  const lines = [...quiz.querySelectorAll(".quiz-answer li[data-right]")];
  feedback.replaceChildren();
  const lead = document.createElement("p");
  const verdict = document.createElement("strong");
  lead.append(verdict);
  feedback.append(lead);
  if (!boxes.some((box) => box.checked)) {
    verdict.textContent = "Choisissez d’abord une réponse.";
    return;
  }
  const right = lines.map((line) => line.dataset.right === "yes");
  const isExact = boxes.every((box, rank) => box.checked === right[rank]);
  const isPartial = boxes.some((box, rank) => box.checked && right[rank]);
  verdict.textContent = isExact ? "✓ Bonne réponse." : isPartial ? "Vous y êtes presque." : "✗ Ce n’est pas cela.";
  const list = document.createElement("ul");
  boxes.forEach((box, rank) => {
    if (!box.checked) return;
    const line = document.createElement("li");
    line.append(...[...lines[rank].childNodes].map((node) => node.cloneNode(true)));
    list.append(line);
  });
  if (!isExact && isPartial) {
    const missing = document.createElement("li");
    missing.textContent = "Il en manque, ou il y en a une de trop\u00a0: relisez les autres réponses.";
    list.append(missing);
  }
  feedback.append(list);
  feedback.classList.toggle("is-right", isExact);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const quiz of document.querySelectorAll(".kit-quiz")) {
    const button = quiz.querySelector(".quiz-check");
    button.hidden = false;
    button.addEventListener("click", () => tellFeedback(quiz));
  }
});
