// L’entrée de la page du livre : le vrai moteur, et l’atelier dans l’élément prévu.

import { createEngine, isSupported } from "./moteur/engine.mjs";
import { mount } from "./page/main.mjs";

mount(document.querySelector("[data-workshop]"), { createEngine, isSupported });
