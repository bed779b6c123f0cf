// Toutes les phrases de la page qui ne viennent pas du kit.

const RULES = [
  [/(?<=\p{L})'(?=\p{L}|«)/gu, "’"],
  [/« /gu, "«\u00a0"],
  [/ »/gu, "\u00a0»"],
  [/ (?=[;!?])/gu, "\u202f"],
  [/ (?=:)/gu, "\u00a0"],
  [/(?<=\d) (?=\d{3}(?!\d)|Mo\b|Ko\b|%|€)/gu, "\u00a0"],
];

/** La phrase avec ses espaces insécables. */
export function typeset(text) {
  return RULES.reduce((said, [pattern, space]) => said.replace(pattern, space), text);
}

function typesetAll(phrases) {
  for (const [name, value] of Object.entries(phrases)) {
    if (typeof value === "string") phrases[name] = typeset(value);
    else if (typeof value === "function") phrases[name] = (...args) => typeset(value(...args));
    else if (!Array.isArray(value)) typesetAll(value);
  }
  return phrases;
}

const plural = (count, noun, several = `${noun}s`) => `${count} ${count > 1 ? several : noun}`;

export const T = typesetAll({
  start: {
    loading: "Chargement de l’atelier",
    loaded: (done, total) => `${done} Mo sur ${total} Mo`,
    ready: "L’atelier est prêt.",
    failed: "L’atelier ne s’est pas chargé.",
    failedHelp: "La connexion s’est peut-être interrompue. Rien n’est perdu : réessayez, ou remplissez le classeur vierge.",
    retry: "Réessayer",
    title: "Par où commencer ?",
    blank: { title: "Un dossier neuf", help: "Sept étapes courtes ; vous pouvez en sauter. Trois réponses suffisent pour un premier document.", label: "Commencer un dossier" },
    reopen: { title: "Reprendre un dossier", label: "Votre fichier", help: "Un fichier .ods, .xlsx ou .yaml fait ici, ou le classeur vierge rempli. Vous pouvez aussi le déposer n’importe où sur la page." },
    example: { title: "Partir d’un exemple", help: "Pour voir ce que cela donne, avant de remplir le vôtre." },
    grids: { title: "Réunir des grilles remplies", help: "Chaque partenaire a rempli la sienne : voyez où vous êtes d’accord, et où non.", label: "Réunir des grilles" },
    kept: (date) => `Retrouver le dossier gardé dans ce navigateur (${date})`,
    keptHelp: "Il a été gardé sur cet ordinateur, à votre demande.",
  },
  steps: {
    label: "Étapes du dossier",
    place: (rank, count) => `Étape ${rank} sur ${count}`,
    toMend: (count) => `${count} à corriger`,
    toSee: (count) => `${count} à voir`,
    previous: "Précédent",
    headings: {
      territoire: "Votre territoire", alliance: "Votre alliance", partenaires: "Vos partenaires", actions: "Vos actions",
      details: "Détailler vos actions", evaluation: "Votre grille", documents: "Vos documents",
    },
    nextNamed: (title) => `Continuer : ${title}`,
    anyway: "Continuer sans corriger",
    optional: "facultatif",
    titles: {
      territoire: "Territoire", alliance: "Alliance", partenaires: "Partenaires", actions: "Actions",
      details: "Détails", evaluation: "Critères", documents: "Documents",
    },
    intros: {
      territoire: "Sur quel territoire agissez-vous ? Cherchez-le par son nom ou son code postal. Vous pouvez en choisir plusieurs.",
      details: "Cette étape est facultative. Elle détaille vos actions : étapes, budget par année, qui fait quoi.",
      documents: "Vos documents sont faits ici, sur cet ordinateur, à partir de ce que vous avez écrit.",
    },
  },
  meter: {
    label: "Avancement du dossier",
    missing: (items, more) => `Il manque : ${items}${more ? "…" : "."}`,
    ready: "Le nécessaire est là : vous pouvez faire vos documents.",
    mend: (count) => `${plural(count, "point")} à corriger avant de faire vos documents.`,
    count: (partners, actions, answered, criteria) =>
      `${plural(partners, "partenaire")}, ${plural(actions, "action")}, ${answered} critères sur ${criteria}`,
    onePartner: "au moins un partenaire",
    oneAction: "au moins une action",
  },
  field: {
    required: "obligatoire",
    personal: "donnée personnelle",
    example: "Exemple : ",
    left: (count) => (count >= 0 ? `Il reste ${plural(count, "caractère")}.` : `${plural(-count, "caractère")} de trop.`),
    none: "Non précisé",
    several: " ; cochez-en autant que vous voulez",
    pick: "Choisir dans la liste",
    pickPartners: "Choisir parmi vos partenaires",
    unknown: (value) => `${value} (réponse inconnue)`,
  },
  problems: {
    title: (count) => `${plural(count, "point")} à corriger`,
    seeTitle: (count) => `${plural(count, "point")} à voir`,
    mend: "À corriger : ",
    see: "À voir : ",
  },
  rows: {
    nouns: {
      partenaires: ["partenaire", "Ajouter un partenaire"], actions: ["action", "Ajouter une action"],
      sous_actions: ["sous-action", "Ajouter une sous-action"], budgets: ["ligne de budget", "Ajouter une ligne de budget"],
      roles: ["rôle", "Ajouter un rôle"],
    },
    untitled: (noun, rank) => `${noun} ${rank}, sans nom`,
    up: "Monter",
    down: "Descendre",
    remove: "Supprimer",
    undo: "Annuler la suppression",
    removed: (title) => `« ${title} » est supprimé de la liste.`,
    moved: (title, rank, count) => `${title} : place ${rank} sur ${count}.`,
    added: (noun, rank) => `${noun} ${rank} ajouté à la fin de la liste.`,
    empty: "La liste est vide pour le moment.",
    count: (count, noun) => plural(count, noun, noun === "ligne de budget" ? "lignes de budget" : undefined),
  },
  territory: {
    label: "Chercher un territoire",
    help: "Nom, code postal, code INSEE ou SIREN. Choisissez ensuite dans la liste, avec les flèches puis Entrée.",
    list: "Territoires trouvés",
    found: (count) => `${plural(count, "territoire trouvé", "territoires trouvés")}.`,
    nothing: "Aucun territoire trouvé. Vérifiez l’orthographe, ou essayez le code postal.",
    chosen: "Territoire choisi",
    chosenSeveral: "Territoires choisis",
    nobody: "Aucun territoire choisi pour le moment.",
    remove: (name) => `Retirer ${name}`,
    added: (name) => `${name} est choisi.`,
    removed: (name) => `${name} est retiré.`,
  },
  levels: {
    title: "Ses échelons publics",
    help: "Sans doute à prévenir ou à associer. Un clic les ajoute à vos partenaires, « à contacter » ; rien de ce que vous avez écrit ne change.",
    add: (count) => (count > 1 ? `Ajouter ces ${count} partenaires` : "Ajouter ce partenaire"),
    added: (count) => (count > 1 ? `${count} partenaires sont ajoutés, « à contacter » : vous les retrouverez à l’étape Partenaires.` : "Un partenaire est ajouté, « à contacter » : vous le retrouverez à l’étape Partenaires."),
  },
  criteria: {
    none: "Sans réponse",
    answered: (done, count) => `${done} sur ${count}`,
    evidence: "Preuves à chercher : ",
    orphans: "Des réponses portent un critère que la grille ne connaît pas :",
  },
  documents: {
    blocked: "Vos documents attendent ces corrections :",
    public: "Document public : retirer les noms et les courriels",
    preview: "Voir l’aperçu",
    all: "Tout télécharger",
    allHelp: (count, formats) => `Un seul fichier .zip, avec ${count} fichiers : chaque document en ${formats.slice(0, -1).join(", ")} et ${formats.at(-1)}. Le PDF se fait à part, par l’impression.`,
    close: "Fermer l’aperçu",
    audience: "À qui parlez-vous ?",
    printed: "par l’impression",
    noPandoc: "Cette édition ne fait ni Word, ni PowerPoint, ni LibreOffice Writer : ouvrez l’atelier complet, ou la page du livre.",
    print: "Imprimer ou enregistrer en PDF",
    printHelp:
      "Le PDF se fait par l’impression de votre navigateur : choisissez « Enregistrer au format PDF ». Selon le navigateur, il n’est pas toujours lisible par un lecteur d’écran ; le fichier Word, LibreOffice ou la page web le sont.",
    frame: (title) => `Aperçu : ${title}`,
    working: "Préparation du document…",
    formats: {
      html: "Page web", docx: "Word", odt: "LibreOffice Writer", pptx: "PowerPoint", pdf: "PDF", xlsx: "Excel",
      ods: "LibreOffice Calc", ics: "Agenda", yaml: "Texte structuré", zip: "Archive zip",
    },
    download: (format, title) => `Télécharger : ${title}, ${format}`,
    done: (name) => `${name} est prêt : regardez dans vos téléchargements.`,
    pandoc: (size) => `Ajouter Word, PowerPoint et LibreOffice Writer (${size} Mo à charger)`,
    pandocHelp: "Les autres formats sont déjà là. Ce chargement ne se fait qu’une fois, et seulement si vous le demandez.",
    pandocReady: "Word, PowerPoint et LibreOffice Writer sont prêts.",
    pandocFailed: "Ce chargement n’a pas abouti. Votre dossier est intact : réessayez.",
    kinds: {
      "fiche-argumentaire": "Pour obtenir une décision : votre constat, vos actions, ce que vous demandez à chacun.",
      "plan-action": "Pour s’organiser : qui fait quoi, avec qui, pour quand, avec quel argent.",
      "grille-evaluation": "Pour se relire : comment travaille l’alliance, et par où continuer.",
      "argumentaire-diapositives": "Pour parler devant un conseil : six pages au plus et leurs notes, pour le public que vous choisissez.",
    },
  },
  files: {
    unnamed: "Dossier sans nom",
    save: "Enregistrer mon dossier",
    saveHelp: "Le fichier va dans vos téléchargements. C’est le même classeur que le classeur vierge, rempli.",
    reopen: "Reprendre un dossier",
    fresh: "Rien d’écrit pour le moment",
    dirty: "Non enregistré",
    saved: (name) => `Enregistré : ${name}`,
    keptState: "Gardé dans ce navigateur",
    keep: "Garder mon dossier dans ce navigateur",
    keepHelp: "À éviter sur un ordinateur partagé : la personne suivante le verrait.",
    keepFailed: "Le navigateur refuse de garder le dossier. Enregistrez-le dans un fichier.",
    erase: "Tout effacer",
    eraseAsk: "Effacer ce dossier de la page et du navigateur ?",
    eraseHelp: "Les fichiers que vous avez enregistrés restent sur votre ordinateur.",
    erased: "Tout est effacé de la page et du navigateur.",
    replaceAsk: "Remplacer le dossier en cours ?",
    replaceHelp: "Il n’est pas enregistré : ce que vous avez écrit serait perdu.",
    yes: "Oui, continuer",
    no: "Non, revenir",
    opened: (name, partners, actions) =>
      `${name} est repris : ${plural(partners, "partenaire")}, ${plural(actions, "action")}.`,
    unreadable: (name) => `« ${name} » n’a pas pu être ouvert. Vérifiez que c’est bien un fichier, puis recommencez.`,
    notes: "Ce que la lecture a relevé",
    close: "Fermer ce message",
    back: "Revenir au dossier",
  },
  grids: {
    title: "Réunir des grilles remplies",
    intro:
      "Chaque partenaire a rempli sa grille, seul. Déposez tous les fichiers : l’atelier montre ce qui rassemble, ce qui sépare, et l’ordre du jour de votre prochaine rencontre. Personne n’est nommé ni classé.",
    choose: "Choisir les grilles remplies",
    accepted: "Fichiers .ods, .xlsx ou .csv, plusieurs à la fois.",
    list: "Grilles reçues",
    none: "Aucune grille reçue pour le moment.",
    remove: (name) => `Retirer ${name}`,
    merge: (count) => (count > 1 ? `Réunir les ${count} grilles` : "Lire cette grille"),
    working: "Lecture des grilles…",
    done: (count) => `${plural(count, "grille réunie", "grilles réunies")}.`,
    result: "L’image réunie",
    blankTitle: "Préparer des grilles à envoyer",
    blankHelp: "Une feuille par personne, à remplir seul. Chacune porte un numéro, jamais un nom.",
    blankCount: "Combien de personnes ?",
    blankFormat: "Pour quel logiciel ?",
    blankGo: "Préparer les grilles",
    limit: "Donnez un nombre de 1 à 500.",
    added: (count) => `${plural(count, "fichier reçu", "fichiers reçus")}.`,
  },
});
