// La mise en page du formulaire : quelles questions vont ensemble, et dans quelle étape.
// Les champs, leurs aides et leurs règles viennent du kit ; rien d’autre que leur voisinage n’est dit ici.

export const GROUPS = {
  alliance: [
    { title: "Votre cause", fields: ["nom", "cause", "constat"] },
    { title: "Convaincre", fields: ["publics", "demande", "objection", "reponse"] },
    {
      title: "Une demande à chaque public",
      fields: [
        "demande_elu", "demande_direction_generale", "demande_agent", "demande_association",
        "demande_entreprise", "demande_habitant", "demande_financeur",
      ],
      folded: true,
    },
    { title: "Vous situer", fields: ["etape", "odd", "date", "prochaine_rencontre"] },
    { title: "Un contact", fields: ["contact_nom", "contact_courriel"] },
  ],
  partenaires: [
    { title: "La structure", fields: ["nom", "famille", "role", "engagement"] },
    { title: "Ce qui se donne et s’attend", fields: ["apporte", "attend"] },
    { title: "Un contact", fields: ["contact_nom", "contact_courriel"] },
  ],
  // Une action s’ouvre sur cinq champs ; les groupes « pliés » attendent qu’on les demande.
  actions: [
    { title: "L’essentiel", fields: ["titre", "structure_pilote", "statut", "fin", "budget"] },
    { title: "Décrire l’action", fields: ["numero", "axe", "descriptif", "objectif"], folded: true },
    { title: "Qui d’autre", fields: ["partenaires", "personne_pilote", "elu_referent"], folded: true },
    { title: "Le calendrier", fields: ["priorite", "debut", "rappel", "condition_de_deblocage"], folded: true },
    { title: "L’argent", fields: ["financement", "financeurs"], folded: true },
    { title: "Ce qui montrera que cela marche", fields: ["indicateur", "depart", "cible"], folded: true },
    { title: "D’où elle vient, ce qu’elle sert", fields: ["odd", "levier", "origine"], folded: true },
  ],
};

/** Des textes courts qui vont par deux. */
export const SIDE_BY_SIDE = new Set(["personne_pilote", "elu_referent", "contact_nom", "contact_courriel", "depart", "cible", "levier", "origine"]);

export const TERRITORY_FIELDS = ["territoire", "groupe"];

export const STEPS = [
  { key: "territoire", forms: [] },
  { key: "alliance", forms: ["alliance"] },
  { key: "partenaires", forms: ["partenaires"] },
  { key: "actions", forms: ["actions"] },
  { key: "details", forms: ["sous_actions", "budgets", "roles"], optional: true },
  { key: "evaluation", forms: ["evaluation"] },
  { key: "documents", forms: [] },
];

/** L’étape qui montre ce champ. */
export function stepOf(form, field) {
  if (form === "alliance" && TERRITORY_FIELDS.includes(field)) return "territoire";
  return STEPS.find(({ forms }) => forms.includes(form))?.key ?? "";
}
